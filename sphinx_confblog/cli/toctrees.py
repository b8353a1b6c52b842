"""Finds the documents that toctrees list, without a build."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.cli.edits import TOCTREE, entries
from sphinx_confblog.cli.page_sources import directives_in, read_text
from sphinx_confblog.discovery.report import undated_files
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.records import FrontMatterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from pathlib import Path

    from sphinx_confblog.cli.page_sources import Directive
    from sphinx_confblog.cli.site import Site


INCLUDE = "include"


def undated_pages(site: Site) -> dict[str, Path]:
    """Return the files among the posts that are pages only for want of a date, by docname.

    Those in a toctree are pages on purpose.
    """
    files = undated_files(site.blogs)
    listed = listed_documents(site, files.keys()) if files else set()
    return {
        name: path
        for name, path in files.items()
        if name not in listed and name != site.config.root_doc and not is_orphan(site, path)
    }


def listed_documents(site: Site, docnames: Set[str]) -> set[str]:
    """Return those *docnames* that a page lists in a toctree, by name or pattern, or includes."""
    names: set[str] = set()
    for docname in sorted(site.project.docnames - site.blogs.pages.keys()):
        path = site.project.doc2path(docname, absolute=True)
        text = read_text(path)
        if TOCTREE in text or INCLUDE in text:
            directives = list(directives_in(site, path, text))
            listed = targets(docname, directives)
            matches = Matcher([name for name in listed if "*" in name])
            names |= {name for name in docnames if name in listed or matches(name)}
            names |= docnames & included(site, path, directives)
    return names


def targets(docname: str, directives: Iterable[Directive]) -> set[str]:
    """Return the docnames in a page's toctrees, and the patterns in those with ``glob``."""
    folder = posixpath.dirname(docname)
    names = (
        entry
        for toctree in directives
        if toctree.name == TOCTREE
        for entry in entries(toctree)
        if "*" not in entry or "glob" in toctree.options
    )
    below = (name[1:] if name.startswith("/") else posixpath.join(folder, name) for name in names)
    return {posixpath.normpath(name).removesuffix(".md").removesuffix(".rst") for name in below}


def included(site: Site, path: Path, directives: Iterable[Directive]) -> set[str]:
    """Return the docnames of the files that a page includes."""
    names = [each.argument for each in directives if each.name == INCLUDE]
    files = (
        site.srcdir / name.lstrip("/") if name.startswith("/") else path.parent / name
        for name in names
    )
    return {docname for file in files if (docname := site.project.path2doc(file.resolve()))}


def is_orphan(site: Site, path: Path) -> bool:
    """Return whether a page says that it is in no toctree on purpose."""
    try:
        head = format_of(path.name, site.blog.suffixes).read(path)
    except (OSError, FrontMatterError):
        return False
    return head is not None and "orphan" in head.entries
