"""Reads files named ``.markdown``, as other generators have them, but only where posts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.matching import Matcher

LENT = ".markdown"


def suffixes_of(config: Config) -> Collection[str]:
    """What ``conf.py`` sets as ``source_suffix``; nothing if it does not.

    Sphinx's default will not do: other sites of the process may have changed it.
    """
    given: Collection[str] = vars(config).get("_raw_config", {}).get("source_suffix", ())
    return given


def is_lent(config: Config) -> bool:
    """Whether the site does not say itself what files named so are."""
    return LENT not in suffixes_of(config)


def lend_suffix(app: Sphinx, config: Config) -> None:
    """Have Sphinx know a parser for them (``config-inited``, before suffixes are merged)."""
    if is_lent(config) and LENT not in app.registry.source_suffix:
        kind = app.registry.source_suffix.get(".md", "markdown")
        app.add_source_suffix(LENT, kind)


def lent_docname(path: Path, posts: Matcher) -> str | None:
    """The docname of a file below the source folder that only the blog reads; None for others."""
    name = path.as_posix()
    docname = name.removesuffix(LENT)
    return docname if docname != name and (posts(docname) or posts(name)) else None
