"""Numbers posts outside toctrees, and removes outdated section numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.domains.std import StandardDomain

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: The attribute of titles, and of links in tables of contents.
NUMBER = "secnumber"


def forget_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take stale numbers out of titles, and return the documents (``env-get-updated``).

    Sphinx numbers titles and tables of contents in place when a toctree is ``:numbered:``, and
    leaves them as they are when it is so no longer (Sphinx 8.2, 9.0 and 9.2).
    """
    if not blogs_of(env).exists:
        return []
    stale = [
        docname
        for docname, title in env.titles.items()
        if title.get(NUMBER) and docname not in env.toc_secnumbers
    ]
    for docname in stale:
        for node in (env.titles[docname], *env.tocs[docname].findall(nodes.reference)):
            node.attributes.pop(NUMBER, None)
    return stale


def note_numbered(app: Sphinx, doctree: nodes.document) -> None:
    """Note what can be numbered in a post, with ``numfig`` (``doctree-read``)."""
    docname = app.env.docname
    if app.config.numfig and docname in blogs_of(app.env).posts:
        ids: dict[str, list[str]] = {}
        for kind, name in numbered(app.env, doctree):
            ids.setdefault(kind, []).append(name)
        if ids:
            blog_domain(app.env).numbered[docname] = ids


def numbered(env: BuildEnvironment, doctree: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield kind and id of what can be numbered, by the rules of Sphinx for toctrees."""
    domains = [d for d in env.domains.sorted() if d.enumerable_nodes]
    for node in doctree.findall(nodes.Element):
        for domain in domains if node["ids"] and not isinstance(node, nodes.section) else ():
            kind = domain.get_enumerable_node_type(node)
            untitled = isinstance(domain, StandardDomain) and not domain.get_numfig_title(node)
            if kind and not untitled:
                yield kind, node["ids"][0]
                break


def number_posts(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number each post by itself that is in no toctree (``env-get-updated``, after Sphinx).

    Sphinx numbers what it finds from the front page on. References to other documents are left
    without numbers, and those to equations as "()". The pages to write again are found later: there
    are none to return.
    """
    for docname, ids in blog_domain(env).numbered.items():
        if docname not in env.toc_fignumbers:
            env.toc_fignumbers[docname] = {
                kind: {name: (number,) for number, name in enumerate(names, start=1)}
                for kind, names in ids.items()
            }
    return []
