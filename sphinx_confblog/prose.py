"""The prose of a doctree as plain text."""

from __future__ import annotations

from docutils import nodes

#: What is no prose.
SKIPPED = (nodes.raw, nodes.comment, nodes.system_message, nodes.Invisible)
#: A line that an author ends within a paragraph, as MyST has it.
BREAK = "<br"


def plain_text(node: nodes.Node) -> str:
    """The prose in a node, with blanks between its blocks."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.raw) and node.astext().startswith(BREAK):
        return " "
    if isinstance(node, SKIPPED):
        return ""
    between = "" if isinstance(node, nodes.TextElement) else " "
    return between.join(plain_text(child) for child in node.children)
