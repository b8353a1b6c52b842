"""One blog of a build, in one language: its posts, pages and problems."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sphinx_confblog.config.options import TAXONOMIES
from sphinx_confblog.discovery.generated_pages import generated_pages, render_page, term_docname
from sphinx_confblog.domain import BlogObjects
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.headings import heading_of
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.model.catalog import build_catalog, month_of, post_names, remarks
from sphinx_confblog.model.old_addresses import OldAddressSource
from sphinx_confblog.model.permalinks import with_language
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.util.language_tags import USUAL, parse_tag
from sphinx_confblog.util.slugs import term_key

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.generated_pages import Page, RenderedPage, Templates
    from sphinx_confblog.frontmatter.records import Problem
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Catalog, Period, PlaceOf, Remark
    from sphinx_confblog.model.post import Post, ReadResult

    #: The path of a file, and what is wrong with it.
    FileProblem = tuple[Path, Problem]


#: The last second that has a date in every zone, since 1970.
LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def build_clock() -> datetime:
    """Return the moment of the build, in UTC; ``SOURCE_DATE_EPOCH`` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = min(int(epoch), LAST) if epoch.isdecimal() else time.time()
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlogSetup:
    """What a build knows of a blog in one language before it looks at files."""

    #: The options as ``conf.py`` has them, and with titles in the blog's language.
    options: BlogConfig
    config: BlogConfig
    language: Language
    #: By this name lists and roles ask for it; the site's first blog has none.
    key: str
    #: The folder that patterns of addresses count from.
    folder: str
    #: How Sphinx reads the files.
    encoding: str
    #: Suffixes of sources with what they are.
    suffixes: tuple[tuple[str, str], ...]
    now: datetime
    templates: Templates

    @property
    def rules(self) -> ReadingRules:
        """How front matter is read."""
        names = dict.fromkeys((*self.config.taxonomies, *TAXONOMIES))
        listed = self.config.languages
        return ReadingRules(
            zone=self.config.timezone,
            taxonomies=tuple(names),
            languages=USUAL if listed is None else (*listed, self.tag),
            suffixes=self.suffixes,
            encoding=self.encoding,
        )

    @property
    def tag(self) -> str:
        """The language tag, as in ``pt-BR``."""
        return parse_tag(self.language.name) or self.language.name

    def shows(self, reason: Withheld | None) -> bool:
        """Return whether a post is shown in spite of *reason*, as in a preview."""
        return (
            reason is None
            or (reason is Withheld.DRAFT and self.config.drafts)
            or (reason is Withheld.SCHEDULED and self.config.future)
        )

    def marks(self, post: Post) -> tuple[Withheld, ...]:
        """Return the marks of a previewed post."""
        reason = post.withheld(self.now)
        return (reason,) if reason is not None else ()

    def is_archived(self, post: Post) -> bool:
        """Return whether a post is too old for the docs, by what it says or by its age."""
        if post.archived is not None:
            return post.archived
        days, last = self.config.archived_after, max(post.date, post.updated or post.date)
        return post.superseded_by is not None or bool(days and (self.now - last).days >= days)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogPosts:
    """The posts of a blog in one language, and what of its files is withheld."""

    setup: BlogSetup
    posts: tuple[Post, ...]
    #: The files that may be posts, by docname.
    files: Mapping[str, Path]
    #: Docnames that are not built, and why.
    withheld: Mapping[str, Withheld]
    #: Dates of the scheduled posts.
    scheduled: tuple[datetime, ...]
    #: Terms that withheld posts have: taxonomy -> names. Asking for them is no mistake.
    withheld_terms: Mapping[str, frozenset[str]]
    #: What to say of files, in their order.
    problems: tuple[FileProblem, ...]
    #: Docnames of the indexes of the blog's other languages.
    editions: tuple[str, ...] = ()


def sort_posts(
    setup: BlogSetup, files: Mapping[str, Path], results: Mapping[str, ReadResult]
) -> BlogPosts:
    """Sort the files of a blog, docname -> path, into posts that this build shows and others."""
    posts, withheld, scheduled = [], {}, []
    terms: dict[str, frozenset[str]] = {}
    for docname, result in results.items():
        post, reason = result.post, result.withheld
        if post is not None:
            reason = post.withheld(setup.now)
            if setup.shows(reason):
                posts.append(post)
                continue
            if reason is Withheld.SCHEDULED:
                scheduled.append(post.date)
            for taxonomy, names in post.terms.items():
                terms[taxonomy] = terms.get(taxonomy, frozenset()).union(names)
        if reason is not None:
            withheld[docname] = reason
    problems = [
        (files[name], problem) for name, result in results.items() for problem in result.problems
    ]
    return BlogPosts(
        setup=setup,
        posts=tuple(posts),
        files=files,
        withheld=withheld,
        scheduled=tuple(scheduled),
        withheld_terms=terms,
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
    #: What to say of files, in their order.
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
    path = files[post.source or post.docname]
    try:
        text = path.read_text(setup.encoding)
    except (OSError, UnicodeDecodeError):
        return None
    return heading_of(text, format_of(path.name, setup.suffixes))


def make_pages(setup: BlogSetup, catalog: Catalog, editions: tuple[str, ...]) -> dict[str, Page]:
    """Return all pages that follow from a catalog, in the blog's words."""
    return generated_pages(catalog, setup.config, setup.language, editions)


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
