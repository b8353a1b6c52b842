"""Characters that turn the direction of a page: which are dropped from titles and names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.text import without_turns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ("plain", ())),
        ("שלום \u200eC++\u200f", ("שלום \u200eC++\u200f", ())),
        ("a \u2066b\u2069 c", ("a \u2066b\u2069 c", ())),
        ("evil\u202etxt.exe", ("eviltxt.exe", ("U+202E",))),
        ("\u202ax\u202c", ("x", ("U+202A", "U+202C"))),
        ("a\u2067b", ("ab", ("U+2067",))),
        ("a\u2069b", ("ab", ("U+2069",))),
        ("\u2066\u2067x\u2069", ("\u2067x\u2069", ("U+2066",))),
    ],
)
def test_what_is_dropped(text: str, expected: tuple[str, tuple[str, ...]]) -> None:
    """Overrides and embeddings, and isolates that are not closed; nothing else."""
    assert without_turns(text) == expected


@given(st.text(alphabet="a\u05d0\u200e\u202a\u202c\u202e\u2066\u2067\u2068\u2069", max_size=30))
def test_what_is_left_turns_nothing(text: str) -> None:
    """A second look finds nothing more, and no other sign is lost."""
    kept, _dropped = without_turns(text)
    assert without_turns(kept) == (kept, ())
    signs = "a\u05d0\u200e"
    assert [c for c in kept if c in signs] == [c for c in text if c in signs]
