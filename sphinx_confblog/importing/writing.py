"""Writes what is imported: as a whole, never over something else, and not twice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx_confblog.importing.article import Outcome
from sphinx_confblog.util.files import holds, write_whole

if TYPE_CHECKING:
    from pathlib import Path

DIFFERS = "another file is there already; --force replaces it"


def write(
    path: Path, content: bytes, *, force: bool, dry: bool, done: Outcome = Outcome.IMPORTED
) -> tuple[Outcome, str]:
    """Write a file; what became of it, and why if it was not written. Raises OSError."""
    if holds(path, content) and not path.is_symlink():
        return Outcome.UNCHANGED, ""
    if os.path.lexists(path) and (not force or path.is_dir()):
        return Outcome.FAILED, DIFFERS
    if not dry:
        write_whole(path, content)
    return done, ""


def copy(source: Path, path: Path, *, force: bool, dry: bool) -> tuple[Outcome, str]:
    """Copy a file; what became of it, and why if it was not copied. Raises OSError."""
    return write(path, source.read_bytes(), force=force, dry=dry, done=Outcome.COPIED)
