"""Finds output of earlier builds that a clean build would not create."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders.changes import ChangesBuilder
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.builders.texinfo import TexinfoBuilder

from sphinx_confblog.discovery.markdown_suffix import with_markdown
from sphinx_confblog.output_state import OutputLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.builders import Builder


#: What pictures are called that extensions draw for pages, and what belongs to them.
PICTURES = (".png", ".svg", ".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".eps")
#: What Graphviz puts beside a picture that has links.
MAP = ".map"
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


def image_folders(builder: Builder) -> Iterator[Path]:
    """Return where a builder puts images."""
    outdir = Path(builder.outdir)
    if isinstance(builder, TexinfoBuilder):
        yield from sorted(outdir.glob("*-figures"))
    else:
        yield outdir / cast("str", getattr(builder, "imagedir", ""))


def drawn_pictures(builder: Builder, removed: Iterable[Path], kept: Iterable[Path]) -> list[Path]:
    """Return the pictures that only pages show which are *removed*.

    Extensions draw them while a page is written, and Sphinx knows nothing of them. Their names
    stand in the page. Pages that are *kept* may show the same; others draw theirs again.
    """
    known = {str(name) for _, name in builder.env.images.values()}
    pictures = {
        path.relative_to(folder).as_posix(): path
        for folder in image_folders(builder)
        for path in folder.rglob("*")
        if path.suffix.lower() in PICTURES and path.is_file()
    }
    names = pictures.keys() - known
    names = mentioned(names, removed)
    names -= mentioned(names, kept)
    paths = [pictures[name] for name in sorted(names)]
    return [*paths, *(path.with_name(path.name + MAP) for path in paths)]


def mentioned(names: Set[str], pages: Iterable[Path]) -> set[str]:
    """Return those of some names that stand in the files of pages."""
    wanted = {name: name.encode() for name in names}
    found: set[str] = set()
    for path in pages if wanted else ():
        if path.is_file():
            text = path.read_bytes()
            found |= {name for name, word in wanted.items() if word in text}
    return found


def assembled_files(builder: Builder) -> list[Path]:
    """Return the files of a builder that puts documents together; it writes all of them anew."""
    suffixes = {".tex", ".texi", ".html"}
    return [path for path in Path(builder.outdir).glob("*") if path.suffix in suffixes]


def summaries(builder: Builder) -> Iterator[Path]:
    """Return the files that list what documents hold; builders write anew those that they need."""
    outdir = Path(builder.outdir)
    if isinstance(builder, ChangesBuilder):
        yield from (outdir / name for name in CHANGES)
        yield from sorted((outdir / "rst").rglob("*.html"))
    if isinstance(builder, StandaloneHTMLBuilder):
        yield from sorted(path for path in (outdir / MODULES).rglob("*") if path.is_file())
