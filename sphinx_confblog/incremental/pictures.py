"""Finds and removes pictures in the output that a clean build would not put there."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.builders.texinfo import TexinfoBuilder

from sphinx_confblog.discovery.project import output_of
from sphinx_confblog.incremental.leftovers import layout_of
from sphinx_confblog.util.files import remove

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: What pictures are called that extensions draw for pages, and what belongs to them.
PICTURES = (".png", ".svg", ".pdf", ".jpg", ".jpeg", ".gif", ".webp", ".eps")
#: What Graphviz puts beside a picture that has links.
MAP = ".map"


def image_folders(builder: Builder) -> Iterator[Path]:
    """Return where a builder puts images."""
    outdir = Path(builder.outdir)
    if isinstance(builder, TexinfoBuilder):
        yield from sorted(outdir.glob("*-figures"))
    yield outdir / cast("str", getattr(builder, "imagedir", ""))


def copies_all(builder: Builder) -> bool:
    """Return whether a builder puts documents together, and copies all of their images again."""
    return isinstance(builder, SingleFileHTMLBuilder | LaTeXBuilder | TexinfoBuilder)


def added_files(builder: Builder) -> set[str]:
    """Return the names of files that options bring to where images are put."""
    if not isinstance(builder, LaTeXBuilder):
        return set()
    config = builder.config
    return {Path(name).name for name in (config.latex_logo or "", *config.latex_additional_files)}


def drawn_pictures(builder: Builder, removed: Iterable[Path], kept: Iterable[Path]) -> list[Path]:
    """Return the pictures that only pages show which are *removed*.

    Pages that are *kept* may show the same; others draw theirs again.
    """
    pictures = pictures_not_copied(builder)
    names = drawn_names(builder, set(pictures.values()), removed)
    names -= drawn_names(builder, names, kept)
    paths = [path for path, name in sorted(pictures.items()) if name in names]
    return [*paths, *map(map_of, paths)]


def map_of(picture: Path) -> Path:
    """Return the file that Graphviz puts beside a picture that has links."""
    return picture.with_name(picture.name + MAP)


def pictures_not_copied(builder: Builder) -> dict[Path, str]:
    """Return the pictures that Sphinx does not know, with their names in image folders.

    Extensions draw them while a page is written.
    """
    known = {str(name) for _, name in builder.env.images.values()}
    pictures: dict[Path, str] = {}
    for folder in image_folders(builder):
        for path in folder.rglob("*"):
            if path.suffix.lower() in PICTURES and path.is_file():
                pictures.setdefault(path, path.relative_to(folder).as_posix())
    return {path: name for path, name in pictures.items() if name not in known}


def drawn_names(builder: Builder, names: Set[str], pages: Iterable[Path]) -> set[str]:
    """Return those of some names of pictures that occur in the files of pages."""
    # Texinfo has the suffix apart.
    apart = isinstance(builder, TexinfoBuilder)
    wanted = {name: (name.rpartition(".")[0] if apart else name).encode() for name in names}
    found: set[str] = set()
    for path in pages if wanted else ():
        if path.is_file():
            text = path.read_bytes()
            found |= {name for name, word in wanted.items() if word in text}
    return found


def named_pictures(builder: Builder, pages: Iterable[Path]) -> set[str]:
    """Return the names of pictures that links of web pages lead to."""
    folder = str(getattr(builder, "imagedir", ""))
    if not folder or not isinstance(builder, StandaloneHTMLBuilder):
        return set()
    links = re.compile(rf"\b{re.escape(folder)}/([^\"'<>?#\\]+)")
    found: set[str] = set()
    for path in pages:
        if path.is_file():
            text = path.read_bytes().decode(errors="replace")
            names = {unquote(unescape(name)) for name in links.findall(text)}
            found |= {name for name in names if name.lower().endswith(PICTURES)}
    return found


def assembled_files(builder: Builder) -> list[Path]:
    """Return the files of a builder that joins documents; it writes all of them again."""
    suffixes = {".tex", ".texi", ".html"}
    return [path for path in Path(builder.outdir).glob("*") if path.suffix in suffixes]


def pictures_on_read_pages(env: BuildEnvironment, builder: Builder) -> set[str]:
    """Return the drawn pictures that pages show, as they were written before they were read again.

    Of posts, generated pages, and others that show something of the blog.
    """
    output, layout, outdir = output_of(env), layout_of(builder), Path(builder.outdir)
    read = output.previous_state.shown.keys() & set(output.read)
    paths = (outdir / path for name in read for path in islice(layout.files(name), 1))
    return named_pictures(builder, paths) - {name for _, name in env.images.values()}


def remove_dropped_pictures(app: Sphinx) -> list[Any]:
    """Remove pictures that pages show no more, which were written again (``html-collect-pages``).

    Sphinx counts an image as used that ``only`` leaves out, or where a document has a better one
    of the same name.
    """
    env, builder, output = app.env, app.builder, output_of(app.env)
    if not output.is_changed:
        return []
    layout, outdir = layout_of(builder), Path(builder.outdir)
    using, names = output.state.shown.keys(), set(output.pictures)
    for uri, (users, name) in env.images.items():
        if uri not in builder.images and users <= output.written and users & using:
            names.add(name)
    folder = next(image_folders(builder))
    names = {name for name in names if (folder / name).is_file()}
    pages = (outdir / path for name in env.found_docs for path in islice(layout.files(name), 1))
    for name in names - named_pictures(builder, pages if names else ()):
        remove(folder / name, outdir)
        remove(map_of(folder / name), outdir)
    return []


def remove_assembled_pictures(app: Sphinx, exception: Exception | None) -> None:
    """Remove pictures that a file made of several documents no longer shows (``build-finished``).

    The documents may still exist: then a toctree does not lead to them any more.
    """
    builder, output = app.builder, output_of(app.env)
    if exception is not None or not copies_all(builder) or not output.is_changed:
        return
    images = set(builder.images.values())
    others = set(pictures_not_copied(builder).values())
    drawn = drawn_names(builder, others, assembled_files(builder)) - images
    earlier = {name for state in output.earlier_states for name in (*state.images, *state.drawn)}
    for name in earlier - images - drawn - added_files(builder):
        for folder in image_folders(builder):
            remove(folder / name, Path(builder.outdir))
            remove(map_of(folder / name), Path(builder.outdir))
    output.note_pictures(images, drawn)
