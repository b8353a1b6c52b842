"""The kinds of warning that the blog emits, and the one function that emits them."""

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
    """A ``confblog_…`` option has a value that is not accepted."""
    FILE = "file"
    """A file that may be a post cannot be read, holds no text, or has another format."""
    LINK = "link"
    """A post is a link to a file outside of the source folder, or a folder holds itself."""
    FRONTMATTER = "frontmatter"
    """The front matter of a post cannot be read, whatever its form."""
    DATE = "date"
    """A date is not understood, or a page looks like a post but has no date."""
    BOOLEAN = "boolean"
    """A yes-or-no key has another value."""
    KEY = "key"
    """A key has a value of the wrong form, or a name close to one that is known."""
    ADDRESS = "address"
    """A post cannot have the address that it asks for, or two documents have one."""
    TERM = "term"
    """A tag, author or other term is not understood, not listed, or moved to another address."""
    POSTLIST = "postlist"
    """An option of a ``postlist`` has a value that is not accepted."""
    LIQUID = "liquid"
    """A post has Liquid, which Jekyll ran, and readers would see it as it was typed."""
    EXCERPT = "excerpt"
    """An excerpt goes without something that the builder cannot write."""
    READMORE = "readmore"
    """A ``readmore`` or ``excerpt`` directive stands where it has no effect."""
    TEMPLATE = "template"
    """A page template cannot be rendered."""


def warn(kind: Kind, message: str, location: str | nodes.Node | None) -> None:
    """Log *message* as a Sphinx warning ``confblog.<kind>`` at *location*."""
    logger.warning("%s", message, type=TYPE, subtype=kind.value, location=location)
