"""Removes the output of removed documents."""

from __future__ import annotations

import os
import re
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.texinfo import TexinfoBuilder
from sphinx.util.i18n import docname_to_domain

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.incremental.leftovers import (
    error_reports,
    layout_of,
    notebook_copies,
    notebook_folder,
    stylesheets,
    summaries,
)
from sphinx_confblog.incremental.pictures import (
    PICTURES,
    assembled_files,
    drawn_pictures,
    image_folders,
    pictures_on_read_pages,
)
from sphinx_confblog.model.source_layout import folders_of
from sphinx_confblog.reading.excerpts import excerpt_path
from sphinx_confblog.util.builders import writes_assembled
from sphinx_confblog.util.files import remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blogs import Blogs


#: Stands beside the doctrees from when the first of them is written until the environment is saved.
READING = "confblog-reading"
#: The names of extracted pictures, and of the folders of downloaded ones.
DIGEST = "[0-9a-f]{40}"

#: What HTML builders call the index for searches.
SEARCH_INDEX = StandaloneHTMLBuilder.searchindex_filename


def reading_mark(app: Sphinx) -> Path:
    """Return the file that is there while doctrees are newer than the environment."""
    return Path(app.doctreedir, READING)


def begin_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note what is read, and that doctrees of a blog change (``env-before-read-docs``)."""
    output_of(env).read = docnames
    for path in error_reports(env, Path(app.outdir), blogs_of(env).posts.keys() & set(docnames)):
        remove(path, Path(app.outdir))
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

    After a build that was killed while it read, nothing that was kept is certain. If nothing is
    remembered, as with ``sphinx-build -E``, files may be left of any document.
    """
    folder = Path(env.doctreedir)
    are_posts_gone = bool(removed & blog_domain(env).sources.keys())
    for docname in removed:
        remove(folder / f"{docname}.doctree", folder)
        remove(excerpt_path(env, docname), folder)
    for path in list(notebook_copies(env, removed)):
        remove(path, notebook_folder(env) or folder)
    was_killed = reading_mark(app).exists()
    if was_killed or not env.all_docs:
        for suffix in (".doctree", ".excerpt"):
            for path in sorted(folder.rglob(f"*{suffix}")):
                if path.relative_to(folder).as_posix().removesuffix(suffix) not in env.found_docs:
                    remove(path, folder)
                    # Posts alone have excerpts.
                    are_posts_gone |= suffix == ".excerpt"
    if are_posts_gone:
        for path in list(kept_pictures(app)):
            remove(path, folder)
    return sorted(env.found_docs) if was_killed else []


def kept_pictures(app: Sphinx) -> Iterator[Path]:
    """Return the pictures that Sphinx has extracted, downloaded or converted.

    Their names don't say which document they belong to. Sphinx creates them again when it needs
    them. The folder may also contain doctrees, and files of the user if it's the source folder.
    """
    folder = Path(app.doctreedir, "images")
    yield from (path for path in folder.glob("embeded/*") if re.match(DIGEST, path.name))
    yield from (path for path in folder.glob("*/*") if re.fullmatch(DIGEST, path.parent.name))
    if app.doctreedir not in {app.srcdir, app.outdir}:
        yield from (path for path in folder.glob("*") if path.suffix.lower() in PICTURES)


def remove_outputs(app: Sphinx, builder: Builder) -> None:
    """Remove what earlier builds left, and a clean build would not make (``write-started``).

    Before anything is written: some builders pack everything in the output folder.
    """
    output_of(app.env).pictures = pictures_on_read_pages(app.env, builder)
    for path in find_leftovers(app.env, builder):
        remove(path, Path(builder.outdir))


def find_leftovers(env: BuildEnvironment, builder: Builder) -> list[Path]:
    """Return the files of documents that are gone, or had other names."""
    output, outdir = output_of(env), Path(builder.outdir)
    known = {name for state in output.earlier_states for name in (*state.shown, *state.titles)}
    gone = sorted((known | blogs_of(env).attached) - env.found_docs)
    pages = former_files(env, builder, gone, known)
    blocking = files_in_the_way(builder, (*blogs_of(env).posts, *blogs_of(env).pages))
    files = [*pages, *copied_files(env, builder), *blocking]
    files += (*error_reports(env, outdir, gone), *stylesheets(env, outdir))
    if output.is_changed:
        files += (outdir / path for state in output.earlier_states for path in state.indexes)
    if output.is_changed and isinstance(builder, StandaloneHTMLBuilder):
        files += replaced_copies(env, builder)
    if known - env.found_docs or any(path.is_file() for path in pages):
        files += drawn_for(env, builder, pages)
        files += summaries(builder)
    if output.others:
        # Not all builders of web sites have one.
        files.append(outdir / SEARCH_INDEX)
    if gone and outdir != Path(env.doctreedir):
        # The JSON and pickle builders put a copy there, and never replace it.
        files.append(outdir / ENV_PICKLE_FILENAME)
    return files


def former_files(
    env: BuildEnvironment, builder: Builder, gone: Iterable[str], known: Set[str]
) -> list[Path]:
    """Return the files of documents that are *gone*, and all those that had other names.

    *known* are the documents that showed something of the blog.
    """
    layout, outdir = layout_of(builder), Path(builder.outdir)
    former = {old for state in output_of(env).earlier_states for old in state.layouts} - {layout}
    files = {path for docname in gone for path in layout.files(docname)}
    files |= {path for old in former for name in known | env.found_docs for path in old.files(name)}
    if files:
        files -= {path for docname in env.found_docs for path in layout.files(docname)}
    if isinstance(builder, MessageCatalogBuilder):
        files |= unused_catalogs(builder, gone)
    return [outdir / path for path in sorted(files)]


def copied_files(env: BuildEnvironment, builder: Builder) -> Iterator[Path]:
    """Return the images and downloads that no document uses any more."""
    # Each manual of Texinfo has its own folder, and documents move from one to another.
    anew = isinstance(builder, TexinfoBuilder) and output_of(env).is_changed
    for state in output_of(env).earlier_states:
        for folder in image_folders(builder):
            yield from orphaned(state.images, () if anew else env.images.values(), folder)
        folder = Path(builder.outdir, "_downloads")
        yield from orphaned(state.downloads, env.dlfiles.values(), folder)


def orphaned(
    names: Iterable[str], current: Iterable[tuple[set[str], object]], folder: Path
) -> Iterator[Path]:
    """Return the copied files that no document uses any more."""
    kept = {str(name) for _, name in current}
    return (folder / name for name in names if name not in kept)


def drawn_for(env: BuildEnvironment, builder: Builder, pages: Iterable[Path]) -> list[Path]:
    """Return the pictures that were drawn for *pages* that are removed, and for no others."""
    output, layout, outdir = output_of(env), layout_of(builder), Path(builder.outdir)
    if writes_assembled(builder) or output.others:
        # Everything is written again.
        return drawn_pictures(builder, [*pages, *assembled_files(builder)], ())
    kept = sorted(env.found_docs - output.expected)
    return drawn_pictures(
        builder, pages, (outdir / path for name in kept for path in islice(layout.files(name), 1))
    )


def files_in_the_way(builder: Builder, docnames: Iterable[str]) -> Iterator[Path]:
    """Return the files where documents need folders: what documents that are gone have left."""
    layout, outdir = layout_of(builder), Path(builder.outdir)
    # Names of files have a dot.
    for docname in (name for name in docnames if "." in name):
        for path in layout.files(docname):
            yield from filter(Path.is_file, (outdir / folder for folder in folders_of(path)))


def replaced_copies(env: BuildEnvironment, builder: StandaloneHTMLBuilder) -> Iterator[Path]:
    """Return the copies of sources from before documents were written in another way."""
    blogs, output, outdir = blogs_of(env), output_of(env), Path(builder.outdir)
    # A generated page may have taken the place of a document with a source.
    changed = {name for name, _ in output.state.shown.items() - output.previous_state.shown.items()}
    for docname in blogs.pages.keys() & changed:
        yield from (outdir / path for path in islice(layout_of(builder).files(docname), 1, None))
    yield from former_copies(builder, blogs)


def former_copies(builder: StandaloneHTMLBuilder, blogs: Blogs) -> Iterator[Path]:
    """Return the copies of posts' sources from before these were rewritten in another format."""
    suffixes, files = list(with_markdown(builder.config.source_suffix)), blogs.files
    top, link = os.path.join(builder.outdir, "_sources"), builder.config.html_sourcelink_suffix  # noqa: PTH118  paths take longer
    for docname, post in blogs.posts.items():
        name = files[post.source_docname].name
        own = next((suffix for suffix in suffixes if name.endswith(suffix)), None)
        for suffix in suffixes:
            copy = f"{top}/{docname}{suffix}{link if suffix != link else ''}"
            if suffix != own and os.path.exists(copy):  # noqa: PTH110  as above
                yield Path(copy)


def unused_catalogs(builder: MessageCatalogBuilder, gone: Iterable[str]) -> set[str]:
    """Return the message catalogs of documents that are *gone*, unless others have them.

    Their names follow from an option that may have been another one.
    """
    compact = builder.config.gettext_compact
    domains = {docname_to_domain(name, way) for name in gone for way in (compact, True, False)}
    domains -= {docname_to_domain(name, compact) for name in builder.env.found_docs}
    return {f"{domain}.pot" for domain in domains}


def remove_empty_catalogs(app: Sphinx, exception: Exception | None) -> None:
    """Remove catalogs of generated pages with nothing to translate (``build-finished``)."""
    builder = app.builder
    if exception is not None or not isinstance(builder, MessageCatalogBuilder):
        return
    compact = app.config.gettext_compact
    for domain in {docname_to_domain(name, compact) for name in blogs_of(app.env).pages}:
        if domain in builder.catalogs and not builder.catalogs[domain].messages:
            remove(Path(builder.outdir, f"{domain}.pot"), Path(builder.outdir))
