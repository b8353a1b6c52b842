"""One blog of a build, in one language: its posts, pages and problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.generated_pages import events_docname, generated_pages, term_docname
from sphinx_confblog.discovery.page_templates import render_page
from sphinx_confblog.discovery.setup import BlogSetup
from sphinx_confblog.domain import BlogObjects
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.headings import heading_of
from sphinx_confblog.model.catalog import build_catalog, event_posts, month_of, post_names, remarks
from sphinx_confblog.model.event import CALENDAR, EventTime
from sphinx_confblog.model.old_addresses import OldAddressSource
from sphinx_confblog.model.permalinks import with_language
from sphinx_confblog.util.slugs import term_key

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.discovery.page_templates import RenderedPage
    from sphinx_confblog.discovery.setup import FileProblem
    from sphinx_confblog.discovery.withheld_posts import BlogPosts
    from sphinx_confblog.model.catalog import Catalog, Period, PlaceOf, Remark
    from sphinx_confblog.model.post import Post, Withheld


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Blog(BlogSetup):
    """A blog as one build sees it, in one language.

    :func:`sphinx_confblog.discovery.blogs.discover` makes it.
    """

    #: The files that may be posts, by docname.
    files: Mapping[str, Path]
    #: Docnames that are not built, and why.
    withheld: Mapping[str, Withheld]
    #: Dates of the scheduled posts.
    scheduled: tuple[datetime, ...]
    #: Terms that withheld posts have: taxonomy -> names. Asking for them is no mistake.
    withheld_terms: Mapping[str, frozenset[str]]
    #: Problems of files, in their order.
    problems: tuple[FileProblem, ...]
    #: Docnames of the indexes of its other languages.
    editions: tuple[str, ...]
    catalog: Catalog
    #: What the domain needs to name its objects.
    objects: BlogObjects
    #: The generated pages by docname.
    pages: Mapping[str, Page]
    #: These, and those that documents of the user's take the place of: what they list.
    listings: Mapping[str, Page]
    #: The template of each generated page.
    sources: Mapping[str, Path]

    @property
    def exists(self) -> bool:
        """Whether there is a post file, published or not."""
        return bool(self.catalog.posts or self.withheld or self.editions)

    def unlisted(self) -> list[str]:
        """Return the docnames of the posts that no list may show."""
        return [name for name, post in self.catalog.posts.items() if post.unlisted]

    def archived(self) -> list[str]:
        """Return the docnames of the posts that are too old for the docs."""
        return [name for name, post in self.catalog.posts.items() if self.is_archived(post)]

    def past_events(self) -> tuple[str, ...]:
        """Return the docnames of the listed posts whose events are over."""
        return event_posts(self.catalog, EventTime.PAST, self.now)

    def calendars(self) -> dict[str, tuple[str, ...]]:
        """Return path of each calendar file -> docnames of its posts, those that start first first.

        Of listed posts that anyone may read, not only in a preview; nothing if the site wants none.
        """
        if self.config.calendars is False:
            return {}
        posts = self.catalog.posts
        starts = {
            name: event.start
            for name in self.catalog.listed
            if (event := posts[name].event) and posts[name].withheld(self.now) is None
        }
        every = tuple(sorted(starts, key=lambda name: (starts[name], name)))
        listing = events_docname(self.config)
        whole = {f"{listing}{CALENDAR}": every} if listing and every else {}
        return whole | {f"{name}{CALENDAR}": (name,) for name in every}

    def former(self) -> OldAddressSource:
        """Return the posts and patterns that the old addresses follow from."""
        patterns, permalink = self.config.aliases, self.config.permalink
        if permalink and not permalink.startswith("/"):
            permalink = f"/{self.folder}/{permalink}" if self.folder else f"/{permalink}"
        every = (*patterns, permalink or "")
        posts = with_language(self.catalog.posts.values(), every, self.tag)
        return OldAddressSource(posts, patterns, self.rules.taxonomies, permalink)

    def known_terms(self) -> dict[str, set[str]]:
        """Return taxonomy -> keys of the terms of all posts, withheld or not, and of the site."""
        known: dict[str, set[str]] = {}
        for taxonomy in self.rules.taxonomies:
            keys = set(map(term_key, self.withheld_terms.get(taxonomy, ())))
            keys.update(self.catalog.taxonomies.get(taxonomy, ()))
            keys.update(self.config.terms.get(taxonomy, ()))
            keys.update(self.catalog.spellings.get(taxonomy, ()))
            known[taxonomy] = keys
        return known

    def period(self, docname: str) -> Period:
        """Return the year and month of a post, in the zone that its date is shown in."""
        return month_of(self.catalog.posts[docname])

    def remarks(self, place_of: PlaceOf) -> list[Remark]:
        """Return the remarks on terms."""
        return remarks(self.catalog, self.config.terms, self.config.unknown_terms, place_of)


def make_blog(part: BlogPosts, documents: Container[str]) -> Blog:
    """Put the posts of a blog in order, and add the pages that they call for.

    *documents* are the docnames that the user wrote: they win over generated pages.
    """
    setup = part.setup
    titles = tied_titles(part) if setup.config.ties == "title" else {}
    catalog = build_catalog(part.posts, setup.config.terms, titles)
    exists = bool(part.posts or part.withheld or part.editions)
    listings = make_pages(setup, catalog, part.editions) if exists else {}
    pages = {name: page for name, page in listings.items() if name not in documents}
    return Blog(
        options=setup.options,
        config=setup.config,
        language=setup.language,
        key=setup.key,
        folder=setup.folder,
        encoding=setup.encoding,
        suffixes=setup.suffixes,
        now=setup.now,
        templates=setup.templates,
        files=part.files,
        withheld=part.withheld,
        scheduled=part.scheduled,
        withheld_terms=part.withheld_terms,
        problems=part.problems,
        editions=part.editions,
        catalog=catalog,
        objects=objects_of(catalog, setup.config),
        pages=pages,
        listings=listings,
        sources=setup.templates.paths(pages),
    )


def tied_titles(part: BlogPosts) -> dict[str, str]:
    """Return the titles of the posts that share their date with another.

    Headings of their texts are read from the files, as no document is read yet.
    """
    counts = Counter(post.date for post in part.posts)
    return {
        post.docname: post.title or heading_of_post(part.setup, part.files, post) or post.slug
        for post in part.posts
        if counts[post.date] > 1
    }


def heading_of_post(setup: BlogSetup, files: Mapping[str, Path], post: Post) -> str | None:
    """Return the heading of a post's file; None if it has none or cannot be read."""
    path = files[post.source_docname]
    try:
        text = path.read_text(setup.encoding)
    except (OSError, UnicodeDecodeError):
        return None
    return heading_of(text, format_of(path.name, setup.suffixes))


def make_pages(setup: BlogSetup, catalog: Catalog, editions: tuple[str, ...]) -> dict[str, Page]:
    """Return all pages that follow from a catalog, in the blog's words."""
    return generated_pages(catalog, setup.config, setup.language, editions, now=setup.now)


def objects_of(catalog: Catalog, config: BlogConfig) -> BlogObjects:
    """Return the posts and terms of a blog, for the domain to name them."""
    terms = (
        ((taxonomy, key), term_docname(config, term))
        for taxonomy, terms in catalog.taxonomies.items()
        if taxonomy in config.taxonomies
        for key, term in terms.items()
    )
    return BlogObjects(catalog, post_names(catalog, config.path), dict(terms))


def rendered_page(blog: Blog, docname: str) -> RenderedPage:
    """Return the source of a generated page of *blog*."""
    return render_page(blog.templates, blog.sources[docname], blog.pages[docname], blog.config)
