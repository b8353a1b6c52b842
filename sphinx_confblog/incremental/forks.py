"""Spares the processes of a parallel build what others have read."""

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
    """Notices when a process begins that reads or writes a part of the pages."""

    def __init__(self) -> None:
        #: The process that was seen last, if there is a blog.
        self.process = 0
        #: The pages that others have read in this build, as far as their data came back.
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

        Each of these processes sends its whole environment back, and Sphinx takes from it what
        belongs to the pages that it has read. Four fifths of the rest were these. Whether others
        have read a page yet is a matter of chance, so nothing may depend on them.
        """
        if self.has_forked():
            env = app.env
            for kept in (env.titles, env.longtitles, env.tocs):
                for merged in self.merged:
                    kept.pop(merged, None)

    def begin_writing(self, app: Sphinx, *_: Any) -> None:
        """See what has been read as lasting (``html-page-context``)."""
        self.has_forked()

    def has_forked(self) -> bool:
        """Return whether this is the first call in a process.

        The collector leaves alone what it has taken over: to look through it would also copy it.
        """
        process = os.getpid()
        if self.process in {0, process}:
            return False
        self.process = process
        gc.freeze()
        return True
