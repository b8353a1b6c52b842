"""The sizes of terms in a cloud."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The smallest size is 1. Where all terms have as many posts, they have the one in the middle.
LARGEST, MIDDLE = 5, 3


def sizes(counts: Sequence[int]) -> list[int]:
    """The size of each count, 1 or more, by its logarithm.

    Twice as many posts make the same step from 1 to 2 as from 50 to 100.
    """
    low, high = min(counts, default=1), max(counts, default=1)
    if low == high:
        return [MIDDLE] * len(counts)
    scale = (LARGEST - 1) / math.log(high / low)
    return [1 + round(scale * math.log(count / low)) for count in counts]
