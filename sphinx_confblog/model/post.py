"""The record of a post: what its front matter and file name say, checked and typed."""

from __future__ import annotations

import enum
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sphinx_confblog.model.event import Event, Place, Talk
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Problem, Value


class Withheld(enum.Enum):
    """Why a post is not published; the value is the word shown to the maintainer."""

    DRAFT = "draft"
    """``draft: true`` or ``published: false``."""
    SCHEDULED = "scheduled"
    """Its date is still to come."""
    EXPIRED = "expired"
    """Its ``expires`` date has passed."""
    UNREADABLE = "not understood"
    """Its front matter does not say clearly that it may be public."""


class Post(NamedTuple):
    """One post, as its file's head describes it.

    All date-times are aware, in the zone that the site shows them in. What most posts have comes
    first, because pickles leave out what has its default from some field on.
    """

    docname: str
    date: datetime
    #: Name part of its address: ``slug``, else the file name without date and suffix.
    slug: str
    #: What the slug was made of, as typed.
    typed_slug: str = ""
    #: The title that front matter gives; without it the body's first heading counts.
    title: str | None = None
    #: Taxonomy -> names as typed, in order, empty ones dropped and duplicates merged.
    terms: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    #: Every other key, as typed.
    extra: Mapping[str, Value] = MappingProxyType({})
    #: Text of the page's meta description.
    description: str | None = None
    #: Its cover: a path as in an image directive, or a URL.
    image: str | None = None
    #: What the cover shows, for those who do not see it; without it, it is decoration.
    image_alt: str | None = None
    aliases: tuple[str, ...] = ()
    updated: datetime | None = None
    #: Docname of its file, if its own is another; :attr:`source_docname` is always there.
    source: str | None = None
    #: Text that replaces the excerpt cut from the body.
    excerpt: str | None = None
    expires: datetime | None = None
    draft: bool = False
    unlisted: bool = False
    #: Whether it comes first on the index.
    pinned: bool = False
    #: Whether lists mark it.
    featured: bool = False
    comments: bool | None = None
    #: Whether it says that it is too old for the docs; None: its age decides.
    archived: bool | None = None
    #: The post that replaces it, named as for the role ``post``.
    superseded_by: str | None = None
    #: As in ``pt-BR``, by its front matter or file name; without it, it is the blog's.
    language: str | None = None
    #: What the same post in other languages has as well.
    translation_key: str | None = None
    #: The URL of the original, if this is a copy.
    canonical: str | None = None
    #: The URL that lists lead to instead of the post's page.
    external: str | None = None
    #: Its address from the top of the site, as typed.
    permalink: str | None = None
    #: The version whose release it is about, as typed.
    version: str | None = None
    #: The event that it is about.
    event: Event | None = None
    #: What ends its excerpt, instead of the site's separators.
    excerpt_separator: str | None = None

    @property
    def source_docname(self) -> str:
        """The docname that its file has by its path."""
        return self.source or self.docname

    def withheld(self, now: datetime) -> Withheld | None:
        """Return why the post is not public at the moment *now*, or None if it is."""
        if self.draft:
            return Withheld.DRAFT
        if self.expires is not None and self.expires <= now:
            return Withheld.EXPIRED
        if self.date > now:
            return Withheld.SCHEDULED
        return None


def plain(post: Post) -> dict[str, Any]:
    """Return a post for templates, in the types of JSON; some builders write it to files."""
    return {name: plain_value(value) for name, value in post._asdict().items()}


def plain_value(value: Any) -> Any:
    """Return a field of a record in the types of JSON; tuples stay tuples."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Place | Talk | Event):
        return {name: plain_value(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple):
        return tuple(map(plain_value, value))
    return str(value) if isinstance(value, enum.Enum) else value


class ReadResult(NamedTuple):
    """What reading a file's head came to.

    ``post`` is None for an ordinary page (``withheld`` is None too) and for a file that
    must not be published because it was not understood (``withheld`` says so).
    """

    post: Post | None = None
    withheld: Withheld | None = None
    problems: tuple[Problem, ...] = ()


class ScannedHead(NamedTuple):
    """A file's head as it was read, and data to detect that the file has changed since.

    The times are nanoseconds: when the content was modified, and how much later the inode was
    changed, which no tool sets back.
    """

    mtime: int
    delay: int
    size: int
    result: ReadResult
