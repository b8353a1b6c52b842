"""What Sphinx is told of the blog's documents once they have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def mark_document(app: Sphinx, doctree: nodes.document) -> None:
    """Posts and generated pages need no toctree (``doctree-read``)."""
    env = app.env
    blogs = blogs_of(env)
    if env.docname in blogs.posts or env.docname in blogs.pages:
        env.metadata[env.docname]["orphan"] = ""


def depend_on_withheld(app: Sphinx, doctree: nodes.document) -> None:
    """Read a page again when a withheld file that it links to goes (``doctree-read``).

    What MyST makes of a link depends on whether there is such a file.
    """
    env = app.env
    blogs = blogs_of(env)
    for link in doctree.findall(addnodes.pending_xref) if blogs.withheld else ():
        if link.get("refdomain") == "doc" and link["reftarget"] in blogs.withheld:
            env.note_dependency(blogs.files[link["reftarget"]])
