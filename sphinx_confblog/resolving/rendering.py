"""Renders posts outside their pages: their HTML, their plain text, and lists of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.nodes import items_list
from sphinx_confblog.reading.excerpts import settled_text
from sphinx_confblog.reading.foreign_nodes import is_foreign
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.reading.prose import plain_text
from sphinx_confblog.resolving.links.excerpts import load_excerpt
from sphinx_confblog.resolving.post_warnings import resolve_apart
from sphinx_confblog.resolving.records import Day
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.resolving.links.linker import Linker

    #: Makes an item of a list from the date of a post and the link to it.
    MakeItem = Callable[[Day, nodes.Element], nodes.list_item]


#: Letters of a description that search engines and timelines show at most, more or less.
LONGEST = 200


@cached
def summary(env: BuildEnvironment, docname: str) -> str:
    """Return the description of a post, else its excerpt, as one line; it may be empty."""
    post = in_language(env, blogs_of(env).posts[docname])
    if post.description:
        return " ".join(post.description.split())
    text = settled_text(env, docname)
    return shown_text(env, docname) if text is None else text


def shortened(text: str) -> str:
    """Return a text that is not too long for a description, cut between two words."""
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST - 1]
    return (cut[: cut.rindex(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def shown_text(env: BuildEnvironment, docname: str) -> str:
    """Return the words that readers of a post's page see in its excerpt, as one line."""
    builder = builder_of(env)
    assert isinstance(builder, StandaloneHTMLBuilder)
    document = resolved_excerpt(env, builder, docname)
    if not any(map(is_foreign, document.findall())):
        return plain_text(document)
    witness = Witness(document, prepared_visitor(builder, document, docname))
    document.walkabout(witness)
    return plain_text(document, witness.passed_over)


class Witness(nodes.NodeVisitor):
    """Notes the nodes of other extensions whose content a visitor does not write.

    Only their own visitors know: ``todo``, for example, hides its nodes when they are written.
    """

    def __init__(self, document: nodes.document, visitor: nodes.NodeVisitor) -> None:
        super().__init__(document)
        self.visitor = visitor
        self.passed_over: list[nodes.Node] = []

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Have a node written."""
        try:
            self.visitor.dispatch_visit(node)
        except (nodes.SkipNode, nodes.SkipChildren):
            if is_foreign(node):
                self.passed_over.append(node)
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Have the end of a node written."""
        self.visitor.dispatch_departure(node)


def resolved_excerpt(
    env: BuildEnvironment, builder: StandaloneHTMLBuilder, docname: str
) -> nodes.document:
    """Return a document of a post's excerpt alone, resolved as on the post's page."""
    document = new_document(str(env.doc2path(docname)), builder.docsettings)
    document += load_excerpt(env, builder, docname, docname)
    resolve_apart(env, document, docname)
    return document


def render(builder: StandaloneHTMLBuilder, document: nodes.document, docname: str) -> str:
    """Return a document as HTML, as on the page of *docname*."""
    visitor = prepared_visitor(builder, document, docname)
    document.walkabout(visitor)
    return "".join(visitor.fragment)


def prepared_visitor(builder: StandaloneHTMLBuilder, document: nodes.document, docname: str) -> Any:
    """Return the visitor that writes a document as on the page of *docname*.

    Sphinx has no method for that: ``write_doc`` writes the page and everything around it, and
    ``render_partial`` renders one node, without ``html_compact_lists``, and with the numbers and
    paths of the page that was written last. So this sets what ``write_doc`` sets of its builder,
    and takes the same steps (Sphinx 8.2, 9.0 and 9.2).
    """
    here = builder.get_target_uri(docname)
    builder.secnumbers = builder.env.toc_secnumbers.get(docname, {})
    builder.fignumbers = builder.env.toc_fignumbers.get(docname, {})
    builder.imgpath = relative_uri(here, builder.imagedir)
    builder.dlpath = relative_uri(here, "_downloads")
    builder.current_docname = docname
    builder.post_process_images(document)
    document.settings = builder.docsettings
    return builder.create_translator(document, builder)


#: The place of a value in the HTML of a list.
HOLE = re.compile(r"\{(\w+)\}")
#: Characters as docutils writes them in HTML.
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", ">": "&gt;", "@": "&#64;"})


class ListForm(NamedTuple):
    """The HTML of a list, as a builder writes it."""

    start: str
    #: What an item has before and after its values, and the names of these, in turn.
    item: tuple[str, ...]
    end: str

    def line(self, values: Mapping[str, str]) -> str:
        """Return an item with its values, which are text."""
        parts = (
            values[part].translate(ESCAPED) if number % 2 else part
            for number, part in enumerate(self.item)
        )
        return "".join(parts)


def post_values(linker: Linker, post: str) -> dict[str, str] | None:
    """Return the values of a post in a list; None if it has more than a date and a mere text."""
    entry = BlogViews.at(linker.env, post).entry(post)
    title = linker.env.titles[post].children
    if entry.external is not None or any(type(node) is not nodes.Text for node in title):
        return None
    return {
        "iso": entry.date.iso,
        "day": entry.date.shown,
        "uri": linker.builder.get_relative_uri(linker.docname, post),
        "title": "".join(node.astext() for node in title),
    }


def posts_html(
    linker: Linker, posts: tuple[str, ...], classes: str, item: MakeItem, links: str = ""
) -> nodes.raw | None:
    """Return a list of posts as one node with HTML; None where it needs nodes.

    *links* are the classes of its links.
    """
    values = (post_values(linker, post) for post in posts)
    return list_html(linker.builder, values, classes, item, links)


def list_html(
    builder: Builder,
    items: Iterable[Mapping[str, str] | None],
    classes: str,
    item: MakeItem,
    links: str = "",
) -> nodes.raw | None:
    """Return a list as one node with HTML; None where it needs nodes, as an item without values.

    A list has a dozen nodes for each item, and each is looked at some thirty times before it is
    written.
    """
    if not isinstance(builder, StandaloneHTMLBuilder):
        return None
    form = list_form(builder, classes, item, links)
    if form is None:
        return None
    lines = []
    for values in items:
        if values is None:
            return None
        lines.append(form.line(values))
    return nodes.raw("", f"{form.start}{''.join(lines)}{form.end}", format="html")


@cached
def list_form(
    builder: StandaloneHTMLBuilder, classes: str, item: MakeItem, links: str
) -> ListForm | None:
    """Return the form of a list on web pages; None if the builder writes lists of its own kind."""
    link = nodes.reference("", "{title}", internal=True, refuri="{uri}", classes=links.split())
    node = items_list(classes, item(Day("{day}", "{iso}"), link))
    html = builder.render_partial(node)["fragment"]
    parts = re.fullmatch(r"(<ul.*?>\n)(<li.*</li>\n)(</ul>\n)", html, re.DOTALL)
    return ListForm(parts[1], tuple(HOLE.split(parts[2])), parts[3]) if parts else None
