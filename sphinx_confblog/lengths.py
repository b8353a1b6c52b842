"""How long a post is, and how many minutes it takes to read."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Scripts that are written without blanks between words: Han, Hiragana and Katakana.
_SIGNS = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
_WORDS = re.compile(r"\w(?:[\w'’.-]*\w)?")
#: So many signs are read in the time of one word.
SIGNS_PER_WORD = 2.5


class Length(NamedTuple):
    """The length of a text."""

    words: int
    #: Signs of scripts without blanks between words; they are no words.
    signs: int


def measure(text: str) -> Length:
    """Count words and signs."""
    if text.isascii():
        return Length(len(_WORDS.findall(text)), 0)
    rest, signs = _SIGNS.subn(" ", text)
    return Length(len(_WORDS.findall(rest)), signs)


def minutes(length: Length, speed: int) -> int:
    """The minutes that reading takes at *speed* words a minute; one at least."""
    return max(1, round((length.words + length.signs / SIGNS_PER_WORD) / speed))
