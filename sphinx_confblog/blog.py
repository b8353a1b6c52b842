"""The blog of one build: from the files that may be posts to the documents there are."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sphinx_confblog.catalog import Catalog, build_catalog, local_day, remarks
from sphinx_confblog.config import TAXONOMIES
from sphinx_confblog.digests import digest
from sphinx_confblog.domain import View
from sphinx_confblog.frontmatter import line_of
from sphinx_confblog.heads import read_heads
from sphinx_confblog.memo import Memo
from sphinx_confblog.names import INDEX, post_names
from sphinx_confblog.pages import generated_pages, term_docname
from sphinx_confblog.permalinks import Places
from sphinx_confblog.post import Post, Problem, Withheld
from sphinx_confblog.reading import ReadingRules
from sphinx_confblog.rendering import ERRORS, SHIPPED, error_line
from sphinx_confblog.slugs import term_key
from sphinx_confblog.words import page_wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx_confblog.catalog import Period
    from sphinx_confblog.config import BlogConfig
    from sphinx_confblog.domain import BlogDomain
    from sphinx_confblog.pages import Page
    from sphinx_confblog.post import Reading
    from sphinx_confblog.rendering import Templates


def build_clock() -> datetime:
    """The moment of the build, in UTC; ``SOURCE_DATE_EPOCH`` sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdecimal() else time.time()
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(slots=True, kw_only=True)
class Blog:
    """The blog as one build sees it, brought up to date by :meth:`discover`."""

    config: BlogConfig
    language: str
    #: Digest of the words that readers see.
    words: bytes = b""
    now: datetime
    templates: Templates
    #: Pages of the site that no document makes.
    reserved: frozenset[str] = frozenset()
    catalog: Catalog = field(default_factory=Catalog)
    #: The files that may be posts, by docname.
    files: Mapping[str, Path] = field(default_factory=dict)
    #: The generated pages by docname.
    pages: dict[str, Page] = field(default_factory=dict)
    #: These, and those that documents of the user's take the place of: what they list.
    listings: dict[str, Page] = field(default_factory=dict)
    #: The template of each generated page.
    sources: dict[str, Path] = field(default_factory=dict)
    #: Docname of a post's file -> the post's own, for those that differ.
    moved: dict[str, str] = field(default_factory=dict)
    #: Documents that belong to withheld posts; they are not built either.
    attached: set[str] = field(default_factory=set)
    #: Docnames that are not built, and why.
    withheld: dict[str, Withheld] = field(default_factory=dict)
    #: Dates of the scheduled posts.
    scheduled: list[datetime] = field(default_factory=list)
    #: What to say of files, in the order of the files: path and problem.
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    #: What later floors make once a build.
    memo: Memo = field(default_factory=Memo)
    #: Terms that withheld posts have: taxonomy -> names. Asking for them is no mistake.
    withheld_terms: dict[str, set[str]] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether there is a post file, published or not."""
        return bool(self.catalog.posts or self.withheld)

    @property
    def rules(self) -> ReadingRules:
        """How front matter is read."""
        names = dict.fromkeys((*self.config.taxonomies, *TAXONOMIES))
        return ReadingRules(zone=self.config.timezone, taxonomies=tuple(names))

    def discover(
        self, files: Mapping[str, Path], documents: Iterable[str], domain: BlogDomain
    ) -> None:
        """Find the posts among *files*, docname -> path, and the pages that they call for.

        *documents* are the docnames that the user wrote: they win over generated pages.
        """
        if domain.data["rules"] != (rules := repr(self.rules)):
            domain.heads.clear()
            domain.data["rules"] = rules
        self.files = files
        readings = read_heads(files, domain.heads, self.rules, self.now)
        self.problems = [
            (files[name], problem) for name, found in readings.items() for problem in found.problems
        ]
        posts = self.place(self.sort_out(readings), documents)
        for name in self.withheld.keys() & domain.heads.keys():
            # Public by itself, and withheld with the bundle that it lies in.
            del domain.heads[name]
        self.catalog = build_catalog(posts, self.config.terms, self.config.timezone)
        own = set(documents) - self.withheld.keys() - self.moved.keys()
        self.listings = self.generate()
        self.pages = {name: page for name, page in self.listings.items() if name not in own}
        self.sources = self.templates.paths(self.pages)
        self.memo = Memo()
        domain.view = self.view()

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
        return [post for post in posts if not self.is_inside(post)]

    def is_inside(self, post: Post) -> bool:
        """Whether a post lies in the folder of a withheld one: then it is withheld with it."""
        for bundle in self.bundles(self.withheld):
            if post.docname.startswith(bundle):
                self.withheld[post.docname] = self.withheld[f"{bundle}{INDEX}"]
                return True
        return False

    def bundles(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The folders of those posts that have some, with a slash at their ends."""
        found = (name.removesuffix(INDEX) for name in sources if name.endswith(f"/{INDEX}"))
        return tuple(folder for folder in found if folder != self.config.below(""))

    def place(self, posts: list[Post], documents: Iterable[str]) -> list[Post]:
        """Give the posts their addresses; who does not get the one asked for is reported."""
        others = set(documents) - self.withheld.keys()
        config, taxonomies = self.config, self.rules.taxonomies
        places = Places(config.permalink, config.path, taxonomies, others, self.reserved)
        places.give(posts)
        self.moved = places.moved
        for docname, text in places.clashes:
            line = line_of(self.files[docname], {"slug"})
            self.problems.append((self.files[docname], Problem("address", line, text)))
        return [
            replace(post, docname=self.moved[post.docname], source=post.docname)
            if post.docname in self.moved
            else post
            for post in posts
        ]

    def note_attached(self, documents: Iterable[str]) -> None:
        """Find the documents that belong to withheld posts: what lies in the folder of a bundle."""
        bundles = self.bundles(self.withheld)
        self.attached = {name for name in documents if name.startswith(bundles)}

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
        return generated_pages(self.catalog, self.config, page_wording(self.language))

    def view(self) -> View:
        """What the domain needs to name the blog's objects."""
        terms = (
            ((taxonomy, key), term_docname(self.config, term))
            for taxonomy, terms in self.catalog.taxonomies.items()
            if taxonomy in self.config.taxonomies
            for key, term in terms.items()
        )
        return View(self.catalog, post_names(self.catalog, self.config.path), dict(terms))

    def marks(self, post: Post) -> tuple[Withheld, ...]:
        """What a previewed post is marked with."""
        reason = post.withheld(self.now)
        return (reason,) if reason is not None else ()

    def unlisted(self) -> list[str]:
        """Docnames of the posts that no list may show."""
        return [name for name, post in self.catalog.posts.items() if post.unlisted]

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

    def rendered(self, docname: str) -> str:
        """The Markdown source of a generated page."""
        if docname not in self.memo.sources:
            self.memo.sources[docname] = self.render(self.pages[docname], self.sources[docname])
        return self.memo.sources[docname]

    def render(self, page: Page, path: Path) -> str:
        """Render a template; one that cannot be rendered is noted, and the package's taken."""
        try:
            return self.templates.render(path, page, self.config)
        except ERRORS as error:
            text = f"the template cannot be rendered: {error}; the package's own is taken"
            problem = (path, Problem("template", error_line(error, path), text))
            if problem not in self.problems:
                self.problems.append(problem)
            self.sources[page.docname] = SHIPPED / f"{page.kind}.md"
            return self.templates.render(self.sources[page.docname], page, self.config)

    def recipe(self, docname: str) -> bytes | None:
        """Digest of what reading a document depends on besides its own file; None: nothing."""
        if docname in self.pages:
            return digest(self.rendered(docname))
        if post := self.catalog.posts.get(docname):
            separators, count = self.config.excerpt_separators, self.config.excerpt_paragraphs
            # Another file may have taken over the address, and be older than what was read.
            return digest(repr((separators, count, post.source)))
        return None

    def remarks(self) -> list[tuple[str, str, str]]:
        """What to say of terms: docname, taxonomy and text."""
        found = remarks(self.catalog, self.config.terms, self.config.unknown_terms)
        return [(r.docname, r.taxonomy, r.text) for r in found]
