"""The feeds of a build, and which of them each page names to feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_confblog.addresses import Addresses
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.feedplan import FORMATS, Plan, plan_feeds
from sphinx_confblog.feedrecords import one_line
from sphinx_confblog.project import blogs_of, builder_of, cached
from sphinx_confblog.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.blog import Blog
    from sphinx_confblog.feedplan import Feed


class FeedLink(NamedTuple):
    """A feed as a page names it."""

    media_type: str
    title: str
    url: str


@cached
def feeds_of(env: BuildEnvironment, blog: Blog) -> Plan:
    """The feeds of a blog that this build writes; none where pages have no absolute addresses."""
    return wanted_feeds(blog) if "://" in Addresses(builder_of(env)).base else Plan()


def carried(env: BuildEnvironment) -> set[str]:
    """The posts that some feed of the site carries."""
    return {name for blog in blogs_of(env).all for name in feeds_of(env, blog).carried}


def wanted_feeds(blog: Blog) -> Plan:
    """The feeds of a blog that there are if pages have absolute addresses."""
    if not blog.config.feeds:
        return Plan()
    with blog.speaking():
        return plan_feeds(blog.catalog, blog.config, blog.now, term_title)


def term_title(blog: str, term: str) -> str:
    """The title of a term's feed."""
    return _("{blog}: {term}").format(blog=blog, term=term)


def feed_links(env: BuildEnvironment, docname: str) -> list[FeedLink]:
    """The feeds that a page names: its blog's and, on the pages of a term, the term's."""
    found = []
    for blog in named_on(env, docname):
        plan, page = feeds_of(env, blog), blog.pages.get(docname)
        own = plan.by_home.get(page.siblings[0] if page and page.siblings else docname)
        feeds = {feed.folder: feed for feed in (*plan.feeds[:1], own) if feed}
        found += [link for feed in feeds.values() for link in links_to(env, blog, feed.home)]
    return found


def named_on(env: BuildEnvironment, docname: str) -> Iterable[Blog]:
    """The blogs whose feeds a page names: its own, else those it has lists of, or all."""
    blogs = blogs_of(env)
    if docname in blogs.owners:
        return [blogs.of(docname)]
    if blogs.main.config.feed_discovery == "site":
        return blogs.all
    asked = (getattr(query, "blog", None) for query in blog_domain(env).queries.get(docname, ()))
    found = (blogs.named(name or "") for name in asked)
    return {blog.key: blog for blog in found if blog}.values()


@cached
def links_to(env: BuildEnvironment, blog: Blog, home: str) -> list[FeedLink]:
    """The feed of a page in each of its formats, in the blog's words."""
    with blog.speaking():
        return make_links(env, blog, feeds_of(env, blog).by_home[home])


def make_links(env: BuildEnvironment, blog: Blog, feed: Feed) -> list[FeedLink]:
    """Build the links of one feed, one per format."""
    formats, addresses = blog.config.feeds, Addresses(builder_of(env))
    links = []
    for name in formats:
        title = one_line(feed.title)
        if len(formats) > 1:
            title = _("{title} ({format})").format(title=title, format=FORMATS[name].name)
        url = addresses.file(feed.path(name))
        links.append(FeedLink(FORMATS[name].media_type, title, str(url)))
    return links
