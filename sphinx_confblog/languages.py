"""The catalogs that the words come from: the package's, and before it the site's own."""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import translators
from sphinx.util.i18n import CatalogRepository

from sphinx_confblog.digests import digest
from sphinx_confblog.words import CATALOG

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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


def words_digest(app: Sphinx) -> bytes:
    """Digest of all words: pages that show some are written again when these change."""
    found = [
        Path(name).read_bytes()
        for folder in folders(app)
        for name in gettext.find(CATALOG, str(folder), [app.config.language], all=True)
    ]
    return digest(repr(found))
