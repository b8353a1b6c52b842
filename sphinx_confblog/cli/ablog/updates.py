"""Converts ABlog's ``update`` directives, in posts and on other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.lists import opened
from sphinx_confblog.cli.ablog.post_options import read_date
from sphinx_confblog.importers.front_matter import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.cli.ablog.records import Page, Settings
    from sphinx_confblog.cli.editing.page_sources import Directive


UPDATE = "update"


def move_updates(page: Page, directives: Iterable[Directive], settings: Settings) -> str | None:
    """Turn updates into admonitions, and return the latest date; None if there is none."""
    updates = [directive for directive in directives if directive.name == UPDATE]
    dates = [date for update in updates if (date := _move_update(page, update, settings))]
    return max(dates, default=None)


def _move_update(page: Page, update: Directive, settings: Settings) -> str | None:
    """Turn an update into an admonition, and return its date; leave one without a valid date."""
    date = read_date(update.argument, settings.date_format)
    day = moment(date)
    if day is None:
        what = f"the date {update.argument!r} cannot be read; write it like 2026-01-15"
        page.note(update.line, f"{what}, and run this command again", by_hand=True)
        return None
    opening, indent = opened(page, update)
    title = f"Updated on {day.strftime(settings.date_format)}"
    options = [] if "class" in update.options else [f"{indent}:class: note update"]
    line = f"{opening}{update.written('admonition')} {title}"
    is_close = not update.is_fence and update.body and update.body[0][0] == update.line + 1
    page.replace(update.line - 1, update.line, [line, *options, *([""] if is_close else [])])
    return date
