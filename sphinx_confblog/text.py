"""Words, lines and paragraphs of plain text."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Control characters, for patterns; the second leaves out tabs and line feeds.
CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
HIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_CONTROLS = re.compile(f"[{CONTROLS}]")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def one_line(text: str) -> str:
    """Return a text without control characters, with one space between words."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each in one line."""
    lines = (" ".join(part.split()) for part in _BETWEEN_PARAGRAPHS.split(text))
    return [line for line in lines if line]


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like another, or None if none is like it."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return what was meant, for the end of a message; nothing if no known word is like it."""
    near = nearest(word, known)
    return "" if near is None else f" (did you mean {str(near)!r}?)"
