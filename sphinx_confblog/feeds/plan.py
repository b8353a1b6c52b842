"""Plans which feeds exist, and which posts each contains."""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.generated_pages import period_docname, releases_docname, term_docname
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.util.builders import Addresses
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Catalog


class Format(NamedTuple):
    """One way to write a feed."""

    #: As it is called.
    name: str
    #: Name of the file, in the folder of what the feed is about.
    filename: str
    media_type: str


#: The formats by the names that ``confblog_feeds`` accepts.
FORMATS = {
    "atom": Format("Atom", "atom.xml", "application/atom+xml"),
    "rss": Format("RSS", "rss.xml", "application/rss+xml"),
    "json": Format("JSON Feed", "feed.json", "application/feed+json"),
}


#: What Sphinx calls a project and an author that have no name.
NAMELESS = {"Project name not set", "Author name not set", "unknown", ""}


class Feed(NamedTuple):
    """One feed, in whichever formats it is written."""

    #: Docname of the page that lists the same posts.
    home: str
    #: Where its files lie below the output folder; nothing is that folder itself.
    folder: str
    title: str
    subtitle: str
    #: Docnames of its posts, newest first; there is at least one.
    posts: tuple[str, ...]

    def path(self, format_: str) -> str:
        """Return the file of one format, below the output folder."""
        filename = FORMATS[format_].filename
        return f"{self.folder}/{filename}" if self.folder else filename


class BlogFeeds(NamedTuple):
    """The feeds of a blog; its own is the first."""

    feeds: tuple[Feed, ...] = ()
    #: Docname of the page that lists the same posts -> feed.
    by_home: Mapping[str, Feed] = MappingProxyType({})
    #: The posts that some feed carries.
    carried: frozenset[str] = frozenset()


class FeedPlan(NamedTuple):
    """The feeds of all blogs of a site."""

    #: Key of each blog -> the feeds that its options ask for.
    wanted: Mapping[str, BlogFeeds]
    #: Key of each blog -> those that this build writes: none, unless pages have absolute addresses.
    written: Mapping[str, BlogFeeds]
    #: The posts that some written feed carries.
    carried: frozenset[str]


@cached
def feed_plan(env: BuildEnvironment) -> FeedPlan:
    """Return the feed plan of a build."""
    blogs = blogs_of(env).all
    wanted = {blog.key: feeds_of(blog, env.config.project) for blog in blogs}
    absolute = "://" in Addresses(builder_of(env)).base
    written = wanted if absolute else {blog.key: BlogFeeds() for blog in blogs}
    return FeedPlan(wanted, written, frozenset().union(*(f.carried for f in written.values())))


def feed_files(feeds: Mapping[str, BlogFeeds], blogs: Iterable[Blog]) -> list[str]:
    """Return the files of some feeds, by the key of their blog, below the output folder."""
    return [
        feed.path(form)
        for blog in blogs
        for feed in feeds[blog.key].feeds
        for form in blog.config.feeds
    ]


def planned_files(env: BuildEnvironment) -> list[str]:
    """Return the files of the feeds that a build writes, below the output folder."""
    return feed_files(feed_plan(env).written, blogs_of(env).all)


def feeds_of(blog: Blog, project: str) -> BlogFeeds:
    """Return the feeds that the options of a blog ask for."""
    if not blog.config.feeds:
        return BlogFeeds()
    title = feed_title(blog.config, blog.language, project)
    return plan_feeds(blog.catalog, blog.config, blog.now, blog.language, title)


def feed_title(config: BlogConfig, language: Language, project: str) -> str:
    """Return the title of a blog's feed: in a reader, "Blog" alone doesn't say whose it is."""
    _ = language.translate
    if config.feed_title is not None:
        return config.feed_title
    of_project, of_blog = set(project.casefold().split()), set(config.title.casefold().split())
    if project in NAMELESS or of_project <= of_blog:
        return config.title
    if of_blog <= of_project:
        return project
    return _("{project}: {blog}").format(project=project, blog=config.title)


def plan_feeds(
    catalog: Catalog, config: BlogConfig, now: datetime, language: Language, title: str
) -> BlogFeeds:
    """Plan the feeds of a blog, of terms that have pages, of releases, and of years if asked for.

    *title* is that of the blog's own feed, and part of the others'. Posts that are only
    previewed are left out, and so are feeds without a post.
    """

    def newest(posts: Iterable[str]) -> tuple[str, ...]:
        public = (name for name in posts if catalog.posts[name].withheld(now) is None)
        return tuple(islice(public, config.feed_length or None))

    whole = Feed(
        home=config.below("index"),
        folder=config.path,
        title=title,
        subtitle=config.description or "",
        posts=catalog.listed,
    )
    parts = (
        *_of_terms(catalog, config, language),
        *_of_years(catalog, config, language),
        *_of_releases(catalog, config, language),
    )
    planned = (whole, *(part._replace(title=f"{part.title} · {title}") for part in parts))
    shown = (feed._replace(posts=newest(feed.posts)) for feed in planned)
    feeds = tuple(feed for feed in shown if feed.posts)
    carried = frozenset(name for feed in feeds for name in feed.posts)
    return BlogFeeds(feeds, {feed.home: feed for feed in feeds}, carried)


def _of_terms(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Feed]:
    for taxonomy, whole in config.taxonomies.items():
        for term in catalog.taxonomies.get(taxonomy, {}).values():
            docname = term_docname(config, term)
            pattern = config.term_titles.get(taxonomy)
            yield Feed(
                home=docname,
                folder=docname,
                title=language.term_title(taxonomy, whole, term.name, pattern),
                subtitle=(term.info.description if term.info else None) or "",
                posts=term.posts,
            )


def _of_years(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Feed]:
    if not config.feed_years or config.archives is None:
        return
    for period, posts in catalog.periods.items():
        if len(period) == 1:
            docname, title = period_docname(config, period), language.period(period)
            yield Feed(home=docname, folder=docname, title=title, subtitle="", posts=posts)


def _of_releases(catalog: Catalog, config: BlogConfig, language: Language) -> Iterator[Feed]:
    if docname := releases_docname(config):
        posts = tuple(name for name in catalog.listed if catalog.posts[name].version)
        title = language.releases_title()
        yield Feed(home=docname, folder=docname, title=title, subtitle="", posts=posts)
