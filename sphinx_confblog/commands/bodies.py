"""Warns of the blog's directives in the text of pages, as reading the pages would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.commands.pages import directives_in, read_text
from sphinx_confblog.reading.directives import (
    ask_archive,
    ask_listing,
    ask_readmore,
    ask_terms,
    parse_postlist,
)
from sphinx_confblog.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.reading.directives import Complaint
    from sphinx_confblog.spotting_rst import Directive

#: The directives that can be wrong; one of these words is in each page that has one.
POSTLIST, LISTING, TERMS, ARCHIVE = "postlist", "blog:listing", "blog:terms", "blog:archive"
READMORE = "readmore"
WORDS = ("postlist", "blog:", READMORE)


def report_lists(site: Site, docnames: Iterable[str]) -> None:
    """Warn of the lists on some pages that ask for what there is not."""
    for docname in docnames:
        path, text = text_of(site, docname)
        if any(word in text for word in WORDS):
            for found in directives_in(site, path, text):
                for kind, problem in complaints(site, docname, found):
                    warn(kind, f"{found.name}: {problem}", f"{path}:{found.line}")


def text_of(site: Site, docname: str) -> tuple[Path, str]:
    """Return the file of a document and its text, which is empty for the package's templates."""
    if docname in site.blogs.pages:
        page = site.blogs.rendered(docname)
        return page.path, "" if page.is_shipped else page.text
    path = site.project.doc2path(docname, absolute=True)
    return path, read_text(path)


def complaints(site: Site, docname: str, found: Directive) -> list[Complaint]:
    """What is wrong with a directive."""
    if found.name == POSTLIST:
        return parse_postlist(site.blogs, docname, found.options, has_text=found.has_text)[1]
    if found.name == LISTING:
        return ask_listing(site.blogs.of(docname), found.options)[1]
    if found.name == TERMS:
        return ask_terms(site.blogs, docname, found.argument or None, found.options)[1]
    if found.name == ARCHIVE:
        return ask_archive(site.blogs, docname, found.options)[1]
    if found.name == READMORE and (complaint := ask_readmore(site.blogs.of(docname), docname)):
        return [complaint]
    return []
