"""The catalogs that the words come from: the package's, and before it the site's own."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import CatalogRepository

from sphinx_confblog.util.text import digest
from sphinx_confblog.words import CATALOG, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

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
    """How the languages of a site are spoken."""

    config: Config
    srcdir: Path

    def speech(self, tag: str) -> Speech:
        """Return the words of a language, and a digest of them.

        A site may have a catalog of this name in a folder of ``locale_dirs``: its words win, and
        those that it leaves out are the package's. None of it is shared by the sites of a process,
        as Sphinx's own translators are.
        """
        names = self.files(tag)
        words = digest(repr([name.read_bytes() for name in names]))
        return Speech(translator(names).gettext, words)

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
