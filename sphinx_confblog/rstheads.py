"""Reads the head of a reStructuredText file, and takes it off its text.

What a file says of its post may stand in several forms. Each has a reader in ``READERS``,
which is given the whole text, and returns what it found with the lines that it takes up.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.docinfo import find_docinfo, lines_of_rst
from sphinx_confblog.faults import FrontMatterError
from sphinx_confblog.fences import MAX_BYTES, refuse_forbidden
from sphinx_confblog.frontmatter import Entry, FrontMatter, Stripped, is_yaml_block, parse_head
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from sphinx_confblog.frontmatter import Value


class Goes(enum.Enum):
    """What is taken off the text when the blog has read it."""

    OWN = "the lines of the blog's keys; others are for Sphinx"
    ALL_WITH_OWN = "all lines if one is the blog's; what is not its own is data of the page"
    ALL = "all lines"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a text that say something of its post."""

    goes: Goes
    #: Each key with the index of its first line and that behind its last.
    spans: tuple[tuple[str, int, int], ...]
    entries: Mapping[str, Value]

    def taken(self, keys: Collection[str]) -> list[tuple[int, int]]:
        """The lines to be taken off, where *keys* are the blog's."""
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
        """What is taken off and is not the blog's."""
        if self.goes is not Goes.OWN and self.taken(keys):
            for key, value in self.entries.items():
                if key not in keys:
                    yield key, value if isinstance(value, str) else ", ".join(map(str, value))


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader has found."""

    front: FrontMatter
    blocks: tuple[Block, ...]


Reader: TypeAlias = "Callable[[str], Found | None]"


def read_rst(path: Path) -> FrontMatter | None:
    """Read what a file says of its post; None if it says nothing.

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
    found = find_heads(unix(source))
    blocks = [block for part in found for block in part.blocks]
    lines = source.splitlines()
    for block in blocks:
        block.take_off(lines, keys)
    data = {key: text for block in reversed(blocks) for key, text in block.data(keys)}
    return Stripped("\n".join([*lines, ""]), front_of(found), data)


def find_heads(text: str) -> list[Found]:
    """What each reader finds."""
    return [found for read in READERS if (found := read(text)) is not None]


def front_of(parts: Iterable[Found]) -> FrontMatter | None:
    """All keys together; of those that several readers found, the first reader's counts."""
    entries: dict[str, Entry] = {}
    duplicates: list[tuple[str, int]] = []
    end: int | None = None
    for part in parts:
        for key, entry in part.front.entries.items():
            if entries.setdefault(key, entry) is not entry:
                duplicates.append((key, entry.line))
        duplicates.extend(part.front.duplicates)
        end = max(end or 0, part.front.end)
    return None if end is None else FrontMatter(entries, tuple(duplicates), end)


def read_yaml(text: str) -> Found | None:
    """A block of YAML as in Markdown, which would be a broken title in reStructuredText."""
    if not is_yaml_block(text):
        return None
    front = parse_head(text)
    values = {key: entry.value for key, entry in front.entries.items()}
    return Found(front, (Block(Goes.ALL, (("", 0, front.end),), values),))


def read_docinfo(text: str) -> Found | None:
    """The fields before and below the title."""
    lines = lines_of_rst(text)
    docinfo = find_docinfo(lines)
    if not docinfo.fields:
        return None
    end = docinfo.fields[-1].stop
    head = "\n".join(lines[:end])
    if len(head) > MAX_BYTES:
        raise FrontMatterError(f"the fields at the top are larger than {MAX_BYTES // 1024} KiB")
    refuse_forbidden(head)
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
    return Found(FrontMatter(entries, tuple(duplicates), end), tuple(blocks))


#: The readers of heads, in the order in which they count: a new form is added here.
READERS: tuple[Reader, ...] = (read_yaml, read_docinfo)
