"""Records the changes of versions in documents, while they are read."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_confblog.discovery.project import blogs_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.changes import Change, ChangeKind
from sphinx_confblog.nodes import words
from sphinx_confblog.reading.excerpts import clean, sizes
from sphinx_confblog.reading.foreign_nodes import whole_copy
from sphinx_confblog.reading.mentions import xrefs_of
from sphinx_confblog.reading.prose import CONDITIONAL
from sphinx_confblog.util.text import Condition, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The class of Sphinx's words before the text of a change, such as "Added in version 2.4".
LABEL = "versionmodified"


def note_changes(app: Sphinx, doctree: nodes.document) -> None:
    """Note the changes that a document names (``doctree-read``)."""
    env = app.env
    changes = list(doctree.findall(addnodes.versionmodified))
    texts = list(map(change_text, changes))
    noted = map(partial(noted_change, env), count(), changes, texts)
    if known := tuple(change for change in noted if change):
        blog_domain(env).changes[env.docname] = known
        if has_releases(env):
            keep_texts(env, env.docname, texts)


@cached
def has_releases(env: BuildEnvironment) -> bool:
    """Return whether there is a post about a release, which is likely to list its changes."""
    return any(post.version for post in blogs_of(env).posts.values())


def keep_texts(env: BuildEnvironment, docname: str, texts: list[nodes.Element]) -> None:
    """Keep the texts of a document's changes until the end of the build.

    Loading a whole page for each line of a list took 3 % of a build.
    """
    blogs_of(env).cache.results_of(stored_texts)[env, docname] = texts


def texts_of_changes(env: BuildEnvironment, docname: str) -> list[nodes.Element]:
    """Return the texts of the changes that a document names, as kept or from its doctree."""
    return blogs_of(env).cache.get(stored_texts, env, docname)


def stored_texts(env: BuildEnvironment, docname: str) -> list[nodes.Element]:
    """Return the texts of the changes in the doctree of a document."""
    changes = env.get_doctree(docname).findall(addnodes.versionmodified)
    return list(map(change_text, changes))


def noted_change(
    env: BuildEnvironment, number: int, node: addnodes.versionmodified, text: nodes.Element
) -> Change | None:
    """Return the record of a change; None for one of a kind that is not known."""
    if node.get("type") not in list(ChangeKind):
        return None
    images = list(text.findall(nodes.image))
    name, anchor, module, is_object = place_of(node)
    return Change(
        number=number,
        kind=ChangeKind(node["type"]),
        version=" ".join(node["version"].split()),
        name=name,
        anchor=anchor,
        module=module,
        is_object=is_object,
        conditions=tuple(conditions_of(node)),
        digest=digest(text.pformat() + sizes(env, images)),
        xrefs=tuple(xref._replace(line=None) for xref in xrefs_of(text)),
        images=tuple(sorted({p for image in images for p in image["candidates"].values()})),
    )


def change_text(node: addnodes.versionmodified) -> nodes.Element:
    """Return a copy of the text of a change, without Sphinx's words before it."""
    text = nodes.Element("", *map(whole_copy, node.children))
    first = next(iter(text.children), None)
    if isinstance(first, nodes.paragraph):
        for label in first.children[:1]:
            if isinstance(label, nodes.inline) and LABEL in label["classes"]:
                first.remove(label)
        if len(first) == 1 and type(first[0]) is nodes.inline and not first[0]["classes"]:
            # Sphinx wraps the text for translators.
            first[0].replace_self(first[0].children)
        if not first.children:
            text.remove(first)
    return nodes.Element("", *clean(text.children))


def place_of(node: nodes.Node) -> tuple[str, str, str, bool]:
    """Return name, anchor and module of the object or section around a node, and which it is.

    An object that nothing can link to has the anchor of what is around it.
    """
    parent = node.parent
    while parent is not None and not isinstance(parent, nodes.section):
        if isinstance(parent, addnodes.desc):
            signatures = [n for n in parent.children if isinstance(n, addnodes.desc_signature)]
            if signatures:
                with_ids = next((n for n in signatures if n["ids"]), signatures[0])
                anchor = with_ids["ids"][0] if with_ids["ids"] else place_of(parent)[1]
                return object_name(with_ids), anchor, with_ids.get("module") or "", True
        parent = parent.parent
    if parent is None or isinstance(parent.parent, nodes.document):
        return "", "", "", False
    title = next((n for n in parent.children if isinstance(n, nodes.title)), None)
    return words(title) if title else "", parent["ids"][0], "", False


def object_name(signature: addnodes.desc_signature) -> str:
    """Return the name of an object, without its module and arguments."""
    if name := signature.get("fullname"):
        return str(name)
    name = ""
    for part in signature.findall(nodes.Element):
        if isinstance(part, addnodes.desc_addname):
            name += part.astext()
        elif isinstance(part, addnodes.desc_name):
            return name + part.astext()
    return signature.astext()


def conditions_of(node: nodes.Node) -> Iterator[Condition]:
    """Yield what decides whether a build shows a node."""
    while (node := node.parent) is not None:
        if isinstance(node, CONDITIONAL):
            yield Condition(type(node).__name__, node.get("expr", ""))
