"""What references to something contain, and how it is found in pickled text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.incremental.referrers import Word, document_needle, object_needle


@pytest.mark.parametrize(
    ("name", "needle"),
    [
        ("fun", "fun"),
        ("Package.Module.Fun", "fun"),
        ("ns::Vector<std::string>::size", "size"),
        ("ns::Vector<std::pair<int, int>>", "vector"),
        ("ns::Type::operator()", "operator"),
        ("/users/(int:id)", "/users/"),
        ("...", "..."),
    ],
)
def test_the_last_part_of_an_objects_name(name: str, needle: str) -> None:
    """References may leave out modules, namespaces and arguments."""
    assert object_needle(name) == needle


@pytest.mark.parametrize(
    ("docname", "needle"),
    [("blog/2020-01-01-One", "2020-01-01-one"), ("blog/one/index", "one"), ("index", "index")],
)
def test_the_last_part_of_a_docname(docname: str, needle: str) -> None:
    """References may be relative, and bundles go by the name of their folder."""
    assert document_needle(docname) == needle


@given(
    text=st.lists(st.sampled_from(["fun", "Fun", "::", ".", " ", "x", "é", "-"]), min_size=1),
    length=st.integers(0, 300),
)
def test_words_in_pickled_text(text: list[str], length: int) -> None:
    """A word is found wherever it stands, also right behind the length of its string."""
    string = "".join([*text, " " * length])
    pickled = pickle.dumps([string, "other"], pickle.HIGHEST_PROTOCOL).lower()
    letters = string.lower().replace("é", " ")
    is_word = "fun" in letters.replace("::", " ").replace(".", " ").replace("-", " ").split()
    assert Word("fun").occurs_in(pickled) >= is_word


def test_parts_of_words_are_none() -> None:
    """A short name does not concern every page with its letters."""
    pickled = pickle.dumps(["functions are fun_ny", "afun"], pickle.HIGHEST_PROTOCOL)
    assert not Word("fun").occurs_in(pickled)
    assert Word("fun_ny").occurs_in(pickled)
    assert not Word("--all").occurs_in(pickled)
