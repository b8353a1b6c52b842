"""Reading posts: every case in data files, and properties that hold for any front matter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from cases import NOW, ZONE, Case, frontmatter_cases
from hypothesis import given
from hypothesis import strategies as st
from outcomes import outcome, plain

from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, VISIBILITY_KEYS, ReadingRules
from sphinx_confblog.frontmatter.markdown import parse_head, read_head
from sphinx_confblog.frontmatter.records import Entry, FrontMatter, FrontMatterError
from sphinx_confblog.model.post import Post, ReadResult, Withheld
from sphinx_confblog.model.post_reader import read_post, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

TAXONOMIES = ("tags", "authors", "categories", "series")
RULES = ReadingRules(zone=ZONE, taxonomies=TAXONOMIES)


def read_file(case: Case) -> ReadResult:
    """What becomes of a case's file."""
    try:
        text = read_head(case.path)
        head = None if text is None else parse_head(text)
    except FrontMatterError as error:
        return unreadable(error)
    return read_post(
        docname=f"blog/{case.name}", filename=case.path.name, head=head, rules=RULES, now=NOW
    )


def read(
    head: Mapping[str, Any], *, filename: str = "post.md", taxonomies: tuple[str, ...] = TAXONOMIES
) -> ReadResult:
    """What becomes of a file whose front matter has these keys, one a line."""
    entries = {key: Entry(value, line) for line, (key, value) in enumerate(head.items(), start=2)}
    front = FrontMatter(entries, end=len(entries) + 2)
    rules = ReadingRules(zone=ZONE, taxonomies=taxonomies)
    return read_post(docname="post", filename=filename, head=front, rules=rules, now=NOW)


@pytest.mark.parametrize("case", list(frontmatter_cases()), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """Each file in tests/cases/frontmatter comes to what the file beside it says."""
    reading = read_file(case)
    assert outcome(reading) == case.outcome
    record = {key: plain(getattr(reading.post, key)) for key in case.post}
    assert record == case.post
    found = [(problem.subtype, problem.line) for problem in reading.problems]
    assert found == [(warned.subtype, warned.line) for warned in case.warnings]
    for problem, warned in zip(reading.problems, case.warnings, strict=True):
        assert [text for text in warned.text if text not in problem.text] == []


def test_cases_are_found() -> None:
    """The loader finds the files, so that the test above cannot pass by testing nothing."""
    assert len(list(frontmatter_cases())) >= 150


def test_known_keys_name_every_field_of_a_post() -> None:
    """What a post holds can be said in front matter."""
    made = {"docname", "source", "terms", "extra", "typed_slug"}
    assert set(Post._fields) - made <= KNOWN_KEYS


def test_singulars_belong_to_configured_taxonomies() -> None:
    """Without the taxonomy ``tags`` the key ``tag`` is the author's own."""
    post = read({"date": "2015-06-12", "tag": "a", "author": "b"}, taxonomies=("authors",)).post
    assert post is not None
    assert post.terms == {"authors": ("b",)}
    assert post.extra == {"tag": "a"}


def test_a_taxonomy_may_be_named_like_a_singular() -> None:
    """With a taxonomy ``author``, that key is not one of ``authors`` too."""
    head = {"date": "2015-06-12", "author": "a", "authors": "b"}
    post = read(head, taxonomies=("author", "authors")).post
    assert post is not None
    assert post.terms == {"author": ("a",), "authors": ("b",)}


def test_slips_of_a_key_that_is_given_are_none() -> None:
    """``tittle`` beside ``title`` is a key of its own."""
    assert read({"date": "2015-06-12", "title": "a", "tittle": "b"}).problems == ()


def test_slips_of_draft_count_beside_the_right_key() -> None:
    """``Draft: true`` withholds a post that says ``draft: false`` as well."""
    reading = read({"date": "2015-06-12", "draft": "false", "Draft": "true"})
    assert reading.withheld is Withheld.UNREADABLE


def test_versions_are_kept_as_typed() -> None:
    """A version is a text, unless the site sorts posts by it."""
    for head in ("version: 2.10", 'version: "2.10"'):
        entries = parse_head(f"---\ndate: 2014-06-30\n{head}\n---\n").entries
        post = read({key: entry.value for key, entry in entries.items()}).post
        assert post is not None
        assert post.version == "2.10"
    front = {"date": "2014-06-30", "version": ["2.4", "2.5"]}
    assert [problem.subtype for problem in read(front).problems] == ["key"]
    reading = read(front, taxonomies=("version",))
    assert reading.post is not None
    assert (reading.post.version, reading.problems) == (None, ())


def test_a_post_expires_at_the_very_moment() -> None:
    """At the moment of ``expires`` a post is withheld, at that of its date it is public."""
    moment = NOW.isoformat()
    assert read({"date": moment}).withheld is None
    assert read({"date": "2015-06-12", "expires": moment}).withheld is Withheld.EXPIRED
    assert read({"expires": moment}).withheld is Withheld.EXPIRED


def test_a_draft_may_lack_a_date() -> None:
    """It counts as one of today's, by the site's day and not by that of the clock's zone."""
    late = datetime(2020, 6, 30, 22, 30, tzinfo=UTC)
    front = FrontMatter({"draft": Entry("true", 2), "tags": Entry("a", 3)}, end=4)
    found = read_post(docname="soon", filename="soon.md", head=front, rules=RULES, now=late)
    assert found.withheld is Withheld.DRAFT
    assert found.problems == ()
    assert found.post is not None
    assert found.post.date.isoformat() == "2020-07-01T00:00:00+02:00"
    assert found.post.terms == {"tags": ("a",)}


def test_an_excerpt_keeps_its_lines() -> None:
    """An excerpt may be several paragraphs, and wins over a summary."""
    post = read({"date": "2015-06-12", "summary": "c", "excerpt": " a\n\nb\x07\n"}).post
    assert post is not None
    assert post.excerpt == "a\n\nb"


def test_messages_stay_short() -> None:
    """A message quotes no more than the beginning of what was found."""
    (problem,) = read({"date": "x\x1b" * 10_000}).problems
    assert len(problem.text) < 300
    assert problem.text.isprintable()


keys = st.sampled_from(sorted(KNOWN_KEYS.union(TAXONOMIES))) | st.text(max_size=12)
words = st.sampled_from(["true", "no", "2015-06-12", "2030-01-01", "0001-01-01", "", " ", "a, b"])
texts = words | st.text(max_size=20)
values = st.recursive(
    texts, lambda v: st.lists(v, max_size=3) | st.dictionaries(keys, v, max_size=3), max_leaves=5
)
heads = st.dictionaries(keys, values, max_size=6)
names = st.sampled_from(["2014-06-30-a.md", "a.html.md", ".md", "9999-12-31.md"]) | st.text()


@pytest.mark.slow
@given(heads, names)
def test_read_post_raises_nothing(head: dict[str, Any], filename: str) -> None:
    """Any values under any keys, in a file of any name, make a valid record or a reason."""
    reading = read(head, filename=filename)
    assert all(problem.text and problem.line >= 1 for problem in reading.problems)
    if reading.post is not None:
        assert reading.post.slug
        assert reading.withheld is reading.post.withheld(NOW)
        for moment in (reading.post.date, reading.post.updated, reading.post.expires):
            assert moment is None or moment.astimezone(UTC).tzinfo is UTC
    elif reading.withheld in {Withheld.UNREADABLE, Withheld.SCHEDULED}:
        assert reading.problems


@pytest.mark.slow
@given(heads, st.sampled_from(sorted(VISIBILITY_KEYS)), st.text(alphabet="abcxyz?", min_size=1))
def test_unclear_gates_withhold(head: dict[str, Any], gate: str, value: str) -> None:
    """A key that decides on publication, with a value nobody knows, publishes nothing."""
    reading = read(head | {"date": "2015-06-12", gate: value})
    assert reading.post is None
    assert reading.withheld in {Withheld.UNREADABLE, Withheld.DRAFT}


@given(st.lists(st.text(alphabet="abAB ,é", max_size=5), max_size=6))
def test_terms_are_kept_in_order_once(tags: list[str]) -> None:
    """Terms keep the author's order and first spelling; spelt again they are dropped."""
    post = read({"date": "2015-06-12", "tags": tags}).post
    assert post is not None
    found = post.terms.get("tags", ())
    typed = dict.fromkeys(" ".join(tag.split()) for tag in tags)
    assert list(found) == [tag for tag in typed if tag in found]
    folded = [" ".join(tag.casefold().split()) for tag in found]
    assert folded == list(dict.fromkeys(folded))
    assert set(folded) == {" ".join(tag.casefold().split()) for tag in tags} - {""}
