"""What the blog needs of MyST: that it is there, and that it lets posts begin at any heading."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of
from sphinx_confblog.suffixes import given_suffixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from docutils.parsers import Parser
    from sphinx.application import Sphinx
    from sphinx.config import Config

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
    return not PARSERS & set(config.extensions) and ".md" not in given_suffixes(config)


def let_posts_begin_anywhere(app: Sphinx) -> None:
    """Have MyST parse posts without warnings about heading levels (``builder-inited``).

    The parsers of the site are registered again, as subclasses that differ in this alone: in
    Sphinx's registry, which is the build's own.
    """
    # Here, so that the command line starts faster.
    from myst_parser.parsers.sphinx_ import MystParser  # noqa: PLC0415

    for kind, parser in list(app.registry.get_source_parsers().items()):
        if issubclass(parser, MystParser):
            app.add_source_parser(post_parser(kind, parser), override=True)


def post_parser(kind: str, base: type[Parser]) -> type[Parser]:
    """Return a parser for sources of one *kind* that drops the warnings while it parses a post."""

    def parse(self: Parser, inputstring: str, document: nodes.document) -> None:
        env = document.settings.env
        if env.docname in blogs_of(env).posts:
            with any_heading():
                base.parse(self, inputstring, document)
        else:
            base.parse(self, inputstring, document)

    return type(f"Post{base.__name__}", (base,), {"supported": (kind,), "parse": parse})


@contextmanager
def any_heading() -> Iterator[None]:
    """Drop MyST's warnings that headings do not begin at ``#`` or skip a level.

    Those of a post close up beneath its title, so there is nothing to mend. The warnings are
    dropped where they are made: later, Sphinx cannot tell posts from other pages. MyST has no
    option for one file (MyST-Parser 4.0 and 5.2).
    """
    logger, dropping = logging.getLogger(MYST_LOGGER), AnyHeading()
    logger.addFilter(dropping)
    try:
        yield
    finally:
        logger.removeFilter(dropping)


class AnyHeading(logging.Filter):
    """Drops warnings about heading levels."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep all other records."""
        return getattr(record, "subtype", None) != SUBTYPE
