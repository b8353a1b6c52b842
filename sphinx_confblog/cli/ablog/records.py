"""Records of a move: pages with their edits, ABlog's settings, and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import lines_of, unix

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value


#: The extension that a site has, and the one that it gets.
OLD, NEW = "ablog", "sphinx_confblog"
#: Taxonomies of ABlog by the names of their options -> ours, and the folders of their pages.
TAXONOMIES = {
    "tags": "tags",
    "author": "authors",
    "category": "categories",
    "location": "location",
    "language": "languages",
}
FOLDERS = {
    "tags": "tag",
    "authors": "author",
    "categories": "category",
    "location": "location",
    "languages": "language",
}


#: Those that ``conf.py`` may tell more of.
DESCRIBED = frozenset({"author", "location", "language"})


class Note(NamedTuple):
    """Something that a person should know, or do."""

    path: Path
    #: Line of the file as it was, counted from 1.
    line: int
    text: str
    #: Whether something is left to be done by hand.
    open: bool = False


@dataclass(slots=True)
class Page:
    """A file, and what is to become of its lines."""

    path: Path
    #: None for a file that is no document.
    docname: str | None
    #: What is looked at: the file without a byte order mark, or one cell of a notebook.
    text: str
    #: The text of the file.
    whole: str = ""
    markdown: bool = False
    #: First line, the one behind the last, both from 0, and the new lines without their ends.
    edits: list[tuple[int, int, list[str]]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: Index of the cell, and the number that its lines are counted from.
    cell: int | None = None
    first: int = 0
    #: The metadata of a notebook, which is a part of its head; and what becomes of its keys.
    metadata: Mapping[str, Any] | None = None
    new_metadata: dict[str, Value | None] = field(default_factory=dict)
    #: Whether the file is a post that is left as it is, by whoever must change it.
    is_left: bool = False
    #: Lines to put before all others.
    top: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Return the lines of the text, without line ends."""
        return unix(self.text).split("\n")

    def replace(self, start: int, stop: int, new: list[str]) -> None:
        """Replace a slice of lines."""
        self.edits.append((start, stop, new))

    def is_edited(self, line: int) -> bool:
        """Tell whether a line, from 0, is replaced."""
        return any(start <= line < stop for start, stop, _ in self.edits)

    def note(self, line: int, text: str, *, by_hand: bool = False) -> None:
        """Add a note on a line, counted from 1."""
        note = Note(self.path, self.first + line, text, by_hand)
        if note not in self.notes:
            self.notes.append(note)

    @property
    def after(self) -> str:
        """Return the text with all edits; other lines keep even their line ends."""
        lines = lines_of(self.text)
        newline = "\r\n" if "\r\n" in self.text else "\n"
        for start, stop, new in sorted(self.edits, key=lambda edit: edit[:2], reverse=True):
            if start >= len(lines) and lines and new and not lines[-1].endswith(("\n", "\r")):
                lines[-1] += newline
            ends = lines[start:stop] and not lines[start:stop][-1].endswith(("\n", "\r"))
            lines[start:stop] = [line + newline for line in new]
            if ends and new:
                # The file ends without a line end.
                lines[start + len(new) - 1] = new[-1]
        return "".join([*(line + newline for line in self.top), *lines])


class Settings(NamedTuple):
    """ABlog's options in ``conf.py``."""

    raw: Mapping[str, Any]
    dirhtml: bool = False

    @property
    def builder(self) -> str:
        """Return the builder that makes the site's pages."""
        return "dirhtml" if self.ending == "/" else "html"

    @property
    def ending(self) -> str:
        """Return the end of page addresses: ``/`` or ``.html``."""
        return "/" if self.dirhtml or self.get("ablog_builder") == "dirhtml" else ".html"

    def get(self, name: str, default: Any = None) -> Any:
        """Return an option, or its default."""
        return self.raw.get(name, default)

    @property
    def has_moved(self) -> bool:
        """Tell whether ``conf.py`` names this extension."""
        return NEW in self.get("extensions", ())

    @property
    def path(self) -> str:
        """Return the folder of the blog."""
        path = str(self.get("blog_path", "blog")).strip("/")
        return "" if path == "." else path

    def below(self, name: str) -> str:
        """Return the docname of one of the blog's pages."""
        return f"{self.path}/{name}" if self.path else name

    @property
    def date_format(self) -> str:
        """Return the format in which dates are read and shown."""
        return str(self.get("post_date_format", "%d %B %Y"))

    @property
    def excerpt(self) -> int:
        """Return the number of paragraphs in an excerpt."""
        value = self.get("post_auto_excerpt", 1)
        return value if isinstance(value, int) else 1

    @property
    def image(self) -> int:
        """Return the number of the image shown with an excerpt; 0 for none."""
        value = self.get("post_auto_image", 0)
        return value if isinstance(value, int) else 0

    @property
    def patterns(self) -> list[str]:
        """Return the patterns of ``blog_post_pattern``."""
        value = self.get("blog_post_pattern") or []
        return [value] if isinstance(value, str) else [str(item) for item in value]

    def known(self, option: str) -> dict[str, tuple[str, str | None]]:
        """Return the terms that ``conf.py`` describes: label -> name and URL."""
        value = self.get(f"blog_{option}s") if option in DESCRIBED else None
        terms = {}
        for label, entry in value.items() if isinstance(value, dict) else ():
            if isinstance(entry, list | tuple) and len(entry) == 2:
                terms[str(label)] = (str(entry[0]), str(entry[1]) if entry[1] else None)
        return terms

    def default(self, option: str) -> list[str]:
        """Return the terms of posts that name none."""
        value = self.get(f"blog_default_{option}") or []
        return [value] if isinstance(value, str) else [str(item) for item in value]


@dataclass(slots=True, kw_only=True)
class OldPost:
    """A post of ABlog's."""

    page: Page
    #: Line where it says so, counted from 1.
    line: int
    #: Our keys with their values; the order is kept.
    front: dict[str, Value] = field(default_factory=dict)
    #: Whether ABlog lists it.
    public: bool = True
    #: Whether its file names a language, as in ``title.fr.md``, which ABlog does not know of.
    has_language: bool = False
    #: Our taxonomy -> labels.
    terms: dict[str, list[str]] = field(default_factory=dict)
    #: The years whose archives list it.
    years: set[str] = field(default_factory=set)
