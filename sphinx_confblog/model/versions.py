"""Compares versions as Python's packages do."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.model.catalog import Catalog

    #: What versions are compared by.
    VersionKey = tuple[bool, Any]


@lru_cache(maxsize=1024)
def version_key(text: str) -> VersionKey:
    """Return what versions are compared by and sorted by: ``2.4`` is ``2.4.0``, before ``2.10``.

    What isn't a version, such as ``next``, comes before all versions.
    See https://packaging.python.org/en/latest/specifications/version-specifiers/.
    """
    try:
        return True, Version(text)
    except ValueError:  # also if a number has thousands of digits
        return False, text.strip().casefold()


def nearest_version(text: str, known: Iterable[str]) -> str | None:
    """Return the known version that is next to another one, of two that which has more in common.

    Return None if nothing is known, or the text isn't a version.
    """
    key = version_key(text)
    # Of several spellings, the shortest one comes last and stays.
    spelled = sorted((each for each in known if version_key(each)[0]), key=len, reverse=True)
    ordered = sorted({version_key(each): each for each in spelled}.values(), key=version_key)
    place = bisect_left(ordered, key, key=version_key)
    around = ordered[max(0, place - 1) : place + 1] if key[0] else []

    def common(other: str) -> int:
        pairs = zip(key[1].release, version_key(other)[1].release, strict=False)
        return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))

    return max(around, key=common, default=None)


def by_version(catalog: Catalog) -> tuple[str, ...]:
    """Return the listed posts that have a version, the highest first, then the newest."""
    versions = ((name, catalog.posts[name].version) for name in catalog.listed)
    keys = {name: version_key(version) for name, version in versions if version}
    return tuple(sorted(keys, key=keys.__getitem__, reverse=True))


def release_posts(catalogs: Iterable[Catalog]) -> dict[VersionKey, str]:
    """Return key of a version -> docname of the post about its release.

    Of several listed posts about a version, that is the oldest one in the first catalog.
    """
    posts: dict[VersionKey, str] = {}
    for catalog in catalogs:
        for name in reversed(catalog.listed):
            if version := catalog.posts[name].version:
                posts.setdefault(version_key(version), name)
    return posts
