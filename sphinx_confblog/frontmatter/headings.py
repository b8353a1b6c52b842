"""Finds the heading that becomes a post's title, without parsing the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.formats import NOTEBOOK, RST
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import texts_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import lines_of_rst, title_of, unescaped
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.formats import Format


#: Longer ones are no titles; looking for pairs of characters in them would take too long.
LONGEST = 500
_ATX = r" {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*"
_UNDERLINE = r" {0,3}=+[ \t]*"
_FENCE = r" {0,3}(`{3,}|~{3,})"
_ROLE = r":[\w:+.-]+:(?=`)"
_MARKUP = r"(`+|\*+)(\S(?:.*?\S)?)\1"


def heading_of(source: str, form: Format) -> str | None:
    """Return the text of the heading that becomes a post's title, or None."""
    if form is RST:
        title = title_of(lines_of_rst(unix(source)))
        if title is not None:
            title = unescaped(title) if "\\" in title else plain(re.sub(_ROLE, "", title))
        return title
    if form is NOTEBOOK:
        try:
            texts = [text for _, text in texts_of(source)]
        except FrontMatterError:
            return None
        return next((heading for text in texts if (heading := first_heading(text, 0))), None)
    return first_heading(source)


def first_heading(source: str, start: int | None = None) -> str | None:
    """Return the text of the first top-level heading in Markdown, or None.

    The search begins below the front matter, or at *start*.
    """
    text = unix(source)
    before, fence = "", ""
    start = fence_end(text) or 0 if start is None else start
    for line in text[start:].split("\n"):
        if match := re.match(_FENCE, line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence):
                fence = ""
        elif fence:
            continue
        elif (match := re.fullmatch(_ATX, line)) and match[1]:
            return plain(match[1])
        elif before and re.fullmatch(_UNDERLINE, line):
            return plain(before)
        before = line.strip()
    return None


def plain(text: str) -> str:
    """Return a heading without marks of code and emphasis; one that is very long is unchanged."""
    if len(text) > LONGEST:
        return text.strip()
    return re.sub(_MARKUP, r"\2", text).strip()
