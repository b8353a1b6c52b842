"""Reduces what the processes of a parallel build exchange, copy and keep, and has more write."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from functools import partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from sphinx.builders import Builder
from sphinx.util.parallel import ParallelTasks

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Writers(ParallelTasks):
    """The processes that write pages, while the first one resolves others.

    With ``-j 2``, Sphinx lets one process write, so a processor is idle once all pages are
    resolved, and while the first process waits to resolve the next. Here as many write as read.
    """

    def __init__(self, nproc: int) -> None:
        super().__init__(nproc + 1)
        #: What is being handled anyway, if the build is a reaction to an error.
        self.handled = sys.exception()

    def add_task(
        self,
        task_func: Callable[..., Any],
        arg: Any = None,
        result_func: Callable[[Any, Any], Any] | None = None,
    ) -> None:
        """Begin to write some pages, which this process keeps only until they are handed over.

        Sphinx keeps them until they are written.
        """
        super().add_task(partial(task_func, arg), None, result_func)

    def terminate(self) -> None:
        """Stop all processes; if one has failed, raise the error again.

        Sphinx's :meth:`add_task` only stops them: such a build succeeded, and pages were missing.

        :raises SphinxParallelError: a page could not be written
        """
        super().terminate()
        error = sys.exception()
        if error is not None and error is not self.handled:
            raise error


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

    def cover_writing(self, app: Sphinx, builder: Builder) -> None:
        """Have the builder use :class:`Writers` (``write-started``).

        Its method is copied for this build's own object, with another global variable: other
        builds of this process keep Sphinx's class. Checked with Sphinx 8.2 and 9.0.
        """
        with suppress(AttributeError):
            write = Builder._write_parallel  # noqa: SLF001
            if (
                blogs_of(app.env).exists
                and type(builder)._write_parallel is write  # noqa: SLF001
                and write.__globals__["ParallelTasks"] is ParallelTasks
            ):
                variables = write.__globals__ | {"ParallelTasks": Writers}
                covered = MethodType(FunctionType(write.__code__, variables), builder)
                vars(builder)[write.__name__] = covered

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
