"""Stores the HTML of posts for feeds when their pages are written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blog_of, output_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.feeds.plan import feed_plan
from sphinx_confblog.resolving.post_warnings import resolve_apart
from sphinx_confblog.resolving.rendering import render, resolved_excerpt
from sphinx_confblog.util.builders import Addresses
from sphinx_confblog.util.files import remove
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils import nodes
    from sphinx.application import Sphinx


#: Raise it when texts are made in another way: then all are made again.
FORMAT = 3
#: So many bytes are read for a stamp, which is shorter.
STAMP = 64


def keep_body(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Keep the text of a post that feeds carry (``html-page-context``, before others).

    This may run in a process of its own, which ends thereafter.
    """
    if doctree is None or pagename not in feed_plan(app.env).carried:
        return
    bodies = Bodies(app)
    whole = bodies.is_whole(pagename)
    bodies.keep(pagename, str(context["body"]) if whole else bodies.rendered(pagename))


class Bodies:
    """The texts of posts that are kept for one output folder."""

    def __init__(self, app: Sphinx) -> None:
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        self.env, self.builder = app.env, app.builder
        self.addresses = Addresses(app.builder)
        self.folder = output_of(app.env).path.with_suffix("")
        #: Docname -> what :meth:`stamp` has read.
        self.stamps: dict[str, str | None] = {}

    def is_whole(self, docname: str) -> bool:
        """Return whether feeds carry a post's full text."""
        return blog_of(self.env, docname).config.feed_content == "full"

    def path(self, docname: str) -> Path:
        """Return the file that keeps a post's text."""
        return Path(self.folder, f"{docname}.html")

    def recipe(self, docname: str) -> str:
        """Return the digest of what a text depends on besides the post's page."""
        excerpt = None if self.is_whole(docname) else blog_domain(self.env).excerpts.get(docname)
        return digest(repr((FORMAT, self.addresses.page(docname), excerpt))).hex()

    def keep(self, docname: str, body: str) -> None:
        """Keep the text of a post that its page shows as *body*."""
        # Not for those who only read the blog's records: it takes a while to load.
        from sphinx_confblog.feeds.portable_html import feed_html  # noqa: PLC0415

        html = feed_html(body, str(self.addresses.page(docname)))
        text = f"{self.recipe(docname)} {digest(html).hex()}\n{html}"
        path = self.path(docname)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        self.stamps.pop(docname, None)

    def stamp(self, docname: str) -> str | None:
        """Return the stamp of a kept text; None if there is none, or it is out of date."""
        if docname not in self.stamps:
            self.stamps[docname] = self.read_stamp(docname)
        return self.stamps[docname]

    def read_stamp(self, docname: str) -> str | None:
        """Read the stamp of a text from its file."""
        try:
            with self.path(docname).open("rb", buffering=STAMP) as file:
                stamp = file.readline().decode("ascii")
        except FileNotFoundError:
            return None
        return stamp if stamp.startswith(f"{self.recipe(docname)} ") else None

    def read(self, docname: str) -> str:
        """Return the kept text of a post."""
        return self.path(docname).read_bytes().decode().partition("\n")[2]

    def complete(self, docnames: Set[str]) -> None:
        """Render the missing texts: those of posts whose pages were not written."""
        for docname in sorted(docnames):
            if self.stamp(docname) is None:
                self.keep(docname, self.rendered(docname))

    def clear(self, docnames: Set[str]) -> None:
        """Remove the texts of other posts than these."""
        if not docnames:
            shutil.rmtree(self.folder, ignore_errors=True)
        top = f"{self.folder}{os.sep}"
        for folder, _, names in os.walk(self.folder, topdown=False):
            for path in (os.path.join(folder, name) for name in names):  # noqa: PTH118
                docname = path.removeprefix(top).replace(os.sep, "/").removesuffix(".html")
                if docname not in docnames:
                    remove(Path(path), self.folder)

    def rendered(self, docname: str) -> str:
        """Return the HTML of a post, or of its excerpt, with links as on its own page."""
        if self.is_whole(docname):
            document = self.env.get_doctree(docname)
            resolve_apart(self.env, document, docname)
        else:
            document = resolved_excerpt(self.env, self.builder, docname)
        return render(self.builder, document, docname)
