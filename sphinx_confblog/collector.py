"""Sparing the garbage collector the nodes of a whole site while a build runs.

It would look through them again and again: while the environment is loaded, and whenever
some hundred objects more have been made. That takes up to a third of a build that has little to
do. So it runs seldom, and does not see what was loaded; at the build's end it is as it was.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: How many objects more there must be before the collector runs. A page's nodes are some
#: thousands. If the build never comes to its end, a process can live with that.
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
        """Leave out what was loaded (``env-before-read-docs``); no more of it without a blog."""
        if not blogs_of(env).exists:
            self.end(app, None)
        elif not gc.get_freeze_count():
            gc.freeze()
            self.set_aside = True

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """End, in any case (``build-finished``)."""
        if self.set_aside:
            gc.unfreeze()
            self.set_aside = False
        if self.threshold:
            gc.set_threshold(self.threshold, *gc.get_threshold()[1:])
            self.threshold = 0
