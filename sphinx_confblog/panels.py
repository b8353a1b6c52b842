"""What sidebars show of the blog, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinx_confblog.discovery.generated_pages import archive_docname, taxonomy_docname
from sphinx_confblog.discovery.project import cached
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.i18n import _, month_name
from sphinx_confblog.resolving.charts import most_used, sizes
from sphinx_confblog.shelves import placed_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.catalog import Period
    from sphinx_confblog.resolving.records import Day, Link, Mark
    from sphinx_confblog.resolving.views import BlogViews
    from sphinx_confblog.shelves import Placed

#: The sidebars besides one for each taxonomy.
RECENT, CLOUD, ARCHIVE, FEEDS, DETAILS = "recent", "tagcloud", "archive", "feeds", "details"
#: The taxonomy whose cloud has a name of its own.
TAGS = "tags"


class Item(NamedTuple):
    """A line of a sidebar."""

    #: Nothing for a post: its title is shown, and ``markup`` tells whether it has changed.
    text: str = ""
    docname: str | None = None
    #: How many posts it leads to, and its size in a cloud.
    posts: int = 0
    size: int = 0
    date: Day | None = None
    marks: tuple[Mark, ...] = ()
    #: Where a post leads to instead of its page.
    external: str | None = None
    markup: str = ""
    #: A file below the output folder that it leads to, and its media type.
    path: str = ""
    mime: str = ""
    items: tuple[Item, ...] = ()


class Panel(NamedTuple):
    """What a sidebar shows; nothing if there are no items."""

    title: str
    #: The page that has more of it.
    docname: str | None = None
    items: tuple[Item, ...] = ()


def feed_items(env: BuildEnvironment, blog: Blog) -> tuple[Item, ...]:
    """The feeds of a blog, in each of their formats."""
    formats = [(name, FORMATS[name]) for name in blog.config.feeds]
    return tuple(
        Item(form.name, path=feed.path(name), mime=form.media_type)
        for feed in feed_plan(env).written[blog.key].feeds[:1]
        for name, form in formats
    )


@dataclass(frozen=True, slots=True)
class Panels:
    """Makes what sidebars show; what many pages show is made once."""

    views: BlogViews

    @property
    def env(self) -> BuildEnvironment:
        """The environment of the build."""
        return self.views.env

    @property
    def blog(self) -> Blog:
        """The blog that is shown."""
        return self.views.blog

    @property
    def config(self) -> BlogConfig:
        """Its options."""
        return self.views.blog.config

    @property
    def placed(self) -> Placed:
        """Which pages show which sidebars."""
        return placed_in(self.views.env)

    @cached
    def panel(self, name: str) -> Panel | None:
        """What a sidebar shows on any page; None if that is not the same on all, or not ours."""
        with self.blog.speaking():
            return self.make(name)

    def make(self, name: str) -> Panel | None:
        """Make what a sidebar shows with the limits of the site's options."""
        if name == RECENT:
            return self.recent(self.config.sidebar_posts)
        if name == CLOUD:
            return self.terms(TAGS, self.config.sidebar_terms)._replace(title=_("Tag cloud"))
        if name == ARCHIVE:
            return self.archive()
        if name == FEEDS:
            return self.feeds()
        if name in self.config.taxonomies:
            return self.terms(name, self.config.sidebar_terms)
        return None

    def recent(self, limit: int) -> Panel:
        """The newest posts; 0 = all."""
        posts = self.blog.catalog.listed[: limit or None]
        return Panel(_("Recent posts"), self.config.below("index"), tuple(map(self.post, posts)))

    def post(self, docname: str) -> Item:
        """A post by its title and date."""
        facts, markup = self.views.facts(docname), self.views.title_markup(docname)
        day, marks = self.views.day(facts.date), self.views.marks(facts)
        return Item("", docname, date=day, marks=marks, external=facts.external, markup=markup)

    def terms(self, taxonomy: str, limit: int) -> Panel:
        """The terms of a taxonomy by name, those with the most posts; 0 = all."""
        title = self.config.taxonomies.get(taxonomy)
        if title is None:
            return Panel(taxonomy)
        links = most_used(self.views.terms(taxonomy), limit, lambda link: link.posts)
        steps = sizes([link.posts for link in links])
        items = (counted(link, size=step) for link, step in zip(links, steps, strict=True))
        return Panel(title, taxonomy_docname(self.config, taxonomy), tuple(items))

    def archive(self) -> Panel:
        """The years, newest first, with their months if these have pages."""
        if self.config.archives is None:
            return Panel(_("Archive"))
        periods = sorted(self.blog.catalog.periods, reverse=True)
        monthly = self.config.archives == "month"
        items = (
            counted(
                self.views.period_link(year),
                [self.month(p) for p in periods if monthly and len(p) == 2 and p[:1] == year],
            )
            for year in periods
            if len(year) == 1
        )
        return Panel(_("Archive"), archive_docname(self.config), tuple(items))

    def month(self, period: Period) -> Item:
        """A month by its short name."""
        name = month_name(period[1], self.blog.language)
        return counted(self.views.period_link(period)._replace(text=name))

    def feeds(self) -> Panel:
        """The feeds of the blog."""
        return Panel(_("Feeds"), None, feed_items(self.views.env, self.blog))

    def details(self, docname: str) -> Panel:
        """What is known of a post; nothing for any other page."""
        title = _("About this post")
        if docname not in self.blog.catalog.posts:
            return Panel(title)
        entry = self.views.entry(docname)
        published = Item(date=entry.date, marks=entry.marks)
        rows = [Item(_("Published"), items=(published,))]
        if entry.updated:
            rows.append(Item(_("Updated"), items=(Item(date=entry.updated),)))
        if entry.reading_time:
            rows.append(Item(_("Reading time"), items=(Item(entry.reading_time),)))
        rows += [Item(terms.title, items=tuple(map(counted, terms.links))) for terms in entry.terms]
        return Panel(title, None, tuple(rows))


def counted(link: Link, items: Iterable[Item] = (), size: int = 0) -> Item:
    """A link with its number of posts as a line."""
    return Item(link.text, link.docname, posts=link.posts, size=size, items=tuple(items))
