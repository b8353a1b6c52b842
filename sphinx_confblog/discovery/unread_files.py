"""Finds files that look like posts, in formats that Sphinx does not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.records import Problem
from sphinx_confblog.model.source_layout import FOREIGN, looks_like_post, telling_name
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from pathlib import Path

    from sphinx_confblog.discovery.setup import BlogSetup


#: Suffix of a format that Sphinx can read -> what the site lacks.
READABLE = {
    ".ipynb": "load myst_nb to read notebooks",
    **dict.fromkeys((".rst", ".mkd", ".mdown"), "add the suffix to source_suffix"),
}
_HEAD = 4096


class UnreadFile(NamedTuple):
    """A file among the posts of a blog that is not read."""

    path: Path
    #: The name of the blog; nothing for the site's first.
    blog: str

    @property
    def text(self) -> str:
        """What to say of it."""
        suffix = self.path.suffix
        advice = READABLE.get(suffix.lower(), "convert it to Markdown or reStructuredText")
        return (
            f"this looks like a post, but {suffix} files aren't read; {advice}, or exclude it with "
            "exclude_patterns"
        )

    @property
    def problem(self) -> Problem:
        """The warning about it."""
        return Problem("file", 1, self.text)


def may_be_post(name: str) -> bool:
    """Return whether a file has the suffix of a text; *name* is one that Sphinx does not read."""
    return name.lower().endswith((*READABLE, *FOREIGN))


def find_unread(
    names: Iterable[str],
    documents: Container[str],
    srcdir: Path,
    blog_for_file: Callable[[str, str], BlogSetup | None],
) -> Iterator[UnreadFile]:
    """Yield the files that look like posts, of those that Sphinx does not read.

    *names* are paths below *srcdir*. What has the name of one of the *documents* belongs to it.
    """
    for name in names:
        path = srcdir / name
        stem = name.removesuffix(path.suffix)
        if stem in documents:
            continue
        # Patterns may end in the suffix of a format that is read.
        blog = blog_for_file(stem, f"{stem}.md")
        if blog is not None and looks_like_post(telling_name(path), head_of(path)):
            yield UnreadFile(path, blog.key)


def head_of(path: Path) -> str:
    """Return the first lines of a file; nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError:
        return ""
