"""Posts whose names have capitals, underscores or dots: old addresses redirect in each spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from test_old_blogs import addresses

from sphinx_confblog.util.slugs import typed_slugs

if TYPE_CHECKING:
    from conftest import Site

QUIET = ["toc"]
NAME = "2014-06-30-My_Post-v1.2"
DATED = "/{year}/{month}/{day}/{slug}"


@pytest.mark.parametrize(
    ("name", "slug", "forms"),
    [
        ("my-post", "my-post", ()),
        ("My_Post-v1.2", "my-post-v1-2", ("My_Post-v1.2",)),
        ("Is it?", "is-it", ("Is it?", "Is-it")),
        ("C++ & C", "c-plus-plus-and-c", ("C++ & C", "C++-&-C")),
        ("caf\u00e9", "cafe", ("caf\u00e9",)),
        ("a/b", "a-b", ()),
        ("???", "u3f-u3f-u3f", ("???",)),
    ],
)
def test_spellings(name: str, slug: str, forms: tuple[str, ...]) -> None:
    """A name as Middleman left it, and as Jekyll has it; not the slug itself."""
    assert typed_slugs(name, slug) == forms


@pytest.mark.parametrize(
    ("builder", "conf", "old"),
    [
        ("html", {"confblog_permalink": DATED}, "2014/06/30/My_Post-v1.2.html"),
        ("html", {"confblog_permalink": f"{DATED}/"}, "2014/06/30/My_Post-v1.2/index.html"),
        ("dirhtml", {"confblog_permalink": DATED}, "2014/06/30/My_Post-v1.2/index.html"),
        ("html", {"confblog_permalink": "p/{slug}"}, "blog/p/My_Post-v1.2.html"),
        ("html", {"confblog_aliases": [f"{DATED}.html"]}, "2014/06/30/My_Post-v1.2.html"),
    ],
)
def test_the_old_name_redirects(site: Site, builder: str, conf: dict[str, Any], old: str) -> None:
    """By each pattern with a slug in it, and links to it lead to the post."""
    site.post(f"{NAME}.html", title="One")
    link = f"/{old.removesuffix('index.html')}"
    site.post("2014-07-01-two", f'[one]({link}) <a href="{link}">one</a>\n', title="Two")
    built = site.build(builder, suppress_warnings=QUIET, **conf)
    assert "noindex" in built.read(old)
    assert link not in {address for _, address in addresses(built)}


def test_a_permalink_of_the_post(site: Site) -> None:
    """Jekyll's ``:title`` in front matter has both spellings."""
    site.post(NAME, title="One", permalink="/x/:title/")
    built = site.build(suppress_warnings=QUIET)
    assert built.exists("x/my-post-v1-2/index.html")
    assert "noindex" in built.read("x/My_Post-v1.2/index.html")


def test_a_spelling_that_is_taken(site: Site) -> None:
    """A page, and another's address, win without a word: nobody has asked for the redirect."""
    site.post("2014-06-30-a_b", title="One")
    site.post("2014-06-30-c_d", title="Two", aliases="/2014/06/30/a_b.html")
    site.write("2014/06/30/c_d.md", "---\norphan: true\n---\n\n# Page\n")
    built = site.build(suppress_warnings=QUIET, confblog_permalink=DATED)
    assert "c-d.html" in built.read("2014/06/30/a_b.html")
    assert "<h1>Page" in built.read("2014/06/30/c_d.html")


def test_no_redirect_without_need(site: Site) -> None:
    """Where files give addresses, or no pattern has a slug in it, none is made."""
    site.post(NAME, title="One")
    plain = site.build(suppress_warnings=QUIET)
    assert [name for name in plain.everything() if b"redirect" in plain.everything()[name]] == []
    other = site.build(out="_other", suppress_warnings=QUIET, confblog_permalink="/{year}/{title}")
    assert not [name for name in other.everything() if "My_Post" in name and "sources" not in name]
