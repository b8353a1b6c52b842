"""The addresses of posts: from a pattern, or from their files, and never over another page."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from sphinx_confblog.dates import shorten
from sphinx_confblog.keys import forms
from sphinx_confblog.names import DOUBLE, DRAFTS, POSTS
from sphinx_confblog.slugs import safe_segment, slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_confblog.post import Post

#: Pages, files and folders that builders make at the top of the output.
TOP = frozenset(
    {
        *("genindex", "search", "modindex", "opensearch"),
        *("_static", "_images", "_sources", "_downloads", "_modules", ".doctrees"),
        *("objects.inv", "searchindex.js", ".buildinfo", ".nojekyll"),
    }
)
#: What an address has at most, in bytes: file systems take a few thousand, with all folders.
LONGEST_ADDRESS = 1000
STAYS = "the post keeps the address of its file"
#: What most file systems take for a name, in bytes, with a suffix.
LONGEST = 240
#: Names in Jekyll's patterns -> ours; others are the same.
_JEKYLL = {"title": "slug", "categories": "category"}


class Clash(NamedTuple):
    """A post that did not get the address it asks for."""

    docname: str
    text: str


def parse_permalink(pattern: str) -> str:
    """Check a pattern such as ``{year}/{slug}``; a slash at its end means a folder of its own.

    Raises ValueError with words that say what is accepted.
    """
    return check_pattern(pattern, named=True)


def own_pattern(address: str) -> str:
    """The pattern that a post's ``permalink`` is: from the top of the site, without suffix.

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
        raise ValueError("a pattern whose braces match") from error
    names = [name for _, name, _, _ in parts if name is not None]
    if any(spec or conversion for _, _, spec, conversion in parts) or (named and not names):
        raise ValueError('names within braces, such as "{year}/{slug}"')
    if not all(name.isidentifier() for name in names):
        raise ValueError('names within braces, such as "{year}/{slug}"')
    filled = "".join(text + "x" * (name is not None) for text, name, _, _ in parts)
    segments = filled.removeprefix("/").removesuffix("/").split("/")
    if not all(segment.strip(". ") and segment.isprintable() for segment in segments):
        raise ValueError("folders below another, without empty ones and ..")
    if any(len(segment.encode()) > LONGEST for segment in segments):
        raise ValueError(f"names of {LONGEST} bytes at most")
    if any(safe_segment(segment) != segment for segment in segments):
        # Windows drops dots and blanks at the end.
        raise ValueError("names that every system can have, without dots and blanks at their ends")
    if set(filled) & set('\\:*?"<>|#%'):
        raise ValueError("letters that file names can have")
    return pattern


class Places:
    """Gives each post its address; *folder* is the blog's, *reserved* are pages without a file."""

    def __init__(
        self, pattern: str | None, folder: str, taxonomies: tuple[str, ...],
        documents: Iterable[str], others: Iterable[str] = (), reserved: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.pattern = pattern
        self.folder = f"{folder}/" if folder else ""
        self.taxonomies = taxonomies
        self.files = {normal(docname): docname for docname in documents}
        self.reserved = {normal(name) for name in reserved}
        #: Folders and pages in those, besides the usual ones.
        self.names = {name.casefold() for name in names}
        #: Folders in which blogs have their pages.
        self.blogs = dict.fromkeys((self.folder, *(f"{path}/" if path else "" for path in others)))
        #: Docname of each post's file -> its own docname, for those that differ.
        self.moved: dict[str, str] = {}
        self.clashes: list[Clash] = []

    def give(self, posts: Iterable[Post]) -> None:
        """Move each post to the address it asks for, if that is free.

        Of two posts that ask for one address, the older one has it, and the other keeps that
        of its file.
        """
        holders: dict[str, str] = {}
        for post in sorted(posts, key=lambda p: (p.date, p.docname)):
            wanted = self.wanted(post)
            if wanted == post.docname:
                continue
            place = normal(wanted)
            own = place == normal(post.docname)
            if place in holders:
                self.note(post, f"the address {wanted!r} is that of {holders[place]!r}")
            elif not own and place in self.files:
                self.note(post, f"the address {wanted!r} is that of {self.files[place]!r}")
            elif not own and self.is_taken(wanted):
                self.note(post, f"the address {wanted!r} is that of another page")
            else:
                self.moved[post.docname] = wanted
                holders[place] = post.docname

    def note(self, post: Post, text: str) -> None:
        """Note that a post stays where its file is."""
        self.clashes.append(Clash(post.docname, f"{post.docname!r}: {text}; {STAYS}"))

    def wanted(self, post: Post) -> str:
        """The docname that a post asks for."""
        try:
            own = own_pattern(post.permalink) if post.permalink else None
        except ValueError as error:
            found = shorten(post.permalink or "")
            self.note(post, f"permalink: {found!r} was found, {error} is accepted")
            return post.docname
        pattern, asking = own or self.pattern, "permalink" if own else "confblog_permalink"
        if pattern is None:
            return plain_address(post.docname)
        address, missing = filled(pattern, post, self.taxonomies)
        if missing:
            self.note(post, f"{asking} asks for {missing!r}, which it does not have")
            return post.docname
        if len(address.encode()) > LONGEST_ADDRESS:
            self.note(post, f"its address has more than {LONGEST_ADDRESS} bytes")
            return post.docname
        if address.endswith("/"):
            address += "index"
        return address[1:] if address.startswith("/") else self.folder + address

    def is_taken(self, docname: str) -> bool:
        """Whether there is, or may be, another page of that name that has no file."""
        place = normal(docname)
        if is_top(place):
            return True
        reserved = {"index", "page", "archive", *map(str.casefold, self.taxonomies), *self.names}
        return place in self.reserved or any(
            docname.startswith(folder)
            and docname.removeprefix(folder).partition("/")[0].casefold() in reserved
            for folder in self.blogs
        )


def is_top(path: str) -> bool:
    """Whether a path is that of a page, file or folder that builders make."""
    top = path.partition("/")[0].casefold()
    return top in TOP or top.startswith("genindex-") or top.endswith("-modindex")


@lru_cache(maxsize=64)
def parts_of(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """The texts of a pattern, each with the name that follows it, if there is one."""
    return tuple((text, name) for text, name, _, _ in string.Formatter().parse(pattern))


def filled(pattern: str, post: Post, taxonomies: tuple[str, ...]) -> tuple[str, str]:
    """A pattern with what *post* says, and the first name in it that the post lacks, if any."""
    parts = parts_of(pattern)
    values = {name: value(post, name, taxonomies) for _, name in parts if name}
    missing = next((name for name, text in values.items() if not text), "")
    whole = "".join(text + values.get(name or "", "") for text, name in parts)
    # Several names in one segment may be too long together, or make the name of a device.
    return "/".join(map(safe_segment, whole.split("/"))), missing


def with_language(posts: Iterable[Post], patterns: Iterable[str], language: str) -> Iterable[Post]:
    """Posts, each with a language where patterns ask for it: its own, or else *language*."""
    if not any("{language}" in pattern for pattern in patterns):
        return posts
    return [replace(post, language=post.language or language) for post in posts]


def value(post: Post, name: str, taxonomies: tuple[str, ...]) -> str:
    """What a name in a pattern stands for, as one segment of a path; nothing if it is missing."""
    day = {"year": f"{post.date.year:04}", "month": f"{post.date.month:02}"}
    day["day"] = f"{post.date.day:02}"
    spelled = (slugify(text) for text in texts(post, name, taxonomies) if text.strip())
    return day.get(name) or next(spelled, "")


def texts(post: Post, name: str, taxonomies: tuple[str, ...]) -> Iterator[str]:
    """The texts that a post has under a key; the first one counts."""
    if name in {"slug", "title", "language"}:
        yield getattr(post, name) or ""
    for taxonomy in taxonomies:
        if name in forms(taxonomy, taxonomies):
            yield from post.terms.get(taxonomy, ())
    if isinstance(extra := post.extra.get(name), str):
        yield extra


def plain_address(docname: str) -> str:
    """The address that a file asks for without a pattern: what its generator adds is left out."""
    *folders, name = docname.split("/")
    kept = [folder for folder in folders if folder not in {POSTS, DRAFTS}]
    return "/".join([*kept, name.removesuffix(DOUBLE) or name])


def normal(docname: str) -> str:
    """A docname for comparing: some systems tell neither case nor forms apart, nor ``x/index``."""
    return unicodedata.normalize("NFC", docname).casefold().removesuffix("/index")
