"""Finds related posts by shared terms; rare terms count more."""

from __future__ import annotations

import math
from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_confblog.model.catalog import Catalog


#: The taxonomy whose posts follow each other.
SERIES = "series"
#: How many posts before and after a post are looked at in each of its terms.
REACH = 12


class Place(NamedTuple):
    """The position of a post among the posts of one of its terms."""

    posts: tuple[str, ...]
    number: int
    #: What it says of two posts that they share the term.
    weight: float


class RelatedPosts(NamedTuple):
    """What the posts of a blog share, which tells how close they are to each other."""

    #: How many related posts a post has at most.
    limit: int
    #: Docname -> number in the list of posts.
    order: Mapping[str, int]
    places: Mapping[str, list[Place]]
    #: Docname -> the posts of each of its series.
    together: Mapping[str, list[frozenset[str]]]

    def of(self, docname: str) -> tuple[str, ...]:
        """Return the posts related to a post, the closest first.

        Posts of the same series are left out: the series has its own list. Equal weights are
        ordered by their distance in the list of posts.
        """
        candidates = scores(self.places.get(docname, ())) if self.limit else {}
        for posts in self.together.get(docname, ()):
            candidates = {other: score for other, score in candidates.items() if other not in posts}
        return best(candidates, self.order, self.order[docname], self.limit) if candidates else ()


def related_posts(
    catalog: Catalog, count: int, groups: Iterable[tuple[str, ...]] = ()
) -> RelatedPosts:
    """Return what relates the posts of a catalog, *count* to each.

    A term that *n* of all *N* posts have weighs ``log(N / n)``, as in an inverse document
    frequency; so does an object that they link to. *groups* are the posts that link to each object,
    in the order of the catalog.
    """
    order = {name: number for number, name in enumerate(catalog.listed)}
    return RelatedPosts(count, order, places_of_posts(catalog, groups), series_of_posts(catalog))


def places_of_posts(catalog: Catalog, groups: Iterable[tuple[str, ...]]) -> dict[str, list[Place]]:
    """Return docname -> its places among the posts of its terms and *groups*.

    What all posts share is left out.
    """
    terms = (
        t for name, terms in catalog.taxonomies.items() if name != SERIES for t in terms.values()
    )
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for posts in (*(term.posts for term in terms), *groups):
        weight = math.log(len(catalog.listed) / len(posts))
        for number, name in enumerate(posts) if weight > 0 else ():
            places[name].append(Place(posts, number, weight))
    return places


def series_of_posts(catalog: Catalog) -> dict[str, list[frozenset[str]]]:
    """Return docname -> the posts of each series that it belongs to."""
    series: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for term in catalog.taxonomies.get(SERIES, {}).values():
        posts = frozenset(term.posts)
        for name in term.posts:
            series[name].append(posts)
    return series


def scores(places: Iterable[Place]) -> dict[str, float]:
    """Return the posts near a post in its groups -> the weight of the terms that they share."""
    weights: dict[str, float] = {}
    for posts, number, weight in places:
        after = number + 1
        for other in (*posts[max(0, number - REACH) : number], *posts[after : after + REACH]):
            weights[other] = weights.get(other, 0) + weight
    return weights


def best(
    candidates: Mapping[str, float], order: Mapping[str, int], here: int, count: int
) -> tuple[str, ...]:
    """Return the *count* posts with the highest scores; *here* is the place of their post."""
    # Scores may differ by the order in which weights were added: not so when rounded.
    least = nlargest(count, candidates.values())[-1] - 1e-8
    ranked = sorted(
        (-round(score, 9), abs(order[name] - here), order[name], name)
        for name, score in candidates.items()
        if score >= least
    )
    return tuple(name for *_, name in ranked[:count])
