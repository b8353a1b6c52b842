"""Terminal output: colours, questions, progress and tables."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


Item = TypeVar("Item")
#: Names of colours -> what switches them on (ECMA-48, SGR).
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "faint": "2"}
#: Seconds after which work counts as long, and between two words on it.
LONG, STEP = 1.0, 0.1


@dataclass(slots=True)
class Terminal:
    """Writes a command's results to *out*, and everything else to *err*."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    quiet: bool = False

    def say(self, text: str = "") -> None:
        """Write a line of the result."""
        self.out.write(f"{text}\n")

    def note(self, text: str) -> None:
        """Write a line of information, unless quiet."""
        if not self.quiet:
            self.err.write(f"{text}\n")

    def error(self, text: str) -> None:
        """Write an error."""
        self.err.write(f"confblog: {paint(text, 'red', self.err)}\n")

    def coloured(self, text: str, colour: str) -> str:
        """Return a text in a colour, if results go to a terminal."""
        return paint(text, colour, self.out)

    def agrees(self, question: str) -> bool:
        """Ask a yes-or-no question; without a terminal or an answer, it is no."""
        if not is_terminal(sys.stdin):
            return False
        self.err.write(f"{question} [y/N] ")
        self.err.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def watched(self, items: Iterable[Item], total: int, doing: str) -> Iterator[Item]:
        """Pass *items* on, and show the progress in a terminal if it takes long."""
        if self.quiet or not is_terminal(self.err):
            yield from items
            return
        start = time.monotonic()
        said = start + LONG - STEP
        for number, item in enumerate(items, start=1):
            if (now := time.monotonic()) - said > STEP:
                self.err.write(f"\r{doing} … {number} of {total}")
                self.err.flush()
                said = now
            yield item
        if said > start + LONG:
            self.err.write("\r\x1b[K")


def is_terminal(stream: TextIO) -> bool:
    """Return whether a stream is a terminal."""
    return stream.isatty()


def paint(text: str, colour: str, stream: TextIO) -> str:
    """Return a text in a colour, if *stream* is a terminal with colours.

    ``NO_COLOR`` (https://no-color.org) and ``TERM=dumb`` switch colours off.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if plain or not text or not is_terminal(stream):
        return text
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m"


GAP = "  "
#: How many columns of the terminal a cell takes at most.
WIDEST = 60


def width(text: str) -> int:
    """Return the number of columns of a text: two for wide characters, zero for combining marks."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@cache
def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shown(text: str) -> str:
    """Return a text in one line, without control characters."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def cut(text: str) -> str:
    """Return a text cut to the widest column."""
    if width(text) <= WIDEST:
        return text
    if text.isascii():
        return f"{text[: WIDEST - 1]}…"
    widths = accumulate(map(_char_width, text))
    return text[: sum(1 for taken in widths if taken < WIDEST)] + "…"


def table(
    rows: Iterable[Sequence[str]],
    paint: Callable[[int, str, str], str],
) -> Iterable[str]:
    """Return the lines of a table; *paint* gets a cell's column, text and padded text."""
    cells = [[(cell := shown(each), width(cell)) for each in row] for row in rows]
    widths = [max(size for _, size in column) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (
            paint(n, cell, cell + " " * (widths[n] - size)) for n, (cell, size) in enumerate(row)
        )
        yield GAP.join(padded).rstrip()
