"""The pages of a site that no document makes: those of options, and HTML files that are copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUFFIX = ".html"


def extra_pages(additional: Iterable[str], folders: Iterable[str], confdir: Path) -> frozenset[str]:
    """Their names, as documents would have them.

    *additional* are the names in ``html_additional_pages``, *folders* the entries of
    ``html_extra_path``.
    """
    copied = (name for folder in folders for name in files_of(confdir / folder))
    pages = (name.removesuffix(SUFFIX) for name in copied if name.endswith(SUFFIX))
    return frozenset((*additional, *pages))


def files_of(path: Path) -> Iterator[str]:
    """The files that are copied to the top of the output for an entry: a folder's, or a file."""
    if path.is_dir():
        yield from (file.relative_to(path).as_posix() for file in path.rglob(f"*{SUFFIX}"))
    else:
        yield path.name
