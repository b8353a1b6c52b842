"""What writers who come from Middleman expect of lists: tags, calendar, pages, addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conftest import Built, Site

QUIET = ["toc"]


def build(site: Site, **conf: Any) -> Built:
    """Build without a warning but those of Sphinx's own about toctrees."""
    return site.build(suppress_warnings=QUIET, **conf)


def links(built: Built, docname: str) -> dict[str, str]:
    """The links in a page's body: their texts and where they lead."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', built.body(docname), re.DOTALL)
    return {re.sub(r"<[^>]+>", "", text): href for href, text in found}


# Tags


def test_comma_text_equals_a_list(site: Site) -> None:
    """``foo, bar`` gives the same tags as a YAML list of both."""
    site.post("2011-01-01-a", title="A", tags="foo, bar")
    site.post("2011-01-02-b", title="B", tags="[foo, bar]")
    site.post("2011-01-03-c", title="C", tags="\n- foo\n- bar")
    built = build(site)
    for tag in ("foo", "bar"):
        assert {"A", "B", "C"} <= links(built, f"blog/tags/{tag}").keys()


def test_paths_of_tags(site: Site) -> None:
    """Small letters, hyphens, no accents; other scripts and signs stay; shown as typed."""
    paths = {
        "120": "120",
        "日本語": "日本語",
        "☆☆☆": "☆☆☆",
        "fooX": "foox",
        "Some FUN stuff!": "some-fun-stuff",
        "Schlagwörter": "schlagworter",
        "a_b": "a-b",
    }
    site.post("2011-01-01-a", title="A", tags=", ".join(paths))
    built = build(site)
    for tag, path in paths.items():
        assert built.text(f"blog/tags/{path}").startswith(f"Posts tagged “{tag}”")
        assert tag in built.text("blog/2011-01-01-a")


def test_a_tag_without_posts_loses_its_page(site: Site) -> None:
    """The page goes with the last post that has the tag."""
    site.post("2011-01-01-a", title="A", tags="foo")
    site.post("2011-01-02-b", title="B", tags="bar")
    assert build(site).exists("blog/tags/foo.html")
    site.post("2011-01-01-a", title="A", tags="bar")
    assert not build(site).exists("blog/tags/foo.html")


# Calendar


def test_years_and_months(site: Site) -> None:
    """Their paths have zeros before small numbers, and each lists its own posts alone."""
    site.post("2011-01-01-a", title="First")
    site.post("2011-02-01-b", title="Second")
    site.post("2012-02-01-c", title="Third")
    built = build(site, confblog_archives="month")
    expected = {
        "2011": {"First", "Second"}, "2012": {"Third"}, "2011/01": {"First"},
        "2011/02": {"Second"}, "2012/02": {"Third"},
    }  # fmt: skip
    for period, titles in expected.items():
        found = links(built, f"blog/archive/{period}").keys()
        assert found & {"First", "Second", "Third"} == titles


# Pages


def test_seven_posts_five_a_page(site: Site) -> None:
    """Page 1 has items 1 to 5 and a way on, ``page/2`` has 6 and 7 and a way back."""
    for day in range(1, 8):
        site.post(f"2011-01-0{day}-p", title=f"Post {day}")
    built = build(site, confblog_posts_per_page=5)
    pages = {"blog/index": ["Post 7", "Post 6", "Post 5", "Post 4", "Post 3"]}
    pages["blog/page/2"] = ["Post 2", "Post 1"]
    for docname, titles in pages.items():
        assert [text for text in links(built, docname) if text in {*titles, "Post 1"}] == titles
    ways = {page: [word in built.text(page) for word in ("Older", "Newer")] for page in pages}
    assert ways == {"blog/index": [True, False], "blog/page/2": [False, True]}


# Neighbours


def test_next_is_later_and_previous_is_earlier(site: Site) -> None:
    """The theme's next and previous pages are the posts after and before in time."""
    for day in (1, 2, 3):
        site.post(f"2011-01-0{day}-p{day}", title=f"Post {day}")
    head = build(site).read("blog/2011-01-02-p2.html")
    assert '<link rel="next" title="Post 3"' in head
    assert '<link rel="prev" title="Post 1"' in head


def test_equal_dates_have_a_stable_order(site: Site) -> None:
    """Posts of one moment are in the same order in every build."""
    for name in ("c", "a", "b"):
        site.post(name, title=name.upper(), date="2011-01-01 10:00")
    orders = [
        tuple(build(site, out=f"_{n}").app.project.blogs.posts)  # type: ignore[attr-defined]
        for n in range(2)
    ]
    assert orders[0] == orders[1]
    assert len(orders[0]) == 3


# Aliases


def test_old_addresses_of_the_site_and_of_a_post(site: Site) -> None:
    """A page there leads on, keeps query and hash, and asks search engines to look at the new."""
    site.post("2011-01-01-a", title="A", aliases="/old-a.html")
    conf: dict[str, Any] = {"html_baseurl": "https://example.org/", "confblog_feeds": []}
    built = build(site, confblog_aliases=["{year}-{month}/{slug}.html"], **conf)
    for path in ("old-a.html", "2011-01/a.html"):
        page = built.read(path)
        assert "noindex" in page
        assert '<link rel="canonical" href="https://example.org/blog/2011-01-01-a.html">' in page
        assert "location.search" in page
        assert "location.hash" in page


def test_an_alias_that_is_the_page_itself(site: Site) -> None:
    """It is dropped without a word."""
    site.post("2011-01-01-a", title="A", aliases="/blog/2011-01-01-a.html")
    assert "http-equiv" not in build(site).read("blog/2011-01-01-a.html")


def test_two_posts_claim_one_alias(site: Site) -> None:
    """It is an error that names both; the older post has the address."""
    site.post("2011-01-01-a", title="A", aliases="/old.html")
    site.post("2011-01-02-b", title="B", aliases="/old.html")
    built = site.build(suppress_warnings=QUIET, clean=False)
    assert "2011-01-02-b.md:3: WARNING: '/old.html' is 'blog/2011-01-01-a'" in built.warnings
    assert "2011-01-01-a.html" in built.read("old.html")


# Permalinks


def test_patterns_of_addresses(site: Site) -> None:
    """Date, slug and any key of front matter make an address, spelled as tags are."""
    site.post("2011-01-01-a", title="A", category="Ruby on Rails", city="São Paulo")
    for pattern, path in {
        "{category}/{slug}": "blog/ruby-on-rails/a.html",
        "/{year}/{month}/{day}/{slug}": "2011/01/01/a.html",
        "{city}/{slug}": "blog/sao-paulo/a.html",
    }.items():
        assert build(site, confblog_permalink=pattern).exists(path)


# Custom collections


def test_any_key_makes_pages_of_its_values(site: Site) -> None:
    """Posts without a value are on no page of it, and there is none for nothing."""
    site.post("2011-01-01-a", title="A", city="Paris")
    site.post("2011-01-02-b", title="B")
    site.post("2011-01-03-c", title="C", city="")
    built = build(site, confblog_taxonomies={"city": "Cities"})
    pages = {name for name in built.app.env.found_docs if name.startswith("blog/city/")}
    assert pages == {"blog/city/index", "blog/city/paris"}
    assert links(built, "blog/city/paris").keys() & {"A", "B", "C"} == {"A"}
