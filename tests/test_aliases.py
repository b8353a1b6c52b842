"""Old addresses: pages that redirect to posts, and lists of them for servers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.aliases import alias_path, redirects

if TYPE_CHECKING:
    from conftest import Site

QUIET = ["toc"]


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2014/06/30/title.html", "2014/06/30/title.html"),
        ("old/title", "old/title/index.html"),
        ("/old/title/", "old/title/index.html"),
        ("/old.php?id=3#top", "old.php/index.html"),
        ("https://old.example.org/a%20b.html", "a b.html"),
        ("/日本語", "日本語/index.html"),
        ("//host/a.htm", "a.htm"),
    ],
)
def test_files_of_old_addresses(alias: str, path: str) -> None:
    """Pages answer as files, everything else as folders."""
    assert alias_path(alias) == path


@pytest.mark.parametrize(
    "alias", ["", "/", "..", "/../x", "/a/../../x", "a//b", "a\\b", "/%2e%2e/x", "/a\0b", "x" * 300]
)
def test_addresses_that_lead_elsewhere(alias: str) -> None:
    """Nothing leads out of the output folder."""
    with pytest.raises(ValueError, match="is no address"):
        alias_path(alias)


@given(st.text(max_size=60))
def test_any_address_stays_inside(alias: str) -> None:
    """Whatever is typed is a file below the output folder, or refused."""
    try:
        path = alias_path(alias)
    except ValueError:
        return
    assert path
    assert not path.startswith("/")
    assert ".." not in path.split("/")


def test_the_first_has_an_address_and_its_own_is_dropped() -> None:
    """A second one is told whose it is, as is one that asks for a page's."""
    found, refused = redirects(
        [("a", ["/x.html", "/a.html"]), ("b", ["/x.html", "/c.html"])],
        {"a.html": "a", "b.html": "b", "c.html": "c"},
    )
    assert [(r.path, r.docname) for r in found] == [("x.html", "a")]
    assert [text.split(";")[0] for _, text in refused] == [
        "'/x.html' is 'a'",
        "'/c.html' is 'c'",
    ]


@pytest.mark.parametrize(
    ("builder", "address", "canonical"),
    [
        ("html", "../../../blog/2020-01-01-a.html", "https://x.org/docs/blog/2020-01-01-a.html"),
        ("dirhtml", "../../../blog/2020-01-01-a/", "https://x.org/docs/blog/2020-01-01-a/"),
    ],
)
def test_an_old_address_redirects(site: Site, builder: str, address: str, canonical: str) -> None:
    """At once, with query and hash, not indexed, and canonical to the new one."""
    site.post("2020-01-01-a", title="A & <b>", aliases="[/2014/06/30/title.html]")
    built = site.build(builder, html_baseurl="https://x.org/docs", suppress_warnings=QUIET)
    page = built.read("2014/06/30/title.html")
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'location.replace("{address}" + location.search + location.hash)' in page
    assert f'content="0; url={address}"' in page
    assert "A &amp; &lt;b&gt;" in page


def test_an_address_cannot_break_out(site: Site) -> None:
    """Neither titles nor addresses end the script or an attribute."""
    site.post("2020-01-01-a", title="'</script><script>alert(1)</script>'", aliases="/old")
    page = site.build(suppress_warnings=QUIET).read("old/index.html")
    assert page.count("<script>") == 1


def test_patterns_give_every_post_an_old_address(site: Site) -> None:
    """A post that lacks what a pattern names has none by it."""
    site.post("2020-01-02-a", title="A", category="Talks")
    site.post("2020-01-03-b", title="B")
    built = site.build(
        confblog_aliases=["{year}/{month}/{day}/{slug}.html", "{category}/{slug}"],
        suppress_warnings=QUIET,
    )
    assert built.exists("2020/01/02/a.html")
    assert built.exists("2020/01/03/b.html")
    assert built.exists("talks/a/index.html")


def test_a_taken_address_is_reported(site: Site) -> None:
    """At the line of the key; both posts are named, and none is lost."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    path = site.post("2020-01-02-b", title="B", aliases="[/old.html, /index.html, /../x]")
    built = site.build(clean=False, suppress_warnings=QUIET)
    text = "no page redirects from there [confblog.address]"
    assert sorted(built.warnings.splitlines()) == [
        f"{path}:3: WARNING: '/../x' is no address below the top of the site; {text}",
        f"{path}:3: WARNING: '/index.html' is 'index'; {text}",
        f"{path}:3: WARNING: '/old.html' is 'blog/2020-01-01-a'; {text}",
    ]
    assert "2020-01-01-a" in built.read("old.html")


def test_files_of_the_site_are_left_alone(site: Site) -> None:
    """What the site puts there itself stays, and the post is told so."""
    site.write("extra/old.html", "mine")
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    built = site.build(clean=False, html_extra_path=["extra"], suppress_warnings=QUIET)
    assert built.read("old.html") == "mine"
    assert "old.html is a file of the site; no redirect is written there" in built.warnings


def test_redirects_follow_their_posts(site: Site) -> None:
    """Later builds are as clean ones: what no longer redirects is gone, the rest untouched."""
    site.post("2020-01-01-a", title="A", aliases="[/one.html, /two/]")
    first = site.build(suppress_warnings=QUIET)
    before = (first.outdir / "one.html").stat().st_mtime_ns
    site.post("2020-01-01-a", title="A", aliases="/one.html")
    later = site.build(suppress_warnings=QUIET)
    assert (later.outdir / "one.html").stat().st_mtime_ns == before
    assert not (later.outdir / "two").exists()
    assert later.everything() == site.build(out="clean", suppress_warnings=QUIET).everything()
    site.post("2020-01-01-a", title="A", aliases="/one.html", draft="true")
    assert not site.build(suppress_warnings=QUIET).exists("one.html")


def test_lists_for_servers(site: Site) -> None:
    """One line for each, below the path that the site has on its server."""
    site.post("2020-01-01-a", title="A", aliases="[/old.php, /b/]")
    built = site.build(
        confblog_redirect_lists=["netlify", "nginx"],
        html_baseurl="https://x.org/docs/",
        suppress_warnings=QUIET,
    )
    new = "/docs/blog/2020-01-01-a.html"
    assert built.read("_redirects") == f"/docs/b/ {new} 301\n/docs/old.php {new} 301\n"
    assert built.read("redirects.map") == f"/docs/b/ {new};\n/docs/old.php {new};\n"


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "json", "latex"])
def test_other_builders_have_none(site: Site, builder: str) -> None:
    """Redirects are for web sites."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    built = site.build(builder, suppress_warnings=QUIET, version="1", copyright="2020")
    assert not [name for name in built.everything() if re.search("old", name)]
