"""Makes the HTML of a post portable: absolute links, and nothing from the theme."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from sphinx_confblog.feeds.records import legal
from sphinx_confblog.util.urls import scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


#: Elements that are for browsers alone.
DROPPED = ("script", "style", "link", "meta", "base", "template")
#: Classes of what is no text of the author's: links to headings themselves, the blog's own
#: parts of a post's page, navigation through the site, errors with the paths of sources.
FURNITURE = {
    "headerlink",
    "confblog-byline",
    "confblog-languages",
    "confblog-footer",
    "confblog-comments",
    "toctree-wrapper",
    "system-message",
}
#: The title of the post.
TITLE = "p-name"
#: The cover is separate from the text in feeds; those on the cards of a list belong to the list.
COVER, LIST = "confblog-cover", "confblog-posts"
#: What style sheets go by to show one tab of several, or a note in the margin.
SWITCHES = {"radio", "checkbox"}
#: Attributes with one URL.
ADDRESSES = {
    *("href", "src", "poster", "cite", "data", "action", "formaction", "background"),
    *("longdesc", "xlink:href"),
}
#: Elements whose address of a place on the page itself leads a reader there.
LINKS = {"a", "area"}
#: What would end the text for the parser: authors may have typed it.
_SHELL = re.compile(r"""</?(?:html|body)\b(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
#: A character by its number.
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
#: A candidate of a ``srcset``: a URL without spaces, and its descriptor.
_CANDIDATE = re.compile(r"[\s,]*+([^\s,](?:\S*[^\s,])?)(\s[^,]*)?(?:,|$)")
#: An address in a style.
_STYLED = re.compile(r"""\burl\(\s*("[^"]*"|'[^']*'|[^\s"'()]+)\s*\)""", re.IGNORECASE)
#: Ends of elements that have none: the parser knows those of HTML 4 alone.
_ENDS = re.compile("</(?:embed|source|track|wbr)>")


def feed_html(body: str, page: str) -> str:
    """Return the HTML of a post's page for feed readers: absolute links, no furniture.

    *page* is the URL of the post's page. Raises nothing: HTML that is not well formed is
    parsed much as browsers do.
    """
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    inner = _NUMBERED.sub(legal_reference, _SHELL.sub("", legal(body)))
    root = etree.fromstring(f"<html><body>{inner}</body></html>", parser).find("body")
    assert root is not None
    for element in list(unwanted(root)):
        remove(element)
    for element in root.iter(etree.Element):
        make_links_absolute(element, page)
    return inner_html(root).strip()


def legal_reference(match: re.Match[str]) -> str:
    """Return a character reference; nothing if XML forbids the character."""
    hexadecimal, decimal = match.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal[:9])
    return match[0] if number <= sys.maxunicode and legal(chr(number)) else ""


def unwanted(root: _Element) -> Iterator[_Element]:
    """Yield the elements that feeds leave out."""
    yield from (title for title in root.iterfind(".//h1") if is_title(title, root))
    yield from root.iter(*DROPPED)
    yield from (switch for switch in root.iter("input") if is_switch(switch))
    for element in root.iter(etree.Element):
        if value := element.get("class"):
            classes = set(value.split())
            if classes & FURNITURE or (COVER in classes and not in_list(element)):
                yield element


def is_title(heading: _Element, root: _Element) -> bool:
    """Return whether a heading is the post's title; some themes have no sections."""
    parent = heading.getparent()
    if parent is root:
        return TITLE in (heading.get("class") or "").split()
    return parent is root.find("section") and parent is not None and heading is parent.find("h1")


def is_switch(field: _Element) -> bool:
    """Return whether an input is a switch for stylesheets, and not a task's checkbox."""
    return field.get("type") in SWITCHES and "disabled" not in field.attrib


def in_list(element: _Element) -> bool:
    """Return whether an element is part of a list of posts."""
    return any(LIST in (e.get("class") or "").split() for e in element.iterancestors())


def remove(element: _Element) -> None:
    """Remove an element, but not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def make_links_absolute(element: _Element, page: str) -> None:
    """Make the URLs of an element absolute, and drop its scripts."""
    for name, value in element.items():
        if name in ADDRESSES:
            if value.startswith("#") and element.tag not in LINKS:
                continue
            element.set(name, absolute(value, page))
        elif name == "srcset":
            element.set(name, absolute_candidates(value, page))
        elif name == "style":
            element.set(name, _STYLED.sub(partial(absolute_style, page), value))
        elif name.startswith("on") or (name == "hidden" and element.get("role") == "tabpanel"):
            del element.attrib[name]


def absolute(address: str, page: str) -> str:
    """Return the absolute form of a URL relative to a page."""
    address = address.strip()
    if scheme(address):
        return address
    try:
        return urljoin(page, address)
    except ValueError:
        # Such as a host in brackets that are not closed: it leads nowhere from the page either.
        return address


def absolute_candidates(srcset: str, page: str) -> str:
    """Return a ``srcset`` with absolute URLs."""
    candidates = _CANDIDATE.findall(srcset.strip(", \t\n\r\f\v"))
    return ", ".join(f"{absolute(url, page)}{size.rstrip()}" for url, size in candidates)


def absolute_style(page: str, match: re.Match[str]) -> str:
    """Return a URL of a style made absolute; a fragment of the page itself stays."""
    quote = match[1][0] if match[1][0] in "\"'" else ""
    address = match[1].strip("\"'")
    if not address or address.startswith("#"):
        return match[0]
    return f"url({quote}{absolute(address, page)}{quote})"


def inner_html(root: _Element) -> str:
    """Return the inner HTML of an element."""
    # Shown as an element of its own, the text before the first child is escaped as well.
    whole = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return _ENDS.sub("", whole[whole.index(">") + 1 : whole.rindex("</")])
