"""The folder that is imported, read safely."""

from __future__ import annotations

import itertools
import os
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.importers.records import Skipped
from sphinx_confblog.model.source_layout import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Folders that are made by tools, wherever they are, and at the top; each is reported as one.
GENERATED = frozenset({"node_modules", "__pycache__"})
GENERATED_AT_TOP = frozenset({"_site", "vendor", "_build", "public", "build", "output"})
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
#: Suffixes of what may be a post.
TEXTS = frozenset({*MARKDOWN, *FOREIGN, ".rst", ".txt", ".ipynb", ".xml"})
NOT_UTF8 = "its name is not UTF-8; rename it"
MAX_BYTES = 16 * 1024 * 1024


class UnreadableError(ValueError):
    """A file that cannot be read; the message says why."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line
        """Line of the file, counted from 1."""


@dataclass(slots=True)
class Tree:
    """The files below a folder, by their paths with slashes, sorted by the parts of their paths."""

    root: Path
    paths: list[str] = field(default_factory=list)
    #: What is not looked into.
    skipped: list[Skipped] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paths.sort(key=_parts)

    def text(self, path: str) -> str:
        r"""Return the text of a file, with ``\n`` as line end and without a byte order mark.

        Raises UnreadableError, and nothing else.
        """
        file = self.root / path
        try:
            if file.stat().st_size > MAX_BYTES:
                raise UnreadableError(f"it is larger than {MAX_BYTES // 2**20} MiB")
            raw = file.read_bytes()
        except OSError as error:
            raise UnreadableError(f"it cannot be read: {error.strerror or error}") from None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise UnreadableError(f"the byte 0x{raw[error.start]:02X} is not UTF-8", line) from None
        if "\0" in text:
            raise UnreadableError(
                "it contains null characters", text.count("\n", 0, text.index("\0")) + 1
            )
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def first_text(self, *names: str) -> tuple[str, str] | None:
        """Return name and text of the first of these files that is there and can be read."""
        for name in names:
            if self.has(name):
                try:
                    return name, self.text(name)
                except UnreadableError as error:
                    self.skipped.append(Skipped(name, f"settings were not read: {error}"))
        return None

    def has(self, path: str) -> bool:
        """Return whether there is such a file."""
        place = bisect_left(self.paths, _parts(path), key=_parts)
        return self.paths[place : place + 1] == [path]

    def below(self, folder: str, suffixes: Iterable[str] = ()) -> Iterator[str]:
        """Yield the files below a folder, with one of the suffixes if some are given."""
        start = f"{folder}/" if folder else ""
        wanted = tuple(suffixes)
        # In this order, all files of a folder follow one another.
        first = bisect_left(self.paths, [*_parts(folder), ""], key=_parts) if folder else 0
        for path in itertools.islice(self.paths, first, None):
            if not path.startswith(start):
                break
            if not wanted or path.lower().endswith(wanted):
                yield path


def _parts(path: str) -> list[str]:
    """Return the names of a path's folders and of its file, by which paths are sorted."""
    return path.split("/")


def look_through(root: Path, but: Path) -> Tree:
    """Return the files below *root*, without symbolic links and the folder *but*."""
    tree = Tree(root)
    top = root.resolve()
    for folder, folders, files in os.walk(root, onerror=lambda e: _note_closed(tree, e)):
        here = Path(folder)
        folders[:] = [name for name in sorted(folders) if _enter(tree, here / name, but)]
        tree.paths.extend(
            _relative(tree, here / name) for name in files if _take(tree, here / name, top)
        )
    tree.paths.sort(key=_parts)
    return tree


def _relative(tree: Tree, path: Path) -> str:
    """Return a path below the folder; bytes that are not UTF-8 are spelled out, for messages."""
    name = path.relative_to(tree.root).as_posix()
    return name if _is_text(name) else os.fsencode(name).decode(errors="backslashreplace")


def _is_text(name: str) -> bool:
    """Return whether a name is text, and not bytes that are not UTF-8."""
    return not any("\udc80" <= char <= "\udcff" for char in name)


def _note_closed(tree: Tree, error: OSError) -> None:
    path = Path(str(error.filename))
    name = _relative(tree, path) if path != tree.root else "."
    tree.skipped.append(Skipped(name, f"cannot be opened: {error.strerror}", failed=True))


def _enter(tree: Tree, folder: Path, but: Path) -> bool:
    """Return whether to look into a folder; note it if not."""
    if folder.is_symlink():
        why = "symbolic links to folders are not followed"
    elif folder.resolve() == but.resolve():
        why = "the folder for the new posts"
    elif folder.name in GENERATED or (
        folder.parent == tree.root and folder.name in GENERATED_AT_TOP
    ):
        why = "generated by a tool"
    elif folder.name.startswith("."):
        why = "hidden"
    elif not _is_text(folder.name):
        why = NOT_UTF8
    else:
        return True
    tree.skipped.append(Skipped(_relative(tree, folder) + "/", why, failed=why == NOT_UTF8))
    return False


def _take(tree: Tree, file: Path, top: Path) -> bool:
    """Return whether a file may be read; note it if not."""
    # Before Python 3.13, resolve() fails of links in a circle.
    if file.is_symlink() and not Path(os.path.realpath(file)).is_relative_to(top):
        why = "symbolic links to files outside the folder are not followed"
    elif not _is_text(file.name):
        why = NOT_UTF8
    elif not file.is_file():
        why = "not a file, but a broken link or a device"
    else:
        return True
    is_text = file.suffix.lower() in TEXTS
    tree.skipped.append(Skipped(_relative(tree, file), why, failed=is_text))
    return False
