"""Sparing the garbage collector the nodes of a whole site while a build runs.

It would look through them again and again, which takes up to a third of a build that has little
to do. So it runs seldom while the environment is loaded, and does not see thereafter what was
loaded; that is taken back at the build's end. While pages are made it runs as often as ever: their
nodes are garbage soon, and would fill the memory.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: How many objects more there must be before the collector runs. If a build fails before its
#: documents are read, a process can live with that.
SELDOM = 50_000


class Sparing:
    """Spares the collector work during one build, and knows how it was before."""

    def __init__(self) -> None:
        self.threshold = 0
        self.set_aside = False

    def run_seldom(self, app: Sphinx, config: Config) -> None:
        """Begin before the environment is loaded (``config-inited``).

        Not if the process has its own reasons: it runs no collector, or seldom already.
        """
        threshold, *others = gc.get_threshold()
        if gc.isenabled() and 0 < threshold < SELDOM:
            gc.set_threshold(SELDOM, *others)
            self.threshold = threshold

    def leave_out(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave out what was loaded, if there is a blog (``env-before-read-docs``)."""
        self.run_as_before()
        if blogs_of(env).exists and not gc.get_freeze_count():
            gc.freeze()
            self.set_aside = True

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """End, in any case (``build-finished``)."""
        if self.set_aside:
            gc.unfreeze()
            self.set_aside = False
        self.run_as_before()

    def run_as_before(self) -> None:
        """Let the collector run as often as it did."""
        if self.threshold:
            gc.set_threshold(self.threshold, *gc.get_threshold()[1:])
            self.threshold = 0
