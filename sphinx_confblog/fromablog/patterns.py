"""Finds patterns that name the posts of a site, and no other page with a date."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from sphinx_confblog.fromablog.records import Settings


def post_patterns(
    posts: Set[str], others: Set[str], settings: Settings, files: Mapping[str, str]
) -> list[str]:
    """Patterns for ``confblog_posts``; none where the blog's folder alone will do.

    *others* are pages that would be posts if a pattern matched them; *files* is docname -> file.
    """

    def matched(pattern: str, names: Set[str]) -> set[str]:
        matches = Matcher([pattern])
        return {name for name in names if matches(name) or matches(files[name])}

    whole = settings.below("**")
    if matched(whole, posts) == posts and not matched(whole, others):
        return []
    found, rest = [], set(posts)
    for pattern in (*settings.patterns, whole, *folders(posts)):
        if (some := matched(pattern, rest)) and not matched(pattern, others):
            found.append(pattern)
            rest -= some
    return [*found, *sorted(rest)]


def folders(posts: Set[str]) -> Iterator[str]:
    """Patterns of the folders that posts are in, the wider ones first; not the whole site."""
    inner = {posixpath.dirname(name) for name in posts}
    every = {folder[:end] for folder in inner for end in _ends(folder)}
    for folder in sorted(every, key=lambda folder: (folder.count("/"), folder)):
        yield f"{folder}/**"
    for folder in sorted(inner - {""}):
        yield f"{folder}/*"


def _ends(folder: str) -> list[int]:
    """Where the names of a folder, and of those that it is in, end."""
    return [n for n, char in enumerate(f"{folder}/") if char == "/" and n]
