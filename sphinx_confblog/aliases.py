"""Old addresses of posts: the files that stand in their places, and who may have which."""

from __future__ import annotations

import posixpath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from sphinx_confblog.permalinks import filled
from sphinx_confblog.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_confblog.post import Post

#: Suffixes of addresses that are files; at others a folder's index answers.
PAGES = (".html", ".htm", ".xhtml")
INDEX = "index.html"
#: What most file systems take for a name, in bytes.
LONGEST = 240
IGNORED = "no page redirects from there"


class Redirect(NamedTuple):
    """A file of the output that leads to a post."""

    #: Below the output folder.
    path: str
    docname: str
    #: As it was typed, or made from a pattern.
    alias: str


class Former(NamedTuple):
    """What the old addresses of a blog follow from."""

    posts: Iterable[Post]
    #: Patterns of addresses that all of them had.
    patterns: Iterable[str]
    taxonomies: tuple[str, ...]


class Refusal(NamedTuple):
    """An old address of a post that cannot be had, and why."""

    docname: str
    text: str


def alias_path(alias: str) -> str:
    """The file below the output folder that answers at an address.

    A path counts from the top of the site, with or without a slash before it; of a URL the path
    counts. Raises ValueError for one that leads elsewhere, with words that say what it is.
    """
    path = plain_path(alias)
    return path if path.endswith(PAGES) else posixpath.join(path, INDEX)


def plain_path(alias: str) -> str:
    """An address as a path below the output folder; raises ValueError as :func:`alias_path`."""
    if not is_address(alias.strip()):
        raise ValueError("is no address")
    path = unquote(urlsplit(alias.strip()).path).lstrip("/")
    segments = path.removesuffix("/").split("/")
    if any(segment.strip(". ") == "" for segment in segments):
        raise ValueError("is no address below the top of the site")
    if "\\" in path or not path.isprintable() or any(len(s.encode()) > LONGEST for s in segments):
        raise ValueError("is no address that a file can have")
    return path


def has_old_addresses(blog: Former) -> bool:
    """Whether some posts of a blog may have old addresses."""
    return any(blog.patterns) or any(post.aliases for post in blog.posts)


def old_addresses(
    post: Post, patterns: Iterable[str], taxonomies: tuple[str, ...]
) -> Iterator[str]:
    """The old addresses of a post: its own, and those by the site's *patterns*."""
    yield from post.aliases
    for pattern in patterns:
        address, missing = filled(pattern, post, taxonomies)
        if not missing:
            yield f"/{address.lstrip('/')}"


def site_redirects(
    blogs: Iterable[Former],
    pages: Mapping[str, str],
    others: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Redirect], list[Refusal]]:
    """The redirects of a site, and the old addresses that cannot be had; see :func:`redirects`.

    Of two posts that ask for one address, the older one has it; *others*, old address ->
    document, come before posts.
    """
    found = [(post, former) for former in blogs for post in former.posts]
    ordered = sorted(found, key=lambda one: (one[0].date, one[0].docname))
    olds = [(p.docname, list(old_addresses(p, f.patterns, f.taxonomies))) for p, f in ordered]
    return redirects([*((name, [old]) for old, name in others.items()), *olds], pages)


def redirects(
    addresses: Iterable[tuple[str, Iterable[str]]], pages: Mapping[str, str]
) -> tuple[list[Redirect], list[Refusal]]:
    """Who redirects, and what cannot be.

    *addresses* are docnames with their old addresses, the first of two that ask for one having
    it; *pages* is the output file of each document -> its docname. The address of the post
    itself is dropped.
    """
    found: dict[str, Redirect] = {}
    refused: list[Refusal] = []
    for docname, aliases in addresses:
        for alias in dict.fromkeys(aliases):
            try:
                path = alias_path(alias)
            except ValueError as error:
                refused.append(Refusal(docname, f"{alias!r} {error}; {IGNORED}"))
                continue
            holder = pages.get(path) or (found[path].docname if path in found else None)
            if holder is None:
                found[path] = Redirect(path, docname, alias)
            elif holder != docname:
                refused.append(Refusal(docname, f"{alias!r} is {holder!r}; {IGNORED}"))
    return sorted(found.values()), refused
