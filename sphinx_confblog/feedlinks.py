"""Names the feeds in the head of pages, where browsers and feed readers look for them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_confblog.feeds import feed_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_confblog.feeds import FeedLink

#: Pages that ``sphinx.ext.viewcode`` writes when a module has changed, whatever else has.
SELDOM_WRITTEN = "_modules/"


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
    """A feed as an element of HTML."""
    media_type, title, url = (escape(value, quote=True) for value in link)
    return f'<link rel="alternate" type="{media_type}" title="{title}" href="{url}" />\n'
