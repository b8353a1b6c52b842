"""What surrounds a post's text: cover, byline, series, related posts and translations."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.i18n import language_name
from sphinx_confblog.nodes import (
    afterword,
    block,
    byline,
    heading,
    inline,
    items_list,
    text_line,
    worded,
)
from sphinx_confblog.reading.post_fields import cover_node, shows
from sphinx_confblog.resolving.byline import Bylines, joined, time

if TYPE_CHECKING:
    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.resolving.links import Linker
    from sphinx_confblog.resolving.records import Part
    from sphinx_confblog.resolving.views import BlogViews


#: What search engines show to readers of none of the languages: the site's own.
OTHERWISE = "x-default"


def translation_links(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """A line that leads to a page in its other languages; nothing if there are none."""
    _ = views.blog.language.translate
    versions = [found for found in views.versions(docname) if found.docname != docname]
    if not versions:
        return []
    links = [[translation_link(version, linker)] for version in versions]
    line = worded(
        _("In other languages: {languages}"),
        languages=joined(links, repeat(views.blog.language.between())),
    )
    node = byline("", text_line("", "", *line), tag="div")
    node["classes"] = ["confblog-languages", "no-search"]
    node["translatable"] = False
    return [node]


def translation_link(version: Translation, linker: Linker) -> nodes.Node:
    """A link with the name of a language, in that language."""
    return linker.text(version.docname, language_name(version.language))


def post_head(
    views: BlogViews, linker: Linker, docname: str, document: nodes.document
) -> list[nodes.Node]:
    """The byline of a post, and its cover unless the text shows it."""
    entry, config = views.entry(docname), views.blog.config
    head = Bylines(linker, config.byline, views.blog.language).of_page(entry)
    if entry.cover and "page" in config.covers and not shows(document.children, entry.cover):
        head.append(cover_node(entry.cover))
    return [*translation_links(views, linker, docname), *head]


def footer_nodes(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """What leads on from a post, if there is anything."""
    found = [
        series_node(p, docname, linker, views.blog.language)
        for p in views.series_parts(docname)
        if p.total > 1
    ]
    if related := views.related(docname):
        found.append(related_node(views, linker, related))
    if not found:
        return []
    return [afterword("", *found, tag="div", classes=["confblog-footer", "no-search"])]


def series_node(part: Part, docname: str, linker: Linker, language: Language) -> nodes.Node:
    """The posts of a series around the one that is read, in the order of reading."""
    _ = language.translate
    words = worded(
        _("Part {number} of {total}: {series}"),
        number=[nodes.Text(str(part.number))],
        total=[nodes.Text(str(part.total))],
        series=[linker.text(part.series.docname, part.series.text)],
    )
    title = heading("", "", *words, classes=["confblog-footer-title"], tag="h2")
    items = [series_item(name, docname, linker) for name in part.around]
    numbered = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
    numbered["classes"] = ["confblog-series"]
    if part.first > 1:
        numbered["start"] = part.first
    return block("nav", "confblog-series-nav", title, numbered, aria_label=title.astext())


def series_item(post: str, docname: str, linker: Linker) -> nodes.list_item:
    """A post of a series; the one that is read is no link."""
    if post == docname:
        content: nodes.Node = inline("strong", "", *linker.title(post), aria_current="page")
    else:
        content = linker.titled(post)
    return nodes.list_item("", nodes.paragraph("", "", content))


def related_node(views: BlogViews, linker: Linker, posts: tuple[str, ...]) -> nodes.Node:
    """Posts on the same things."""
    _ = views.blog.language.translate
    words = _("Related posts")
    title = heading("", "", nodes.Text(words), classes=["confblog-footer-title"], tag="h2")
    items = (related_item(views, linker, name) for name in posts)
    return block(
        "nav", "confblog-related", title, items_list("confblog-list", *items), aria_label=words
    )


def related_item(views: BlogViews, linker: Linker, post: str) -> nodes.list_item:
    """A related post with its date."""
    entry = views.entry(post)
    title = inline("span", "confblog-titled", linker.to_post(entry))
    content = [time(entry.date, ""), nodes.Text(" "), title]
    return nodes.list_item("", nodes.paragraph("", "", *content))
