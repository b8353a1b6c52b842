"""Forgets the section numbers of pages that no toctree numbers any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: The attribute of titles, and of links in tables of contents.
NUMBER = "secnumber"


def forget_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Take stale numbers out of titles, and return the documents (``env-get-updated``).

    Sphinx numbers titles and tables of contents in place when a toctree is ``:numbered:``, and
    leaves them as they are when it is so no longer (Sphinx 8.2 and 9.0).
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
