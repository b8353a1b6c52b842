"""Assigns URLs to posts, from a pattern or from their files, without conflicts."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_confblog.frontmatter.keys import forms
from sphinx_confblog.model.site_addresses import AddressError, SiteFiles, TakenAddresses
from sphinx_confblog.model.source_layout import DOUBLE, DRAFTS, POSTS
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import safe_segment, slugify
from sphinx_confblog.util.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_confblog.model.post import Post
    from sphinx_confblog.model.site_addresses import GeneratedPlaces


#: What an address has at most, in bytes: file systems take a few thousand, with all folders.
LONGEST_ADDRESS = 1000
STAYS = "the post keeps the URL of its file"
#: The longest name in most file systems, in bytes, with a suffix.
LONGEST = 240
#: Names in Jekyll's patterns -> ours; others are the same.
_JEKYLL = {"title": "slug", "categories": "category"}


#: The names in patterns that are no key of front matter, or one of every post.
PATTERN_NAMES = ("day", "year", "month", "slug", "title", "language")


class AddressConflict(NamedTuple):
    """A post that does not get the address it asks for, and why."""

    docname: str
    text: str


def parse_permalink(pattern: str) -> str:
    """Check a pattern such as ``{year}/{slug}``; a slash at its end means a folder of its own.

    Raises ValueError with words that say what is accepted.
    """
    return check_pattern(pattern, named=True)


def own_pattern(address: str) -> str:
    """Return the pattern that a post's ``permalink`` is: from the top of the site, without suffix.

    Names behind a colon, as Jekyll has them, become ours. Raises ValueError like the others.
    """
    named = re.sub(r":([a-z]+)", lambda name: f"{{{_JEKYLL.get(name[1], name[1])}}}", address)
    path = unquote(named).removesuffix(DOUBLE)
    return check_pattern("/" + path.lstrip("/"))


def check_pattern(pattern: str, *, named: bool = False) -> str:
    """Check a pattern, which must have names if *named*; raises ValueError."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise ValueError("a pattern with matching braces") from error
    names = [name for _, name, _, _ in parts if name is not None]
    if any(spec or conversion for _, _, spec, conversion in parts) or (named and not names):
        raise ValueError('a pattern with names in braces, such as "{year}/{slug}"')
    if not all(name.isidentifier() for name in names):
        raise ValueError('a pattern with names in braces, such as "{year}/{slug}"')
    filled = "".join(text + "x" * (name is not None) for text, name, _, _ in parts)
    segments = filled.removeprefix("/").removesuffix("/").split("/")
    if not all(segment.strip(". ") and segment.isprintable() for segment in segments):
        raise ValueError("a path without empty folders and ..")
    if any(len(segment.encode()) > LONGEST for segment in segments):
        raise ValueError(f"a path whose names have at most {LONGEST} bytes")
    if any(safe_segment(segment) != segment for segment in segments):
        # Windows drops dots and spaces at the end.
        raise ValueError(
            "a path with names that every system allows: no dot or space at the end, "
            "no Windows device name such as con, at most 200 bytes"
        )
    if set(filled) & set('\\:*?"<>|#%'):
        raise ValueError("a path with characters that file names allow")
    return pattern


class AddressAssigner(NamedTuple):
    """Gives the posts of a blog their addresses."""

    #: What addresses are made of; None if files have them.
    pattern: str | None
    #: The folder of the blog.
    folder: str
    taxonomies: tuple[str, ...]
    #: Where generated pages are, besides those of this blog's own taxonomies.
    generated: GeneratedPlaces
    #: All documents that have a file.
    documents: Iterable[str]
    site: SiteFiles = SiteFiles()

    def assign(self, posts: Iterable[Post]) -> tuple[dict[str, str], list[AddressConflict]]:
        """Move each post to the address it asks for, if that is free.

        Return docname of file -> docname of post for those that move, and the conflicts. Of two
        posts that ask for one address, the older one has it, and the other keeps that of its file.
        """
        taken: TakenAddresses | None = None  # most blogs need none: their posts stay
        moved: dict[str, str] = {}
        conflicts = []
        for post in sorted(posts, key=lambda p: (p.date, p.docname)):
            try:
                wanted = self.wanted(post)
                if wanted != post.docname:
                    taken = taken or TakenAddresses(self.documents, self.site, self.generated)
                    taken.take(wanted, post.docname)
                    moved[post.docname] = wanted
            except AddressError as error:
                text = f"{post.docname!r}: {error}; {STAYS}"
                conflicts.append(AddressConflict(post.docname, text))
        return moved, conflicts

    def wanted(self, post: Post) -> str:
        """Return the docname that a post asks for. Raises AddressError."""
        try:
            own = own_pattern(post.permalink) if post.permalink else None
        except ValueError as error:
            given = shorten(post.permalink or "")
            raise AddressError(
                f"permalink: {given!r} cannot be used, it should be {error}"
            ) from error
        pattern, asking = own or self.pattern, "permalink" if own else "confblog_permalink"
        if pattern is None:
            return plain_address(post.docname)
        address, missing = filled(pattern, post, self.taxonomies)
        if missing:
            raise AddressError(f"{asking} needs {missing!r}, which the post does not have")
        if len(address.encode()) > LONGEST_ADDRESS:
            raise AddressError(f"its URL has more than {LONGEST_ADDRESS} bytes")
        if address.endswith("/"):
            address += "index"
        if address.startswith("/"):
            return address[1:]
        return f"{self.folder}/{address}" if self.folder else address


@lru_cache(maxsize=64)
def parts_of(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """Return the texts of a pattern, each with the name that follows it, if there is one."""
    return tuple((text, name) for text, name, _, _ in string.Formatter().parse(pattern))


def filled(
    pattern: str, post: Post, taxonomies: tuple[str, ...], slug: str = ""
) -> tuple[str, str]:
    """Return a pattern filled in for a post, and the first name that the post lacks, if any.

    With a *slug*, it takes the place of the post's own.
    """
    parts = parts_of(pattern)
    values = {name: value(post, name, taxonomies) for _, name in parts if name}
    if slug and "slug" in values:
        values["slug"] = slug
    missing = next((name for name, text in values.items() if not text), "")
    whole = "".join(text + values.get(name or "", "") for text, name in parts)
    # Several names in one segment may be too long together, or make the name of a device.
    return "/".join(map(safe_segment, whole.split("/"))), missing


def with_language(posts: Iterable[Post], patterns: Iterable[str], language: str) -> Iterable[Post]:
    """Return posts, each with a language where patterns ask for it: its own, or else *language*."""
    if not any("{language}" in pattern for pattern in patterns):
        return posts
    return [post._replace(language=post.language or language) for post in posts]


def value(post: Post, name: str, taxonomies: tuple[str, ...]) -> str:
    """Return the value of a name in a pattern, as a path segment; nothing if it is missing."""
    if name == "year":
        return f"{post.date.year:04}"
    if name in {"month", "day"}:
        return f"{getattr(post.date, name):02}"
    if name == "slug":
        return post.slug  # a slug's slug is the slug itself
    return next((slugify(text) for text in texts(post, name, taxonomies) if text.strip()), "")


def texts(post: Post, name: str, taxonomies: tuple[str, ...]) -> Iterator[str]:
    """Return the texts that a post has under a key; the first one counts."""
    if name in {"title", "language"}:
        yield getattr(post, name) or ""
    for taxonomy in taxonomies:
        if name in forms(taxonomy, taxonomies):
            yield from post.terms.get(taxonomy, ())
    if isinstance(extra := post.extra.get(name), str):
        yield extra


def plain_address(docname: str) -> str:
    """Return the address of a file where there is no pattern, without what generators add."""
    *folders, name = docname.split("/")
    kept = [folder for folder in folders if folder not in {POSTS, DRAFTS}]
    return "/".join([*kept, name.removesuffix(DOUBLE) or name])
