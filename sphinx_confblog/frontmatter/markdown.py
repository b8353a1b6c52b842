"""Reads the YAML front matter of Markdown files: the fences, the keys and their lines."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_confblog.frontmatter.records import (
    FIRST_LINE,
    CutValue,
    Entry,
    FrontMatter,
    FrontMatterError,
    explained,
    with_quotes,
)
from sphinx_confblog.util.text import HIDDEN, lines_of, unix

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value


MAX_BYTES = 256 * 1024

_CHUNK = 4096
_OPENING = re.compile(r"(-{3,})([^\n]*)(?:\n|\Z)")
# What does as a fence elsewhere: TOML's, JSON's, and dashes that an editor has joined to long ones.
_ANY_FENCE = r"(?:-{3,}|\+{3}|;{3}|-*[\u2013\u2014][-\u2013\u2014]*)[ \t]*(?:#.*)?"
# White space, and characters that editors don't show, such as a second byte order mark.
_UNSEEN = r"[\s\x00-\x1f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
# The line that names a file's encoding, which Middleman allows before the fence.
_CODING = rf"(?i:#.*coding[:=].*\n(?={_ANY_FENCE}[ \t]*\n))"
_KEY = r"""["']?[\w-]+["']?[ \t]*[:=]"""
# The first key of JSON without fences.
_JSON = r'\{\s*"[^"\n]*"\s*:'
# Nikola has its front matter in a comment, and marks its keys with two dots.
_COMMENT, _MARK = "<!--", r"\.\.[ \t]+"
_HIDING = r"""(?ix)
    ["']?(?:
    (?:draft|unpublished|private|hidden|unlisted|headless)["']?[ \t]*[:=][ \t]*["']?(?:true|yes|on)
    |(?:published|visible)["']?[ \t]*[:=][ \t]*["']?(?:false|no|off)
    |status["']?[ \t]*[:=][ \t]*["']?(?:draft|private|skip|hidden)
    |password["']?[ \t]*[:=].*[^\s"',].*
    |expires["']?[ \t]*[:=][ \t]*["']?[0-9].*)["']?[ \t]*,?(?:[ \t]*\#.*)?"""
# Besides what YAML forbids: the three characters that YAML alone takes for line ends, where
# an editor shows none; keys hidden behind them would escape the author's eye.
_FORBIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff\ufffe\uffff]")
_BYTES = range(0xDC80, 0xDD00)


def read_head(path: Path) -> str | None:
    r"""Read the front matter block of a file, with both fences and ``\n`` as line end.

    Reads no further than the block. Returns None for a file that begins with no ``---``.
    Raises FrontMatterError for a block that does not end, is larger than 256 KiB, is not
    UTF-8 or does not begin in the first line; OSError as :meth:`pathlib.Path.open` does.
    """
    with path.open("rb", buffering=0) as file:
        raw = file.read(_CHUNK).removeprefix(b"\xef\xbb\xbf")
        if not raw.startswith(b"---"):
            _refuse_misplaced(raw)
            return None
        while True:
            # Latin-1 keeps byte positions; the body need not be UTF-8 to find the fence.
            text = unix(raw.decode("latin-1"))
            end = fence_end(text)
            if end is not None and end < len(text):
                break
            more = file.read(3 * len(raw)) if len(raw) <= MAX_BYTES else b""
            if not more:
                break
            raw += more
    if end is None or end > MAX_BYTES:
        raise FrontMatterError(_unclosed(len(raw)))
    return _decoded(text[:end].encode("latin-1"))


def content_of(text: str) -> tuple[str, int]:
    """Take the YAML out of a block; the second number counts its lines, fences included.

    Raises FrontMatterError for a text that begins with no block, and for control characters.
    """
    opening = _OPENING.match(text)
    end = fence_end(text)
    if opening is None or end is None:
        raise FrontMatterError(_unclosed(len(text)))
    if opening[2].strip() and not opening[2].lstrip().startswith("#"):
        raise FrontMatterError("the opening --- of front matter must be alone on its line")
    refuse_forbidden(text[:end])
    content = text[opening.end() : text.rfind("\n", 0, end) + 1]
    return content, text.count("\n", 0, end) + 1


def fence_end(text: str) -> int | None:
    """Return the position where the closing fence's line ends, or None without both fences."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    match = closing_fence(len(opening[1])).search(text, opening.end())
    return match.end() if match else None


@cache
def closing_fence(hyphens: int) -> re.Pattern[str]:
    """Return the pattern of the line that closes a block; its opening fence has so many hyphens."""
    return re.compile(rf"^(?:\.\.\.| {{0,3}}-{{{hyphens},}})[ \t]*$", re.MULTILINE)


def refuse_forbidden(head: str) -> None:
    """Raise for a head with control characters, or bytes that are not UTF-8, in it."""
    if bad := _FORBIDDEN.search(head):
        line, code = head.count("\n", 0, bad.start()) + 1, ord(bad[0])
        # Python decodes a byte that is none of UTF-8's to one of these, if asked to.
        if code in _BYTES:
            raise FrontMatterError(not_utf8(code - 0xDC00), line)
        raise FrontMatterError(
            f"the control character U+{code:04X} is not allowed; delete it", line
        )


def not_utf8(byte: int) -> str:
    """Return the message about a byte that is not UTF-8."""
    return f"the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8"


def _refuse_misplaced(raw: bytes) -> None:
    """Raise for what MyST would show as text though it was meant as front matter, drafts too."""
    text = unix(raw.decode(errors="replace"))
    unseen = re.match(f"(?:{_UNSEEN}|{_CODING})+", text)
    start = unseen.end() if unseen else 0
    line = text.count("\n", 0, start) + 1
    if re.match(_JSON, text[start:]):
        raise FrontMatterError("front matter must be YAML between lines of ---, not JSON", line)
    first, *below = text[start:].split("\n")
    if first.startswith(_COMMENT):
        _refuse_comment([first.removeprefix(_COMMENT), *below], line)
    elif re.fullmatch(_ANY_FENCE, first):
        _refuse_fenced(first, list(_block(below)), line)
    else:
        _refuse_bare([first, *below], line)


def _refuse_comment(lines: list[str], line: int) -> None:
    """Raise for a comment with Nikola's front matter in it that would withhold the post."""
    for number, text in enumerate(lines, line):
        shown, end, _ = text.partition("-->")
        if (mark := re.match(rf"\s*{_MARK}", shown)) and _hides(shown[mark.end() :]):
            raise FrontMatterError("front matter must be enclosed in lines of ---", number)
        if end:
            return


def _refuse_fenced(fence: str, block: list[str], line: int) -> None:
    """Raise for a block that has another generator's fences, or is not at the beginning."""
    if not (block and re.match(_KEY, block[0].lstrip())) and not any(map(_hides, block)):
        return
    if fence.startswith("---"):
        raise FrontMatterError(
            "front matter must begin on the first line, in the first column", line
        )
    raise FrontMatterError("front matter must be enclosed in lines of ---", line)


def _refuse_bare(lines: list[str], line: int) -> None:
    """Raise for keys without fences, such as Pelican's, if one would withhold the post."""
    for number, text in enumerate(lines, line):
        if _hides(text):
            raise FrontMatterError("front matter must be enclosed in lines of ---", number)
        if not re.match(_KEY, text):
            return


def _block(lines: list[str]) -> Iterator[str]:
    """Return the lines of a block that may be front matter, up to a fence or a blank line."""
    end = next((n for n, line in enumerate(lines) if re.fullmatch(_ANY_FENCE, line)), None)
    if end is None:
        return takewhile(str.strip, dropwhile(lambda line: not line.strip(), lines))
    return filter(str.strip, lines[:end])


def _hides(line: str) -> bool:
    """Return whether a line of front matter would withhold a post."""
    return re.fullmatch(_HIDING, line.strip()) is not None


def _unclosed(size: int) -> str:
    if size > MAX_BYTES:
        return f"front matter is larger than {MAX_BYTES // 1024} KiB, or not closed with ---"
    return "front matter is not closed; add a line with --- below it"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FrontMatterError(not_utf8(raw[error.start]), line) from None


try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

MAX_VALUES = 10_000
MAX_DEPTH = 20

# A comment whose text follows the # at once, as in "#1", may be meant as part of the value.
_CUT = re.compile(r"[ \t]+(#[^\s#].*?)\s*$")
_KEY_LINE = re.compile(r"[\w-]+[ \t]*:(?:\s|$)")
_YAML = r"-{3,}[ \t]*\n(?:[ \t]*\n|#.*\n)*[\w-]+:(?:\s|$)"
_NULLS = frozenset({"~", "null", "Null", "NULL"})


def parse_head(text: str, *, any_key: bool = False) -> FrontMatter:
    """Parse a front matter block, both fences included.

    With *any_key*, keys that are lists or mappings become strings. Otherwise they are errors.
    Raises FrontMatterError, and nothing else, for a text that isn't such a block and for
    YAML that is broken, oversized, recursive, more than one document or no mapping.
    """
    content, end = content_of(unix(text))
    try:
        return _Parser(content, any_key=any_key).parse(end)
    except FrontMatterError:
        raise
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two: an escape beyond Unicode, where libyaml is missing.
        raise explained(error, content.split("\n")) from None


def is_yaml_block(text: str) -> bool:
    """Return whether a text that isn't Markdown begins with front matter, not with a rule."""
    return bool(re.match(_YAML, text))


def blank(source: str, front: FrontMatter, keys: Container[str]) -> str:
    """Blank the lines of the entries whose key is in *keys*; the number of lines stays.

    With no other entry left the whole block goes, fences and comments too. A block whose
    entries are not on lines of their own is only emptied as a whole.
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

    def __init__(self, content: str, *, any_key: bool) -> None:
        self.any_key = any_key
        # What `yaml.parse` yields, one by one.
        self.next_event: Callable[[], Any] = Loader(content).get_event
        self.lines = content.split("\n")
        self.anchors: dict[str, tuple[Value, int] | None] = {}
        self.count = 0
        #: Values of the current top-level key that ``#`` may have cut.
        self.cut: list[CutValue] = []

    def parse(self, end: int) -> FrontMatter:
        self.next_event()  # the stream's start
        if isinstance(self.next_event(), yaml.StreamEndEvent):
            return FrontMatter({}, end=end)
        top: Any = self.next_event()
        column = top.start_mark.column
        if not isinstance(top, yaml.MappingStartEvent):
            raise FrontMatterError('front matter must consist of "key: value" lines', _line(top))
        entries: dict[str, Entry] = {}
        duplicates = []
        cut: list[CutValue] = []
        separable = not top.flow_style
        for key, event in self.keys(0):
            line = _line(event)
            separable = separable and event.start_mark.column == column
            if key == "<<":
                raise FrontMatterError('merge keys ("<<") are not supported; repeat the keys', line)
            self.cut.clear()
            value = self.value(self.next_event(), 1, null="")
            if key in entries:
                duplicates.append((key, line))
            else:
                entries[key] = Entry(value, line)
                cut += [each._replace(key=key) for each in self.cut]
        self.next_event()  # the document's end
        if not isinstance(after := self.next_event(), yaml.StreamEndEvent):
            raise FrontMatterError("front matter must be one YAML document", _line(after))
        separable = separable and not self.anchors
        return FrontMatter(entries, tuple(duplicates), end, separable, tuple(cut))

    def keys(self, depth: int) -> Iterator[tuple[str, Any]]:
        """Return each key of the mapping, with its event; the caller reads the value."""
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            if not (self.any_key or isinstance(event, yaml.ScalarEvent)):
                raise FrontMatterError("a key must be a string", _line(event))
            yield str(self.value(event, depth)), event

    def value(self, event: Any, depth: int, null: str | None = None) -> Value:
        """Return the value that begins with *event*; a plain null becomes *null*, if given."""
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None:
            self.add(1, event)
            return self.scalar(event, null)
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
            raise FrontMatterError(
                f"values are nested more than {MAX_DEPTH} levels deep", _line(event)
            )
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(item := self.next_event(), yaml.SequenceEndEvent):
                value.append(self.value(item, depth + 1))
        else:
            value = {}
            for key, _ in self.keys(depth + 1):
                value.setdefault(key, self.value(self.next_event(), depth + 1))
        if event.anchor is not None:
            self.anchors[event.anchor] = value, self.count - before
        return value

    def scalar(self, event: Any, null: str | None) -> str:
        text: str = event.value
        if null is not None and event.implicit[0] and text in _NULLS:
            return null
        style, start, end = event.style, event.start_mark.line, event.end_mark.line
        # YAML wants the lines of a quoted text to be indented; PyYAML takes others, keys and all.
        if end > start and style in {"'", '"'}:
            if any(map(_KEY_LINE.match, self.lines[start + 1 : end + 1])):
                raise FrontMatterError("a quote is not closed before the next key", _line(event))
        elif style not in {"'", '"', "|", ">"} and end < len(self.lines):
            line = self.lines[end]
            if "#" in line and (match := _CUT.match(line, event.end_mark.column)):
                self.cut.append(CutValue("", end + FIRST_LINE, match[1], with_quotes(line) or line))
        # An escape may spell half of a surrogate pair, which no file can contain.
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            raise FrontMatterError(
                "an escape is half of a surrogate pair, which is not a character", _line(event)
            )
        return text

    def alias(self, event: Any) -> Value:
        known = self.anchors.get(event.anchor)
        if known is None:
            name = f"*{event.anchor}"
            why = "contains itself" if event.anchor in self.anchors else "has no anchor"
            message = f"the alias {name} {why}; a value that begins with * needs quotes"
            raise FrontMatterError(message, _line(event))
        value, size = known
        self.add(size, event)
        return value

    def add(self, size: int, event: Any) -> None:
        self.count += size
        if self.count > MAX_VALUES:
            raise FrontMatterError(f"there are more than {MAX_VALUES:,} values", _line(event))


def _line(event: Any) -> int:
    """Return the line of the file where an event begins."""
    return int(event.start_mark.line) + FIRST_LINE


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
