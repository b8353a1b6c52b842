"""Redirects where builders share an output folder, as when a site goes from html to dirhtml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEXED
from later import assert_outputs, assert_same, build_as_clean, outputs

if TYPE_CHECKING:
    from conftest import Site

BASE = "html_baseurl = 'https://site.example/docs/'\n"
LISTS = "confblog_redirect_lists = ['netlify', 'nginx']\n"
PATTERN = "confblog_aliases = ['{year}/{slug}.html']\n"
PERMALINK = "confblog_permalink = '{year}/{month}/{slug}'\n"
MOVED = "confblog_redirects = {'old/index': 'blog/index', 'old.xml': 'blog/atom.xml'}\n"
ORDINARY = "confblog_redirects = {'/former/': 'index'}\n"
#: Builders, each with the folder where it is the first one: what it makes there is clean.
FIRST = {"html": "first-html", "dirhtml": "first-dirhtml"}
OTHER = {"html": "dirhtml", "dirhtml": "html"}
WRITTEN = ("_redirects", "redirects.map", "old.xml", "old/two.html")


@pytest.fixture
def shared(site: Site) -> Site:
    """A site whose builders all write to one folder, with two posts that have old addresses."""
    for out in ("_build", "clean", *FIRST.values()):
        folder = site.srcdir.parent / out
        (folder / "html").mkdir(parents=True)
        (folder / "dirhtml").symlink_to("html")
    site.post("2020-01-01-one", title="One", aliases="[old/one.html, /once/one/]")
    site.post("2020-02-02-two", title="Two", aliases="old/two.html")
    configure(site, LISTS, PATTERN, MOVED)
    return site


def configure(site: Site, *options: str) -> None:
    """Write ``conf.py`` with some options."""
    site.write("conf.py", CONF + INDEXED + BASE + "".join(options))


@pytest.mark.slow
def test_lists_and_copies_are_those_of_the_builder(shared: Site) -> None:
    """Whichever builder wrote them before; if nothing redirects any more, all of them go."""
    made = {first: outputs(shared.build(first, out=out)) for first, out in FIRST.items()}
    for again in (False, True):
        for first, out in FIRST.items():
            builder = first if again else OTHER[first]
            built = shared.build(builder, out=out)
            assert_outputs(built, made[builder])
            end = "/" if builder == "dirhtml" else ".html"
            rule = f"/docs/old/two.html /docs/blog/2020-02-02-two{end} 301"
            assert rule in built.read("_redirects")
            assert all(built.exists(name) for name in WRITTEN)
    for name in ("2020-01-01-one", "2020-02-02-two"):
        shared.post(name, title="Title")
    configure(shared)
    for first, out in FIRST.items():
        built = shared.build(OTHER[first], out=out)
        assert_same(built, shared.build(OTHER[first], out=f"clean-{first}"))
        assert not any(built.exists(name) for name in WRITTEN)


@pytest.mark.slow
def test_an_option_that_goes_while_the_builder_changes(shared: Site) -> None:
    """What followed from it goes; what follows from the others is that of the new builder."""
    made = outputs(shared.build("html"))
    options = (LISTS, MOVED, PATTERN)
    for option, builder in zip(options, ("dirhtml", "html", "dirhtml"), strict=True):
        configure(shared, *(kept for kept in options if kept != option))
        build_as_clean(shared, builder)
    configure(shared, *options)
    assert_outputs(shared.build("html"), made)


def test_the_last_post_goes_while_the_builder_changes(shared: Site) -> None:
    """Its old addresses go; those of ordinary pages stay, and lists with them."""
    shared.build("html")
    for path in (shared.srcdir / "blog").iterdir():
        path.unlink()
    configure(shared, LISTS, ORDINARY)
    built = build_as_clean(shared, "dirhtml")
    assert built.read("_redirects") == "/docs/former/ /docs/ 301\n"
    configure(shared)
    assert not build_as_clean(shared, "dirhtml").exists("_redirects")


@pytest.mark.slow
def test_lists_of_a_site_without_posts(site: Site) -> None:
    """They are brought up to date, and go, also when the first post comes at the same time."""
    configure(site, LISTS, ORDINARY)
    assert "/docs/former/ /docs/index.html" in site.build().read("_redirects")
    configure(site, LISTS, ORDINARY.replace("former", "once"))
    built = build_as_clean(site)
    assert "/docs/once/ /docs/index.html" in built.read("_redirects")
    kept = site.keep()
    for has_post in (False, True):
        kept.restore()
        configure(site)
        if has_post:
            site.post("2020-01-01-new", title="New")
        assert not build_as_clean(site).exists("_redirects")


@pytest.mark.slow
def test_edits_between_builders(shared: Site) -> None:
    """Posts that come and go, permalinks and options count at once, after any builder."""
    shared.build("html")
    # One builder has a page there, the other one redirects.
    shared.post("2020-03-03-three", title="Three", aliases="[/blog/2020-02-02-two/index.html]")
    build_as_clean(shared, "html", clean=False)
    shared.post(
        "2020-03-03-three", title="Three", aliases="[/blog/2020-02-02-two.html, old/3.html]"
    )
    build_as_clean(shared, "dirhtml")
    configure(shared, LISTS, PATTERN, PERMALINK, MOVED)
    build_as_clean(shared, "html")
    shared.post("2020-01-01-one", title="One", draft="true", aliases="old/one.html")
    build_as_clean(shared, "dirhtml")
    shared.post("2020-01-01-one", title="Once", aliases="[old/one.html, /old.xml/]")
    configure(shared, LISTS, PERMALINK)
    build_as_clean(shared, "html")


def test_files_of_the_site_stay_when_the_builder_changes(shared: Site) -> None:
    """A list of the author's own is none of ours, whichever builder wrote beside it."""
    shared.write("extra/_redirects", "/mine /yours\n")
    configure(shared, LISTS, "html_extra_path = ['extra']\n")
    for builder in ("html", "dirhtml", "html"):
        built = shared.build(builder, clean=False)
        assert built.read("_redirects") == "/mine /yours\n"
        assert "_redirects is already a file of the site; the list is not written" in built.warnings
