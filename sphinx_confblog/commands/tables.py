"""Tables for the terminal: columns as wide as their widest cell."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

GAP = "  "
#: How many columns of the terminal a cell takes at most.
WIDEST = 60


def width(text: str) -> int:
    """How many columns a text takes: two for wide characters, none for marks."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
        if not unicodedata.combining(char)
    )


def shown(text: str) -> str:
    """A text in one line, without characters that would move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)


def cut(text: str) -> str:
    """A text that is no wider than a column may be."""
    if width(text) <= WIDEST:
        return text
    widths = accumulate(map(width, text))
    return text[: sum(1 for taken in widths if taken < WIDEST)] + "…"


def table(
    rows: Iterable[Sequence[str]],
    paint: Callable[[int, str, str], str],
) -> Iterable[str]:
    """Lines of a table; *paint* colours a cell: its column, its text and its text with blanks."""
    cells = [[shown(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (
            paint(n, cell, cell + " " * (widths[n] - width(cell))) for n, cell in enumerate(row)
        )
        yield GAP.join(padded).rstrip()
