"""The event that a post is about: when and where it is, and its talks."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.values import IGNORED
from sphinx_confblog.util.dates import DateError, names_time, parse_date
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean, shorten
from sphinx_confblog.util.urls import is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_confblog.frontmatter.records import Subtype, Value
    from sphinx_confblog.frontmatter.values import FrontMatterValues

#: The key that makes a post a post about an event.
EVENT = "event"
#: The place of an event that is in no building.
ONLINE = "online"
#: What calendar files end in.
CALENDAR = ".ics"
CALENDAR_TYPE = "text/calendar"
KEYS = ("start", "end", "location", "url", "status", "talks")
LOCATION_KEYS = ("name", "address", "url")
TALK_KEYS = ("title", "speakers", "slides", "video")
NO_EVENT = "The post has no event."

_DAY = timedelta(days=1)


class Status(enum.StrEnum):
    """Whether an event takes place as planned."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"


class EventTime(enum.StrEnum):
    """Which events a list shows."""

    UPCOMING = "upcoming"
    """Events that aren't over yet, the next one first."""
    PAST = "past"
    """Events that are over, the last one first."""


#: Another spelling -> the usual one.
_SPELLINGS = {"canceled": Status.CANCELLED.value, "confirmed": Status.SCHEDULED.value}


class Place(NamedTuple):
    """Where an event is: a place with a name or an address, or one on the web."""

    name: str | None = None
    address: str | None = None
    url: str | None = None
    online: bool = False


class Talk(NamedTuple):
    """A talk of an event; slides and video are URLs."""

    title: str
    speakers: tuple[str, ...] = ()
    slides: str | None = None
    video: str | None = None


class Event(NamedTuple):
    """An event; its date-times are aware, each in the zone that it is typed in."""

    start: datetime
    #: The last moment; of whole days, the last day. It is not before the start.
    end: datetime | None = None
    #: Whether the dates are days, without times.
    all_day: bool = False
    location: Place | None = None
    url: str | None = None
    status: Status = Status.SCHEDULED
    talks: tuple[Talk, ...] = ()

    def is_past(self, now: datetime) -> bool:
        """Return whether the event is over at the moment *now*.

        Days end at midnight in the event's zone. Without an end, it ends with its first day.
        """
        return self.over <= now

    @property
    def over(self) -> datetime:
        """The first moment after the event."""
        if self.end is not None and not self.all_day:
            return self.end
        day = self.end or self.start
        # Wall-clock arithmetic: the next midnight in the zone, even if clocks change that day.
        return day.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + _DAY


def read_event(values: FrontMatterValues) -> Event | None:
    """Return the event of a post; what is wrong with it becomes a problem.

    A taxonomy of that name stays one. A date alone is the start, for heads without mappings.
    """
    value = values.get(EVENT)
    if EVENT in values.rules.taxonomies or not value:
        return None
    return EventReader(values).event({"start": value} if isinstance(value, str) else value)


class EventReader:
    """Reads the parts of the key ``event``."""

    def __init__(self, values: FrontMatterValues) -> None:
        self.values = values
        self.line = values.head.entries[EVENT].line

    def problem(
        self, path: str, text: str, *, subtype: Subtype = "key", outcome: str = IGNORED
    ) -> None:
        """Add a problem with the value at *path*, such as ``event.end``."""
        said = f"{path}: {text}" if text.endswith((".", "?")) else f"{path}: {text}."
        self.values.add_problem(subtype, self.line, said, hides=False, outcome=outcome)

    def event(self, value: Value) -> Event | None:
        """Return the event; None without a start."""
        if not isinstance(value, dict):
            self.problem(EVENT, "write a mapping with 'start' instead of a list", outcome=NO_EVENT)
            return None
        self.note_unknown(EVENT, value, KEYS)
        start = self.date(value, "start", NO_EVENT)
        if start is None:
            if not value.get("start"):
                text = "'start' is missing; add the date of the event"
                self.problem(EVENT, text, subtype="date", outcome=NO_EVENT)
            return None
        all_day = not names_time(str(value["start"]))
        return Event(
            start=start,
            end=self.end(value, start, all_day=all_day),
            all_day=all_day,
            location=self.location(value.get("location")),
            url=self.url(EVENT, value, "url"),
            status=self.status(value),
            talks=tuple(self.talks(value.get("talks"))),
        )

    def note_unknown(self, path: str, value: Mapping[str, Value], known: tuple[str, ...]) -> None:
        """Add a problem for each key of a mapping that is not one of the *known* ones."""
        for key in value:
            if key not in known:
                hint = did_you_mean(key, known)
                text = f"{shorten(key)!r} is not one of: {', '.join(known)}{hint}"
                self.problem(path, text)

    def text(self, path: str, value: Value) -> str | None:
        """Return a string in one line; None if there is none."""
        if isinstance(value, str):
            return self.values.one_line(EVENT, value) or None
        if value:
            kind = "a list" if isinstance(value, list) else "a mapping"
            self.problem(path, f"write a string instead of {kind}")
        return None

    def date(self, value: Mapping[str, Value], key: str, outcome: str = IGNORED) -> datetime | None:
        """Return a date in the zone that it names, else the site's."""
        path = f"{EVENT}.{key}"
        text = self.text(path, value.get(key, ""))
        if text is None:
            return None
        try:
            return parse_date(text, self.values.rules.zone or UTC)
        except DateError as error:
            self.problem(path, str(error), subtype="date", outcome=outcome)
            return None

    def end(self, value: Mapping[str, Value], start: datetime, *, all_day: bool) -> datetime | None:
        """Return the end; a day after a start with a time includes that day's last minute."""
        end = self.date(value, "end")
        if end is None:
            return None
        if not all_day and not names_time(str(value["end"])):
            end = end.replace(hour=23, minute=59)
        elif all_day:
            end = end.replace(hour=0, minute=0, second=0, microsecond=0)
        if end < start:
            self.problem(f"{EVENT}.end", "the end is before the start", subtype="date")
            return None
        return end

    def location(self, value: Value | None) -> Place | None:
        """Return the place that a mapping describes, or that a string names."""
        path = f"{EVENT}.location"
        if isinstance(value, dict):
            self.note_unknown(path, value, LOCATION_KEYS)
            name, address = (self.text(path, value.get(key, "")) for key in ("name", "address"))
            url = self.url(path, value, "url")
            online = (name or "").casefold() == ONLINE or not (name or address)
            if not (name or address or url):
                return None
            return Place(name=None if online else name, address=address, url=url, online=online)
        text = self.text(path, value or "")
        if text is None:
            return None
        if text.casefold() == ONLINE:
            return Place(online=True)
        return Place(url=text, online=True) if is_web_url(text) else Place(name=text)

    def url(self, path: str, value: Mapping[str, Value], key: str) -> str | None:
        """Return an HTTP URL, or None if there is no valid one."""
        path = f"{path}.{key}"
        text = self.text(path, value.get(key, ""))
        if text is None or is_web_url(text):
            return text
        self.problem(path, f"'{shorten(text)}' is not a URL that begins with http:// or https://")
        return None

    def status(self, value: Mapping[str, Value]) -> Status:
        """Return the status; by default, the event takes place as planned."""
        path = f"{EVENT}.status"
        typed = (self.text(path, value.get("status", "")) or "").casefold()
        name = _SPELLINGS.get(typed, typed)
        if not name:
            return Status.SCHEDULED
        try:
            return Status(name)
        except ValueError:
            hint = did_you_mean(name, list(Status))
            self.problem(path, f"'{shorten(typed)}' is not one of: {', '.join(Status)}{hint}")
            return Status.SCHEDULED

    def talks(self, value: Value | None) -> Iterator[Talk]:
        """Yield the talks that have a title; a string is one."""
        path = f"{EVENT}.talks"
        for item in value if isinstance(value, list) else [value or ""]:
            talk = item if isinstance(item, dict) else {"title": item}
            self.note_unknown(path, talk, TALK_KEYS)
            title = self.text(path, talk.get("title", ""))
            if title is not None:
                yield Talk(
                    title=title,
                    speakers=tuple(self.names(path, talk.get("speakers", ""))),
                    slides=self.url(path, talk, "slides"),
                    video=self.url(path, talk, "video"),
                )
            elif isinstance(item, dict) and not item.get("title"):
                self.problem(path, "a talk has no title")

    def names(self, path: str, value: Value) -> Iterator[str]:
        """Yield the names in a list or a comma-separated string."""
        items = value.split(",") if isinstance(value, str) else value
        for item in items if isinstance(items, list) else [items]:
            if name := self.text(path, item):
                yield name
