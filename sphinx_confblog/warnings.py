"""The kinds of warning that the blog emits, and the function that emits them."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

logger = logging.getLogger(__name__)

#: The type of every warning, as ``suppress_warnings`` names it.
TYPE = "confblog"


class Kind(enum.StrEnum):
    """Subtypes of the ``confblog`` warnings; each can be silenced by its name."""

    CONFIG = "config"
    """A ``confblog_…`` option has an invalid value, or doesn't exist."""
    FILE = "file"
    """A file that may be a post, or uses the blog, isn't read, or has another format or folder."""
    LINK = "link"
    """A symbolic link leads out of the source folder, or to a folder that contains it."""
    FRONTMATTER = "frontmatter"
    """The front matter of a post can't be read, or has a duplicate key."""
    DATE = "date"
    """A date is invalid, or a file among the posts has no date."""
    BOOLEAN = "boolean"
    """A boolean key has an invalid value."""
    KEY = "key"
    """A key has an invalid value, or is unknown but similar to a known one."""
    ADDRESS = "address"
    """A post or a redirect can't have its URL, or two documents have the same URL."""
    TERM = "term"
    """A tag, author or other term is invalid or not listed, or its page has another URL."""
    POSTLIST = "postlist"
    """A ``postlist`` or another list has an unknown option or an invalid value."""
    CHANGES = "changes"
    """A list of changes has no version, or no page has changes for it."""
    LIQUID = "liquid"
    """A post contains Liquid, which Jekyll would run; readers see its source."""
    EXCERPT = "excerpt"
    """Part of an excerpt is left out, because the builder can't write it."""
    READMORE = "readmore"
    """A ``readmore`` or ``excerpt`` directive, or a separator, has no effect."""
    WITHHELD = "withheld"
    """A published page includes, shows or offers a file of a withheld post."""
    TEMPLATE = "template"
    """A template of pages or comments is missing or can't be rendered."""


def warn(kind: Kind, message: str, location: str | nodes.Node | None) -> None:
    """Log *message* as a Sphinx warning ``confblog.<kind>`` at *location*."""
    logger.warning("%s", message, type=TYPE, subtype=kind.value, location=location)
