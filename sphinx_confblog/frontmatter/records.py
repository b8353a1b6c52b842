"""Records of front matter: keys with their values and lines, and what is wrong with them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_TAB = "there is a tab where YAML allows only spaces; replace it with spaces"
_PERCENT = 'put a key that begins with % in quotes, such as "%key": value'
# PyYAML's words -> ours. The first whose words occur in its message counts.
_PLAIN_WORDS = (
    ("unexpected end of stream", "a quote is not closed"),
    ("expected ':'", 'this line has no colon with a space after it; write it as "key: value"'),
    ("flow sequence", "a [ is not closed, or a comma is missing in the list"),
    ("flow mapping", "a { is not closed, or a comma is missing in the mapping"),
    ("escape", "a backslash in double quotes begins an escape, so the value needs single quotes"),
    ("found a tab character", _TAB),
    ("expected alphabetic", "a value that begins with *, & or ! needs quotes"),
    ("tag", "a value that begins with ! needs quotes"),
    ("block mapping", 'this line is not "key: value"; check its quotes and indentation'),
    ("'-' indicator", "this line is not an item of the list above; check its indentation"),
    ("directive", _PERCENT),
    ("document start", _PERCENT),
    ("another document", "a second YAML document begins here; remove this line"),
)
# What it says of a value whose first character has a meaning.
_AT_BEGINNING = (
    "sequence entries are not allowed", "keys are not allowed", "comment or", "node content",
)  # fmt: skip
# Where these go wrong, the place that opened them helps, not the place where reading stopped.
_OPENED_BY = ("quoted scalar", "flow", "simple key", "block scalar", "anchor", "alias", "tag")
_SECOND_COLON = r"\s*(?:- +)*[^\s:]+:\s+\S"
_COLON_FIRST = r"\s*(?:- +)*[^\s:]+:\s+:(?:\s|$)"
_QUOTED = r"\s*(?:- +)*(?:[^\s:]+:\s+)?(['\"]).*\1"
_KEY_AND_VALUE = r"\s*((?:- +)*[^\s:]+:|-)\s+(\S.*?)\s*"
#: Line of the file where the YAML begins: below the opening fence.
FIRST_LINE = 2


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message says why, in plain words."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""


def explained(error: Exception, lines: Sequence[str], first: int = FIRST_LINE) -> FrontMatterError:
    """Return in plain words what PyYAML met in some *lines* of YAML, and how to fix it.

    *first* is the line of the file where the YAML begins.
    """
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    if any(words in context for words in _OPENED_BY):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        return FrontMatterError(plain_words(f"{problem} {context}", "", 0) or problem)
    line = lines[mark.line] if mark.line < len(lines) else ""
    said = plain_words(f"{problem} {context}", line, mark.column) or problem
    if said.endswith("quotes") and (fixed := with_quotes(line)):
        said = f"{said}: {fixed}"
    return FrontMatterError(said, mark.line + first)


def plain_words(said: str, line: str, column: int) -> str | None:
    """Return what PyYAML *said* of a column of a line in our words, or None."""
    if "mapping values" in said:
        if re.match(_SECOND_COLON, line[:column]):
            return 'a value that contains ": " needs quotes'
        if re.match(_COLON_FIRST, line):
            return "a value that begins with : needs quotes"
        return "this line is indented more than the one above; keys must begin in the same column"
    if "start any token" in said:
        char = line[column : column + 1]
        return _TAB if char == "\t" else f"a value that begins with {char or '@'} needs quotes"
    if "block mapping" in said and re.match(_QUOTED, line):
        return "the value does not end at its second quote, so it needs other quotes"
    match = re.fullmatch(_KEY_AND_VALUE, line)
    return (match and of_beginning(said, match[2])) or next(
        (ours for theirs, ours in _PLAIN_WORDS if theirs in said), None
    )


def of_beginning(said: str, value: str) -> str | None:
    """Return what PyYAML *said* of a value that begins with a mark of YAML, or None."""
    first = value[0]
    quotes = f"a value that begins with {first} needs quotes"
    if "node content" in said and first in "[{":
        return "a comma has nothing before it; remove it, or put a value in quotes there"
    if any(words in said for words in _AT_BEGINNING):
        return quotes
    if ("block mapping" in said or "indicator" in said) and first in "[{":
        what, end = ("list", "]") if first == "[" else ("mapping", "}")
        return f"there is text after the {end} that ends a {what}; {quotes}"
    return None


def with_quotes(line: str) -> str | None:
    """Return a line of YAML with quotes around the value; None if there is no value."""
    match = re.fullmatch(_KEY_AND_VALUE, line)
    if match is None:
        return None
    value = match[2]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    if '"' in value or "\\" in value:
        doubled = value.replace("'", "''")
        return f"{match[1]} '{doubled}'"
    return f'{match[1]} "{value}"'


Value: TypeAlias = "str | list[Value] | dict[str, Value]"


class Entry(NamedTuple):
    """The value of a top-level key; scalars are the text typed, empty ones and nulls ``""``."""

    value: Value
    line: int
    """Line of the key in the file, counted from 1."""


class CutValue(NamedTuple):
    """A value before something like ``#1``, which is a comment in YAML."""

    key: str
    """Top-level key."""
    line: int
    """Line of the file, counted from 1."""
    comment: str
    """The comment, as in ``#1``."""
    fixed: str
    """The line with quotes around the whole value."""


class FrontMatter(NamedTuple):
    """A front matter block: its keys in the order of the file."""

    entries: dict[str, Entry]
    #: Key and line of every duplicate; the first value is used.
    duplicates: tuple[tuple[str, int], ...] = ()
    #: Number of lines that the block takes, both fences included.
    end: int = 0
    #: Whether every entry has lines of its own, and can be removed without the others.
    separable: bool = True
    #: Values that YAML may have cut unexpectedly.
    cut: tuple[CutValue, ...] = ()


class Stripped(NamedTuple):
    """A text without what the blog has read of it."""

    text: str
    #: All that the head says; None if there is none.
    front: FrontMatter | None = None
    #: What the head says, is not the blog's and is gone from the text.
    data: Mapping[str, str] = MappingProxyType({})


#: The kinds of warning that are about a file: values of :class:`sphinx_confblog.warnings.Kind`.
Subtype: TypeAlias = Literal[
    "address", "boolean", "date", "file", "frontmatter", "key", "link", "template", "term"
]


class Problem(NamedTuple):
    """Something wrong in a file, to be reported as a Sphinx warning."""

    subtype: Subtype
    #: Line of the file, counted from 1.
    line: int
    #: What is wrong, how to fix it, and what became of the key or the post.
    text: str


class FileError(ValueError):
    """A file that Sphinx could not read; the message says why, in plain words."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""


def not_text(error: UnicodeDecodeError, line: int = 1, pending: int = 0) -> FileError:
    """Return the error for bytes that are not text; *line* is that of the first after *pending*."""
    byte = error.object[error.start]
    name = "UTF-8" if error.encoding.startswith("utf-8") else error.encoding
    line += error.object.count(b"\n", pending, max(error.start, pending))
    return FileError(f"the byte 0x{byte:02X} is not {name}; save the file as {name}", line)
