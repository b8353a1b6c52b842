"""Lists the feeds that each page announces to feed readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.feeds.records import one_line
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog


#: Pages that ``sphinx.ext.viewcode`` writes only when a module has changed.
SELDOM_WRITTEN = "_modules/"
#: The label of the blog's feed, which is no document.
LABEL = "blog-feed"


class FeedLink(NamedTuple):
    """A feed as a page names it."""

    media_type: str
    title: str
    url: str
    #: Where its file is in the output folder.
    path: str


def name_feeds(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name the feeds in the head of a page (``html-page-context``)."""
    if pagename.startswith(SELDOM_WRITTEN):
        return
    if links := feed_links(app.env, pagename):
        context["metatags"] = context.get("metatags", "") + "".join(map(link_tag, links))


def link_tag(link: FeedLink) -> str:
    """Return the HTML element that names a feed."""
    media_type, title, url, _ = (escape(value, quote=True) for value in link)
    return f'<link rel="alternate" type="{media_type}" title="{title}" href="{url}" />\n'


def feed_links(env: BuildEnvironment, docname: str) -> list[FeedLink]:
    """Return the feeds that a page names: its blog's and, on the pages of a term, the term's."""
    return links_of(env, docname, named_on(env, docname))


def site_feed_links(env: BuildEnvironment, docname: str) -> list[FeedLink]:
    """Return the feeds that templates can link to: as above; on pages of no blog, of all blogs."""
    blogs = blogs_of(env)
    return links_of(env, docname, [blogs.of(docname)] if docname in blogs.owners else blogs.all)


def links_of(env: BuildEnvironment, docname: str, blogs: Iterable[Blog]) -> list[FeedLink]:
    """Return the feeds of some blogs, and that of a page's own posts."""
    links: list[FeedLink] = []
    for blog in blogs:
        feeds, page = feed_plan(env).written[blog.key], blog.pages.get(docname)
        own = feeds.by_home.get(page.siblings[0] if page and page.siblings else docname)
        homes = dict.fromkeys(feed.home for feed in (*feeds.feeds[:1], own) if feed)
        links += [link for home in homes for link in make_links(env, blog, home)]
    return links


def named_on(env: BuildEnvironment, docname: str) -> Iterable[Blog]:
    """Return the blogs whose feeds a page names: its own, else those it has lists of, or all."""
    blogs = blogs_of(env)
    if docname in blogs.owners:
        return [blogs.of(docname)]
    if blogs.main.config.feed_discovery == "site":
        return blogs.all
    asked = (getattr(query, "blog", None) for query in blog_domain(env).queries.get(docname, ()))
    listed = (blogs.named(name or "") for name in asked)
    return {blog.key: blog for blog in listed if blog}.values()


@cached
def make_links(env: BuildEnvironment, blog: Blog, home: str) -> list[FeedLink]:
    """Build the links of one feed, one per format; *home* is the page with the same posts."""
    feed = feed_plan(env).written[blog.key].by_home[home]
    formats, addresses = blog.config.feeds, Addresses(builder_of(env))
    links = []
    _ = blog.language.translate
    for name in formats:
        title = one_line(feed.title)
        if len(formats) > 1:
            title = _("{title} ({format})").format(title=title, format=FORMATS[name].name)
        path = feed.path(name)
        links.append(FeedLink(FORMATS[name].media_type, title, str(addresses.file(path)), path))
    return links


def link_feed(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Link to the blog's feed by its label (``missing-reference``)."""
    is_label = node.get("reftype") == "ref" and node.get("reftarget") == LABEL
    blog, builder = blogs_of(env).main, builder_of(env)
    feeds = feed_plan(env).wanted[blog.key].feeds if is_label else ()
    if not feeds or not blog.config.labels or "://" not in str(env.config.html_baseurl):
        return None
    path = feeds[0].path(blog.config.feeds[0])
    url = f"{str(env.config.html_baseurl).rstrip('/')}/{path}"
    if makes_site(builder):
        url = relative_uri(builder.get_target_uri(node["refdoc"]), path)
    text = content if node.get("refexplicit") else nodes.inline(text=feeds[0].title)
    return nodes.reference("", "", text, internal=makes_site(builder), refuri=url)
