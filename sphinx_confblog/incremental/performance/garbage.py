"""Reduces the work of the garbage collector during a build and at the end of the process."""

from __future__ import annotations

import atexit
import gc
import inspect
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.util.collector import skip_finalization

if TYPE_CHECKING:
    from types import CodeType

    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: After how many new objects the collector runs: while the environment is loaded, and while pages
#: are read and written.
SELDOM, LESS_OFTEN = 50_000, 5_000
#: Python 3.12 starts with some hundred frozen objects. `gc.freeze` freezes many more.
FEW = 1_000
#: The packages whose code is running when the command ``sphinx-build`` has built a site.
COMMAND = {"sphinx", "sphinx_confblog", "runpy", "__main__"}


class GcTuner:
    """Changes the collector's settings during one build, and restores them."""

    def __init__(self) -> None:
        #: The process's own threshold while another is set, and that other.
        self.before = self.threshold = 0
        #: The threshold that was restored while a parallel build writes pages.
        self.while_written = 0
        self.is_building = self.is_frozen = False

    def run_seldom(self, app: Sphinx, config: Config) -> None:
        """Begin before the environment is loaded (``config-inited``, after all others)."""
        if self.raise_threshold(SELDOM):
            gc.callbacks.append(self.notice_end)

    def run_as_before(self, app: Sphinx) -> None:
        """Let the collector run as often as it did (``builder-inited``, before all others)."""
        if self.before and not has_frozen():
            # This makes what was loaded old. Else the next run would look through all of it.
            gc.freeze()
            gc.unfreeze()
        self.restore_threshold()

    def raise_threshold(self, threshold: int) -> bool:
        """Have the collector run less often, and return whether it does.

        Not if the process has its own reasons: it runs no collector, or as seldom already.
        """
        before, *others = gc.get_threshold()
        if not gc.isenabled() or not 0 < before < threshold:
            return False
        self.before, self.threshold = before, threshold
        gc.set_threshold(threshold, *others)
        return True

    def restore_threshold(self) -> None:
        """Put the threshold back; one that somebody else has set meanwhile is kept."""
        threshold, *others = gc.get_threshold()
        if self.before and threshold == self.threshold:
            gc.set_threshold(self.before, *others)
        self.before = 0
        if self.notice_end in gc.callbacks:
            gc.callbacks.remove(self.notice_end)

    def notice_failures(self) -> None:
        """Restore the threshold for sites that failed to be set up during this build."""
        for callback in list(gc.callbacks):
            if isinstance(getattr(callback, "__self__", None), GcTuner):
                callback("stop", {})

    def notice_end(self, phase: str, info: dict[str, int]) -> None:
        """Put the threshold back if the site has failed to be set up (``gc.callbacks``).

        This is asked by the collector itself, when it runs next: Sphinx's own code loads the
        environment, and nothing of ours is called if that is interrupted.
        """
        if not is_running(Sphinx.__init__.__code__):
            self.restore_threshold()

    def cover_build(self, app: Sphinx) -> None:
        """Have the collector see everything again when :meth:`Sphinx.build` is left, in any way.

        A process that does nothing else then ends without freeing each object. The method is
        covered on this build's own object. Checked with Sphinx 8.2, 9.0 and 9.2.
        """
        build, at_end = app.build, EndOfProcess()

        @wraps(build)
        def covered(*arguments: Any, **options: Any) -> None:
            self.is_building = True
            try:
                build(*arguments, **options)
            finally:
                self.is_building = False
                self.unfreeze()
            at_end.is_quick = blogs_of(app.env).exists and is_command_alone()

        app.build = covered  # type: ignore[method-assign]

    def freeze(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave out what was loaded, if there is a blog (``env-before-read-docs``).

        The collector also runs less often from then on: it ran in the middle of each page, and
        found little.
        """
        if self.is_building and blogs_of(env).exists and not has_frozen():
            self.is_frozen = True
            gc.freeze()
            self.raise_threshold(LESS_OFTEN)

    def freeze_read(self, app: Sphinx, env: BuildEnvironment, docname: str = "") -> None:
        """Collect garbage, then ignore the rest until the end (``env-purge-doc``, ``env-updated``).

        No page is being read at that time, so what remains is data of the environment.
        """
        if self.is_frozen and gc.isenabled() and gc.get_threshold()[0]:
            gc.collect()
            gc.freeze()

    def run_often(self, app: Sphinx, builder: Builder) -> None:
        """In a parallel build, have the collector run as often as before (``write-started``).

        Sphinx keeps a hundred pages in memory at once then. With fewer runs, that took a quarter
        more memory, and saved no time.
        """
        if self.is_frozen and getattr(builder, "parallel_ok", False):
            self.while_written = self.before
            self.restore_threshold()

    def run_less_often(self, app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
        """Have it run less often again, as all pages are written (``html-collect-pages``).

        It would look through the last pages and the whole search index, which remain until the
        build ends. No page is added.
        """
        if 0 < self.while_written == gc.get_threshold()[0] and self.raise_threshold(LESS_OFTEN):
            gc.freeze()
        self.while_written = 0
        return []

    def unfreeze(self) -> None:
        """Have the collector see everything again."""
        if self.is_frozen:
            gc.unfreeze()
            self.is_frozen = False
            self.notice_failures()
            self.restore_threshold()


class EndOfProcess:
    """Skips finalization when the process ends, if it has built a site with a blog."""

    def __init__(self) -> None:
        #: Whether a site with a blog has been built.
        self.is_quick = False
        if is_sphinx_build():
            # Handlers that are registered later are called earlier.
            atexit.register(self.end)

    def end(self) -> None:
        """Skip finalization (``atexit``)."""
        if self.is_quick:
            skip_finalization()


def has_frozen() -> bool:
    """Return whether somebody has had the collector ignore objects."""
    return gc.get_freeze_count() > FEW


def is_running(code: CodeType) -> bool:
    """Return whether this thread is executing a function."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    return frame is not None


def is_sphinx_build() -> bool:
    """Return whether this process is the command ``sphinx-build``."""
    main = sys.modules["__main__"]
    path = Path(getattr(main, "__file__", None) or "")
    # On Windows the command is an archive, and the module is within.
    is_script = path.name == "sphinx-build" or path.parent.name.lower() == "sphinx-build.exe"
    return is_script or getattr(main, "__package__", "") == "sphinx"


def is_command_alone() -> bool:
    """Return whether ``sphinx-build`` is running, and no other program has called it."""
    frame = inspect.currentframe()
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] not in COMMAND:
            return False
        frame = frame.f_back
    return is_sphinx_build()
