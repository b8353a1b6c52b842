"""The nodes of the blog: placeholders in doctrees, and HTML elements.

Placeholders are filled when a page is resolved. The elements are docutils' own nodes with
the name of an HTML element: builders that do not know them show their children.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.addnodes import translatable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class placeholder(nodes.General, nodes.Element):  # noqa: N801  docutils' nodes are lower case
    """The place of a list, byline or footer; its children are shown if that is empty."""


class blog_list(placeholder):  # noqa: N801
    """A list: ``request`` is what it asks for."""


class changes_list(placeholder):  # noqa: N801
    """The changes of a ``version``."""


class post_byline(nodes.Invisible, placeholder):  # noqa: N801
    """Date, authors and terms of the post."""


class post_footer(nodes.Invisible, placeholder):  # noqa: N801
    """Series and related posts of the post."""


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
        """Return the paragraphs as the author wrote them."""
        return tuple(self["originals"])


class written_excerpt(placeholder):  # noqa: N801
    """The excerpt of a post, as its author wrote it; ``shown`` on the page, or for lists alone."""


class excerpt_end(nodes.Invisible, nodes.Element):  # noqa: N801
    """Where the excerpt ends, until it has been cut."""


class toctree_place(nodes.Invisible, nodes.Element):  # noqa: N801
    """The place of a toctree of a generated page, which is kept in ``toctree`` for a while."""


class typed_link(nodes.inline):  # noqa: N801
    """A link of Markdown while it is resolved: ``address`` counts if it leads nowhere."""


class element(nodes.container):  # noqa: N801
    """An HTML element of flow content: ``tag`` names it, ``attrs`` are its attributes."""


class avatar(element):  # noqa: N801
    """A picture beside a name: small, and left out in plain text."""


class face(nodes.inline):  # noqa: N801
    """The picture of somebody beside their name, in web pages alone: ``uri`` is the image's.

    It isn't an image node, which other extensions would treat as one of the post's.
    """


class byline(nodes.Invisible, nodes.line_block):  # noqa: N801
    """A byline: not the author's prose, so that no extension takes it for a description."""


class afterword(nodes.Invisible, nodes.container):  # noqa: N801
    """The footer of a post: not the author's prose either."""


class text_line(nodes.line):  # noqa: N801
    """A line of a byline."""


class heading(nodes.rubric):  # noqa: N801
    """A heading outside the document's sections: ``tag`` is that of HTML."""


class phrase(nodes.inline):  # noqa: N801
    """An HTML element of phrasing content: ``tag`` names it, ``attrs`` are its attributes."""


#: Classes of parts of a post's page that aren't its text. The first keeps it out of the
#: search index. The second is that of the links to headings, which Sphinx's search page, and that
#: of Immaterial, take out of a page before they quote from it; nothing else takes anything out.
APART = ("no-search", "headerlink")


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


def visit_face(self: HTML5Translator, node: nodes.Element) -> None:
    """Show a picture that is decoration: the name is beside it."""
    source = node["uri"]
    if source in self.builder.images:
        source = posixpath.join(self.builder.imgpath, quote(self.builder.images[source]))
    classes = " ".join(("confblog-face", *node["classes"]))
    self.body.append(
        self.emptytag(node, "img", "", src=source, alt="", CLASS=classes, width=24, height=24)
    )
    raise nodes.SkipNode


def skip(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Leave a node out."""
    raise nodes.SkipNode


def visit_text_line(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a line as a paragraph, or an item of a list."""
    self.body.append(self.starttag(node, node.get("tag", "p"), ""))


def depart_text_line(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a line."""
    self.body.append(f"</{node.get('tag', 'p')}>\n")


def block(tag: str, classes: str, *children: nodes.Node, **attrs: str) -> nodes.Element:
    """Return an element of flow content; ``class_`` and the like lose their ``_``."""
    node = element("", *children, tag=tag, classes=classes.split())
    node["attrs"] = attributes(attrs)
    return node


def inline(tag: str, classes: str, *children: nodes.Node, **attrs: str) -> nodes.Element:
    """Return an element of phrasing content."""
    node = phrase("", "", *children, tag=tag, classes=classes.split())
    node["attrs"] = attributes(attrs)
    return node


def items_list(classes: str, *items: nodes.Node) -> nodes.bullet_list:
    """Return a list that the stylesheet shows without bullets."""
    return nodes.bullet_list("", *items, classes=["confblog-items", *classes.split()])


def worded(wording: str, **parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a phrase as nodes, with the nodes of *parts* for each ``{name}``."""
    texts = re.split(r"\{(\w+)\}", wording)
    line: list[nodes.Node] = [nodes.Text(texts[0])] if texts[0] else []
    for name, text in zip(texts[1::2], texts[2::2], strict=True):
        line += [*parts[name], *([nodes.Text(text)] if text else [])]
    return line


def attributes(attrs: dict[str, str]) -> dict[str, str]:
    """Return attributes with HTML names instead of Python's."""
    return {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}


def words(node: nodes.Node) -> str:
    """Return the text of a title without the HTML tags in it."""
    if isinstance(node, nodes.raw):
        return ""
    return "".join(map(words, node.children)) if node.children else node.astext()


def setup_nodes(app: Sphinx) -> None:
    """Register the elements for HTML; other writers show them as their base classes."""
    for node in (element, byline, afterword, heading, phrase):
        app.add_node(node, html=(visit_element, depart_element))
    app.add_node(
        avatar,
        html=(visit_element, depart_element),
        latex=(visit_avatar_latex, depart_avatar_latex),
        text=(skip, None),
        man=(skip, None),
    )
    app.add_node(
        face,
        html=(visit_face, None),
        latex=(skip, None),
        text=(skip, None),
        man=(skip, None),
        texinfo=(skip, None),
    )
    app.add_node(text_line, html=(visit_text_line, depart_text_line))
