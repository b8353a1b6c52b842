"""Loads the cases that are data: post files, each with a file that says what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[1] / "cases"
FRONTMATTER = CASES / "frontmatter"
DOCINFO = CASES / "docinfo"
#: What the expectations take for now, and for the site's zone.
NOW = datetime(2020, 1, 1, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One expected warning."""

    subtype: str
    line: int
    #: Every one of these stands in the warning.
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One post file and what becomes of it."""

    path: Path
    #: ``published``, ``page``, or the value of a member of ``Withheld``.
    outcome: str
    warnings: tuple[Warned, ...] = ()
    #: Fields of the record and their values; dates in ISO form.
    post: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the case, which is that of its file."""
        return self.path.stem


def frontmatter_cases() -> Iterator[Case]:
    """Yield the cases of front matter, in alphabetical order."""
    return cases_in(FRONTMATTER, "*.md")


def docinfo_cases() -> Iterator[Case]:
    """Yield the cases of fields in reStructuredText, in alphabetical order."""
    return cases_in(DOCINFO, "*.rst")


def cases_in(folder: Path, pattern: str) -> Iterator[Case]:
    """Yield the cases in a folder."""
    for path in sorted(folder.glob(pattern)):
        expected = yaml.load(path.with_suffix(".expect.yaml").read_text("utf-8"), yaml.CSafeLoader)
        warnings = tuple(
            Warned(subtype=item["subtype"], line=item["line"], text=tuple(item["text"]))
            for item in expected.pop("warnings", ())
        )
        yield Case(path=path, warnings=warnings, **expected)
