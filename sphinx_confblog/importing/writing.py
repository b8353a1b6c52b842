"""Writes what is imported: atomically, never over something else, and not twice."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.importing.article import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

DIFFERS = "another file is there already; --force replaces it"


def write(path: Path, content: bytes, *, force: bool, dry: bool) -> tuple[Outcome, str]:
    """Write a file; what became of it, and why if it was not written. Raises OSError."""

    def fill(file: Path) -> None:
        file.write_bytes(content)

    same = path.is_file() and not path.is_symlink() and path.read_bytes() == content
    return _put(path, fill, Outcome.IMPORTED, same=same, force=force, dry=dry)


def copy(source: Path, path: Path, *, force: bool, dry: bool) -> tuple[Outcome, str]:
    """Copy a file; what became of it, and why if it was not copied. Raises OSError."""

    def fill(file: Path) -> None:
        shutil.copyfile(source, file)

    same = path.is_file() and not path.is_symlink() and path.read_bytes() == source.read_bytes()
    return _put(path, fill, Outcome.COPIED, same=same, force=force, dry=dry)


def _put(
    path: Path, fill: Callable[[Path], None], done: Outcome, *, same: bool, force: bool, dry: bool
) -> tuple[Outcome, str]:
    if same:
        return Outcome.UNCHANGED, ""
    if os.path.lexists(path) and (not force or path.is_dir()):
        return Outcome.FAILED, DIFFERS
    if not dry:
        _replace(path, fill)
    return done, ""


def _replace(path: Path, fill: Callable[[Path], None]) -> None:
    """Fill a file beside the place, and put it there in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".confblog-")
    os.close(handle)
    made = Path(name)
    try:
        fill(made)
        made.chmod(0o666 & ~_umask())
        made.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            made.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
