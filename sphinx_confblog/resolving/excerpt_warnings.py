"""Keeps warnings about an excerpt to the post's own page."""

from __future__ import annotations

import logging as stdlib_logging
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

from sphinx_confblog.reading.foreign_nodes import is_excerpt

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class ExcerptWarnings(stdlib_logging.Filter):
    """Drops warnings about nodes of excerpts on pages that list posts."""

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        """Drop a record if its location is in an excerpt: the post's page has told it."""
        node = getattr(record, "location", None)
        while isinstance(node, nodes.Node):
            if is_excerpt(node):
                return False
            node = node.parent
        return True


def quiet_excerpts(app: Sphinx) -> None:
    """Begin to drop warnings about excerpts (``builder-inited``).

    The filter comes before those of Sphinx, which make texts of locations. Sphinx makes new
    handlers for each application, and resolves pages in the process that has them (8.2 to 9.2).
    """
    for handler in stdlib_logging.getLogger(logging.NAMESPACE).handlers:
        handler.filters.insert(0, ExcerptWarnings())


def resolve_apart(env: BuildEnvironment, document: nodes.document, docname: str) -> None:
    """Resolve a document apart from its page, without the warnings that its page has given."""
    with logging.suppress_logging():
        env.apply_post_transforms(document, docname)
