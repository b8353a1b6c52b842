"""The directives in the pages of a site, found without reading the pages as a build does."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.formats import MARKDOWN, NOTEBOOK, known_format
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import texts_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.spotting import directives_in_markdown
from sphinx_confblog.spotting_rst import directives_in_rst, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.spotting_rst import Directive, Lines


def read_text(path: Path) -> str:
    """The text of a file; nothing of one that a build cannot read either."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def directives_in(site: Site, path: Path, text: str) -> Iterator[Directive]:
    """The directives of a page, in order."""
    form = known_format(path.name, site.blog.suffixes)
    colons = "colon_fence" in site.config.myst_enable_extensions
    if form is NOTEBOOK:
        for lines in lines_of_notebook(text):
            yield from directives_in_markdown(lines, colons=colons)
    elif form is MARKDOWN:
        front = text.count("\n", 0, fence_end(text) or 0)
        yield from directives_in_markdown(numbered(text)[front:], colons=colons)
    elif path.suffix != ".ipynb":
        yield from directives_in_rst(numbered(text))


def lines_of_notebook(text: str) -> Iterator[Lines]:
    """The lines of each cell of Markdown; nothing of what is no notebook."""
    with contextlib.suppress(FrontMatterError):
        for base, source in texts_of(text):
            yield [(base + number, line) for number, line in numbered(source)]


def is_markdown(site: Site, path: Path) -> bool:
    """Whether a file, a template too, is Markdown."""
    return known_format(path.name, site.blog.suffixes) is MARKDOWN
