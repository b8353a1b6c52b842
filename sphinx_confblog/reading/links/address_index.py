"""Finds pages by their URLs, on this site or on an old blog."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sphinx_confblog.model.old_addresses import alias_path, old_addresses, typed_addresses
from sphinx_confblog.model.permalinks import plain_address
from sphinx_confblog.model.source_layout import DOUBLE, INDEX
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import typed_slugs
from sphinx_confblog.util.urls import names_host, scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sphinx_confblog.model.old_addresses import OldAddressSource
    from sphinx_confblog.model.post import Post


_PAGE = r"(?:^|/)index$"
_SUFFIX = r"\.(?:html?|xhtml)$"
#: Schemes that MyST treats as its own, besides those with ``://``.
_SCHEMES = frozenset({"tel", "sms", "sip", "xmpp", "skype", "magnet", "news"})
#: Characters that a URL may contain as they are.
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Address(NamedTuple):
    """An address of this site, from its top or relative."""

    #: Decoded.
    path: str
    query: str
    anchor: str


def parse_address(text: str) -> Address | None:
    """Return the parts of an address of this site; None for others, and for places in a page."""
    if text[:1] in {"", "#", "?"} or names_host(text) or scheme(text):
        return None
    rest, _, anchor = text.partition("#")
    path, _, query = rest.partition("?")
    return Address(unquote(path), query, anchor)


def is_old_page(path: str) -> bool:
    """Return whether a path can be the URL of an old page, rather than a name."""
    return "/" in path or re.search(_SUFFIX, path) is not None


def leads_away(text: str) -> bool:
    """Return whether an address has a scheme or a host of its own."""
    return names_host(text) or scheme(text) in _SCHEMES


def quoted(text: str) -> str:
    """Return an address with percent signs for characters that no address may have."""
    return quote(text, safe=_SAFE)


def place(path: str) -> str:
    """Return one form for ``/about/``, ``/about``, ``/about.html`` and ``/about/index.html``."""
    return re.sub(_PAGE, "", re.sub(_SUFFIX, "", path.strip("/"))).casefold()


def days_of(post: Post) -> Iterator[date]:
    """Yield the days that a post's address may have: by its date, and by its file's name."""
    yield post.date.date()
    name = post.source_docname.removesuffix(f"/{INDEX}").rpartition("/")[2]
    if dated := date_from_name(name.removesuffix(DOUBLE)):
        yield dated[0]


def folder_of(post: Post) -> str:
    """Return the folder that belongs to a post: the one of its name, or around its index file."""
    source = post.source_docname.removesuffix(DOUBLE)
    return posixpath.dirname(source) if posixpath.basename(source) == INDEX else source


def file_names(post: Post) -> Iterator[str]:
    """Yield the names of a post's file, with folders as in its address, and without."""
    source = plain_address(post.source_docname)
    yield source
    if date_from_name(name := posixpath.basename(source)):
        yield name


def addresses_of(post: Post, olds: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of a post from the top of the site, those that it names first.

    *olds* are its old ones. The last ones are those that Middleman and Jekyll give by default.
    """
    for old in olds:
        with suppress(ValueError):
            yield f"/{alias_path(old)}"
    yield f"/{post.docname.removesuffix(f'/{INDEX}')}{'/' if is_index(post.docname) else '.html'}"
    for day in days_of(post):
        yield f"/{day.isoformat().replace('-', '/')}/{post.slug}.html"


def is_index(docname: str) -> bool:
    """Return whether a document is the index of its folder."""
    return posixpath.basename(docname) == INDEX


class OldAddressIndex:
    """The pages of a site by the addresses that they have, or had on an old blog.

    *posts* are posts with their old addresses, those first that win; *moved* is the docname of
    each moved post's file -> its own, *root* the site's front page. An old blog was a site of its
    own, so addresses are looked up from the *folders* of blogs as well.
    """

    def __init__(
        self, documents: Iterable[str], posts: Iterable[tuple[Post, Iterable[str]]],
        moved: Mapping[str, str], root: str, folders: Sequence[str],
    ) -> None:  # fmt: skip
        self.folders = folders
        self.pages = {place(docname): docname for docname in sorted(documents, reverse=True)}
        self.pages[""] = root
        #: The last four segments of the address that Middleman and Jekyll give by default.
        self.dated: dict[str, str] = {}
        #: Posts by their files, as Jekyll's ``post_url`` names them.
        files: dict[str, str] = {}
        #: The folder of each post for files that belong to it.
        self.file_folders: dict[str, str] = {}
        #: The addresses that each post has, had or may have had, from the top of the site.
        self.addresses: dict[str, tuple[str, ...]] = {}
        for post, olds in posts:
            self.addresses[post.docname] = tuple(addresses_of(post, olds))
            self.file_folders[post.docname] = folder_of(post)
            files |= dict.fromkeys(file_names(post), post.docname)
            for old in olds:
                with suppress(ValueError):
                    self.pages.setdefault(place(alias_path(old)), post.docname)
            for day in days_of(post):
                for slug in (post.slug, *typed_slugs(post.typed_slug, post.slug)):
                    path = f"{day.isoformat().replace('-', '/')}/{slug}"
                    self.dated.setdefault(path.casefold(), post.docname)
        for source, docname in moved.items():
            self.pages.setdefault(place(source), docname)
        for name, docname in files.items():
            self.pages.setdefault(place(name), docname)

    def folder_at(self, path: str) -> str | None:
        """Return the folder for the files of the post at a path; None if there is no post."""
        docname = self.find(path)
        return self.file_folders.get(docname) if docname else None

    def find(self, path: str) -> str | None:
        """Return the document at a path; None if there is none."""
        wanted = place(path)
        below = (place(f"{folder}/{path.lstrip('/')}") for folder in self.folders)
        docname = next((self.pages[name] for name in (wanted, *below) if name in self.pages), None)
        return docname or self.dated.get("/".join(wanted.split("/")[-4:]))


def olds_of(post: Post, blog: OldAddressSource) -> tuple[str, ...]:
    """Return the old addresses of a post, with all spellings of its name."""
    known = old_addresses(post, blog.patterns, blog.taxonomies)
    return (*known, *typed_addresses(post, blog, ".html"))
