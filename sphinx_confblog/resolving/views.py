"""Returns what pages show of posts, as plain records."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, cached
from sphinx_confblog.model.event import CALENDAR
from sphinx_confblog.model.related import SERIES
from sphinx_confblog.nodes import words
from sphinx_confblog.reading.post_fields import Cover, in_language
from sphinx_confblog.reading.term_details import PEOPLE, has_details
from sphinx_confblog.resolving.index_views import IndexViews
from sphinx_confblog.resolving.lengths import shown_length
from sphinx_confblog.resolving.records import (
    FEATURED,
    Day,
    Entry,
    Facts,
    Link,
    Mark,
    Notice,
    Part,
    ShownEvent,
    TermLinks,
)
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.text import minutes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.model.catalog import Term
    from sphinx_confblog.model.event import Event
    from sphinx_confblog.model.query import Noted


def has_icalendar() -> bool:
    """Return whether the library that writes calendar files is installed, without importing it."""
    return find_spec("icalendar") is not None


#: So many posts of a series are listed before and after the one that is read.
REACH = 4


class BlogViews(IndexViews):
    """Makes the records of a blog in one build; each post's is made once."""

    __slots__ = ()

    @classmethod
    def at(cls, env: BuildEnvironment, docname: str) -> BlogViews:
        """Return the views of a document's blog, or of the site's first one."""
        return cls(env, blog_of(env, docname))

    def for_request(self, request: Noted) -> BlogViews:
        """Return the views of the blog that a list asks for."""
        if request.blog is None:
            return self
        blog = blogs_of(self.env).named(request.blog)
        return BlogViews(self.env, blog) if blog else self

    @cached
    def entry(self, docname: str) -> Entry:
        """Return what lists and bylines show of a post, in the blog's language."""
        _ = self.blog.language.translate
        facts = self.facts(docname)
        return Entry(
            docname=docname,
            date=self.day(facts.date),
            updated=self.day(facts.updated) if facts.updated else None,
            marks=self.marks(facts),
            pinned=Mark("pinned", _("Pinned")) if facts.pinned else None,
            notes=self.preview_notes(facts),
            reading_time=self.blog.language.reading_time(facts.minutes) if facts.minutes else "",
            cover=facts.cover,
            external=facts.external,
            event=self.event(facts.event) if facts.event else None,
            has_comments=facts.has_comments,
            terms=facts.terms,
        )

    @cached
    def facts(self, docname: str) -> Facts:
        """Return the facts that an entry is made from."""
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
            event=post.event,
            has_comments=self.blog.has_comments(post),
            terms=tuple(self.term_links(docname, taxonomy) for taxonomy in post.terms),
        )

    def event(self, event: Event) -> ShownEvent:
        """Return what bylines show of an event."""
        language, place = self.blog.language, event.location
        shown = language.event_time(event, self.blog.config.date_format)
        iso = (event.start.date() if event.all_day else event.start).isoformat()
        name = ", ".join(part for part in (place.name, place.address) if part) if place else ""
        return ShownEvent(
            day=Day(shown, iso),
            place=name or (language.online() if place and place.online else ""),
            place_url=place.url if place else None,
            status=self.status(event),
            url=event.url,
            talks=event.talks,
        )

    def status(self, event: Event) -> Mark | None:
        """Return the mark of an event that does not take place as planned."""
        text = self.blog.language.event_status(event.status)
        return Mark(event.status.value, text) if text else None

    @cached
    def calendars(self) -> Mapping[str, tuple[str, ...]]:
        """Return path of each calendar file -> docnames of its posts, for web sites.

        Nothing without the library that writes them, which is optional.
        """
        if not makes_site(builder_of(self.env)) or not (files := self.blog.calendars()):
            return {}
        return files if has_icalendar() else {}

    def calendar(self, docname: str) -> str | None:
        """Return the path of the calendar file that a page links to: a post, or a list of events.

        Nobody adds a past event to a calendar.
        """
        post = self.blog.catalog.posts.get(docname)
        if post and post.event and post.event.is_past(self.blog.now):
            return None
        page = self.blog.listings.get(docname)
        path = f"{page.siblings[0] if page and page.siblings else docname}{CALENDAR}"
        return path if path in self.calendars() else None

    def marks(self, facts: Facts) -> tuple[Mark, ...]:
        """Return the marks of a post, such as "Draft"."""
        _ = self.blog.language.translate
        marks = [
            Mark(mark.name.lower(), self.blog.language.mark_name(mark)) for mark in facts.marks
        ]
        return (*marks, *[Mark(FEATURED, _("Featured"))] * facts.featured)

    def preview_notes(self, facts: Facts) -> tuple[Mark, ...]:
        """Return the notice for the page of a previewed post."""
        day = self.day(facts.date).shown
        language = self.blog.language
        return tuple(
            Mark(mark.name.lower(), language.preview_note(mark, day)) for mark in facts.marks
        )

    def notice(self, docname: str) -> Notice | None:
        """Return the notice of an archived post; None if it is not archived."""
        post = self.blog.catalog.posts[docname]
        if not self.blog.is_archived(post):
            return None
        newer = self.domain.post(post.superseded_by, docname) if post.superseded_by else None
        pattern = self.blog.config.archived_notice
        return Notice(pattern, post.date, newer if newer != docname else None)

    def notice_text(self, notice: Notice) -> str:
        """Return the words of a notice."""
        language = self.blog.language
        day, year = self.day(notice.date).shown, language.period((notice.date.year,))
        return language.archived_notice(notice.pattern, year, day)

    def minutes(self, docname: str) -> int:
        """Return the reading time of a post in minutes; 0 if it is not shown."""
        speed = self.blog.config.reading_speed
        return minutes(shown_length(self.env, docname), speed) if speed else 0

    def cover(self, docname: str) -> Cover | None:
        """Return the cover of a post, if its file exists."""
        uri = self.domain.covers.get(docname)
        post = in_language(self.env, self.blog.catalog.posts[docname])
        return Cover(uri, post.image_alt or "") if uri else None

    def day(self, date: datetime) -> Day:
        """Return a date-time in the blog's language and in its own zone."""
        shown = self.blog.language.day(date, self.blog.config.date_format)
        return Day(shown, date.isoformat())

    def term_links(self, docname: str, taxonomy: str) -> TermLinks:
        """Return the terms of a post in one taxonomy, with their pages."""
        catalog = self.blog.catalog
        links = (
            Link(name, self.pages.get((taxonomy, term.key)) if term else None, face=self.face(term))
            for name, term in catalog.post_terms(catalog.posts[docname], taxonomy)
        )
        title = self.blog.config.taxonomies.get(taxonomy, taxonomy)
        return TermLinks(taxonomy, title, tuple(links))

    def described_authors(self, docname: str) -> list[Term]:
        """Return the authors of a post whose details are shown below it."""
        if not self.blog.config.about_authors:
            return []
        catalog = self.blog.catalog
        authors = (term for _, term in catalog.post_terms(catalog.posts[docname], PEOPLE))
        return [term for term in authors if term and term.info and has_details(term.info)]

    def series_parts(self, docname: str) -> list[Part]:
        """Return the place of a post in each of its series."""
        catalog = self.blog.catalog
        parts = []
        for name, term in catalog.post_terms(catalog.posts[docname], SERIES):
            place = self.places(term.key).get(docname) if term else None
            if term is not None and place is not None:
                link = Link(name, self.pages.get((SERIES, term.key)))
                first, total = max(0, place - REACH), len(term.posts)
                around = term.posts[::-1][first : place + REACH + 1]
                parts.append(Part(link, place + 1, total, around, first + 1))
        return parts

    @cached
    def places(self, series: str) -> dict[str, int]:
        """Return docname -> place for the posts of a series, the oldest first, counted from 0."""
        posts = self.blog.catalog.taxonomies[SERIES][series].posts
        return {name: place for place, name in enumerate(reversed(posts))}

    def title(self, docname: str) -> str:
        """Return the title of a document as text."""
        return words(self.env.titles[docname]) if docname in self.env.titles else docname

    def long_title(self, docname: str) -> str:
        """Return the title that browsers and search results show of a document, as text."""
        titles = self.env.longtitles
        return words(titles[docname]) if docname in titles else docname

    def versions(self, docname: str) -> tuple[Translation, ...]:
        """Return the translations of a document, and itself; nothing if there are none."""
        return blogs_of(self.env).versions.get(docname, ())

    @cached
    def title_markup(self, docname: str) -> str:
        """Return the title of a document with its markup, for comparing."""
        return str(self.env.titles.get(docname, ""))
