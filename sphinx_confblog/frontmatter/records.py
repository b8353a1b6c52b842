"""Records of front matter: keys with their values and lines, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping


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
#: Line of the file where the YAML begins: below the opening fence.
FIRST_LINE = 2


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message says why, in plain words."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""


def explained(error: Exception, first: int = FIRST_LINE) -> FrontMatterError:
    """Say in plain words what PyYAML met, at the line that helps; YAML begins in line *first*."""
    context = getattr(error, "context", None) or ""
    problem = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    if any(words in context for words in _OPENED_BY):
        mark = getattr(error, "context_mark", None) or mark
    said = f"{problem} {context}"
    plain = next((ours for theirs, ours in _PLAIN_WORDS if theirs in said), problem)
    return FrontMatterError(plain, mark.line + first if mark else 1)


Value: TypeAlias = "str | list[Value] | dict[str, Value]"


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


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, to be reported as a Sphinx warning."""

    subtype: str
    """Name of a member of :class:`sphinx_confblog.warnings.Kind`, in lower case."""
    line: int
    """Line of the file, counted from 1."""
    text: str
    """What was found, what is accepted and what became of the post."""


class FileError(ValueError):
    """A file that Sphinx could not read; the message says why, in plain words."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
        """Line of the file, counted from 1."""
