"""Pictures of authors beside their names, where the site has some."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

if TYPE_CHECKING:
    from conftest import Site

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
FACE = re.compile(r'<img alt="" class="confblog-face" [^>]*src="([^"]*)" [^>]*/>')
TERMS: dict[str, Any] = {
    "authors": {"ann": {"name": "Ann", "avatar": "ann.svg"}, "bob": {"name": "Bob"}}
}
POST = "blog/2026-01-01-one"


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post by two authors, one of whom has a picture."""
    site.write("ann.svg", SVG)
    site.post("2026-01-01-one", title="One", author="ann, bob")
    return site


def test_pictures_beside_names(blog: Site) -> None:
    """On the post's page, on its card and on the index of authors; other lists have none."""
    built = blog.build(confblog_terms=TERMS, confblog_archives="year")
    (source,) = FACE.findall(built.body(POST))
    assert source == "../_images/ann.svg"
    assert built.exists("_images/ann.svg")
    assert "by <img " in built.body(POST)
    assert FACE.findall(built.body("blog/index")) == ["../_images/ann.svg"]
    assert FACE.findall(built.body("blog/authors/index")) == ["../../_images/ann.svg"]
    assert FACE.findall(built.body("blog/archive")) == []
    cloud = blog.build(confblog_terms=TERMS, confblog_terms_style="cloud")
    assert FACE.findall(cloud.body("blog/authors/index")) == []


def test_pictures_from_elsewhere(blog: Site) -> None:
    """Their addresses are as they are."""
    terms = {"authors": {"ann": {"name": "Ann", "avatar": "https://example.com/a.png"}}}
    built = blog.build(confblog_terms=terms)
    assert FACE.findall(built.body(POST)) == ["https://example.com/a.png"]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [0, 2])
def test_pictures_in_later_builds(blog: Site, jobs: int) -> None:
    """One that comes or goes is on all pages that name its author, as after a clean build."""
    blog.post("2026-01-02-two", title="Two", author="bob")
    without: dict[str, Any] = {"confblog_terms": {"authors": {"ann": {"name": "Ann"}}}}
    first = blog.build(jobs=jobs, **without).everything()
    later = blog.build(confblog_terms=TERMS, jobs=jobs).everything()
    assert later == blog.build(confblog_terms=TERMS, out="_clean").everything()
    assert later[f"{POST}.html"] != first[f"{POST}.html"]
    assert blog.build(jobs=jobs, **without).everything() == first


def test_no_picture_is_the_post_s(blog: Site) -> None:
    """Extensions that look for the first image of a page find the author's own."""
    blog.post("2026-01-01-one", "![own](own.svg)\n", title="One", author="ann")
    blog.write("blog/own.svg", SVG)
    built = blog.build(confblog_terms=TERMS)
    doctree = built.app.env.get_and_resolve_doctree(POST, built.app.builder)
    assert [image["uri"] for image in doctree.findall(nodes.image)] == ["blog/own.svg"]
