"""Removes the output of documents that are gone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.i18n import docname_to_domain

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.model.source_layout import folders_of
from sphinx_confblog.reading.excerpts import excerpt_path
from sphinx_confblog.util.files import remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blogs import Blogs


#: Stands beside the doctrees from when the first of them is written until the environment is saved.
READING = "confblog-reading"


def reading_mark(app: Sphinx) -> Path:
    """Return the file that is there while doctrees are newer than the environment."""
    return Path(app.doctreedir, READING)


def begin_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note that doctrees change, if there is a blog (``env-before-read-docs``)."""
    if docnames and blogs_of(env).exists:
        reading_mark(app).touch()


def end_reading(app: Sphinx, _builder: object) -> None:
    """Note that the environment has been saved (``write-started``)."""
    reading_mark(app).unlink(missing_ok=True)


def remove_static(app: Sphinx) -> None:
    """Have all static files copied again after a killed build (``builder-inited``).

    Before others add theirs. Sphinx replaces none that are there, though they may be cut off.
    """
    if isinstance(app.builder, StandaloneHTMLBuilder) and output_of(app.env).was_interrupted:
        shutil.rmtree(Path(app.outdir, "_static"), ignore_errors=True)


def remove_doctrees(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Remove what was kept of documents that are gone (``env-get-outdated``).

    After a build that was killed while it read, nothing that was kept is certain.
    """
    folder = Path(env.doctreedir)
    for docname in removed:
        remove(folder / f"{docname}.doctree", folder)
        remove(excerpt_path(env, docname), folder)
    if not reading_mark(app).exists():
        return []
    for suffix in (".doctree", ".excerpt"):
        for path in sorted(folder.rglob(f"*{suffix}")):
            if path.relative_to(folder).as_posix().removesuffix(suffix) not in env.found_docs:
                remove(path, folder)
    return sorted(env.found_docs)


def remove_outputs(app: Sphinx, builder: Builder) -> None:
    """Remove the output of the blog's documents that are gone (``write-started``).

    Before anything is written: some builders pack whatever lies in the output folder.
    """
    env, output = app.env, output_of(app.env)
    then, now = output.previous_state, output.state
    written = then.shown.keys() | then.titles.keys() | blogs_of(env).attached
    gone = sorted(written - env.found_docs)
    outdir = Path(builder.outdir)
    if gone and outdir != Path(app.doctreedir):
        # The JSON and pickle builders put a copy there, and never replace it.
        (outdir / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    for docname in gone:
        for path in output_files(builder, docname):
            remove(path, outdir)
    if isinstance(builder, StandaloneHTMLBuilder) and output.is_changed:
        # A generated page may have taken the place of a document with a source.
        changed = {name for name, _ in now.shown.items() - then.shown.items()}
        for docname in blogs_of(env).pages.keys() & changed:
            for path in source_copies(builder, docname):
                remove(path, outdir)
        for path in former_copies(builder, blogs_of(env)):
            remove(path, outdir)
    images = orphaned(then.images, env.images.values(), image_folder(builder))
    downloads = orphaned(then.downloads, env.dlfiles.values(), outdir / "_downloads")
    blocking = files_in_the_way(builder, (*blogs_of(env).posts, *blogs_of(env).pages))
    for path in (*images, *downloads, *blocking):
        remove(path, outdir)


def output_files(builder: Builder, docname: str) -> Iterator[Path]:
    """Return the files that a builder may have written for a document."""
    outdir = Path(builder.outdir)
    if isinstance(builder, MessageCatalogBuilder):
        yield from message_catalog(builder, docname)
    elif isinstance(builder, StandaloneHTMLBuilder):
        yield Path(builder.get_outfilename(docname))
        yield from source_copies(builder, docname)
    elif suffix := getattr(builder, "out_suffix", ""):
        yield outdir / f"{docname}{suffix}"


def files_in_the_way(builder: Builder, docnames: Iterable[str]) -> Iterator[Path]:
    """Return the files where documents need folders: what documents that are gone have left."""
    outdir = Path(builder.outdir)
    # Names of files have a dot.
    for docname in (name for name in docnames if "." in name):
        for path in output_files(builder, docname):
            folders = (
                outdir / folder for folder in folders_of(path.relative_to(outdir).as_posix())
            )
            yield from (folder for folder in folders if folder.is_file())


def source_copies(builder: StandaloneHTMLBuilder, docname: str) -> Iterator[Path]:
    """Return the copies of a document's source that pages may link to."""
    link = builder.config.html_sourcelink_suffix
    for suffix in with_markdown(builder.config.source_suffix):
        yield Path(builder.outdir, "_sources", docname + suffix + (link if suffix != link else ""))


def former_copies(builder: StandaloneHTMLBuilder, blogs: Blogs) -> Iterator[Path]:
    """Return the copies of posts' sources from before these were rewritten in another format."""
    suffixes, files = list(with_markdown(builder.config.source_suffix)), blogs.files
    top, link = os.path.join(builder.outdir, "_sources"), builder.config.html_sourcelink_suffix  # noqa: PTH118  paths take longer
    for docname, post in blogs.posts.items():
        name = files[post.source or docname].name
        own = next((suffix for suffix in suffixes if name.endswith(suffix)), None)
        for suffix in suffixes:
            copy = f"{top}/{docname}{suffix}{link if suffix != link else ''}"
            if suffix != own and os.path.exists(copy):  # noqa: PTH110  as above
                yield Path(copy)


def message_catalog(builder: MessageCatalogBuilder, docname: str) -> Iterator[Path]:
    """Return the message catalog of a document, unless it is another's too."""
    compact = builder.config.gettext_compact
    domain = docname_to_domain(docname, compact)
    if all(docname_to_domain(other, compact) != domain for other in builder.env.found_docs):
        yield Path(builder.outdir, f"{domain}.pot")


def remove_empty_catalogs(app: Sphinx, exception: Exception | None) -> None:
    """Remove catalogs of generated pages with nothing to translate (``build-finished``)."""
    builder = app.builder
    if exception is not None or not isinstance(builder, MessageCatalogBuilder):
        return
    compact = app.config.gettext_compact
    for domain in {docname_to_domain(name, compact) for name in blogs_of(app.env).pages}:
        if domain in builder.catalogs and not builder.catalogs[domain].messages:
            remove(Path(builder.outdir, f"{domain}.pot"), Path(builder.outdir))


def image_folder(builder: Builder) -> Path:
    """Where a builder puts images."""
    return Path(builder.outdir, cast("str", getattr(builder, "imagedir", "")))


def orphaned(
    names: Iterable[str], current: Iterable[tuple[set[str], object]], folder: Path
) -> Iterator[Path]:
    """Return the copied files that no document uses any more."""
    kept = {str(name) for _, name in current}
    return (folder / name for name in names if name not in kept)
