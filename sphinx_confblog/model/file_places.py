"""Finds files that posts of an old blog refer to, for imports and builds alike."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


#: Where Middleman looks for an image that has a name alone.
IMAGES = "images"
INDEX = "index.html"
PAGE = ".html"


class FilePlaces(NamedTuple):
    """The places where the files of one post may lie, as paths below the site's folder."""

    #: The folders of the post: that of its file, and the one with its name.
    own: tuple[str, ...]
    #: The folders that the old site may have had at its top.
    tops: tuple[str, ...]
    #: Old addresses of the post, from the top of the old site.
    addresses: tuple[str, ...]
    #: Returns the folder of the post at an old address; None if there is no such post.
    folder_at: Callable[[str], str | None]
    #: The folder of images below each top.
    images: str = IMAGES

    def of(self, path: str) -> Iterator[str]:
        """Yield the places of a decoded path, the most likely first.

        A path from the top has a slash before it. Others are those of a file by the post, or
        relative to its old address; or they name a file from the top, or in the folder of images.
        """
        if path.startswith("/"):
            yield from self.at(path)
            return
        yield from inside(posixpath.join(folder, path) for folder in self.own)
        for address in self.absolute(path):
            yield from self.at(address)
        yield from inside(posixpath.join(top, path) for top in self.tops)
        yield from inside(posixpath.join(top, self.images, path) for top in self.tops)

    def at(self, address: str) -> Iterator[str]:
        """Yield the places of what was at an address: below each top, and in posts' folders."""
        path = posixpath.normpath(address).lstrip("/")
        yield from inside(posixpath.join(top, path) for top in self.tops)
        parts = path.split("/")
        for count in range(len(parts) - 1, 0, -1):
            folder = self.folder_at("/" + "/".join(parts[:count]))
            if folder is not None:
                yield from inside([posixpath.join(folder, *parts[count:])])

    def absolute(self, path: str) -> Iterator[str]:
        """Yield the addresses from the top that a relative one may mean in the post."""
        seen = set()
        for folder in base_folders(self.addresses):
            address = posixpath.normpath(posixpath.join("/", folder, path))
            if address not in seen:
                seen.add(address)
                yield address + "/" * (path.endswith("/") and address != "/")


def base_folders(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the folders that relative addresses count from on pages with some addresses.

    First those of the addresses as they are; then ``/a/b`` for ``/a/b.html``, and the other way,
    since a generator may have left out suffixes.
    """
    known = list(addresses)
    yield from map(posixpath.dirname, known)
    for address in known:
        plain = address.removesuffix(INDEX)
        if plain.endswith("/"):
            yield posixpath.dirname(plain.rstrip("/"))
        else:
            yield plain.removesuffix(PAGE)


def inside(paths: Iterable[str]) -> Iterator[str]:
    """Yield paths in their normal form, without those that lead out of the folder."""
    for path in map(posixpath.normpath, paths):
        if path != ".." and not path.startswith(("../", "/")):
            yield path
