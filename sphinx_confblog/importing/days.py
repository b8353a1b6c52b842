"""Rewrites dates of other generators in a form that is read here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from sphinx_confblog.dates import DateError, date_from_name, parse_date

if TYPE_CHECKING:
    from datetime import tzinfo

    from sphinx_confblog.importing.article import Article

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_FORMS = (
    re.compile(
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})", re.IGNORECASE
    ),
    re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)
_UTC_OFFSET = re.compile(r"\b(?:UTC|GMT)(?=[+-]\d)", re.IGNORECASE)


def normal_date(text: str) -> str:
    """A date in a form that is read here; one that is not understood comes back as it is.

    A date that is read here already comes back as it is, too.
    """
    text = text.strip()
    for candidate in (text, _UTC_OFFSET.sub("", text), _reordered(text), _mail_date(text)):
        if candidate and is_date(candidate):
            return candidate
    return text


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


def _reordered(text: str) -> str:
    """``June 30, 2014 16:16`` as ``2014-06-30 16:16``; nothing for other texts."""
    for form in _FORMS:
        if match := form.match(text):
            parts = match.groupdict()
            name = parts.get("name")
            month = _MONTHS.index(name.lower()[:3]) + 1 if name else int(parts["month"])
            rest = text[match.end() :].lstrip(", ").removeprefix("at ").strip()
            return f"{parts['year']}-{month:02}-{int(parts['day']):02} {rest}".strip()
    return ""


def _mail_date(text: str) -> str:
    """A date as in mails, such as ``Mon, 30 Jun 2014 16:16:00 +0000``."""
    try:
        return parsedate_to_datetime(text).isoformat(" ")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
