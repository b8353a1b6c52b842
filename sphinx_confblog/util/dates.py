"""Parses dates as authors write them; every result knows its time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import shorten

if TYPE_CHECKING:
    from datetime import tzinfo


ACCEPTED = (
    "2015-06-12 or 2015-06-12 13:29:57, with or without a zone (UTC, CEST, +02:00, Europe/Paris)"
)

# Hours east of Greenwich. The American ones mean what RFC 5322 says; abbreviations that
# are in use for several zones (IST) are left out.
_ABBREVIATIONS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
    "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip

_MOMENT = re.compile(
    r"""(?P<date> [0-9]{4} - [0-9]{1,2} - [0-9]{1,2} )
    (?:
        (?: \s+ | T ) (?P<hour> [0-9]{1,2} ) : (?P<minute> [0-9]{2} )
        (?: : (?P<second> [0-9]{2} ) (?: [.,] (?P<fraction> [0-9]+ ) )? )?
        (?: \s* (?P<half> [AP]M ) (?! [A-Z/] ) )?
        (?: \s* (?P<zone> [A-Z+-] \S* ) )?
      |
        \s+ (?P<day_zone> [A-Z+-] \S* )
    )?""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
# Other ways to write the day, which come before a time and a zone as well. English names of months
# alone: no other language is sure to mean the same by an abbreviation.
_MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})\b\.?"
_DAY_OF_MONTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s+)?"
_OTHER_ORDERS = tuple(
    rf"(?ai){pattern}(?=[\sT,]|$),?(?:\s+at\b)?"
    for pattern in (
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})",
        rf"{_WEEKDAY}{_DAY_OF_MONTH}\.?\s+{_MONTH},?\s+(?P<year>[0-9]{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY_OF_MONTH},?\s+(?P<year>[0-9]{{4}})",
    )
)
_UTC_OFFSET = re.compile(r"(?<![\w/])(?:UTC|GMT)(?=[+-][0-9])", re.ASCII | re.IGNORECASE)
_OFFSET = r"(?a)([+-])(?:([0-9]{1,2})(?::([0-9]{2}))?|([0-9]{2})([0-9]{2}))"
_ZONE_NAME = r"(?ai)[A-Z][\w+-]*(?:/[A-Z][\w+-]*)+"
_NAME = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:(?:[-_]|\s+)(.*))?", re.ASCII | re.DOTALL)
_LIKE_DATE = re.compile(
    r"(?:(?:19|[2-9][0-9])[0-9]{2}|[0-9]{5})-[0-9]{1,2}-[0-9]{1,2}(?=[-_\s]|\Z)", re.ASCII
)
#: The dates at the beginning of file names that are none of ours.
_REST = r"(?:[-_. ]+(?P<rest>.*))?"
_OTHER_NAMES = tuple(
    rf"(?s)(?P<typed>{order}){_REST}"
    for order in (
        r"(?P<year>[0-9]{4})(?P<sign>[-_.])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<day>[0-9]{1,2})(?P<sign>[-_.])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})",
        r"(?P<year>(?:19|20)[0-9]{2})[-_.](?P<month>0[1-9]|1[0-2])",
    )
)
_WIDEST_OFFSET = timedelta(hours=14)
# Room for conversion to any zone: a date nearer to the calendar's ends overflows.
_MARGIN = timedelta(days=2)


class DateError(ValueError):
    """A text that isn't a date; the message names the text and what is accepted."""


def parse_date(text: str, zone: tzinfo) -> datetime:
    """Read a date or date-time, ISO-like or as in mails and on paper; the result is always aware.

    Besides ``2013-10-13``, the day may be ``2013/10/13``, ``13 Oct 2013``, ``October 13, 2013`` or
    ``Sun, 13 Oct 2013``; ``03/04/2026`` is refused, since it has two meanings.

    A zone that the text names counts (abbreviations are fixed offsets), else *zone*. A date
    alone is its midnight, and ``24:00`` the midnight that ends the day (ISO 8601). Fractions
    of a second are cut to microseconds. Raises DateError, and nothing else.
    """
    match = _MOMENT.fullmatch(iso_order(_bare(text)))
    if match is None:
        raise _refusal(text, "is not a date")
    try:
        named = match["zone"] or match["day_zone"]
        moment = _moment(match).replace(tzinfo=_zone(named) if named else zone)
    except DateError as error:
        raise _refusal(text, str(error)) from None
    except (ValueError, OverflowError):
        raise _refusal(text, "is not a day and time that exists") from None
    try:
        _ = moment - _MARGIN, moment + _MARGIN
    except OverflowError:
        raise _refusal(text, "is too close to the beginning or end of the calendar") from None
    return moment


def names_time(text: str) -> bool:
    """Return whether a date that :func:`parse_date` reads has a time of day."""
    match = _MOMENT.fullmatch(iso_order(_bare(text)))
    return match is not None and match["hour"] is not None


def local_date(text: str, zone: tzinfo | None) -> datetime:
    """Read a date as :func:`parse_date`, and put it in *zone*, whichever zone it names.

    Without *zone*, a date stays in the zone that it names, else it is in UTC.
    """
    date = parse_date(text, zone or UTC)
    return date if zone is None else date.astimezone(zone)


def iso_order(text: str) -> str:
    """Return ``June 30, 2014 16:16`` as ``2014-06-30 16:16``, and other texts as they are."""
    text = _UTC_OFFSET.sub("", text)
    if _MOMENT.fullmatch(text):
        return text
    for order in _OTHER_ORDERS:
        if match := re.match(order, text):
            parts = match.groupdict()
            month = int(parts.get("month") or _number_of(parts["name"]))
            day = f"{parts['year']}-{month:02}-{int(parts['day']):02}"
            return f"{day} {text[match.end() :].lstrip(' T')}".rstrip()
    return text


def date_from_name(name: str) -> tuple[date, str] | None:
    """Split the date off a file name without suffix.

    ``2014-06-30-title``, ``2014-6-3_title`` and ``2014-06-30 My title`` have one. Returns the day
    and the rest, which may be empty; None without a day that exists.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return _day(match[1]), match[2] or ""
    except ValueError:
        return None


def looks_dated(name: str) -> str | None:
    """Return what looks like a date at the beginning of a file name, or None.

    Such as ``2014-02-30`` in ``2014-02-30-title``: a day that need not exist.
    """
    match = _LIKE_DATE.match(name)
    return match[0] if match else None


class OtherDate(NamedTuple):
    """A date in a file name that is not read."""

    #: What is wrong with it.
    why: str
    #: The day that is meant, if that is clear, and the rest of the name.
    day: date | None
    rest: str


def other_date(name: str) -> OtherDate | None:
    """Return the date that a file name without suffix has in another form, or None."""
    if date_from_name(name):
        return None
    for order in _OTHER_NAMES:
        if match := re.fullmatch(order, name, re.ASCII):
            parts = match.groupdict()
            typed, rest = parts["typed"], parts["rest"] or ""
            if parts.get("day") is None:
                return OtherDate(f"{typed!r} in its name has no day", None, rest)
            try:
                day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
            except ValueError:
                return OtherDate(f"{typed!r} in its name is not a day that exists", None, rest)
            is_clear = match.start("year") == 0 or day.day > 12
            why = f"{typed!r} in its name is not written as YYYY-MM-DD"
            return OtherDate(why, day if is_clear else None, rest)
    return None


def _bare(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1].strip()
    return text


def _number_of(name: str) -> int:
    """Return the number of a month, from 1, by its English name or abbreviation."""
    return next(n for n, month in enumerate(_MONTHS, 1) if month[:3] == name[:3].lower())


def _day(text: str) -> date:
    year, month, day = text.split("-")
    return date(int(year), int(month), int(day))


def _moment(match: re.Match[str]) -> datetime:
    """Return the naive date-time of a match; raise ValueError or OverflowError if impossible."""
    start = datetime.combine(_day(match["date"]), datetime.min.time())
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    micro = int((match["fraction"] or "")[:6].ljust(6, "0"))
    if match["half"]:
        hour = _hour_of_day(hour, match["half"])
    elif (hour, minute, second, micro) == (24, 0, 0, 0):
        return start + timedelta(days=1)
    return start.replace(hour=hour, minute=minute, second=second, microsecond=micro)


def _hour_of_day(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.upper() == "PM" else 0)


def _zone(text: str) -> tzinfo:
    """Return the zone of an abbreviation, an offset or an IANA name; raise DateError."""
    if (hours := _ABBREVIATIONS.get(text.upper())) is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    if match := re.fullmatch(_OFFSET, text):
        sign, hour, minute, hour4, minute4 = match.groups()
        return _offset(sign, int(hour or hour4), int(minute or minute4 or 0))
    if re.fullmatch(_ZONE_NAME, text):
        try:
            return ZoneInfo(text)
        except (LookupError, ValueError, OSError):
            pass  # the last one: a folder of zones, such as America/Argentina
    raise DateError(f"has the zone '{shorten(text)}', which is unknown or ambiguous")


def _offset(sign: str, hour: int, minute: int) -> tzinfo:
    offset = timedelta(hours=hour, minutes=minute)
    if minute > 59 or offset > _WIDEST_OFFSET:
        raise DateError("has an offset that no zone has")
    return timezone(-offset if sign == "-" else offset)


def _refusal(text: str, why: str) -> DateError:
    return DateError(f"'{shorten(text)}' {why}; write it like {ACCEPTED}")
