"""The front page of a site, and the blog's index in a toctree of it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.commands.changes import Change
from sphinx_confblog.commands.pages import directives_in, is_markdown, read_text
from sphinx_confblog.entering import TOCTREE, entries, with_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.spotting_rst import Directive


def enter_index(site: Site) -> Change | str | None:
    """Put the blog's index into a toctree of the front page, unless some page lists it."""
    index, root = site.blog.config.below("index"), site.config.root_doc
    if index == root or is_listed(index, site):
        return None
    by_hand = f"add {index} to a toctree, such as that of the front page {root}"
    if root not in site.project.docnames:
        return by_hand
    path = site.project.doc2path(root, absolute=True)
    try:
        before = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return by_hand
    markdown = is_markdown(site, path)
    if not markdown and path.suffix == ".ipynb":
        return by_hand
    entry = index if "/" not in root else f"/{index}"
    found = directives_in(site, path, before)
    after = with_entry(before, found, entry, markdown=markdown)
    listed = targets(root, directives_in(site, path, after))
    return Change(path, before, after) if index in listed else by_hand


def is_listed(index: str, site: Site) -> bool:
    """Whether a toctree of some page lists the blog's index, by name or by a pattern."""
    for docname in sorted(site.project.docnames - site.blogs.pages.keys()):
        path = site.project.doc2path(docname, absolute=True)
        text = read_text(path)
        if TOCTREE in text:
            listed = targets(docname, directives_in(site, path, text))
            if index in listed or Matcher([name for name in listed if "*" in name])(index):
                return True
    return False


def targets(docname: str, directives: Iterable[Directive]) -> set[str]:
    """The docnames that the toctrees of a page list, and the patterns of those with globs."""
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
