"""What the blog needs of MyST: that it is there, and that it lets posts begin at any heading."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: The logger of MyST's warnings, and the subtype of the one about heading levels.
MYST_LOGGER = "sphinx.myst_parser.warnings_"
SUBTYPE = "header"
#: The extensions by which sites read Markdown.
PARSERS = frozenset({"myst_parser", "myst_nb"})


def setup_markdown(app: Sphinx) -> bool:
    """Set up MyST-Parser, unless MyST-NB does so; return whether there was no Markdown before."""
    ours = "myst_parser" not in app.extensions and is_ours(app.config)
    if "myst_nb" not in app.config.extensions:
        app.setup_extension("myst_parser")
    return ours


def is_ours(config: Config) -> bool:
    """Whether the site reads no Markdown without the blog, as far as ``conf.py`` says."""
    return not PARSERS & set(config.extensions) and ".md" not in suffixes_of(config)


def suffixes_of(config: Config) -> Collection[str]:
    """What ``conf.py`` sets as ``source_suffix``; nothing if it does not.

    Sphinx's default will not do: other sites of the process may have changed it.
    """
    given: Collection[str] = vars(config).get("_raw_config", {}).get("source_suffix", ())
    return given


class AnyHeading(logging.Filter):
    """Drops the warning that a post's headings do not begin at ``#`` or skip a level.

    They close up beneath the post's title, so there is nothing to mend. The message is
    dropped where it is made: later, Sphinx cannot tell posts from other pages.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env = env

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep all records but those."""
        location = getattr(record, "location", None)
        return not (
            getattr(record, "subtype", None) == SUBTYPE
            and isinstance(location, tuple)
            and location[0] in blogs_of(self.env).posts
        )


def accept_any_heading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Begin to drop the warning, before documents are read (``env-before-read-docs``)."""
    logging.getLogger(MYST_LOGGER).addFilter(AnyHeading(env))


def warn_of_headings_again(app: Sphinx, _: BuildEnvironment | Exception | None) -> None:
    """Stop dropping it, when all is read or has failed (``env-updated``, ``build-finished``)."""
    logger = logging.getLogger(MYST_LOGGER)
    for dropping in [f for f in logger.filters if isinstance(f, AnyHeading) and f.env is app.env]:
        logger.removeFilter(dropping)
