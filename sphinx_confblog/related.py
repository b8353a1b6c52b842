"""Which posts are related: those that share terms, the rarer the better.

A post is compared with its nearest neighbours in time among the posts of each of its terms,
never with all posts: the work grows with the number of posts, not with its square.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.catalog import Catalog

#: The taxonomy whose posts follow each other.
SERIES = "series"
#: How many posts before and after a post are looked at in each of its terms.
REACH = 12
#: Weights are whole numbers, so that sums do not depend on their order.
FINE = 1_000_000_000


def related_posts(catalog: Catalog, count: int) -> dict[str, tuple[str, ...]]:
    """Docname -> docnames of up to *count* related posts, the closest first.

    Posts of the same series are none: they stand in the series' own list.
    A term that *n* of all *N* posts have weighs ``log(N / n)``, as in an inverse document
    frequency. Equal weights are ordered by their distance in the list of posts.
    """
    if not count:
        return {}
    places = {name: place for place, name in enumerate(catalog.listed)}
    scores: dict[str, dict[str, int]] = {name: {} for name in catalog.listed}
    for taxonomy, terms in catalog.taxonomies.items():
        for term in terms.values() if taxonomy != SERIES else ():
            if weight := round(FINE * math.log(len(places) / len(term.posts))):
                add(weight, term.posts, scores)
    together = of_the_same_series(catalog)
    related = {}
    for name, found in scores.items():
        for other in together.get(name, ()):
            found.pop(other, None)
        if found:
            related[name] = best(found, count, places, places[name])
    return related


def add(weight: int, posts: tuple[str, ...], scores: Mapping[str, dict[str, int]]) -> None:
    """Add the weight of a term to the scores of its posts, each with those near it."""
    for place, name in enumerate(posts):
        found = scores[name]
        before, after = posts[max(0, place - REACH) : place], posts[place + 1 : place + REACH + 1]
        for other in before + after:
            found[other] = found.get(other, 0) + weight


def of_the_same_series(catalog: Catalog) -> dict[str, set[str]]:
    """Docname -> the posts that share a series with it, itself among them."""
    found: dict[str, set[str]] = {}
    for term in catalog.taxonomies.get(SERIES, {}).values():
        posts = set(term.posts)
        for name in term.posts:
            found[name] = found[name] | posts if name in found else posts
    return found


def best(
    scores: Mapping[str, int], count: int, places: Mapping[str, int], here: int
) -> tuple[str, ...]:
    """The *count* posts with the highest scores, the highest first."""
    # Most are too low by their score alone, and need not be put in order.
    least = sorted(scores.values(), reverse=True)[:count][-1]

    def order(name: str) -> tuple[int, int, int]:
        return -scores[name], abs(places[name] - here), places[name]

    return tuple(sorted((name for name in scores if scores[name] >= least), key=order)[:count])
