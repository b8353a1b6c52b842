"""A small bar picture of the posts of a year, month by month, as SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    #: How many posts the tallest bar stands for, in any of the pictures on a page.
    most: int


def height(posts: int, most: int) -> float:
    """How tall a bar is: in proportion to *most*, but tall enough to be seen."""
    return max(LOWEST, round(TALLEST * posts / most, 1)) if posts else HAIRLINE


def rect(place: int, month: Month, most: int) -> str:
    """One bar, which says what it stands for when it is pointed at."""
    tall = height(month.posts, max(most, MANY))
    shape = f'x="{place * STEP}" y="{TALLEST - tall:g}" width="{WIDTH}" height="{tall:g}"'
    if not month.posts:
        return f"<rect {shape}/>"
    return f"<rect {shape}><title>{escape(month.text)}</title></rect>"


def draw(bars: Bars) -> str:
    """The picture as an element of HTML, in the colour of the text around it."""
    return "".join(_parts(bars))


def _parts(bars: Bars) -> Iterator[str]:
    wide = STEP * len(bars.months) - (STEP - WIDTH)
    yield f'<svg class="confblog-bars" role="img" aria-label="{escape(bars.label)}" '
    yield f'viewBox="0 0 {wide} {TALLEST}" width="{wide}" height="{TALLEST}" fill="currentColor">'
    yield from (rect(place, month, bars.most) for place, month in enumerate(bars.months))
    yield "</svg>\n"
