"""Records of an import: posts, remarks, and the report of each file."""

from __future__ import annotations

import enum
import itertools
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_confblog.model.file_places import IMAGES
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from sphinx_confblog.frontmatter.records import Value


#: Where front matter is kept that would mean something else here, or cannot be read.
KEPT = "imported"
#: The line between two cells of a notebook in the body of its post.
CELL_BREAK = "\x1d"


#: Why files that no post needs were left out.
NO_POST = "not a post"
UNSHOWN = "no post shows this image"
UNUSED = "not a post, and no post refers to it"
#: A folder with more files that were left out for these reasons, and no others, is one line.
_FEW = 3


class Outcome(enum.Enum):
    """What became of a file; the value is the word that is shown."""

    IMPORTED = "imported"
    """It was written."""
    COPIED = "copied"
    """It belongs to a post, and was copied as it is."""
    UNCHANGED = "unchanged"
    """The new file already exists with the same content."""
    SKIPPED = "skipped"
    """It isn't a post, or was left out for the given reason."""
    FAILED = "not imported"
    """It is a post, or belongs to one, and could not be imported for the given reason."""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something in a file that a person should look at."""

    line: int
    """Line of the old file, counted from 1."""
    text: str
    #: Whether the line is one of the new body, because the old one was converted.
    new: bool = False


@dataclass(slots=True, kw_only=True)
class Article:
    """One post of an old blog, on its way to the new one."""

    #: The old file, below the folder that is imported.
    source: str
    #: The new file below the destination, without suffix.
    name: str
    front: dict[str, Value]
    body: str
    #: The suffix of the new file, which says what the body is written in.
    suffix: str = ".md"
    #: The notebook whose cells of Markdown are the body; None for other files.
    notebook: dict[str, Any] | None = None
    #: Line of the old file where the body begins.
    first: int = 1
    #: Whether the body was converted: its lines are not those of the old file.
    converted: bool = False
    #: Key of the front matter -> its line in the old file.
    key_lines: dict[str, int] = field(default_factory=dict)
    #: The address of the old page from the old site's root, such as ``/2014/06/30/title.html``.
    address: str | None = None
    #: The same address with the name as other versions of the generator spell it.
    spellings: tuple[str, ...] = ()
    #: Name part of the old address.
    slug: str = ""
    #: The old folder whose files accompany the post.
    folder: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Return the new file's path below the destination."""
        return f"{self.name}{self.suffix}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of the old page in all its spellings; nothing if it is not known."""
        return (self.address, *self.spellings) if self.address else ()

    @property
    def is_rst(self) -> bool:
        """Return whether the post is reStructuredText, and stays so."""
        return self.suffix == ".rst"

    def note(self, line: int, text: str) -> None:
        """Add a remark on a line of the old file, once."""
        remark = Remark(line, text)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def remark(self, number: int, text: str) -> None:
        """Add a remark on a line of the body, counted from 0."""
        if self.notebook is not None:
            self.note(1, f"cell {self.cell_at(number)}: {text}")
            return
        line = number if self.converted else self.first + number
        remark = Remark(line, text, new=self.converted)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def cell_at(self, number: int) -> int:
        """Return the number of a notebook's cell, from 1, by a line of the body."""
        cells = self.notebook["cells"] if self.notebook else []
        texts = [place for place, cell in enumerate(cells, 1) if cell["cell_type"] == "markdown"]
        return texts[self.body.split("\n")[:number].count(CELL_BREAK)]

    def withhold(self, line: int, why: str) -> None:
        """Make it a draft, for a reason."""
        self.front.pop("published", None)
        self.front["draft"] = "true"
        self.note(line, f"{why}; it was imported as a draft")

    def keep(self, key: str) -> None:
        """Move a key below ``imported``, where it does nothing."""
        value = self.front.pop(key)
        kept = self.front.get(KEPT, {})
        if not isinstance(kept, dict):
            kept = {KEPT: kept}
        name = next(n for n in itertools.chain([key], map(f"{key}-{{}}".format, itertools.count(2)))
                    if n not in kept)  # fmt: skip
        self.front[KEPT] = {**kept, name: value}


class Skipped(NamedTuple):
    """An old file, or folder, that is not imported, and why."""

    path: str
    why: str
    #: Whether it is, or may be, a post.
    failed: bool = False


def unwrapped(destination: str) -> str:
    """Return a link's destination as it is, for formats without a notation of their own."""
    return destination


def unknown_address(path: str) -> str | None:
    """Return no address, for formats whose other pages are not known."""
    return None


@dataclass(slots=True, kw_only=True)
class OldBlog:
    """An old blog: its posts, and what its configuration says."""

    zone: tzinfo
    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    #: Where posts were looked for: folders, or files with ``*`` in their names.
    searched: list[str] = field(default_factory=list)
    #: What is said about the whole blog.
    notes: list[str] = field(default_factory=list)
    #: Option of ``conf.py`` -> value to propose.
    proposals: dict[str, object] = field(default_factory=dict)
    #: Folders that lie at the root of the old site, for images such as ``/images/a.png``.
    roots: tuple[str, ...] = ("",)
    #: The folder below each root for images with a name alone.
    images: str = IMAGES
    #: Address of the old site, without a slash at its end; its path is cut from addresses.
    url: str = ""
    #: Whether titles are plain text: in HTML, ``&mdash;`` is a dash.
    plain_titles: bool = False
    #: Texts that end an excerpt, besides those that are read anyway.
    marks: tuple[str, ...] = ()
    #: Kinds of leftovers to look for: keys of ``leftovers.KINDS``.
    kinds: tuple[str, ...] = ()
    #: Turns a destination in the format's own notation into a path or an address; into None
    #: if it has neither.
    unwrap: Callable[[str], str | None] = unwrapped
    #: Returns the old address of a page that is no post, by its file; None if it is not known.
    page_address: Callable[[str], str | None] = unknown_address
    #: Whether the generator makes links of bare addresses.
    linkifies: bool = False

    def skip(self, path: str, why: str, *, failed: bool = False) -> None:
        """Leave a file out."""
        self.skipped.append(Skipped(path, why, failed))


class Line(NamedTuple):
    """What became of one file, or of a folder that was not looked into."""

    source: str
    outcome: Outcome
    target: str = ""
    why: str = ""
    remarks: tuple[Remark, ...] = ()
    draft: bool = False


@dataclass(slots=True)
class Report:
    """What became of all files of an import."""

    dry: bool = False
    lines: list[Line] = field(default_factory=list)
    #: Why there are no posts.
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: Option of ``conf.py`` -> value to propose.
    proposals: dict[str, object] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Return whether something that should have been imported was not."""
        return bool(self.errors) or any(line.outcome is Outcome.FAILED for line in self.lines)

    def as_text(self) -> str:
        """Return a line for each file with its remarks, then settings to copy and the totals."""
        return "\n".join(self.text_lines()) + "\n"

    def text_lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        width = max(len(outcome.value) for outcome in Outcome)
        for line in _folded(sorted(self.lines, key=lambda line: line.source)):
            draft = " (draft)" if line.draft else ""
            target = f" -> {line.target}{draft}" if line.target else ""
            why = f": {line.why}" if line.why else ""
            yield f"{line.outcome.value:{width}}  {line.source}{target}{why}"
            for remark in line.remarks:
                file = line.target if remark.new else line.source
                yield f"{'':{width}}  {file}:{remark.line}: {remark.text}"
        yield from (f"error: {error}" for error in self.errors)
        yield from (f"note: {note}" for note in self.notes)
        if self.proposals:
            yield ""
            yield "For conf.py:"
            yield from (f"{name} = {_literal(value)}" for name, value in self.proposals.items())
        yield ""
        yield self.summary()

    def summary(self) -> str:
        """Return how many files there are of each outcome, and how many remarks."""
        counts = Counter(line.outcome for line in self.lines)
        remarks = sum(len(line.remarks) for line in self.lines)
        parts = [f"{counts[o]} {o.value}" for o in Outcome if counts[o]]
        what = ", ".join([*parts, f"{remarks} {'remark' if remarks == 1 else 'remarks'}"])
        return f"{what}; nothing was written (dry run)" if self.dry else what

    def as_json(self) -> str:
        """Return the report as JSON."""
        files = [
            {
                "source": line.source,
                "outcome": line.outcome.value,
                "target": line.target or None,
                "why": line.why or None,
                "draft": line.draft,
                "remarks": [
                    {"file": line.target if r.new else line.source, "line": r.line, "text": r.text}
                    for r in line.remarks
                ],
            }
            for line in sorted(self.lines, key=lambda line: line.source)
        ]
        data = {
            "dry_run": self.dry, "files": files, "errors": self.errors, "notes": self.notes,
            "conf": self.proposals,
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _folded(lines: list[Line]) -> Iterator[Line]:
    """Yield lines, with one for all files of a folder that no post needs."""
    reasons = {NO_POST, UNSHOWN, UNUSED}
    busy = {f for line in lines if line.why not in reasons for f in _folders(line.source)}

    def place(line: Line) -> str:
        """Return the outermost folder of a file that no post needs anything of."""
        return next((f for f in _folders(line.source) if f not in busy), "")

    counts = Counter(place(line) for line in lines)
    told: set[str] = set()
    for line in lines:
        folder = place(line)
        if not folder or counts[folder] <= _FEW:
            yield line
        elif folder not in told:
            told.add(folder)
            why = f"{counts[folder]} files that are not posts, and no post refers to them"
            yield Line(f"{folder}/", Outcome.SKIPPED, why=why)


def _folders(path: str) -> list[str]:
    """Return the folders that a file is in, the outermost first."""
    return [path[:end] for end, char in enumerate(path) if char == "/"]


def _literal(value: object) -> str:
    text = repr(value)
    if isinstance(value, str) and '"' not in value and "\\" not in value and "\\" not in text:
        return f'"{value}"'
    return text
