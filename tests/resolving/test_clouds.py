"""Which terms a short list shows, and how large each stands in a cloud."""

from __future__ import annotations

import pytest

from sphinx_confblog.resolving.charts import most_used, sizes


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([7], [3]),
        ([2, 2, 2], [3, 3, 3]),
        ([1, 10, 100], [1, 3, 5]),
        ([100, 1], [5, 1]),
        ([0, 1, 2], [1, 1, 5]),
    ],
)
def test_sizes(counts: list[int], expected: list[int]) -> None:
    """The least is 1, the most 5, and ten times as many are as far anywhere."""
    assert sizes(counts) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(0, "abcde"), (9, "abcde"), (2, "be"), (3, "abe"), (1, "b")],
)
def test_most_used(limit: int, expected: str) -> None:
    """Those with the most uses stay in their order; of equals the first; 0 = all."""
    uses = {"a": 1, "b": 3, "c": 1, "d": 1, "e": 2}
    assert most_used("abcde", limit, uses.__getitem__) == list(expected)
