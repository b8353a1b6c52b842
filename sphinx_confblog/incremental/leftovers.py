"""Finds output of earlier builds that a clean build would not create."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.changes import ChangesBuilder
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.output_state import OutputLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The files of the builder of changes, which writes all of them, or none.
CHANGES = ("index.html", "changes.html", "default.css", "basic.css")
#: The folder of the pages that ``sphinx.ext.viewcode`` makes.
MODULES = "_modules"


def output_path(builder: Builder, docname: str) -> str:
    """Return the path of a page below the output folder, of a builder that makes HTML."""
    assert isinstance(builder, StandaloneHTMLBuilder)
    return Path(builder.get_outfilename(docname)).relative_to(builder.outdir).as_posix()


def layout_of(builder: Builder) -> OutputLayout:
    """Return what a builder calls the files of documents."""
    if isinstance(builder, MessageCatalogBuilder | SingleFileHTMLBuilder):
        return OutputLayout()
    if not isinstance(builder, StandaloneHTMLBuilder):
        suffix = str(getattr(builder, "out_suffix", ""))
        return OutputLayout(suffix, suffix)
    page, index = (
        output_path(builder, name).removeprefix(name) for name in ("folder/page", "folder/index")
    )
    config = builder.config
    copied = builder.copysource and config.html_copy_source
    suffixes = with_markdown(config.source_suffix) if copied else ()
    link = config.html_sourcelink_suffix
    sources = (suffix + (link if suffix != link else "") for suffix in suffixes)
    return OutputLayout(page, index, tuple(sources))


def summaries(builder: Builder) -> Iterator[Path]:
    """Return the files that list what documents contain; builders rewrite those they need."""
    outdir = Path(builder.outdir)
    if isinstance(builder, ChangesBuilder):
        yield from (outdir / name for name in CHANGES)
        yield from sorted((outdir / "rst").rglob("*.html"))
    if isinstance(builder, StandaloneHTMLBuilder):
        yield from sorted(path for path in (outdir / MODULES).rglob("*") if path.is_file())


def notebook_copies(env: BuildEnvironment, removed: Set[str]) -> Iterator[Path]:
    """Return the copies of notebooks that are gone or withheld, with their pictures and values.

    MyST-NB puts them next to the output folder. Other pages may show the values.
    """
    if (folder := notebook_folder(env)) is None:
        return
    gone = {*removed, *blogs_of(env).withheld} - env.found_docs
    for docname in gone:
        for suffix in (".ipynb", ".glue.json"):
            yield folder / f"{docname}{suffix}"
    for path, (users, _) in env.images.items():
        if users <= gone and (picture := Path(env.srcdir, path).resolve()).parent == folder:
            yield picture


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
