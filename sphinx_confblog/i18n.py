"""Words and dates in the language of a page."""

from __future__ import annotations

import gettext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_skeleton
from babel.lists import format_list
from sphinx.util.i18n import CatalogRepository, babel_format_date, format_date

from sphinx_confblog.config.options import TAXONOMIES
from sphinx_confblog.config.validators import DATE_STYLES
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.model.catalog import Period


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of page titles, in the site's language."""

    archive: str
    numbered: Callable[[str, int], str]
    """Title and number -> the title of a further page."""
    period: Callable[[Period], str]
    """A year, or a year and a month -> its name."""


#: Name of the message catalog.
CATALOG = "sphinx_confblog"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a blog is in: its words, and what tells whether they changed.

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

    def page_wording(self) -> Wording:
        """Return the words in the titles of generated pages."""
        _ = self.translate
        return Wording(
            archive=_("Archive"),
            numbered=lambda title, n: _("{title}, page {number}").format(title=title, number=n),
            period=lambda period: period_name(period, self.name),
        )


def format_day(day: datetime, config: BlogConfig, language: str) -> str:
    """A date-time's day, in its own zone, as the site shows dates."""
    pattern, locale = config.date_format or "long", locale_of(language)
    if "%" in pattern:
        return format_date(pattern, date=day, language=locale)
    if pattern in DATE_STYLES:
        return babel_format_date(day, pattern, locale=locale)
    # A pattern may name hours and minutes too.
    return babel_format_date(day, pattern, locale=locale, formatter=format_datetime)


def locale_of(language: str) -> str:
    """What Babel calls a language, with or without its country; English if it knows neither."""
    for name in (language, language.partition("_")[0]):
        try:
            return str(Locale.parse(name))
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return "en"


def language_name(tag: str) -> str:
    """What a language calls itself; the tag if Babel does not know it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    return locale.get_display_name(locale) or tag


def period_name(period: Period, language: str) -> str:
    """The name of a year, or of a month of a year."""
    if len(period) == 1:
        return f"{period[0]:04}"
    first = datetime(period[0], period[1], 1)  # noqa: DTZ001
    return format_skeleton("yMMMM", first, locale=locale_of(language))


def months_of_year(language: str) -> list[str]:
    """The names of the months as they stand alone."""
    firsts, locale = (datetime(2000, m, 1) for m in range(1, 13)), locale_of(language)  # noqa: DTZ001
    return [babel_format_date(first, "LLLL", locale=locale) for first in firsts]


def month_name(month: int, language: str) -> str:
    """The short name of a month, counted from 1."""
    first = datetime(2000, month, 1)  # noqa: DTZ001
    return babel_format_date(first, "LLL", locale=locale_of(language))


def and_between(count: int, language: str) -> list[str]:
    """What stands between *count* things in a sentence, as in "A, B and C"."""
    locale = locale_of(language)
    # A comma before the "and" is American.
    locale = "en_001" if locale == "en" else locale
    return format_list(["\0"] * count, locale=locale).split("\0")[1:-1]


SHIPPED = Path(__file__).parent / "locale"


def compile_words(app: Sphinx) -> None:
    """Compile the site's own words: Sphinx does so with all catalogs, but only later."""
    config = app.config
    own = CatalogRepository(app.srcdir, config.locale_dirs, config.language, "utf-8")
    for catalog in own.catalogs:
        if catalog.domain == CATALOG and catalog.is_outdated():
            catalog.write_mo(config.language, config.gettext_allow_fuzzy_translations)


@dataclass(frozen=True, slots=True)
class Languages:
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
        files = (gettext.find(CATALOG, str(folder), names, all=True) for folder in places)
        return [Path(file) for found in files for file in found]


def translator(names: Iterable[Path]) -> gettext.NullTranslations:
    """Takes words from some catalogs; what they leave out stays as it is."""
    found = gettext.NullTranslations()
    for name in reversed(list(names)):
        with name.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        catalog.add_fallback(found)
        found = catalog
    return found


def variants(name: str) -> list[str]:
    """Return the names of a language's catalogs: its own, else one of a country."""
    known = sorted(path.name for path in SHIPPED.iterdir() if path.name.startswith(f"{name}_"))
    return [name, *([] if (SHIPPED / name).is_dir() else known[:1])]
