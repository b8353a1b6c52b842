"""Names of terms and posts as path segments."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.slugs import assign_slugs, clashes, slugify, term_key

# Letters that fold, compose or decompose in unusual ways, and signs that are spelled out.
odd_letters = "ſİıßµ℀①㊀ｶﾞがᾴΐǰẞﬃée\u0301\u0308\u0345\u200d\u00ad\ufe0f"
odd = st.text(odd_letters + "☆♯½®€.-+#&_/\\ aA1", max_size=12)
clashing = st.sampled_from(["a b", "a_b", "a-b-2", "index", "Page", "aux"])
names = st.text(max_size=40) | odd | clashing


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C++11", "c-plus-plus-11"),
        ("C#", "c-sharp"),
        ("C♯", "c-sharp"),
        ("F#", "f-sharp"),
        ("#1", "1"),
        (".NET", "dot-net"),
        (".NET Core", "dot-net-core"),
        ("ASP.NET", "asp-net"),
        ("...and more", "and-more"),
        ("Node.js", "node-js"),
        ("R&D", "r-and-d"),
        ("日本語", "日本語"),
        ("☆☆☆", "☆☆☆"),
        ("120", "120"),
        ("3.10", "3-10"),
        ("fooX", "foox"),
        ("Some FUN stuff!", "some-fun-stuff"),
        ("Ruby on Rails", "ruby-on-rails"),
        ("a_b", "a-b"),
        ("--a--b--", "a-b"),
        ("a/b\\c", "a-b-c"),
        ("Schlagwörter", "schlagworter"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("が", "が"),
        ("й", "й"),
        ("हिन्दी", "हिन्दी"),
        ("ﬁ Ｗｉｄｅ", "fi-wide"),
        ("soft\u00adhyphen", "softhyphen"),
        ("🎉 party", "🎉-party"),
        ("aux", "aux-0"),
        ("!!!", "u21-u21-u21"),
        ("..", "u2e-u2e"),
        ("?", "u3f"),
        ("\ud800", "ud800"),
        ("", "blank"),
        (" \t", "blank"),
    ],
)
def test_slugify(name: str, slug: str) -> None:
    """The spellings that the documentation promises."""
    assert slugify(name) == slug


def test_long_names_stay_apart() -> None:
    """A long name is cut, and keeps a slug of its own."""
    first, second = slugify("word " * 100), slugify("word " * 101)
    assert first != second
    assert first.startswith("word-word-")
    assert len(first) <= 80
    assert len(slugify("a" * 80)) == 80
    assert slugify("a" * 80) == "a" * 80
    assert slugify("a" * 81).startswith("a" * 71 + "-")
    assert len(slugify("語" * 80).encode()) <= 200


@given(st.text("aZ \x00\t\x1f\x7f~", max_size=12) | st.text(st.characters(codec="ascii")))
def test_ascii_takes_a_short_way(name: str) -> None:
    """The key of an ASCII name is what the rule for all names makes of it."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    assert term_key(name) == " ".join(folded.split())


@given(names)
def test_slugs_are_safe(name: str) -> None:
    """A slug is one path segment that every file system takes."""
    slug = slugify(name)
    assert 0 < len(slug) <= 80
    assert len(slug.encode()) <= 200
    assert not set(slug) & set("/\\.:*?\"'<>|%#&+~_ \t\n\0")
    assert not any(unicodedata.category(char)[0] in "CZ" for char in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert slug == unicodedata.normalize("NFC", slug.casefold())
    assert unicodedata.is_normalized("NFC", slug)


@given(names)
def test_slugify_is_idempotent(name: str) -> None:
    """A slug's slug is the slug itself, and names of one term have one slug."""
    assert slugify(slugify(name)) == slugify(name)
    assert slugify(term_key(name)) == slugify(name)


def test_term_key() -> None:
    """Case, width and white space do not make two terms; signs and accents do."""
    assert term_key("Docker") == term_key("docker") == term_key(" ＤＯＣＫＥＲ ")
    assert term_key("Some  FUN\u00a0stuff") == "some fun stuff"
    assert len({term_key(name) for name in ("C", "C++", "C#", "Ç", "café", "cafe")}) == 6


@given(names)
def test_term_key_is_idempotent(name: str) -> None:
    """The key of a key is the key."""
    assert term_key(term_key(name)) == term_key(name)


@given(st.lists(names), st.randoms(use_true_random=False))
def test_assigned_slugs(terms: list[str], random: object) -> None:
    """Every term has one slug, no two share one, none is reserved, and order is nothing."""
    assigned = assign_slugs(terms)
    assert set(assigned) == {term_key(name) for name in terms}
    assert len(set(assigned.values())) == len(assigned)
    assert not set(assigned.values()) & {"index", "page"}
    random.shuffle(terms)  # type: ignore[attr-defined]
    assert assign_slugs(terms) == assigned
    assert set(clashes(assigned)) == {k for k, slug in assigned.items() if slugify(k) != slug}


def test_the_term_that_is_its_slug_keeps_it() -> None:
    """Of terms with one slug the one spelt like it keeps it; the others are numbered."""
    assigned = assign_slugs(["a_b", "A B", "a-b", "a/b"])
    assert assigned == {"a-b": "a-b", "a b": "a-b-2", "a/b": "a-b-3", "a_b": "a-b-4"}
    assert clashes(assigned) == {"a b": "a-b", "a/b": "a-b", "a_b": "a-b"}


def test_the_first_term_keeps_a_slug_that_no_term_is() -> None:
    """Of terms with one slug, none spelt like it, the alphabetically first keeps it."""
    assert assign_slugs(["Schlagwörter!", "Schlagwörter"]) == {
        "schlagwörter": "schlagworter",
        "schlagwörter!": "schlagworter-2",
    }


def test_numbers_do_not_take_the_slugs_of_other_terms() -> None:
    """A term that is called like a numbered slug keeps its own."""
    assigned = assign_slugs(["a_b", "a-b", "A-B 2"])
    assert assigned == {"a-b": "a-b", "a-b 2": "a-b-2", "a_b": "a-b-3"}


def test_reserved_slugs() -> None:
    """A term never takes the address of another kind of page."""
    assert assign_slugs(["Index", "page", "tag"]) == {
        "index": "index-2",
        "page": "page-2",
        "tag": "tag",
    }
    assert assign_slugs(["tag"], reserved={"tag", "tag-2"}) == {"tag": "tag-3"}
    assert clashes(assign_slugs(["docker", "index"])) == {"index": "index"}
