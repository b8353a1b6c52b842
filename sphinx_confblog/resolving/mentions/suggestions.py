"""Suggests what a reference that leads nowhere may mean."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx.util import docname_join

from sphinx_confblog.discovery.project import cached
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.model.mentions import nearest_name
from sphinx_confblog.resolving.mentions.objects import all_objects
from sphinx_confblog.util.text import nearest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.mentions import Xref


def suggestion(env: BuildEnvironment, docname: str, xref: Xref) -> str | None:
    """Return what a reference of a document that leads nowhere may mean, or None."""
    if xref.domain == NAME:
        domain = blog_domain(env)
        return nearest(xref.target, domain.known_targets(xref.type, xref.target, docname))
    if names_source(env, xref):
        return nearest_source(env, docname, xref.target)
    if (xref.domain, xref.type) == ("std", "doc"):
        near = nearest_name(docname_join(docname, xref.target), env.all_docs)
        return f"/{near}" if near else None
    return nearest_name(xref.target, names_for(env, xref.domain, xref.type))


def names_source(env: BuildEnvironment, xref: Xref) -> bool:
    """Return whether a link of Markdown names the file of a document."""
    path = xref.target.partition("#")[0]
    return xref.type == "myst" and path.endswith(tuple(env.config.source_suffix))


def nearest_source(env: BuildEnvironment, docname: str, target: str) -> str | None:
    """Return the path of the document's file that a link in another document may mean."""
    here = posixpath.dirname(env.doc2path(docname, base=False).as_posix())
    files = (env.doc2path(name, base=False).as_posix() for name in env.all_docs)
    paths = {posixpath.relpath(file, here or "."): posixpath.basename(file) for file in files}
    wanted = posixpath.basename(target.partition("#")[0])
    near = nearest(wanted, paths.values(), cutoff=0.8)
    same = [path for path, name in paths.items() if name in (wanted, near)]
    return min(same, key=len, default=None)


@cached
def names_for(env: BuildEnvironment, domain: str, role: str) -> frozenset[str]:
    """Return the names of the objects that a role of a domain may mean."""
    known = env.domains.get(domain) if domain else None
    types = known.objtypes_for_role(role) if known else None
    objects = (each[2:] for each in all_objects(env))
    return frozenset(
        name
        for in_domain, kind, name in objects
        if not domain or (in_domain == domain and (types is None or kind in types))
    )
