"""Finds the documents that toctrees list, without a build, and adds entries to toctrees."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.cli.editing.page_sources import directives_in, read_text
from sphinx_confblog.discovery.reports.missed_posts import undated_files
from sphinx_confblog.discovery.unread_files import POSTS_ALONE, markdown_problem
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.records import FrontMatterError, Problem
from sphinx_confblog.util.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set
    from pathlib import Path

    from sphinx_confblog.cli.editing.page_sources import Directive
    from sphinx_confblog.cli.site import Site


TOCTREE, INCLUDE = "toctree", "include"
_TITLED = re.compile(r".*\S\s*<(.+)>", re.DOTALL)


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
    for docname, path, directives in pages_naming_others(site):
        listed = targets(docname, directives)
        matches = Matcher([name for name in listed if "*" in name])
        names |= {name for name in docnames if name in listed or matches(name)}
        names |= docnames & included(site, path, directives)
    return names


def pages_naming_others(site: Site) -> Iterator[tuple[str, Path, list[Directive]]]:
    """Yield the pages that may have toctrees or include files, with their directives."""
    for docname in sorted(site.project.docnames - site.blogs.pages.keys()):
        path = site.project.doc2path(docname, absolute=True)
        text = read_text(path)
        if TOCTREE in text or INCLUDE in text:
            yield docname, path, list(directives_in(site, path, text))


def unread_markdown(site: Site) -> Iterator[tuple[Path, Problem]]:
    """Yield the Markdown files that are not read, and use the blog or are in a toctree."""
    files = site.project.markdown
    listed: set[str] = set()
    used: set[str] = set()
    for docname, path, directives in pages_naming_others(site) if files else ():
        listed |= targets(docname, directives)
        used |= included(site, path, directives)
    for name in sorted(files.keys() - used):
        problem = markdown_problem(files[name])
        if problem is None and name in listed:
            text = f"this file is in a toctree, but is not read: {POSTS_ALONE}"
            problem = Problem("file", 1, text)
        if problem is not None:
            yield files[name], problem


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


def entries(toctree: Directive) -> list[str]:
    """Return the entries of a toctree, docnames and patterns, as typed."""
    texts = (text.strip() for _, text in toctree.body)
    return [match[1] if (match := _TITLED.fullmatch(text)) else text for text in texts if text]


def with_entry(text: str, directives: Iterable[Directive], entry: str, *, markdown: bool) -> str:
    """Return a page's text with one more entry in its last visible toctree, or its last one.

    A page without one gets one at its end. *directives* are those of the page.
    """
    toctrees = [directive for directive in directives if directive.name == TOCTREE]
    visible = [directive for directive in toctrees if "hidden" not in directive.options]
    if not toctrees:
        return _with_toctree(text, entry, markdown=markdown)
    lines = lines_of(text)
    toctree = (visible or toctrees)[-1]
    listed = [number for number, line in toctree.body if line.strip()]
    above = listed[-1] if listed else toctree.end
    bare = lines[above - 1].rstrip("\r\n")
    newline = lines[above - 1][len(bare) :] or "\n"
    indent = bare[: len(bare) - len(bare.lstrip(" \t>"))]
    if not listed and not markdown:
        deeper = "" if toctree.options else "   "
        entry = f"{newline}{indent}{deeper}{entry}"
        indent = ""
    lines[above - 1 : above] = [f"{bare}{newline}", f"{indent}{entry}{newline}"]
    return "".join(lines)


def _with_toctree(text: str, entry: str, *, markdown: bool) -> str:
    """Return a page's text with a toctree of one entry at the end."""
    made = f"```{{toctree}}\n{entry}\n```\n" if markdown else f".. toctree::\n\n   {entry}\n"
    newline = "\r\n" if "\r\n" in text else "\n"
    end = "" if not text or text.endswith("\n") else newline
    return f"{text}{end}{newline}{made.replace(chr(10), newline)}"
