"""Completes the sitemap of `sphinx_sitemap` with the pages that a build does not write."""

from __future__ import annotations

from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.html.unlisted import SITEMAP
from sphinx_confblog.incremental.leftovers import MODULES
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VIEWCODE = "sphinx.ext.viewcode"


def complete_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """List all documents and modules, as a clean build does (``build-finished``, before others).

    The other extension gathers the pages that are written in a queue, and makes the file of it.
    Its own function adds to that (sphinx_sitemap 2.9).
    """
    if exception is not None or SITEMAP not in app.extensions:
        return
    if writes_assembled(app.builder) or not blogs_of(app.env).exists:
        return
    written: Any = app.sitemap_links  # type: ignore[attr-defined]
    links: Queue[tuple[str, str | None]] = Queue()
    app.sitemap_links = links  # type: ignore[attr-defined]
    for name in (*sorted(app.env.found_docs), *module_pages(app)):
        app.extensions[SITEMAP].module.add_html_link(app, name, "", {}, None)
    standing = frozenset(links.queue)
    while not written.empty():
        if (link := written.get()) not in standing:
            links.put(link)


def module_pages(app: Sphinx) -> list[str]:
    """Return the pages of ``sphinx.ext.viewcode``, which writes only those of changed modules."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    if VIEWCODE not in app.extensions:
        return []
    suffix, outdir = app.builder.out_suffix, Path(app.outdir)
    files = sorted((outdir / MODULES).rglob(f"*{suffix}"))
    return [path.relative_to(outdir).as_posix().removesuffix(suffix) for path in files]
