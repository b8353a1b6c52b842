"""Writes and removes files: atomically, only when the content changes, with their empty folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
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


def has_room(path: Path, top: Path) -> bool:
    """Return whether a file can be written: neither a folder nor, for its folders, a file is there.

    *top* is a folder above the file, which is there.
    """
    if path.is_dir():
        return False
    folders = (folder for folder in path.parents if folder != top and folder.is_relative_to(top))
    return not any(folder.is_file() for folder in folders)


def put(path: Path, text: str) -> bool:
    """Write a file if it holds something else; whether that is possible."""
    try:
        write_if_changed(path, text.encode())
    except OSError:
        return False
    return True
