"""Excerpts: cut from a post when it has been read, shown by the pages that list it.

They are kept beside the pickled doctrees, as doctrees of their own: unpickling a whole post
for its first lines would cost most of the time that a list takes.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from sphinx_confblog.digests import digest
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.project import blog_of
from sphinx_confblog.sources import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config import BlogConfig
    from sphinx_confblog.post import Post

#: What a copy must not repeat: it belongs to the post's page.
DROPPED = (
    nodes.Invisible,
    nodes.citation,
    nodes.citation_reference,
    nodes.footnote,
    nodes.footnote_reference,
    nodes.system_message,
    nodes.target,
    nodes.docinfo,
    nodes.meta,
    addnodes.index,
    addnodes.toctree,
)
#: Attributes by which other nodes find a node.
IDENTITY = ("ids", "names", "dupnames", "backrefs")


def take_excerpt(app: Sphinx, doctree: nodes.document) -> None:
    """Cut and keep a post's excerpt, once other extensions have seen it (``doctree-read``)."""
    env = app.env
    docname = env.docname
    note = env.current_document.get(NOTE)
    post = blog_of(env).catalog.posts.get(docname)
    if post is None or note is None:
        return
    excerpt = nodes.Element("", *clean(excerpt_of(doctree, post, note.cuts, blog_of(env).config)))
    for cut in note.cuts:
        remove_with_shell(cut)
    path = excerpt_path(env, docname)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(excerpt, pickle.HIGHEST_PROTOCOL))
    blog_domain(env).excerpts[docname] = digest(excerpt.pformat())


def excerpt_path(env: BuildEnvironment, docname: str) -> Path:
    """The file that keeps a post's excerpt."""
    return Path(env.doctreedir, f"{docname}.excerpt")


def excerpt_of(
    doctree: nodes.document, post: Post, cuts: list[nodes.Element], config: BlogConfig
) -> list[nodes.Node]:
    """The nodes of a post's excerpt: what it says itself, what stands before the cut, its start."""
    if post.excerpt is not None:
        return paragraphs(post.excerpt)
    if cuts:
        return before(cuts[0], doctree).children
    if post.description is not None:
        return paragraphs(post.description)
    found = top_paragraphs(doctree)
    return [p.deepcopy() for p, _ in zip(found, range(config.excerpt_paragraphs), strict=False)]


def paragraphs(text: str) -> list[nodes.Node]:
    """Plain text as paragraphs."""
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return [nodes.paragraph(part, "", nodes.Text(part)) for part in parts if part]


def top_paragraphs(parent: nodes.Element) -> Iterator[nodes.paragraph]:
    """The paragraphs that stand in sections, in reading order."""
    for child in parent.children:
        if isinstance(child, nodes.paragraph):
            yield child
        elif isinstance(child, nodes.section):
            yield from top_paragraphs(child)


def before(cut: nodes.Node, root: nodes.Element) -> nodes.Element:
    """A copy of *root* with all that stands before *cut*; whatever it is inside of is closed."""
    copied: nodes.Element | None = None
    node = cut
    while node is not root:
        parent = node.parent
        shell = parent.copy()
        shell.extend(child.deepcopy() for child in parent.children[: parent.index(node)])
        if copied is not None and copied.children:
            shell += copied
        copied, node = shell, parent
    return cast("nodes.Element", copied)


def clean(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """The copied nodes without what belongs to the post's page, sections laid flat."""
    root = nodes.Element("", *children)
    for section in list(root.findall(nodes.section)):
        flatten(section)
    for node in list(root.findall(lambda n: isinstance(n, DROPPED))):
        if node.parent is not None:
            node.parent.remove(node)
    for node in root.findall():
        node.document = None  # it would be pickled too
        if isinstance(node, nodes.Element):
            forget_identity(node)
    return list(root.children)


def flatten(section: nodes.Element) -> None:
    """Put a section's children in its place; its title becomes a line of its own."""
    children = []
    for child in section.children:
        if isinstance(child, nodes.title):
            if "p-name" in child["classes"]:
                continue
            child = nodes.rubric(child.rawsource, "", *child.children)
        children.append(child)
    index = section.parent.index(section)
    section.parent[index : index + 1] = children


def forget_identity(node: nodes.Element) -> None:
    """Drop ids, numbers and the like; a link within the post is kept for :func:`settle`."""
    for key in IDENTITY:
        if node.get(key):
            node[key] = []
    if isinstance(node, nodes.math_block):
        node["label"], node["number"] = None, None
    if isinstance(node, nodes.reference) and "refid" in node:
        node["anchor"] = node.attributes.pop("refid")


def load_excerpt(env: BuildEnvironment, builder: Builder, post: str, page: str) -> list[nodes.Node]:
    """The excerpt of *post* as *page* may show it."""
    excerpt: nodes.Element = pickle.loads(excerpt_path(env, post).read_bytes())  # noqa: S301  ours
    settle(excerpt, post, page, builder)
    return list(excerpt.children)


def settle(excerpt: nodes.Element, post: str, page: str, builder: Builder) -> None:
    """Anchor links anew: they stand on *page* now, and mean what they meant on *post*'s."""
    for node in excerpt.findall(nodes.Element):
        if isinstance(node, nodes.reference) and "anchor" in node:
            anchor = node.attributes.pop("anchor")
            try:
                node["refuri"] = f"{builder.get_relative_uri(page, post)}#{anchor}"
            except NoUri:
                node.replace_self(nodes.inline("", "", *node.children))
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "doc":
            # MyST names its target in full, and reckons the address from here.
            node["refdoc"] = page


def remove_with_shell(node: nodes.Element) -> None:
    """Remove a node, and each list or quote around it that nothing is left in."""
    parent = node.parent
    parent.remove(node)
    if not parent.children and not isinstance(parent, nodes.document | nodes.section):
        remove_with_shell(parent)
