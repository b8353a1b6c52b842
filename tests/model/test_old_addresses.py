"""Old addresses: pages that redirect to posts, and lists of them for servers."""

from __future__ import annotations

import shutil
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import post

from sphinx_confblog.html.redirect_files import netlify, nginx
from sphinx_confblog.model import old_addresses
from sphinx_confblog.model.old_addresses import (
    OldAddressSource,
    alias_path,
    below,
    decoded,
    plain_path,
    redirects,
    site_redirects,
)

if TYPE_CHECKING:
    from conftest import Site

QUIET = ["toc"]
BASE = "https://x.org/docs/"


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
        ("/Old.HTML", "Old.HTML"),
        ("/a:b.html", "a:b.html"),
        ("tag:x.html", "tag:x.html"),
    ],
)
def test_files_of_old_addresses(alias: str, path: str) -> None:
    """Pages answer as files, everything else as folders."""
    assert alias_path(alias) == path


@pytest.mark.parametrize(
    "alias",
    ["", "/", "..", "/../x", "/a/../../x", "a//b", "a\\b", "/%2e%2e/x", "/a\0b", "x" * 300, "//["],
)
def test_addresses_that_lead_elsewhere(alias: str) -> None:
    """Nothing leads out of the output folder."""
    with pytest.raises(ValueError, match="is not a URL"):
        alias_path(alias)


@pytest.mark.parametrize("alias", ["C:/x", "/C:/x.html", "c:x.html", "C%3A/x"])
def test_drives_of_windows(monkeypatch: pytest.MonkeyPatch, alias: str) -> None:
    """There, such a path is joined to no folder; elsewhere it's a name like any other."""
    assert alias_path(alias)
    monkeypatch.setattr(old_addresses, "PurePath", PureWindowsPath)
    with pytest.raises(ValueError, match="is not a URL that a file can have"):
        alias_path(alias)
    assert alias_path("tag:x.html") == "tag:x.html"


@pytest.mark.parametrize("alias", ["/" + "a/" * 600, "/" + "a/" * 20_000 + "x.html"])
def test_addresses_that_are_too_long(alias: str) -> None:
    """File systems have limits, and so has the number of folders in a path."""
    with pytest.raises(ValueError, match="has more than 1000 bytes"):
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


@given(st.text(alphabet="aB9._-~/%: ", max_size=12))
def test_short_ways_lead_to_the_same(alias: str) -> None:
    """An address that is its own path is taken as it is; the long way would come to the same."""
    try:
        path = plain_path(alias)
    except ValueError:
        return
    assert path == decoded(alias)
    assert all(segment.strip(". ") for segment in path.removesuffix("/").split("/"))


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
    site.post("2020-01-02-b", title="'</script><script>alert(1)</script>'", aliases="/old")
    built = site.build(builder, html_baseurl="https://x.org/docs", suppress_warnings=QUIET)
    page = built.read("2014/06/30/title.html")
    assert f'<link rel="canonical" href="{canonical}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'location.replace("{address}" + location.search + location.hash)' in page
    assert f'content="0; url={address}"' in page
    assert "A &amp; &lt;b&gt;" in page
    # Neither titles nor addresses end the script or an attribute.
    assert page.count("<script>") == built.read("old/index.html").count("<script>") == 1


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
    text = "the redirect is left out [confblog.address]"
    assert sorted(built.warnings.splitlines()) == [
        f"{path}:3: WARNING: '/../x' is not a URL below the top of the site; {text}",
        f"{path}:3: WARNING: '/index.html' is 'index'; {text}",
        f"{path}:3: WARNING: '/old.html' is 'blog/2020-01-01-a'; {text}",
    ]
    assert "2020-01-01-a" in built.read("old.html")


def test_files_of_the_site_are_left_alone(site: Site) -> None:
    """What the site puts there itself stays, and the post is told so."""
    site.write("extra/old.html", "mine")
    site.write("extra/old.txt", "mine")
    path = site.post("2020-01-01-a", title="A", aliases="[/old.html, /old.txt, /blog/atom.xml]")
    built = site.build(
        clean=False,
        suppress_warnings=QUIET,
        confblog_redirect_lists=["netlify"],
        html_extra_path=["extra"],
        html_baseurl="https://x.org",
    )
    assert built.read("old.html") == built.read("old.txt") == "mine"
    assert built.read("blog/atom.xml").startswith("<?xml")
    assert not built.exists("_redirects")
    text = "the redirect is left out [confblog.address]"
    for alias in ("/blog/atom.xml", "/old.txt"):
        what = f"{alias!r} would need a folder where {alias[1:]!r} is"
        assert f"{path}:3: WARNING: {what}; {text}" in built.warnings
    assert f"{path}:3: WARNING: '/old.html' is 'old'; {text}" in built.warnings


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
    keys = ("/docs/b", "/docs/b/", "/docs/old.php", "/docs/old.php/")
    assert built.read("redirects.map") == "".join(f"{key} {new};\n" for key in keys)


def test_a_file_that_comes_later_is_left_alone(site: Site) -> None:
    """A redirect makes room for what the site puts in its place."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    site.build(html_extra_path=["extra"], suppress_warnings=["toc", "config"], clean=False)
    site.write("extra/old.html", "mine")
    built = site.build(html_extra_path=["extra"], suppress_warnings=["toc", "confblog"])
    assert built.read("old.html") == "mine"


#: What comes later to a place where a redirect needs a folder: its alias, files and options.
ARRIVALS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    "page": ("/old.html/x", {"old.md": "# Old\n"}, {}),
    "post": ("/own.html/x", {"blog/b.md": "---\ndate: 2020-01-02\npermalink: /own\n---\n"}, {}),
    "feed": ("/blog/atom.xml/", {}, {"confblog_feeds": ["atom"]}),
    "file": ("/robots.txt/", {"extra/robots.txt": "mine"}, {}),
}


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False], ids=["known", "forgotten"])
def test_a_redirect_makes_room(site: Site, *, known: bool) -> None:
    """Before the page, the feed or the file is written, also if the doctrees are deleted."""
    conf: dict[str, Any] = {"html_extra_path": ["extra"], "exclude_patterns": ["extra"]}
    conf |= {"html_baseurl": "https://x.org", "confblog_feeds": [], "suppress_warnings": QUIET}
    site.write("extra/other.txt", "mine")
    paths = {
        arrival: site.post(f"2020-01-01-{arrival}", title=arrival, aliases=alias)
        for arrival, (alias, _, _) in ARRIVALS.items()
    }
    first = site.build(**conf)
    for alias, _, _ in ARRIVALS.values():
        assert first.exists(alias.strip("/") + "/index.html")
    if not known:
        shutil.rmtree(first.app.doctreedir)
    for _, files, options in ARRIVALS.values():
        conf |= options
        for name, text in files.items():
            site.write(name, text)
    later = site.build(**conf, clean=False)
    for arrival, (alias, _, _) in ARRIVALS.items():
        said = f"{paths[arrival]}:3: WARNING: {alias!r} would need a folder where"
        assert said in later.warnings
    clean = site.build(**conf, clean=False, out="clean")
    assert later.warnings == clean.warnings
    assert later.everything() == clean.everything()


def test_a_copied_feed_makes_room(site: Site) -> None:
    """A post's address wins over a copy of a feed at an old one."""
    conf: dict[str, Any] = {"html_baseurl": "https://x.org", "suppress_warnings": QUIET}
    conf["confblog_redirects"] = {"feed.xml": "blog/atom.xml"}
    site.post("2020-01-01-a", title="A")
    assert site.build(**conf).exists("feed.xml")
    site.post("2020-01-01-a", title="A", permalink="/feed.xml/a")
    later = site.build(**conf, clean=False)
    assert later.exists("feed.xml/a.html")
    assert "feed.xml is already a file of the site; the feed is not written" in later.warnings


def test_a_sitemap_is_no_redirect(site: Site) -> None:
    """It is written by another extension when all else is done."""
    pytest.importorskip("sphinx_sitemap")
    path = site.post("2020-01-01-a", title="A", aliases="/sitemap.xml")
    conf: dict[str, Any] = {"html_baseurl": "https://x.org/", "suppress_warnings": QUIET}
    site.build(**conf)
    conf["extensions"] = ["sphinx_confblog", "sphinx_sitemap"]
    built = site.build(**conf, sitemap_show_lastmod=False, clean=False)
    assert "<urlset" in built.read("sitemap.xml")
    assert f"{path}:3: WARNING: '/sitemap.xml' would need a folder" in built.warnings


def test_folders_and_files_change_places(site: Site) -> None:
    """What no longer redirects is gone before what does is written."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    site.build(suppress_warnings=QUIET)
    site.post("2020-01-01-a", title="A", aliases="/old.html/more")
    assert site.build(suppress_warnings=QUIET).exists("old.html/more/index.html")
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    assert site.build(suppress_warnings=QUIET).exists("old.html")


@pytest.mark.parametrize(
    ("aliases", "said"),
    [
        (["/guide.html"], "'/guide.html' is 'guide'"),
        (["/guide"], "'/guide' is 'guide'"),
        (["/guide.html/x"], "'/guide.html/x' would need a folder where 'guide' is"),
        (["/x.html", "/x.html/y"], "'/x.html/y' would need a folder where 'a' is"),
        (["/y.html/x", "/y.html"], "'/y.html' would need a folder where 'a' is"),
        (["/search.html"], "'/search.html' is reserved for other pages"),
        (["/genindex/"], "'/genindex/' is reserved for other pages"),
        (["/_static/confblog.css"], "'/_static/confblog.css' is reserved for other pages"),
    ],
)
def test_addresses_of_others(aliases: list[str], said: str) -> None:
    """They are refused before anything is written, so that a check finds them too."""
    _, refused = redirects([("a", aliases)], {"guide.html": "guide", "a.html": "a"})
    assert [text for _, text in refused] == [f"{said}; the redirect is left out"]


@pytest.mark.parametrize("alias", ["/a.html", "/a", "a.html?x#y", "https://x.org/docs/a.html"])
def test_nothing_goes_in_a_circle(alias: str) -> None:
    """A post's own address is dropped, also as servers know it that leave suffixes out."""
    blog = OldAddressSource([post("a", aliases=(alias,))], (), ())
    own = site_redirects([blog], {"a.html": "blog/a"}, base=BASE)
    assert own == ([], [])


def test_urls_of_the_site_are_below_it() -> None:
    """With http or https; other sites' count from their top."""
    assert below("http://x.org/docs/a.html", BASE) == "/a.html"
    assert below("https://x.org/a.html", BASE) == "https://x.org/a.html"
    assert below("https://x.org/docs/a.html", "") == "https://x.org/docs/a.html"


def test_lists_are_written_as_servers_read_them() -> None:
    """Blanks, signs that mean something to a server, other scripts, and twins but for case."""
    aliases = ["/a b.html", "/*:x.html", '/é;{$"}.html', "/Twin.html", "/twin.html", "/A.html"]
    found, _ = redirects([("a", aliases), ("b", ["/TWIN.html"])], {"a.html": "a"})
    new = {"a": "/d/a.html", "b": "/d/b.html"}
    assert netlify(found, "/d", new).splitlines() == [
        "/d/%2A%3Ax.html /d/a.html 301",
        "/d/A.html /d/a.html 301",
        "/d/TWIN.html /d/b.html 301",
        "/d/Twin.html /d/a.html 301",
        "/d/a%20b.html /d/a.html 301",
        "/d/twin.html /d/a.html 301",
        "/d/%C3%A9%3B%7B%24%22%7D.html /d/a.html 301",
    ]
    assert nginx(found, "/d", new, ["a.html"]).splitlines() == [
        '"/d/*:x.html" /d/a.html;',
        r'"~^/d/A\\.html$" /d/a.html;',
        r'"~^/d/TWIN\\.html$" /d/b.html;',
        r'"~^/d/Twin\\.html$" /d/a.html;',
        '"/d/a b.html" /d/a.html;',
        r'"~^/d/twin\\.html$" /d/a.html;',
        r'"/d/é;{$\"}.html" /d/a.html;',
    ]


def test_redirects_are_known_without_the_doctrees(site: Site) -> None:
    """Where these alone are deleted, pages at old addresses are still ours."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    options: dict[str, Any] = {"confblog_redirect_lists": ["netlify"]}
    built = site.build(**options)
    shutil.rmtree(built.app.doctreedir)
    site.post("2020-01-01-a", title="B", aliases="/old.html")
    assert "<title>B</title>" in site.build(**options).read("old.html")


def test_later_builds_leave_redirects_alone(site: Site) -> None:
    """An edit of a text writes none of them; one that is gone is written again."""
    site.post("2020-01-01-a", title="A", aliases="/old.html")
    path = site.build().outdir / "old.html"
    before = path.stat().st_mtime_ns
    site.post("2020-01-01-a", "More.\n", title="A", aliases="/old.html")
    site.build()
    assert path.stat().st_mtime_ns == before
    path.unlink()
    site.post("2020-01-01-a", "Even more.\n", title="A", aliases="/old.html")
    assert site.build().exists("old.html")
