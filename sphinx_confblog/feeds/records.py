"""The records of feeds and entries: absolute URLs, text that is legal in XML."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sphinx_confblog.util.named_tuples import NamedTuple

#: Characters that XML 1.0 has no place for (section 2.2); some are none of Unicode either.
_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_MINUTE = timedelta(minutes=1)


class Person(NamedTuple):
    """An author."""

    name: str
    url: str | None = None
    email: str | None = None


class Category(NamedTuple):
    """A tag or category of an entry."""

    #: Last part of the address of its page.
    term: str
    #: As it is shown.
    label: str
    #: The address that all terms of the kind have in common.
    scheme: str | None = None


class Enclosure(NamedTuple):
    """A file that belongs to an entry."""

    url: str
    media_type: str
    #: In bytes; 0 if that is not known.
    length: int


class Item(NamedTuple):
    """One entry of a feed, without its text."""

    #: Its URL, which also identifies it to feed readers.
    url: str
    title: str
    #: Aware, as all date-times.
    published: datetime
    #: None if it is as it was published.
    updated: datetime | None = None
    summary: str = ""
    #: A language tag, where it is not that of the feed.
    language: str | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosure: Enclosure | None = None
    #: The URL of what it is about, if that is elsewhere.
    external: str | None = None

    @property
    def changed(self) -> datetime:
        """Return the date of the last change."""
        return self.updated or self.published


class Channel(NamedTuple):
    """A feed without its entries."""

    #: What it is known by for good.
    id: str
    #: The address of this very file.
    url: str
    media_type: str
    #: The address of the page that lists the same posts.
    home: str
    title: str
    subtitle: str
    author: Person
    language: str | None = None


class Entry(NamedTuple):
    """An entry and its text as HTML."""

    item: Item
    content: str


def legal(text: str) -> str:
    """Return a text without the characters that XML forbids."""
    return re.sub(_ILLEGAL, "", text)


def one_line(text: str) -> str:
    """Return a text in one line, without the characters that XML forbids."""
    return " ".join(legal(text).split())


def feed_date(date: datetime) -> datetime:
    """Return a date-time as RFC 3339 and RFC 2822 can write it: whole minutes from UTC.

    Local times of long ago have offsets with seconds.
    """
    if not (offset := date.utcoffset()) or not offset % _MINUTE:
        return date
    try:
        return date.astimezone(UTC)
    except OverflowError:
        return date.replace(tzinfo=UTC)


def last_change(items: list[Item]) -> datetime:
    """Return the date of the last change of some entries."""
    return max(item.changed for item in items)
