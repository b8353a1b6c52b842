"""What builds and commands import: most of a short run is imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import plain_site

import sphinx_confblog

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
    "sphinx_confblog.cli.checks.references",
    "sphinx_confblog.extension",
}
#: What one process does; after each of them, it says what it has imported up to then.
STEPS = {
    "list": "from sphinx_confblog.cli.main import main; main(['list', '-q'])",
    "check": "main(['check', '-q'])",
    "extension": "import sphinx_confblog.extension",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The modules that have been imported after each step."""
    site = plain_site(tmp_path_factory.mktemp("imports"))
    site.post("2026-06-12-hello")
    say = "import sys; print('modules:', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(f"{step}\n{say}" for step in STEPS.values())],
        cwd=site.srcdir, capture_output=True, check=True, text=True, env=ENVIRONMENT,
    )  # fmt: skip
    _, *found = done.stdout.split("modules:")
    return {name: set(said.split()) for name, said in zip(STEPS, found, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "check"])
def test_commands_import_nothing_that_only_builds_need(
    imported: dict[str, set[str]], command: str
) -> None:
    """They read the site like a build, and parse no page."""
    assert "sphinx_confblog.discovery.project" in imported[command]
    assert imported[command] & (RARE | OF_BUILDS) == set()


@pytest.mark.slow
def test_the_extension_imports_no_library_that_few_builds_need(
    imported: dict[str, set[str]],
) -> None:
    """Feeds, calendars and importers bring their libraries when they are asked for."""
    assert "sphinx_confblog.feeds.writer" in imported["extension"]
    assert imported["extension"] & RARE == set()
