"""Finds symbolic links that leave the source folder or form a loop."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import Matcher

from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config


CIRCLE = "this symbolic link leads to a folder that contains it; it is skipped"
OUTSIDE = (
    "this is a symbolic link to a file outside the source folder; the post is published. Replace "
    "the link with a copy of the file"
)
_SPECIAL = r"[*?\[]"


def circles(top: Path, skips: Callable[[str], object]) -> Iterator[str]:
    """Return the linked folders, as paths below *top*, that lead to a folder on the way to them.

    Sphinx follows them in circles: with two of them in one folder, it never ends.
    *skips* tells which folders Sphinx does not enter.
    """
    waiting = [("", frozenset({_identity(os.stat(top))}))]  # noqa: PTH116  as entries' below
    while waiting:
        folder, above = waiting.pop()
        for entry in _folders(top / folder):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if skips(path):
                continue
            identity = _identity(entry.stat())
            if entry.is_symlink() and identity in above:
                yield path
            else:
                waiting.append((path, above | {identity}))


def outside(files: Mapping[str, Path], top: Path) -> list[str]:
    """Return the names of the files that lie elsewhere than below *top*, reached by a link."""
    home = _with_slash(os.path.realpath(top))
    folders: dict[str, bool] = {}
    links: set[str] = set()
    names = []
    for name, path in files.items():
        text = str(path)
        folder = os.path.dirname(text)  # noqa: PTH120  paths take longer
        if folder not in folders:
            folders[folder] = _with_slash(os.path.realpath(folder)).startswith(home)
            links |= _links(folder)
        is_inside = os.path.realpath(text).startswith(home) if text in links else folders[folder]
        if not is_inside:
            names.append(name)
    return names


def _with_slash(path: str) -> str:
    return path if path.endswith(os.sep) else path + os.sep


def _links(folder: str) -> set[str]:
    """Return the paths of the links in a folder, without a look at each of its files."""
    try:
        with os.scandir(folder) as entries:
            return {entry.path for entry in entries if entry.is_symlink()}
    except OSError:
        return set()


def as_pattern(path: str) -> str:
    """Return the pattern, as in ``exclude_patterns``, that means one path.

    Special characters become ``?``, which matches any character and needs no escaping.
    """
    return re.sub(_SPECIAL, "?", path)


def _folders(path: Path) -> list[os.DirEntry[str]]:
    """Return the folders in a folder, links to folders among them; none if it cannot be read."""
    try:
        with os.scandir(path) as entries:
            return [entry for entry in entries if entry.is_dir()]
    except OSError:
        return []


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def guard_walk(app: Sphinx, config: Config) -> None:
    """Keep Sphinx from walking in circles (``config-inited``, the last event before it walks)."""
    leave_out_circles(config, Path(app.srcdir))


def leave_out_circles(config: Config, srcdir: Path) -> None:
    """Exclude linked folders that lead to a folder on the way to them, and warn of each."""
    excluded = (*config.exclude_patterns, *config.templates_path, *EXCLUDE_PATHS)
    paths = sorted(circles(srcdir, Matcher(excluded)))
    for path in paths:
        warn(Kind.LINK, CIRCLE, f"{srcdir / path}:1")
    if paths:
        config.exclude_patterns = [*config.exclude_patterns, *map(as_pattern, paths)]
