"""Which posts are related: those that share terms, the rarer the better.

A post is compared with its nearest neighbours in time among the posts of each of its terms,
never with all posts: the work grows with the number of posts, not with its square.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_confblog.catalog import Catalog, Term

#: The taxonomy whose posts follow each other.
SERIES = "series"
#: How many posts before and after a post are looked at in each of its terms.
REACH = 12


def related_posts(catalog: Catalog, count: int) -> dict[str, tuple[str, ...]]:
    """Docname -> docnames of up to *count* related posts, the closest first.

    Posts of the same series are none: they stand in the series' own list.
    A term that *n* of all *N* posts have weighs ``log(N / n)``, as in an inverse document
    frequency. Equal weights are ordered by their distance in the list of posts.
    """
    if not count:
        return {}
    places = {name: place for place, name in enumerate(catalog.listed)}
    scores: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for taxonomy, terms in catalog.taxonomies.items():
        for term in terms.values() if taxonomy != SERIES else ():
            weight = math.log(len(places) / len(term.posts))
            for one, other in pairs(term) if weight > 0 else ():
                scores[one][other] += weight
    together = of_the_same_series(catalog)
    related = {}
    for name, found in scores.items():
        others = [other for other in found if other not in together.get(name, ())]
        if chosen := best(others, found, places, places[name])[:count]:
            related[name] = chosen
    return related


def of_the_same_series(catalog: Catalog) -> dict[str, set[str]]:
    """Docname -> the posts that share a series with it, itself among them."""
    found: dict[str, set[str]] = {}
    for term in catalog.taxonomies.get(SERIES, {}).values():
        posts = set(term.posts)
        for name in term.posts:
            found[name] = found[name] | posts if name in found else posts
    return found


def pairs(term: Term) -> Iterator[tuple[str, str]]:
    """The posts of a term, each with those near it, both ways."""
    posts = term.posts
    for place, name in enumerate(posts):
        for other in posts[max(0, place - REACH) : place]:
            yield name, other
            yield other, name


def best(
    names: list[str], scores: Mapping[str, float], places: Mapping[str, int], here: int
) -> tuple[str, ...]:
    """The posts by their scores, the highest first."""

    def order(name: str) -> tuple[float, int, int]:
        return -round(scores[name], 9), abs(places[name] - here), places[name]

    return tuple(sorted(names, key=order))
