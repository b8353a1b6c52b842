"""Sparing the garbage collector the loaded environment while a build runs.

It would look through the nodes of all pages again and again, which takes up to a third of a
build that has little to do. What is set aside is taken back at the build's end.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def set_aside(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Begin, unless the process does so for reasons of its own (``env-before-read-docs``)."""
    blogs = blogs_of(env)
    if blogs.exists and not gc.get_freeze_count():
        gc.freeze()
        blogs.memo.set_aside = True


def take_back(app: Sphinx, exception: Exception | None) -> None:
    """End, in any case (``build-finished``)."""
    memo = blogs_of(app.env).memo
    if memo.set_aside:
        gc.unfreeze()
        memo.set_aside = False
