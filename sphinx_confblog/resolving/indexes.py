"""The nodes of archive and taxonomy pages: terms, years and pagers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.model.query import TermsStyle
from sphinx_confblog.model.related import SERIES
from sphinx_confblog.nodes import block, inline, items_list
from sphinx_confblog.resolving.charts import draw, sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.resolving.charts import Bars
    from sphinx_confblog.resolving.index_views import Year
    from sphinx_confblog.resolving.links.linker import Linker
    from sphinx_confblog.resolving.records import Link


def terms_list(terms: Sequence[Link], style: TermsStyle, linker: Linker) -> list[nodes.Node]:
    """Return a list or cloud of terms, each with its number of posts."""
    if not terms:
        return []
    if style is TermsStyle.CLOUD:
        return [cloud(terms, linker)]
    boxes = [described_item(term, linker) for term in terms if is_described(term)]
    chips = [counted_item(term, linker) for term in terms if not is_described(term)]
    lists = (("confblog-described", boxes), ("confblog-terms", chips))
    return [items_list(f"{classes} no-search", *items) for classes, items in lists if items]


def is_described(term: Link) -> bool:
    """Return whether the site says something of a term, or has a picture of it."""
    return bool(term.note or term.face)


def described_item(term: Link, linker: Linker) -> nodes.list_item:
    """Return a term with the number of its posts, and its details."""
    item = counted_item(term, linker)
    if term.note:
        item += nodes.paragraph("", "", nodes.Text(term.note), classes=["confblog-note"])
    return item


def cloud(terms: Sequence[Link], linker: Linker) -> nodes.Node:
    """Return a cloud of terms, sized by their numbers of posts."""
    items = []
    for term, size in zip(terms, sizes([term.posts for term in terms]), strict=True):
        item = counted_item(term._replace(face=""), linker, "confblog-unseen")
        item["classes"] = [f"confblog-size-{size}"]
        items.append(item)
    return items_list("confblog-cloud no-search", *items)


def years_list(years: Sequence[Year], linker: Linker) -> nodes.Node:
    """Return a list of years, each with its months if these have pages."""
    items = []
    for year in years:
        item = counted_item(year.link, linker)
        item += bars_nodes(year.bars)
        item += months_nodes(year, linker)
        items.append(item)
    return items_list("confblog-periods no-search", *items)


def year_heading(heading: nodes.Node, year: Year, linker: Linker) -> nodes.Node:
    """Return the heading of a year with its bar chart and months, if it has them."""
    more = [*bars_nodes(year.bars), *months_nodes(year, linker)]
    return block("div", "confblog-year", heading, *more) if more else heading


def months_nodes(year: Year, linker: Linker) -> list[nodes.Node]:
    """Return a list of the months of a year that have pages."""
    months = [counted_item(month, linker) for month in year.months]
    return [items_list("confblog-months", *months)] if months else []


def bars_nodes(bars: Bars | None) -> list[nodes.Node]:
    """Return the bar chart of a year."""
    return [nodes.raw("", draw(bars), format="html")] if bars else []


def counted_item(link: Link, linker: Linker, classes: str = "confblog-count") -> nodes.list_item:
    """Return a list item with a link and the number of posts it leads to."""
    count = inline("span", classes, nodes.Text(f"({link.posts})"))
    named = [*linker.face(link.face), linker.text(link.docname, link.text)]
    content = [*named, nodes.Text(" "), count]
    return nodes.list_item("", nodes.paragraph("", "", *content))


def pager_node(page: Page, linker: Linker, language: Language) -> nodes.Node:
    """Return links to the pages before and after *page*, to its neighbours and to both ends."""
    _ = language.translate
    items = items_list("confblog-pages")
    before, after = (_("Newer"), "confblog-newer"), (_("Older"), "confblog-older")
    if page.taxonomy == SERIES:
        before, after = after, before
    if page.number > 1:
        items += item(linker.text(page.siblings[page.number - 2], *before))
    shown = sorted({1, page.number - 1, page.number, page.number + 1, len(page.siblings)})
    last = 0
    for number in shown:
        if not 1 <= number <= len(page.siblings):
            continue
        if number > last + 1:
            items += item(nodes.Text("…"))
        items += item(number_node(number, page, linker))
        last = number
    if page.number < len(page.siblings):
        items += item(linker.text(page.siblings[page.number], *after))
    return block("nav", "confblog-pager no-search", items, aria_label=_("Pages"))


def number_node(number: int, page: Page, linker: Linker) -> nodes.Node:
    """Return a page number as a link; that of the page itself is plain text."""
    text = nodes.Text(str(number))
    if number == page.number:
        return inline("span", "confblog-current", text, aria_current="page")
    return linker.link(page.siblings[number - 1], [text])


def item(content: nodes.Node) -> nodes.list_item:
    """Return an item of the list of pages."""
    return nodes.list_item("", nodes.paragraph("", "", content))
