"""The records that views return: entries, days, links and covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_confblog.model.event import Event, Talk
    from sphinx_confblog.model.post import Withheld
    from sphinx_confblog.reading.post_fields import Cover


#: The name of the mark of featured posts.
FEATURED = "featured"


class Day(NamedTuple):
    """A date as it is shown, and for machines (ISO 8601)."""

    shown: str
    iso: str


class Link(NamedTuple):
    """A text that leads to a document, if there is one for it."""

    text: str
    docname: str | None = None
    #: How many posts it leads to.
    posts: int = 0
    #: Its details.
    note: str = ""
    #: The picture of somebody: a path below the source folder, or a URL.
    face: str = ""


class TermLinks(NamedTuple):
    """The terms that a post has in one taxonomy."""

    taxonomy: str
    title: str
    links: tuple[Link, ...]


class Part(NamedTuple):
    """The place of a post in a series."""

    series: Link
    #: Counted from 1, the oldest post first.
    number: int
    total: int
    #: The posts around it, itself among them, and the number of the first of these.
    around: tuple[str, ...]
    first: int


class ShownEvent(NamedTuple):
    """What bylines show of the event that a post is about."""

    #: When it is, in its own zone.
    day: Day
    place: str
    place_url: str | None
    #: Set unless it takes place as planned.
    status: Mark | None
    url: str | None
    talks: tuple[Talk, ...]


class Facts(NamedTuple):
    """What an entry is made from, in no language yet."""

    date: datetime
    updated: datetime | None
    marks: tuple[Withheld, ...]
    pinned: bool
    featured: bool
    minutes: int
    cover: Cover | None
    external: str | None
    has_comments: bool
    event: Event | None
    terms: tuple[TermLinks, ...]


class Mark(NamedTuple):
    """A word that sets a post apart, such as "Draft", and its name in style sheets."""

    name: str
    text: str


class Notice(NamedTuple):
    """The notice of an archived post: its date, and the post that replaces it."""

    #: The site's own words, with ``{date}`` or ``{year}`` in them.
    pattern: str | None
    date: datetime
    newer: str | None


class Entry(NamedTuple):
    """What lists and bylines show of a post besides its title and excerpt."""

    docname: str
    date: Day
    updated: Day | None
    marks: tuple[Mark, ...]
    #: Shown on the index alone.
    pinned: Mark | None
    #: The notice on the page of a previewed post, by the name of its mark.
    notes: tuple[Mark, ...]
    #: Such as "4 min read"; nothing if none is shown.
    reading_time: str
    cover: Cover | None
    #: The URL that the title leads to instead of the post's page.
    external: str | None
    has_comments: bool
    event: ShownEvent | None
    terms: tuple[TermLinks, ...]

    @property
    def marks_in_lists(self) -> tuple[Mark, ...]:
        """Return the marks beside a title, if nothing else shows the event."""
        status = self.event.status if self.event else None
        return (*self.marks, *([status] if status else []))
