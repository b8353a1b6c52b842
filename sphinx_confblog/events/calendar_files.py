"""Writes the calendar files that changed at the end of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME
from sphinx.util import logging

from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.discovery.report import warn_blocked
from sphinx_confblog.discovery.site_files import blocked_paths
from sphinx_confblog.events.calendars import calendar_paths, calendars_of
from sphinx_confblog.resolving.views import has_icalendar
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.files import remove_written, write_if_changed
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The option that asks for calendar files, for all blogs or for one of several.
OPTION, BLOGS = "confblog_calendars", "confblog_blogs"
MISSING = (
    "events get no calendar files, because icalendar is not installed; run "
    "pip install 'sphinx-confblog[events]'"
)

logger = logging.getLogger(__name__)


def update_calendars(app: Sphinx, exception: Exception | None) -> None:
    """Write the calendar files that have changed (``build-finished``).

    After feeds: from then on, no more pages are written.
    """
    if exception is not None or not makes_site(app.builder):
        return
    explain_absence(app)
    output, outdir = output_of(app.env), Path(app.outdir)
    paths, site_files = calendar_paths(app.env), blogs_of(app.env).setup.site_files
    blocked = set(blocked_paths(paths, site_files, outdir))
    warn_blocked(app, sorted(blocked), "calendar")
    there = output.previous_state.calendars
    if not output.is_changed and all((outdir / path).is_file() for path in there):
        return
    output.begin(calendars=(path for path in paths if path not in blocked))
    calendars = {path: made for path, made in calendars_of(app.env).items() if path not in blocked}
    marks = {path: digest(repr(calendar)).hex() for path, calendar in calendars.items()}
    stale = [
        path
        for path, mark in marks.items()
        if there.get(path) != mark or not (outdir / path).is_file()
    ]
    if stale:
        # Most builds write no calendar: they do not wait for the library.
        from sphinx_confblog.events.icalendar_text import calendar_bytes  # noqa: PLC0415

        for path in stale:
            write_if_changed(outdir / path, calendar_bytes(calendars[path]))
    output.note_calendars(marks)


def explain_absence(app: Sphinx) -> None:
    """Say that the library is missing, if the site has events: a warning if it asks for files."""
    wanting = [blog.config for blog in blogs_of(app.env).all if blog.calendars()]
    if not wanting or has_icalendar():
        return
    if any(config.calendars for config in wanting):
        option = OPTION if blogs_of(app.env).main.config.calendars else BLOGS
        place = place_of(option, Path(app.confdir, CONFIG_FILENAME))
        warn(Kind.CONFIG, f"{OPTION}: {MISSING}", place)
    else:
        logger.info("blog: %s", MISSING)


def remove_old_calendars(app: Sphinx, builder: Builder) -> None:
    """Remove calendar files that are gone (``write-started``).

    Before pages are written and files are copied, as these may need the place.
    """
    output = output_of(app.env)
    if not output.is_changed:
        return
    outdir = Path(builder.outdir)
    kept = set(calendar_paths(app.env))
    there = {path for state in output.earlier_states for path in state.calendars}
    remove_written(there - kept, outdir)
