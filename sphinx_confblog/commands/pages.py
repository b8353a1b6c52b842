"""The directives in the pages of a site, found without reading the pages as a build does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.fences import fence_end
from sphinx_confblog.formats import MARKDOWN, known_format
from sphinx_confblog.spotting import directives_in_markdown, directives_in_rst, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.spotting import Directive


def read_text(path: Path) -> str:
    """The text of a file; nothing of one that a build cannot read either."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def directives_in(site: Site, path: Path, text: str) -> Iterator[Directive]:
    """The directives of a page, in order."""
    lines = numbered(text)
    if is_markdown(site, path):
        front = text.count("\n", 0, fence_end(text) or 0)
        colons = "colon_fence" in site.config.myst_enable_extensions
        yield from directives_in_markdown(lines[front:], colons=colons)
    elif path.suffix != ".ipynb":
        yield from directives_in_rst(lines)


def is_markdown(site: Site, path: Path) -> bool:
    """Whether a file, a template too, is Markdown."""
    return known_format(path.name, site.blog.suffixes) is MARKDOWN
