"""Which pages are generated, how they are called and what they show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import NOW
from hypothesis import given
from hypothesis import strategies as st
from records import catalog, post

from sphinx_confblog.config.options import BlogConfig
from sphinx_confblog.discovery.generated_pages import Page, PageKind, generated_pages
from sphinx_confblog.i18n import Language

ENGLISH = Language("en", str, b"")
CONFIG = BlogConfig(taxonomies={"tags": "Tags", "authors": "Authors"}, archives="year")


def pages(*posts: Any, **options: Any) -> dict[str, Page]:
    """The pages that some posts call for."""
    return generated_pages(catalog(*posts), replace(CONFIG, **options), ENGLISH, now=NOW)


def test_all_of_a_small_blog() -> None:
    """One post with a tag has an index, an archive, and the tag's pages."""
    found = pages(post("a", tags="Docker Swarm"))
    assert {name: (page.kind.value, page.title) for name, page in found.items()} == {
        "blog/index": ("index", "Blog"),
        "blog/archive": ("archive", "Archive"),
        "blog/archive/2020": ("period", "2020"),
        "blog/tags/index": ("taxonomy", "Tags"),
        "blog/tags/docker-swarm": ("term", "Docker Swarm"),
    }


def test_without_a_public_post() -> None:
    """Index and archive are there before the first post is public."""
    assert list(pages()) == ["blog/index", "blog/archive"]


def test_months() -> None:
    """Months have pages if asked for, zero-padded and below their year."""
    found = pages(post("a"), post("b", 40), archives="month")
    assert [name for name in found if "archive/" in name] == [
        "blog/archive/2020", "blog/archive/2020/02", "blog/archive/2020/01",
    ]  # fmt: skip
    assert found["blog/archive/2020/02"].posts == ("blog/b",)
    assert found["blog/archive/2020/02"].parent == "blog/archive/2020"
    assert found["blog/archive/2020"].parent == "blog/archive"


def test_no_archive() -> None:
    """Without archives there is no page of them."""
    assert not [name for name in pages(post("a"), archives=None) if "archive" in name]


def test_taxonomies_that_are_not_configured() -> None:
    """Terms of other keys have no pages."""
    found = pages(post("a", terms={"tags": ("x",), "series": ("y",)}))
    assert [name for name in found if "series" in name] == []


@pytest.mark.parametrize(
    ("path", "names"), [("", ["index", "archive"]), ("a/b", ["a/b/index", "a/b/archive"])]
)
def test_path(path: str, names: list[str]) -> None:
    """The pages stand below the blog's folder, which may be the whole site."""
    assert list(pages(path=path)) == names


def test_split() -> None:
    """Seven posts, five a page: five and two."""
    found = pages(*(post(f"p{n}", n) for n in range(7)), posts_per_page=5)
    first, second = found["blog/index"], found["blog/page/2"]
    assert first.posts == tuple(f"blog/p{n}" for n in (6, 5, 4, 3, 2))
    assert second.posts == ("blog/p1", "blog/p0")
    assert first.siblings == second.siblings == ("blog/index", "blog/page/2")
    assert (second.number, second.title, second.parent) == (2, "Blog, page 2", "blog/index")
    assert first.children == ("blog/archive",)
    assert second.children == ()


@pytest.mark.parametrize(("kind", "path"), [("tags/x", "tags/x"), ("archive/2020", "archive/2020")])
def test_split_terms_and_years(kind: str, path: str) -> None:
    """Further pages of a term or a year stand below it."""
    found = pages(*(post(f"p{n}", n, tags="x") for n in range(3)), term_posts_per_page=2)
    assert found[f"blog/{path}/page/2"].posts == ("blog/p0",)
    assert found[f"blog/{path}/page/2"].parent == f"blog/{kind}"


def test_split_at_the_root() -> None:
    """A blog that is the whole site has its second page at ``page/2``."""
    assert "page/2" in pages(post("a"), post("b"), path="", posts_per_page=1)


@pytest.mark.slow
@given(st.integers(0, 12), st.integers(0, 5), st.integers(0, 5))
def test_every_post_once(count: int, size: int, term_size: int) -> None:
    """The pages of a list show each of its posts once, in order, and no page too many."""
    found = pages(
        *(post(f"p{n}", n, tags="x") for n in range(count)),
        posts_per_page=size, term_posts_per_page=term_size, archives="month",
    )  # fmt: skip
    listed = tuple(f"blog/p{n}" for n in reversed(range(count)))
    for first in [page for page in found.values() if page.number == 1 and page.siblings]:
        group = [found[name] for name in first.siblings]
        limit = size if first.kind is PageKind.INDEX else term_size
        assert tuple(name for page in group for name in page.posts) == listed
        assert [page.number for page in group] == list(range(1, len(group) + 1))
        assert all(page.siblings == first.siblings for page in group)
        assert all(0 < len(page.posts) <= (limit or count) for page in group) or not count
        assert len(group) == (-(-count // limit) if limit and count else 1)
