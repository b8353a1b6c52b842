"""Describes what a builder writes: separate pages or one file, and the URLs of its pages."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_confblog.util.urls import is_address, names_host

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.builders import Builder


#: Builders that are derived from that of web sites, and make something else.
NO_SITES = {
    *("singlehtml", "epub", "json", "pickle"),
    *("htmlhelp", "qthelp", "devhelp", "applehelp"),
}


def makes_site(builder: Builder) -> bool:
    """Return whether a builder makes a web site with a page for each document."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name not in NO_SITES


def address_forms(builder: Builder) -> list[str]:
    """Return examples of page URLs and the suffix of files; an empty list if no site is made."""
    if not makes_site(builder):
        return []
    assert isinstance(builder, StandaloneHTMLBuilder)
    uris = [builder.get_target_uri(name) for name in ("page", "folder/index")]
    return [builder.name, *uris, str(builder.out_suffix)]


def writes_context(builder: Builder) -> bool:
    """Whether a builder writes what templates are given, instead of pages made from it."""
    return isinstance(builder, SerializingHTMLBuilder)


def shared_files(builder: Builder, docnames: Set[str]) -> list[tuple[str, str]]:
    """Return the documents of a web site whose page is also that of ``index`` in their folder.

    Builders such as dirhtml write ``blog`` and ``blog/index`` to one file.
    """
    if not makes_site(builder):
        return []
    assert isinstance(builder, StandaloneHTMLBuilder)
    pairs = ((name, f"{name}/index") for name in sorted(docnames))
    return [
        (name, index)
        for name, index in pairs
        if index in docnames and builder.get_outfilename(name) == builder.get_outfilename(index)
    ]


class Addresses:
    """Makes absolute URLs from ``html_baseurl``; None where that is not set, or no site is made."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        base = str(builder.config.html_baseurl or "") if makes_site(builder) else ""
        #: The URL of the site's folder, without a slash at its end, or nothing.
        self.base = base.rstrip("/") if is_address(base) else ""

    def of(self, path: str) -> str | None:
        """Return the URL of a quoted path below the output folder."""
        return f"{self.base}/{path}" if self.base else None

    def page(self, docname: str) -> str | None:
        """Return the URL of a document's page."""
        return self.of(self.builder.get_target_uri(docname))

    def file(self, path: str) -> str | None:
        """Return the URL of a file below the output folder."""
        return self.of(quote(path))

    def image(self, uri: str) -> str | None:
        """Return the URL of an image, which doctrees name by its path or URL."""
        if names_host(uri):
            return uri
        if uri not in self.builder.env.images:
            return None
        name = self.builder.env.images[uri][1]
        return self.file(posixpath.join(self.builder.imagedir, name))


def writes_assembled(builder: Builder) -> bool:
    """Return whether a builder joins documents, so that one contains others' placeholders."""
    return not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "singlehtml"
