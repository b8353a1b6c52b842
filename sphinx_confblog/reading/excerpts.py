"""Cuts the excerpt of a post and stores it for the pages that list it."""

from __future__ import annotations

import pickle
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.ext.viewcode import viewcode_anchor
from sphinx.util.images import get_image_size

from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.nodes import placeholder, written_excerpt
from sphinx_confblog.reading.foreign_nodes import (
    is_foreign,
    is_invisible,
    own_nodes,
    shell_of,
    whole_copy,
)
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.reading.prose import is_unsettled, is_whole, part_lengths, plain_text
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.reading.source import NOTE, is_site_text
from sphinx_confblog.util.html_fragments import open_tags, without_strays
from sphinx_confblog.util.text import digest
from sphinx_confblog.util.text import paragraphs as text_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.model.post import Post


Element = TypeVar("Element", bound=nodes.Element)
#: What a copy must not repeat: it belongs to the post's page.
DROPPED = (
    nodes.citation,
    nodes.citation_reference,
    nodes.footnote,
    nodes.footnote_reference,
    nodes.system_message,
    nodes.docinfo,
    nodes.meta,
    addnodes.toctree,
    viewcode_anchor,
    placeholder,
)
#: What has a caption, which themes number by the node's id.
CAPTIONED = (nodes.figure, nodes.table, nodes.container)
#: Attributes by which other nodes find a node.
IDENTITY = ("ids", "names", "dupnames", "backrefs")


def excerpt_of(
    doctree: nodes.document, post: Post, cuts: list[nodes.Element], config: BlogConfig
) -> list[nodes.Node]:
    """Return a post's excerpt: the directive's, front matter's, what is cut, else the start."""
    if written := next(doctree.findall(written_excerpt), None):
        return list(map(whole_copy, written.children))
    if post.excerpt is not None:
        return paragraphs(post.excerpt)
    if cuts:
        return before(cuts[0], doctree).children
    if post.description is not None:
        return paragraphs(post.description)
    return beginning(doctree, config.excerpt_paragraphs)


def paragraphs(text: str) -> list[nodes.Node]:
    """Return plain text as paragraphs."""
    return [nodes.paragraph(part, "", nodes.Text(part)) for part in text_paragraphs(text)]


def beginning(doctree: nodes.document, count: int) -> list[nodes.Node]:
    """Return a copy of the text from the first paragraph to the last of *count*."""
    text = list(blocks(doctree))
    places = [n for n, node in enumerate(text) if isinstance(node, nodes.paragraph)][:count]
    taken = text[places[0] : places[-1] + 1] if places else []
    return [as_line(n) if isinstance(n, nodes.title) else whole_copy(n) for n in taken]


def blocks(parent: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the author's blocks in a section and its subsections, in reading order."""
    for child in parent.children:
        if isinstance(child, nodes.section):
            yield from blocks(child)
        elif not is_site_text(child):
            yield child


def as_line(title: nodes.title) -> nodes.rubric:
    """Return a copy of a heading as a line of its own."""
    return nodes.rubric(title.rawsource, "", *whole_copy(title).children)


def before(cut: nodes.Node, root: nodes.Element) -> nodes.Element:
    """Return a copy of *root* with all that precedes *cut*; elements around the cut are closed.

    If the cut's paragraph has lost the cut, because it was translated, all of it counts.
    """
    copied: nodes.Element | None = None
    node = cut
    while node is not root:
        parent = node.parent
        end = parent.index(node) if node in parent.children else len(parent.children)
        shell = shell_of(parent)
        shell.extend(map(whole_copy, parent.children[:end]))
        if copied is not None and copied.children:
            shell.append(copied)
        if isinstance(shell, nodes.paragraph):
            strip_end(shell)
        copied, node = shell, parent
    return cast("nodes.Element", copied)


def strip_end(paragraph: nodes.Element) -> None:
    """Take white space from the end of a paragraph."""
    while paragraph.children and isinstance(last := paragraph[-1], nodes.Text):
        if text := last.rstrip():
            paragraph[-1] = nodes.Text(text)
            return
        del paragraph[-1]


def clean(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return the copied nodes without what belongs to the post's page, and with flat sections."""
    root = nodes.Element("", *children)
    for section in own(root, nodes.section):
        flatten(section)
    for captioned in own(root, *CAPTIONED):
        unnumber(captioned)
    for node in [node for node in own_nodes(root) if is_dropped(node)]:
        drop(cast("nodes.Element", node), root)
    for element in own(root, nodes.Element):
        close_tags(element)
        forget_identity(element)
    close_tags(root)
    for node in root.findall():
        node.document = None  # type: ignore[assignment]  # it would be pickled too
    return list(root.children)


def own(root: nodes.Element, *types: type[Element]) -> list[Element]:
    """Return the nodes of some types, without those of other extensions and what is inside."""
    return [n for n in own_nodes(root) if isinstance(n, types) and not is_foreign(n)]


def is_dropped(node: nodes.Node) -> bool:
    """Return whether an excerpt goes without *node*."""
    if isinstance(node, nodes.topic) and "contents" in node["classes"]:
        return True
    return isinstance(node, DROPPED) or is_invisible(node) or is_site_text(node)


def drop(node: nodes.Element, root: nodes.Element) -> None:
    """Take a node out, and what then is empty around it; a named piece of text stays."""
    if node.parent is None:
        return
    if isinstance(node, nodes.target) and node.children:
        node.replace_self(nodes.inline("", "", *node.children))
        return
    while not node.children or is_dropped(node):
        parent = node.parent
        if node not in parent.children:
            return  # it has gone already, with what was around it
        parent.remove(node)
        if parent is root or parent.parent is None:
            return
        node = parent


def flatten(section: nodes.Element) -> None:
    """Put a section's children in its place; its title becomes a line of its own."""
    children: list[nodes.Node] = []
    for child in section.children:
        if isinstance(child, nodes.title):
            if "p-name" in child["classes"]:
                continue
            children.append(as_line(child))
        else:
            children.append(child)
    index = section.parent.index(section)
    section.parent[index : index + 1] = children


def unnumber(node: nodes.Element) -> None:
    """Make the caption of a figure, a table or code a paragraph."""
    captions = (n for n in node.children if isinstance(n, nodes.caption | nodes.title))
    caption = next(captions, None)
    if caption is None:
        return
    node.attributes.pop("literal_block", None)
    line = nodes.paragraph(caption.rawsource, "", *caption.children, classes=["caption"])
    line.source, line.line = caption.source, caption.line
    if isinstance(node, nodes.table):
        node.remove(caption)
        node.parent.insert(node.parent.index(node), line)
    elif isinstance(node, nodes.figure):
        # A caption or a legend begins the `figcaption` that docutils ends.
        node.remove(caption)
        legend = next(node.findall(nodes.legend), None)
        if legend is None:
            node += nodes.legend("", line)
        else:
            legend.insert(0, line)
    else:
        node.replace(caption, line)


def close_tags(element: nodes.Element) -> None:
    """End the elements of HTML that the author ended behind the cut, and drop ends of none."""
    pieces = [child for child in element.children if is_html(child)]
    fragments = [child.astext() for child in pieces]
    for child, kept in zip(pieces, without_strays(fragments), strict=True):
        if kept != child.astext():
            element.replace(child, nodes.raw(kept, kept, format="html") if kept.strip() else [])
    if names := open_tags(fragments):
        ends = "".join(f"</{name}>" for name in reversed(names))
        element += nodes.raw(ends, ends, format="html")


def forget_identity(node: nodes.Element) -> None:
    """Drop ids, numbers and the like; a link within the post is kept for ``rebase_links``."""
    for key in IDENTITY:
        if node.get(key):
            node[key] = []
    if isinstance(node, nodes.math_block):
        node["label"], node["number"] = None, None
    if "refid" in node:
        anchor = node.attributes.pop("refid")
        if isinstance(node, nodes.reference):
            node["anchor"] = anchor


def remove_with_shell(node: nodes.Element) -> None:
    """Remove a node, and each list or quote around it that nothing is left in."""
    parent = node.parent
    if node not in parent.children:
        return
    parent.remove(node)
    if not parent.children and not isinstance(parent, nodes.document | nodes.section):
        remove_with_shell(parent)


def take_excerpt(app: Sphinx, doctree: nodes.document) -> None:
    """Cut and keep a post's excerpt, once other extensions have seen it (``doctree-read``)."""
    env = app.env
    docname = env.docname
    note = env.current_document.get(NOTE)
    blog = blog_of(env, docname)
    post = blog.catalog.posts.get(docname)
    if post is None or note is None:
        return
    post = in_language(env, post)
    excerpt = nodes.Element("", *clean(excerpt_of(doctree, post, note.cuts, blog.config)))
    for cut in note.cuts:
        remove_with_shell(cut)
    path = excerpt_path(env, docname)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = (None if is_unsettled(excerpt) else plain_text(excerpt), excerpt)
    path.write_bytes(b"".join(pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in kept))
    images = list(excerpt.findall(nodes.image))
    blog_domain(env).excerpts[docname] = digest(excerpt.pformat() + sizes(env, images))
    if paths := {path for image in images for path in image["candidates"].values()}:
        blog_domain(env).images[docname] = tuple(sorted(paths))
    if is_whole(excerpt, doctree):
        blog_domain(env).whole[docname] = True
    blog_domain(env).lengths[docname] = tuple(part_lengths(doctree))


def sizes(env: BuildEnvironment, images: list[nodes.image]) -> str:
    """Return the sizes of the images that are shown scaled: pages give them in pixels."""
    scaled = [Path(env.srcdir, image["uri"]) for image in images if "scale" in image]
    return repr([get_image_size(path) for path in scaled]) if scaled else ""


def excerpt_path(env: BuildEnvironment, docname: str) -> Path:
    """Return the path of the file that keeps a post's excerpt."""
    return Path(env.doctreedir, f"{docname}.excerpt")


def has_excerpt(env: BuildEnvironment, docname: str) -> bool:
    """Return whether there is that file. Each build asks for each post, so no path is made."""
    return isfile(f"{env.doctreedir}/{docname}.excerpt")  # noqa: PTH113


def read_excerpt(env: BuildEnvironment, post: str) -> nodes.Element:
    """Return the excerpt of a post as it was kept."""
    with excerpt_path(env, post).open("rb") as file:
        pickle.load(file)  # noqa: S301  ours: its text
        excerpt: nodes.Element = pickle.load(file)  # noqa: S301  ours
    return excerpt


def settled_text(env: BuildEnvironment, post: str) -> str | None:
    """Return the excerpt of a post as plain text in one line; None if its page has to tell."""
    with excerpt_path(env, post).open("rb") as file:
        text: str | None = pickle.load(file)  # noqa: S301  ours
    return text
