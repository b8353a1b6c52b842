"""Removes what MyST-NB leaves of earlier builds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.util.files import remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.environment import BuildEnvironment


def remove_notebooks(env: BuildEnvironment, removed: Set[str]) -> None:
    """Remove the copies of notebooks that are gone or withheld, with their pictures and values.

    MyST-NB puts them next to the output folder. Other pages may show the values.
    """
    if (folder := notebook_folder(env)) is None:
        return
    gone = {*removed, *blogs_of(env).withheld} - env.found_docs
    for docname in gone:
        for suffix in (".ipynb", ".glue.json"):
            remove(folder / f"{docname}{suffix}", folder)
    for path, (users, _) in env.images.items():
        if users <= gone and (picture := Path(env.srcdir, path).resolve()).parent == folder:
            remove(picture, folder)


def notebook_folder(env: BuildEnvironment) -> Path | None:
    """Return where MyST-NB puts copies of notebooks and their pictures; None without it."""
    config = getattr(env, "mystnb_config", None)
    return Path(config.output_folder) if config else None


def error_reports(env: BuildEnvironment, outdir: Path, docnames: Iterable[str]) -> Iterator[Path]:
    """Return the files for the errors of notebooks that are run, which MyST-NB never removes."""
    if notebook_folder(env) is not None:
        yield from (outdir / "reports" / f"{docname}.err.log" for docname in docnames)


def stylesheets(env: BuildEnvironment, outdir: Path) -> Iterator[Path]:
    """Return the stylesheet of MyST-NB, which it copies when a build ends.

    If it's there before, links to it get a checksum that those of a clean build don't have.
    """
    if blogs_of(env).exists and notebook_folder(env) is not None:
        yield from (outdir / "_static").glob("mystnb.*.css")
