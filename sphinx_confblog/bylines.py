"""Who wrote a post, when, and on what: the lines below its title, on its page and in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.nodes import byline, inline, text_line
from sphinx_confblog.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.entry import Day, Entry, TermLinks
    from sphinx_confblog.links import Linker

AUTHORS = "authors"
#: Microformat classes of the links to terms; see https://microformats.org/wiki/h-entry.
CLASSES = {AUTHORS: "p-author h-card", "tags": "p-category", "categories": "p-category"}


def byline_node(entry: Entry, linker: Linker) -> nodes.Node:
    """All that is said of a post below its title."""
    lines = [text_line("", "", *meta(entry, linker), classes=["confblog-meta"])]
    lines += [
        text_line("", "", *labelled(terms, linker), classes=["confblog-terms-of-post"])
        for terms in entry.terms
        if terms.taxonomy != AUTHORS
    ]
    node = byline("", *lines, tag="div", classes=["confblog-byline", "no-search"])
    node["translatable"] = False
    return node


def card_lines(entry: Entry, linker: Linker) -> list[nodes.Node]:
    """What a card says below its title."""
    return [text_line("", "", *meta(entry, linker), classes=["confblog-meta"])]


def meta(entry: Entry, linker: Linker) -> list[nodes.Node]:
    """Marks, date, authors and last update, as parts of one line."""
    parts = [[*marks(entry), time(entry.date, "dt-published")]]
    parts += [
        [nodes.Text(_("by") + " "), *term_links(terms, linker)]
        for terms in entry.terms
        if terms.taxonomy == AUTHORS
    ]
    if entry.updated is not None:
        parts.append([nodes.Text(_("updated") + " "), time(entry.updated, "dt-updated")])
    return joined(parts, " · ")


def marks(entry: Entry) -> list[nodes.Node]:
    """The marks of a previewed post."""
    found: list[nodes.Node] = []
    for mark in entry.marks:
        found += [inline("span", "confblog-mark", nodes.Text(mark)), nodes.Text(" ")]
    return found


def time(day: Day, classes: str) -> nodes.Node:
    """A date for readers and for machines."""
    return inline("time", classes, nodes.Text(day.shown), datetime=day.iso)


def labelled(terms: TermLinks, linker: Linker) -> list[nodes.Node]:
    """The links to a post's terms behind the name of their taxonomy."""
    label = inline("span", "confblog-label", nodes.Text(f"{terms.title}:"))
    return [label, nodes.Text(" "), *term_links(terms, linker)]


def term_links(terms: TermLinks, linker: Linker) -> list[nodes.Node]:
    """The links to a post's terms, with commas between them."""
    classes = CLASSES.get(terms.taxonomy, "")
    return joined([[linker.text(t.docname, t.text, classes)] for t in terms.links], ", ")


def joined(parts: Iterable[list[nodes.Node]], separator: str) -> list[nodes.Node]:
    """Parts of a line with a text between them."""
    found: list[nodes.Node] = []
    for part in parts:
        if found:
            found.append(nodes.Text(separator))
        found += part
    return found
