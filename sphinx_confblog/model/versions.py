"""Compares versions as Python's packages do."""

from __future__ import annotations

from functools import lru_cache
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

    What is no version, such as ``next``, comes before all versions.
    See https://packaging.python.org/en/latest/specifications/version-specifiers/.
    """
    try:
        return True, Version(text)
    except ValueError:  # also if a number has thousands of digits
        return False, text.strip().casefold()


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
