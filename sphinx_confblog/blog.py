"""A blog of one build: from the files that may be posts to the documents there are."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sphinx_confblog.aliases import Former
from sphinx_confblog.catalog import Catalog, build_catalog, local_day, remarks
from sphinx_confblog.config import TAXONOMIES
from sphinx_confblog.domain import View
from sphinx_confblog.heads import read_heads
from sphinx_confblog.names import post_names
from sphinx_confblog.pages import generated_pages, term_docname
from sphinx_confblog.permalinks import with_language
from sphinx_confblog.post import Withheld
from sphinx_confblog.reading import ReadingRules
from sphinx_confblog.rendering import render_page
from sphinx_confblog.slugs import term_key
from sphinx_confblog.tongues import USUAL, parse_tag
from sphinx_confblog.words import page_wording, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sphinx_confblog.catalog import Period
    from sphinx_confblog.config import BlogConfig
    from sphinx_confblog.kept import Head
    from sphinx_confblog.pages import Page
    from sphinx_confblog.post import Post, Problem, Reading
    from sphinx_confblog.rendering import RenderedPage, Templates


#: The last second that has a date in every zone, since 1970.
LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


def build_clock() -> datetime:
    """The moment of the build, in UTC; ``SOURCE_DATE_EPOCH`` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = min(int(epoch), LAST) if epoch.isdecimal() else time.time()
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(slots=True, kw_only=True, eq=False)
class Blog:
    """A blog as one build sees it: in its own language, or in one of its others.

    :class:`sphinx_confblog.blogs.Blogs` brings it up to date.
    """

    #: The options as ``conf.py`` has them, and with titles in the blog's language.
    options: BlogConfig
    config: BlogConfig
    language: str
    #: How Sphinx reads the files.
    encoding: str = "utf-8-sig"
    #: Digest of the words that readers see.
    words: bytes = b""
    #: Takes words from the catalog of its language; None if that is the site's.
    translate: Callable[[str], str] | None = None
    #: Suffixes of sources with what they are.
    suffixes: tuple[tuple[str, str], ...] = ()
    now: datetime
    templates: Templates
    #: By this name lists and roles ask for it; the site's first blog has none.
    key: str = ""
    #: The folder that patterns of addresses count from.
    folder: str = ""
    #: Docnames of the indexes of its other languages.
    editions: tuple[str, ...] = ()
    catalog: Catalog = field(default_factory=Catalog)
    #: The files that may be posts, by docname.
    files: Mapping[str, Path] = field(default_factory=dict)
    #: The generated pages by docname.
    pages: dict[str, Page] = field(default_factory=dict)
    #: These, and those that documents of the user's take the place of: what they list.
    listings: dict[str, Page] = field(default_factory=dict)
    #: The template of each generated page.
    sources: dict[str, Path] = field(default_factory=dict)
    #: Docnames that are not built, and why.
    withheld: dict[str, Withheld] = field(default_factory=dict)
    #: Dates of the scheduled posts.
    scheduled: list[datetime] = field(default_factory=list)
    #: What to say of files, in the order of the files: path and problem.
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    #: Terms that withheld posts have: taxonomy -> names. Asking for them is no mistake.
    withheld_terms: dict[str, set[str]] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether there is a post file, published or not."""
        return bool(self.catalog.posts or self.withheld or self.editions)

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
        """Its language as in ``pt-BR``."""
        return parse_tag(self.language) or self.language

    def speaking(self) -> AbstractContextManager[None]:
        """Words are in its language meanwhile."""
        return speaking(self.translate)

    def find_posts(self, files: Mapping[str, Path], remembered: dict[str, Head]) -> list[Post]:
        """Read the heads of *files*, docname -> path; return the posts that this build shows."""
        self.files = files
        readings = read_heads(files, remembered, self.rules, self.now)
        self.problems = [
            (files[name], problem) for name, found in readings.items() for problem in found.problems
        ]
        return self.sort_out(readings)

    def sort_out(self, readings: Mapping[str, Reading]) -> list[Post]:
        """Return the posts that this build shows; note the others as withheld."""
        self.withheld, self.scheduled, self.withheld_terms = {}, [], {}
        posts = []
        for docname, reading in readings.items():
            reason = reading.withheld
            if post := reading.post:
                reason = post.withheld(self.now)
                if self.shows(reason):
                    posts.append(post)
                    continue
                self.note_withheld(post, reason)
            if reason is not None:
                self.withheld[docname] = reason
        return posts

    def settle(self, posts: Iterable[Post], documents: Container[str]) -> None:
        """Put posts in order, and find the pages that they call for.

        *documents* are the docnames that the user wrote: they win over generated pages.
        """
        self.catalog = build_catalog(posts, self.config.terms, self.config.timezone)
        with self.speaking():
            self.listings = self.generate()
        self.pages = {n: page for n, page in self.listings.items() if n not in documents}
        self.sources = self.templates.paths(self.pages)

    def shows(self, reason: Withheld | None) -> bool:
        """Whether a post is shown in spite of *reason*, as in a preview."""
        return (
            reason is None
            or (reason is Withheld.DRAFT and self.config.drafts)
            or (reason is Withheld.SCHEDULED and self.config.future)
        )

    def note_withheld(self, post: Post, reason: Withheld | None) -> None:
        """Keep what later messages need of a withheld post."""
        if reason is Withheld.SCHEDULED:
            self.scheduled.append(post.date)
        for taxonomy, names in post.terms.items():
            self.withheld_terms.setdefault(taxonomy, set()).update(names)

    def generate(self) -> dict[str, Page]:
        """All pages that follow from the catalog."""
        if not self.exists:
            return {}
        wording = page_wording(self.language)
        return generated_pages(self.catalog, self.config, wording, self.editions)

    def view(self) -> View:
        """What the domain needs to name the blog's objects."""
        terms = (
            ((taxonomy, key), term_docname(self.config, term))
            for taxonomy, terms in self.catalog.taxonomies.items()
            if taxonomy in self.config.taxonomies
            for key, term in terms.items()
        )
        names = post_names(self.catalog, self.config.path)
        return View(self.catalog, names, dict(terms))

    def marks(self, post: Post) -> tuple[Withheld, ...]:
        """What a previewed post is marked with."""
        reason = post.withheld(self.now)
        return (reason,) if reason is not None else ()

    def unlisted(self) -> list[str]:
        """Docnames of the posts that no list may show."""
        return [name for name, post in self.catalog.posts.items() if post.unlisted]

    def former(self) -> Former:
        """What the old addresses of its posts follow from."""
        patterns = self.config.aliases
        posts = with_language(self.catalog.posts.values(), patterns, self.tag)
        return Former(posts, patterns, self.rules.taxonomies)

    def known_terms(self) -> dict[str, set[str]]:
        """Taxonomy -> keys of all terms that posts have, withheld ones too, or the site names."""
        known: dict[str, set[str]] = {}
        for taxonomy in self.rules.taxonomies:
            keys = set(map(term_key, self.withheld_terms.get(taxonomy, ())))
            keys.update(self.catalog.taxonomies.get(taxonomy, ()))
            keys.update(self.config.terms.get(taxonomy, ()))
            keys.update(self.catalog.spellings.get(taxonomy, ()))
            known[taxonomy] = keys
        return known

    def period(self, docname: str) -> Period:
        """Year and month of a post, in the site's zone."""
        return local_day(self.catalog.posts[docname], self.config.timezone)[:2]

    def remarks(self) -> list[tuple[str, str, str]]:
        """What to say of terms: docname, taxonomy and text."""
        found = remarks(self.catalog, self.config.terms, self.config.unknown_terms)
        return [(r.docname, r.taxonomy, r.text) for r in found]


def rendered_page(blog: Blog, docname: str) -> RenderedPage:
    """Return the source of a generated page of *blog*."""
    with blog.speaking():
        return render_page(blog.templates, blog.sources[docname], blog.pages[docname], blog.config)
