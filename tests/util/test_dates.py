"""Dates as authors write them; whole posts with odd dates are in cases/frontmatter."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.dates import DateError, date_from_name, local_date, other_date, parse_date
from sphinx_confblog.util.text import shorten

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-06-12", "2015-06-12T00:00:00+02:00"),
        ("2014-6-3", "2014-06-03T00:00:00+02:00"),
        ("2015-01-12", "2015-01-12T00:00:00+01:00"),
        (" '2015-06-12' ", "2015-06-12T00:00:00+02:00"),
        ('"2015-06-12 1:02"', "2015-06-12T01:02:00+02:00"),
        ("2015-06-12 UTC", "2015-06-12T00:00:00+00:00"),
        ("2015-06-12T13:29", "2015-06-12T13:29:00+02:00"),
        ("2015-06-12t13:29:57z", "2015-06-12T13:29:57+00:00"),
        ("2015-06-12  13:29:57  CEST", "2015-06-12T13:29:57+02:00"),
        ("2015-06-12 13:29:57CEST", "2015-06-12T13:29:57+02:00"),
        ("2015-06-12 13:29:57.5", "2015-06-12T13:29:57.500000+02:00"),
        ("2015-06-12 13:29:57,000001", "2015-06-12T13:29:57.000001+02:00"),
        ("2018-02-26 00:00:00.9999999999 Z", "2018-02-26T00:00:00.999999+00:00"),
        ("2015-06-12 13:29 +0530", "2015-06-12T13:29:00+05:30"),
        ("2015-06-12 13:29+05:30", "2015-06-12T13:29:00+05:30"),
        ("2015-06-12 13:29 -07", "2015-06-12T13:29:00-07:00"),
        ("2015-06-12 13:29 -7", "2015-06-12T13:29:00-07:00"),
        ("2015-06-12 13:29 -00:00", "2015-06-12T13:29:00+00:00"),
        ("2015-06-12 13:29 +14:00", "2015-06-12T13:29:00+14:00"),
        ("2015-06-12 13:29 America/Argentina/Buenos_Aires", "2015-06-12T13:29:00-03:00"),
        ("2015-06-12 13:29 Etc/GMT+2", "2015-06-12T13:29:00-02:00"),
        ("2011-01-03 10:15AM PST", "2011-01-03T10:15:00-08:00"),
        ("2011-01-03 10:15 am", "2011-01-03T10:15:00+01:00"),
        ("2011-01-03 12:00 AM", "2011-01-03T00:00:00+01:00"),
        ("2011-01-03 12:00 PM", "2011-01-03T12:00:00+01:00"),
        ("2011-01-03 11:59:59 pm -0700", "2011-01-03T23:59:59-07:00"),
        ("2015-06-12 24:00", "2015-06-13T00:00:00+02:00"),
        ("2015-12-31 24:00:00.000 UTC", "2016-01-01T00:00:00+00:00"),
        ("2016-02-29", "2016-02-29T00:00:00+01:00"),
        ("2013/10/13", "2013-10-13T00:00:00+02:00"),
        ("2013/1/3 14:05", "2013-01-03T14:05:00+01:00"),
        ("2013.10.13 14:05:06 UTC", "2013-10-13T14:05:06+00:00"),
        ("4 March 2019", "2019-03-04T00:00:00+01:00"),
        ("Mar 4, 2019", "2019-03-04T00:00:00+01:00"),
        ("march 4 2019, 9:30 pm", "2019-03-04T21:30:00+01:00"),
        ("2nd Feb. 2025 10:30", "2025-02-02T10:30:00+01:00"),
        ("Sept. 9, 2024 at 16:16", "2024-09-09T16:16:00+02:00"),
        ("Tue, 13 Oct 2013 10:00:00 +0200", "2013-10-13T10:00:00+02:00"),
        ("Sunday, October 13th, 2013", "2013-10-13T00:00:00+02:00"),
        ("Mon, 30 Jun 2014 16:16:00 GMT", "2014-06-30T16:16:00+00:00"),
        ("2012-03-30 23:00:00 UTC-03:00", "2012-03-30T23:00:00-03:00"),
        ("2014-06-30 at 16:16", "2014-06-30T16:16:00+02:00"),
    ],
)
def test_accepted(text: str, expected: str) -> None:
    """Every form that the documentation names is read, with the zone it names or the site's."""
    assert parse_date(text, PARIS).isoformat() == expected


@pytest.mark.parametrize(
    ("zones", "hours"),
    [
        ("Z UTC GMT WET", 0),
        ("WEST BST CET", 1),
        ("CEST EET cest", 2),
        ("EEST MSK", 3),
        ("JST KST", 9),
        ("AEST", 10),
        ("AEDT", 11),
        ("NZST", 12),
        ("NZDT", 13),
        ("EDT", -4),
        ("EST CDT", -5),
        ("CST MDT", -6),
        ("MST PDT", -7),
        ("PST AKDT", -8),
        ("AKST", -9),
        ("HST", -10),
    ],
)
def test_abbreviations(zones: str, hours: int) -> None:
    """An abbreviation is a fixed offset, whatever the season of the date."""
    for zone in zones.split():
        for day in ("2015-01-12", "2015-07-12"):
            offset = parse_date(f"{day} 12:00 {zone}", PARIS).utcoffset()
            assert offset == timedelta(hours=hours), zone


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'' is not a date"),
        ("soon", "is not a date"),
        ("2015", "is not a date"),
        ("20150612", "is not a date"),
        ("1434108597", "is not a date"),
        ("12-06-2015", "is not a date"),
        ("03/04/2026", "is not a date"),
        ("3.4.2026", "is not a date"),
        ("2015/06-12", "is not a date"),
        ("2015/06/121", "is not a date"),
        ("4 mars 2019", "is not a date"),
        ("4 Marvember 2019", "is not a date"),
        ("4 March", "is not a date"),
        ("March 2019", "is not a date"),
        ("4 March 2019 soon", "has the zone 'soon'"),
        ("Feb 30, 2014", "is not a day and time that exists"),
        ("２０１５-06-12", "is not a date"),
        ("99999-01-01", "is not a date"),
        ("2015-06-12 13", "is not a date"),
        ("2015-06-12 13:29:57.", "is not a date"),
        ("2015-06-12 13:29 CEST +0200", "is not a date"),
        ("2015-06-12-0700", "is not a date"),
        ("2015-02-30", "is not a day and time that exists"),
        ("2015-13-01", "is not a day and time that exists"),
        ("2015-00-10", "is not a day and time that exists"),
        ("0000-01-01", "is not a day and time that exists"),
        ("0001-01-01", "is too close to the beginning or end of the calendar"),
        ("9999-12-31", "is too close to the beginning or end of the calendar"),
        ("9999-12-31 24:00", "is not a day and time that exists"),
        ("2015-06-12 24:01", "is not a day and time that exists"),
        ("2015-06-12 24:00:00.1", "is not a day and time that exists"),
        ("2015-06-12 13:60", "is not a day and time that exists"),
        ("2015-06-12 23:59:60", "is not a day and time that exists"),
        ("2015-06-12 13:29AM", "is not a day and time that exists"),
        ("2015-06-12 0:29 PM", "is not a day and time that exists"),
        ("2015-06-12 13:29 IST", "has the zone 'IST', which is unknown or ambiguous"),
        ("2015-06-12 13:29 Europe", "has the zone 'Europe'"),
        ("2015-06-12 13:29 America/Argentina", "has the zone 'America/Argentina'"),
        ("2015-06-12 13:29 Europe/Nowhere", "has the zone 'Europe/Nowhere'"),
        ("2015-06-12 13:29 Etc/../UTC", "has the zone"),
        ("2015-06-12 13:29 +14:01", "has an offset that no zone has"),
        ("2015-06-12 13:29 +05:60", "has an offset that no zone has"),
        ("2015-06-12 13:29 +9999", "has an offset that no zone has"),
        ("2015-06-12 13:29 +530", "has the zone"),
    ],
)
def test_refused(text: str, why: str) -> None:
    """Anything else is refused, with the reason and what is accepted."""
    with pytest.raises(DateError) as error:
        parse_date(text, PARIS)
    assert why in str(error.value)
    assert "write it like 2015-06-12" in str(error.value)


dated = st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*")


@pytest.mark.slow
@given(st.text() | dated, st.sampled_from([UTC, PARIS]))
def test_any_text(text: str, zone: timezone | ZoneInfo) -> None:
    """Any text is an aware date that every zone can show, or a DateError."""
    try:
        moment = parse_date(text, zone)
    except DateError:
        return
    assert moment.utcoffset() is not None
    assert moment.astimezone(timezone(timedelta(hours=23))).tzinfo is not None
    assert moment.astimezone(timezone(timedelta(hours=-23))).tzinfo is not None


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=offsets))  # noqa: DTZ001
def test_round_trip(moment: datetime) -> None:
    """A date-time that is written in ISO form is read back, to the microsecond."""
    assert parse_date(moment.isoformat(), PARIS) == moment
    assert parse_date(moment.isoformat(" "), PARIS).utcoffset() == moment.utcoffset()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2014-06-30-title", (date(2014, 6, 30), "title")),
        ("2014-6-3-title", (date(2014, 6, 3), "title")),
        ("2014-06-30_title", (date(2014, 6, 30), "title")),
        ("2014-06-30-2015-01-01-x", (date(2014, 6, 30), "2015-01-01-x")),
        ("2014-06-30", (date(2014, 6, 30), "")),
        ("2014-06-30-", (date(2014, 6, 30), "")),
        ("2014-02-30-title", None),
        ("2014-06-301-title", None),
        ("2014-06-30title", None),
        ("x2014-06-30-title", None),
        ("0000-01-01-title", None),
        ("title", None),
        ("", None),
    ],
)
def test_date_from_name(name: str, expected: tuple[date, str] | None) -> None:
    """A file name begins with a date or it has none; the rest is its name."""
    assert date_from_name(name) == expected


@given(st.dates(), st.text())
def test_date_from_name_round_trip(day: date, rest: str) -> None:
    """Every day that exists is read back from a name, whatever follows it."""
    assert date_from_name(f"{day.isoformat()}-{rest}") == (day, rest)


@given(st.text())
def test_date_from_any_name(name: str) -> None:
    """Any name has a date or none, and never an error."""
    found = date_from_name(name)
    assert found is None or name.endswith(found[1])


@given(st.text())
def test_shorten(text: str) -> None:
    """What is quoted in a message is one short, printable line."""
    short = shorten(text)
    assert len(short) <= 40
    assert short.isprintable()


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        (PARIS, "2026-01-01 00:30 +1300", "2025-12-31T12:30:00+01:00"),
        (PARIS, "2026-07-01 00:30", "2026-07-01T00:30:00+02:00"),
        (None, "2026-01-01 00:30 +1300", "2026-01-01T00:30:00+13:00"),
        (None, "2026-01-01", "2026-01-01T00:00:00+00:00"),
    ],
)
def test_the_zone_of_the_site(zone: ZoneInfo | None, text: str, expected: str) -> None:
    """All dates are put in it; without one, they keep theirs, and UTC is that of the others."""
    assert local_date(text, zone).isoformat() == expected


@pytest.mark.parametrize(
    ("name", "why", "day", "rest"),
    [
        ("2026-02-30-x", "'2026-02-30' in its name is not a day that exists", None, "x"),
        ("20260115-x-y", "'20260115' in its name is not written as", date(2026, 1, 15), "x-y"),
        ("2026_01_15-x", "'2026_01_15' in its name is not written as", date(2026, 1, 15), "x"),
        ("2026.1.5_x", "'2026.1.5' in its name is not written as", date(2026, 1, 5), "x"),
        ("15-01-2026-x", "'15-01-2026' in its name is not written as", date(2026, 1, 15), "x"),
        ("02-01-2026", "'02-01-2026' in its name is not written as", None, ""),
        ("2026-01-x", "'2026-01' in its name has no day", None, "x"),
    ],
)
def test_dates_in_names_that_are_not_read(name: str, why: str, day: date | None, rest: str) -> None:
    """What is wrong is said, and the day that is meant, if there is no doubt."""
    other = other_date(name)
    assert other is not None
    assert other.why.startswith(why)
    assert (other.day, other.rest) == (day, rest)


@pytest.mark.parametrize("name", ["x", "2026", "2026-13-x", "12345678-x", "2026-01-15-x", "3-4-x"])
def test_names_without_dates(name: str) -> None:
    """Numbers may be anything."""
    assert other_date(name) is None
