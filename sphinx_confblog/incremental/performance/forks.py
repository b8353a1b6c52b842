"""Makes the processes of a parallel build exchange less data, and lets more of them write."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from functools import partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from sphinx import builders
from sphinx.builders import Builder
from sphinx.util.parallel import ParallelTasks

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Writers(ParallelTasks):
    """The processes that write pages, while the first one resolves others.

    With ``-j 2``, Sphinx lets one process write, so a processor is idle once all pages are
    resolved. Here as many write as read. Checked with Sphinx 8.2, 9.0 and 9.2.
    """

    def __init__(self, nproc: int) -> None:
        super().__init__(nproc + 1)
        #: The error that the process handles already, if it builds the site because of one.
        self.handled = sys.exception()

    def add_task(
        self,
        task_func: Callable[..., Any],
        arg: Any = None,
        result_func: Callable[[Any, Any], Any] | None = None,
    ) -> None:
        """Hand over pages to a process that writes them, and free them here.

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
        #: The copy of Sphinx's method that the builder has at the moment.
        self.covered: MethodType | None = None

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
        """Drop what the first process has anyway (``source-read``).

        Each process sends its whole environment back, and Sphinx uses only the data of the pages
        that this process has read. Four fifths of the remaining data were titles and tables of
        contents that others have read. Nothing can depend on them, because which pages were read
        earlier is random. Half of the rest was what discovery keeps for the next build.
        """
        if self.has_forked():
            env = app.env
            blog_domain(env).drop_discovery()
            for kept in (env.titles, env.longtitles, env.tocs):
                for merged in self.merged:
                    kept.pop(merged, None)

    def cover_writing(self, app: Sphinx, builder: Builder) -> None:
        """Have the builder use :class:`Writers`, if there is a blog (``write-started``).

        Sphinx's method is copied for this build's own object, with another global variable: other
        builds of this process keep Sphinx's class. Methods of other extensions are left alone.
        """
        own = vars(builder)
        with suppress(AttributeError):
            write = Builder._write_parallel  # noqa: SLF001
            if own.get(write.__name__) is self.covered:
                own.pop(write.__name__, None)
            if (
                blogs_of(app.env).exists
                and builder._write_parallel == MethodType(write, builder)  # noqa: SLF001
                and write.__globals__ is vars(builders)
                and vars(builders)["ParallelTasks"] is ParallelTasks
            ):
                variables = vars(builders) | {"ParallelTasks": Writers}
                copied = FunctionType(
                    write.__code__, variables, argdefs=write.__defaults__, closure=write.__closure__
                )
                own[write.__name__] = self.covered = MethodType(copied, builder)

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
