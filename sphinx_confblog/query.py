"""What a list asks for, and the posts that answer it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sphinx_confblog.catalog import Catalog
    from sphinx_confblog.post import Post


#: What a placeholder on a page asks for.
Request: TypeAlias = "Query | TermsQuery | PeriodsQuery"
#: What a page shows of the blog, by a placeholder or from the first.
Noted: TypeAlias = "Request | AboutQuery"


class Style(enum.StrEnum):
    """How a list shows its posts."""

    CARDS = "cards"
    """Title, date, authors and excerpt of each."""
    LIST = "list"
    """Date and title of each."""
    TITLES = "titles"
    """The titles alone."""
    TABLE = "table"
    """A table of dates, titles and authors."""


class SortKey(enum.StrEnum):
    """What a list is sorted by; a leading ``-`` turns the order round."""

    DATE = "date"
    """The date of the post."""
    UPDATED = "updated"
    """The date of its last update, or its date."""
    TITLE = "title"
    """Its title, regardless of case."""


class Group(enum.StrEnum):
    """What a list is divided by."""

    YEAR = "year"
    """The year of the post."""
    MONTH = "month"
    """The year and month of the post."""


class TermsStyle(enum.StrEnum):
    """How a list shows terms."""

    LIST = "list"
    """The terms with the numbers of their posts."""
    CLOUD = "cloud"
    """The terms in sizes, by the numbers of their posts."""


@dataclass(frozen=True, slots=True)
class TermFilter:
    """What an option such as ``:tags: docker, +cloud, -event`` asks for."""

    taxonomy: str
    #: One of these at least, if there are any.
    some: tuple[str, ...] = ()
    #: All of these.
    required: tuple[str, ...] = ()
    #: None of these.
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which posts a list shows, in which order and style."""

    filters: tuple[TermFilter, ...] = ()
    #: The earliest date-time, aware.
    since: datetime | None = None
    #: The first date-time that is too late, aware.
    before: datetime | None = None
    limit: int | None = None
    sort: SortKey = SortKey.DATE
    descending: bool = True
    style: Style = Style.LIST
    group: Group | None = None
    #: Whether the posts are featured; None: whether or not.
    featured: bool | None = None
    #: Whether the posts are those of the generated page that shows them.
    of_page: bool = False
    #: The name of the blog; None: that of the page.
    blog: str | None = None


@dataclass(frozen=True, slots=True)
class TermsQuery:
    """The terms of a taxonomy."""

    taxonomy: str
    #: None: as ``confblog_terms_style`` has it.
    style: TermsStyle | None = None
    #: As of a :class:`Query`.
    blog: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodsQuery:
    """The periods of the archive, or all its posts while they are few."""

    #: As of a :class:`Query`.
    blog: str | None = None


@dataclass(frozen=True, slots=True)
class AboutQuery:
    """What the site says of the term that the page is about."""


def select(query: Query, catalog: Catalog, title: Callable[[str], str]) -> tuple[str, ...]:
    """Docnames of the posts that *query* asks for; *title* gives the title of a document."""
    passing = [_passing(wanted, catalog) for wanted in query.filters]
    found = [
        name
        for name in catalog.listed
        if _suits(query, catalog.posts[name]) and all(passes(name) for passes in passing)
    ]
    if query.sort is SortKey.UPDATED:
        found.sort(key=lambda n: catalog.posts[n].updated or catalog.posts[n].date, reverse=True)
    elif query.sort is SortKey.TITLE:
        found.sort(key=lambda name: (title(name).casefold(), name), reverse=True)
    if not query.descending:
        found.reverse()
    return tuple(found[: query.limit])


def _suits(query: Query, post: Post) -> bool:
    if query.featured is not None and post.featured is not query.featured:
        return False
    if query.since is not None and post.date < query.since:
        return False
    return query.before is None or post.date < query.before


def _passing(wanted: TermFilter, catalog: Catalog) -> Callable[[str], bool]:
    """The test that a post's docname must pass."""
    some, required, excluded = (
        [_posts_of(catalog, wanted.taxonomy, name) for name in names]
        for names in (wanted.some, wanted.required, wanted.excluded)
    )

    def passes(docname: str) -> bool:
        return (
            (not some or any(docname in posts for posts in some))
            and all(docname in posts for posts in required)
            and not any(docname in posts for posts in excluded)
        )

    return passes


def _posts_of(catalog: Catalog, taxonomy: str, name: str) -> frozenset[str]:
    term = catalog.term(taxonomy, name)
    return frozenset(term.posts) if term else frozenset()
