"""Links from a page to the same page in other languages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.resolving.post_page import OTHERWISE
from sphinx_confblog.util.builders import Addresses

if TYPE_CHECKING:
    from typing import Any

    from docutils import nodes
    from sphinx.application import Sphinx


def name_versions(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Tell search engines of a page in other languages (``html-page-context``)."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    addresses, blogs = Addresses(app.builder), blogs_of(app.env)
    versions = blogs.versions.get(pagename, ()) if addresses.base else ()
    owners = {blogs.of(version.docname).key for version in versions}
    # All of them must name the same one, even where they belong to several blogs.
    usual = next((blog.key for blog in blogs.configured if blog.key in owners), None)
    for version in versions:
        tags = [version.language]
        if blogs.of(version.docname).key == usual:
            tags.append(OTHERWISE)
        for tag in tags:
            url = escape(addresses.page(version.docname) or "")
            link = f'<link rel="alternate" hreflang="{tag}" href="{url}" />\n'
            context["metatags"] = context.get("metatags", "") + link
