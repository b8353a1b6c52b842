"""Reads the front matter of a file: where it stands, and what its keys hold.

The fences are found by the rule of MyST's own reader (``mdit_py_plugins.front_matter``), so
that a block is front matter here exactly when it is front matter there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Iterator

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

MAX_BYTES = 256 * 1024
MAX_VALUES = 10_000
MAX_DEPTH = 20

_CHUNK = 4096
_OPENING = re.compile(r"(-{3,})([^\n]*)(?:\n|\Z)")
_MISPLACED = re.compile(r"\s+-{3,}[ \t]*\n\s*[\w-]+:")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
# Besides what YAML forbids: the three characters that YAML alone takes for line ends, where
# an editor shows none; keys hidden behind them would escape the author's eye.
_FORBIDDEN = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_NULLS = frozenset({"~", "null", "Null", "NULL"})

# PyYAML's words -> ours. The first whose words occur in its message counts.
_PLAIN_WORDS = (
    ("unexpected end of stream", "a quote is not closed"),
    ("mapping values", 'a text that contains ": " needs quotes, and keys must begin in one column'),
    ("expected ':'", 'a key needs a colon and a blank after it, as in "key: value"'),
    ("flow sequence", "a [ is not closed, or an item in it is not separated by a comma"),
    ("flow mapping", "a { is not closed, or an entry in it is not separated by a comma"),
    ("escape", "a \\ in a double-quoted text must begin an escape; use single quotes"),
    ("start any token", "a text that begins with @, ` or % needs quotes; tabs do not indent"),
    ("found a tab character", "tabs do not indent; use blanks"),
    ("expected alphabetic", "a text that begins with *, & or ! needs quotes"),
    ("tag", "a text that begins with ! needs quotes"),
    ("block mapping", "a line is no key with its value: look at its indentation and quotes"),
    ("directive", "a line that begins with % needs quotes"),
    ("document start", "a line that begins with % needs quotes"),
)
# Where these go wrong, the place that opened them helps, not the place where reading stopped.
_OPENED_BY = ("quoted scalar", "flow", "simple key", "block scalar", "anchor", "alias", "tag")


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message says why, in plain words."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""


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


def read_head(path: str | os.PathLike[str]) -> str | None:
    r"""Read the front matter block of a file, both fences included, with ``\n`` as line end.

    Reads no further than the block. Returns None for a file that begins with no ``---``.
    Raises FrontMatterError for a block that does not end, is larger than 256 KiB, is not
    UTF-8 or does not stand in the first line; OSError as :func:`open` does.
    """
    with open(path, "rb", buffering=0) as file:
        raw = file.read(_CHUNK).removeprefix(b"\xef\xbb\xbf")
        if not raw.startswith(b"---"):
            _refuse_misplaced(raw)
            return None
        while True:
            # Latin-1 keeps byte positions; the body need not be UTF-8 to find the fence.
            text = _unix(raw.decode("latin-1"))
            end = _fence_end(text)
            if end is not None and end < len(text):
                break
            more = file.read(3 * len(raw)) if len(raw) <= MAX_BYTES else b""
            if not more:
                break
            raw += more
    if end is None or end > MAX_BYTES:
        raise FrontMatterError(_unclosed(len(raw)))
    return _decoded(text[:end].encode("latin-1"))


def parse_head(text: str) -> FrontMatter:
    """Parse a front matter block, both fences included.

    Raises FrontMatterError, and nothing else, for a text that is no such block and for
    YAML that is broken, oversized, recursive, more than one document or no mapping.
    """
    text = _unix(text)
    opening = _OPENING.match(text)
    end = _fence_end(text)
    if opening is None or end is None:
        raise FrontMatterError(_unclosed(len(text)))
    if opening[2].strip() and not opening[2].lstrip().startswith("#"):
        raise FrontMatterError("the opening --- of front matter must stand alone in its line")
    if bad := _FORBIDDEN.search(text, 0, end):
        line = text.count("\n", 0, bad.start()) + 1
        raise FrontMatterError(f"the control character U+{ord(bad[0]):04X} is not allowed", line)
    content = text[opening.end() : text.rfind("\n", 0, end) + 1]
    try:
        return _Parser(content).parse(end=text.count("\n", 0, end) + 1)
    except FrontMatterError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two: an escape beyond Unicode, where libyaml is missing.
        raise _explained(error) from None


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
    lines = _LINE.findall(source)
    return "".join(_line_end(line) if n in doomed else line for n, line in enumerate(lines))


class _Parser:
    """Builds values from YAML events; events, because composing recurses without a limit."""

    def __init__(self, content: str) -> None:
        self.events: Iterator[Any] = yaml.parse(content, Loader=_Loader)
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


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _fence_end(text: str) -> int | None:
    """Position of the end of the closing fence's line; None without both fences."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = re.compile(rf"^(?:\.\.\.| {{0,3}}-{{{len(opening[1])},}})[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else None


def _refuse_misplaced(raw: bytes) -> None:
    """Raise for front matter after blank lines: MyST would show it as text, drafts too."""
    if raw[:1].isspace() and (found := _MISPLACED.match(_unix(raw.decode("latin-1")))):
        line = found[0].count("\n", 0, found[0].index("---")) + 1
        raise FrontMatterError("front matter must begin in the first line, first column", line)


def _unclosed(size: int) -> str:
    if size > MAX_BYTES:
        return f"front matter is larger than {MAX_BYTES // 1024} KiB, or not closed by ---"
    return "front matter is opened by --- but not closed by a line of its own with ---"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        raise FrontMatterError(message, line) from None


def _line(event: Any) -> int:
    """Line of the file where an event begins; the content starts below the first fence."""
    return int(event.start_mark.line) + 2


def _explained(error: Exception) -> FrontMatterError:
    """Say in plain words what PyYAML met, at the line that helps."""
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    if any(words in context for words in _OPENED_BY):
        mark = getattr(error, "context_mark", None) or mark
    said = f"{problem} {context}"
    plain = next((ours for theirs, ours in _PLAIN_WORDS if theirs in said), problem)
    return FrontMatterError(plain, mark.line + 2 if mark else 1)


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
