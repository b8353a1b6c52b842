"""The feeds of a build, and which of them each page names to feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_confblog.addresses import Addresses
from sphinx_confblog.feedplan import FORMATS, Plan, plan_feeds
from sphinx_confblog.feedrecords import one_line
from sphinx_confblog.project import blog_of, builder_of, uses_blog
from sphinx_confblog.words import _

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.feedplan import Feed


class FeedLink(NamedTuple):
    """A feed as a page names it."""

    media_type: str
    title: str
    url: str


def feeds_of(env: BuildEnvironment) -> Plan:
    """The feeds that this build writes; none where pages have no absolute addresses."""
    memo = blog_of(env).memo
    if memo.feeds is None:
        absolute = "://" in Addresses(builder_of(env)).base
        memo.feeds = wanted_feeds(env) if absolute else Plan()
    return memo.feeds


def wanted_feeds(env: BuildEnvironment) -> Plan:
    """The feeds that there are if pages have absolute addresses."""
    blog = blog_of(env)
    if not blog.config.feeds:
        return Plan()
    return plan_feeds(blog.catalog, blog.config, blog.now, term_title)


def term_title(blog: str, term: str) -> str:
    """The title of a term's feed."""
    return _("{blog}: {term}").format(blog=blog, term=term)


def feed_links(env: BuildEnvironment, docname: str) -> list[FeedLink]:
    """The feeds that a page names: the blog's and, on the pages of a term, the term's."""
    blog, plan = blog_of(env), feeds_of(env)
    if not plan.feeds:
        return []
    if blog.config.feed_discovery != "site" and not uses_blog(env, docname):
        return []
    page = blog.pages.get(docname)
    own = plan.by_home.get(page.siblings[0] if page and page.siblings else docname)
    found = dict.fromkeys(feed.folder for feed in (plan.feeds[0], own) if feed)
    by_folder = {feed.folder: feed for feed in (plan.feeds[0], own) if feed}
    # The blog's own stand on every page.
    memo = blog.memo.feed_links
    for folder in found.keys() - memo.keys():
        memo[folder] = tuple(links_to(env, by_folder[folder]))
    return [link for folder in found for link in memo[folder]]


def links_to(env: BuildEnvironment, feed: Feed) -> list[FeedLink]:
    """A feed in each of its formats."""
    formats, addresses = blog_of(env).config.feeds, Addresses(builder_of(env))
    links = []
    for name in formats:
        title = one_line(feed.title)
        if len(formats) > 1:
            title = _("{title} ({format})").format(title=title, format=FORMATS[name].name)
        url = addresses.file(feed.path(name))
        links.append(FeedLink(FORMATS[name].media_type, title, str(url)))
    return links
