"""Makes the cards of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.nodes import block, heading, inline
from sphinx_confblog.reading.foreign_nodes import give_numbers
from sphinx_confblog.reading.post_fields import cover_node, shows
from sphinx_confblog.resolving.links.excerpts import load_excerpt
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_confblog.reading.post_fields import Cover
    from sphinx_confblog.resolving.byline import Bylines
    from sphinx_confblog.resolving.links.linker import Linker
    from sphinx_confblog.resolving.records import Entry
    from sphinx_confblog.resolving.views import BlogViews


class CardBuilder:
    """Makes the cards of posts in one list."""

    def __init__(self, views: BlogViews, linker: Linker, bylines: Bylines, docname: str) -> None:
        self.views = views
        self.linker = linker
        self.bylines = bylines
        #: The document that the list was read in.
        self.docname = docname
        config = views.blog.config
        self.covers, self.card_parts = "cards" in config.covers, config.card_parts
        self.marks_pinned = False
        #: On the page of a series: docname -> place of each part, counted from 0.
        self.places: Mapping[str, int] = {}

    def number(self, post: str) -> list[nodes.Node]:
        """Return the number of a part on the page of its series."""
        if post not in self.places:
            return []
        number = inline("span", "confblog-part", nodes.Text(f"{self.places[post] + 1}."))
        return [number, nodes.Text(" ")]

    def card(self, post: str, level: int) -> nodes.Node:
        """Return a post as a card: its title, and the parts that the blog shows of it."""
        entry, excerpt = self.views.entry(post), self.excerpt(post)
        pinned = [entry.pinned] if entry.pinned and self.marks_pinned else []
        title = [*self.number(post), self.linker.to_post(entry, "u-url p-name")]
        children: list[nodes.Node] = [heading_at(level, title, "confblog-card-title")]
        if "byline" not in self.card_parts:
            # What sets a post apart is shown in any case.
            children += self.bylines._replace(parts=()).of_card(entry, *pinned)
        for part in self.card_parts:
            if part == "byline":
                children += self.bylines.of_card(entry, *pinned)
            elif part == "excerpt" and excerpt:
                children.append(block("div", "confblog-excerpt p-summary", *excerpt))
            elif part == "more":
                children += self.onward(post)
            else:
                children += self.bylines.terms_lines(entry, None if part == "terms" else part)
        if self.covers and entry.cover and not shows(excerpt, entry.cover):
            children.insert(0, self.cover(entry, entry.cover))
        marked = "".join(f" confblog-is-{mark.name}" for mark in (*pinned, *entry.marks))
        classes = f"confblog-card h-entry{marked}"
        return block("article", classes, *children, data_docname=post)

    def cover(self, entry: Entry, cover: Cover) -> nodes.Node:
        """Return the cover of a card, on web pages as a link that loads it once it comes in view.

        It is for pointers alone: the title leads to the same page.
        """
        shown, link = cover_node(cover), self.linker.to_post(entry)
        if makes_site(self.linker.builder) and isinstance(link, nodes.reference):
            for image in shown.findall(nodes.image):
                image["loading"] = "lazy"
            attributes = {"href": link["refuri"], "tabindex": "-1"}
            if not cover.alt:
                attributes["aria_hidden"] = "true"
            shown.children = [block("a", "", *shown.children, **attributes)]
            shown.setup_child(shown[0])
        return shown

    def excerpt(self, post: str) -> list[nodes.Node]:
        """Return the excerpt of a post, if cards show one."""
        if "excerpt" not in self.card_parts:
            return []
        excerpt = load_excerpt(self.views.env, self.linker.builder, post, self.linker.docname)
        give_numbers(self.views.env, excerpt, post, self.docname)
        return excerpt

    def onward(self, post: str) -> list[nodes.Node]:
        """Return the "Read more" link of a card, unless its excerpt is all there is to read."""
        more = self.linker.link(post, self.more(post), "confblog-more")
        is_whole = "excerpt" in self.card_parts and self.views.domain.whole.get(post)
        if is_whole or not isinstance(more, nodes.reference):
            return []
        return [nodes.paragraph("", "", more, classes=["confblog-onward"])]

    def more(self, post: str) -> list[nodes.Node]:
        """Return the text of the "Read more" link; it names the post to screen readers."""
        _ = self.views.blog.language.translate
        title = inline("span", "confblog-unseen", nodes.Text(": "), *self.linker.title(post))
        return [nodes.Text(_("Read more")), title]


def heading_at(level: int, content: Sequence[nodes.Node], classes: str = "") -> nodes.Element:
    """Return a heading that starts no section of the document."""
    node = heading("", "", *content, classes=["confblog-heading", *classes.split()])
    node["tag"] = f"h{min(level, 6)}"
    return node
