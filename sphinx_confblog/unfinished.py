"""Notes that a build has begun: one that is killed is followed by one that does all again.

What a killed build leaves cannot be told by times: pages that are cut off look new to Sphinx, and
the environment knows nothing of documents that it was not saved with.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.project import blogs_of
from sphinx_confblog.written import Written, load_written, save_written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Stands beside the doctrees from when the first of them is written until the environment is saved.
READING = "confblog-reading"
#: What is noted in the place of a digest.
UNFINISHED = "unfinished"


def reading_mark(app: Sphinx) -> Path:
    """The file that is there while doctrees are newer than the environment."""
    return Path(app.doctreedir, READING)


def begin_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note that doctrees change, if there is a blog (``env-before-read-docs``)."""
    if docnames and blogs_of(env).exists:
        reading_mark(app).touch()


def end_reading(app: Sphinx, _builder: object) -> None:
    """Note that the environment has been saved (``write-started``)."""
    reading_mark(app).unlink(missing_ok=True)


def before(app: Sphinx) -> Written:
    """What stood in the output folder when this build began."""
    memo = blogs_of(app.env).memo
    if memo.before is None:
        memo.before = load_written(app)
    return memo.before


def clear_static(app: Sphinx) -> None:
    """Have all static files copied again (``builder-inited``, before others add theirs).

    Sphinx replaces none that are there, though a killed build may have cut them off.
    """
    if isinstance(app.builder, StandaloneHTMLBuilder) and before(app).navigation == UNFINISHED:
        shutil.rmtree(Path(app.outdir, "_static"), ignore_errors=True)


def begin_changes(app: Sphinx, _builder: object) -> None:
    """Note that pages change for the blog's sake (``write-started``)."""
    if blogs_of(app.env).memo.written is not None:
        begin_writing(app)


def begin_page(app: Sphinx, _doctree: object, _docname: str) -> None:
    """Note that a page is written, for whatever reason (``doctree-resolved``)."""
    if not blogs_of(app.env).memo.begun:
        begin_writing(app)


def begin_writing(app: Sphinx, *, redirects: Iterable[str] = (), feeds: Iterable[str] = ()) -> None:
    """Note what may stand in the output folder from now on, and that none of it is certain.

    *redirects* and *feeds* are the paths of those that are about to be written.
    """
    memo = blogs_of(app.env).memo
    noted = memo.begun or uncertain(before(app), memo.written or Written())
    now = replace(
        noted,
        redirects=noted.redirects | dict.fromkeys(redirects, ""),
        feeds=noted.feeds | dict.fromkeys(feeds, ""),
    )
    if now != memo.begun:
        memo.begun = now
        save_written(app, now)


def uncertain(then: Written, now: Written) -> Written:
    """All that stood there or is to, with digests that nothing has: it is written again."""
    return Written(
        shown=dict.fromkeys(then.shown | now.shown, ""),
        titles=dict.fromkeys(then.titles | now.titles, ""),
        objects=dict.fromkeys(then.objects | now.objects, ""),
        navigation=UNFINISHED,
        images=sorted({*then.images, *now.images}),
        downloads=sorted({*then.downloads, *now.downloads}),
        redirects=then.redirects,
        feeds=dict.fromkeys(then.feeds, ""),
    )
