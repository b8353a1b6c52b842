"""The source of a document as it is parsed: generated pages rendered, front matter blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_confblog.formats import MARKDOWN, RST, format_of
from sphinx_confblog.project import blog_of
from sphinx_confblog.reading import KNOWN_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx

    from sphinx_confblog.formats import Format
    from sphinx_confblog.nodes import excerpt_end

#: Where the note stands in the data of the document that is being read.
NOTE = "confblog"
#: What may stand before the title of reStructuredText, whose headings have no levels.
BEFORE_TITLE = (nodes.Invisible, nodes.raw, nodes.image, nodes.figure, addnodes.highlightlang)
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")


@dataclass(slots=True)
class SourceNote:
    """What is known of a post's source while it is read."""

    lines: list[str]
    format: Format = MARKDOWN
    #: Key of the front matter -> its line, counted from 1.
    key_lines: dict[str, int] = field(default_factory=dict)
    #: What the front matter says of the page, besides what the blog reads.
    data: Mapping[str, str] = field(default_factory=dict)
    #: The document that is made of it.
    document: nodes.document | None = None
    #: The separators found, in reading order.
    cuts: list[excerpt_end] = field(default_factory=list)

    def line_of(self, key: str) -> int:
        """The line of a key of the front matter; the first line if it has none."""
        return self.key_lines.get(key, 1)

    def heading_in(self, body: Iterable[nodes.Node]) -> nodes.section | None:
        """The top section of a post whose heading may be its title."""
        if self.format is RST:
            first = next((node for node in body if not isinstance(node, BEFORE_TITLE)), None)
            return first if isinstance(first, nodes.section) else None
        found = (node for node in body if self.is_first_level(node))
        return cast("nodes.section | None", next(found, None))

    def is_first_level(self, node: nodes.Node) -> bool:
        """Whether *node* is a section with a heading of the first level."""
        if not isinstance(node, nodes.section) or not node.line or self.document is None:
            return False
        if node.source != self.document["source"]:
            return False  # from a file that is included
        below = self.lines[node.line - 1 :]
        if below and (match := _ATX.match(below[0])):
            return len(match[1]) == 1
        underline = next((text for text in below[1:] if _SETEXT.match(text)), "")
        return "=" in underline


def prepare_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Render generated pages, and keep posts' front matter from MyST (``source-read``).

    MyST would parse it twice, in pure Python, and show it as data of the page.
    """
    blog = blog_of(app.env)
    if docname in blog.pages:
        content[0] = blog.rendered(docname)
    elif post := blog.catalog.posts.get(docname):
        source = content[0]
        form = format_of(blog.files[post.source or docname].name, blog.suffixes)
        note = SourceNote(source.splitlines(), form)
        app.env.current_document[NOTE] = note
        stripped = note.format.strip(source, KNOWN_KEYS.union(blog.config.taxonomies))
        content[0], note.data = stripped.text, stripped.data
        if stripped.front is not None:
            note.key_lines = {key: entry.line for key, entry in stripped.front.entries.items()}
