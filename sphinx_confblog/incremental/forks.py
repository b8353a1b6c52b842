"""Reduces what the processes of a parallel build exchange and copy."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Forks:
    """Detects when a new process starts to read or write some of the pages."""

    def __init__(self) -> None:
        #: The ID of the current process, or 0 if there is no blog.
        self.process = 0
        #: The pages that other processes have read in this build and sent back.
        self.merged: set[str] = set()

    def begin(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note the process that starts the others (``env-before-read-docs``)."""
        self.process = os.getpid() if blogs_of(env).exists else 0
        self.merged.clear()

    def note_merged(
        self, app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment
    ) -> None:
        """Note which pages another process has read (``env-merge-info``)."""
        self.merged.update(docnames)

    def begin_reading(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Drop the titles and tables of contents that others have read (``source-read``).

        Each process sends its whole environment back, and Sphinx uses only the data of the pages
        that this process has read. Four fifths of the remaining data were titles and tables of
        contents. Nothing can depend on them, because which pages were read earlier is random.
        """
        if self.has_forked():
            env = app.env
            for kept in (env.titles, env.longtitles, env.tocs):
                for merged in self.merged:
                    kept.pop(merged, None)

    def begin_writing(self, app: Sphinx, *_: Any) -> None:
        """Freeze the inherited objects (``html-page-context``)."""
        self.has_forked()

    def has_forked(self) -> bool:
        """Return whether this is the first call in a new process, and freeze its objects.

        If the collector examined the inherited objects, the system would copy their memory.
        """
        process = os.getpid()
        if self.process in {0, process}:
            return False
        self.process = process
        gc.freeze()
        return True
