"""Returns what pages show of the blog, as plain records."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.generated_pages import period_docname
from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.event import CALENDAR
from sphinx_confblog.model.query import Group, TermsQuery, TermsStyle
from sphinx_confblog.model.related import SERIES
from sphinx_confblog.nodes import words
from sphinx_confblog.reading.post_fields import Cover, in_language
from sphinx_confblog.resolving.charts import Bars, Month
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
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import minutes, paragraphs
from sphinx_confblog.util.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.domain import BlogDomain
    from sphinx_confblog.model.catalog import Period, Term
    from sphinx_confblog.model.event import Event
    from sphinx_confblog.model.query import Noted


class Section(NamedTuple):
    """Posts under a common heading, or all posts of a list without one."""

    heading: Link | None
    posts: tuple[str, ...]
    period: Period = ()


class Year(NamedTuple):
    """A year of the archive."""

    period: Period
    link: Link
    #: Those of its months that have pages.
    months: list[Link]
    #: Its picture; None where none is shown.
    bars: Bars | None


class IndexViews(NamedTuple):
    """Makes the records of a blog that are about no single post."""

    env: BuildEnvironment
    blog: Blog

    @property
    def domain(self) -> BlogDomain:
        """What the environment keeps of the blog."""
        return blog_domain(self.env)

    @property
    def pages(self) -> Mapping[tuple[str, str], str]:
        """Taxonomy and key of each term -> docname of its page."""
        return self.blog.objects.term_pages

    def terms(self, taxonomy: str) -> list[Link]:
        """Return the terms of a taxonomy, with their pages and numbers of posts."""
        return [
            Link(
                term.name,
                self.pages.get((taxonomy, key)),
                len(term.posts),
                note_of(term),
                self.face(term),
            )
            for key, term in self.blog.catalog.taxonomies.get(taxonomy, {}).items()
        ]

    def face(self, term: Term | None) -> str:
        """Return the image of a term with a picture, for web pages; "" if there is none."""
        info = term.info if term else None
        if info is None or not info.avatar or not makes_site(builder_of(self.env)):
            return ""
        uri = info.avatar if names_host(info.avatar) else info.avatar.lstrip("/")
        return uri if names_host(uri) or uri in self.env.images else ""

    def terms_style(self, request: TermsQuery) -> TermsStyle:
        """Return the style of a list of terms: the requested one, else the site's."""
        return request.style or TermsStyle(self.blog.config.terms_style)

    def sections(
        self, posts: tuple[str, ...], group: Group | None, *, by_event: bool = False
    ) -> list[Section]:
        """Return posts grouped by year or month, in their order, with links to these.

        Posts grouped *by_event* are in the year and month in which their events start.
        """
        if group is None:
            return [Section(None, posts)] if posts else []
        period = self.event_period if by_event else self.blog.period
        groups: dict[Period, list[str]] = {}
        for docname in posts:
            groups.setdefault(period(docname)[: 1 if group is Group.YEAR else 2], []).append(
                docname
            )
        link = self.period_name if by_event else self.period_link
        return [Section(link(p), tuple(members), p) for p, members in groups.items()]

    def event_period(self, docname: str) -> Period:
        """Return the year and month in which the event of a post starts."""
        event = self.blog.catalog.posts[docname].event
        return (event.start.year, event.start.month) if event else self.blog.period(docname)

    def period_name(self, period: Period) -> Link:
        """Return the name of a year or month without a link: its page lists other posts."""
        return Link(self.blog.language.period(period), None)

    def period_link(self, period: Period) -> Link:
        """Return the name of a year or month, its page and its number of posts."""
        docname = period_docname(self.blog.config, period)
        name = self.blog.language.period(period)
        return Link(name, docname if docname in self.env.found_docs else None, self.count(period))

    def month_link(self, month: Period, names: list[str]) -> Link:
        """Return the same for a month, without its year in the name."""
        return self.period_link(month)._replace(text=names[month[1] - 1])

    def count(self, period: Period) -> int:
        """Return the number of posts of a year or month."""
        return len(self.blog.catalog.periods.get(period, ()))

    def periods(self) -> list[Year]:
        """Return all years, newest first, each with its months if these have pages."""
        periods = sorted(self.blog.catalog.periods, reverse=True)
        months = [period for period in periods if len(period) == 2]
        shown = months if self.blog.config.archives == "month" else []
        most = max(map(self.count, months), default=0)
        names = self.blog.language.months()
        return [
            Year(
                year,
                self.period_link(year),
                [self.month_link(month, names) for month in shown if month[:1] == year],
                self.bars(year[0], names, most),
            )
            for year in periods
            if len(year) == 1
        ]

    def bars(self, year: int, names: list[str], most: int) -> Bars | None:
        """Return the bar chart of a year, for web pages; *most* is the most posts of any month."""
        if not makes_site(builder_of(self.env)):
            return None
        counts = {month: self.count((year, month)) for month in range(1, 13)}
        months = tuple(
            Month(self.blog.language.month_count(names[month - 1], posts), posts)
            for month, posts in counts.items()
        )
        texts = [month.text for month in months if month.posts]
        return Bars(self.blog.language.per_month(year, texts), months, most)

    def archive_lists_posts(self) -> bool:
        """Return whether the archive shows all posts: there are no more than fit on one page."""
        size = self.blog.config.term_posts_per_page
        return not size or len(self.blog.catalog.listed) <= size


def has_icalendar() -> bool:
    """Return whether the library that writes calendar files is installed, without importing it."""
    return find_spec("icalendar") is not None


def note_of(term: Term) -> str:
    """Return the first paragraph of a term's description, in one line."""
    parts = paragraphs(term.info.description or "") if term.info else []
    return parts[0] if parts else ""


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
        """Return what bylines say of an event."""
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
        """Return the path of the calendar file of a post, or of the list of events."""
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
        """Return what the page of a previewed post says of that."""
        day = self.day(facts.date).shown
        language = self.blog.language
        return tuple(
            Mark(mark.name.lower(), language.preview_note(mark, day)) for mark in facts.marks
        )

    def notice(self, docname: str) -> Notice | None:
        """Return what an archived post says of itself; None if it is not archived."""
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
