"""The nodes of the blog: placeholders that stand in doctrees, and elements of HTML.

Placeholders are filled when a page is resolved. The elements are docutils' own nodes with
the name of an HTML element: builders that do not know them show what they are made of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import translatable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class placeholder(nodes.General, nodes.Element):  # noqa: N801  docutils' nodes are lower case
    """What a generated page or a directive shows; its children are shown if that is nothing."""


class blog_list(placeholder):  # noqa: N801
    """A list: ``request`` is what it asks for."""


class post_byline(nodes.Invisible, placeholder):  # noqa: N801
    """Date, authors and terms of the post."""


class post_footer(nodes.Invisible, placeholder):  # noqa: N801
    """What leads on from the post: its series, related posts."""


class front_text(nodes.Invisible, nodes.Element, translatable):  # noqa: N801
    """A text of a post's front matter, for translators; no markup is read in it.

    ``originals`` are its paragraphs, ``shown`` the same in the site's language.
    """

    def preserve_original_messages(self) -> None:
        """Do nothing: the originals are kept anyhow."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Show a paragraph as it has been translated."""
        pairs = zip(self["originals"], self["shown"], strict=True)
        self["shown"] = [translated_message if o == original_message else s for o, s in pairs]

    def extract_original_messages(self) -> Sequence[str]:
        """The paragraphs as the author wrote them."""
        return tuple(self["originals"])


class excerpt_end(nodes.Invisible, nodes.Element):  # noqa: N801
    """Where the excerpt ends, until it has been cut."""


class element(nodes.container):  # noqa: N801
    """An HTML element of flow content: ``tag`` names it, ``attrs`` are its attributes."""


class avatar(element):  # noqa: N801
    """A picture that stands beside a name, small, or not at all where there are words alone."""


class byline(nodes.Invisible, nodes.line_block):  # noqa: N801
    """What is added to a post's page: no prose of the author's, so no description of the page."""


class afterword(nodes.Invisible, nodes.container):  # noqa: N801
    """What is added below a post: no prose of the author's either."""


class text_line(nodes.line):  # noqa: N801
    """A line of a byline."""


class heading(nodes.rubric):  # noqa: N801
    """A heading outside the document's sections: ``tag`` is that of HTML."""


class phrase(nodes.inline):  # noqa: N801
    """An HTML element of phrasing content: ``tag`` names it, ``attrs`` are its attributes."""


def visit_element(self: HTML5Translator, node: nodes.Element) -> None:
    """Open an element with its attributes."""
    suffix = "" if isinstance(node, phrase | heading) else "\n"
    self.body.append(self.starttag(node, node["tag"], suffix, **node.get("attrs", {})))


def depart_element(self: HTML5Translator, node: nodes.Element) -> None:
    """Close an element."""
    suffix = "" if isinstance(node, phrase) else "\n"
    self.body.append(f"</{node['tag']}>{suffix}")


def visit_avatar_latex(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Keep a picture small on paper."""
    for image in node.findall(nodes.image):
        image["width"] = "6em"


def depart_avatar_latex(self: LaTeXTranslator, node: nodes.Element) -> None:
    """End the paragraph of a picture."""


def skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Leave a node out."""
    raise nodes.SkipNode


def visit_text_line(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a line as a paragraph."""
    self.body.append(self.starttag(node, "p", ""))


def depart_text_line(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a line."""
    self.body.append("</p>\n")


def block(tag: str, classes: str, *children: nodes.Node, **attrs: str) -> nodes.Element:
    """An element of flow content; a trailing ``_`` of an attribute's name is dropped."""
    node = element("", *children, tag=tag, classes=classes.split())
    node["attrs"] = attributes(attrs)
    return node


def inline(tag: str, classes: str, *children: nodes.Node, **attrs: str) -> nodes.Element:
    """An element of phrasing content."""
    node = phrase("", "", *children, tag=tag, classes=classes.split())
    node["attrs"] = attributes(attrs)
    return node


def items_list(classes: str, *items: nodes.Node) -> nodes.bullet_list:
    """A list that the stylesheet shows without bullets."""
    return nodes.bullet_list("", *items, classes=["confblog-items", *classes.split()])


def worded(wording: str, **parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """A phrase as nodes: in the place of each ``{name}`` stands the part of that name."""
    texts = re.split(r"\{(\w+)\}", wording)
    found: list[nodes.Node] = [nodes.Text(texts[0])] if texts[0] else []
    for name, text in zip(texts[1::2], texts[2::2], strict=True):
        found += [*parts[name], *([nodes.Text(text)] if text else [])]
    return found


def attributes(attrs: dict[str, str]) -> dict[str, str]:
    """Names of HTML attributes from Python's."""
    return {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}


def words(node: nodes.Node) -> str:
    """Return the text of a title without the HTML tags in it."""
    if isinstance(node, nodes.raw):
        return ""
    return "".join(map(words, node.children)) if node.children else node.astext()


def setup_nodes(app: Sphinx) -> None:
    """Tell Sphinx how HTML shows the elements; other writers take them for their bases."""
    for node in (element, byline, afterword, heading, phrase):
        app.add_node(node, html=(visit_element, depart_element))
    app.add_node(
        avatar,
        html=(visit_element, depart_element),
        latex=(visit_avatar_latex, depart_avatar_latex),
        text=(skip, None),
        man=(skip, None),
    )
    app.add_node(text_line, html=(visit_text_line, depart_text_line))
