"""Warns of what is wrong in the text of pages, which is not read as a build reads it."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from sphinx_confblog.cli.editing.page_sources import directives_in, read_text
from sphinx_confblog.discovery.page_templates import is_shipped
from sphinx_confblog.frontmatter.formats import MARKDOWN, NOTEBOOK, RST, format_of
from sphinx_confblog.frontmatter.keys import KNOWN_KEYS
from sphinx_confblog.reading.links.liquid import SUBSTITUTION, understand, warn_left
from sphinx_confblog.reading.links.old_targets import index_pages
from sphinx_confblog.reading.list_requests import (
    Usage,
    ask_archive,
    ask_excerpt,
    ask_listing,
    ask_readmore,
    ask_terms,
    parse_postlist,
)
from sphinx_confblog.reading.separators import separators_of
from sphinx_confblog.releases.directives import ask_changes
from sphinx_confblog.util.liquid import has_liquid
from sphinx_confblog.util.separator_slips import slips_in_source
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx_confblog.cli.editing.page_sources import Directive
    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.reading.links.address_index import OldAddressIndex
    from sphinx_confblog.reading.list_requests import Complaint

    #: Key of a blog -> the pages that links in its posts may lead to.
    Indexes = dict[str, OldAddressIndex]


#: The directives that can be wrong; one of these words is in each page that has one.
POSTLIST, LISTING, TERMS, ARCHIVE = "postlist", "blog:listing", "blog:terms", "blog:archive"
READMORE, EXCERPT, CHANGES = "readmore", "excerpt", "blog:changes"
WORDS = ("postlist", "blog:", READMORE, EXCERPT)


def report_pages(site: Site, docnames: Iterable[str]) -> None:
    """Warn of the lists on some pages that ask for what there is not.

    In posts, also of Liquid and of misspelt separators.
    """
    indexes: Indexes = {}
    for docname in docnames:
        path, text = text_of(site, docname)
        report_liquid(site, docname, path, text, indexes)
        report_slips(site, docname, path, text)
        if any(word in text for word in WORDS):
            excerpts = count()
            for directive in directives_in(site, path, text):
                for kind, problem in complaints(site, docname, directive, excerpts):
                    warn(kind, f"{directive.name}: {problem}", f"{path}:{directive.line}")


def report_liquid(site: Site, docname: str, path: Path, text: str, indexes: Indexes) -> None:
    """Warn of Liquid in a post that a build leaves in its text, or whose link leads nowhere."""
    post, blog = site.blogs.posts.get(docname), site.blogs.of(docname)
    form = format_of(path.name, blog.suffixes)
    if post is None or form is not MARKDOWN or not has_liquid(text):
        return
    if blog.key not in indexes:
        documents, root = site.project.docnames, site.config.root_doc
        indexes[blog.key] = index_pages(site.blogs, blog, documents, root)
    result = understand(
        post, form.strip(text, KNOWN_KEYS.union(blog.config.taxonomies)).text,
        partial(is_known, site, indexes[blog.key]),
        substitutes=SUBSTITUTION in site.config.myst_enable_extensions,
    )  # fmt: skip
    for line, message in result.missing:
        warn(Kind.LIQUID, message, f"{path}:{line}")
    for line, left in result.left:
        warn_left(left, f"{path}:{line}")


def report_slips(site: Site, docname: str, path: Path, text: str) -> None:
    """Warn of what was meant to be a separator in a post."""
    post, config = site.blogs.posts.get(docname), site.blogs.of(docname).config
    form = format_of(path.name, site.blogs.of(docname).suffixes)
    if post is None or form is NOTEBOOK:
        return
    slips = separators_of(post, config).slips
    if slips_in_source(text, slips, is_rst=form is RST):
        body = form.strip(text, KNOWN_KEYS.union(config.taxonomies)).text
        for line, problem in slips_in_source(body, slips, is_rst=form is RST):
            warn(Kind.READMORE, problem, f"{path}:{line + 1}")


def is_known(site: Site, index: OldAddressIndex, address: str) -> bool:
    """Return whether a page or a file of the site is at an address."""
    path = address.lstrip("/")
    folders = [site.srcdir / folder for folder in index.folders]
    extra = [site.confdir / folder for folder in site.config.html_extra_path]
    return index.find(address) is not None or any(
        (folder / path).is_file() for folder in (site.srcdir, *folders, *extra)
    )


def text_of(site: Site, docname: str) -> tuple[Path, str]:
    """Return the file of a document and its text, which is empty for the package's templates."""
    if docname in site.blogs.pages:
        template = site.blogs.of(docname).sources[docname]
        if is_shipped(template):
            return template, ""
        page = site.blogs.rendered(docname)
        return page.path, "" if page.is_shipped else page.text
    path = site.project.doc2path(docname, absolute=True)
    return path, read_text(path)


def complaints(
    site: Site, docname: str, directive: Directive, excerpts: Iterator[int]
) -> list[Complaint]:
    """Return what is wrong with a directive; *excerpts* counts those of the page."""
    first = directive.body[0][1].strip() if directive.body else ""
    usage = Usage(directive.argument, directive.options, first)
    blogs, blog = site.blogs, site.blogs.of(docname)
    checks = {
        POSTLIST: lambda: parse_postlist(blogs, docname, usage)[1],
        LISTING: lambda: ask_listing(blog, usage)[1],
        TERMS: lambda: ask_terms(blogs, docname, usage)[1],
        ARCHIVE: lambda: ask_archive(blogs, docname, usage)[1],
        CHANGES: lambda: ask_changes(blog, docname, usage)[1],
    }
    if check := checks.get(directive.name):
        return check()
    if directive.name == READMORE and (complaint := ask_readmore(blog, docname)):
        return [complaint]
    is_excerpt = directive.name == EXCERPT
    return list(ask_excerpt(blog, docname, next(excerpts))) if is_excerpt else []
