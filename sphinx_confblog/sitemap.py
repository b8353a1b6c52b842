"""Keeps out of the sitemap of ``sphinx_sitemap`` what no search engine is to list."""

from __future__ import annotations

from fnmatch import fnmatch
from glob import escape
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

SITEMAP = "sphinx_sitemap"
#: The further pages of the index, and those of other lists, below the blog's folder.
FURTHER = ("page/[0-9]*", "*/page/[0-9]*")


def hide_from_sitemap(app: Sphinx, builder: Builder) -> None:
    """Exclude unlisted posts and further pages from the sitemap (``write-started``).

    The option takes patterns of links, and is looked at for each page that is written. What is
    added counts in this build alone.
    """
    if SITEMAP not in app.extensions or not isinstance(builder, StandaloneHTMLBuilder):
        return
    if not makes_site(builder):
        return
    blogs = blogs_of(app.env)
    patterns = [escape(name) for name in blogs.unlisted()]
    for blog in blogs.all:
        further = {page.docname for page in blog.pages.values() if page.number > 1}
        patterns += further_pages(further, app.env.found_docs, blog.config.below(""))
    links = [link for pattern in patterns for link in (pattern + builder.out_suffix, f"{pattern}/")]
    app.config.sitemap_excludes = [*app.config.sitemap_excludes, *links]


def further_pages(further: set[str], docnames: Iterable[str], folder: str) -> Iterator[str]:
    """Patterns that match the documents *further* and none else of *docnames*.

    A blog of many posts has many such pages. Two patterns do, as a rule.
    """
    if not further:
        return
    patterns = [escape(folder) + pattern for pattern in FURTHER]
    others = (name for name in docnames if "page/" in name and name not in further)
    if any(fnmatch(name, pattern) for name in others for pattern in patterns):
        yield from map(escape, sorted(further))
    else:
        yield from patterns
