"""What pages show of the blog, as plain records: lists, bylines and neighbours are made of them.

Nodes are made of these records alone, and so are the digests that tell that a page has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, blogs_of, cached
from sphinx_confblog.entry import Day, Entry, Facts, Link, Mark, Part, TermLinks
from sphinx_confblog.i18n import _, format_day, mark_name, reading_time
from sphinx_confblog.indexes import IndexViews
from sphinx_confblog.model.query import AboutQuery, Query, select
from sphinx_confblog.model.related import SERIES, related_posts
from sphinx_confblog.reading.post_fields import Cover, in_language
from sphinx_confblog.util.text import Length, minutes

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.model.query import Noted


#: So many posts of a series are listed before and after the one that is read.
REACH = 4


@dataclass(frozen=True, slots=True)
class BlogViews(IndexViews):
    """Makes the records of a blog in one build; each post's is made once."""

    @classmethod
    def at(cls, env: BuildEnvironment, docname: str) -> BlogViews:
        """Those of the blog that a document belongs to, or of the site's first one."""
        return cls(env, blog_of(env, docname))

    def for_request(self, request: Noted) -> BlogViews:
        """Those of the blog that a list asks for."""
        if isinstance(request, AboutQuery) or request.blog is None:
            return self
        blog = blogs_of(self.env).named(request.blog)
        return BlogViews(self.env, blog) if blog else self

    @cached
    def entry(self, docname: str) -> Entry:
        """What is shown of a post, in the blog's words."""
        facts = self.facts(docname)
        return Entry(
            docname=docname,
            date=self.day(facts.date),
            updated=self.day(facts.updated) if facts.updated else None,
            marks=self.marks(facts),
            pinned=Mark("pinned", _("Pinned")) if facts.pinned else None,
            reading_time=reading_time(facts.minutes) if facts.minutes else "",
            cover=facts.cover,
            external=facts.external,
            terms=facts.terms,
        )

    @cached
    def facts(self, docname: str) -> Facts:
        """What an entry is made from."""
        post = self.blog.catalog.posts[docname]
        return Facts(
            date=post.date,
            updated=post.updated,
            marks=self.blog.marks(post),
            pinned=post.pinned,
            featured=post.featured,
            minutes=self.minutes(docname),
            cover=self.cover(docname),
            external=post.external,
            terms=tuple(self.term_links(docname, taxonomy) for taxonomy in post.terms),
        )

    def marks(self, facts: Facts) -> tuple[Mark, ...]:
        """The words that set a post apart wherever it is shown."""
        marks = [Mark(mark.name.lower(), mark_name(mark)) for mark in facts.marks]
        return (*marks, *[Mark("featured", _("Featured"))] * facts.featured)

    def minutes(self, docname: str) -> int:
        """How many minutes it takes to read a post; 0 if that is not shown."""
        speed = self.blog.config.reading_speed
        return minutes(self.domain.lengths.get(docname, Length(0, 0)), speed) if speed else 0

    def cover(self, docname: str) -> Cover | None:
        """The image of a post, if it has one that there is."""
        uri = self.domain.covers.get(docname)
        post = in_language(self.env, self.blog.catalog.posts[docname])
        return Cover(uri, post.image_alt or "") if uri else None

    def day(self, date: datetime) -> Day:
        """A date-time in the site's words and in its own zone."""
        shown = format_day(date, self.blog.config, self.blog.language)
        return Day(shown, date.isoformat())

    def term_links(self, docname: str, taxonomy: str) -> TermLinks:
        """The terms of a post in one taxonomy, with their pages."""
        catalog = self.blog.catalog
        links = (
            Link(name, self.pages.get((taxonomy, term.key)) if term else None)
            for name, term in catalog.post_terms(catalog.posts[docname], taxonomy)
        )
        title = self.blog.config.taxonomies.get(taxonomy, taxonomy)
        return TermLinks(taxonomy, title, tuple(links))

    def related(self, docname: str) -> tuple[str, ...]:
        """The related posts of a post, the closest first."""
        return self.all_related().get(docname, ())

    @cached
    def all_related(self) -> dict[str, tuple[str, ...]]:
        """Docname of each post -> its related posts."""
        return related_posts(self.blog.catalog, self.blog.config.related_posts)

    def series_parts(self, docname: str) -> list[Part]:
        """The places of a post in its series."""
        catalog = self.blog.catalog
        found = []
        for name, term in catalog.post_terms(catalog.posts[docname], SERIES):
            place = self.places(term.key).get(docname) if term else None
            if term is not None and place is not None:
                link = Link(name, self.pages.get((SERIES, term.key)))
                first, total = max(0, place - REACH), len(term.posts)
                around = term.posts[::-1][first : place + REACH + 1]
                found.append(Part(link, place + 1, total, around, first + 1))
        return found

    @cached
    def places(self, series: str) -> dict[str, int]:
        """The posts of a series, the oldest first, with their places counted from 0."""
        posts = self.blog.catalog.taxonomies[SERIES][series].posts
        return {name: place for place, name in enumerate(reversed(posts))}

    def title(self, docname: str) -> str:
        """The title of a document as text."""
        return self.env.titles[docname].astext() if docname in self.env.titles else docname

    def selected(self, query: Query, docname: str) -> tuple[str, ...]:
        """The posts that a query on the page *docname* asks for."""
        if query.of_page:
            page = self.blog.listings.get(docname)
            return page.posts if page else ()
        return select(query, self.blog.catalog, self.title)

    def versions(self, docname: str) -> tuple[Translation, ...]:
        """The same document in other languages, and itself; nothing if there is no other."""
        return blogs_of(self.env).versions.get(docname, ())

    @cached
    def title_markup(self, docname: str) -> str:
        """The title of a document with its markup, for comparing."""
        return str(self.env.titles.get(docname, ""))
