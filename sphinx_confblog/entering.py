"""Adds a document to a toctree of a page, in Markdown or reStructuredText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.util.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.spotting_rst import Directive

TOCTREE = "toctree"
_TITLED = re.compile(r".*\S\s*<(.+)>", re.DOTALL)


def entries(toctree: Directive) -> list[str]:
    """What a toctree lists: names of documents and patterns, as typed."""
    texts = (text.strip() for _, text in toctree.body)
    return [match[1] if (match := _TITLED.fullmatch(text)) else text for text in texts if text]


def with_entry(text: str, directives: Iterable[Directive], entry: str, *, markdown: bool) -> str:
    """A page's text with one more entry: in its last visible toctree, or its last one.

    A page without one gets one at its end. *directives* are those of the page.
    """
    toctrees = [found for found in directives if found.name == TOCTREE]
    visible = [found for found in toctrees if "hidden" not in found.options]
    if not toctrees:
        return _with_toctree(text, entry, markdown=markdown)
    lines = lines_of(text)
    toctree = (visible or toctrees)[-1]
    listed = [number for number, line in toctree.body if line.strip()]
    above = listed[-1] if listed else toctree.end
    bare = lines[above - 1].rstrip("\r\n")
    newline = lines[above - 1][len(bare) :] or "\n"
    indent = bare[: len(bare) - len(bare.lstrip(" \t>"))]
    if not listed and not markdown:
        deeper = "" if toctree.options else "   "
        entry = f"{newline}{indent}{deeper}{entry}"
        indent = ""
    lines[above - 1 : above] = [f"{bare}{newline}", f"{indent}{entry}{newline}"]
    return "".join(lines)


def _with_toctree(text: str, entry: str, *, markdown: bool) -> str:
    """A page's text with a toctree of one entry behind it."""
    made = f"```{{toctree}}\n{entry}\n```\n" if markdown else f".. toctree::\n\n   {entry}\n"
    newline = "\r\n" if "\r\n" in text else "\n"
    end = "" if not text or text.endswith("\n") else newline
    return f"{text}{end}{newline}{made.replace(chr(10), newline)}"
