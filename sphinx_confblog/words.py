"""The words that readers see, and dates in the site's language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from babel.core import UnknownLocaleError
from babel.dates import format_datetime
from babel.lists import format_list
from sphinx.locale import get_translation
from sphinx.util.i18n import babel_format_date, format_date

from sphinx_confblog.checks import DATE_STYLES
from sphinx_confblog.pages import Wording
from sphinx_confblog.post import Withheld

if TYPE_CHECKING:
    from sphinx_confblog.catalog import Period
    from sphinx_confblog.config import BlogConfig

#: Name of the message catalog.
CATALOG = "sphinx_confblog"
_ = get_translation(CATALOG)


def format_day(day: datetime, config: BlogConfig, language: str) -> str:
    """A date-time's day, in its own zone, as the site shows dates."""
    pattern = config.date_format or "long"
    if "%" in pattern:
        return format_date(pattern, date=day, language=language)
    if pattern in DATE_STYLES:
        return babel_format_date(day, pattern, locale=language)
    # A pattern may name hours and minutes too.
    return babel_format_date(day, pattern, locale=language, formatter=format_datetime)


def period_name(period: Period, language: str) -> str:
    """The name of a year, or of a month of a year."""
    if len(period) == 1:
        return f"{period[0]:04}"
    return babel_format_date(datetime(period[0], period[1], 1), "LLLL y", locale=language)  # noqa: DTZ001


def month_name(month: int, language: str) -> str:
    """The short name of a month, counted from 1."""
    return babel_format_date(datetime(2000, month, 1), "LLL", locale=language)  # noqa: DTZ001


def mark_name(mark: Withheld) -> str:
    """What a previewed post is marked with."""
    return {Withheld.DRAFT: _("Draft"), Withheld.SCHEDULED: _("Scheduled")}.get(mark, mark.value)


def reading_time(minutes: int) -> str:
    """How long it takes to read a post."""
    return _("{minutes} min read").format(minutes=minutes)


def and_between(count: int, language: str) -> list[str]:
    """What stands between *count* things in a sentence, as in "A, B and C"."""
    try:
        listed = format_list(["\0"] * count, locale=language)
    except (UnknownLocaleError, ValueError):
        listed = format_list(["\0"] * count, locale="en")
    return listed.split("\0")[1:-1]


def page_wording(language: str) -> Wording:
    """The words in the titles of generated pages."""
    return Wording(
        archive=_("Archive"),
        numbered=lambda title, n: _("{title}, page {number}").format(title=title, number=n),
        period=lambda period: period_name(period, language),
    )
