"""Keeps the text of posts for feeds, as HTML: taken when their pages are written.

Each text is a file beside the doctrees, as pages may be written by several processes. It tells
what it was made from, so that one that is out of date is made anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.utils import new_document
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from sphinx_confblog.addresses import Addresses
from sphinx_confblog.digests import digest
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.excerpts import load_excerpt
from sphinx_confblog.feeds import carried, feeds_of
from sphinx_confblog.project import blog_of, output_of
from sphinx_confblog.stale import remove

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: Another one makes all texts anew: to be raised when they are made in another way.
FORMAT = 2
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
    blog = blog_of(app.env, pagename)
    if doctree is None or pagename not in feeds_of(app.env, blog).carried:
        return
    bodies = Bodies(app)
    if bodies.is_whole(pagename):
        bodies.keep(pagename, str(context["body"]))
    else:
        bodies.keep(pagename, bodies.excerpt(pagename))


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
        """Whether feeds hold a post as a whole."""
        return blog_of(self.env, docname).config.feed_content == "full"

    def path(self, docname: str) -> Path:
        """The file that keeps a post's text."""
        return Path(self.folder, f"{docname}.html")

    def recipe(self, docname: str) -> str:
        """Digest of what a text depends on besides the post's page."""
        excerpt = None if self.is_whole(docname) else blog_domain(self.env).excerpts.get(docname)
        return digest(repr((FORMAT, self.addresses.page(docname), excerpt))).hex()

    def keep(self, docname: str, body: str) -> None:
        """Keep the text of a post that its page shows as *body*."""
        # Not for those who only read the blog's records: it takes a while to load.
        from sphinx_confblog.feedhtml import feed_html  # noqa: PLC0415

        html = feed_html(body, str(self.addresses.page(docname)))
        text = f"{self.recipe(docname)} {digest(html).hex()}\n{html}"
        path = self.path(docname)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        self.stamps.pop(docname, None)

    def stamp(self, docname: str) -> str | None:
        """What tells a text from others; None if there is none, or one that is out of date."""
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
        """The text of a post."""
        return self.path(docname).read_bytes().decode().partition("\n")[2]

    def complete(self) -> None:
        """Make the texts that are missing: of posts whose pages did not have to be written."""
        for docname in sorted(carried(self.env)):
            if self.stamp(docname) is None:
                self.keep(docname, self.rendered(docname))

    def clear(self) -> None:
        """Remove the texts that no feed carries."""
        found = carried(self.env)
        if not found:
            shutil.rmtree(self.folder, ignore_errors=True)
        top = f"{self.folder}{os.sep}"
        for folder, _, names in os.walk(self.folder, topdown=False):
            for path in (os.path.join(folder, name) for name in names):  # noqa: PTH118
                docname = path.removeprefix(top).replace(os.sep, "/").removesuffix(".html")
                if docname not in found:
                    remove(Path(path), self.folder)

    def rendered(self, docname: str) -> str:
        """A post as its page shows it, or its excerpt."""
        builder, here = self.builder, self.builder.get_target_uri(docname)
        # What the builder sets for each page that it writes.
        builder.secnumbers = self.env.toc_secnumbers.get(docname, {})
        builder.fignumbers = self.env.toc_fignumbers.get(docname, {})
        builder.imgpath = relative_uri(here, builder.imagedir)
        builder.dlpath = relative_uri(here, "_downloads")
        builder.current_docname = docname
        if not self.is_whole(docname):
            return self.excerpt(docname)
        return self.translated(self.env.get_doctree(docname), docname)

    def excerpt(self, docname: str) -> str:
        """The excerpt of a post as HTML, with links as on its own page."""
        document = new_document(str(self.env.doc2path(docname)), self.builder.docsettings)
        document += load_excerpt(self.env, self.builder, docname, docname)
        return self.translated(document, docname)

    def translated(self, document: nodes.document, docname: str) -> str:
        """A document that has only been read, as HTML."""
        self.env.apply_post_transforms(document, docname)
        self.builder.post_process_images(document)
        document.settings = self.builder.docsettings
        visitor: Any = self.builder.create_translator(document, self.builder)
        document.walkabout(visitor)
        return "".join(visitor.fragment)
