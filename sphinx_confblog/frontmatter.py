"""Reads the front matter of a file: what its keys hold, as the author typed it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from sphinx_confblog.faults import FIRST_LINE, FrontMatterError, explained
from sphinx_confblog.fences import content_of, read_head
from sphinx_confblog.util.text import lines_of, unix

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

__all__ = [
    "Entry", "FrontMatter", "FrontMatterError", "Stripped", "Value", "blank", "parse_head",
    "read_head",
]  # fmt: skip

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_VALUES = 10_000
MAX_DEPTH = 20

_KEY_LINE = re.compile(r"[\w-]+[ \t]*:(?:\s|$)")
_YAML = re.compile(r"-{3,}[ \t]*\n(?:[ \t]*\n|#.*\n)*[\w-]+:(?:\s|$)")
_NULLS = frozenset({"~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Entry:
    """The value of a top-level key; scalars are the text typed, empty ones and nulls ``""``."""

    value: Value
    line: int
    """Line of the key in the file, counted from 1."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A front matter block: its keys in the order of the file."""

    entries: dict[str, Entry]
    #: Key and line of every entry whose key was given before; the first one counts.
    duplicates: tuple[tuple[str, int], ...] = ()
    #: Number of lines that the block takes, both fences included.
    end: int = 0
    #: Whether every entry has lines of its own, and can be removed without the others.
    separable: bool = True


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without what the blog has read of it."""

    text: str
    #: All that the head says; None if there is none.
    front: FrontMatter | None = None
    #: What the head says, is not the blog's and is gone from the text.
    data: Mapping[str, str] = field(default_factory=dict)


def parse_head(text: str) -> FrontMatter:
    """Parse a front matter block, both fences included.

    Raises FrontMatterError, and nothing else, for a text that is no such block and for
    YAML that is broken, oversized, recursive, more than one document or no mapping.
    """
    content, end = content_of(unix(text))
    try:
        return _Parser(content).parse(end)
    except FrontMatterError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two: an escape beyond Unicode, where libyaml is missing.
        raise explained(error) from None


def is_yaml_block(text: str) -> bool:
    """Whether a text that is no Markdown file begins with front matter, and no mere rule."""
    return bool(_YAML.match(text))


def blank(source: str, front: FrontMatter, keys: Container[str]) -> str:
    """Blank the lines of the entries whose key is in *keys*; the number of lines stays.

    With no other entry left the whole block goes, fences and comments too. A block whose
    entries do not stand on lines of their own is only blanked as a whole.
    """
    starts = sorted([(entry.line, key) for key, entry in front.entries.items()]
                    + [(line, key) for key, line in front.duplicates])  # fmt: skip
    gone = [key in keys for _, key in starts]
    if all(gone):
        doomed = set(range(front.end))
    elif front.separable:
        stops = [line for line, _ in starts[1:]] + [front.end]
        spans = zip(starts, stops, gone, strict=True)
        doomed = {n - 1 for (line, _), stop, go in spans if go for n in range(line, stop)}
    else:
        return source
    lines = lines_of(source)
    return "".join(_line_end(line) if n in doomed else line for n, line in enumerate(lines))


class _Parser:
    """Builds values from YAML events; events, because composing recurses without a limit."""

    def __init__(self, content: str) -> None:
        self.events: Iterator[Any] = yaml.parse(content, Loader=Loader)
        self.lines = content.split("\n")
        self.anchors: dict[str, tuple[Value, int] | None] = {}
        self.count = 0

    def parse(self, end: int) -> FrontMatter:
        next(self.events)  # the stream's start
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return FrontMatter({}, end=end)
        top: Any = next(self.events)
        column = top.start_mark.column
        if not isinstance(top, yaml.MappingStartEvent):
            raise FrontMatterError('front matter must be made of "key: value" lines', _line(top))
        entries: dict[str, Entry] = {}
        duplicates = []
        separable = not top.flow_style
        for key, event in self.keys():
            line = _line(event)
            separable = separable and event.start_mark.column == column
            if key == "<<":
                raise FrontMatterError('merge keys ("<<") are not read; repeat the keys', line)
            value = self.value(next(self.events), 1, null="")
            if key in entries:
                duplicates.append((key, line))
            else:
                entries[key] = Entry(value, line)
        next(self.events)  # the document's end
        if not isinstance(after := next(self.events), yaml.StreamEndEvent):
            raise FrontMatterError("front matter must be one YAML document", _line(after))
        return FrontMatter(entries, tuple(duplicates), end, separable and not self.anchors)

    def keys(self) -> Iterator[tuple[str, Any]]:
        """Each key of the mapping that just began, with its event; the caller reads its value."""
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise FrontMatterError("a key must be a plain text", _line(event))
            yield str(self.value(event, 0)), event

    def value(self, event: Any, depth: int, null: str | None = None) -> Value:
        """The value that begins with *event*; a plain null is *null*, or stays as typed."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        before = self.count
        self.add(1, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event, null)
        elif depth >= MAX_DEPTH:
            raise FrontMatterError(f"values are nested deeper than {MAX_DEPTH}", _line(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                value.append(self.value(item, depth + 1))
        else:
            value = {}
            for key, _ in self.keys():
                value.setdefault(key, self.value(next(self.events), depth + 1))
        if event.anchor is not None:
            self.anchors[event.anchor] = value, self.count - before
        return value

    def scalar(self, event: Any, null: str | None) -> str:
        text: str = event.value
        if null is not None and event.implicit[0] and text in _NULLS:
            return null
        start, end = event.start_mark.line, event.end_mark.line
        # YAML wants the lines of a quoted text to be indented; PyYAML takes others, keys and all.
        below = self.lines[start + 1 : end + 1] if event.style in {"'", '"'} else ()
        if any(map(_KEY_LINE.match, below)):
            raise FrontMatterError("a quote is not closed before the next key", _line(event))
        # An escape may spell half of a surrogate pair, which no file can hold.
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            raise FrontMatterError("a text holds half of a surrogate pair", _line(event))
        return text

    def alias(self, event: Any) -> Value:
        known = self.anchors.get(event.anchor)
        if known is None:
            name = f"*{event.anchor}"
            why = "holds itself" if event.anchor in self.anchors else "names no anchor"
            message = f'"{name}" {why}; a text that begins with * needs quotes'
            raise FrontMatterError(message, _line(event))
        value, size = known
        self.add(size, event)
        return value

    def add(self, size: int, event: Any) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            raise FrontMatterError(f"more than {MAX_VALUES:,} values", _line(event))


def _line(event: Any) -> int:
    """Line of the file where an event begins."""
    return int(event.start_mark.line) + FIRST_LINE


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
