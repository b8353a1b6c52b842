"""Completes the sitemap of `sphinx_sitemap` with the pages that a build does not write."""

from __future__ import annotations

from queue import Queue
from typing import TYPE_CHECKING, Any

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.html.unlisted import SITEMAP
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def complete_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """List the pages of all documents, as a clean build does (``build-finished``, before others).

    The other extension gathers the pages that are written in a queue, and makes the file of it.
    Its own function adds to that (sphinx_sitemap 2.9).
    """
    if exception is not None or SITEMAP not in app.extensions:
        return
    if not makes_site(app.builder) or not blogs_of(app.env).exists:
        return
    written: Any = app.sitemap_links  # type: ignore[attr-defined]
    links: Queue[tuple[str, str | None]] = Queue()
    app.sitemap_links = links  # type: ignore[attr-defined]
    for docname in sorted(app.env.found_docs):
        app.extensions[SITEMAP].module.add_html_link(app, docname, "", {}, None)
    documents = frozenset(links.queue)
    while not written.empty():
        if (link := written.get()) not in documents:
            links.put(link)
