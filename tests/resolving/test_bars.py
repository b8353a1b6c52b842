"""The bar picture of a year, and the sizes of terms in a cloud."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.resolving.charts import (
    HAIRLINE,
    LARGEST,
    LOWEST,
    MANY,
    MIDDLE,
    TALLEST,
    Bars,
    Month,
    draw,
    sizes,
)


def picture(*counts: int, most: int = 0, label: str = "Posts") -> ET.Element:
    """The picture of some months, as an element."""
    months = tuple(Month(f"M{number} {posts}", posts) for number, posts in enumerate(counts))
    return ET.fromstring(draw(Bars(label, months, most or max(counts, default=0))))  # noqa: S314  our own


def heights(*counts: int, most: int = 0) -> list[float]:
    """How tall the bars are."""
    return [float(bar.attrib["height"]) for bar in picture(*counts, most=most)]


def test_bars_are_in_proportion() -> None:
    """The tallest stands for the most posts; a month without is a hairline."""
    assert heights(10, 5, 0) == [TALLEST, TALLEST / 2, HAIRLINE]
    assert heights(5, most=10) == [TALLEST / 2]


def test_few_posts_make_low_bars() -> None:
    """One post a month fills no picture, and one among hundreds is still seen."""
    assert heights(1) == [round(TALLEST / MANY, 1)]
    assert heights(1, 500) == [LOWEST, TALLEST]


def test_bars_stand_on_one_line() -> None:
    """Side by side, none on another, within the picture."""
    bars = picture(1, 0, 7, 3, 0, 0, 0, 0, 0, 0, 0, 2)
    _, _, wide, tall = (float(n) for n in bars.attrib["viewBox"].split())
    right = 0.0
    for bar in bars:
        x, y, width, height = (float(bar.attrib[key]) for key in ("x", "y", "width", "height"))
        assert y + height == tall
        assert x >= right
        right = x + width
    assert right == wide


def test_a_picture_has_words() -> None:
    """It is an image with a label, each bar says what it is, and any text is safe."""
    bars = picture(2, 0, label='<a "b" & c>')
    assert bars.attrib["role"] == "img"
    assert bars.attrib["aria-label"] == '<a "b" & c>'
    assert [bar.findtext("title") for bar in bars] == ["M0 2", None]


@given(st.lists(st.integers(0, 10_000), min_size=12, max_size=12))
def test_any_counts(counts: list[int]) -> None:
    """No picture is left, and more posts never make a lower bar."""
    tall = heights(*counts)
    assert all(HAIRLINE <= height <= TALLEST for height in tall)
    ordered = [height for _, height in sorted(zip(counts, tall, strict=True))]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([7], [MIDDLE]),
        ([3, 3], [MIDDLE, MIDDLE]),
        ([1, 2, 4, 8, 16], [1, 2, 3, 4, 5]),
        ([100, 1, 10], [5, 1, 3]),
        ([1, 2], [1, 5]),
    ],
)
def test_sizes(counts: list[int], expected: list[int]) -> None:
    """They follow the logarithm, from the fewest posts to the most."""
    assert sizes(counts) == expected


@given(st.lists(st.integers(1, 10**6)))
def test_any_sizes(counts: list[int]) -> None:
    """There are five, and more posts never make a smaller term."""
    found = sizes(counts)
    assert all(1 <= size <= LARGEST for size in found)
    ordered = [size for _, size in sorted(zip(counts, found, strict=True))]
    assert ordered == sorted(ordered)
