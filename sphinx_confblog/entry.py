"""What is shown of a post, of its dates and of its terms, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_confblog.post import Withheld


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is shown, and for machines (ISO 8601)."""

    shown: str
    iso: str


class Link(NamedTuple):
    """A text that leads to a document, if there is one for it."""

    text: str
    docname: str | None = None
    #: How many posts it leads to.
    posts: int = 0


class TermLinks(NamedTuple):
    """The terms that a post has in one taxonomy."""

    taxonomy: str
    title: str
    links: tuple[Link, ...]


class Facts(NamedTuple):
    """What an entry is made from, in no language yet."""

    date: datetime
    updated: datetime | None
    marks: tuple[Withheld, ...]
    terms: tuple[TermLinks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What lists and bylines show of a post besides its title and excerpt."""

    docname: str
    date: Day
    updated: Day | None
    #: Words such as "Draft" on a post that is only previewed.
    marks: tuple[str, ...]
    terms: tuple[TermLinks, ...]
