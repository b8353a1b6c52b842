"""Prepares a tree of HTML, so that nothing is lost when it becomes Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils.nodes import make_id

from sphinx_confblog.importers.html.wordpress import BLOCKS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


#: Elements that begin a block of HTML, in which Markdown is not read.
HTML_BLOCKS = frozenset({
    "center", "details", "dl", "figure", "form", "iframe", "ol", "script", "style", "table",
})  # fmt: skip
#: Elements that Markdown cannot express.
KEPT = HTML_BLOCKS - {"ol", "table"} | {
    "audio", "canvas", "embed", "map", "math", "noscript", "object", "picture", "svg", "video",
}  # fmt: skip
#: Elements in a line that Markdown cannot express, but what is in them.
PHRASES = frozenset({
    "abbr", "cite", "font", "ins", "kbd", "mark", "small", "span", "sub", "sup", "u",
})  # fmt: skip
#: Elements whose content comes out as if they were not there.
TRANSPARENT = frozenset({"div", "section", "article", "main", "center"})
#: Elements that an anchor may begin.
FILLED = frozenset({"p", "li", "td", "th"})
#: Elements whose text is emphasised -> the mark.
EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
INLINE = frozenset({*EMPHASIS, *PHRASES, "a", "q", "code", "samp", "del", "s", "strike"})
_MORE = re.compile(r"\s*(more|nextpage)\b.*", re.DOTALL)


def prepare(soup: BeautifulSoup) -> set[str]:
    """Leave out what nobody sees, and keep ids; return all ids."""
    keep_text(soup)
    for node in soup.find_all("tt"):
        node.name = "code"
    _move_breaks(soup)
    _drop_last_breaks(soup)
    _tell_lists_apart(soup)
    return _keep_anchors(soup)


def keep_text(soup: BeautifulSoup) -> None:
    """Leave out what nobody sees, such as comments; those that end excerpts become marks."""
    from bs4.element import Comment, PreformattedString  # noqa: PLC0415  optional

    for node in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        match = _MORE.fullmatch(str(node)) if isinstance(node, Comment) else None
        if match is None:
            node.extract()
            continue
        mark = soup.new_tag("confblog-mark")
        mark["text"] = f"<!--{match[1]}-->"
        parent = node.parent
        node.replace_with(mark)
        if parent is not None and parent.name == "p" and not parent.get_text(strip=True):
            parent.unwrap()
    for node in soup.find_all("template"):
        node.extract()
    for node in soup.find_all(EMPHASIS):
        if node.find_parent(
            [name for name, mark in EMPHASIS.items() if mark == EMPHASIS[node.name]]
        ):
            node.unwrap()
    soup.smooth()


def _drop_last_breaks(soup: BeautifulSoup) -> None:
    """Leave out the line breaks that end a paragraph: nobody sees them."""
    for node in soup.find_all("br"):
        if _is_last(node):
            node.extract()


def _move_breaks(soup: BeautifulSoup) -> None:
    """Move line breaks at the edges of links and words out of them; drop those that are empty."""
    for node in reversed(soup.find_all(INLINE)):
        while node.contents and _is_break(node.contents[0]):
            node.insert_before(node.contents[0])
        while node.contents and _is_break(node.contents[-1]):
            node.insert_after(node.contents[-1])
        if not node.contents and not ({"id", "name", "class"} & set(node.attrs)):
            node.extract()


def _is_break(node: Any) -> bool:
    """Return whether a node is blank, or a line break."""
    return not node.strip() if node.name is None else bool(node.name == "br")


def _is_last(node: Any) -> bool:
    """Return whether nothing is seen after a node in the block that it is in."""
    following = node.next_sibling
    while following is not None and (_is_break(following) or _is_nothing(following)):
        following = following.next_sibling
    if following is None and node.parent is not None and node.parent.name in INLINE:
        return _is_last(node.parent)
    return following is None or following.name in BLOCKS


def _is_nothing(node: Any) -> bool:
    """Return whether an element in a line is empty."""
    return node.name in INLINE and not node.get_text(strip=True) and not node.find("img")


def _tell_lists_apart(soup: BeautifulSoup) -> None:
    """Mark every second one of lists that follow on each other: Markdown would join them."""
    for node in soup.find_all(["ol", "ul"]):
        before = _element_before(node)
        if before is not None and before.name == node.name and not before.get("data-other"):
            node["data-other"] = "yes"


def _element_before(node: Any) -> Any:
    """Return the element that comes out right before a node; None if text does, or nothing."""
    before = node.previous_sibling
    while before is not None and before.name is None and _is_empty(before):
        before = before.previous_sibling
    if before is None:
        parent = node.parent
        return _element_before(parent) if parent and parent.name in TRANSPARENT else None
    while before.name in TRANSPARENT:
        inner = [child for child in before.children if child.name or not _is_empty(child)]
        if not inner:
            return _element_before(before)
        before = inner[-1]
    return before if before.name else None


def _is_empty(node: Any) -> bool:
    """Return whether a text is blank."""
    return not node.strip()


def _keep_anchors(soup: BeautifulSoup) -> set[str]:
    """Put anchors in front of elements whose ids Markdown would lose; return all ids."""
    ids = set()
    for node in soup.find_all(lambda tag: tag.get("id") or (tag.name == "a" and tag.get("name"))):
        name = str(node.get("id") or node.get("name"))
        ids.add(name)
        heading = re.fullmatch("h[1-6]", node.name)
        is_kept = node.name in PHRASES or any(is_html(parent) for parent in (node, *node.parents))
        if is_kept or (heading and make_id(node.get_text()) == name):
            continue
        anchor = soup.new_tag("confblog-anchor", id=name)
        if node.name in FILLED:
            first = node.find(True, recursive=False) if node.name == "li" else None
            (first if first is not None and first.name == "p" else node).insert(0, anchor)
        elif node.name in BLOCKS or node.name == "table":
            anchor["class"] = "block"
            node.insert_before(anchor)
        else:
            node.insert_before(anchor)
    return ids


def is_html(node: Any) -> bool:
    """Return whether an element stays HTML, with all that is in it."""
    is_lettered = node.name == "ol" and (node.has_attr("reversed") or node.get("type", "1") != "1")
    return node.name in KEPT or is_lettered or _is_rich_table(node)


def _is_rich_table(node: Any) -> bool:
    """Return whether a table has content that a Markdown table cannot have."""
    if node.name != "table":
        return False
    spans = any(cell.has_attr("colspan") or cell.has_attr("rowspan") for cell in node(["td", "th"]))
    return spans or node.find(["p", "ul", "ol", "pre", "img", "table", "br"]) is not None
