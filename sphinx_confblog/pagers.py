"""The way through a list that is split into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.i18n import _
from sphinx_confblog.nodes import block, inline, items_list

if TYPE_CHECKING:
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.links import Linker


def pager_node(page: Page, linker: Linker) -> nodes.Node:
    """Links to the pages before and after *page*, to its neighbours and to both ends."""
    items = items_list("confblog-pages")
    if page.number > 1:
        items += item(linker.text(page.siblings[page.number - 2], _("Newer"), "confblog-newer"))
    shown = sorted({1, page.number - 1, page.number, page.number + 1, len(page.siblings)})
    before = 0
    for number in shown:
        if not 1 <= number <= len(page.siblings):
            continue
        if number > before + 1:
            items += item(nodes.Text("…"))
        items += item(number_node(number, page, linker))
        before = number
    if page.number < len(page.siblings):
        items += item(linker.text(page.siblings[page.number], _("Older"), "confblog-older"))
    return block("nav", "confblog-pager no-search", items, aria_label=_("Pages"))


def number_node(number: int, page: Page, linker: Linker) -> nodes.Node:
    """A link to a page by its number; the page itself is no link."""
    text = nodes.Text(str(number))
    if number == page.number:
        return inline("span", "confblog-current", text, aria_current="page")
    return linker.link(page.siblings[number - 1], [text])


def item(content: nodes.Node) -> nodes.list_item:
    """An item of the list of pages."""
    return nodes.list_item("", nodes.paragraph("", "", content))
