"""Posts about events, on whole sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from later import assert_same, build_as_clean

if TYPE_CHECKING:
    from conftest import Site

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
