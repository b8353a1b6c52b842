"""Old addresses in later builds: they are looked at again when what they follow from changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from later import build_as_clean

from sphinx_confblog.model.old_addresses import site_redirects

if TYPE_CHECKING:
    from conftest import Built, Site

CONF = """
confblog_redirects = {"gone": "about"}
confblog_redirect_lists = ["netlify"]
html_baseurl = "https://site.example/"
"""
BODY = "Kept.\n\nREADMORE\n\nMore.\n"
HEAD = {"title": "One", "date": "2026-01-05", "aliases": "[/old/one/]"}
PLACES = ("gone.html", "old/one/index.html", "old/uno/index.html")


@pytest.fixture
def built(site: Site) -> Site:
    """A site with old addresses of a post and a page, built once."""
    site.write("conf.py", (site.srcdir / "conf.py").read_text("utf-8") + CONF)
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.post("one", BODY, **HEAD)
    site.build()
    return site


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each time that all old addresses were looked at."""
    times = list[None]()

    def look(*arguments: Any) -> Any:
        times.append(None)
        return site_redirects(*arguments)

    monkeypatch.setattr("sphinx_confblog.html.redirects.site_redirects", look)
    return times


def leading(built: Built) -> dict[str, str]:
    """Return the old places with something there -> where they lead, if they are redirects."""
    found = {place: built.read(place) for place in PLACES if built.exists(place)}
    links = {place: re.search('http-equiv="refresh" content="0; url=([^"]*)"', text)
             for place, text in found.items()}  # fmt: skip
    return {place: link[1] if link else "" for place, link in links.items()}


def test_edits_of_bodies_leave_old_addresses_alone(site: Site, asked: list[None]) -> None:
    """Nor does a build without an edit look at them."""
    site.post("one", BODY, **HEAD)
    first = site.build()
    asked.clear()
    site.post("one", BODY + "\nMore still.\n", **HEAD)
    later = site.build()
    site.build()
    assert not asked
    assert leading(first) == leading(later) == {"old/one/index.html": "../../blog/one.html"}
    (later.outdir / "old/one/index.html").unlink()
    assert leading(site.build()) == leading(first)


def test_copies_follow_their_feeds(site: Site) -> None:
    """Though nothing else has changed for the blog."""
    options: dict[str, Any] = {"html_baseurl": "https://site.example/"}
    options |= {"confblog_feed_content": "full", "confblog_redirects": {"old.xml": "blog/atom.xml"}}
    site.post("one", BODY, **HEAD)
    site.build(**options)
    site.post("one", BODY + "\nMore still.\n", **HEAD)
    later = site.build(**options)
    assert "More still." in later.read("old.xml")
    assert later.read("old.xml") == later.read("blog/atom.xml")


def test_mistakes_are_told_until_they_are_mended(built: Site) -> None:
    """A document at an old address has it, while it is there."""
    built.write("old/one/index.md", "---\norphan: true\n---\n\n# Here\n")
    for _ in range(2):
        later = built.build(clean=False)
        assert "one.md:4: WARNING: '/old/one/' is 'old/one/index'" in later.warnings
    built.post("one", BODY + "\nMore still.\n", **HEAD)
    assert "'/old/one/' is 'old/one/index'" in built.build(clean=False).warnings
    (built.srcdir / "old/one/index.md").unlink()
    assert leading(built.build())["old/one/index.html"] == "../../blog/one.html"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("blog/one.md", "/old/one/", "/about.html", "one.md:4: WARNING: '/about.html' is 'about'"),
        ("conf.py", '"about"', '"nowhere"', "conf.py:5: WARNING: confblog_redirects: 'nowhere' is"),
        ("conf.py", "html_base", 'html_file_suffix = ".htm"\nhtml_base', "'about.htm' is 'about'"),
        ("conf.py", "html_base", 'html_additional_pages = {"lost": "page.html"}\nhtml_base',
         "'lost.html' is 'lost'"),
    ],
)  # fmt: skip
def test_mistakes_that_arrive(built: Site, file: str, old: str, new: str, said: str) -> None:
    """In posts, in options, and in what the site has besides documents."""
    mistaken = {"lost": "about", "about.htm": "index", "gone": "about"}
    conf = (built.srcdir / "conf.py").read_text("utf-8")
    built.write("conf.py", conf.replace('{"gone": "about"}', str(mistaken).replace("'", '"')))
    # A build that reads something keeps what it found out.
    built.post("one", f"{BODY}\nMore still.\n", **HEAD)
    built.build()
    text = (built.srcdir / file).read_text("utf-8")
    assert old in text
    built.write(file, text.replace(old, new))
    assert said in built.build(clean=False).warnings


def test_mistakes_that_another_builder_meets_first(built: Site) -> None:
    """It saves what posts say, and has nothing to say of addresses."""
    built.post("one", BODY, **HEAD | {"aliases": "[/about.html]"})
    built.build("dummy")
    assert "'/about.html' is 'about'" in built.build(clean=False).warnings


def test_mistakes_of_previewed_posts(built: Site) -> None:
    """Heads of drafts are not kept: they are compared all the same."""
    draft = {"title": "Two", "date": "2026-01-06", "draft": "true"}
    built.post("two", **draft)
    built.build(confblog_drafts=True)
    built.post("two", **draft, aliases="[/about.html]")
    later = built.build(clean=False, confblog_drafts=True)
    assert "'/about.html' is 'about'" in later.warnings


def test_a_file_in_the_way_is_told_until_it_goes(site: Site) -> None:
    """Whatever else is edited meanwhile."""
    late = """
def setup(app):
    def put(app, error):
        (app.outdir / "old.html").write_text("Mine.")
    app.connect("build-finished", put, 0)
"""
    site.write("conf.py", (site.srcdir / "conf.py").read_text("utf-8") + late)
    for more in ("", "\nMore still.\n"):
        site.post("one", BODY + more, title="One", date="2026-01-05", aliases="[/old.html]")
        later = site.build(clean=False)
        assert "one.md:4: WARNING: '/old.html' is already a file of the site" in later.warnings
        assert later.read("old.html") == "Mine."


@pytest.mark.slow
def test_whatever_redirects_follow_from(built: Site) -> None:
    """One change after the other, each build as a clean one."""
    built.post("one", BODY, **HEAD | {"aliases": "[/old/uno/]"})
    assert leading(build_as_clean(built)) == {
        "gone.html": "about.html", "old/uno/index.html": "../../blog/one.html",
    }  # fmt: skip
    built.post("one", BODY, **HEAD | {"aliases": "[/old/uno/]", "title": "Uno"})
    assert "Uno" in build_as_clean(built).read("old/uno/index.html")
    built.write("about.md", "---\norphan: true\n---\n\n# About us\n")
    assert "About us" in build_as_clean(built).read("gone.html")
    conf = (built.srcdir / "conf.py").read_text("utf-8")
    for old, new in {
        '{"gone"': '{"lost"',
        'confblog_redirect_lists = ["netlify"]': "",
        "site.example/": "site.example/docs/",
    }.items():
        assert old in conf
        conf = built.write("conf.py", conf.replace(old, new)).read_text("utf-8")
        build_as_clean(built)
    for line in ('html_file_suffix = ".htm"', 'html_link_suffix = ""'):
        conf = built.write("conf.py", f"{conf}\n{line}\n").read_text("utf-8")
        build_as_clean(built)
    built.post("one", BODY, title="Uno", date="2026-01-05")
    assert leading(build_as_clean(built)) == {}
