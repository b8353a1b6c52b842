"""Old URLs of posts and pages, and who may redirect from each."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sphinx_confblog.model.permalinks import LONGEST_ADDRESS, filled, own_pattern
from sphinx_confblog.model.site_addresses import is_top
from sphinx_confblog.model.source_layout import folders_of
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import typed_slugs
from sphinx_confblog.util.urls import as_segment, names_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_confblog.model.post import Post


#: Suffixes of addresses that are files; at others a folder's index answers.
PAGES = (".html", ".htm", ".xhtml")
INDEX = "index.html"
#: Addresses that are their own paths but for a slash before them, which most are.
_SIMPLE = r"(?a)/?((?:(?!\.+(?:/|\Z))[\w.~-]+/)*(?!\.+/?\Z)[\w.~-]+/?)"
#: The longest name in most file systems, in bytes.
LONGEST = 240
IGNORED = "the redirect is left out"


class Redirect(NamedTuple):
    """A file of the output that leads to a post."""

    #: Below the output folder.
    path: str
    docname: str
    #: As it was typed, or made from a pattern.
    alias: str

    @property
    def address(self) -> str:
        """The old address as servers see it, decoded, from the top of the site."""
        return f"/{decoded(self.alias)}"


class OldAddressSource(NamedTuple):
    """What the old addresses of a blog follow from."""

    posts: Iterable[Post]
    #: Patterns of addresses that all of them had.
    patterns: Iterable[str]
    taxonomies: tuple[str, ...]
    #: Pattern of their present addresses, from the top of the site, if there is one.
    permalink: str | None = None


class RejectedAddress(NamedTuple):
    """An old address of a post that is left out, and why."""

    docname: str
    text: str


def alias_path(alias: str) -> str:
    """Return the file below the output folder that answers at an address.

    A path counts from the top of the site, with or without a slash before it; of a URL the path
    counts. Raises ValueError for one that leads elsewhere, with words that say what it is.
    """
    path = plain_path(alias)
    return path if path.lower().endswith(PAGES) else posixpath.join(path, INDEX)


def plain_path(alias: str) -> str:
    """Return an address as a path below the output folder; raises ValueError if it is none."""
    if len(alias) < LONGEST and (simple := re.fullmatch(_SIMPLE, alias)):
        return simple[1]
    path = decoded(alias)
    segments = path.removesuffix("/").split("/")
    if any(segment.strip(". ") == "" for segment in segments):
        raise ValueError("is not a URL below the top of the site")
    if len(path.encode()) > LONGEST_ADDRESS:
        raise ValueError(f"has more than {LONGEST_ADDRESS} bytes")
    # Windows would take "C:/x" for a file outside the output folder.
    is_odd = "\\" in path or not path.isprintable() or PurePath(path).drive
    if is_odd or any(len(s.encode()) > LONGEST for s in segments):
        raise ValueError("is not a URL that a file can have")
    return path


def has_old_addresses(blog: OldAddressSource) -> bool:
    """Return whether some posts of a blog may have old addresses."""
    return any(blog.patterns) or any(
        post.aliases or next(typed_addresses(post, blog, ""), None) for post in blog.posts
    )


def decoded(alias: str) -> str:
    """Return the path of an address, decoded, without slashes at its beginning."""
    alias = alias.strip()
    try:
        # A colon makes no URL of a path.
        parts = urlsplit(alias if names_host(alias) else f"/{alias.lstrip('/')}")
    except ValueError as error:
        raise ValueError("is not a URL") from error
    return unquote(parts.path).lstrip("/")


def below(alias: str, base: str) -> str:
    """Return an address below *base*, the site's URL, as a path; others as they are."""
    here, site = (re.sub(r"^https?:", "", url.strip()) for url in (alias, base))
    site = site.rstrip("/") + "/"
    return f"/{here.removeprefix(site)}" if base and here.startswith(site) else alias


def old_addresses(
    post: Post, patterns: Iterable[str], taxonomies: tuple[str, ...]
) -> Iterator[str]:
    """Return the old addresses of a post: its own, and those by the site's *patterns*."""
    yield from post.aliases
    for pattern in patterns:
        address, missing = filled(pattern, post, taxonomies)
        if not missing:
            yield f"/{address.lstrip('/')}"


def typed_addresses(post: Post, blog: OldAddressSource, end: str) -> Iterator[str]:
    """Yield the addresses of a post with its name as older generators kept it.

    They follow from the patterns of its old addresses and of its present one; *end* follows the
    latter, unless it ends with a slash.
    """
    for slug in typed_slugs(post.typed_slug, post.slug):
        for pattern in (*blog.patterns, own_pattern_of(post) or blog.permalink or ""):
            if "{slug}" in pattern:
                address, missing = filled(pattern, post, blog.taxonomies, as_segment(slug))
                if not missing:
                    present = pattern not in blog.patterns and not address.endswith("/")
                    yield f"/{address.lstrip('/')}{end if present else ''}"


def own_pattern_of(post: Post) -> str | None:
    """Return the pattern of a post's permalink; None without a valid one."""
    try:
        return own_pattern(post.permalink) if post.permalink else None
    except ValueError:
        return None


def site_redirects(
    blogs: Iterable[OldAddressSource],
    pages: Mapping[str, str],
    others: Mapping[str, str] = MappingProxyType({}),
    base: str = "",
) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects of a site, and the rejected old addresses; see :func:`redirects`.

    Of two posts that ask for one address, the older one has it; *others*, old address ->
    document, come before posts. *base* is the site's URL.
    """
    posts = [(post, former) for former in blogs for post in former.posts]
    ordered = sorted(posts, key=lambda one: (one[0].date, one[0].docname))
    olds = (
        (p.docname, [below(alias, base) for alias in old_addresses(p, f.patterns, f.taxonomies)])
        for p, f in ordered
    )
    typed = (
        (post.docname, typed_addresses(post, former, page_end(post.docname, pages)))
        for post, former in ordered
    )
    return redirects([*((name, [old]) for old, name in others.items()), *olds], pages, typed)


def page_end(docname: str, pages: Mapping[str, str]) -> str:
    """Return what the builder adds to the name of a document: a suffix, or a slash."""
    return ".html" if f"{docname}.html" in pages else "/"


def redirects(
    addresses: Iterable[tuple[str, Iterable[str]]],
    pages: Mapping[str, str],
    guessed: Iterable[tuple[str, Iterable[str]]] = (),
) -> tuple[list[Redirect], list[RejectedAddress]]:
    """Return the redirects, and the rejected old addresses.

    *addresses* are docnames with their old addresses, the first of two that ask for one having
    it; *pages* is each file of the output -> its docname or name. The address of the post
    itself is dropped. *guessed* ones come last, and are dropped without a word.
    """
    claims = RedirectCollector(pages)
    asked = ((docname, alias) for docname, olds in addresses for alias in dict.fromkeys(olds))
    refused = [
        RejectedAddress(docname, f"{refusal}; {IGNORED}")
        for docname, alias in asked
        if (refusal := claims.add(docname, alias))
    ]
    for docname, aliases in guessed:
        for alias in aliases:
            claims.add(docname, alias)
    return sorted(claims.redirects.values()), refused


class OutputFiles:
    """The files of an output folder: path -> docname, or else the name of the file."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        #: Folder -> the name of a file in it.
        self.folders = {folder: name for path, name in names.items() for folder in folders_of(path)}

    def in_the_way(self, path: str) -> str | None:
        """Return the name of a file that leaves no room for another one at a path."""
        places = (self.names.get(place) for place in (*folders_of(path), path))
        return next(filter(None, places), self.folders.get(path))


class RedirectCollector:
    """Gathers the old addresses of all posts; *pages* as in :func:`redirects`."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self.pages = pages
        self.files = OutputFiles(pages)
        self.redirects: dict[str, Redirect] = {}
        #: Folders of the redirects.
        self.folders: dict[str, str] = {}

    def add(self, docname: str, alias: str) -> str:
        """Give an address to a post if it is free; else return why not."""
        try:
            path = alias_path(alias)
        except ValueError as error:
            return f"{alias[:LONGEST]!r} {error}"
        holder = self.holder(path, alias)
        if holder == docname:
            return ""
        if holder is not None:
            return f"{alias!r} is {holder!r}"
        if is_top(path.removesuffix(f"/{INDEX}").removesuffix(".html")):
            return f"{alias!r} is reserved for other pages"
        if blocked := self.in_the_way(path):
            return f"{alias!r} would need a folder where {blocked!r} is"
        self.redirects[path] = Redirect(path, docname, alias)
        self.folders.update(dict.fromkeys(folders_of(path), docname))
        return ""

    def holder(self, path: str, alias: str) -> str | None:
        """Return the document that has an address already."""
        if path in self.redirects:
            return self.redirects[path].docname
        if path not in self.pages and not alias.endswith("/"):
            # Many servers answer with a page whose suffix is left out: it would go in a circle.
            path = path.removesuffix(f"/{INDEX}") + ".html" if path.endswith(INDEX) else path
        return self.pages.get(path)

    def in_the_way(self, path: str) -> str | None:
        """Return the document whose file is where a redirect needs a folder, or the reverse."""
        if (name := self.files.in_the_way(path)) is not None:
            return name
        for folder in folders_of(path):
            if folder in self.redirects:
                return self.redirects[folder].docname
        return self.folders.get(path)
