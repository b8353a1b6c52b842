"""Imports of whole old blogs: what comes out, that it builds, and that nothing is lost."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from imports import CASES, FORMATS, Ran, confblog_import, files, front, posts_in

from sphinx_confblog.frontmatter.formats import MARKDOWN, RST
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.model.post_reader import read_post

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

RULES = ReadingRules(zone=ZoneInfo("UTC"), taxonomies=("tags", "authors", "categories", "series"))
NOW = datetime(2030, 1, 1, tzinfo=UTC)

each_format = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture(scope="module", params=FORMATS)
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Ran, Path]:
    """An old blog that was imported, with the report as data and the new folder."""
    folder = tmp_path_factory.mktemp("imported") / "blog"
    return (
        request.param,
        confblog_import(request.param, CASES / request.param / "source", folder, "--json"),
        folder,
    )


@each_format
def test_what_comes_out(name: str, tmp_path: Path) -> None:
    """Each old blog becomes the files that lie beside it, with the report that lies there."""
    ran = confblog_import(name, CASES / name / "source", tmp_path / "blog")
    expected = files(CASES / name / "expected")
    assert files(tmp_path / "blog") == {
        path.removeprefix("blog/"): content
        for path, content in expected.items()
        if path.startswith("blog/")
    }
    assert ran.out == expected["report.txt"].decode()
    assert ran.code == int("not imported  " in ran.out)


def test_twice_changes_nothing(imported: tuple[str, Ran, Path]) -> None:
    """A second run writes no file, and says so of each one."""
    name, _, folder = imported
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    ran = confblog_import(name, CASES / name / "source", folder, "--json")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    outcomes = {entry["outcome"] for entry in ran.data["files"]}
    assert outcomes <= {"unchanged", "skipped", "not imported"}


def test_dry_run_writes_nothing(imported: tuple[str, Ran, Path], tmp_path: Path) -> None:
    """A dry run says what a run would do, and leaves no file."""
    name, ran, _ = imported
    dry = confblog_import(name, CASES / name / "source", tmp_path / "blog", "--dry-run", "--json")
    assert list(tmp_path.iterdir()) == []
    assert dry.data["dry_run"] is True
    assert dry.data["files"] == ran.data["files"]


def test_the_report_names_every_file(imported: tuple[str, Ran, Path]) -> None:
    """Every file of the old blog is in the report, with a reason if it was not imported."""
    name, ran, _ = imported
    told = {entry["source"] for entry in ran.data["files"]}
    assert set(files(CASES / name / "source")) <= told
    for entry in ran.data["files"]:
        assert entry["target"] or entry["why"]


def test_posts_are_read_without_problems(imported: tuple[str, Ran, Path]) -> None:
    """The extension's own reader understands all front matter that was written."""
    posts = posts_in(imported[2])
    assert posts
    for path in posts:
        head = (RST if path.suffix == ".rst" else MARKDOWN).read(path)
        reading = read_post(docname=path.stem, filename=path.name, head=head, rules=RULES, now=NOW)
        assert reading.problems == ()
        assert reading.post is not None


def test_drafts_stay_drafts(imported: tuple[str, Ran, Path]) -> None:
    """What the old blog kept from readers is kept from them still."""
    _, ran, folder = imported
    drafts = {entry["target"] for entry in ran.data["files"] if entry["draft"]}
    for path in posts_in(folder):
        text = path.read_text("utf-8")
        target = path.relative_to(folder).as_posix()
        assert ("draft: true" in text or "published: false" in text) is (target in drafts)
        assert ("Not yet" in text) <= (target in drafts)


def test_the_imported_blog_builds(imported: tuple[str, Ran, Path], site: Site) -> None:
    """Sphinx builds what was imported without a warning, with the settings that are proposed.

    Every public post is at its old address then, if a pattern is proposed; no draft is there.
    """
    _, ran, folder = imported
    shutil.copytree(folder, site.srcdir / "blog")
    # What the report lists as left is warned of, until somebody has replaced it.
    quiet = ["confblog.liquid"]
    built = site.build(confblog_path="blog", suppress_warnings=quiet, **ran.data["conf"])
    posts = [e for e in ran.data["files"] if str(e["target"]).endswith((".md", ".rst"))]
    assert posts
    kept = "confblog_permalink" in ran.data["conf"]
    for entry in posts:
        aliases = front(site.srcdir / "blog" / entry["target"]).get("aliases")
        page = f"blog/{entry['target'].rpartition('.')[0]}.html"
        if kept and aliases is not None:
            assert isinstance(aliases, list)
            old = str(aliases[-1]).lstrip("/")
            page = f"{old}index.html" if old.endswith("/") else old
        assert built.exists(page) is not entry["draft"]
