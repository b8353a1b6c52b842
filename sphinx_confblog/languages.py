"""The catalogs that the words come from: the package's, and before it the site's own."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import translators
from sphinx.util.i18n import CatalogRepository

from sphinx_confblog.digests import digest
from sphinx_confblog.words import CATALOG, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

SHIPPED = Path(__file__).parent / "locale"


def setup_words(app: Sphinx) -> None:
    """Load the words of the site's language.

    A site may have a catalog of this name in a folder of ``locale_dirs``: its words win, and
    those that it leaves out are the package's.
    """
    compile_own(app)
    # What is there already is of another site that this process has built.
    translators.pop(("general", CATALOG), None)
    for folder in folders(app):
        app.add_message_catalog(CATALOG, folder)


def compile_own(app: Sphinx) -> None:
    """Compile the site's own catalog: Sphinx does so with all of them, but only later."""
    config = app.config
    own = CatalogRepository(app.srcdir, config.locale_dirs, config.language, "utf-8")
    for catalog in own.catalogs:
        if catalog.domain == CATALOG and catalog.is_outdated():
            catalog.write_mo(config.language, config.gettext_allow_fuzzy_translations)


def folders(app: Sphinx) -> list[Path]:
    """The folders that may have words, the first one winning."""
    return [*(Path(app.srcdir, folder) for folder in app.config.locale_dirs), SHIPPED]


@dataclass(frozen=True, slots=True)
class Languages:
    """How the languages of a site are spoken."""

    config: Config
    srcdir: Path

    def speech(self, tag: str) -> Speech:
        """The words of a language, and a digest of them; those of the site's come from Sphinx."""
        names = self.files(tag)
        words = digest(repr([name.read_bytes() for name in names]))
        if tag.replace("-", "_") == self.config.language.replace("-", "_"):
            return Speech(None, words)
        return Speech(translator(names).gettext, words)

    def files(self, tag: str) -> list[Path]:
        """The catalogs of a language, the first one winning."""
        places = [*(self.srcdir / folder for folder in self.config.locale_dirs), SHIPPED]
        found: list[Path] = []
        for folder in places:
            known = gettext.find(CATALOG, str(folder), variants(tag), all=True)
            found += map(Path, known)
        return found


def translator(names: Iterable[Path]) -> gettext.NullTranslations:
    """Takes words from some catalogs; what they leave out stays as it is."""
    found = gettext.NullTranslations()
    for name in reversed(list(names)):
        with name.open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        catalog.add_fallback(found)
        found = catalog
    return found


def variants(tag: str) -> list[str]:
    """Names of the catalogs that a language may have; the language's own, else one of a country."""
    name = tag.replace("-", "_")
    known = sorted(path.name for path in SHIPPED.iterdir() if path.name.startswith(f"{name}_"))
    return [name, *([] if (SHIPPED / name).is_dir() else known[:1])]
