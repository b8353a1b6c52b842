"""Which terms a short list shows, and how large each stands in a cloud."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    T = TypeVar("T")

#: Sizes run from 1 to the largest. Counts that are all the same have the one in the middle.
LARGEST, MIDDLE = 5, 3


def most_used(terms: Iterable[T], limit: int, uses: Callable[[T], int]) -> list[T]:
    """The *limit* terms with the most *uses*, in the order given; the first of equals. 0 = all."""
    found = list(terms)
    if not limit or len(found) <= limit:
        return found
    places = sorted(range(len(found)), key=lambda place: (-uses(found[place]), place))
    return [found[place] for place in sorted(places[:limit])]


def sizes(counts: Sequence[int]) -> list[int]:
    """A size for each count, from 1 for the smallest to 5 for the largest, by logarithms.

    From 1 to 10 posts is thus as far as from 10 to 100. Counts that are all the same are in
    the middle.
    """
    logs = [math.log(max(count, 1)) for count in counts]
    least = min(logs, default=0.0)
    span = max(logs, default=0.0) - least
    if not span:
        return [MIDDLE] * len(logs)
    return [1 + round((LARGEST - 1) * (value - least) / span) for value in logs]
