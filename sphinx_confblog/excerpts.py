"""Excerpts: kept when a post has been read, shown by the pages that list it.

They lie beside the pickled doctrees, as doctrees of their own: unpickling a whole post for its
first lines would cost most of the time that a list takes. In front of each stands its text, which
can be had without the rest.
"""

from __future__ import annotations

import pickle
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.anchoring import rebase_links
from sphinx_confblog.cutting import clean, excerpt_of, remove_with_shell
from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.prose import plain_text
from sphinx_confblog.sources import NOTE
from sphinx_confblog.texts import in_language
from sphinx_confblog.util.text import digest, measure

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


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
    kept = (" ".join(plain_text(excerpt).split()), excerpt)
    path.write_bytes(b"".join(pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for part in kept))
    blog_domain(env).excerpts[docname] = digest(excerpt.pformat())
    blog_domain(env).lengths[docname] = measure(plain_text(doctree))


def excerpt_path(env: BuildEnvironment, docname: str) -> Path:
    """The file that keeps a post's excerpt."""
    return Path(env.doctreedir, f"{docname}.excerpt")


def has_excerpt(env: BuildEnvironment, docname: str) -> bool:
    """Whether there is that file. Each build asks for each post, so no path is made."""
    return isfile(f"{env.doctreedir}/{docname}.excerpt")  # noqa: PTH113


def read_excerpt(env: BuildEnvironment, post: str) -> nodes.Element:
    """The excerpt of a post as it was kept."""
    with excerpt_path(env, post).open("rb") as file:
        pickle.load(file)  # noqa: S301  ours: its text
        excerpt: nodes.Element = pickle.load(file)  # noqa: S301  ours
    return excerpt


def excerpt_text(env: BuildEnvironment, post: str) -> str:
    """The excerpt of a post as plain text in one line."""
    with excerpt_path(env, post).open("rb") as file:
        return str(pickle.load(file))  # noqa: S301  ours


def load_excerpt(env: BuildEnvironment, builder: Builder, post: str, page: str) -> list[nodes.Node]:
    """The excerpt of *post* as *page* may show it."""
    excerpt = read_excerpt(env, post)
    rebase_links(excerpt, post, page, env, builder)
    return list(excerpt.children)
