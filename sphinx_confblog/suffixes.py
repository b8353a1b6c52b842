"""Reads files named ``.markdown``, as other generators have them, but only where posts are."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.blogs import Blogs

LENT = ".markdown"
#: The logger of what Sphinx says of files when it looks for documents.
PROJECT_LOGGER = "sphinx.sphinx.project"


def suffixes_of(config: Config) -> Collection[str]:
    """What ``conf.py`` sets as ``source_suffix``; nothing if it does not.

    Sphinx's default will not do: other sites of the process may have changed it.
    """
    given: Collection[str] = vars(config).get("_raw_config", {}).get("source_suffix", ())
    return given


def is_lent(config: Config) -> bool:
    """Whether the site does not say itself what files named so are."""
    return LENT not in suffixes_of(config)


class Lender(logging.Filter):
    """Has Sphinx know a parser for them, and remembers whether the site goes without.

    Sphinx looks for documents once before the blog can say which of them are some. What it says
    then of two files of one name is dropped; it looks again, and says it again.
    """

    lent = False
    srcdir = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep all records but those."""
        place = f"{self.srcdir}{os.sep}"
        return not any(str(part).startswith(place) for part in record.args or ())

    def lend(self, app: Sphinx, config: Config) -> None:
        """Register the suffix (``config-inited``, before Sphinx merges what sites set)."""
        if is_lent(config) and LENT not in app.registry.source_suffix:
            self.lent = True
            kind = app.registry.source_suffix.get(".md", "markdown")
            app.add_source_suffix(LENT, kind)
            self.srcdir = str(app.srcdir)
            logging.getLogger(PROJECT_LOGGER).addFilter(self)

    def settle(self) -> None:
        """Stop dropping what is said, as the blog is there."""
        logging.getLogger(PROJECT_LOGGER).removeFilter(self)


def lent_docname(path: Path, blogs: Blogs) -> str | None:
    """The docname of a file below the source folder that only the blog reads; None for others."""
    name = path.as_posix()
    docname = name.removesuffix(LENT)
    return docname if docname != name and blogs.claim(docname, name) else None
