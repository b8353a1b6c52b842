"""Returns what lists of terms, the archive and other indexes show, as plain records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.generated_pages import period_docname
from sphinx_confblog.discovery.project import builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.query import Group, TermsQuery, TermsStyle
from sphinx_confblog.resolving.charts import Bars, Month
from sphinx_confblog.resolving.records import Link
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import paragraphs
from sphinx_confblog.util.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.domain import BlogDomain
    from sphinx_confblog.model.catalog import Period, Term


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


def note_of(term: Term) -> str:
    """Return the first paragraph of a term's description, in one line."""
    parts = paragraphs(term.info.description or "") if term.info else []
    return parts[0] if parts else ""
