"""What builds and commands import: most of a short run is imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_confblog

if TYPE_CHECKING:
    from conftest import Site

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(sphinx_confblog.__file__).parents[1])}
#: Libraries of feeds, calendars and importers, and the modules that need them.
RARE = {
    *("bs4", "markdownify", "lxml", "feedgen", "icalendar", "defusedxml", "nbformat"),
    "sphinx_confblog.events.icalendar_text",
    "sphinx_confblog.feeds.formats",
    "sphinx_confblog.feeds.portable_html",
    "sphinx_confblog.importers.job",
}
#: What only builds and other commands need.
OF_BUILDS = {
    "myst_parser",
    "sphinx_confblog.cli.ablog.plan",
    "sphinx_confblog.cli.import_",
    "sphinx_confblog.cli.references",
    "sphinx_confblog.extension",
}
COMMAND = "from sphinx_confblog.cli.main import main; main({arguments!r})"
EXTENSION = "import sphinx_confblog.extension"


def imported(code: str, folder: Path) -> set[str]:
    """Return the modules that have been imported after some code has run."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('modules:', *sys.modules)"],
        cwd=folder, capture_output=True, check=True, text=True, env=ENVIRONMENT,
    )  # fmt: skip
    return set(done.stdout.rpartition("modules:")[2].split())


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "check"])
def test_commands_import_nothing_that_only_builds_need(site: Site, command: str) -> None:
    """They read the site like a build, and parse no page."""
    site.post("2026-06-12-hello")
    modules = imported(COMMAND.format(arguments=[command, "-q"]), site.srcdir)
    assert "sphinx_confblog.discovery.project" in modules
    assert modules & (RARE | OF_BUILDS) == set()


@pytest.mark.slow
def test_the_extension_imports_no_library_that_few_builds_need(tmp_path: Path) -> None:
    """Feeds, calendars and importers bring their libraries when they are asked for."""
    modules = imported(EXTENSION, tmp_path)
    assert "sphinx_confblog.feeds.writer" in modules
    assert modules & RARE == set()
