"""Where a link of an old blog leads on this site: addresses from the top, and the pages there."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from sphinx_confblog.model.old_addresses import alias_path
from sphinx_confblog.model.source_layout import DOUBLE, INDEX
from sphinx_confblog.util.dates import date_from_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sphinx_confblog.model.post import Post

_PAGE = re.compile(r"(?:^|/)index$")
_SUFFIX = re.compile(r"\.(?:html?|xhtml)$")
#: Schemes that MyST takes for names of its own, besides those with ``://``.
_SCHEME = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|(?:tel|sms|sip|xmpp|skype|magnet|news):)", re.IGNORECASE
)
#: What an address may hold as it is.
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Address(NamedTuple):
    """An address from the top of a site."""

    path: str
    query: str
    anchor: str


def parse_address(text: str) -> Address | None:
    """Take an address apart that leads from the top of the site; None for any other."""
    if not text.startswith("/") or text.startswith("//"):
        return None
    rest, _, anchor = text.partition("#")
    path, _, query = rest.partition("?")
    return Address(unquote(path), query, anchor)


def leads_away(text: str) -> bool:
    """Whether an address has a scheme or a host of its own."""
    return text.startswith("//") or _SCHEME.match(text) is not None


def quoted(text: str) -> str:
    """An address with what no address may hold spelled in numbers."""
    return quote(text, safe=_SAFE)


def place(path: str) -> str:
    """What ``/about/``, ``/about``, ``/about.html`` and ``/about/index.html`` have in common."""
    return _PAGE.sub("", _SUFFIX.sub("", path.strip("/"))).casefold()


def days_of(post: Post) -> Iterator[date]:
    """The days that an address of a post may have: that of its date, and of its file's name."""
    yield post.date.date()
    name = (post.source or post.docname).removesuffix(f"/{INDEX}").rpartition("/")[2]
    if found := date_from_name(name.removesuffix(DOUBLE)):
        yield found[0]


class OldPages:
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
        for post, olds in posts:
            for old in olds:
                with suppress(ValueError):
                    self.pages.setdefault(place(alias_path(old)), post.docname)
            for day in days_of(post):
                path = f"{day.isoformat().replace('-', '/')}/{post.slug}"
                self.dated.setdefault(path.casefold(), post.docname)
        for source, docname in moved.items():
            self.pages.setdefault(place(source), docname)

    def find(self, path: str) -> str | None:
        """The document that answers at a path."""
        wanted = place(path)
        below = (place(f"{folder}/{path.lstrip('/')}") for folder in self.folders)
        found = next((self.pages[name] for name in (wanted, *below) if name in self.pages), None)
        return found or self.dated.get("/".join(wanted.split("/")[-4:]))
