"""Posts about events, on whole sites."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site
from later import assert_same, build_as_clean

if TYPE_CHECKING:
    from conftest import Built, Site

TEMPLATE = (
    '{% extends "!page.html" %}{% block body %}{{ super() }}'
    "[{{ confblog_post.event | tojson if confblog_post }}]{% endblock %}"
)


def test_problem_names_file_and_line(site: Site) -> None:
    """A post without a start has no event, and is a post all the same."""
    site.write("blog/2026-01-01-a.md", "---\ntitle: A\nevent:\n  location: Paris\n---\nText.\n")
    built = site.build(clean=False)
    assert "2026-01-01-a.md:3: WARNING: event: 'start' is missing" in built.warnings
    assert "Text." in built.text("blog/2026-01-01-a")


def test_templates(site: Site) -> None:
    """HTML templates know the event, in the types of JSON."""
    site.write("_templates/page.html", TEMPLATE)
    site.write("blog/2026-01-01-a.md", "---\ntitle: A\nevent: 2026-06-11\n---\nText.\n")
    built = site.build(templates_path=["_templates"])
    assert '"all_day": true' in built.read("blog/2026-01-01-a.html")
    assert '"start": "2026-06-11T00:00:00' in built.read("blog/2026-01-01-a.html")


def test_taxonomy_of_that_name(site: Site) -> None:
    """Where events are terms, the key names terms."""
    site.write("blog/2026-01-01-a.md", "---\ntitle: A\nevent: DotScale\n---\nText.\n")
    built = site.build(confblog_taxonomies={"event": "Events"})
    assert built.exists("blog/event/dotscale.html")


@pytest.mark.slow
def test_later_builds(site: Site) -> None:
    """Events come, change and go in later builds."""
    site.write("_templates/page.html", TEMPLATE)
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", f'{conf}templates_path = ["_templates"]\n')
    plain, more = "event: 2026-06-11", "event: {start: 2026-06-11, url: 'https://x.org'}"
    steps = {"comes": ("title: A", plain), "changes": (plain, more), "goes": (plain, "title: A")}
    for number in range(2):
        for name, heads in steps.items():
            site.write(f"blog/2026-01-01-{name}.md", f"---\n{heads[number]}\n---\nText.\n")
        later = build_as_clean(site) if number else site.build()
    assert "[null]" in later.body("blog/2026-01-01-goes")
    assert "2026-06-11" in later.body("blog/2026-01-01-comes")
    assert "x.org" in later.body("blog/2026-01-01-changes")


FULL = """---
title: A
event:
  start: 2026-06-11 09:00 Europe/Paris
  end: 2026-06-12 17:30 Europe/Paris
  location: {name: Le Beffroi, address: Montrouge, url: "https://b.example.org/"}
  url: https://conf.example.org/
  status: cancelled
  talks:
    - {title: Steel, speakers: [Ann, Bo, Cy], slides: "https://x.org/s", video: "https://x.org/v"}
---
Text.
"""


LEADING = "```{toctree}\nblog/index\n```\n"


def lines(built: Built, docname: str) -> list[str]:
    """The lines about an event on a page, without their markup."""
    pattern = r'(?s)<p class="confblog-event">(.*?)</p>|<li>(Steel.*?)</li>'
    found = map("".join, re.findall(pattern, built.read(f"{docname}.html")))
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in found]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A post that says all of an event and another post, built once with an address."""
    site = plain_site(tmp_path_factory.mktemp("described"))
    site.write("blog/2026-01-01-a.md", FULL)
    site.post("2026-01-02-b", "# B\n")
    with pytest.MonkeyPatch.context() as patch:
        at(patch, 0)
        return site.build(html_baseurl="https://example.org/")


def test_byline(described: Built) -> None:
    """The post's page says all of the event, its card on the index when and where it is."""
    built = described
    first = "Cancelled Jun 11 – 12, 2026 · Le Beffroi, Montrouge"
    talk = "Steel (Ann, Bo and Cy) · Slides · Video"
    own = f"{first} · Add to calendar"
    assert lines(built, "blog/2026-01-01-a") == [own, "conf.example.org", talk]
    assert lines(built, "blog/index") == [first]
    html = built.read("blog/2026-01-01-a.html")
    assert 'datetime="2026-06-11T09:00:00+02:00"' in html
    assert 'href="https://b.example.org/"' in html
    # Paper goes without the link to the file, and without the dot before it.
    assert '<span class="confblog-onscreen"> · <a class="confblog-calendar ' in html


def test_talks_are_a_list(described: Built) -> None:
    """Each talk is an item, of a list that the stylesheet shows as lines."""
    start = '<ul class="confblog-event confblog-items confblog-talks">\n<li>Steel ('
    assert start in described.body("blog/2026-01-01-a")


@pytest.mark.parametrize("style", ["list", "titles", "table"])
def test_lists_name_status_and_place(site: Site, style: str) -> None:
    """A cancelled event is marked in each list; lists of events say where each is as well."""
    site.write("blog/2026-01-01-a.md", FULL)
    site.post("2026-01-02-b", title="B", event="{start: 2026-06-11}")
    lists = (f":style: {style}", f":style: {style}\n:events: past")
    for name, options in zip(("posts", "events"), lists, strict=True):
        text = f"# Page\n\n```{{postlist}}\n{options}\n```\n"
        site.write(f"{name}.md", f"---\norphan: true\n---\n{text}")
    site.write("index.md", f"# Site\n\n{LEADING}")
    with pytest.MonkeyPatch.context() as patch:
        at(patch, 30)
        built = site.build()
    mark = '<span class="confblog-mark confblog-mark-cancelled">Cancelled</span>'
    place = ' · <span class="confblog-place">Le Beffroi, Montrouge</span>'
    assert built.body("posts").count(mark) == built.body("events").count(mark) == 1
    assert f"{mark}{place}" in built.body("events")
    assert "confblog-place" not in built.body("posts")


def test_sidebars_name_the_status(site: Site) -> None:
    """A cancelled event is marked among the recent posts."""
    site.write("blog/2026-01-01-a.md", FULL)
    html = site.build(html_sidebars={"**": ["confblog/recent.html"]}).read("blog/index.html")
    assert ">Cancelled<" in html[html.index("confblog-sidebar-recent") :]


def test_times(site: Site) -> None:
    """Times are shown for events on one day, in their own zone."""
    shown = {
        "2026-06-11": "June 11, 2026",
        "{start: 2026-06-11, end: 2026-06-11, location: online}": "June 11, 2026 · Online",
        "2026-06-11 19:00 Europe/Paris": "June 11, 2026, 7:00 PM CEST",
        "{start: 2026-06-11 19:00 UTC, end: 2026-06-11 21:00 UTC, location: 'https://m.org/x'}":
        "June 11, 2026, 7:00 PM – 9:00 PM UTC · Online",
    }  # fmt: skip
    # The index shows the newest first.
    for day, event in zip((4, 3, 2, 1), shown, strict=True):
        head = f"---\ntitle: A\nevent: {event}\n---\n"
        site.write(f"blog/2026-01-0{day}-a.md", f"{head}Text.\n")
    found = lines(site.build(), "blog/index")
    plain = [line.replace("\u202f", " ").replace("\u2009", " ") for line in found]
    assert plain == list(shown.values())


def test_groups(site: Site) -> None:
    """Lists of events are grouped by when these start, which no page of the archive lists."""
    for year, month in ((2024, 3), (2023, 5)):
        head = f"title: E{year}\nevent: {year}-0{month}-11\n"
        site.write(f"blog/2022-01-0{month}-a.md", f"---\n{head}---\nText.\n")
    site.write("index.md", "# Site\n\n```{postlist}\n:events: past\n:group-by: year\n```\n")
    body = site.build(confblog_archives="year").body("index")
    headings = re.findall(r"<h2[^>]*><span>(.*?)</span></h2>", body)
    assert headings == ["2024", "2023"]


def test_words(site: Site) -> None:
    """What an event is called is in the blog's language."""
    site.write("blog/2026-01-01-a.md", FULL)
    built = site.build(language="de")
    assert lines(built, "blog/index")[0].startswith("Abgesagt 11.–12. Juni 2026")


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders(site: Site, builder: str) -> None:
    """Builders that make no pages show the event, too."""
    site.write("blog/2026-01-01-a.md", FULL)
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2026-01-01-a\n```\n")
    built = site.build(builder, copyright="us", version="1")
    assert any(b"Le Beffroi" in data for data in built.everything().values())


def test_json_ld(site: Site, described: Built) -> None:
    """Search engines are told of the event beside the post; other posts have none."""
    built = described
    found = re.findall(r"(?s)ld\+json\">(.*?)</script>", built.read("blog/2026-01-01-a.html"))
    posting, event = map(json.loads, found)
    assert (posting["@type"], event["@type"]) == ("BlogPosting", "Event")
    assert event["@context"] == "https://schema.org"
    assert event["subjectOf"]["url"] == posting["url"]
    assert '"Event"' not in built.read("blog/2026-01-02-b.html")
    site.write("blog/2026-01-01-a.md", FULL)
    assert '"Event"' not in site.build(confblog_metadata=False).read("blog/2026-01-01-a.html")


#: Noon of June 10, 2026, in seconds.
JUNE = 1781092800
EVENTS = {
    "past": "2026-05-01",
    "older": "2026-04-01",
    "running": "{start: 2026-06-09, end: 2026-06-10}",
    "next": "2026-06-11",
    "later": "2026-07-01 10:00 UTC",
}


def at(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Set the clock to so many days after June 10, 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(JUNE + days * 86400))


@pytest.fixture
def calendar(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A blog with events in the past and in the future, and another post."""
    at(monkeypatch, 0)
    return fill(site)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """That blog, built once with lists of other styles, and with a wrong one."""
    site = fill(plain_site(tmp_path_factory.mktemp("calendar")))
    for style in ("list", "table"):
        text = f"# Page\n\n```{{postlist}}\n:events: upcoming\n:style: {style}\n```\n"
        site.write(f"{style}.md", f"---\norphan: true\n---\n{text}")
    site.write("page.md", "---\norphan: true\n---\n# Page\n\n```{postlist}\n:events: pst\n```\n")
    with pytest.MonkeyPatch.context() as patch:
        at(patch, 0)
        return site.build(clean=False)


def fill(site: Site) -> Site:
    """Write the posts, and a list of one event."""
    for day, (name, event) in enumerate(EVENTS.items(), 1):
        head = f"title: {name}\nevent: {event}"
        site.write(f"blog/2026-01-{day:02}-{name}.md", f"---\n{head}\n---\nText.\n")
    site.post("2026-01-09-other", "# other\n")
    listed = "```{postlist}\n:events: past\n:limit: 1\n\nNone.\n```\n"
    site.write("index.md", f"# Site\n\n{listed}\n```{{toctree}}\nblog/index\n```\n")
    return site


def listed(built: Built, docname: str = "blog/events") -> list[str]:
    """The headings and the titles of the posts that a page lists."""
    pattern = r'<h2>(\w+)<|<a class="[^"]*p-name[^"]*"[^>]*>(.*?)</a>'
    return ["".join(names) for names in re.findall(pattern, built.body(docname))]


def test_list_of_events(usual: Built) -> None:
    """Upcoming events come first, the next one first; then those that are over, the last first."""
    built = usual
    upcoming = ["Upcoming", "running", "next", "later"]
    assert listed(built) == [*upcoming, "Past", "past", "older"]
    assert "<h1>Events" in built.body("blog/events")
    assert "June 11, 2026" in built.body("blog/events")
    # Both lists have columns of one width.
    assert built.body("blog/events").count(" confblog-list confblog-events") == 2
    assert listed(built, "index") == ["past"]
    assert "blog/events" in built.app.env.toctree_includes["blog/index"]


def test_dates_of_events(usual: Built) -> None:
    """Lists and tables of events show when these are, and not when their posts are from."""
    for style in ("list", "table"):
        assert "June 11, 2026" in usual.text(style)
        assert "January" not in usual.text(style)


@pytest.mark.slow
def test_clock(calendar: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events pass without an edit; later builds are as clean ones."""
    calendar.build()
    at(monkeypatch, 1)
    built = build_as_clean(calendar)
    assert listed(built)[:3] == ["Upcoming", "next", "later"]
    assert listed(built, "index") == ["running"]


def test_events_go(calendar: Site) -> None:
    """Without a listed post with an event, there is no such page, and its place is free."""
    assert calendar.build().exists("blog/events.html")
    for day, name in enumerate(EVENTS, 1):
        (calendar.srcdir / f"blog/2026-01-{day:02}-{name}.md").unlink()
    built = build_as_clean(calendar)
    assert not built.exists("blog/events.html")
    assert "None." in built.text("index")


@pytest.mark.slow
def test_pages_of_their_own(calendar: Site) -> None:
    """A document, a taxonomy or an option of that name takes the place of the list."""
    moved = calendar.build(confblog_page_paths={"events": "calendar"})
    assert listed(moved, "blog/calendar")[0] == "Upcoming"
    calendar.post("2026-01-10-term", "# term\n", events="DotScale")
    titles = {"events": "Events", "tags": "Tags"}
    assert calendar.build(confblog_taxonomies=titles).exists("blog/events/dotscale.html")


def test_wrong_option(usual: Built) -> None:
    """Another value is warned of, and nothing else is."""
    (said,) = usual.warnings.splitlines()
    assert "'events': 'pst' is not one of: upcoming, past; did you mean 'past'?" in said


@pytest.mark.slow
def test_pages(calendar: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past events are split into pages, upcoming ones are all on the first."""
    calendar.post(
        "2026-01-10-oldest",
        "Text.\n",
        title="oldest",
        event="{start: 2026-03-01, url: 'https://x.org'}",
    )
    conf = (calendar.srcdir / "conf.py").read_text("utf-8")
    calendar.write("conf.py", f"{conf}confblog_term_posts_per_page = 2\n")
    built = calendar.build()
    first = ["Upcoming", "running", "next", "later", "Past", "past", "older"]
    assert listed(built) == first
    assert listed(built, "blog/events/page/2") == ["Past", "oldest"]
    assert built.body("blog/events").count("confblog-pager") == 1
    assert 'href="events/page/2.html"' in built.body("blog/events")
    assert "Events, page 2" in built.text("blog/events/page/2")
    assert 'href="../../events.ics"' in built.body("blog/events/page/2")
    at(monkeypatch, 30)
    built = build_as_clean(calendar)
    assert listed(built) == ["Past", "later", "next"]
    assert listed(built, "blog/events/page/3") == ["Past", "older", "oldest"]
    assert_same(calendar.build(jobs=2, out="parallel"), built)


def test_listing_elsewhere(calendar: Site) -> None:
    """Templates of other pages may list those of their posts that are about events."""
    template = "# {{ title }}\n\n```{blog:listing}\n:events: past\n```\n"
    calendar.write("_templates/confblog/index.md", template)
    assert listed(calendar.build(templates_path=["_templates"]), "blog/index") == ["older", "past"]
