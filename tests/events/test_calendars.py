"""Calendar files of events, read by another library than the one that writes them."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
import vobject
from conftest import plain_site
from later import assert_outputs, assert_same, build_as_clean, outputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built, Site

BASE = "https://docs.example.org/en/latest/"
PARIS = timezone(timedelta(hours=2))
FULL = """\
---
title: 'Steel; or, "iron"'
updated: 2026-02-03 12:00 +02:00
event:
  start: 2026-06-11 09:00 Europe/Paris
  end: 2026-06-12 17:30 Europe/Paris
  location: {name: Le Beffroi, address: Montrouge, url: "https://b.example.org/"}
  url: https://conf.example.org/
  status: cancelled
---
About *steel*, in {doc}`/index`.

READMORE

Not told.
"""


def write(site: Site, name: str, event: str = "2026-06-11", *more: str) -> None:
    """Write a post about an event."""
    lines = "\n".join([f"title: {name.upper()}", f"event: {event}", *more])
    site.write(f"blog/2026-01-01-{name}.md", f"---\n{lines}\n---\n\nAbout {name}.\n")


def files(built: Built) -> list[str]:
    """The calendar files of a build."""
    return [name for name in built.everything() if name.endswith(".ics")]


def calendar(built: Built, name: str, *, validate: bool = False) -> Any:
    """A calendar file, read with its own time zones: vobject keeps those of other files by name."""
    zones = vars(vobject.icalendar)["__tzidMap"]
    known = dict(zones)
    try:
        return vobject.readOne(built.read(name), validate=validate)
    finally:
        zones.clear()
        zones.update(known)


def events(built: Built, name: str = "blog/events.ics") -> list[Any]:
    """The events in a calendar file."""
    return list(calendar(built, name, validate=True).contents.get("vevent", ()))


def only(built: Built, name: str = "blog/2026-01-01-a.ics") -> Any:
    """The only event in a calendar file."""
    (event,) = events(built, name)
    return event


def titles(built: Built, name: str = "blog/events.ics") -> list[str]:
    """The titles of the events in a calendar file."""
    return [event.summary.value for event in events(built, name)]


#: Names of posts -> what they say of their events.
EVENTS = {
    "own": "2026-06-11",
    "zones": "{start: 2026-06-11 09:00 Europe/Paris, end: 2026-06-12 09:00 Asia/Tokyo}",
    "scheduled": "{start: 2026-06-11, status: scheduled}",
    "postponed": "{start: 2026-06-11, status: postponed}",
    "rescheduled": "{start: 2026-06-11, status: rescheduled}",
    "word": "{start: 2026-06-11, location: online}",
    "web": "{start: 2026-06-11, location: https://m.example.org/x}",
    "named": "{start: 2026-06-11, location: {name: Online, url: 'https://m.example.org/x'}}",
    "signs": "{start: 2026-06-11, location: 'A, B; C'}",
    "past": "2024-01-01",
    "future": "2030-01-01",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all of them, and a post that says more."""
    site = plain_site(tmp_path_factory.mktemp("events"))
    site.write("blog/2026-01-01-a.md", FULL)
    for name, event in EVENTS.items():
        write(site, name, event)
    return site.build(html_baseurl=BASE, confblog_title="Ünews")


def test_each_event_has_a_file(built: Built) -> None:
    """So has the list of all of them."""
    posts = [f"blog/2026-01-01-{name}.ics" for name in sorted(["a", *EVENTS])]
    assert files(built) == [*posts, "blog/events.ics"]


def test_event(built: Built) -> None:
    """A calendar shows what the post says of its event, in the event's zone."""
    event = only(built)
    assert event.summary.value == "Steel; or, “iron”"
    page = f"{BASE}blog/2026-01-01-a.html"
    assert event.description.value == f"About steel, in Site.\n\n{page}"
    assert event.dtstart.value == datetime(2026, 6, 11, 9, tzinfo=PARIS)
    assert event.dtend.value == datetime(2026, 6, 12, 17, 30, tzinfo=PARIS)
    assert event.dtstamp.value == datetime(2026, 2, 3, 10, tzinfo=UTC)
    assert event.location.value == "Le Beffroi, Montrouge"
    assert event.url.value == "https://conf.example.org/"
    assert event.status.value == "CANCELLED"
    text = built.read("blog/2026-01-01-a.ics")
    assert "DTSTART;TZID=Europe/Paris:20260611T090000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RDATE" not in text
    assert all(len(line.encode()) <= 75 for line in text.splitlines())


#: What a post says of the time of its event -> when that begins and ends.
TIMES: list[tuple[str, date, date | None]] = [
    ("2026-06-11", date(2026, 6, 11), date(2026, 6, 12)),
    ("{start: 2026-06-11, end: 2026-06-12}", date(2026, 6, 11), date(2026, 6, 13)),
    ("2026-06-11 09:00 Europe/Paris", datetime(2026, 6, 11, 9, tzinfo=PARIS), None),
    ("2026-06-11 09:00 CEST", datetime(2026, 6, 11, 7, tzinfo=UTC), None),
    ("2026-06-11 09:00 +02:00", datetime(2026, 6, 11, 7, tzinfo=UTC), None),
    ("2026-06-11 09:00", datetime(2026, 6, 11, 9, tzinfo=UTC), None),
    ("{start: 2026-06-11 09:00 UTC, end: 2026-06-11 09:00 UTC}",
     datetime(2026, 6, 11, 9, tzinfo=UTC), None),
    # The hour that there is twice; what is not told is the first one.
    ("{start: 2026-10-24 22:00 Europe/Paris, end: 2026-10-25 02:30 Europe/Paris}",
     datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ("{start: 2026-12-31 22:00 America/New_York, end: 2027-01-01 09:00 Asia/Tokyo}",
     datetime(2027, 1, 1, 3, tzinfo=UTC), None),
    ("{start: 2026-12-31 20:00 Australia/Sydney, end: 2027-01-01 02:00 Australia/Sydney}",
     datetime(2026, 12, 31, 9, tzinfo=UTC), datetime(2026, 12, 31, 15, tzinfo=UTC)),
]  # fmt: skip


def test_times(site: Site) -> None:
    """Whole days end before the next one; a zone without a name is written as UTC."""
    for number, (event, _, _) in enumerate(TIMES):
        write(site, f"e{number}", event)
    built = site.build(clean=False)
    for number, (event, start, end) in enumerate(TIMES):
        read = only(built, f"blog/2026-01-01-e{number}.ics")
        # Moments that there are twice are equal to none in another zone.
        moments = [read.dtstart.value, read.dtend.value if hasattr(read, "dtend") else None]
        shown = [m.astimezone(UTC) if isinstance(m, datetime) else m for m in moments]
        assert shown == [start, end], event
        assert isinstance(shown[0], datetime) is isinstance(start, datetime), event


def test_zones_of_start_and_end(built: Built) -> None:
    """An event may begin in one zone and end in another; both are written out."""
    name = "blog/2026-01-01-zones.ics"
    for file in (name, "blog/events.ics"):
        zones = calendar(built, file).contents["vtimezone"]
        assert {zone.tzid.value for zone in zones} == {"Asia/Tokyo", "Europe/Paris"}
    assert only(built, name).dtend.value == datetime(2026, 6, 12, 0, tzinfo=UTC)


def test_status(built: Built) -> None:
    """An event whose new time is not known is tentative."""
    shown = {event.summary.value: event.status.value for event in events(built)}
    assert shown["SCHEDULED"] == shown["RESCHEDULED"] == "CONFIRMED"
    assert shown["POSTPONED"] == "TENTATIVE"


def test_location(built: Built) -> None:
    """Calendars link to where an event on the web is."""
    web = "https://m.example.org/x"
    shown = {e.summary.value: e.location.value for e in events(built) if hasattr(e, "location")}
    del shown["Steel; or, “iron”"]
    assert shown == {"WORD": "Online", "WEB": web, "NAMED": web, "SIGNS": "A, B; C"}


def test_no_address(site: Site) -> None:
    """Without html_baseurl, an event has the URL that the post names, or none."""
    write(site, "a")
    write(site, "b", "{start: 2026-06-11, url: 'https://conf.example.org/'}")
    built = site.build()
    event = only(built)
    assert not hasattr(event, "url")
    assert not hasattr(event, "location")
    assert event.description.value == "About a."
    event = only(built, "blog/2026-01-01-b.ics")
    assert event.url.value == "https://conf.example.org/"
    assert event.description.value == "About b."


def test_own_page_as_url(built: Built) -> None:
    """An event without a website has the URL of the post."""
    event = only(built, "blog/2026-01-01-own.ics")
    assert event.url.value == f"{BASE}blog/2026-01-01-own.html"
    assert event.description.value == "About own."


def test_order_and_names(built: Built) -> None:
    """The calendar has a name and all events, those that start first first, whatever the clock."""
    found = titles(built)
    assert sorted(found) == sorted(["Steel; or, “iron”", *map(str.upper, EVENTS)])
    assert (found[0], found[-1]) == ("PAST", "FUTURE")
    assert calendar(built, "blog/events.ics").contents["name"][0].value == ("Events · Ünews")
    assert "NAME:" not in built.read("blog/2026-01-01-past.ics")


def uids(site: Site, **options: Any) -> list[str]:
    """The identifiers of two events: of a post with a permalink, and of another one."""
    built = site.build(**options)
    return [str(only(built, n).uid.value) for n in ("meet/index.ics", "blog/2026-01-01-a.ics")]


@pytest.mark.slow
def test_identifiers(site: Site) -> None:
    """An event keeps its identifier as long as its post keeps its address on the same site.

    The name of the file does not matter to a post with an address of its own.
    """
    write(site, "a")
    write(site, "b", "2026-06-11", "permalink: /meet/")
    first = uids(site, html_baseurl=BASE)
    write(site, "a", "2027-01-01", "updated: 2026-03-03")
    (site.srcdir / "blog/2026-01-01-b.md").unlink()
    write(site, "other", "2026-06-11", "permalink: /meet/")
    assert uids(site, html_baseurl=BASE.replace("https", "http")) == first
    assert uids(site, html_baseurl=BASE, builder="dirhtml") == first
    others = uids(site), uids(site, project="Other"), uids(site, html_baseurl="https://x.org/")
    assert len({*first, *(uid for found in others for uid in found)}) == 8


def test_same_input_same_bytes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the moment of the build is in a calendar."""
    site.write("blog/2026-01-01-a.md", FULL)
    write(site, "b", "2026-06-11 09:00 America/New_York")
    made = []
    for number, clock in enumerate(["1770000000", "1900000000"]):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", clock)
        built = site.build(out=f"out-{number}")
        made.append({name: built.everything()[name] for name in files(built)})
    assert made[0] == made[1]


def test_no_trace_of_what_is_withheld(site: Site) -> None:
    """Nor of what is unlisted, not even in a preview; what was there before goes."""
    lines = {
        "draft": "draft: true", "unlisted": "unlisted: true", "expired": "expires: 2026-01-02",
        "future": "date: 2099-01-01", "unpublished": "published: no",
    }  # fmt: skip
    write(site, "a")
    for name in lines:
        write(site, name, "2026-06-12")
    assert set(titles(site.build())) == {"A", *map(str.upper, lines)}
    for name, line in lines.items():
        write(site, name, "2026-06-12", line)
    built = build_as_clean(site)
    assert files(built) == ["blog/2026-01-01-a.ics", "blog/events.ics"]
    assert titles(built) == ["A"]
    preview = site.build(out="preview", confblog_drafts=True, confblog_future=True)
    assert files(preview) == files(built)
    for name in lines:
        page = preview.outdir / f"blog/2026-01-01-{name}.html"
        assert not page.exists() or ".ics" not in page.read_text("utf-8")


@pytest.mark.slow
def test_later_builds(site: Site) -> None:
    """Calendars follow posts that change, become events, stop being events, move and go.

    Several processes write what one does; edits one by one are tried with them elsewhere.
    """
    write(site, "a")
    site.post("2026-01-02-b", "# B\n\nText.\n")
    site.write("guide.md", "---\norphan: true\n---\n# Guide\n")
    assert_same(site.build(jobs=2, out="parallel"), site.build())
    steps: list[Callable[[], object]] = [
        lambda: write(site, "a", "2026-06-12"),
        lambda: site.post("2026-01-02-b", "See {doc}`/guide`.\n", title="B", event="2026-07-01"),
        lambda: site.write("guide.md", "---\norphan: true\n---\n# Manual\n"),
        lambda: write(site, "a", "2026-06-12", "permalink: /meet/"),
        lambda: site.post("2026-01-02-b", "# B\n\nText.\n"),
        lambda: site.post("2026-01-02-b", "# B\n\nText.\n", event="2026-07-01", draft="true"),
        (site.srcdir / "blog/2026-01-01-a.md").unlink,
    ]
    left: list[int] = []
    for step in steps:
        step()
        built = build_as_clean(site)
        if len(left) in {3, 6}:
            assert_same(site.build(jobs=2, out="parallel"), built)
        left.append(len(files(built)))
    assert left == [2, 3, 3, 3, 2, 2, 0]


@pytest.mark.slow
def test_what_changes_is_written(site: Site) -> None:
    """Builds write the files of events that changed, and those that are lost."""
    write(site, "a")
    write(site, "b")
    outdir = site.build().outdir / "blog"
    names = ("2026-01-01-a.ics", "2026-01-01-b.ics", "events.ics")

    def times() -> list[int]:
        return [(outdir / name).stat().st_mtime_ns for name in names]

    before = times()
    site.build()
    assert times() == before
    write(site, "a", "2026-06-12")
    site.build()
    after = times()
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True, False]
    (outdir / "2026-01-01-b.ics").unlink()
    assert titles(site.build(), "blog/2026-01-01-b.ics") == ["B"]


def test_what_stays_is_not_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that change nothing about events do not wait for the library."""
    write(site, "a")
    site.build()
    site.post("2026-01-02-b", "# B\n")
    monkeypatch.delattr("sphinx_confblog.events.icalendar_text.calendar_bytes")
    assert site.build().exists("blog/2026-01-02-b.html")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_links(site: Site, builder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The post's page links to its file, the list to the whole; other pages don't."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    write(site, "a", "2026-06-11", "slug: 日本")
    site.post("2026-01-02-b", "# B\n")
    built = site.build(builder, confblog_permalink="{slug}")
    end = ".html" if builder == "html" else "/index.html"
    up = "" if builder == "html" else "../"
    quoted = "%E6%97%A5%E6%9C%AC"
    link = f'href="{up}{quoted}.ics" type="text/calendar">Add to calendar</a>'
    assert link in built.read(f"blog/日本{end}")
    assert built.exists("blog/日本.ics")
    link = f'href="{up}events.ics" type="text/calendar">Calendar</a>'
    assert link in built.read(f"blog/events{end}")
    for name in (f"blog/b{end}", "blog/index.html", "index.html", "blog/atom.xml"):
        assert not built.exists(name) or ".ics" not in built.read(name)


def test_no_link_to_add_a_past_event(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes with the first build after the event; the file stays for those who have it."""
    write(site, "a", "{start: 2026-06-11, end: 2026-06-12}")
    shown = []
    for day in (11, 12, 13):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1781136000 + (day - 11) * 86400))
        built = site.build()
        shown.append(".ics" in built.read("blog/2026-01-01-a.html"))
        assert built.exists("blog/2026-01-01-a.ics")
        assert "events.ics" in built.read("blog/events.html")
    assert shown == [True, True, False]


def test_feeds_have_no_link(built: Built) -> None:
    """What a page says of a calendar is no part of the post."""
    assert ".ics" not in built.read("blog/atom.xml")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml", "json"])
def test_other_builders(site: Site, builder: str) -> None:
    """What is no web site has no calendar files, and no links to them."""
    write(site, "a")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2026-01-01-a\nblog/events\n```\n")
    built = site.build(builder, copyright="us", version="1", epub_show_urls="no", clean=False)
    assert files(built) == []
    assert not any(b"calendar" in data for name, data in built.everything().items()
                   if name.endswith((".html", ".xhtml", ".tex", ".txt", ".fjson")))  # fmt: skip


def test_turned_off(site: Site) -> None:
    """A site may do without; pages are those of a site without the library."""
    write(site, "a")
    assert files(site.build()) != []
    off = site.build(confblog_calendars=False)
    assert files(off) == []
    assert ".ics" not in off.read("blog/2026-01-01-a.html")
    assert ".ics" not in off.read("blog/events.html")


def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the library away."""
    monkeypatch.setitem(sys.modules, "icalendar", None)


@pytest.mark.parametrize(
    "line", ["", "confblog_calendars = None\n", "confblog_calendars = False\n"]
)
def test_library_is_missing(site: Site, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Sites that don't ask for calendars are told in passing, and only if they have events."""
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", conf + line)
    without_library(monkeypatch)
    site.post("2026-01-02-b", "# B\n")
    hint = "pip install 'sphinx-confblog[events]'"
    if not line:
        assert hint not in site.build().status
    write(site, "a")
    built = site.build()
    assert files(built) == []
    assert ".ics" not in built.read("blog/2026-01-01-a.html")
    assert built.status.count(hint) == (0 if "False" in line else 1)


def test_library_is_missing_where_it_is_asked_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning at the option, once a build, says what to do; no event, no warning."""
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", f"{conf}confblog_calendars = True\n")
    without_library(monkeypatch)
    site.post("2026-01-02-b", "# B\n")
    site.build()
    write(site, "a")
    write(site, "c")
    for _ in range(2):
        built = site.build(clean=False)
        (warning,) = built.warnings.splitlines()
        assert warning.startswith(f"{site.srcdir}/conf.py:4: WARNING: confblog_calendars: events ")
        assert "icalendar is not installed; run pip install 'sphinx-confblog[events]'" in warning
        assert warning.endswith("[confblog.config]")
    assert site.build("text").warnings == ""


def test_library_is_missing_to_one_blog(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The warning names the line where the site asks for calendars."""
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    blogs = '\nconfblog_blogs = {"news": {"path": "news", "calendars": True}}\n'
    site.write("conf.py", conf + blogs)
    without_library(monkeypatch)
    site.write("news/2026-01-01-n.md", "---\ntitle: N\nevent: 2026-06-13\n---\nText.\n")
    assert site.build(clean=False).warnings.startswith(f"{site.srcdir}/conf.py:5: WARNING: ")


@pytest.mark.slow
def test_library_comes_and_goes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and files follow what is installed, though no file has changed."""
    write(site, "a")
    first = site.build()
    written = outputs(first)
    assert files(first) != []
    with monkeypatch.context() as patch:
        without_library(patch)
        assert files(build_as_clean(site)) == []
    assert_outputs(site.build(), written)


def test_several_blogs_and_languages(site: Site) -> None:
    """Each blog has a calendar of its own, in its words and without the others' events.

    The option may differ from blog to blog.
    """
    write(site, "a")
    write(site, "fr", "2999-06-12", "language: fr")
    site.write("news/2026-01-01-n.md", "---\ntitle: N\nevent: 2026-06-13\n---\nText.\n")
    site.write("quiet/2026-01-01-q.md", "---\ntitle: Q\nevent: 2026-06-13\n---\nText.\n")
    blogs = {"news": {"path": "news", "title": "News"}, "quiet": {"calendars": False}}
    built = site.build(confblog_blogs=blogs)
    assert titles(built) == ["A"]
    assert titles(built, "blog/fr/events.ics") == ["FR"]
    assert titles(built, "news/events.ics") == ["N"]
    assert [name for name in files(built) if name.startswith("quiet/")] == []
    page = next(name for name in files(built) if name.endswith("-fr.ics")).replace("ics", "html")
    assert "Ajouter à l’agenda" in built.read(page)


def test_another_build_has_the_blog(site: Site) -> None:
    """Where the blog is away, its calendars are too."""
    write(site, "a")
    assert files(site.build(html_baseurl=BASE, confblog_home=BASE)) != []
    away = site.build(html_baseurl="https://docs.example.org/en/1.2/", confblog_home=BASE)
    assert files(away) == []


def test_places(site: Site) -> None:
    """The calendar moves with the list of events, and goes where that has no place."""
    write(site, "a")
    moved = site.build(confblog_page_paths={"events": "calendar"})
    assert files(moved) == ["blog/2026-01-01-a.ics", "blog/calendar.ics"]
    terms = site.build(confblog_taxonomies={"events": "Events", "tags": "Tags"})
    assert files(terms) == ["blog/2026-01-01-a.ics"]


def test_list_of_the_sites_own(site: Site) -> None:
    """A document in the place of the list has the calendar beside it, and links to it."""
    write(site, "a")
    site.write("blog/events.md", "# Mine\n\n```{blog:listing}\n:events: upcoming\n```\n")
    built = site.build()
    assert titles(built) == ["A"]
    assert 'href="events.ics"' in built.read("blog/events.html")


@pytest.mark.slow
def test_file_of_the_site(site: Site) -> None:
    """A file that the site brings is left alone; later builds say so too."""
    site.write("extra/blog/events.ics", "MINE")
    write(site, "a")
    assert titles(site.build()) == ["A"]
    options: dict[str, Any] = {"html_extra_path": ["extra"], "clean": False}
    for _ in range(2):
        built = site.build(**options)
        assert (
            "blog/events.ics is already a file of the site, or cannot be a file" in built.warnings
        )
        assert built.warnings.count("WARNING") == 1
        assert built.read("blog/events.ics") == "MINE"
    assert titles(built, "blog/2026-01-01-a.ics") == ["A"]
    assert titles(site.build()) == ["A"]


def test_old_address(site: Site) -> None:
    """No page that redirects takes the place of a calendar."""
    write(site, "a", "2026-06-11", "aliases: blog/events.ics")
    built = site.build(clean=False)
    assert "would need a folder where 'blog/events.ics' is" in built.warnings
    assert titles(built) == ["A"]
