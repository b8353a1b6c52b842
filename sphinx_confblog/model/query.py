"""The query of a list, and the posts that match it."""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from sphinx_confblog.model.catalog import event_posts
from sphinx_confblog.model.event import EventTime
from sphinx_confblog.util.dates import DateError, parse_date
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import did_you_mean, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from datetime import tzinfo

    from sphinx_confblog.model.catalog import Catalog
    from sphinx_confblog.model.post import Post


#: What a placeholder on a page asks for.
Request: TypeAlias = "Query | TermsQuery | PeriodsQuery | MentionsQuery"
#: What a page shows of the blog, by a placeholder or from the first.
Noted: TypeAlias = "Request | ChangesQuery | AboutQuery"


class Style(enum.StrEnum):
    """How a list shows its posts."""

    CARDS = "cards"
    """Title, date, authors and excerpt of each, below one another."""
    GRID = "grid"
    """The same as `cards`, side by side in boxes, with the cover on top."""
    LIST = "list"
    """The date and title of each post."""
    TITLES = "titles"
    """The titles only."""
    TABLE = "table"
    """A table of dates, titles and authors."""

    @property
    def has_excerpts(self) -> bool:
        """Whether a list in this style shows excerpts."""
        return self in {Style.CARDS, Style.GRID}


class SortKey(enum.StrEnum):
    """What a list is sorted by; a leading ``-`` reverses the order."""

    DATE = "date"
    """The date of the post."""
    UPDATED = "updated"
    """The date of the last update; without one, the date of the post."""
    TITLE = "title"
    """The title, ignoring case."""


class Group(enum.StrEnum):
    """How a list is grouped."""

    YEAR = "year"
    """The year of the post."""
    MONTH = "month"
    """The year and month of the post."""


class TermsStyle(enum.StrEnum):
    """How a list shows terms."""

    LIST = "list"
    """Terms with the number of posts of each."""
    CLOUD = "cloud"
    """Terms in five sizes, according to the number of posts."""


class TermFilter(NamedTuple):
    """What an option such as ``:tags: docker, +cloud, -event`` asks for."""

    taxonomy: str
    #: One of these at least, if there are any.
    some: tuple[str, ...] = ()
    #: All of these.
    required: tuple[str, ...] = ()
    #: None of these.
    excluded: tuple[str, ...] = ()


class Query(NamedTuple):
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
    #: Name of an object, or docname of a page, that the posts link to.
    mentions: str | None = None
    #: Whether the posts are about events that are over, or not; None: they need no event.
    events: EventTime | None = None
    #: The name of the blog; None: that of the page.
    blog: str | None = None
    #: The text of a link to all posts below the list; "" = the usual words, None = no link.
    more: str | None = None


class TermsQuery(NamedTuple):
    """The terms of a taxonomy."""

    taxonomy: str
    #: None: as ``confblog_terms_style`` has it.
    style: TermsStyle | None = None
    #: As of a :class:`Query`.
    blog: str | None = None


class PeriodsQuery(NamedTuple):
    """The periods of the archive, or all its posts while they are few."""

    #: As of a :class:`Query`.
    blog: str | None = None


class MentionsQuery(NamedTuple):
    """The posts that link to the page, or to an object."""

    #: Name of the object, with or without its domain; None: the page, and all that is on it.
    object: str | None = None
    #: Of all blogs.
    blog: None = None


class ChangesQuery(NamedTuple):
    """The changes of a version that all documents name."""

    version: str
    #: Of no blog.
    blog: None = None


class AboutQuery(NamedTuple):
    """The details of the term that the page is about."""

    #: That of the page.
    blog: None = None


def select(
    query: Query,
    catalog: Catalog,
    title: Callable[[str], str],
    naming: Callable[[str], Container[str]] = lambda _: (),
    now: datetime = datetime.max.replace(tzinfo=UTC),  # noqa: B008
) -> tuple[str, ...]:
    """Return the docnames of the posts in *query*.

    *title* returns the title of a document, *naming* the posts that link to an object by its name.
    Events that end after the moment *now* are upcoming. Their lists are sorted by their dates.
    """
    passing = [_passing(wanted, catalog) for wanted in query.filters]
    names = [
        name
        for name in (event_posts(catalog, query.events, now) if query.events else catalog.listed)
        if _suits(query, catalog.posts[name]) and all(passes(name) for passes in passing)
    ]
    if query.mentions is not None:
        named = naming(query.mentions)
        names = [name for name in names if name in named]
    if query.sort is SortKey.UPDATED:
        names.sort(key=lambda n: catalog.posts[n].updated or catalog.posts[n].date, reverse=True)
    elif query.sort is SortKey.TITLE:
        names.sort(key=lambda name: (title(name).casefold(), name), reverse=True)
    if not query.descending:
        names.reverse()
    return tuple(names[: query.limit])


def _suits(query: Query, post: Post) -> bool:
    if query.featured is not None and post.featured is not query.featured:
        return False
    if query.since is not None and post.date < query.since:
        return False
    return query.before is None or post.date < query.before


def _passing(wanted: TermFilter, catalog: Catalog) -> Callable[[str], bool]:
    """Return the test that a post's docname must pass."""
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


#: What becomes of an option that is wrong.
IGNORED = "The option is ignored."
Choice = TypeVar("Choice", bound=enum.StrEnum)


def parse_query(
    options: Mapping[str, str], taxonomies: Iterable[str], zone: tzinfo
) -> tuple[Query, list[str]]:
    """Read the options of a ``postlist``; a wrong one is left out and described.

    Dates that name no zone are in *zone*.
    """
    problems: list[str] = []
    values: dict[str, object] = {}
    filters = [
        parse_filter(name, options[name]) for name in taxonomies if options.get(name, "").strip()
    ]
    for option, parse in _PARSERS.items():
        if option not in options or option in taxonomies:
            continue
        try:
            values |= parse(options[option].strip(), zone)
        except ValueError as error:
            problems.append(f"option {option!r}: {error} {IGNORED}")
    return Query(filters=tuple(filters), **values), problems  # type: ignore[arg-type]


def parse_filter(taxonomy: str, value: str) -> TermFilter:
    """Read a comma-separated list of terms with their ``+`` and ``-``."""
    signed: dict[str, list[str]] = {"": [], "+": [], "-": []}
    for item in value.split(","):
        name = " ".join(item.split())
        sign = name[:1] if name[:1] in {"+", "-"} and len(name) > 1 else ""
        if name := name.removeprefix(sign).strip():
            signed[sign].append(name)
    return TermFilter(taxonomy, tuple(signed[""]), tuple(signed["+"]), tuple(signed["-"]))


def _limit(text: str, zone: tzinfo) -> dict[str, object]:
    if not re.fullmatch("0*[1-9][0-9]{0,6}", text):
        raise ValueError(f"{shorten(text)!r} is not a whole number above 0.")
    return {"limit": int(text)}


def _since(text: str, zone: tzinfo) -> dict[str, object]:
    return {"since": _date(text, zone)}


def _date(text: str, zone: tzinfo) -> datetime:
    try:
        return parse_date(text, zone)
    except DateError as error:
        raise ValueError(f"{error}.") from None


def _until(text: str, zone: tzinfo) -> dict[str, object]:
    """Read an end: a day is included as a whole, a date-time to its second."""
    moment = _date(text, zone)
    step = timedelta(seconds=1) if ":" in text else timedelta(days=1)
    try:
        return {"before": moment + step}
    except OverflowError as error:
        raise ValueError(f"{text!r} is too far in the future.") from error


def _featured(text: str, zone: tzinfo) -> dict[str, object]:
    """Read a flag, with or without a value."""
    known = {"": True, "true": True, "yes": True, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError(f"{text!r} is not yes or no.")
    return {"featured": known[text.lower()]}


def _sort(text: str, zone: tzinfo) -> dict[str, object]:
    key = text.removeprefix("-")
    return {"sort": choice(SortKey, key), "descending": text.startswith("-")}


def choice(kind: type[Choice], text: str) -> Choice:
    """Return the member that a string names. Raises ValueError with a list of the members."""
    try:
        return kind(text)
    except ValueError:
        accepted = ", ".join(kind)
        hint = did_you_mean(text, list(kind))
        raise ValueError(f"{text!r} is not one of: {accepted}{hint}") from None


_PARSERS: dict[str, Callable[[str, tzinfo], dict[str, object]]] = {
    "limit": _limit,
    "since": _since,
    "until": _until,
    "featured": _featured,
    "events": lambda text, _zone: {"events": choice(EventTime, text)},
    "mentions": lambda text, _zone: {"mentions": text or None},
    "sort": _sort,
    "style": lambda text, _zone: {"style": choice(Style, text)},
    "more": lambda text, _zone: {"more": " ".join(text.split())},
    "group-by": lambda text, _zone: {"group": choice(Group, text)},
}
#: Options of a ``postlist`` besides the taxonomies.
OPTIONS = (*_PARSERS, "blog", "language")


def unknown_terms(query: Query, known: Mapping[str, Iterable[str]], catalog: Catalog) -> list[str]:
    """Describe the terms of *query* that neither *known* nor *catalog* has, with the nearest one.

    *known* is taxonomy -> term keys. To exclude a term that no post has does no harm, unless it is
    misspelt.
    """
    problems = []
    for wanted in query.filters:
        keys = set(known.get(wanted.taxonomy, ()))
        for name in (*wanted.some, *wanted.required, *wanted.excluded):
            if term_key(name) not in keys and catalog.term(wanted.taxonomy, name) is None:
                hint = did_you_mean(term_key(name), keys)
                if name in wanted.excluded and hint == ".":
                    continue
                problems.append(f"option {wanted.taxonomy!r}: no post has {name!r}{hint}")
    return problems
