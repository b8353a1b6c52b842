"""The generated pages: which there are, what each is called and which posts it shows."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.i18n import Wording
    from sphinx_confblog.model.catalog import Catalog, Period, Term


class PageKind(enum.StrEnum):
    """The kinds of generated page; the value is the name of its template."""

    INDEX = "index"
    """The newest posts, with excerpts."""
    ARCHIVE = "archive"
    """The way to all periods."""
    PERIOD = "period"
    """The posts of a year or a month."""
    TAXONOMY = "taxonomy"
    """The terms of a taxonomy."""
    TERM = "term"
    """The posts of one term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One generated page. Its posts are docnames, newest first."""

    docname: str
    kind: PageKind
    title: str
    posts: tuple[str, ...] = ()
    #: Where it stands among the pages of the same list, counted from 1.
    number: int = 1
    #: Docnames of all pages of the same list.
    siblings: tuple[str, ...] = ()
    #: Docnames for the page's hidden toctree.
    children: tuple[str, ...] = ()
    #: Docname of the page that leads to it, if it is not the blog's index.
    parent: str | None = None
    taxonomy: str | None = None
    term: Term | None = field(default=None)
    period: Period = ()


def archive_docname(config: BlogConfig) -> str:
    """The docname of the way to all periods."""
    return config.below(config.page_paths.get("archive", "archive"))


def taxonomy_docname(config: BlogConfig, taxonomy: str, name: str = "index") -> str:
    """The docname of the index of a taxonomy, or of another page in its folder."""
    return config.below(f"{config.page_paths.get(taxonomy, taxonomy)}/{name}")


def term_docname(config: BlogConfig, term: Term) -> str:
    """The docname of a term's page."""
    return taxonomy_docname(config, term.taxonomy, term.slug)


def period_docname(config: BlogConfig, period: Period) -> str:
    """The docname of a period's page, such as ``blog/archive/2015/06``."""
    paths = config.page_paths
    year = paths.get("year", f"{paths.get('archive', 'archive')}/{{year}}")
    pattern = year if len(period) == 1 else paths.get("month", f"{year}/{{month}}")
    return config.below(pattern.format(year=f"{period[0]:04}", month=f"{period[-1]:02}"))


def generated_pages(
    catalog: Catalog, config: BlogConfig, words: Wording, editions: tuple[str, ...] = ()
) -> dict[str, Page]:
    """All generated pages by docname; *editions* are the indexes of the blog's other languages."""
    index = Page(
        docname=config.below("index"),
        kind=PageKind.INDEX,
        title=config.title,
        posts=pinned_first(catalog),
    )
    others = [*_archive(catalog, config, words), *_taxonomies(catalog, config, words)]
    leading = tuple(p.docname for p in others if p.kind in {PageKind.ARCHIVE, PageKind.TAXONOMY})
    children = leading + editions
    pages = [*_split(replace(index, children=children), config.posts_per_page, words), *others]
    return {page.docname: page for page in pages}


def pinned_first(catalog: Catalog) -> tuple[str, ...]:
    """The posts of the index: the pinned ones before the others, each newest first."""
    pinned = dict.fromkeys(name for name in catalog.listed if catalog.posts[name].pinned)
    return (*pinned, *(name for name in catalog.listed if name not in pinned))


def _archive(catalog: Catalog, config: BlogConfig, words: Wording) -> Iterator[Page]:
    if config.archives is None:
        return
    archive = archive_docname(config)
    yield Page(docname=archive, kind=PageKind.ARCHIVE, title=words.archive, posts=catalog.listed)
    longest = 2 if config.archives == "month" else 1
    for period, posts in catalog.periods.items():
        if len(period) > longest:
            continue
        page = Page(
            docname=period_docname(config, period),
            kind=PageKind.PERIOD,
            title=words.period(period),
            posts=posts,
            parent=archive if len(period) == 1 else period_docname(config, period[:1]),
            period=period,
        )
        yield from _split(page, config.term_posts_per_page, words)


def _taxonomies(catalog: Catalog, config: BlogConfig, words: Wording) -> Iterator[Page]:
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
                posts=term.posts,
                parent=index,
                taxonomy=taxonomy,
                term=term,
            )
            yield from _split(page, config.term_posts_per_page, words)


def _split(whole: Page, size: int, words: Wording) -> Iterator[Page]:
    """Split a page into as many as its posts need, *size* on each; 0 = one page."""
    size = size or max(len(whole.posts), 1)
    starts = range(0, max(len(whole.posts), 1), size)
    base = whole.docname.removesuffix("/index") if whole.kind is PageKind.INDEX else whole.docname
    base = "" if base == "index" else f"{base}/"
    siblings = (whole.docname, *(f"{base}page/{n}" for n in range(2, len(starts) + 1)))
    for number, (docname, start) in enumerate(zip(siblings, starts, strict=True), 1):
        page = replace(
            whole,
            docname=docname,
            number=number,
            posts=whole.posts[start : start + size],
            siblings=siblings,
        )
        if number > 1:
            page = replace(
                page, title=words.numbered(whole.title, number), children=(), parent=whole.docname
            )
        yield page
