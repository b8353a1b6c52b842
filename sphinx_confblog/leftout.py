"""Leaves folders out that hold themselves by a link, before Sphinx looks for documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import Matcher

from sphinx_confblog.tangles import CIRCLE, as_pattern, circles
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def guard_walk(app: Sphinx, config: Config) -> None:
    """Keep Sphinx from walking in circles (``config-inited``, the last event before it walks)."""
    leave_out_circles(config, Path(app.srcdir))


def leave_out_circles(config: Config, srcdir: Path) -> None:
    """Exclude linked folders that lead to a folder on the way to them, and warn of each."""
    excluded = (*config.exclude_patterns, *config.templates_path, *EXCLUDE_PATHS)
    found = sorted(circles(srcdir, Matcher(excluded)))
    for path in found:
        warn(Kind.LINK, CIRCLE, f"{srcdir / path}:1")
    if found:
        config.exclude_patterns = [*config.exclude_patterns, *map(as_pattern, found)]
