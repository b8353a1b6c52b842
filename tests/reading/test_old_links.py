"""Links and pictures of old blogs: where they lead here, and when that is looked up again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from records import post

from sphinx_confblog.reading.links.address_index import (
    OldAddressIndex,
    leads_away,
    parse_address,
    place,
)

if TYPE_CHECKING:
    from conftest import Built, Site

QUIET = ["toc"]
GIF = b"GIF89a"
NAME = "blog/2020-01-01-a"


def pages() -> OldAddressIndex:
    """The pages of a site with two posts, one of them moved."""
    posts = [post("x", slug="one"), post("y", slug="two")]
    documents = ["index", "about", "team/index", "blog/index", "blog/x", "blog/y", "blog/tags/foo"]
    olds = [["/old/one.html"], ["2020-two/"]]
    pairs = zip(posts, olds, strict=True)
    return OldAddressIndex(documents, pairs, {"blog/file": "blog/y"}, "index", ["blog"])


@pytest.mark.parametrize(
    ("path", "docname"),
    [
        ("/", "index"),
        ("/index.html", "index"),
        ("/about", "about"),
        ("/about/", "about"),
        ("/About.html", "about"),
        ("/about/index.html", "about"),
        ("/team/", "team/index"),
        ("/blog/", "blog/index"),
        ("/blog/x.html", "blog/x"),
        ("/blog/file.html", "blog/y"),
        ("/old/one.html", "blog/x"),
        ("/2020-two/", "blog/y"),
        ("/tags/foo/", "blog/tags/foo"),
        ("/x.html", "blog/x"),
        ("/2020/01/01/one.html", "blog/x"),
        ("/ruby/2020/01/01/two/", "blog/y"),
        ("/2020/01/02/one.html", None),
        ("/feed.xml", None),
        ("/about.xml", None),
    ],
)
def test_pages_by_the_addresses_they_had(path: str, docname: str | None) -> None:
    """With and without suffix, old ones too, from the top or from the blog's folder, by date."""
    assert pages().find(path) == docname


def test_parts_of_addresses() -> None:
    """Those of this site are taken apart; those with a host or a scheme lead away."""
    assert parse_address("/a%20b/?q=1#c") == ("/a b/", "q=1", "c")
    assert parse_address("../a.html#c") == ("../a.html", "", "c")
    others = ("#a", "?a", "//a/b", "https://a/b", "mailto:a@b", "")
    assert [parse_address(text) for text in others] == [None] * len(others)
    away = {"//a/b": True, "tel:+33": True, "irc://x": True, "/a": False, "a:b": False}
    assert {text: leads_away(text) for text in away} == away
    assert place("/A/index.html") == place("a") == place("a.HTML".lower()) == "a"


#: Link -> where it leads in the end.
LINKS = {
    "/about/": "../about.html",
    "/about.html#team": "../about.html#team",
    "/tags/foo/": "tags/foo.html",
    "/old/b.html": "2020-01-02-b.html",
    "/2020/01/02/b.html#part": "2020-01-02-b.html#part",
    "/": "../index.html",
    "/feed.xml": "/feed.xml",
    "/search?q=a%20b#c": "/search?q=a%20b#c",
    "/caf%C3%A9/": "/caf%C3%A9/",
    "//example.org/x": "//example.org/x",
    "tel:+3312": "tel:+3312",
    "irc://irc.example.org/x": "irc://irc.example.org/x",
    "#here": "#here",
    "#top": "#top",
    "#": "#",
    "/robots.txt": "../robots.txt",
    "/_static/x.css": "../_static/x.css",
}


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with a post for each link."""
    site = plain_site(tmp_path_factory.mktemp("links"))
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.write("public/robots.txt", "")
    site.write("static/x.css", "")
    site.post("2020-01-02-b", title="B", aliases="/old/b.html")
    for number, link in enumerate(LINKS):
        body = f'[*one*]({link} "T") and <a href="{link}">two</a>\n\n<a name="here"></a>\n'
        site.post(f"2020-01-01-a{number}", body, title="A", tags="foo")
    conf: dict[str, Any] = {"html_extra_path": ["public"], "html_static_path": ["static"]}
    return site.build(suppress_warnings=QUIET, **conf)


@pytest.mark.parametrize(("number", "href"), enumerate(LINKS.values()), ids=list(LINKS))
def test_links_lead_where_they_led(linked: Built, number: int, href: str) -> None:
    """To a page of the site by any address it has or had; else they stay as they were typed."""
    page = linked.body(f"{NAME}{number}")
    found = re.search(r'href="([^"]*)"[^>]*>(?:<span[^>]*>)?<em>one</em>', page)
    assert found is not None
    assert found[1] == href
    assert 'title="T"' in page
    assert f'<a href="{href}">two</a>' in page


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with such links, whose builders share what the first of them has read."""
    site = plain_site(tmp_path_factory.mktemp("shared") / "site")
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.write("images/a.gif", GIF)
    site.post("2020-01-02-b", title="B")
    body = (
        '[About](/about/) and [feed](/feed.xml), <img src="/images/a.gif">\n\n'
        "## See [us](/about.html)\n\n![a](/images/a.gif) ![a](a.gif)\n\n"
        '[b](../02/b.html) <a href="../02/b.html">b</a> <a href="2020-01-02-b.md">b</a>\n'
    )
    site.post("2020-01-01-a", body, title="A")
    return site


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "latex", "text", "epub"])
def test_every_builder_takes_them(shared: Site, builder: str) -> None:
    """A link in a heading, in the excerpt and in HTML, and a picture, without a warning."""
    shared.build(builder, suppress_warnings=QUIET, version="1", copyright="us")


def test_a_missing_document_is_still_reported(site: Site) -> None:
    """A link to a file of the source folder is a slip if there is none."""
    site.post(
        "2020-01-01-a", "Text.\n\nREADMORE\n\n[x](/nothing.md) and [y](nothing.html)\n", title="A"
    )
    built = site.build(suppress_warnings=QUIET, clean=False)
    assert built.warnings.count("cross-reference target not found") == 2


def test_cards_lead_there_too(site: Site) -> None:
    """Links and pictures of an excerpt are reckoned from the page that shows it."""
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.write("blog/images/a.gif", GIF)
    site.write(
        "sub/page.md", "---\norphan: true\n---\n\n# P\n\n```{postlist}\n:style: cards\n```\n"
    )
    body = '[one](/about/) <a href="/about/">two</a> <img src="/images/a.gif"> [f](/x.xml)\n'
    site.post("2020-01-01-a", body, title="A")
    page = site.build(suppress_warnings=QUIET).body("sub/page")
    assert 'href="../about.html">' in page
    assert '<a href="../about.html">two</a>' in page
    assert '<img src="../_images/a.gif">' in page
    assert 'href="/x.xml">f' in page


def test_pictures_are_looked_for(site: Site) -> None:
    """At the top, in the blog's folder, among files that are copied; those of a host are remote."""
    site.write("images/a.gif", GIF + b"a")
    site.write("blog/images/b.gif", GIF + b"b")
    site.write("public/images/c.gif", GIF + b"c")
    body = "".join(
        f'![](/images/{name}.gif) <img src="/images/{name}.gif">\n' for name in ("a", "b", "c")
    )
    site.post("2020-01-01-a", f"{body}![](//example.org/d.gif)\n", title="A")
    conf: dict[str, Any] = {"html_extra_path": ["public"]}
    page = site.build(suppress_warnings=QUIET, **conf).body(NAME)
    for name in ("a", "b", "c"):
        assert f'<img alt="" src="../_images/{name}.gif" />' in page
    assert '<img src="../_images/b.gif">' in page
    assert '<img src="../images/c.gif">' in page
    assert 'src="https://example.org/d.gif"' in page


def test_pictures_with_a_name_alone(site: Site) -> None:
    """They are looked for beside the post, in its folder, and then where Middleman has them."""
    places = ("blog", "blog/2020-01-01-a", "images", "blog/images")
    for number, folder in enumerate(places):
        for name in range(number + 1):
            site.write(f"{folder}/{name}.gif", GIF + f"{number} {name}".encode())
    body = "".join(f"![](<{name}.gif>)\n" for name in range(len(places)))
    site.post("2020-01-01-a", body, title="A")
    built = site.build(suppress_warnings=QUIET)
    found = sorted(path.read_bytes() for path in (built.outdir / "_images").iterdir())
    assert found == [GIF + text for text in (b"0 0", b"1 1", b"2 2", b"3 3")]


def test_files_that_are_copied_by_old_addresses(site: Site) -> None:
    """Relative addresses find what ``html_extra_path`` brings, and scripts are files as well."""
    site.write("public/images/c.gif", GIF)
    site.write("blog/demo.js", "")
    body = (
        '<img src="../../../images/c.gif"> [c](../../../images/c.gif)\n\n'
        '<script src="demo.js"></script>\n'
    )
    site.post("2020-01-01-a", body, title="A", aliases="/2020/01/01/a.html")
    conf: dict[str, Any] = {"html_extra_path": ["public"]}
    page = site.build(suppress_warnings=QUIET, **conf).body(NAME)
    assert '<img src="../images/c.gif">' in page
    assert 'href="../images/c.gif"' in page
    assert re.search(r'<script src="../_downloads/[^"]*demo.js">', page)


def test_files_are_downloads(site: Site) -> None:
    """A file that a link in HTML leads to is copied; a withheld post is no such file."""
    site.write("files/a.pdf", b"%PDF")
    site.post("2020-01-02-zqxq", title="Zqxq", draft="true")
    body = '<a href="/files/a.pdf">a</a> <a href="/blog/2020-01-02-zqxq.md">b</a>\n'
    site.post("2020-01-01-a", body, title="A")
    built = site.build(suppress_warnings=QUIET)
    assert "_downloads/" in built.body(NAME)
    assert '<a href="/blog/2020-01-02-zqxq.md">b</a>' in built.body(NAME)
    assert [name for name in built.everything() if "zqxq" in name] == []


def test_objects_are_not_files(site: Site) -> None:
    """What begins with # means something that has a name, even if a file is called so."""
    site.write("blog/anvil.gif", GIF)
    site.post("2020-01-01-a", "[That](#anvil.gif) and [this](#anvil.forge).\n")
    built = site.build(clean=False)
    missing = re.findall(r"2020-01-01-a.md:1: .* not found: '([^']*)'", built.warnings)
    assert missing == ["anvil.gif", "anvil.forge"]
    assert "_downloads" not in built.body(NAME)
    # Nothing is looked up again in later builds.
    assert built.app.env.get_domain("blog").followed == {}  # type: ignore[attr-defined]


def test_other_pages_are_left_alone(site: Site) -> None:
    """A page that is no post keeps its HTML, and is told of its links as ever."""
    site.write("index.md", '# Site\n\n<a href="/about/">x</a> [y](/feed.xml)\n')
    site.post("2020-01-01-a", title="A")
    built = site.build(suppress_warnings=QUIET, clean=False)
    assert '<a href="/about/">x</a>' in built.body("index")
    assert "index.md:3: WARNING: 'myst' cross-reference target not found" in built.warnings


@pytest.mark.slow
def test_a_later_build_looks_again(site: Site) -> None:
    """When a page or a picture comes or goes, posts and lists are as after a clean build."""
    bodies = {
        "page": '[one](/guide/#x) <a href="/guide/">two</a>\n',
        "picture": '<img src="/images/a.gif">\n',
        "post": '[one](../02/b.html) <a href="../02/b.html">two</a>'
        ' <a href="2020-01-02-b.md">three</a>\n',
    }
    for name, body in bodies.items():
        site.post(f"2020-01-01-{name}", body, title=name)
    conf: dict[str, Any] = {
        "suppress_warnings": [*QUIET, "myst.xref_missing"], "confblog_archives": "year",
    }  # fmt: skip
    own = [f"blog/2020-01-01-{name}" for name in bodies]

    def pages(built: Built) -> dict[str, str]:
        return {
            page: built.read(f"{page}.html") for page in ("blog/index", "blog/archive/2020", *own)
        }

    first = pages(site.build(**conf))
    come = (
        site.write("guide.md", "---\norphan: true\n---\n\n# Guide\n"),
        site.write("images/a.gif", GIF),
        site.post("2020-01-02-b", title="B"),
    )
    later = pages(site.build(**conf))
    assert later == pages(site.build(out="_clean", **conf))
    assert [page for page in own if later[page] == first[page]] == []
    for path in come:
        path.unlink()
    # What Sphinx itself leaves of a page that is gone does not count.
    assert pages(site.build(**conf)) == first
    assert '<a href="/guide/">two</a>' in first[own[0]]
    assert '<img src="/images/a.gif">' in first[own[1]]


def test_links_in_restructuredtext(site: Site) -> None:
    """Links by old addresses, and pictures that are links."""
    site.write("about.md", "---\norphan: true\n---\n\n# About\n")
    site.write("images/a.gif", GIF)
    site.post("2020-01-02-b", title="B")
    site.write(
        "blog/2020-01-01-a.rst",
        "A\n=\n\n`about </about/#x>`_, `b <../02/b.html>`_, `c </nowhere/>`_ and file_.\n\n"
        ".. image:: a.gif\n   :target: /about.html\n\n.. _file: /images/a.gif\n",
    )
    page = site.build(suppress_warnings=QUIET).body(NAME)
    assert '<a class="reference internal" href="../about.html#x">about</a>' in page
    assert '<a class="reference internal" href="2020-01-02-b.html">b</a>' in page
    assert 'href="/nowhere/"' in page
    assert re.search(r'href="../_downloads/[^"]*a.gif"', page)
    assert re.search(r'href="../about.html"><img[^>]* src="../_images/a.gif"', page)
