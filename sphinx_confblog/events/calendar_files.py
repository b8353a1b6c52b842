"""Writes the calendar files that changed at the end of a build."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME
from sphinx.util import logging

from sphinx_confblog.added_files import AddedFiles
from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.events.calendars import calendar_paths, calendars_of
from sphinx_confblog.resolving.views import has_icalendar
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.text import digest
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_confblog.events.calendars import Calendar

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
    output, files = output_of(app.env), calendar_files_of(app)
    files.leave_out_blocked()
    if not output.is_changed and files.are_there(files.before):
        return
    output.begin(calendars=files.planned)
    calendars = calendars_of(app.env)
    for path in files.planned:
        calendar = calendars[path]
        files.update(path, digest(repr(calendar)).hex(), partial(content_of, calendar))
    output.note_files(calendars=files.now)


def content_of(calendar: Calendar) -> bytes:
    """Return the content of a calendar file."""
    # Most builds write no calendar: they do not wait for the library.
    from sphinx_confblog.events.icalendar_text import calendar_bytes  # noqa: PLC0415

    return calendar_bytes(calendar)


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
    """Remove calendar files that are gone (``write-started``)."""
    calendar_files_of(app).remove_old()


def calendar_files_of(app: Sphinx) -> AddedFiles:
    """Return the calendar files of a build."""
    return AddedFiles(app, "calendars", calendar_paths(app.env))
