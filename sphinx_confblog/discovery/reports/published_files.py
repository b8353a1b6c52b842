"""Warns of pages that make files of withheld posts public."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def report_published_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of pages that include, show or offer files of withheld posts (``env-updated``).

    In every build until it is mended, as the page need not be read again.
    """
    blogs = blogs_of(env)
    if not blogs.withheld:
        return
    sources = {os.path.normpath(blogs.files[name]): name for name in blogs.withheld}
    folders = {
        os.path.normpath(env.srcdir / name): of for name, of in blogs.private_folders.items()
    }
    for docname, path in sorted(set(used_files(env))):
        above = (folders[str(folder)] for folder in Path(path).parents if str(folder) in folders)
        if (post := sources.get(path) or next(above, None)) is not None:
            name = os.path.relpath(path, env.srcdir).replace(os.sep, "/")
            text = f"{name!r} belongs to {post!r}, which is withheld; this page makes it public"
            source = env.doc2path(docname)
            warn(Kind.WITHHELD, text, f"{source}:{line_naming(source, Path(path).name)}")


def used_files(env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    """Return the documents with the files that they include, show or offer."""
    awaited = blog_domain(env).awaited
    for docname, paths in env.dependencies.items():
        links = awaited.get(docname, ())
        for path in paths:
            if (name := os.path.normpath(env.srcdir / path)) not in links:
                yield docname, name
    for files in (env.images, env.dlfiles):
        for uri, (docnames, _) in files.items():
            yield from ((name, os.path.normpath(env.srcdir / uri)) for name in docnames)
    for docname, cover in blog_domain(env).covers.items():
        if "://" not in cover:
            yield docname, os.path.normpath(env.srcdir / cover)


def line_naming(path: Path, name: str) -> int:
    """Return the first line of a file that names another one; the first of all if none does."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)
