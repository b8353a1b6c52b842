"""Tells HTML templates the role of each page in the blog, and its feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blog_of, blogs_of
from sphinx_confblog.feeds.page_links import SELDOM_WRITTEN, site_feed_links
from sphinx_confblog.util.builders import writes_context

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.generated_pages import Page


POST = "post"


def describe_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add ``confblog_page`` and ``confblog_feeds`` to each page (``html-page-context``).

    Where the context itself is written, pages of no blog keep theirs as it was.
    """
    builder, is_own = app.builder, pagename in blogs_of(app.env).owners
    if isinstance(builder, StandaloneHTMLBuilder) and (is_own or not writes_context(builder)):
        context["confblog_page"] = page_values(app.env, pagename)
        context["confblog_feeds"] = feed_values(app.env, pagename)


def page_values(env: BuildEnvironment, docname: str) -> dict[str, Any]:
    """Return what a page is in its blog; all values but those that it has are None."""
    blog = blog_of(env, docname)
    if docname in blog.catalog.posts:
        return values(blog, POST)
    page = blog.pages.get(docname)
    return values(blog, page.kind.value, page) if page else values(None, None)


def values(blog: Blog | None, kind: str | None, page: Page | None = None) -> dict[str, Any]:
    """Return the values of ``confblog_page``; *page* is one that the blog generates."""
    return {
        "kind": kind,
        "blog": blog.config.title if blog else None,
        "index": blog.config.below("index") if blog else None,
        "taxonomy": page.taxonomy if page else None,
        "term": page.term.name if page and page.term else None,
        "period": list(page.period) if page and page.period else None,
        "number": page.number if page else None,
        "pages": max(1, len(page.siblings)) if page else None,
    }


def feed_values(env: BuildEnvironment, docname: str) -> list[dict[str, str]]:
    """Return the feeds of a page's blog, and its own; of other pages, those of all blogs."""
    if docname.startswith(SELDOM_WRITTEN):
        return []
    return [
        {"title": link.title, "url": link.url, "path": link.path, "type": link.media_type}
        for link in site_feed_links(env, docname)
    ]
