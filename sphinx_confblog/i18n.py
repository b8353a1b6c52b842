"""Translates interface text, and formats dates, in the language of a page."""

from __future__ import annotations

import gettext
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_interval, format_skeleton, format_time
from babel.lists import format_list
from sphinx.util.i18n import CatalogRepository, babel_format_date, format_date

from sphinx_confblog.config.options import TAXONOMIES
from sphinx_confblog.config.validators import DATE_STYLES
from sphinx_confblog.model.event import EventTime, Status
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.model.catalog import Period
    from sphinx_confblog.model.event import Event


#: Name of the message catalog.
CATALOG = "sphinx_confblog"


class Language(NamedTuple):
    """A language that a blog is in: its words, and a digest that detects changes.

    Each method makes the words that readers see of one thing.
    """

    #: As Sphinx writes it: ``en``, ``pt_BR``.
    name: str
    #: Returns a message in this language, from the site's catalogs and the package's.
    translate: Callable[[str], str]
    #: Digest of the catalogs.
    digest: bytes

    def month_count(self, name: str, posts: int) -> str:
        """Return the name of a month with its number of posts."""
        _ = self.translate
        return _("{month} {count}").format(month=name, count=posts)

    def per_month(self, year: int, months: list[str]) -> str:
        """Return the text of the bar chart of a year; *months* are those with posts."""
        _ = self.translate
        listed = format_list(months, locale=locale_of(self.name))
        return _("Posts per month in {year}: {months}").format(year=year, months=listed)

    def mark_name(self, mark: Withheld) -> str:
        """Return the mark of a previewed post."""
        _ = self.translate
        return {Withheld.DRAFT: _("Draft"), Withheld.SCHEDULED: _("Scheduled")}.get(
            mark, mark.value
        )

    def reading_time(self, minutes: int) -> str:
        """Return how long it takes to read a post."""
        _ = self.translate
        return _("{minutes} min read").format(minutes=minutes)

    def between(self) -> str:
        """Return the separator of two tags."""
        _ = self.translate
        # Translators: what stands between two tags.
        return _(", ")

    def translated(self, config: BlogConfig) -> BlogConfig:
        """Return options with translated titles where ``conf.py`` keeps the default."""
        _ = self.translate
        words = {
            "tags": _("Tags"),
            "authors": _("Authors"),
            "categories": _("Categories"),
            "series": _("Series"),
        }
        titles = {
            name: words[name] if title == TAXONOMIES.get(name) else title
            for name, title in config.taxonomies.items()
        }
        return replace(config, taxonomies=titles)

    def archive_title(self) -> str:
        """Return the title of the archive."""
        _ = self.translate
        return _("Archive")

    def releases_title(self) -> str:
        """Return the title of the list of releases."""
        _ = self.translate
        return _("Releases")

    def events_title(self) -> str:
        """Return the title of the list of events."""
        _ = self.translate
        return _("Events")

    def event_list(self, when: EventTime) -> str:
        """Return the heading above upcoming or past events."""
        _ = self.translate
        return _("Past") if when is EventTime.PAST else _("Upcoming")

    def event_status(self, status: Status) -> str:
        """Return the mark of an event that does not take place as planned; "" if it does."""
        _ = self.translate
        return {
            Status.CANCELLED: _("Cancelled"),
            Status.POSTPONED: _("Postponed"),
            Status.RESCHEDULED: _("Rescheduled"),
        }.get(status, "")

    def add_to_calendar(self) -> str:
        """Return the text of a link to the calendar file of an event."""
        _ = self.translate
        return _("Add to calendar")

    def calendar(self) -> str:
        """Return the text of a link to the calendar of all events."""
        _ = self.translate
        return _("Calendar")

    def online(self) -> str:
        """Return where an event on the web is."""
        _ = self.translate
        return _("Online")

    def event_time(self, event: Event, pattern: str | None) -> str:
        """Return when an event is: its days and, if it has times and is on one day, its times."""
        locale, start, end = locale_of(self.name), event.start, event.end
        if end is not None and end.date() != start.date():
            if pattern is None:
                days = start.replace(tzinfo=None), end.replace(tzinfo=None)
                return format_interval(*days, skeleton="yMMMd", locale=locale)
            return self.interval(self.day(start, pattern), self.day(end, pattern))
        if event.all_day:
            return self.day(start, pattern)
        times = [format_time(moment, "short", locale=locale) for moment in (start, end) if moment]
        time = self.interval(*times) if len(times) > 1 else times[0]
        return f"{self.day(start, pattern)}, {time} {start.tzname()}"

    def interval(self, start: str, end: str) -> str:
        """Return a range, as in ``A – B``."""
        pattern: str = Locale.parse(locale_of(self.name)).interval_formats[None]
        return pattern.format(start, end)

    def together(self, names: Iterable[str]) -> str:
        """Return names as in a sentence: "A, B and C"."""
        *firsts, last = names
        between = self.separators(len(firsts) + 1)
        return "".join(chain.from_iterable(zip(firsts, between, strict=True))) + last

    def term_title(self, taxonomy: str, title: str, term: str, pattern: str | None = None) -> str:
        """Return the title of a term's page; *title* is that of its taxonomy.

        A *pattern* of the site's has ``{term}`` in it, and may have ``{taxonomy}``.
        """
        _ = self.translate
        patterns = {
            "tags": _("Posts tagged “{term}”"),
            "authors": _("Posts by {term}"),
            "categories": _("Posts in the category “{term}”"),
            "series": _("Posts in the series “{term}”"),
        }
        other = _("Posts with “{term}” ({taxonomy})")
        return (pattern or patterns.get(taxonomy, other)).format(term=term, taxonomy=title)

    def all_posts(self) -> str:
        """Return the text of a link to the index of a blog."""
        _ = self.translate
        return _("All posts")

    def preview_note(self, mark: Withheld, day: str) -> str:
        """Return the notice of a previewed post; *day* is its date."""
        _ = self.translate
        if mark is Withheld.DRAFT:
            return _("This post is a draft. Only previews show it.")
        text = _("This post is scheduled for {date}. Until then, only previews show it.")
        return text.format(date=day)

    def archived_notice(self, pattern: str | None, year: str, day: str) -> str:
        """Return the notice of an archived post, in the site's words if it has some."""
        _ = self.translate
        text = pattern or _("This post is from {year}; the docs may have changed since.")
        return text.format(year=year, date=day)

    def all_terms(self, taxonomy: str, title: str) -> str:
        """Return the text of a link to the index of a taxonomy; *title* is that of the index."""
        _ = self.translate
        return {
            "tags": _("All tags"),
            "authors": _("All authors"),
            "categories": _("All categories"),
            "series": _("All series"),
        }.get(taxonomy, title)

    def numbered_title(self, title: str, number: int) -> str:
        """Return the title of a further page of a list."""
        _ = self.translate
        return _("{title}, page {number}").format(title=title, number=number)

    def day(self, date: datetime, pattern: str | None) -> str:
        """Return the day of a date-time, in its own zone, as ``confblog_date_format`` shows it.

        *pattern* is a style of Babel's (``long`` is the default), a pattern of Babel's, which may
        name hours and minutes, or one of :func:`time.strftime`.
        """
        pattern, locale = pattern or "long", locale_of(self.name)
        if "%" in pattern:
            return format_date(pattern, date=date, language=locale)
        if pattern in DATE_STYLES:
            return babel_format_date(date, pattern, locale=locale)
        return babel_format_date(date, pattern, locale=locale, formatter=format_datetime)

    def period(self, period: Period) -> str:
        """Return the name of a year, or of a month of a year."""
        if len(period) == 1:
            return f"{period[0]:04}"
        return month_of_year(self.name, *period)

    def months(self, style: str = "LLLL") -> list[str]:
        """Return the stand-alone names of the months; ``LLL`` is the short *style*."""
        return list(month_names(self.name, style))

    def separators(self, count: int) -> list[str]:
        """Return the separators of *count* things in a sentence, as in "A, B and C"."""
        locale = locale_of(self.name)
        # A comma before the "and" is American.
        locale = "en_001" if locale == "en" else locale
        return format_list(["\0"] * count, locale=locale).split("\0")[1:-1]


@cache
def month_of_year(language: str, year: int, month: int) -> str:
    """Return the name of a month of a year."""
    first = datetime(year, month, 1)  # noqa: DTZ001
    return format_skeleton("yMMMM", first, locale=locale_of(language))


@cache
def month_names(language: str, style: str) -> tuple[str, ...]:
    """Return the names of the months, in a style of Babel's."""
    firsts = (datetime(2000, month, 1) for month in range(1, 13))  # noqa: DTZ001
    locale = locale_of(language)
    return tuple(babel_format_date(first, style, locale=locale) for first in firsts)


@cache
def locale_of(language: str) -> str:
    """Return Babel's name of a language, with or without its country; English if it has none."""
    whole = language.replace("-", "_")
    for name in (whole, whole.partition("_")[0]):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return "en"


def language_name(tag: str) -> str:
    """Return the name of a language in itself; the tag if Babel does not know it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    return locale.get_display_name(locale) or tag


@cache
def direction(language: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, ``ltr`` for others."""
    return Locale.parse(locale_of(language)).text_direction


def directed(language: str, around: str) -> dict[str, str]:
    """Return the attribute of HTML for the direction of a language, among text in another one.

    Pages need none where both are written from left to right.
    """
    here = direction(language)
    return {"dir": here} if "rtl" in {here, direction(around)} else {}


SHIPPED = Path(__file__).parent / "locale"


def compile_words(app: Sphinx) -> None:
    """Compile the site's own catalog, as Sphinx does with all of them, but only later."""
    config = app.config
    own = CatalogRepository(app.srcdir, config.locale_dirs, config.language, "utf-8")
    for catalog in own.catalogs:
        if catalog.domain == CATALOG and catalog.is_outdated():
            catalog.write_mo(config.language, config.gettext_allow_fuzzy_translations)


class Languages(NamedTuple):
    """The languages of a site."""

    config: Config
    srcdir: Path

    def language(self, tag: str) -> Language:
        """Return a language with its words.

        A site may have a catalog of this name in a folder of ``locale_dirs``: its words win, and
        those that it leaves out are the package's. None of it is shared by the sites of a process,
        as Sphinx's own translators are.
        """
        names = self.files(tag)
        words = digest(repr([name.read_bytes() for name in names]))
        return Language(tag.replace("-", "_"), translator(names).gettext, words)

    def files(self, tag: str) -> list[Path]:
        """Return the catalogs of a language, the first one winning."""
        name = tag.replace("-", "_")
        # As for Sphinx's own words, a site without a country in its language gets no country's.
        is_sites = name == self.config.language.replace("-", "_")
        names = [name] if is_sites else variants(name)
        places = [*(self.srcdir / folder for folder in self.config.locale_dirs), SHIPPED]
        finds = (gettext.find(CATALOG, str(folder), names, all=True) for folder in places)
        return [Path(file) for files in finds for file in files]


def translator(files: Iterable[Path]) -> gettext.NullTranslations:
    """Return translations from catalogs, the first one winning."""
    translations = gettext.NullTranslations()
    for path in reversed(list(files)):
        with path.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        catalog.add_fallback(translations)
        translations = catalog
    return translations


def variants(name: str) -> list[str]:
    """Return the names of a language's catalogs: its own, else one of a country."""
    known = sorted(path.name for path in SHIPPED.iterdir() if path.name.startswith(f"{name}_"))
    return [name, *([] if (SHIPPED / name).is_dir() else known[:1])]
