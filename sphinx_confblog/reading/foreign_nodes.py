"""Handles nodes of other extensions: copied whole, with the numbers of their post's page."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes

from sphinx_confblog.discovery.project import cached
from sphinx_confblog.nodes import element
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: Modules whose nodes are known here.
KNOWN = ("docutils.nodes", "sphinx.addnodes", "sphinx_confblog.")
#: The attributes of a figure of docutils and Sphinx. With others, an extension has marked it, to
#: make something of its images and its caption.
FIGURE = {
    *("ids", "classes", "names", "dupnames", "backrefs", "source", "align", "figwidth", "width"),
    "translated",
}
#: Where docutils keeps the targets before a node; through these, a copy would keep the whole page.
TARGETS = ("expect_referenced_by_id", "expect_referenced_by_name")
#: The class of an excerpt on a page that lists its post.
EXCERPT = "confblog-excerpt"
#: The attribute of builders that write by visitors.
TRANSLATOR = "default_translator_class"


def is_foreign(node: nodes.Node) -> bool:
    """Return whether a node belongs to another extension, so that its rules are unknown."""
    if isinstance(node, nodes.figure) and node.attributes.keys() - FIGURE:
        return True
    return not type(node).__module__.startswith(KNOWN)


def is_invisible(node: nodes.Node) -> bool:
    """Return whether a node is invisible on pages.

    Another extension may derive nodes from comments and show them, as ``autosummary`` does its
    tables.
    """
    if not isinstance(node, nodes.Invisible) or not is_foreign(node):
        return isinstance(node, nodes.Invisible)
    return all(isinstance(c, addnodes.toctree) or is_invisible(c) for c in node.children)


def own_nodes(root: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the nodes below *root*, in reading order, but none inside of a foreign node.

    The tree may change meanwhile: children are listed when their parent has been yielded.
    """
    for child in list(root.children):
        yield child
        if isinstance(child, nodes.Element) and not is_foreign(child):
            yield from own_nodes(child)


def shell_of(node: nodes.Element) -> nodes.Element:
    """Return a copy of a node without its children.

    docutils copies an element by calling its class, which a class of its own form refuses, and
    which loses attributes of the object.
    """
    if not is_foreign(node):
        return node.copy()
    shell: nodes.Element = copy.copy(node)
    shell.attributes = {
        k: list(v) if isinstance(v, list) else v for k, v in node.attributes.items()
    }
    shell.children, shell.parent = [], None
    for name in TARGETS:
        shell.__dict__.pop(name, None)
    return shell


def whole_copy(node: nodes.Node) -> nodes.Node:
    """Return a deep copy of a node."""
    if not isinstance(node, nodes.Element):
        return node.copy()
    shell = shell_of(node)
    shell.extend(map(whole_copy, node.children))
    return shell


def give_numbers(env: BuildEnvironment, excerpt: list[nodes.Node], post: str, page: str) -> None:
    """Number the nodes of an excerpt as on the page of its post.

    Visitors look numbers up by the page that is written, and some fail without. What is added
    counts in this build alone: Sphinx numbers all documents again in each.
    """
    numbers = env.toc_fignumbers.get(post, {}) if page != post else {}
    for kind, by_id in numbers.items():
        shown = env.toc_fignumbers.setdefault(page, {}).setdefault(kind, {})
        for node in (n for root in excerpt for n in root.findall(nodes.Element) if n["ids"]):
            if number := by_id.get(node["ids"][0]):
                give_number(node, number, shown, post)


def give_number(
    node: nodes.Element, number: tuple[int, ...], shown: dict[str, tuple[int, ...]], post: str
) -> None:
    """Add the number of a node to those that a page shows, by id.

    Posts may have an id twice, such as ``theorem-0``. If it has another number on the page, the
    node gets an id of its own.
    """
    name = node["ids"][0]
    if shown.setdefault(name, number) != number:
        node["ids"][0] = own_name = f"{nodes.make_id(post)}-{name}"
        shown[own_name] = number


def leave_out_unwritable(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Leave out of excerpts what the builder cannot write (``doctree-resolved``, after others).

    By then, an extension has replaced those of its nodes that have no visitor on purpose.
    """
    for excerpt in list(filter(is_excerpt, doctree.findall(element))):
        for node in list(excerpt.findall(is_foreign)):
            if not has_visitor(app, node):
                node.parent.remove(node)
                source, line = get_source_line(node)
                place = f"{source}:{line}" if line else str(source)
                warn_of_node(app.env, type(node).__name__, app.builder.name, place)


def is_excerpt(node: nodes.Node) -> bool:
    """Return whether a node is the excerpt of a post on a page that lists it."""
    return isinstance(node, element) and EXCERPT in node["classes"]


def has_visitor(app: Sphinx, node: nodes.Node) -> bool:
    """Return whether the builder has a visitor for a node's class or for a base of it."""
    builder, registry = app.builder, app.registry
    if builder.name not in registry.translators and not hasattr(builder, TRANSLATOR):
        return True  # it walks through doctrees in a way of its own
    handlers = registry.translation_handlers
    added = handlers.get(builder.name, handlers.get(builder.format, {}))
    translator, names = builder.get_translator_class(), [c.__name__ for c in type(node).__mro__]
    return any(name in added or hasattr(translator, f"visit_{name}") for name in names)


@cached
def warn_of_node(_env: BuildEnvironment, name: str, builder: str, place: str) -> None:
    """Warn, once a build, that an excerpt goes without a node."""
    text = (
        f"the builder {builder!r} cannot write the node {name!r} in lists, so the "
        "excerpt leaves it out. Put it below READMORE, or set excerpt: in the front matter."
    )
    warn(Kind.EXCERPT, text, place)
