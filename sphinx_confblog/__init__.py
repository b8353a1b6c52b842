"""A blog inside a Sphinx docs site: posts and their lists are documents of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the extension; called by Sphinx when it is named in ``conf.py``."""
    # Imported here: the version can then be read without Sphinx being installed.
    from sphinx_confblog.extension import setup as setup_extension  # noqa: PLC0415

    return setup_extension(app)
