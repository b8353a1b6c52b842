"""Converts HTML to Markdown."""

from __future__ import annotations

import re

from sphinx_confblog.importers.html.preparing import prepare
from sphinx_confblog.importers.html.wordpress import add_paragraphs, link_addresses, with_code
from sphinx_confblog.importers.source_tree import UnreadableError

#: Modules -> the packages that bring them.
PACKAGES = {"bs4": "beautifulsoup4"}
#: A line break at the end of a paragraph, which would be shown; no escaped backslash.
_BREAK_AT_END = r"(?<!\\)((?:\\\\)*)\\\n(?=\n|\Z)"


class ToolMissingError(ImportError):
    """A library that a format needs is not installed; the message says how to get it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"this needs the package {name}, which is not installed: "
            'pip install "sphinx-confblog[import]"'
        )


def markdown(html: str, *, breaks: bool = False) -> str:
    """Return HTML as Markdown; raises ToolMissingError, and UnreadableError if it is too deep.

    *breaks* says that empty lines divide paragraphs, line ends break lines, and addresses are
    links, as in texts that WordPress keeps.
    """
    try:
        from bs4 import BeautifulSoup  # noqa: PLC0415  optional

        from sphinx_confblog.importers.html.elements import (  # noqa: PLC0415  optional
            EMPTY,
            Converter,
        )
    except ImportError as error:
        raise ToolMissingError(PACKAGES.get(error.name or "", "markdownify")) from None
    html = with_code(html) if breaks else html
    # Python's parser fails of some texts that begin with <![; browsers take both for comments.
    soup = BeautifulSoup(html.replace("<![", "<?[").replace(EMPTY, ""), "html.parser")
    try:
        if breaks:
            add_paragraphs(soup)
            link_addresses(soup)
        text = str(Converter(prepare(soup)).convert_soup(soup))
    except RecursionError:
        raise UnreadableError("its HTML is nested too deeply") from None
    text = re.sub(r"[ \t]+$", "", re.sub(r"\n{3,}", "\n\n", text), flags=re.MULTILINE)
    text = re.sub(_BREAK_AT_END, r"\1\n", text)
    text = re.sub(rf"[ \t]*{EMPTY}", "", text)
    return text.strip() + "\n" if text.strip() else ""
