"""Finds files in a site's output that don't come from documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.model.site_addresses import SUFFIXES, SiteFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.config import Config


HTML = ".html"
#: Extension -> the option that names the file it writes.
WRITERS = {"sphinx_sitemap": "sitemap_filename"}


def find_site_files(config: Config, confdir: Path) -> SiteFiles:
    """Return the files that options ask for, and what the files of documents are called."""
    copied = [name for entry in config.html_extra_path for name in files_of(confdir / entry)]
    pages = (name.removesuffix(HTML) for name in copied if name.endswith(HTML))
    written = (getattr(config, WRITERS[name]) for name in WRITERS if name in config.extensions)
    return SiteFiles(
        pages=frozenset((*config.html_additional_pages, *pages)),
        paths=frozenset((*copied, *map(str, written))),
        suffixes=tuple(dict.fromkeys(file_suffixes(config))),
    )


def files_of(path: Path) -> Iterator[str]:
    """Return the names of the files that are copied for an entry, a folder or a file."""
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.is_file())
        yield from (file.relative_to(path).as_posix() for file in files)
    else:
        yield path.name


def file_suffixes(config: Config) -> Iterator[str]:
    """Return what follows a docname in the names of its files; never nothing."""
    yield from SUFFIXES
    if config.html_file_suffix:
        yield config.html_file_suffix
    for suffix in with_markdown(config.source_suffix):
        yield suffix + config.html_sourcelink_suffix
