"""The formats of posts: how to read the head of a file, and how to separate it from the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.markdown import blank, parse_head, read_head
from sphinx_confblog.frontmatter.notebook import read_notebook, strip_notebook
from sphinx_confblog.frontmatter.records import FrontMatterError, Stripped
from sphinx_confblog.frontmatter.rst import read_rst, strip_rst
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import FrontMatter


#: What Sphinx calls the sources that posts are read from.
MARKDOWN_KINDS = frozenset({"markdown", "md", "myst", "myst-nb"})
RST_KINDS = frozenset({"restructuredtext", "rst", "rest", "restx", "rtxt", "rstx"})


class Format(NamedTuple):
    """How to read the front matter of a format, and how to remove it."""

    #: Reads the front matter of a file; None if it has none. Raises FrontMatterError for
    #: what cannot be read, and OSError.
    read: Callable[[Path], FrontMatter | None]
    #: Takes what the blog reads off a text, whose lines stay where they are; the keys given are
    #: the blog's. Raises FrontMatterError.
    strip: Callable[[str, Collection[str]], Stripped]


def read_markdown(path: Path) -> FrontMatter | None:
    """Read the front matter of a file of Markdown."""
    text = read_head(path)
    return parse_head(text) if text is not None else None


def strip_markdown(source: str, keys: Container[str]) -> Stripped:
    """Take front matter off Markdown; other keys than the blog's are left to MyST."""
    if not source.startswith("---"):
        return Stripped(source)
    front = parse_head(source)
    return Stripped(blank(source, front, keys), front)


MARKDOWN = Format(read_markdown, strip_markdown)
RST = Format(read_rst, strip_rst)
NOTEBOOK = Format(read_notebook, strip_notebook)


def kind_of(name: str, suffixes: Iterable[tuple[str, str]]) -> str | None:
    """Return Sphinx's name for the format of a file, or None if its suffix is unknown."""
    return next((kind for suffix, kind in suffixes if name.endswith(suffix)), None)


def known_format(name: str, suffixes: Iterable[tuple[str, str]]) -> Format | None:
    """Return the format of a file by its *name*, or None if such files cannot be posts."""
    kind = kind_of(name, suffixes)
    if kind in RST_KINDS:
        return RST
    if kind == "myst-nb" and name.endswith(".ipynb"):
        return NOTEBOOK
    return MARKDOWN if kind in MARKDOWN_KINDS else None


def format_of(name: str, suffixes: Iterable[tuple[str, str]]) -> Format:
    """Return the format of a file that may be a post."""
    return known_format(name, suffixes) or MARKDOWN


def line_of(path: Path, keys: Container[str], suffixes: Iterable[tuple[str, str]] = ()) -> int:
    """Return the line of the first of some *keys* in a file's front matter; by default, 1."""
    try:
        front = format_of(path.name, suffixes).read(path)
    except (OSError, FrontMatterError):
        return 1
    entries = front.entries if front else {}
    return next((entry.line for key, entry in entries.items() if key in keys), 1)
