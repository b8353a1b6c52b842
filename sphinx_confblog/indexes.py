"""What the archive and the pages of taxonomies show, as plain records: terms, years, months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinx_confblog.bars import Bars, Month
from sphinx_confblog.discovery.generated_pages import period_docname
from sphinx_confblog.discovery.project import builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.entry import Link
from sphinx_confblog.i18n import month_count, months_of_year, per_month, period_name
from sphinx_confblog.model.query import Group, TermsQuery, TermsStyle
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.domain import BlogDomain
    from sphinx_confblog.model.catalog import Period


@dataclass(frozen=True, slots=True)
class Section:
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


@dataclass(frozen=True, slots=True)
class IndexViews:
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
        """The terms of a taxonomy, with their pages and how many posts they have."""
        return [
            Link(term.name, self.pages.get((taxonomy, key)), len(term.posts))
            for key, term in self.blog.catalog.taxonomies.get(taxonomy, {}).items()
        ]

    def terms_style(self, request: TermsQuery) -> TermsStyle:
        """How terms are shown: as asked for, else as the site has it."""
        return request.style or TermsStyle(self.blog.config.terms_style)

    def sections(self, posts: tuple[str, ...], group: Group | None) -> list[Section]:
        """Posts divided by year or month, in their order; the headings lead to those pages."""
        if group is None:
            return [Section(None, posts)] if posts else []
        groups: dict[Period, list[str]] = {}
        length = 1 if group is Group.YEAR else 2
        for docname in posts:
            groups.setdefault(self.blog.period(docname)[:length], []).append(docname)
        return [Section(self.period_link(p), tuple(found), p) for p, found in groups.items()]

    def period_link(self, period: Period) -> Link:
        """The name of a year or month, its page and how many posts it has."""
        docname = period_docname(self.blog.config, period)
        name = period_name(period, self.blog.language)
        return Link(name, docname if docname in self.env.found_docs else None, self.count(period))

    def month_link(self, month: Period, names: list[str]) -> Link:
        """The same for a month among those of its year, which need not be named again."""
        return self.period_link(month)._replace(text=names[month[1] - 1])

    def count(self, period: Period) -> int:
        """How many posts a year or month has."""
        return len(self.blog.catalog.periods.get(period, ()))

    def periods(self) -> list[Year]:
        """All years, newest first, each with its months if these have pages."""
        periods = sorted(self.blog.catalog.periods, reverse=True)
        months = [period for period in periods if len(period) == 2]
        shown = months if self.blog.config.archives == "month" else []
        most = max(map(self.count, months), default=0)
        names = months_of_year(self.blog.language)
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
        """The posts of a year by month, for web pages; *most* is what the tallest bar is."""
        if not makes_site(builder_of(self.env)):
            return None
        counts = {month: self.count((year, month)) for month in range(1, 13)}
        months = tuple(
            Month(month_count(names[month - 1], posts), posts) for month, posts in counts.items()
        )
        texts = [month.text for month in months if month.posts]
        return Bars(per_month(year, texts, self.blog.language), months, most)

    def archive_lists_posts(self) -> bool:
        """Whether the archive shows all posts: there are no more than fit on one page."""
        size = self.blog.config.term_posts_per_page
        return not size or len(self.blog.catalog.listed) <= size
