"""The parts around a post's text: cover, byline, series, related posts and translations."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.i18n import language_name
from sphinx_confblog.model.mentions import OutsideMention
from sphinx_confblog.nodes import (
    APART,
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
from sphinx_confblog.reading.term_details import PEOPLE, link_item, links_of
from sphinx_confblog.resolving.byline import Bylines, joined, time
from sphinx_confblog.resolving.mentions.views import footer_objects, related
from sphinx_confblog.resolving.rendering import list_html, posts_html
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.discovery.editions import Translation
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Term
    from sphinx_confblog.model.mentions import Mention
    from sphinx_confblog.resolving.links.linker import Linker
    from sphinx_confblog.resolving.records import Day, Mark, Part


#: What search engines show to readers of none of the languages: the site's own.
OTHERWISE = "x-default"


def translation_links(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """Return a line of links to a page in other languages; nothing if there are none."""
    _ = views.blog.language.translate
    versions = [version for version in views.versions(docname) if version.docname != docname]
    if not versions:
        return []
    links = [[translation_link(version, linker)] for version in versions]
    line = worded(
        _("In other languages: {languages}"),
        languages=joined(links, repeat(views.blog.language.between())),
    )
    node = byline("", text_line("", "", *line), tag="div")
    node["classes"] = ["confblog-languages", *APART]
    node["translatable"] = False
    return [node]


def translation_link(version: Translation, linker: Linker) -> nodes.Node:
    """Return a link with the name of a language, in that language."""
    name = nodes.Text(language_name(version.language))
    return linker.link(version.docname, [inline("span", "", name, lang=version.language)])


def post_head(
    views: BlogViews, linker: Linker, docname: str, document: nodes.document
) -> list[nodes.Node]:
    """Return the parts above a post's text, and its cover unless the text shows it."""
    entry, config = views.entry(docname), views.blog.config
    bylines = Bylines(linker, config.byline, views.blog.language, config.featured_page)
    head = bylines.of_page(entry, views.calendar(docname))
    if entry.cover and "page" in config.covers and not shows(document.children, entry.cover):
        head.append(cover_node(entry.cover))
    notices = [*map(banner, entry.notes), *archived_banner(views, linker, docname)]
    return [*notices, *translation_links(views, linker, docname), *head]


def banner(note: Mark) -> nodes.Node:
    """Return what distinguishes a previewed post from a published one."""
    return banner_node(note.name, [nodes.Text(note.text)])


def archived_banner(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """Return the notice of an archived post, with a link to the post that replaces it."""
    notice = views.notice(docname)
    if notice is None:
        return []
    lines: list[list[nodes.Node]] = [[nodes.Text(views.notice_text(notice))]]
    if notice.newer is not None:
        _ = views.blog.language.translate
        lines.append(worded(_("Newer post: {post}"), post=[linker.titled(notice.newer)]))
    return [banner_node("archived", *lines)]


def banner_node(name: str, *lines: list[nodes.Node]) -> nodes.Node:
    """Return separate lines above the text of a post."""
    content = (text_line("", "", *line) for line in lines)
    node = byline("", *content, tag="div", attrs={"role": "note"}, translatable=False)
    node["classes"] = ["confblog-banner", f"confblog-banner-{name}", *APART]
    return node


def footer_nodes(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """Return the authors, series, objects and related posts below a post, if it has any."""
    parts = [author_node(author, views, linker) for author in views.described_authors(docname)]
    parts += [
        series_node(p, docname, linker, views.blog.language)
        for p in views.series_parts(docname)
        if p.total > 1
    ]
    parts += references_node(views, linker, docname)
    if closest := related(views, docname):
        parts.append(related_node(views, linker, closest))
    if not parts:
        return []
    return [afterword("", *parts, tag="div", classes=["confblog-footer", *APART])]


def author_node(author: Term, views: BlogViews, linker: Linker) -> nodes.Node:
    """Return what the site says of an author, with a link to the page of their posts."""
    assert author.info is not None
    name = linker.text(views.pages.get((PEOPLE, author.key)), author.name)
    about = paragraphs(author.info.description or "")
    text: list[nodes.Element] = [
        heading("", "", name, classes=["confblog-footer-title"], tag="h2"),
        *(nodes.paragraph("", "", nodes.Text(part)) for part in about),
    ]
    # The page is not the author's, so its links say nothing to programs.
    if links := [link_item(link, person=False) for link in links_of(author.info)]:
        text.append(items_list("confblog-links", *links))
    box = block("div", "confblog-about-text", *text)
    face = linker.face(views.face(author))
    return block("section", "confblog-author", *face, box, aria_label=author.name)


def series_node(part: Part, docname: str, linker: Linker, language: Language) -> nodes.Node:
    """Return the list of a series' posts around the current one, oldest first."""
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
    """Return an item of a series' list; the current post isn't a link."""
    if post == docname:
        content: nodes.Node = inline("strong", "", *linker.title(post), aria_current="page")
    else:
        content = linker.titled(post)
    return nodes.list_item("", nodes.paragraph("", "", content))


def references_node(views: BlogViews, linker: Linker, docname: str) -> list[nodes.Node]:
    """Return the list of the objects that a post speaks of, if the blog shows it."""
    objects = footer_objects(views, docname)
    if not objects:
        return []
    _ = views.blog.language.translate
    words = _("In this post")
    title = heading("", "", nodes.Text(words), classes=["confblog-footer-title"], tag="h2")
    names = objects_list(linker, objects)
    return [block("nav", "confblog-references", title, names, aria_label=words)]


def objects_list(linker: Linker, objects: Iterable[Mention | OutsideMention]) -> nodes.Element:
    """Return the list of the objects that a post speaks of."""
    classes = "confblog-objects"
    values = (object_values(linker, mention) for mention in objects)
    if html := list_html(linker.builder, values, classes, named_item):
        return html
    links = (object_link(linker, mention) for mention in objects)
    return items_list(classes, *(nodes.list_item("", nodes.paragraph("", "", n)) for n in links))


def object_values(linker: Linker, mention: Mention | OutsideMention) -> dict[str, str] | None:
    """Return the values of an object in a list; None if it is one of another site, or has spaces.

    Code is written in a piece for each word.
    """
    if isinstance(mention, OutsideMention) or len(mention.name.split()) != 1:
        return None
    uri = linker.builder.get_relative_uri(linker.docname, mention.docname)
    return {"uri": f"{uri}#{mention.anchor}" if mention.anchor else uri, "title": mention.name}


def named_item(_day: Day, link: nodes.Element) -> nodes.list_item:
    """Return an item of a list: a link whose text is code."""
    name = nodes.literal("", link.astext())
    link.clear()
    link += name
    return nodes.list_item("", nodes.paragraph("", "", link))


def object_link(linker: Linker, mention: Mention | OutsideMention) -> nodes.Node:
    """Return the name of an object as code, with a link to it."""
    if isinstance(mention, OutsideMention):
        name = nodes.literal("", mention.text)
        link = nodes.reference("", "", name, refuri=mention.url, internal=False)
        if mention.title:
            link["reftitle"] = mention.title
        return link
    return linker.link(mention.docname, [nodes.literal("", mention.name)], anchor=mention.anchor)


def related_node(views: BlogViews, linker: Linker, posts: tuple[str, ...]) -> nodes.Node:
    """Return the list of related posts."""
    _ = views.blog.language.translate
    words = _("Related posts")
    title = heading("", "", nodes.Text(words), classes=["confblog-footer-title"], tag="h2")
    names = posts_list(linker, posts)
    return block("nav", "confblog-related", title, names, aria_label=words)


def posts_list(linker: Linker, posts: tuple[str, ...]) -> nodes.Element:
    """Return a list of posts with their dates."""
    if html := posts_html(linker, posts, "confblog-list", dated_item):
        return html
    entries = (BlogViews.at(linker.env, post).entry(post) for post in posts)
    items = (dated_item(entry.date, linker.to_post(entry)) for entry in entries)
    return items_list("confblog-list", *items)


def dated_item(day: Day, link: nodes.Node) -> nodes.list_item:
    """Return an item of a list: a date, and the link to a post."""
    content = [time(day, ""), nodes.Text(" "), inline("span", "confblog-titled", link)]
    return nodes.list_item("", nodes.paragraph("", "", *content))
