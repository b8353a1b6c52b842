"""The order of posts, terms and periods."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import catalog, post

from sphinx_confblog.model.catalog import TermInfo, remarks

if TYPE_CHECKING:
    from sphinx_confblog.model.post import Post


def test_newest_first() -> None:
    """Posts run from the newest to the oldest, whatever order they come in."""
    found = catalog(post("b", 2), post("a", 1), post("c", 3))
    assert found.listed == ("blog/c", "blog/b", "blog/a")
    assert tuple(found.posts) == found.listed


@given(st.permutations([post("a", 1), post("b", 1), post("c", 1), post("d", 2, tags="x, y")]))
def test_order_does_not_depend_on_the_files(posts: list[Post]) -> None:
    """Equal dates have a stable order."""
    assert catalog(*posts) == catalog(*sorted(posts, key=lambda p: p.docname))
    assert catalog(*posts).listed == ("blog/d", "blog/c", "blog/b", "blog/a")


def test_one_moment_in_two_zones() -> None:
    """Dates are compared as moments."""
    early = post("early", date=datetime(2020, 1, 1, 23, 30, tzinfo=ZoneInfo("Europe/Paris")))
    late = post("late", date=datetime(2020, 1, 1, 23, 0, tzinfo=UTC))
    assert catalog(early, late).listed == ("blog/late", "blog/early")


def test_neighbours() -> None:
    """Each post has the one before it in time, and the one after it."""
    found = catalog(post("a", 1), post("b", 2), post("c", 3), post("hidden", 2, unlisted=True))
    assert found.neighbours == {
        "blog/a": (None, "blog/b"),
        "blog/b": ("blog/a", "blog/c"),
        "blog/c": ("blog/b", None),
    }


def test_unlisted_posts_are_in_no_list() -> None:
    """An unlisted post is a post, and no more."""
    found = catalog(post("a", tags="x"), post("hidden", tags="x, y", unlisted=True))
    assert "blog/hidden" in found.posts
    assert found.listed == ("blog/a",)
    assert found.periods[2020,] == ("blog/a",)
    assert [(t.key, t.posts) for t in found.taxonomies["tags"].values()] == [("x", ("blog/a",))]


def test_terms_are_folded() -> None:
    """Spellings of one term are one; it is called as most posts call it."""
    found = catalog(post("a", 1, tags="Docker"), post("b", 2, tags="docker"),
                    post("c", 3, tags="docker"), post("d", 4, tags="C, C++, C#"))  # fmt: skip
    tags = found.taxonomies["tags"]
    assert {t.name: t.slug for t in tags.values()} == {
        "C": "c", "C#": "c-sharp", "C++": "c-plus-plus", "docker": "docker",
    }  # fmt: skip
    assert tags["docker"].posts == ("blog/c", "blog/b", "blog/a")


@pytest.mark.parametrize("tags", [("Docker", "docker"), ("docker", "Docker")])
def test_equally_frequent_spellings(tags: tuple[str, str]) -> None:
    """Of spellings that are used as often, the first in code-point order is shown."""
    found = catalog(post("a", tags=tags[0]), post("b", tags=tags[1]))
    assert found.taxonomies["tags"]["docker"].name == "Docker"


def test_terms_are_sorted_by_name() -> None:
    """Case does not matter for the order."""
    found = catalog(post("a", tags="zebra, Apple, banana, Éclair"))
    assert [t.name for t in found.taxonomies["tags"].values()] == [
        "Apple", "banana", "zebra", "Éclair",
    ]  # fmt: skip


def test_terms_that_the_site_names() -> None:
    """A term is called as the site says, and has the posts of its aliases."""
    info = TermInfo(id="k8s", name="Kubernetes", aliases=("kube", "Kubernetes"))
    infos = {"tags": {"k8s": info}}
    found = catalog(post("a", 1, tags="k8s"), post("b", 2, tags="KUBE, kubernetes"), infos=infos)
    (term,) = found.taxonomies["tags"].values()
    assert (term.name, term.slug, term.posts) == ("Kubernetes", "k8s", ("blog/b", "blog/a"))
    assert found.post_terms(found.posts["blog/b"], "tags") == (("Kubernetes", term),)


@pytest.mark.parametrize("name", ["C++", "c++", " C++ ", "c-plus-plus"])
def test_finding_a_term(name: str) -> None:
    """A term is found by any spelling and by its slug."""
    found = catalog(post("a", tags="C++, C"))
    assert found.term("tags", name) is found.taxonomies["tags"]["c++"]


def test_finding_no_term() -> None:
    """A name that no post gives is no term."""
    found = catalog(post("a", tags="C++"))
    assert found.term("tags", "c") is None
    assert found.term("authors", "C++") is None
    assert found.post_terms(post("x", tags="new"), "tags") == (("new", None),)


def test_a_name_comes_before_a_slug() -> None:
    """A term that is called like another one's slug is meant by that name."""
    found = catalog(post("a", tags="C#, c-sharp"))
    term = found.term("tags", "c-sharp")
    assert term is not None
    assert term.name == "c-sharp"


def test_the_shown_day_comes_first() -> None:
    """With dates in several zones, lists follow the days that readers see, then the moments."""
    ahead = post("ahead", date=datetime(2020, 1, 1, 0, 30, tzinfo=ZoneInfo("Pacific/Auckland")))
    later = post("later", date=datetime(2019, 12, 31, 20, 0, tzinfo=UTC))
    assert later.date > ahead.date
    assert catalog(ahead, later).listed == ("blog/ahead", "blog/later")


def test_periods() -> None:
    """Years and months are those of the dates as they are shown."""
    eve = post("eve", date=datetime(2020, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris")))
    found = catalog(eve, post("a", 40))
    assert found.periods == {
        (2020,): ("blog/a", "blog/eve"), (2020, 2): ("blog/a",), (2020, 1): ("blog/eve",),
    }  # fmt: skip


def test_nothing() -> None:
    """A blog without posts has nothing."""
    found = catalog()
    assert not found.posts
    assert not found.taxonomies
    assert not found.periods


def test_taxonomies_without_terms() -> None:
    """A taxonomy that no listed post uses is absent."""
    found = catalog(post("a", terms={"tags": (), "authors": ("x",)}))
    assert list(found.taxonomies) == ["authors"]


def place_of(docname: str, taxonomy: str) -> str:
    """Return a name for the place where a post names its terms."""
    return f"{docname}.md of {taxonomy}"


def test_remarks_on_addresses() -> None:
    """Of terms that ask for one address, those that do not get it are remarked on."""
    posts = post("a", 1, tags="a b, index"), post("b", 2, tags="a-b")
    found = remarks(catalog(*posts), {}, "ignore", place_of)
    assert [(r.docname, r.taxonomy) for r in found] == [("blog/a", "tags")] * 2
    assert "'a b' has the same URL 'a-b' as 'a-b' in blog/b.md of tags;" in found[0].text
    assert "its page is 'a-b-2'" in found[0].text
    assert "'index'" in found[1].text


def test_remarks_on_unknown_terms() -> None:
    """Terms that the site does not list are remarked on if it asks for that."""
    infos = {"tags": {"docker": TermInfo(id="docker")}}
    found = catalog(post("a", tags="docker, dokcer"), infos=infos)
    assert remarks(found, infos, "ignore", place_of) == []
    (remark,) = remarks(found, infos, "warn", place_of)
    assert remark.text == (
        "tags: 'dokcer' is not listed in confblog_terms; did you mean 'docker'? "
        "It is used as it is."
    )


def test_a_name_that_the_site_gives_is_a_spelling() -> None:
    """Terms may be given by id or by name; both mean one."""
    infos = {"tags": {"ann": TermInfo(id="ann", name="Ann Example")}}
    posts = [post("one", 1, tags="Ann Example"), post("two", 2, tags="ann")]
    found = catalog(*posts, infos=infos).taxonomies["tags"]
    assert [(term.slug, term.name, len(term.posts)) for term in found.values()] == [
        ("ann", "Ann Example", 2)
    ]
