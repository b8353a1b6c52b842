"""Related posts: those that share terms, rare ones before common ones."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from records import catalog, post

from sphinx_confblog.model.related import REACH, related_posts

if TYPE_CHECKING:
    from sphinx_confblog.model.catalog import Catalog

    Groups = list[tuple[str, ...]]


def related(posts: Catalog, count: int, groups: Groups | None = None) -> dict[str, tuple[str, ...]]:
    """Return the related posts of each post that has some."""
    shared = related_posts(posts, count, groups or [])
    found = {name: shared.of(name) for name in posts.posts}
    return {name: closest for name, closest in found.items() if closest}


def test_a_rare_term_weighs_more() -> None:
    """Two posts with a tag that nobody else has are closer than two with a common one."""
    found = related(
        catalog(
            post("a", 0, tags="news, lathe"),
            post("b", 1, tags="news"),
            post("c", 2, tags="news"),
            post("d", 3, tags="lathe"),
            post("e", 4),
        ),
        3,
    )
    assert found["blog/a"] == ("blog/d", "blog/b", "blog/c")


def test_more_terms_weigh_more() -> None:
    """Weights add up over all that two posts share, whatever the taxonomy."""
    terms = {"tags": ("x", "y"), "authors": ("ann",)}
    found = related(
        catalog(
            post("a", 0, terms=terms),
            post("b", 1, tags="x"),
            post("c", 9, terms=terms),
            post("d", 3),
        ),
        1,
    )
    assert found["blog/a"] == ("blog/c",)


def test_the_nearest_in_time_is_first_among_equals() -> None:
    """Equal weights go by how far apart the posts are in the list, then by the newer."""
    posts = [post(name, day, tags="x") for day, name in enumerate("abcd")]
    found = related(catalog(*posts, post("z", 9)), 3)
    assert found["blog/b"] == ("blog/c", "blog/a", "blog/d")


def test_nothing_is_related_without_a_shared_term() -> None:
    """A term that every post has says nothing, nor does one that no other has."""
    found = related(catalog(post("a", 0, tags="x, one"), post("b", 1, tags="x, two")), 3)
    assert found == {}


def test_unlisted_posts_are_not_related() -> None:
    """What lists must not show stands below no post either."""
    found = related(
        catalog(
            post("a", 0, tags="x"),
            post("b", 1, tags="x", unlisted=True),
            post("c", 2, tags="x"),
            post("d", 3),
        ),
        3,
    )
    assert found == {"blog/a": ("blog/c",), "blog/c": ("blog/a",)}


def test_posts_of_the_same_series_are_not_related() -> None:
    """They stand in the series' own list already."""
    one = {"tags": ("x",), "series": ("tour",)}
    found = related(
        catalog(
            post("a", 0, terms=one),
            post("b", 1, terms=one),
            post("c", 2, tags="x"),
            post("d", 3),
        ),
        3,
    )
    assert found["blog/a"] == ("blog/c",)
    assert found["blog/c"] == ("blog/b", "blog/a")


def test_none_if_none_are_wanted() -> None:
    """0 turns it off."""
    assert related(catalog(post("a", 0, tags="x"), post("b", 1, tags="x")), 0) == {}


def test_the_work_grows_with_the_number_of_posts() -> None:
    """A term of all but one post pairs each of them with a fixed number of others."""
    posts = [post(f"p{number:04}", number, tags="x") for number in range(400)]
    whole = catalog(*posts, post("other", 999))
    found = related(whole, 10_000)
    assert max(map(len, found.values())) == 2 * REACH


def test_long_series_take_no_more_room_than_their_posts() -> None:
    """Posts of two series that share all of them are kept once for each series, not per post."""
    terms = {"tags": ("x",), "series": ("one", "two")}
    posts = [post(f"p{number:04}", number, terms=terms) for number in range(1000)]
    whole = catalog(*posts, post("near", 500, tags="x"), post("other", 2000))
    tracemalloc.start()
    found = related(whole, 3)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found["blog/p0500"] == ("blog/near",)
    assert len(found) == 1 + 2 * REACH
    assert peak < 5_000_000


def test_objects_that_posts_link_to() -> None:
    """A rare object that two posts link to weighs more than a term that many share."""
    posts = [post(name, day, tags="x") for day, name in enumerate("abcdef")]
    whole = catalog(*posts, post("z", 9))
    assert related(whole, 1)["blog/a"] == ("blog/b",)
    found = related(whole, 1, [("blog/e", "blog/a")])
    assert found["blog/a"] == ("blog/e",)
    assert found["blog/e"] == ("blog/a",)
