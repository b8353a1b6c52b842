"""The processes of a parallel build do not carry what others have read."""

from __future__ import annotations

import gc
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.incremental.forks import Forks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="Sphinx forks where it can"),
]

#: Sphinx hands out 18 pages at a time then, to two processes.
PAGES = 65
#: An extension that notes what is known at some moments.
NOTE = """
import gc, json, os, pathlib

def note(app, *known):
    with open(app.outdir / "note", "a") as file:
        file.write(json.dumps([os.getpid(), *known]) + "\\n")

def merge(app, env, docnames, other):
    note(app, "merged", sorted(docnames), sorted(other.titles), sorted(other.tocs))

def read(app, docname, source):
    note(app, "read", docname, sorted(app.env.titles), gc.get_freeze_count())

def write(app, docname, *_):
    note(app, "written", docname, sorted(app.env.titles), gc.get_freeze_count())

def setup(app):
    app.connect("env-merge-info", merge)
    app.connect("source-read", read, 999)
    app.connect("html-page-context", write, 999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    """Leave the collector as it was."""
    yield
    gc.unfreeze()


@pytest.fixture
def many(site: Site) -> Site:
    """A site with so many pages that some are read after others have come back."""
    conf = (site.srcdir / "conf.py").read_text()
    site.write("conf.py", conf + NOTE)
    for number in range(PAGES):
        site.write(f"page-{number}.md", f"---\norphan: true\n---\n\n# Page {number}\n\n## Part\n")
    return site


def notes(site: Site) -> list[list[Any]]:
    """Build the site with two processes, and return what was noted."""
    (site.srcdir.parent / "_build/html/note").unlink(missing_ok=True)
    built = site.build(jobs=2)
    return [json.loads(line) for line in built.read("note").splitlines()]


def test_titles_that_others_have_read(many: Site) -> None:
    """They don't travel back again, but all of them are there in the end."""
    many.post("2020-01-01-a", title="A")
    noted = notes(many)
    merged = [rest for _, what, *rest in noted if what == "merged"]
    assert len(merged) > 2
    for docnames, titles, tocs in merged:
        assert docnames == titles == tocs
    written = [rest for _, what, *rest in noted if what == "written"]
    for _, titles, _ in written:
        assert len(titles) > PAGES


def test_titles_of_the_build_before(many: Site) -> None:
    """They stay: an extension may look up a page that this build doesn't read."""
    many.post("2020-01-01-a", title="A")
    many.build()
    changed = [f"page-{number}" for number in range(PAGES - 20)]
    for page in changed:
        many.write(f"{page}.md", "---\norphan: true\n---\n\n# Other\n\n## Part\n")
    read = [rest for _, what, *rest in notes(many) if what == "read"]
    assert {docname for docname, *_ in read} == set(changed)
    for _, titles, _ in read:
        assert {"index", *(f"page-{number}" for number in range(PAGES - 20, PAGES))} <= set(titles)


def test_a_site_without_a_blog(many: Site) -> None:
    """Its processes are left alone."""
    noted = notes(many)
    assert any(len(set(rest[1])) > len(rest[0]) for _, what, *rest in noted if what == "merged")
    assert {rest[-1] for _, what, *rest in noted if what != "merged"} == {0}


def test_what_a_process_takes_over(many: Site) -> None:
    """The collector ignores it: to look through it would copy it."""
    many.post("2020-01-01-a", title="A")
    noted = notes(many)
    own = {process for process, what, *_ in noted if what == "merged"}
    counts: dict[bool, set[int]] = {}
    for process, what, *rest in noted:
        if what == "written":
            counts.setdefault(process in own, set()).add(rest[-1])
    assert max(counts[False]) > min(counts[False]) > max(counts[True])


def test_the_first_process_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one whose blog is not known yet."""
    forks = Forks()
    assert not forks.has_forked()
    forks.process = process = os.getpid()
    assert not forks.has_forked()
    monkeypatch.setattr("os.getpid", lambda: process + 1)
    assert forks.has_forked()
    assert not forks.has_forked()
