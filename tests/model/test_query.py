"""Options of a list, and the posts that they select."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import catalog, post

from sphinx_confblog.model.query import (
    Group,
    Query,
    SortKey,
    Style,
    TermFilter,
    parse_filter,
    parse_query,
    select,
    unknown_terms,
)

PARIS = ZoneInfo("Europe/Paris")


def parse(**options: str) -> Query:
    """A query of options that are all right."""
    named = {name.replace("_", "-"): value for name, value in options.items()}
    query, problems = parse_query(named, ("tags", "authors"), PARIS)
    assert problems == []
    return query


def test_defaults() -> None:
    """Without options, all posts are listed, the newest first."""
    assert parse() == Query()


def test_values() -> None:
    """Each option sets its part."""
    assert parse(limit="3", sort="title", style="table", group_by="month") == Query(
        limit=3, sort=SortKey.TITLE, descending=False, style=Style.TABLE, group=Group.MONTH
    )
    assert parse(sort="-updated").descending
    assert parse(sort=" -date ") == Query()


@pytest.mark.parametrize(
    ("value", "some", "required", "excluded"),
    [
        ("a", ["a"], [], []),
        ("a, b", ["a", "b"], [], []),
        (" a ,, b ,", ["a", "b"], [], []),
        ("a\nb c", ["a b c"], [], []),
        ("-a, +b, c", ["c"], ["b"], ["a"]),
        ("- a, + b", [], ["b"], ["a"]),
        ("C++, -C++, +C++", ["C++"], ["C++"], ["C++"]),
        ("-, +", ["-", "+"], [], []),
        ("--a", [], [], ["-a"]),
    ],
)
def test_filters(value: str, some: list[str], required: list[str], excluded: list[str]) -> None:
    """A comma is or, a plus requires, a minus excludes; signs within a name are its own."""
    expected = TermFilter("tags", tuple(some), tuple(required), tuple(excluded))
    assert parse_filter("tags", value) == expected


def test_days_are_those_of_the_site() -> None:
    """A day without a zone begins and ends at the site's midnight, also when clocks change."""
    query = parse(since="2020-03-29", until="2020-03-29")
    assert query.since == datetime(2020, 3, 29, tzinfo=PARIS)
    assert query.before == datetime(2020, 3, 30, tzinfo=PARIS)
    assert query.since is not None
    assert query.before is not None
    assert (query.before.astimezone(UTC) - query.since.astimezone(UTC)).total_seconds() == 23 * 3600


def test_moments() -> None:
    """A date-time is exact, and its own second counts."""
    query = parse(since="2020-01-01 10:00 UTC", until="2020-01-01 10:00:00 UTC")
    posts = catalog(
        post("early", date=datetime(2020, 1, 1, 9, 59, 59, tzinfo=UTC)),
        post("just", date=datetime(2020, 1, 1, 10, tzinfo=UTC)),
        post("late", date=datetime(2020, 1, 1, 10, 0, 1, tzinfo=UTC)),
    )
    assert select(query, posts, str) == ("blog/just",)


@pytest.mark.parametrize(
    "option", ["limit", "since", "until", "featured", "sort", "style", "group-by"]
)
@given(value=st.text(max_size=12))
def test_any_value_is_read_or_reported(option: str, value: str) -> None:
    """No text is an exception; a wrong one leaves the query as if it were not there."""
    query, problems = parse_query({option: value}, (), PARIS)
    assert len(problems) <= 1
    if problems:
        assert query == Query()
        assert problems[0].startswith(f"option {option!r}: ")
        assert problems[0].endswith(" The option is ignored.")


@given(
    tags=st.lists(st.sets(st.sampled_from("abc")), max_size=6),
    some=st.sets(st.sampled_from("abcz")),
    required=st.sets(st.sampled_from("abcz")),
    excluded=st.sets(st.sampled_from("abcz")),
    limit=st.none() | st.integers(1, 4),
)
def test_selection(
    tags: list[set[str]], some: set[str], required: set[str], excluded: set[str], limit: int | None
) -> None:
    """The posts are those that the words of the option say, and no others."""
    posts = [post(f"p{n}", n, tags=", ".join(sorted(names))) for n, names in enumerate(tags)]
    wanted = TermFilter("tags", tuple(some), tuple(required), tuple(excluded))
    expected = [
        f"blog/p{number}"
        for number, names in reversed(list(enumerate(tags)))
        if (not some or some & names) and required <= names and not excluded & names
    ]
    query = Query(filters=(wanted,), limit=limit)
    assert select(query, catalog(*posts), str) == tuple(expected[:limit])


@given(st.sampled_from(SortKey), st.lists(st.integers(0, 3), max_size=6))
def test_orders_are_each_others_reverse(key: SortKey, days: list[int]) -> None:
    """Ascending is descending read from the end, equal posts too."""
    found = catalog(*(post(f"p{n}", day) for n, day in enumerate(days)))
    down = select(Query(sort=key), found, lambda name: name[-1])
    up = select(Query(sort=key, descending=False), found, lambda name: name[-1])
    assert up == down[::-1]


def test_sorted_by_title() -> None:
    """Titles are compared regardless of case."""
    titles = {"blog/a": "beta", "blog/b": "Alpha", "blog/c": "gamma"}
    found = catalog(post("a"), post("b"), post("c"))
    query = Query(sort=SortKey.TITLE, descending=False)
    assert select(query, found, titles.__getitem__) == ("blog/b", "blog/a", "blog/c")


def test_sorted_by_update() -> None:
    """A post that was never updated counts by its date."""
    found = catalog(post("a", 1, updated=post("x", 9).date), post("b", 5), post("c", 3))
    assert select(Query(sort=SortKey.UPDATED), found, str) == ("blog/a", "blog/b", "blog/c")


def test_unknown_terms() -> None:
    """A term is known by any spelling, slug, or because the site or a draft has it."""
    found = catalog(post("a", tags="C++"))
    known = {"tags": {"c++", "draft"}}
    names = ("c++", "C++", "c-plus-plus", "Draft", "c+++", "zebra")
    query = Query(filters=(TermFilter("tags", names),))
    assert unknown_terms(query, known, found) == [
        "option 'tags': no post has 'c+++'; did you mean 'c++'?",
        "option 'tags': no post has 'zebra'.",
    ]


def test_unknown_terms_may_be_excluded() -> None:
    """That changes nothing, unless another term is meant."""
    found, known = catalog(post("a", tags="docker")), {"tags": {"docker"}}
    query = Query(filters=(TermFilter("tags", ("docker",), (), ("zebra", "dokcer")),))
    assert unknown_terms(query, known, found) == [
        "option 'tags': no post has 'dokcer'; did you mean 'docker'?"
    ]


@pytest.mark.parametrize(
    ("value", "names"),
    [("", ("blog/a",)), ("yes", ("blog/a",)), ("False", ("blog/b",))],
)
def test_featured(value: str, names: tuple[str, ...]) -> None:
    """The option alone selects featured posts; spelled out, the others too."""
    posts = catalog(post("a", featured=True), post("b"))
    assert select(parse(featured=value), posts, str) == names
