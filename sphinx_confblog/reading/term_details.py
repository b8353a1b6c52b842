"""Makes the details of a term: its description, image and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.model.catalog import NamedLink
from sphinx_confblog.nodes import avatar, block, inline, items_list
from sphinx_confblog.util.text import paragraphs
from sphinx_confblog.util.urls import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.model.catalog import Term, TermInfo


#: The taxonomy whose terms are people: their pages are business cards to programs, too.
#: See https://microformats.org/wiki/h-card.
PEOPLE = "authors"


def said_of(term: Term | None) -> object:
    """Return the data that the nodes of a term are made from, for comparing."""
    if term is None or (info := term.info) is None:
        return None
    return term.name, info.description, info.url, info.email, info.avatar, info.links


def has_details(info: TermInfo) -> bool:
    """Return whether there is more to show of a term than its name."""
    return bool(info.avatar or info.description or any(links_of(info)))


def about_nodes(term: Term) -> list[nodes.Node]:
    """Return the nodes of a term's details, if there are any."""
    info = term.info
    if info is None or not has_details(info):
        return []
    person = term.taxonomy == PEOPLE
    text: list[nodes.Element] = [paragraph(part) for part in paragraphs(info.description or "")]
    if links := list(links_of(info)):
        items = (link_item(link, person=person) for link in links)
        text.append(items_list("confblog-links", *items))
    if person:
        text.insert(0, inline("data", "p-name", value=term.name))
    children = [block("div", "confblog-about-text", *text)]
    if info.avatar:
        children.insert(0, picture(info.avatar))
    return [block("div", f"confblog-about{' h-card' * person}", *children)]


def paragraph(text: str) -> nodes.Element:
    """Return a paragraph of plain text."""
    return nodes.paragraph("", "", nodes.Text(text), classes=["p-note"])


def picture(uri: str) -> nodes.Element:
    """Return a decorative picture: the page's title names the term already."""
    image = nodes.image("", uri=uri, alt="", classes=["confblog-avatar", "u-photo"])
    return avatar("", image, tag="div", classes=["confblog-portrait"])


def links_of(info: TermInfo) -> Iterator[NamedLink]:
    """Return the links of a term: its site, its email address and its profiles."""
    if info.url:
        yield NamedLink(short(info.url) or info.url, info.url)
    if info.email:
        yield NamedLink(info.email, f"mailto:{info.email}")
    yield from info.links


def link_item(link: NamedLink, *, person: bool) -> nodes.list_item:
    """Return a link; that of a person has ``rel="me"``.

    See https://microformats.org/wiki/rel-me.
    """
    mail = link.url.lower().startswith("mailto:")
    node = nodes.reference("", "", nodes.Text(link.name), refuri=link.url, internal=False)
    if person:
        node["classes"] = ["u-email" if mail else "u-url"]
        node["rel"] = "me"
    return nodes.list_item("", nodes.paragraph("", "", node))
