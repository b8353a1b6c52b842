"""The source of a document as it is parsed: generated pages rendered, front matter blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.frontmatter import blank, parse_head
from sphinx_confblog.project import blog_of
from sphinx_confblog.reading import KNOWN_KEYS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_confblog.nodes import excerpt_end

#: Where the note stands in the data of the document that is being read.
NOTE = "confblog"
_SETEXT = re.compile(r" {0,3}=+[ \t]*$")


@dataclass(slots=True)
class SourceNote:
    """What is known of a post's source while it is read."""

    lines: list[str]
    #: Line of the title in the front matter, counted from 1.
    title_line: int = 1
    #: The separators found, in reading order.
    cuts: list[excerpt_end] = field(default_factory=list)

    def is_first_level(self, node: nodes.Node) -> bool:
        """Whether *node* is a section with a heading of the first level."""
        if not isinstance(node, nodes.section) or not node.line:
            return False
        here, below = (self.line(node.line + n) for n in (0, 1))
        if here.lstrip().startswith("#"):
            return not here.lstrip().startswith("##")
        return bool(_SETEXT.match(below)) or self.is_long_setext(node.line)

    def is_long_setext(self, number: int) -> bool:
        """Whether the heading that begins at a line has several lines, and ``=`` below them."""
        for text in self.lines[number:]:
            if not text.strip() or set(text.strip()) == {"-"}:
                return False
            if _SETEXT.match(text):
                return True
        return False

    def line(self, number: int) -> str:
        """A line of the source, counted from 1; nothing behind its end."""
        return self.lines[number - 1] if number <= len(self.lines) else ""


def prepare_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Render generated pages, and keep posts' front matter from MyST (``source-read``).

    MyST would parse it twice, in pure Python, and show it as data of the page.
    """
    blog = blog_of(app.env)
    if docname in blog.pages:
        content[0] = blog.rendered(docname)
    elif docname in blog.catalog.posts:
        source = content[0]
        note = SourceNote(source.splitlines())
        app.env.current_document[NOTE] = note
        if source.startswith("---"):
            front = parse_head(source)
            if "title" in front.entries:
                note.title_line = front.entries["title"].line
            content[0] = blank(source, front, KNOWN_KEYS.union(blog.config.taxonomies))
