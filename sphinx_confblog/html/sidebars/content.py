"""The content of each sidebar, as records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.generated_pages import archive_docname, taxonomy_docname
from sphinx_confblog.discovery.project import cached
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.html.sidebars.placement import placed_in
from sphinx_confblog.model.mentions import OutsideMention
from sphinx_confblog.resolving.charts import most_used, sizes
from sphinx_confblog.resolving.mentions.views import posts_about, referred_objects
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.html.sidebars.placement import SidebarTemplates
    from sphinx_confblog.model.catalog import Period
    from sphinx_confblog.model.mentions import Mention
    from sphinx_confblog.resolving.records import Day, Link, Mark


#: The sidebars besides one for each taxonomy.
RECENT, CLOUD, ARCHIVE, FEEDS = "recent", "tagcloud", "archive", "feeds"
#: Those whose content is each page's own.
DETAILS, MENTIONS, REFERENCES = "details", "mentions", "references"
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
    #: An id on the page of ``docname``.
    anchor: str = ""
    #: A file below the output folder that it leads to, and its media type.
    path: str = ""
    mime: str = ""
    items: tuple[Item, ...] = ()


class SidebarContent(NamedTuple):
    """The content of a sidebar; it is hidden if there are no items."""

    title: str
    #: The page that has more of it.
    docname: str | None = None
    items: tuple[Item, ...] = ()


def feed_items(env: BuildEnvironment, blog: Blog) -> tuple[Item, ...]:
    """Return the blog's feed in each of its formats."""
    formats = [(name, FORMATS[name]) for name in blog.config.feeds]
    return tuple(
        Item(form.name, path=feed.path(name), mime=form.media_type)
        for feed in feed_plan(env).written[blog.key].feeds[:1]
        for name, form in formats
    )


class SidebarContents(NamedTuple):
    """Makes the content of sidebars; content that many pages show is made once."""

    views: BlogViews

    @property
    def env(self) -> BuildEnvironment:
        """Return the environment of the build."""
        return self.views.env

    @property
    def blog(self) -> Blog:
        """Return the blog that is shown."""
        return self.views.blog

    @property
    def config(self) -> BlogConfig:
        """Return the blog's options."""
        return self.views.blog.config

    @property
    def placed(self) -> SidebarTemplates:
        """Return which pages show which sidebars."""
        return placed_in(self.views.env)

    @cached
    def panel(self, name: str) -> SidebarContent | None:
        """Return the content that is the same on all pages; None for other sidebars."""
        return self.make(name)

    def make(self, name: str) -> SidebarContent | None:
        """Make the content of a sidebar with the limits of the site's options."""
        _ = self.blog.language.translate
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

    def recent(self, limit: int) -> SidebarContent:
        """Return the newest posts; 0 = all."""
        _ = self.blog.language.translate
        posts = self.blog.catalog.listed[: limit or None]
        return SidebarContent(
            _("Recent posts"), self.config.below("index"), tuple(map(self.post, posts))
        )

    def post(self, docname: str) -> Item:
        """Return a post as a line with title and date."""
        facts, markup = self.views.facts(docname), self.views.title_markup(docname)
        day, marks = self.views.day(facts.date), self.views.marks(facts)
        if facts.event and (status := self.views.status(facts.event)):
            marks = (*marks, status)
        return Item("", docname, date=day, marks=marks, external=facts.external, markup=markup)

    def terms(self, taxonomy: str, limit: int) -> SidebarContent:
        """Return the terms of a taxonomy with the most posts, sorted by name; 0 = all."""
        title = self.config.taxonomies.get(taxonomy)
        if title is None:
            return SidebarContent(taxonomy)
        links = most_used(self.views.terms(taxonomy), limit, lambda link: link.posts)
        steps = sizes([link.posts for link in links])
        items = (counted(link, size=step) for link, step in zip(links, steps, strict=True))
        return SidebarContent(title, taxonomy_docname(self.config, taxonomy), tuple(items))

    def archive(self) -> SidebarContent:
        """Return the years, newest first, with their months if these have pages."""
        _ = self.blog.language.translate
        if self.config.archives is None:
            return SidebarContent(_("Archive"))
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
        return SidebarContent(_("Archive"), archive_docname(self.config), tuple(items))

    def month(self, period: Period) -> Item:
        """Return a month by its short name."""
        name = self.blog.language.months("LLL")[period[1] - 1]
        return counted(self.views.period_link(period)._replace(text=name))

    def feeds(self) -> SidebarContent:
        """Return the feeds of the blog."""
        _ = self.blog.language.translate
        return SidebarContent(_("Feeds"), None, feed_items(self.views.env, self.blog))

    def details(self, docname: str) -> SidebarContent:
        """Return dates, reading time and terms of a post; no items for any other page."""
        _ = self.blog.language.translate
        title = _("About this post")
        if docname not in self.blog.catalog.posts:
            return SidebarContent(title)
        entry = self.views.entry(docname)
        published = Item(date=entry.date, marks=entry.marks)
        rows = [Item(_("Published"), items=(published,))]
        if entry.updated:
            rows.append(Item(_("Updated"), items=(Item(date=entry.updated),)))
        if entry.reading_time:
            rows.append(Item(_("Reading time"), items=(Item(entry.reading_time),)))
        rows += [Item(terms.title, items=tuple(map(counted, terms.links))) for terms in entry.terms]
        return SidebarContent(title, None, tuple(rows))

    def mentions(self, docname: str, limit: int) -> SidebarContent:
        """Return the newest posts that link to a page or to something on it; 0 = all."""
        _ = self.blog.language.translate
        posts = posts_about(self.env, docname)[: limit or None]
        views = (BlogViews.at(self.env, post) for post in posts)
        items = (self._replace(views=v).post(post) for v, post in zip(views, posts, strict=True))
        return SidebarContent(_("From the blog"), None, tuple(items))

    def references(self, docname: str) -> SidebarContent:
        """Return the objects that a post links to; no items for any other page."""
        _ = self.blog.language.translate
        known = docname in self.blog.catalog.posts
        objects = referred_objects(self.views, docname) if known else ()
        return SidebarContent(_("In this post"), None, tuple(map(object_item, objects)))

    def own(self, name: str, docname: str) -> SidebarContent | None:
        """Return the content of a sidebar that each page has for itself; None for others."""
        if name == DETAILS:
            return self.details(docname)
        if name == MENTIONS:
            return self.mentions(docname, self.config.sidebar_posts)
        return self.references(docname) if name == REFERENCES else None


def object_item(mention: Mention | OutsideMention) -> Item:
    """Return an object as a line."""
    if isinstance(mention, OutsideMention):
        return Item(mention.text, external=mention.url)
    return Item(mention.name, mention.docname, anchor=mention.anchor)


def counted(link: Link, items: Iterable[Item] = (), size: int = 0) -> Item:
    """Return a link with its number of posts as a line."""
    return Item(link.text, link.docname, posts=link.posts, size=size, items=tuple(items))
