"""Changes of a version, as documents describe them with `versionadded` and similar directives."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from sphinx_confblog.model.mentions import Xref
    from sphinx_confblog.util.text import Condition


class ChangeKind(enum.StrEnum):
    """Kinds of change, in the order in which they are listed; the value is Sphinx's name."""

    ADDED = "versionadded"
    CHANGED = "versionchanged"
    DEPRECATED = "deprecated"
    REMOVED = "versionremoved"


class Change(NamedTuple):
    """A change, at its object or section."""

    number: int
    """Its place among the changes of its document, counted from 0."""
    kind: ChangeKind
    version: str
    """As typed."""
    name: str
    """The object, or the title of the section; "" for the whole document."""
    anchor: str
    """Id of the object or section; "" for the top of the document."""
    module: str
    """The module of the object; "" if it has none."""
    is_object: bool
    """Whether it is a change of an object, and none of a section."""
    conditions: tuple[Condition, ...]
    """What decides whether a build shows it."""
    digest: bytes
    """Digest of its text."""
    xrefs: tuple[Xref, ...]
    """The references in its text."""
    images: tuple[str, ...]
    """The images in its text: paths below the source folder."""
