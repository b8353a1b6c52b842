"""Finds the fields at the top of a reStructuredText text: what docutils takes for docinfo.

Nothing is parsed by docutils, which would take milliseconds; the rules are those of its
specification. Fields may stand before the title, below it, or in both places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_confblog.keys import FLAGS
from sphinx_confblog.util.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_confblog.frontmatter import Value

#: A field's name, of which a colon is part where no blank follows, and what stands behind it.
_FIELD = re.compile(r":(?![: ])((?:[^:\\]|\\.|:(?!([ `]|$)))*)(?<! ):(?:[ ]+(.*)|$)")
#: Comments, targets, substitutions and directives; what is indented below belongs to them.
_MARKUP = re.compile(r"(?:\.\.|__)(?: |$)")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*")
_BULLET = re.compile(r"[-*+•‣⁃](?: +|$)")
#: A backslash makes the next character plain, and goes with a blank.
_ESCAPE = re.compile(r"\\(?:\s|(.)|$)", re.DOTALL)
#: From so many characters on a line is an adornment, however long the title is.
_ALWAYS_ADORNS = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in lower case, its text, and the lines that it takes."""

    name: str
    value: Value
    #: Index of its first line, and of the one behind its last.
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Docinfo:
    """The fields at the top of a text, in the order of the text."""

    #: Those that Sphinx takes for data of the page: the first ones, before the title.
    first: tuple[Field, ...] = ()
    #: Those that it would show: below the title, or parted from others by a comment.
    further: tuple[tuple[Field, ...], ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """All of them."""
        return (*self.first, *(field for fields in self.further for field in fields))


def lines_of_rst(text: str) -> list[str]:
    """The lines of a text as docutils divides it, without blanks at their ends."""
    return [line.expandtabs(8).rstrip() for line in text.splitlines()]


def find_docinfo(lines: Sequence[str]) -> Docinfo:
    """Find the fields before and below the title; *lines* as :func:`lines_of_rst` makes them.

    Fields behind a comment are no docinfo to docutils, but hardly meant as text: none that
    withholds a post is missed.
    """
    above, start = _field_lists(lines, 0)
    below: list[tuple[Field, ...]] = []
    end = title_end(lines, start)
    if end is not None:
        start = _skip(lines, end)
        subtitle = title_end(lines, start)
        if subtitle is not None and _is_below(lines, end, subtitle):
            start = subtitle
        below, _ = _field_lists(lines, start)
    return Docinfo(above[0] if above else (), (*above[1:], *below))


def title_of(lines: Sequence[str]) -> str | None:
    """The text of the title as it is typed; None without one, or where text comes first."""
    end = title_end(lines, _field_lists(lines, 0)[1])
    return lines[end - 2].strip() if end is not None else None


def title_end(lines: Sequence[str], index: int) -> int | None:
    """Index of the line behind the title that begins at *index*; None if none does."""
    first, second, third = (*lines[index : index + 3], "", "", "")[:3]
    if _ADORNMENT.fullmatch(first) and second and third == first:
        return index + 3
    adorned = bool(_ADORNMENT.fullmatch(second)) and not _ADORNMENT.fullmatch(first)
    # A line that is a field is one, whatever stands below it.
    if _FIELD.fullmatch(first):
        return None
    if adorned and first[:1].strip() and len(second) >= min(_ALWAYS_ADORNS, len(first)):
        return index + 2
    return None


def _is_below(lines: Sequence[str], title: int, subtitle: int) -> bool:
    """Whether a heading is a subtitle: the only one of its kind; both end before an index."""
    char = lines[subtitle - 1][0]
    return char != lines[title - 1][0] and not any(
        lines[index][:1] == char and _ADORNMENT.fullmatch(lines[index]) and lines[index - 1]
        for index in range(subtitle, len(lines))
    )


def _skip(lines: Sequence[str], index: int) -> int:
    """Index of the first line that is no blank one, no comment and the like."""
    while index < len(lines):
        if _MARKUP.match(lines[index]):
            index += 1
            while index < len(lines) and lines[index][:1] in {"", " "}:
                index += 1
        elif lines[index]:
            break
        else:
            index += 1
    return index


def _field_lists(lines: Sequence[str], index: int) -> tuple[list[tuple[Field, ...]], int]:
    """The lists of fields from *index* on, and the index of the first text behind them."""
    found: list[tuple[Field, ...]] = []
    while True:
        fields, index = _field_list(lines, _skip(lines, index))
        if not fields:
            return found, index
        found.append(fields)


def _field_list(lines: Sequence[str], index: int) -> tuple[tuple[Field, ...], int]:
    """The fields that begin at *index*, and the index behind them."""
    found = []
    while index < len(lines) and (match := _FIELD.fullmatch(lines[index])):
        stop = last = index + 1
        while stop < len(lines) and lines[stop][:1] in {"", " "}:
            stop += 1
            last = stop if lines[stop - 1] else last
        name = " ".join(unescaped(match[1]).lower().split())
        value = _value(name, match[3] or "", lines[index + 1 : last])
        found.append(Field(name, value, index, last))
        index = stop
    return tuple(found), index


def _value(name: str, first: str, below: Sequence[str]) -> Value:
    """What a field says: a text, or the items of a list; a flag may go without a text."""
    margin = min((len(line) - len(line.lstrip()) for line in below if line), default=0)
    body = [first.strip(), *(line[margin:] for line in below)]
    body = body if body[0] else body[1:]
    while body and not body[0]:
        body.pop(0)
    if _is_list(body):
        return [*_items(body)]
    if name == "authors" and (names := [*_authors(body)]):
        return [*names]
    text = unescaped("\n".join(body))
    return "true" if not text and name in FLAGS else text


def _is_list(body: Sequence[str]) -> bool:
    """Whether a text is a bullet list and nothing else."""
    marked = (_BULLET.match(line) or line[:1] in {"", " "} for line in body)
    return bool(body and _BULLET.match(body[0])) and all(marked)


def _items(body: Sequence[str]) -> Iterator[str]:
    """The texts of a bullet list."""
    item: list[str] = []
    for line in body:
        if match := _BULLET.match(line):
            if item:
                yield unescaped(" ".join(item))
            item = [line[match.end() :]]
        elif line:
            item.append(line.strip())
    yield unescaped(" ".join(item))


def _authors(body: Sequence[str]) -> Iterator[str]:
    """Names in paragraphs, or parted by semicolons: as docutils divides this one field."""
    text = "\n".join(body)
    parts = text.split(";") if ";" in text else paragraphs(text)
    if len(parts) > 1:
        yield from (unescaped(" ".join(part.split())) for part in parts)


def unescaped(text: str) -> str:
    """A text without the backslashes that made its characters plain."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
