"""Dates of other generators, in ISO form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sphinx_confblog.util.dates import DateError, date_from_name, iso_order, parse_date

if TYPE_CHECKING:
    from datetime import tzinfo

    from sphinx_confblog.importing.article import Article


def normal_date(text: str) -> str:
    """Return a date with its day in ISO form; a text that is no date comes back as it is."""
    iso = iso_order(text.strip())
    return iso if is_date(iso) else text.strip()


def is_date(text: str) -> bool:
    """Whether a text is read as a date here."""
    return moment(text) is not None


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment that a text means; None if it is no date."""
    try:
        return parse_date(text, zone or UTC)
    except DateError:
        return None


def date_of(article: Article, zone: tzinfo) -> datetime | None:
    """When a post was published: what its front matter says, else its file name."""
    text = article.front.get("date")
    if isinstance(text, str) and text:
        return moment(text, zone)
    named = date_from_name(article.name.rpartition("/")[2])
    return moment(named[0].isoformat(), zone) if named else None
