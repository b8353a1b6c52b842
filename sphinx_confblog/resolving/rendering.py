"""Renders the HTML and the plain text of a post outside its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.reading.excerpts import settled_text
from sphinx_confblog.reading.foreign_nodes import is_foreign
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.reading.prose import plain_text
from sphinx_confblog.resolving.links import load_excerpt
from sphinx_confblog.resolving.post_warnings import resolve_apart

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


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


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text of at most *longest* characters, cut between two words."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
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
    """Return a document as HTML, as it stands on the page of *docname*."""
    visitor = prepared_visitor(builder, document, docname)
    document.walkabout(visitor)
    return "".join(visitor.fragment)


def prepared_visitor(builder: StandaloneHTMLBuilder, document: nodes.document, docname: str) -> Any:
    """Return the visitor that writes a document as it stands on the page of *docname*.

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
