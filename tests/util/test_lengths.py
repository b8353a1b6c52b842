"""Reading time: words of scripts with blanks, signs of those without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.text import Length, measure, minutes


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length(0, 0)),
        ("One, two - three.", Length(3, 0)),
        ("don't well-known v1.2 e.g.", Length(4, 0)),
        ("Überfluß señor", Length(2, 0)),
        ("日本語です。", Length(0, 5)),
        ("Docker を使う", Length(1, 3)),
        ("한국어 단어", Length(2, 0)),
        ("𠀀𠀁", Length(0, 2)),
        ("人々の〇", Length(0, 4)),
        ("ｶﾀｶﾅ", Length(0, 4)),
    ],
)
def test_words_and_signs(text: str, length: Length) -> None:
    """Punctuation is no word, and a sign is none either."""
    assert measure(text) == length


@pytest.mark.slow
@given(st.text(), st.text())
def test_texts_add_up(one: str, other: str) -> None:
    """Two texts with a blank between them are as long as both."""
    first, second = measure(one), measure(other)
    assert measure(f"{one} {other}") == Length(
        first.words + second.words, first.signs + second.signs
    )


@pytest.mark.parametrize(
    ("length", "speed", "expected"),
    [
        (Length(0, 0), 200, 0),
        (Length(1, 0), 200, 1),
        (Length(0, 1), 200, 1),
        (Length(250, 0), 200, 1),
        (Length(350, 0), 200, 2),
        (Length(1000, 0), 200, 5),
        (Length(0, 1000), 200, 2),
        (Length(400, 500), 200, 3),
        (Length(1000, 0), 1, 1000),
    ],
)
def test_minutes(length: Length, speed: int, expected: int) -> None:
    """Time goes by words a minute; five signs take as long as two words."""
    assert minutes(length, speed) == expected
