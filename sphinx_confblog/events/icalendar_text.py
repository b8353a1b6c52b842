"""Writes calendars in the iCalendar format (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import icalendar

from sphinx_confblog.model.event import Status

if TYPE_CHECKING:
    from sphinx_confblog.events.calendars import Calendar, CalendarEntry
    from sphinx_confblog.model.event import Event

#: Names no version: files don't change with that of the package.
PRODUCT = "-//sphinx_confblog//EN"
#: Status of an event -> that of iCalendar. The new time of a postponed one is not known yet.
STATUSES = {
    Status.SCHEDULED: "CONFIRMED",
    Status.RESCHEDULED: "CONFIRMED",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
_DAY = timedelta(days=1)


def calendar_bytes(calendar: Calendar) -> bytes:
    """Return a calendar as a file, with the zones that its events name."""
    file = icalendar.Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    if calendar.title:
        # RFC 7986, and what calendars read that are older.
        file.add("name", calendar.title)
        file.add("x-wr-calname", calendar.title)
    for entry in calendar.entries:
        file.add_component(component(entry))
    years = [day.year for e in calendar.entries for day in (e.event.start, e.event.over)]
    # As far as events reach: half a century of clock changes is no use to anyone.
    file.add_missing_timezones(
        date(min(years), 1, 1), date(min(max(years) + 1, date.max.year), 1, 1)
    )
    return bytes(file.to_ical())


def component(entry: CalendarEntry) -> icalendar.Event:
    """Return an event as a part of a calendar."""
    made = icalendar.Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", entry.changed.astimezone(UTC))
    made.add("summary", entry.title)
    start, end = span(entry.event)
    made.add("dtstart", start)
    if end is not None:
        made.add("dtend", end)
    texts = {"description": entry.description, "location": entry.location, "url": entry.url}
    for name, text in texts.items():
        if text:
            made.add(name, text)
    made.add("status", STATUSES[entry.event.status])
    return made


def span(event: Event) -> tuple[date, date | None]:
    """Return the start of an event and the first moment, or day, after it.

    Without an end, or with one that is its start, an event with a time has a start only.
    """
    if event.all_day:
        return event.start.date(), (event.end or event.start).date() + _DAY
    end = event.end if event.end is not None and event.end > event.start else None
    return zoned(event.start), zoned(end) if end is not None else None


def zoned(moment: datetime) -> datetime:
    """Return a moment in its zone if that has a name, else in UTC.

    An offset is no zone that calendars know.
    """
    return moment if isinstance(moment.tzinfo, ZoneInfo) else moment.astimezone(UTC)
