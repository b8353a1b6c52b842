"""Reads files named `.markdown`, but only where posts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


LENT = ".markdown"


def given_suffixes(config: Config) -> Collection[str]:
    """Return what the site sets as ``source_suffix``; nothing if that is Sphinx's default."""
    given: Collection[str] = config.source_suffix
    return () if given is config.values["source_suffix"].default else given


def copy_default(app: Sphinx, config: Config) -> None:
    """Give the site a copy of the default of ``source_suffix`` (``config-inited``).

    Sphinx merges into it what extensions add, before it has read anything. The default is one
    object for all sites of a process: they would have ``.md``, but no parser for it (Sphinx 8.2 to
    9.2).
    """
    if not given_suffixes(config):
        config.source_suffix = dict(config.source_suffix)


def with_markdown(suffixes: Mapping[str, str]) -> dict[str, str]:
    """Return suffixes with the kinds of their files, ``.markdown`` among them."""
    return {**suffixes, LENT: suffixes.get(LENT) or suffixes.get(".md", "markdown")}


class MarkdownSuffix:
    """Tells Sphinx of the suffix while documents are read."""

    def __init__(self) -> None:
        self.others: dict[str, str] = {}

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Have Sphinx find the parser of files named so (``env-before-read-docs``)."""
        self.others = app.config.source_suffix
        app.config.source_suffix = with_markdown(self.others)

    def end(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Name the other suffixes alone, before the options are saved (``env-updated``)."""
        app.config.source_suffix = self.others


def lent_docname(path: Path, is_post_file: Callable[[str, str], object]) -> str | None:
    """Return the docname of a file that only the blog reads; None for others.

    *is_post_file* gets the docname and the path of a file.
    """
    name = path.as_posix()
    docname = name.removesuffix(LENT)
    return docname if docname != name and is_post_file(docname, name) else None
