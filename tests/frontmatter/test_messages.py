"""What builds say of front matter: each case in cases/frontmatter as a post of one site."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, get_args

import pytest
from cases import NOW, frontmatter_cases
from sphinx.testing.util import SphinxTestApp

from sphinx_confblog.frontmatter.records import Subtype
from sphinx_confblog.warnings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases import Case
    from conftest import Built, Site

# A body that is not UTF-8 is Sphinx's to refuse: since 9.0 no page may have one.
CASES = sorted(
    (case for case in frontmatter_cases() if "latin-1-body" not in case.name),
    key=lambda case: case.name,
)
WARNING = re.compile(r"(?P<path>.+):(?P<line>\d+): WARNING: (?P<text>.+) \[(?P<kind>[\w.]+)\]")


def fill(site: Site, cases: list[Case]) -> Site:
    """Write the files of cases."""
    (site.srcdir / "blog").mkdir()
    for case in cases:
        shutil.copy(case.path, site.srcdir / "blog")
    return site


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds are made at the time that the cases expect."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW.timestamp():.0f}")


def build(site: Site, builder: str = "text", **conf: Any) -> Built:
    """Build the site of the cases, by default as text, which is soon written."""
    return site.build(builder, clean=False, confblog_timezone="Europe/Paris", **conf)


def expected(
    site: Site, cases: list[Case] = CASES
) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Path, line, kind and texts of each warning that the cases expect, in their order."""
    for case in cases:
        path = str(site.srcdir / "blog" / case.path.name)
        for warned in case.warnings:
            yield path, str(warned.line), f"confblog.{warned.subtype}", warned.text


def assert_expected(site: Site, warnings: str) -> None:
    """Every line is an expected warning, in the order of the files."""
    lines = [line for line in warnings.splitlines() if not is_of_pages(line)]
    found = [match for line in lines if (match := WARNING.fullmatch(line))]
    assert [line for line in lines if not WARNING.fullmatch(line)] == []
    wanted = list(expected(site))
    assert [match.group("path", "line", "kind") for match in found] == [w[:3] for w in wanted]
    for match, (*_, texts) in zip(found, wanted, strict=True):
        assert [text for text in texts if text not in match["text"]] == []


def is_of_pages(line: str) -> bool:
    """Whether a warning is of an ordinary page that is in no toctree: Sphinx's own, or ours."""
    own = "this file has no date, so it is an ordinary page" in line
    pages = (
        f"/{case.path.name}{':1' * own}: WARNING"
        for case in CASES
        if case.outcome == "page" and not (own and case.warnings)
    )
    return (own or line.endswith("[toc.not_included]")) and any(page in line for page in pages)


def has_page(built: Built, case: Case) -> bool:
    """Whether there is a page for a case."""
    return built.exists(f"blog/{case.name.removesuffix('.html')}.txt")


@pytest.mark.slow
@pytest.mark.usefixtures("clock")
def test_builds_say_what_is_expected(site: Site) -> None:
    """Each warning stands at its file and line, once, in the next build as well."""
    fill(site, CASES)
    for _ in range(2):
        built = build(site)
        assert_expected(site, built.warnings)
        public = {"published", "page"}
        paged = [case.name for case in CASES if has_page(built, case)]
        assert paged == [case.name for case in CASES if case.outcome in public]
    assert "0 added, 0 changed, 0 removed" in built.status


@pytest.mark.slow
@pytest.mark.usefixtures("clock")
def test_warnings_can_be_silenced(site: Site) -> None:
    """``suppress_warnings`` takes one kind or all of them, and changes nothing else."""
    # Sphinx reads all files again when the option changes: each set of kinds has one case.
    cases = list({tuple(w.subtype for w in case.warnings): case for case in CASES}.values())
    cases.sort(key=lambda case: case.name)
    fill(site, cases)
    quiet = ["confblog.date", "toc"]
    said = build(site, suppress_warnings=quiet).warnings.splitlines()
    found = [kind for _, _, kind, _ in expected(site, cases)]
    assert found.count("confblog.date") > 1
    others = [kind for kind in found if kind != "confblog.date"]
    assert [line.rpartition(" ")[2].strip("[]") for line in said] == others
    assert build(site, suppress_warnings=["confblog", "toc"]).warnings == ""


@pytest.mark.parametrize("strict", [False, True])
def test_strict_builds_fail(site: Site, strict: bool) -> None:
    """Warnings let a build end well, unless it is asked to fail of them (``-W``)."""
    site.post("odd", date="someday")
    app = SphinxTestApp(srcdir=site.srcdir, warningiserror=strict)
    app.build()
    app.cleanup()
    assert "[confblog.date]" in app.warning.getvalue()
    assert app.statuscode == strict


def test_problems_of_files_have_a_kind() -> None:
    """Each can be silenced by the name that the docs list."""
    assert set(get_args(Subtype)) <= set(Kind)
