"""Reads the fields at the top of reStructuredText files."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.frontmatter.keys import FLAGS
from sphinx_confblog.frontmatter.markdown import (
    MAX_BYTES,
    is_yaml_block,
    parse_head,
    refuse_forbidden,
)
from sphinx_confblog.frontmatter.records import Entry, FrontMatter, FrontMatterError, Stripped
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import paragraphs, unix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value


#: A field's name, which may contain a colon that no space follows, and the text after it.
_FIELD = r":(?![: ])((?:[^:\\]|\\.|:(?!([ `]|$)))*)(?<! ):(?:[ ]+(.*)|$)"
#: Comments, targets, substitutions and directives; what is indented below belongs to them.
_MARKUP = r"(?:\.\.|__)(?: |$)"
_ADORNMENT = r"([!-/:-@\[-`{-~])\1*"
_BULLET = r"[-*+•‣⁃](?: +|$)"
#: A backslash makes the next character plain, and is removed with a space.
_ESCAPE = r"(?s)\\(?:\s|(.)|$)"
#: From so many characters on a line is an adornment, however long the title is.
_ALWAYS_ADORNS = 4


class Field(NamedTuple):
    """A field: its name in lower case, its text, and the lines that it takes."""

    name: str
    value: Value
    #: Index of its first line, and of the one behind its last.
    start: int
    stop: int


class Docinfo(NamedTuple):
    """The fields at the top of a text, in the order of the text."""

    #: Those that Sphinx reads as metadata: the first ones, before the title.
    first: tuple[Field, ...] = ()
    #: Those that it would show: below the title, or separated from others by a comment.
    further: tuple[tuple[Field, ...], ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return all fields."""
        return (*self.first, *(field for fields in self.further for field in fields))


def lines_of_rst(text: str) -> list[str]:
    """Return the lines of a text as docutils splits it, without trailing spaces."""
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
    """Return the title as typed, or None if there is none or if text comes first."""
    end = title_end(lines, _field_lists(lines, 0)[1])
    return lines[end - 2].strip() if end is not None else None


def title_end(lines: Sequence[str], index: int) -> int | None:
    """Return the index after the title that begins at *index*, or None if none does."""
    first, second, third = (*lines[index : index + 3], "", "", "")[:3]
    if re.fullmatch(_ADORNMENT, first) and second and third == first:
        return index + 3
    # A line of up to three punctuation characters can be a title, such as `::`.
    is_overline = len(first) >= _ALWAYS_ADORNS and bool(re.fullmatch(_ADORNMENT, first))
    adorned = bool(re.fullmatch(_ADORNMENT, second)) and not is_overline
    # A line that is a field is one, with any line below it.
    if re.fullmatch(_FIELD, first):
        return None
    if adorned and first[:1].strip() and len(second) >= min(_ALWAYS_ADORNS, len(first)):
        return index + 2
    return None


def _is_below(lines: Sequence[str], title: int, subtitle: int) -> bool:
    """Return whether a heading is a subtitle: the only one of its kind, before an index."""
    char = lines[subtitle - 1][0]
    return char != lines[title - 1][0] and not any(
        lines[index][:1] == char and re.fullmatch(_ADORNMENT, lines[index]) and lines[index - 1]
        for index in range(subtitle, len(lines))
    )


def _skip(lines: Sequence[str], index: int) -> int:
    """Return the index of the first line that is not blank and not a comment or the like."""
    while index < len(lines):
        if re.match(_MARKUP, lines[index]):
            index += 1
            while index < len(lines) and lines[index][:1] in {"", " "}:
                index += 1
        elif lines[index]:
            break
        else:
            index += 1
    return index


def _field_lists(lines: Sequence[str], index: int) -> tuple[list[tuple[Field, ...]], int]:
    """Return the field lists from *index* on, and the index of the first text after them."""
    lists: list[tuple[Field, ...]] = []
    while True:
        fields, index = _field_list(lines, _skip(lines, index))
        if not fields:
            return lists, index
        lists.append(fields)


def _field_list(lines: Sequence[str], index: int) -> tuple[tuple[Field, ...], int]:
    """Return the fields that begin at *index*, and the index after them."""
    fields = []
    while index < len(lines) and (match := re.fullmatch(_FIELD, lines[index])):
        stop = last = index + 1
        while stop < len(lines) and lines[stop][:1] in {"", " "}:
            stop += 1
            last = stop if lines[stop - 1] else last
        name = " ".join(unescaped(match[1]).lower().split())
        value = _value(name, match[3] or "", lines[index + 1 : last])
        fields.append(Field(name, value, index, last))
        index = stop
    return tuple(fields), index


def _value(name: str, first: str, below: Sequence[str]) -> Value:
    """Return the value of a field: a string or a list; an empty flag is true."""
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
    """Return whether a text is a bullet list and nothing else."""
    marked = (re.match(_BULLET, line) or line[:1] in {"", " "} for line in body)
    return bool(body and re.match(_BULLET, body[0])) and all(marked)


def _items(body: Sequence[str]) -> Iterator[str]:
    """Return the items of a bullet list."""
    item: list[str] = []
    for line in body:
        if match := re.match(_BULLET, line):
            if item:
                yield unescaped(" ".join(item))
            item = [line[match.end() :]]
        elif line:
            item.append(line.strip())
    yield unescaped(" ".join(item))


def _authors(body: Sequence[str]) -> Iterator[str]:
    """Return names in paragraphs or separated by semicolons, as docutils splits this one field."""
    text = "\n".join(body)
    parts = text.split(";") if ";" in text else paragraphs(text)
    if len(parts) > 1:
        yield from (unescaped(" ".join(part.split())) for part in parts)


def unescaped(text: str) -> str:
    """Return a text without the backslashes of its escapes."""
    return re.sub(_ESCAPE, r"\1", text) if "\\" in text else text


class Goes(enum.Enum):
    """What is taken off the text when the blog has read it."""

    OWN = "the lines of the blog's keys; others are for Sphinx"
    ALL_WITH_OWN = "all lines if one is the blog's; what is not its own is data of the page"
    ALL = "all lines"


class Block(NamedTuple):
    """Lines of a text that say something of its post."""

    goes: Goes
    #: Each key with the index of its first line and that behind its last.
    spans: tuple[tuple[str, int, int], ...]
    entries: Mapping[str, Value]

    def taken(self, keys: Collection[str]) -> list[tuple[int, int]]:
        """Return the spans of lines to remove, where *keys* are the blog's."""
        own = [(start, stop) for key, start, stop in self.spans if key in keys]
        if self.goes is Goes.OWN or (self.goes is Goes.ALL_WITH_OWN and not own):
            return own
        return [(start, stop) for _, start, stop in self.spans]

    def take_off(self, lines: list[str], keys: Collection[str]) -> None:
        """Blank what is to be taken off; the rest goes up, where Sphinx looks for its fields."""
        gone = {index for start, stop in self.taken(keys) for index in range(start, stop)}
        if gone:
            first, last = self.spans[0][1], self.spans[-1][2]
            left = [lines[index] for index in range(first, last) if index not in gone]
            while left and not left[0].strip():
                left.pop(0)
            lines[first:last] = left + [""] * (last - first - len(left))

    def data(self, keys: Collection[str]) -> Iterator[tuple[str, str]]:
        """Return what is removed although it is not the blog's."""
        if self.goes is not Goes.OWN and self.taken(keys):
            for key, value in self.entries.items():
                if key not in keys:
                    yield key, value if isinstance(value, str) else ", ".join(map(str, value))


class Head(NamedTuple):
    """The keys that one reader has read, and the lines they take."""

    front: FrontMatter
    blocks: tuple[Block, ...]


Reader: TypeAlias = "Callable[[str], Head | None]"


def read_rst(path: Path) -> FrontMatter | None:
    """Read the fields of a post's file; None if it has none.

    Raises FrontMatterError for a head that is larger than 256 KiB, is not UTF-8 or has control
    characters in it, and what its readers raise; OSError as :meth:`pathlib.Path.read_bytes` does.
    """
    # Bytes that are not UTF-8 matter in the head alone, and are found there.
    text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    return front_of(find_heads(unix(text)))


def strip_rst(source: str, keys: Collection[str]) -> Stripped:
    """Blank the lines of what the blog has read; the number of lines stays.

    *keys* are the blog's own: others are left to Sphinx where it would read them.
    """
    heads = find_heads(unix(source))
    blocks = [block for head in heads for block in head.blocks]
    lines = source.splitlines()
    for block in blocks:
        block.take_off(lines, keys)
    data = {key: text for block in reversed(blocks) for key, text in block.data(keys)}
    return Stripped("\n".join([*lines, ""]), front_of(heads), data)


def find_heads(text: str) -> list[Head]:
    """Return the head that each reader recognizes."""
    return [head for read in READERS if (head := read(text)) is not None]


def front_of(heads: Sequence[Head]) -> FrontMatter | None:
    """Return all keys; for a key in several heads, the first one's value."""
    entries: dict[str, Entry] = {}
    duplicates: list[tuple[str, int]] = []
    end: int | None = None
    for head in heads:
        for key, entry in head.front.entries.items():
            if entries.setdefault(key, entry) is not entry:
                duplicates.append((key, entry.line))
        duplicates.extend(head.front.duplicates)
        end = max(end or 0, head.front.end)
    cut = tuple(value for head in heads for value in head.front.cut)
    return None if end is None else FrontMatter(entries, tuple(duplicates), end, cut=cut)


def read_yaml(text: str) -> Head | None:
    """Return a YAML block as in Markdown, which would be a broken title in reStructuredText."""
    if not is_yaml_block(text):
        return None
    front = parse_head(text)
    values = {key: entry.value for key, entry in front.entries.items()}
    return Head(front, (Block(Goes.ALL, (("", 0, front.end),), values),))


def read_docinfo(text: str) -> Head | None:
    """Return the fields before and below the title."""
    lines = lines_of_rst(text)
    docinfo = find_docinfo(lines)
    if not docinfo.fields:
        return None
    end = docinfo.fields[-1].stop
    top = "\n".join(lines[:end])
    if len(top) > MAX_BYTES:
        raise FrontMatterError(f"the fields at the top are larger than {MAX_BYTES // 1024} KiB")
    refuse_forbidden(top)
    entries: dict[str, Entry] = {}
    duplicates = []
    for field in docinfo.fields:
        if field.name in entries:
            duplicates.append((field.name, field.start + 1))
        else:
            entries[field.name] = Entry(field.value, field.start + 1)
    further = [(Goes.ALL_WITH_OWN, fields) for fields in docinfo.further]
    groups = [(Goes.OWN, docinfo.first), *further]
    blocks = (
        Block(
            goes,
            tuple((field.name, field.start, field.stop) for field in fields),
            {field.name: field.value for field in fields},
        )
        for goes, fields in groups
    )
    return Head(FrontMatter(entries, tuple(duplicates), end), tuple(blocks))


#: The readers of heads, in the order in which they count: a new form is added here.
READERS: tuple[Reader, ...] = (read_yaml, read_docinfo)
