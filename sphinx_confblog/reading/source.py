"""Prepares the source of a document: renders generated pages, and clears front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes

from sphinx_confblog.discovery.project import SOURCE_READ, blog_of, blogs_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.frontmatter.formats import MARKDOWN, NOTEBOOK, RST, format_of
from sphinx_confblog.frontmatter.keys import KNOWN_KEYS
from sphinx_confblog.frontmatter.notebook import cell_lines, lines_from
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.frontmatter.formats import Format
    from sphinx_confblog.nodes import excerpt_end


#: The key of the note in the data of the document that is being read.
NOTE = "confblog"
#: What may come before the title of reStructuredText, whose headings have no levels.
BEFORE_TITLE = (nodes.Invisible, nodes.raw, nodes.image, nodes.figure, addnodes.highlightlang)
#: Keys that make MyST-NB read a text as a notebook.
TEXT_NOTEBOOK = frozenset({"jupytext", "file_format"})
#: What Sphinx gives as the source of ``rst_prolog``; the second one before 9.
PROLOGUES = frozenset({"<rst_prologue>", "<rst_prolog>"})
#: The same with the sources of ``rst_epilog``.
SITE_TEXTS = PROLOGUES | {"<rst_epilogue>", "<rst_epilog>"}
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_SETEXT = r" {0,3}(?:=+|-+)[ \t]*$"


class LiquidResult(NamedTuple):
    """The text of a post whose Liquid in links was understood, and what is to be said of it."""

    text: str
    #: Line, counted from 1, and what is left there.
    left: tuple[tuple[int, str], ...] = ()
    #: Line and message for each name without a post or a file.
    missing: tuple[tuple[int, str], ...] = ()
    #: Addresses that tags asked for.
    asked: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False, repr=False)
class SourceNote:
    """What is known of a post's source while it is read."""

    lines: list[str]
    format: Format = MARKDOWN
    #: The lines of each cell of a notebook.
    cells: list[list[str]] = field(default_factory=list)
    #: Whether it is a notebook in the form of a text.
    is_text_notebook: bool = False
    #: Key of the front matter -> its line, counted from 1.
    key_lines: dict[str, int] = field(default_factory=dict)
    #: The page's front matter, besides what the blog reads.
    data: Mapping[str, str] = field(default_factory=dict)
    #: The document that is parsed from it.
    document: nodes.document | None = None
    #: What became of Liquid in the text, if there was some.
    liquid: LiquidResult | None = None
    #: The separators found, in reading order.
    cuts: list[excerpt_end] = field(default_factory=list)

    def line_of(self, key: str) -> int:
        """Return the line of a key of the front matter; 1 if it is missing."""
        return self.key_lines.get(key, 1)

    def heading_in(self, body: Iterable[nodes.Node]) -> nodes.section | None:
        """Return the top section of a post whose heading may be its title."""
        if self.format is RST:
            first = next((node for node in body if not may_precede(node)), None)
            return first if isinstance(first, nodes.section) else None
        headings = (node for node in body if self.is_first_level(node))
        return cast("nodes.section | None", next(headings, None))

    def is_first_level(self, node: nodes.Node) -> bool:
        """Return whether *node* is a section with a heading of the first level."""
        if not isinstance(node, nodes.section) or not node.line or self.document is None:
            return False
        if node.source != self.document["source"]:
            return False  # from a file that is included
        below = self.lines_from(node.line)
        if self.format is NOTEBOOK or self.is_text_notebook:
            below = from_heading(below, cast("nodes.title", node[0]).rawsource)
        if below and (match := _ATX.match(below[0])):
            return len(match[1]) == 1
        underline = next((text for text in below[1:] if re.match(_SETEXT, text)), "")
        return "=" in underline

    def lines_from(self, line: int) -> list[str]:
        """Return the lines of the source from *line* on, as the document counts them."""
        if self.format is NOTEBOOK:
            return lines_from(self.cells, line)
        # MyST-NB says of a text the line below, if no blank ones come first in its cell.
        start = line - 1 - self.is_text_notebook
        return self.lines[start if start < len(self.lines) else 0 :]


def from_heading(lines: list[str], text: str) -> list[str]:
    """Return the lines of a notebook from the first heading with a certain *text* on.

    MyST-NB counts them from the first one of a cell that is not blank.
    """
    first = text.partition("\n")[0].strip()
    for index, line in enumerate(lines):
        heading = _ATX.match(line)
        text_of_line = line[heading.end() :].rstrip(" \t#") if heading else line
        if text_of_line.strip() == first.rstrip(" \t#"):
            return lines[index:]
    return []


def may_precede(node: nodes.Node) -> bool:
    """Return whether a node may precede the title of reStructuredText, as a prologue does."""
    return isinstance(node, BEFORE_TITLE) or any(
        inner.source in PROLOGUES for inner in node.findall(nodes.Element)
    )


def is_site_text(node: nodes.Node) -> bool:
    """Return whether a block is from ``rst_prolog`` or ``rst_epilog``.

    Text in a paragraph is the author's: a substitution that the site defines there.
    """
    return node.source in SITE_TEXTS and not isinstance(node.parent, nodes.TextElement)


def source_digest(text: str) -> bytes:
    """Return the digest of a source, however its lines end."""
    return digest("\n".join(text.splitlines()))


def is_rewritten(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the file of a post has another text than when it was read."""
    blogs = blogs_of(env)
    path = blogs.files[blogs.posts[docname].source_docname]
    try:
        text = path.read_text(env.settings["input_encoding"])
    except (OSError, ValueError):
        return True  # whoever reads it will say so
    return blog_domain(env).sources.get(docname) != source_digest(text)


def prepare_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Render generated pages, and keep posts' front matter from MyST (``source-read``).

    MyST would parse it twice, in pure Python, and show it as data of the page.
    """
    app.env.current_document[SOURCE_READ] = True
    blog = blog_of(app.env, docname)
    if docname in blog.pages:
        content[0] = blogs_of(app.env).rendered(docname).text
    elif post := blog.catalog.posts.get(docname):
        source = content[0]
        blog_domain(app.env).sources[docname] = source_digest(source)
        form = format_of(blog.files[post.source_docname].name, blog.suffixes)
        note = SourceNote(source.splitlines(), form)
        if form is NOTEBOOK:
            note.cells = cell_lines(source)
        app.env.current_document[NOTE] = note
        stripped = note.format.strip(source, KNOWN_KEYS.union(blog.config.taxonomies))
        content[0], note.data = stripped.text, stripped.data
        if stripped.front is not None:
            note.key_lines = {key: entry.line for key, entry in stripped.front.entries.items()}
            note.is_text_notebook = not TEXT_NOTEBOOK.isdisjoint(note.key_lines)
