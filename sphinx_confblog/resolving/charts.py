"""The bar chart of a year, and the sizes of terms in a cloud."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, TypeVar

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    T = TypeVar("T")


#: Sizes in units of the picture: a bar, from one bar to the next, the tallest bar, the lowest
#: one of a month with posts, and the hairline of a month without.
WIDTH, STEP, TALLEST, LOWEST, HAIRLINE = 6, 9, 20, 2, 0.5
#: Bars of fewer posts never are the tallest: a blog with a post a month looks calm.
MANY = 3


class Month(NamedTuple):
    """One bar."""

    #: What it says, such as "June 2".
    text: str
    posts: int


class Bars(NamedTuple):
    """The bars of one year."""

    #: What the picture shows, for those who do not see it.
    label: str
    months: tuple[Month, ...]
    #: How many posts the tallest bar shows, in any of the pictures on a page.
    most: int


def height(posts: int, most: int) -> float:
    """Return the height of a bar, in proportion to *most*, but tall enough to be seen."""
    return max(LOWEST, round(TALLEST * posts / most, 1)) if posts else HAIRLINE


def rect(place: int, month: Month, most: int) -> str:
    """Return one bar as SVG; its tooltip names the month and the number of posts."""
    tall = height(month.posts, max(most, MANY))
    shape = f'x="{place * STEP}" y="{TALLEST - tall:g}" width="{WIDTH}" height="{tall:g}"'
    if not month.posts:
        return f"<rect {shape}/>"
    return f"<rect {shape}><title>{escape(month.text)}</title></rect>"


def draw(bars: Bars) -> str:
    """Return the chart as inline SVG, in the color of the surrounding text."""
    return "".join(_parts(bars))


def _parts(bars: Bars) -> Iterator[str]:
    wide = STEP * len(bars.months) - (STEP - WIDTH)
    yield f'<svg class="confblog-bars" role="img" aria-label="{escape(bars.label)}" '
    yield f'viewBox="0 0 {wide} {TALLEST}" width="{wide}" height="{TALLEST}" fill="currentColor">'
    yield from (rect(place, month, bars.most) for place, month in enumerate(bars.months))
    yield "</svg>\n"


#: Sizes run from 1 to the largest. Counts that are all the same have the one in the middle.
LARGEST, MIDDLE = 5, 3


def most_used(terms: Iterable[T], limit: int, uses: Callable[[T], int]) -> list[T]:
    """Return the *limit* terms with the most *uses*, in the order given; 0 = all."""
    every = list(terms)
    if not limit or len(every) <= limit:
        return every
    places = sorted(range(len(every)), key=lambda place: (-uses(every[place]), place))
    return [every[place] for place in sorted(places[:limit])]


def sizes(counts: Sequence[int]) -> list[int]:
    """Return a size for each count, from 1 for the smallest to 5 for the largest, by logarithms.

    From 1 to 10 posts is thus as far as from 10 to 100. Counts that are all the same are in
    the middle.
    """
    logs = [math.log(max(count, 1)) for count in counts]
    least = min(logs, default=0.0)
    span = max(logs, default=0.0) - least
    if not span:
        return [MIDDLE] * len(logs)
    return [1 + round((LARGEST - 1) * (value - least) / span) for value in logs]
