"""Writes and removes the files that the blog adds to the pages: feeds and calendar files."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.util.files import remove_written, without_room, write_if_changed
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx

    #: As the state of an output folder calls what it has of them.
    FileKind: TypeAlias = Literal["feeds", "calendars"]

#: The option that copies files to the top of the output.
EXTRA_PATH = "html_extra_path"


class AddedFiles:
    """The files of one kind: those of the previous build, and those that are planned now."""

    def __init__(self, app: Sphinx, kind: FileKind, planned: Iterable[str]) -> None:
        self.app, self.kind = app, kind
        #: Their paths below the output folder, in order; the values are not used.
        self.planned = dict.fromkeys(planned)
        self.site_files = blogs_of(app.env).setup.site_files.paths
        self.output, self.outdir = output_of(app.env), Path(app.outdir)
        #: Path -> digest of what a file is made from: before this build, and after it.
        self.before: Mapping[str, str] = getattr(self.output.previous_state, kind)
        self.now: dict[str, str] = {}

    def remove_old(self) -> None:
        """Remove files that are no longer planned, or whose place a file of the site takes.

        This happens before pages are written and files are copied, because they may need the place.
        """
        if self.output.is_changed:
            kept = self.planned.keys() - self.site_files
            there = {
                path for state in self.output.earlier_states for path in getattr(state, self.kind)
            }
            remove_written(there - kept, self.outdir)

    def leave_out_blocked(self) -> None:
        """Warn of files that cannot be written, because the site has something in their place."""
        blocked = {
            *(self.planned.keys() & self.site_files),
            *without_room(self.planned, self.outdir),
        }
        for path in filter(blocked.__contains__, self.planned):
            text = f"{path} is already a file of the site, or cannot be a file"
            text = f"{text}; the {self.kind.removesuffix('s')} is not written"
            warn(Kind.ADDRESS, text, place_of(EXTRA_PATH, Path(self.app.confdir, CONFIG_FILENAME)))
        self.planned = {path: None for path in self.planned if path not in blocked}

    def are_there(self, paths: Iterable[str]) -> bool:
        """Return whether the previous build wrote some files, and they still exist."""
        return all(path in self.before and isfile(f"{self.outdir}/{path}") for path in paths)  # noqa: PTH113  faster

    def keep(self, paths: Iterable[str]) -> None:
        """Leave some files as they are."""
        self.now |= {path: self.before[path] for path in paths}

    def update(self, path: str, mark: str, content: Callable[[], bytes]) -> None:
        """Write a planned file if the digest of its input has changed."""
        self.now[path] = mark
        if self.before.get(path) != mark or not isfile(f"{self.outdir}/{path}"):  # noqa: PTH113  faster
            write_if_changed(self.outdir / path, content())
