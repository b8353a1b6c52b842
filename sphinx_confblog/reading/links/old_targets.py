"""Finds the targets of URLs in posts: documents, and files of the source folder or output."""

from __future__ import annotations

import os
import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.markdown_suffix import LENT
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.file_places import FilePlaces
from sphinx_confblog.reading.links.address_index import (
    OldAddressIndex,
    folder_of,
    is_old_page,
    olds_of,
    parse_address,
)
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.reading.links.address_index import Address


class LinkTarget(NamedTuple):
    """The target of an address: a document, a file of the source folder, or of the output."""

    docname: str = ""
    source: str = ""
    output: str = ""


NOWHERE = LinkTarget()


class TargetFinder:
    """Looks up the addresses in one post."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self.env, self.docname, self.blogs = env, docname, blogs_of(env)
        self.srcdir = Path(env.srcdir)
        self.blog = self.blogs.of(docname)
        self.asked: set[str] = set()

    @cached_property
    def pages(self) -> OldAddressIndex:
        """Return the pages at old URLs; most posts need none."""
        return old_pages(self.env, self.blog)

    @cached_property
    def places(self) -> FilePlaces:
        """Where files may lie that the post names."""
        post = self.blogs.posts[self.docname]
        return FilePlaces(
            # Files by a post count from its file, wherever its page is.
            own=(posixpath.dirname(post.source_docname), folder_of(post)),
            tops=tops(self.blogs, self.blog),
            addresses=self.pages.addresses[self.docname],
            folder_at=self.pages.folder_at,
        )

    def ask(self, text: str) -> LinkTarget:
        """Look an address up, and remember it."""
        self.asked.add(text)
        return self.look_up(text)

    def look_up(self, text: str) -> LinkTarget:
        """Return the target of an address from the top of the site, or a relative one."""
        address = parse_address(text)
        if address is None:
            return NOWHERE
        if docname := self.page_at(address):
            return LinkTarget(docname=docname)
        if source := self.file_at(address.path):
            return LinkTarget(source=source)
        path = address.path
        paths = [path] if path.startswith("/") else [path, *self.places.absolute(path)]
        copies = (self.copied(one.lstrip("/")) for one in paths)
        return next((copy for copy in copies if copy != NOWHERE), NOWHERE)

    def page_at(self, address: Address) -> str | None:
        """Return the document at an address; None if there is none."""
        path = address.path
        if self.names_source(path):
            return self.document_of(path)
        if address.query or not is_old_page(path):
            return None
        paths = [path] if path.startswith("/") else self.places.absolute(path)
        return next(filter(None, map(self.pages.find, paths)), None)

    def document_of(self, path: str) -> str | None:
        """Return the document of a source file that is named by the path from the post."""
        for name in self.places.of(path):
            docname = self.env.project.path2doc(name) or ""
            docname = self.blogs.moved.get(docname, docname)
            if docname in self.env.found_docs:
                return docname
        return None

    def names_source(self, path: str) -> bool:
        """Return whether a path is that of a file that Sphinx reads."""
        return path.endswith((*self.env.config.source_suffix, LENT))

    def file_at(self, path: str) -> str:
        """Return the first file, no document, that a path may mean, below the source folder."""
        if path and path.isprintable() and not self.names_source(path):
            for name in self.places.of(path):
                if is_file(self.srcdir / name):
                    return name
        return ""

    def copied(self, path: str) -> LinkTarget:
        """Return the file of that path that is copied to the output as it is."""
        config, confdir = self.env.config, Path(builder_of(self.env).confdir)
        places = [(path, folder) for folder in config.html_extra_path]
        if path.startswith("_static/"):
            places += [(path[len("_static/") :], folder) for folder in config.html_static_path]
        for name, folder in places:
            file = confdir / folder / name
            if not posixpath.normpath(name).startswith((".", "/")) and is_file(file):
                source = Path(os.path.relpath(file, self.srcdir)).as_posix()
                return LinkTarget(source=source, output=path)
        return NOWHERE


def answers(env: BuildEnvironment, docname: str) -> list[LinkTarget]:
    """Return the targets that the addresses in a post have now."""
    asked = blog_domain(env).followed.get(docname)
    if not asked or docname not in blogs_of(env).posts:
        return []
    finder = TargetFinder(env, docname)
    return [finder.look_up(text) for text in asked]


def tops(blogs: Blogs, blog: Blog) -> tuple[str, ...]:
    """Return the folders that an old blog may have been the top of."""
    return tuple(dict.fromkeys(("", blog.config.path, blogs.main.config.path)))


@cached
def old_pages(env: BuildEnvironment, blog: Blog) -> OldAddressIndex:
    """Return the pages that links in posts of *blog* may lead to, by their addresses."""
    return index_pages(blogs_of(env), blog, env.found_docs, env.config.root_doc)


def index_pages(blogs: Blogs, blog: Blog, documents: Iterable[str], root: str) -> OldAddressIndex:
    """Return *documents* by their addresses, as links in posts of *blog* may name them."""
    # Of two posts with one old address, that of the same blog counts.
    ordered = sorted(blogs.all, key=lambda other: other is not blog)
    posts = [
        (post, olds_of(post, former))
        for former in (blog.former() for blog in ordered)
        for post in sorted(former.posts, key=lambda p: (p.date, p.docname))
    ]
    return OldAddressIndex(documents, posts, blogs.moved, root, tops(blogs, blog)[1:])


def is_file(path: Path) -> bool:
    """Return whether there is such a file; no name is too long or too odd to ask."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
