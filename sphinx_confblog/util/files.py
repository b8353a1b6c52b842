"""Writes and removes files: atomically, only when the content changes, with their empty folders."""

from __future__ import annotations

from itertools import accumulate
from os.path import isdir, isfile
from typing import TYPE_CHECKING

from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: File systems take no longer names than 255 bytes.
LONGEST_NAME = 250


def holds(path: Path, content: bytes) -> bool:
    """Return whether a file exists and contains some bytes. Raises OSError."""
    return path.is_file() and path.read_bytes() == content


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, and not if it is there already. Raises OSError."""
    if not holds(path, content):
        write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    part.write_bytes(content)
    part.replace(path)


def part_of(path: Path) -> Path:
    """Return what a file is written to first; a program that is killed may leave it."""
    name = path.name if len(path.name.encode()) <= LONGEST_NAME else digest(path.name).hex()
    return path.with_name(f"{name}.part")


def remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders below *top* that it leaves empty."""
    if not path.is_file():
        return
    path.unlink()
    for folder in path.parents:
        if folder == top or any(folder.iterdir()):
            return
        folder.rmdir()


def remove_written(paths: Iterable[str], top: Path) -> None:
    """Remove files below *top*, and what an interrupted build has left of them."""
    for path in sorted(paths):
        remove(top / path, top)
        remove(part_of(top / path), top)


def without_room(paths: Iterable[str], top: Path) -> set[str]:
    """Return the paths where no file can be written: a folder is there, or a file for a folder.

    *paths* are relative to *top*, with slashes.
    """
    folders_of = {path: list(accumulate(path.split("/")[:-1], "{}/{}".format)) for path in paths}
    folders = {folder for folders in folders_of.values() for folder in folders}
    files = {folder for folder in folders if isfile(f"{top}/{folder}")}  # noqa: PTH113  faster
    return {
        path
        for path, folders in folders_of.items()
        if isdir(f"{top}/{path}") or not files.isdisjoint(folders)  # noqa: PTH112  faster
    }


def put(path: Path, text: str) -> bool:
    """Write a file if its content differs; return whether that is possible."""
    try:
        write_if_changed(path, text.encode())
    except OSError:
        return False
    return True
