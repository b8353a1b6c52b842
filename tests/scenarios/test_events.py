"""Posts about events, on whole sites."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
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


def test_later_builds(site: Site) -> None:
    """Events come, change and go in later builds, and in builds by two processes."""
    site.write("_templates/page.html", TEMPLATE)
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", f'{conf}templates_path = ["_templates"]\n')
    for head in (
        "title: A",
        "event: 2026-06-11",
        "event: {start: 2026-06-11, url: 'https://x.org'}",
    ):
        site.write("blog/2026-01-01-a.md", f"---\n{head}\n---\nText.\n")
        later = build_as_clean(site)
    assert_same(site.build(jobs=2, out="parallel"), later)


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


def lines(built: Built, docname: str) -> list[str]:
    """The lines about an event on a page, without their markup."""
    found = re.findall(r'(?s)<p class="confblog-event">(.*?)</p>', built.read(f"{docname}.html"))
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in found]


def test_byline(site: Site) -> None:
    """The post's page says all of the event, its card on the index when and where it is."""
    site.write("blog/2026-01-01-a.md", FULL)
    built = site.build()
    first = "Cancelled Jun 11 – 12, 2026 · Le Beffroi, Montrouge"
    talk = "Steel (Ann, Bo and Cy) · Slides · Video"
    assert lines(built, "blog/2026-01-01-a") == [first, "conf.example.org", talk]
    assert lines(built, "blog/index") == [first]
    html = built.read("blog/2026-01-01-a.html")
    assert 'datetime="2026-06-11T09:00:00+02:00"' in html
    assert 'href="https://b.example.org/"' in html


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ("2026-06-11", "June 11, 2026"),
        ("{start: 2026-06-11, end: 2026-06-11, location: online}", "June 11, 2026 · Online"),
        ("2026-06-11 19:00 Europe/Paris", "June 11, 2026, 7:00 PM CEST"),
        ("{start: 2026-06-11 19:00 UTC, end: 2026-06-11 21:00 UTC, location: 'https://m.org/x'}",
         "June 11, 2026, 7:00 PM – 9:00 PM UTC · Online"),
    ],
)  # fmt: skip
def test_times(site: Site, event: str, line: str) -> None:
    """Times are shown for events on one day, in their own zone."""
    site.write("blog/2026-01-01-a.md", f"---\ntitle: A\nevent: {event}\n---\nText.\n")
    shown = lines(site.build(), "blog/index")[0].replace("\u202f", " ").replace("\u2009", " ")
    assert shown == line


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


def test_json_ld(site: Site) -> None:
    """Search engines are told of the event beside the post; other posts have none."""
    site.write("blog/2026-01-01-a.md", FULL)
    site.post("2026-01-02-b", "# B\n")
    built = site.build(html_baseurl="https://example.org/")
    found = re.findall(r"(?s)ld\+json\">(.*?)</script>", built.read("blog/2026-01-01-a.html"))
    posting, event = map(json.loads, found)
    assert (posting["@type"], event["@type"]) == ("BlogPosting", "Event")
    assert event["@context"] == "https://schema.org"
    assert event["subjectOf"]["url"] == posting["url"]
    assert '"Event"' not in built.read("blog/2026-01-02-b.html")
    assert '"Event"' not in site.build(confblog_metadata=False).read("blog/2026-01-01-a.html")
