"""What the site says of authors stands below their posts: ``confblog_about_authors``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Built, Site

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
ANN = {
    "name": "Ann *Lee*", "bio": "Writes <b>.\n\nLives by the sea.", "avatar": "img/ann.svg",
    "url": "https://ann.org/",
}  # fmt: skip
TERMS: dict[str, Any] = {"authors": {"ann": ANN, "bob": {"name": "Bob"}, "cy": {"bio": "Cycles."}}}


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post of four authors."""
    site.write("img/ann.svg", DOT)
    site.post("2020-01-01-one", "Text.\n", title="One", author="ann, bob, cy, dan", tags="x")
    site.post("2020-01-02-two", "Text.\n", title="Two", tags="x")
    return site


def boxes(built: Built, docname: str) -> list[str]:
    """The boxes of authors on a page."""
    pattern = r'<section [^>]*class="confblog-author".*?</section>'
    return re.findall(pattern, built.body(docname), re.DOTALL)


def words(html: str) -> str:
    """The words of some HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_authors_with_details_have_a_box(blog: Site) -> None:
    """It has the name, linked to the author's page, and what confblog_terms says."""
    built = blog.build(confblog_terms=TERMS, confblog_about_authors=True)
    ann, cy = boxes(built, "blog/2020-01-01-one")
    assert words(ann) == "Ann *Lee* Writes &lt;b&gt;. Lives by the sea. ann.org"
    assert words(cy) == "cy Cycles."
    assert 'href="authors/ann.html"' in ann
    assert 'src="../_images/ann.svg"' in ann
    assert built.exists("_images/ann.svg")
    assert 'href="https://ann.org/"' in ann
    assert "<img" not in cy


def test_the_box_is_no_data_of_the_post(blog: Site) -> None:
    """The post's own microformat stays as it is, and feeds have its text alone."""
    conf: dict[str, Any] = {"confblog_terms": TERMS, "html_baseurl": "https://a.org/"}
    built = blog.build(**conf, confblog_about_authors=True)
    for box in boxes(built, "blog/2020-01-01-one"):
        assert not re.search(r'\b(?:[pu]-\w|h-card|rel="me")', box)
    assert "Lives by the sea" not in built.read("blog/atom.xml")


def test_it_is_off_by_default_and_elsewhere(blog: Site) -> None:
    """Posts without authors, and pages that are no posts, have no box."""
    built = blog.build(confblog_terms=TERMS)
    assert boxes(built, "blog/2020-01-01-one") == []
    built = blog.build(confblog_terms=TERMS, confblog_about_authors=True)
    assert boxes(built, "blog/2020-01-02-two") == boxes(built, "blog/index") == []
    assert boxes(built, "blog/authors/ann") == []


def test_other_formats_show_it_too(blog: Site) -> None:
    """They leave out the picture."""
    built = blog.build("text", confblog_terms=TERMS, confblog_about_authors=True)
    assert "Lives by the sea." in built.read("blog/2020-01-01-one.txt")


@pytest.mark.parametrize("key", ["bio", "url", "avatar", "name"])
def test_changes_reach_the_post(blog: Site, key: str) -> None:
    """The next build writes what a clean one would."""
    blog.write("img/two.svg", DOT)
    conf: dict[str, Any] = {"confblog_about_authors": True}
    blog.build(**conf, confblog_terms=TERMS)
    new = {"bio": "New.", "url": "https://new.org/", "avatar": "img/two.svg", "name": "Anna"}[key]
    terms = {"authors": {**TERMS["authors"], "ann": {**ANN, key: new}}}
    built = blog.build(**conf, confblog_terms=terms).everything()
    assert built == blog.build(**conf, out="clean", confblog_terms=terms).everything()
