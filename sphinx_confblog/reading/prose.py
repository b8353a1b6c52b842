"""Plain text of doctrees: descriptions, and the lengths of posts."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig
from sphinx.ext.todo import todo_node

from sphinx_confblog.nodes import placeholder, written_excerpt
from sphinx_confblog.reading.foreign_nodes import is_foreign, is_invisible
from sphinx_confblog.reading.source import is_site_text
from sphinx_confblog.util.text import Condition, PartLength, measure

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


#: What is no prose.
SKIPPED = (nodes.raw, nodes.system_message)
#: A line that an author ends within a paragraph, as MyST has it.
BREAK = "<br"
#: A comment in HTML, as MyST has it.
COMMENT = r"(?s)\s*(?:<!--(?:(?!-->).)*-->\s*)*"
#: What says only when a page is made whether and how it is shown.
UNSETTLED = (addnodes.pending_xref, addnodes.only)
#: What some builds show, and others do not.
CONDITIONAL = (addnodes.only, ifconfig, todo_node)


def is_unsettled(excerpt: nodes.Element) -> bool:
    """Return whether the words of an excerpt are known only when its page is made."""
    return any(isinstance(node, UNSETTLED) or is_foreign(node) for node in excerpt.findall())


def plain_text(node: nodes.Node, hidden: Container[nodes.Node] = ()) -> str:
    """Return the prose in a node as one line, without what is in *hidden*."""
    return " ".join(prose(node, hidden).split())


def prose(node: nodes.Node, hidden: Container[nodes.Node] = ()) -> str:
    """Return the prose in a node, with spaces between its blocks, without what is in *hidden*."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.raw) and node.astext().startswith(BREAK):
        return " "
    if isinstance(node, SKIPPED) or is_invisible(node) or node in hidden or is_unshown(node):
        return ""
    between = "" if isinstance(node, nodes.TextElement) else " "
    return between.join(prose(child, hidden) for child in node.children)


def is_unshown(node: nodes.Node) -> bool:
    """Return whether a node is an excerpt that only lists show."""
    return isinstance(node, written_excerpt) and not node["shown"]


def is_whole(excerpt: nodes.Element, doctree: nodes.document) -> bool:
    """Return whether an excerpt is all there is to read in a post."""
    pairs = zip_longest(contents(excerpt), contents(doctree))
    return all(shown == there for shown, there in pairs)


def contents(root: nodes.Element) -> Iterator[str]:
    """Yield the words below a node, and the kinds of what shows something else, such as images.

    The title of a post is left out, and what the site adds to each file.
    """
    for node in root.children:
        if is_title(node) or is_site_text(node) or is_unshown(node) or is_unseen(node):
            continue
        if isinstance(node, nodes.Text):
            yield from node.astext().split()
        elif isinstance(node, nodes.raw):
            yield from () if re.fullmatch(COMMENT, node.astext()) else (node.astext(),)
        elif isinstance(node, placeholder) or not node.children:
            yield type(node).__name__
        else:
            assert isinstance(node, nodes.Element)
            yield from contents(node)


def is_unseen(node: nodes.Node) -> bool:
    """Return whether a node shows nothing: excerpts keep the text of named places in the text."""
    if isinstance(node, nodes.target):
        return not node.children
    return is_invisible(node) or isinstance(node, nodes.meta | nodes.system_message)


def post_title(doctree: nodes.Element) -> list[nodes.Node]:
    """Return the title of a post, if a node has it."""
    return list(filter(is_title, doctree.findall(nodes.title)))


def is_title(node: nodes.Node) -> bool:
    """Return whether a node is the title of a post."""
    return isinstance(node, nodes.title) and "p-name" in node["classes"]


def part_lengths(
    node: nodes.Element, conditions: tuple[Condition, ...] = ()
) -> Iterator[PartLength]:
    """Yield the lengths of a post's parts: what all builds show, and what only some do.

    The title, and the text that the site adds to each file, are not counted.
    """
    outside = list(outermost(node))
    length = measure(prose(node, [*outside, *post_title(node)]))
    if any(length):
        yield PartLength(length, conditions)
    for part in outside:
        if isinstance(part, CONDITIONAL):
            condition = Condition(type(part).__name__, part.get("expr", ""))
            yield from part_lengths(part, (*conditions, condition))


def outermost(node: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the conditional parts below a node, and text of the site's, but none inside others.

    All of these are blocks.
    """
    for child in node.children:
        if isinstance(child, CONDITIONAL) or is_site_text(child):
            assert isinstance(child, nodes.Element)
            yield child
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.TextElement):
            yield from outermost(child)
