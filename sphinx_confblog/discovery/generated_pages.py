"""The generated pages: which exist, and what each lists."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from sphinx_confblog.model.catalog import event_posts
from sphinx_confblog.model.event import EventTime
from sphinx_confblog.model.related import SERIES
from sphinx_confblog.model.site_addresses import folded
from sphinx_confblog.model.versions import by_version
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Catalog, Period, Term


class PageKind(enum.StrEnum):
    """The kinds of generated page; the value is the name of its template."""

    INDEX = "index"
    """The newest posts, with excerpts."""
    ARCHIVE = "archive"
    """All posts by year, or links to all years and months."""
    PERIOD = "period"
    """The posts of a year or a month."""
    TAXONOMY = "taxonomy"
    """The terms of a taxonomy."""
    TERM = "term"
    """The posts of one term."""
    RELEASES = "releases"
    """The posts with a version, sorted by version."""
    EVENTS = "events"
    """The posts about events, upcoming ones before past ones."""


#: The usual place of the list of releases.
RELEASES = PageKind.RELEASES.value
#: That of the list of events.
EVENTS = PageKind.EVENTS.value


class Page(NamedTuple):
    """One generated page. Its posts are docnames, newest first; those of a series, oldest first."""

    docname: str
    kind: PageKind
    title: str
    #: The title that says what the page is, for browsers, search and feeds; "" = ``title``.
    long_title: str = ""
    posts: tuple[str, ...] = ()
    #: Its number among the pages of the same list, counted from 1.
    number: int = 1
    #: Docnames of all pages of the same list.
    siblings: tuple[str, ...] = ()
    #: Docnames for the page's hidden toctree.
    children: tuple[str, ...] = ()
    #: Docname of the page that leads to it, if it is not the blog's index.
    parent: str | None = None
    taxonomy: str | None = None
    term: Term | None = None
    period: Period = ()
    #: Of the list of events: which ones it has, and their headings.
    sections: tuple[tuple[EventTime, str], ...] = ()


def archive_docname(config: BlogConfig) -> str:
    """Return the docname of the way to all periods."""
    return config.below(config.page_paths.get("archive", "archive"))


def taxonomy_docname(config: BlogConfig, taxonomy: str, name: str = "index") -> str:
    """Return the docname of the index of a taxonomy, or of another page in its folder."""
    return config.below(f"{config.page_paths.get(taxonomy, taxonomy)}/{name}")


def term_docname(config: BlogConfig, term: Term) -> str:
    """Return the docname of a term's page."""
    return taxonomy_docname(config, term.taxonomy, term.slug)


def releases_docname(config: BlogConfig) -> str | None:
    """Return the docname of the list of releases; None if other pages have its place."""
    return free_docname(config, RELEASES, "archive")


def events_docname(config: BlogConfig) -> str | None:
    """Return the docname of the list of events; None if other pages have its place."""
    return free_docname(config, EVENTS, "archive", RELEASES)


def free_docname(config: BlogConfig, kind: str, *more: str) -> str | None:
    """Return the docname of a list that comes after taxonomies and *more* lists, or None."""
    path = config.page_paths.get(kind, kind)
    others = (config.page_paths.get(name, name) for name in (*config.taxonomies, *more))
    return None if path.casefold() in map(str.casefold, others) else config.below(path)


def period_docname(config: BlogConfig, period: Period) -> str:
    """Return the docname of a period's page, such as ``blog/archive/2015/06``."""
    pattern = period_path(config, months=len(period) > 1)
    return pattern.format(year=f"{period[0]:04}", month=f"{period[-1]:02}")


def period_path(config: BlogConfig, *, months: bool) -> str:
    """Return the docname of years or *months*, such as ``blog/archive/{year}``."""
    paths = config.page_paths
    year = paths.get("year", f"{paths.get('archive', 'archive')}/{{year}}")
    return config.below(paths.get("month", f"{year}/{{month}}") if months else year)


def period_patterns(config: BlogConfig) -> Iterator[str]:
    """Return regular expressions for the docnames of periods, without case."""
    if config.archives is not None:
        kinds = [False, True] if config.archives == "month" else [False]
        for months in kinds:
            pattern = re.escape(folded(period_path(config, months=months)))
            pattern = pattern.replace(r"\{year\}", r"\d{4}").replace(r"\{month\}", r"\d{2}")
            yield rf"{pattern}(?:/page/\d+)?"


#: The kinds of page in the toctree of the index.
LEADING = frozenset({PageKind.ARCHIVE, PageKind.TAXONOMY, PageKind.RELEASES, PageKind.EVENTS})


def generated_pages(
    catalog: Catalog,
    config: BlogConfig,
    language: Language,
    editions: tuple[str, ...] = (),
    *,
    now: datetime,
) -> dict[str, Page]:
    """Return docname -> generated page; *editions* are the indexes of its other languages."""
    index = Page(
        docname=config.below("index"),
        kind=PageKind.INDEX,
        title=config.title,
        posts=pinned_first(catalog),
    )
    others = [
        *_archive(catalog, config, language),
        *_taxonomies(catalog, config, language),
        *_releases(catalog, config, language),
        *_events(catalog, config, language, now),
    ]
    leading = tuple(p.docname for p in others if p.kind in LEADING and p.number == 1)
    children = leading + editions
    pages = [*_split(index._replace(children=children), config.posts_per_page, language), *others]
    return {page.docname: page for page in pages}


def pinned_first(catalog: Catalog) -> tuple[str, ...]:
    """Return the posts of the index: the pinned ones before the others, each newest first."""
    pinned = dict.fromkeys(name for name in catalog.listed if catalog.posts[name].pinned)
    return (*pinned, *(name for name in catalog.listed if name not in pinned))


def _archive(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Page]:
    if config.archives is None:
        return
    archive = archive_docname(config)
    yield Page(
        docname=archive, kind=PageKind.ARCHIVE, title=language.archive_title(), posts=catalog.listed
    )
    longest = 2 if config.archives == "month" else 1
    for period, posts in catalog.periods.items():
        if len(period) > longest:
            continue
        page = Page(
            docname=period_docname(config, period),
            kind=PageKind.PERIOD,
            title=language.period(period),
            posts=posts,
            parent=archive if len(period) == 1 else period_docname(config, period[:1]),
            period=period,
        )
        yield from _split(page, config.term_posts_per_page, language)


def _taxonomies(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Page]:
    for taxonomy, title in config.taxonomies.items():
        if not (terms := catalog.taxonomies.get(taxonomy)):
            continue
        index = taxonomy_docname(config, taxonomy)
        yield Page(docname=index, kind=PageKind.TAXONOMY, title=title, taxonomy=taxonomy)
        for term in terms.values():
            page = Page(
                docname=term_docname(config, term),
                kind=PageKind.TERM,
                title=term.name,
                long_title=language.term_title(
                    taxonomy, title, term.name, config.term_titles.get(taxonomy)
                ),
                posts=term.posts[::-1] if taxonomy == SERIES else term.posts,
                parent=index,
                taxonomy=taxonomy,
                term=term,
            )
            yield from _split(page, config.term_posts_per_page, language)


def _releases(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Page]:
    docname, posts = releases_docname(config), by_version(catalog)
    if docname and posts:
        title = language.releases_title()
        page = Page(docname=docname, kind=PageKind.RELEASES, title=title, posts=posts)
        yield from _split(page, config.term_posts_per_page, language)


def _events(
    catalog: Catalog, config: BlogConfig, language: Language, now: datetime
) -> Iterator[Page]:
    """Split past events into pages as they get many; upcoming ones are all on the first."""
    docname = events_docname(config)
    upcoming, past = (event_posts(catalog, when, now) for when in EventTime)
    if not docname or not (upcoming or past):
        return
    title = language.events_title()
    whole = Page(docname=docname, kind=PageKind.EVENTS, title=title, posts=past)
    for page in _split(whole, config.term_posts_per_page, language):
        posts = {
            EventTime.UPCOMING: upcoming if page.number == 1 else (),
            EventTime.PAST: page.posts,
        }
        yield page._replace(
            posts=tuple(name for names in posts.values() for name in names),
            sections=tuple((when, language.event_list(when)) for when in posts if posts[when]),
        )


def _split(whole: Page, size: int, language: Language) -> Iterator[Page]:
    """Split a page into as many as its posts need, *size* on each; 0 = one page."""
    size = size or max(len(whole.posts), 1)
    starts = range(0, max(len(whole.posts), 1), size)
    base = whole.docname.removesuffix("/index") if whole.kind is PageKind.INDEX else whole.docname
    base = "" if base == "index" else f"{base}/"
    siblings = (whole.docname, *(f"{base}page/{n}" for n in range(2, len(starts) + 1)))
    yield whole._replace(posts=whole.posts[:size], siblings=siblings)
    for number, (docname, start) in enumerate(zip(siblings[1:], starts[1:], strict=True), 2):
        yield whole._replace(
            docname=docname,
            number=number,
            posts=whole.posts[start : start + size],
            siblings=siblings,
            title=language.numbered_title(whole.title, number),
            long_title=whole.long_title and language.numbered_title(whole.long_title, number),
            children=(),
            parent=whole.docname,
        )
