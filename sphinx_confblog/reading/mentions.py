"""Records what posts refer to, while they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.mentions import OutsideMention, Xref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

    from sphinx_confblog.model.post import Post

#: Attributes of a reference that don't depend on its target.
_APART = frozenset(nodes.Element.basic_attributes) | {
    "classes", "names", "dupnames", "backrefs", "ids", "refdomain", "reftype", "reftarget",
    "refdoc", "refwarn", "refexplicit", "reftitle",
}  # fmt: skip


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Note the cross-references of a post or a generated page (``doctree-read``)."""
    env, blogs = app.env, blogs_of(app.env)
    if env.docname in blogs.posts or env.docname in blogs.pages:
        domain = blog_domain(env)
        if xrefs := tuple(with_known_name(xref, blogs.posts) for xref in xrefs_of(doctree)):
            domain.xrefs[env.docname] = xrefs
        if outside := tuple(dict.fromkeys(outside_of(doctree))):
            domain.outside[env.docname] = outside


def with_known_name(xref: Xref, posts: Mapping[str, Post]) -> Xref:
    """Return a reference to a post with the very string that the environment has for the post.

    It is pickled once then, and post names are long.
    """
    post = posts.get(xref.target)
    return xref._replace(target=post.docname) if post else xref


def xrefs_of(doctree: nodes.Element) -> Iterator[Xref]:
    """Yield the cross-references of a document, each once."""
    seen: set[str] = set()
    for node in doctree.findall(addnodes.pending_xref):
        xref = xref_of(node)
        key = repr(xref._replace(line=None))
        if key not in seen:
            seen.add(key)
            yield xref


def xref_of(node: addnodes.pending_xref) -> Xref:
    """Return the record of a reference."""
    context = tuple(
        (key, value)
        for key, value in sorted(node.attributes.items())
        if key not in _APART and value not in (None, False, "", [])
    )
    domain, line = node.get("refdomain") or "", get_source_line(node)[1]
    return Xref(domain, node["reftype"], node["reftarget"], line, context)


def outside_of(doctree: nodes.document) -> Iterator[OutsideMention]:
    """Yield the objects of other projects that MyST has found by ``inv:`` links."""
    for node in doctree.findall(nodes.reference):
        if "inv_match" in node:
            yield OutsideMention(node.astext(), node["refuri"], node.get("reftitle", ""))
