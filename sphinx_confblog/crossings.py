"""Links from a page to the same page in other languages."""

from __future__ import annotations

from html import escape
from itertools import repeat
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.bylines import joined
from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.i18n import _, between, language_name
from sphinx_confblog.nodes import byline, text_line, worded
from sphinx_confblog.util.builders import Addresses

if TYPE_CHECKING:
    from typing import Any

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.links import Linker
    from sphinx_confblog.views import BlogViews

#: What search engines show to readers of none of the languages: the site's own.
OTHERWISE = "x-default"


def crossing(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """A line that leads to a page in its other languages; nothing if there are none."""
    versions = [found for found in views.versions(docname) if found.docname != docname]
    if not versions:
        return []
    links = [[crossing_link(version, linker)] for version in versions]
    line = worded(_("In other languages: {languages}"), languages=joined(links, repeat(between())))
    node = byline("", text_line("", "", *line), tag="div")
    node["classes"] = ["confblog-languages", "no-search"]
    node["translatable"] = False
    return [node]


def crossing_link(version: Translation, linker: Linker) -> nodes.Node:
    """A link with the name of a language, in that language."""
    return linker.text(version.docname, language_name(version.language))


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
