"""Links to the file of a post that has another address: they lead to the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.directives.other import TocTree, glob_re
from sphinx.util import docname_join
from sphinx.util.matching import patfilter
from sphinx.util.nodes import explicit_title_re

from sphinx_confblog.project import blogs_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Domain and type of references that name documents.
ROLES = {("std", "doc"), ("", "any"), ("", "doc"), ("", "myst")}


def follow_moved(app: Sphinx, doctree: nodes.document) -> None:
    """Let references to documents mean what they mean at the files' places (``doctree-read``).

    Those in a moved post are reckoned from its file, and those to its file lead to the post.
    """
    env = app.env
    blogs = blogs_of(env)
    if not blogs.moved:
        return
    post = blogs.posts.get(env.docname)
    here = (post and post.source) or env.docname
    for node in doctree.findall(addnodes.pending_xref):
        if (node.get("refdomain") or "", node["reftype"]) in ROLES:
            target = docname_join(here, node["reftarget"])
            target = blogs.moved.get(target, target)
            if target in env.found_docs:
                node["reftarget"] = f"/{target}"


class MovedTocTree(TocTree):
    """A toctree that finds moved posts by the names of their files."""

    def parse_content(self, toctree: addnodes.toctree) -> None:
        """Put the posts' own names in the place of their files'."""
        lines = [line for entry in self.content for line in self.renamed(entry, toctree["glob"])]
        self.content = type(self.content)(lines, source=toctree.source or "")
        super().parse_content(toctree)

    def renamed(self, entry: str, glob: object) -> list[str]:
        """The entries that stand for one."""
        moved = blogs_of(self.env).moved
        post = blogs_of(self.env).posts.get(self.env.docname)
        here = (post and post.source) or self.env.docname
        if explicit := explicit_title_re.match(entry):
            docname = self.docname_of(explicit.group(2), here)
            return [f"{explicit.group(1)} </{moved[docname]}>" if docname in moved else entry]
        if glob and glob_re.match(entry):
            found = sorted(patfilter(moved, docname_join(here, entry)))
            others = patfilter(self.env.found_docs, docname_join(here, entry))
            return [
                *(f"/{moved[name]}" for name in found),
                *([entry] if others or not found else []),
            ]
        docname = self.docname_of(entry, here)
        return [f"/{moved[docname]}" if docname in moved else entry]

    def docname_of(self, entry: str, here: str) -> str:
        """The docname that an entry means, with or without a suffix."""
        suffix = next((s for s in self.config.source_suffix if entry.endswith(s)), "")
        return docname_join(here, entry.removesuffix(suffix))


def setup_toctree(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have toctrees find moved posts, on sites that move some (``env-before-read-docs``)."""
    if blogs_of(env).moved:
        app.add_directive("toctree", MovedTocTree, override=True)
