"""The processes of a parallel build carry little, and do not wait for each other."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import weakref
from threading import BrokenBarrierError
from typing import TYPE_CHECKING, Any

import pytest
from sphinx import builders
from sphinx.builders import Builder
from sphinx.errors import SphinxParallelError
from sphinx.testing.util import SphinxTestApp
from sphinx.util.parallel import ParallelTasks

from sphinx_confblog.incremental.performance.forks import Forks, Writers
from sphinx_confblog.incremental.performance.garbage import FEW

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
    blog = other.domaindata["blog"]
    note(app, "kept", sorted(blog["heads"]), sorted(blog["moved"]))

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


def test_what_discovery_keeps(many: Site) -> None:
    """It doesn't travel back either, and the first process saves it."""
    conf = (many.srcdir / "conf.py").read_text()
    many.write("conf.py", f'{conf}\nconfblog_permalink = "{{year}}/{{slug}}"\n')
    many.post("2020-01-01-a", title="A")
    kept = [rest for _, what, *rest in notes(many) if what == "kept"]
    assert kept
    assert all(rest == [[], []] for rest in kept)
    data = many.build(jobs=2).app.env.domaindata["blog"]
    assert data["moved"] == {"blog/2020-01-01-a": "blog/2020/a"}
    assert data["heads"].keys() == {"blog/2020-01-01-a"}


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
    assert max(rest[-1] for _, what, *rest in noted if what in {"read", "written"}) < FEW


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


#: An extension whose pages take a while to write, and that notes which are kept meanwhile.
SLOW = """
import gc, json, os, pathlib, time
from docutils import nodes

def write(app, docname, *_):
    time.sleep(0.05)

def resolved(app, doctree, docname):
    gc.collect()
    documents = [found for found in gc.get_objects() if isinstance(found, nodes.document)]
    # Sphinx 8.2 keeps documents of its own for titles.
    kept = sum(found.get("source") != "<partial node>" for found in documents)
    with open(app.outdir / "note", "a") as file:
        file.write(json.dumps([os.getpid(), kept]) + "\\n")

def setup(app):
    app.connect("html-page-context", write)
    app.connect("doctree-resolved", resolved)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
#: An extension that cannot write one page, and is slow to resolve the others.
BAD = """
import time

def write(app, docname, *_):
    if docname == "page-1":
        raise RuntimeError("no ink")

def resolved(app, doctree, docname):
    time.sleep(0.02)

def setup(app):
    app.connect("html-page-context", write)
    app.connect("doctree-resolved", resolved)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def test_pages_that_are_handed_over(many: Site) -> None:
    """The first process frees them, and those who write them have their own."""
    many.post("2020-01-01-a", title="A")
    many.write("conf.py", (many.srcdir / "conf.py").read_text().replace(NOTE, SLOW))
    noted = [kept for _, kept in notes(many)]
    assert len(noted) > PAGES
    # Sphinx hands out 26 pages at a time, and would keep those of all processes.
    assert 20 < max(noted) - noted[0] < 30


def test_a_page_that_cannot_be_written(many: Site) -> None:
    """The build fails, whenever that is noticed."""
    many.post("2020-01-01-a", title="A")
    many.write("conf.py", (many.srcdir / "conf.py").read_text().replace(NOTE, BAD))
    with pytest.raises(SphinxParallelError, match="no ink"):
        many.build(jobs=2)


def test_as_many_write_as_read() -> None:
    """One more than Sphinx lets write, and each page is written once."""
    both = multiprocessing.get_context("fork").Barrier(2)
    done: list[tuple[Any, list[str]]] = []

    def write(pages: list[str]) -> list[str]:
        both.wait(10)
        return pages

    writers = Writers(1)
    for page in "ab":
        writers.add_task(write, [page], lambda pages, result: done.append((pages, result)))
    writers.join()
    assert sorted(done) == [(None, ["a"]), (None, ["b"])]


class Page:
    """A page in memory."""


def test_what_the_first_process_keeps() -> None:
    """Nothing of the pages that are being written, all of those that are not yet."""
    end = multiprocessing.get_context("fork").Event()
    kept: list[weakref.ref[Page]] = []

    def write(pages: list[Page]) -> int:
        end.wait(10)
        return len(pages)

    writers = Writers(1)
    done: list[int] = []
    for _ in range(3):
        page = Page()
        kept.append(weakref.ref(page))
        writers.add_task(write, [page], lambda _, result: done.append(result))
        del page
    assert [ref() is None for ref in kept] == [True, True, False]
    end.set()
    writers.join()
    assert done == [1, 1, 1]


def test_an_error_that_is_noticed_when_more_is_handed_over() -> None:
    """It ends the build. Sphinx's class only stops all processes then."""
    writers = Writers(1)
    writers.add_task(int, ["none"])
    while not next(iter(writers._precvs.values())).poll(10):
        pass
    with pytest.raises(SphinxParallelError, match="int"):
        writers.add_task(int, [])


def test_an_error_that_is_handled_already() -> None:
    """It is none of these processes: somebody builds again after a failure."""
    try:
        both = multiprocessing.get_context("fork").Barrier(2)
        both.wait(0)
    except BrokenBarrierError:
        writers = Writers(1)
        done: list[str] = []
        writers.add_task(str, 1, lambda _, result: done.append(result))
        writers.join()
        assert done == ["1"]
    else:
        pytest.fail("nothing was handled")


def test_who_keeps_the_class_of_sphinx(many: Site) -> None:
    """A site without a blog, and other builds of the process."""
    assert "_write_parallel" not in vars(many.build(jobs=2).app.builder)
    many.post("2020-01-01-a", title="A")
    writing = vars(many.build(jobs=2).app.builder)["_write_parallel"]
    assert writing.__globals__["ParallelTasks"] is Writers
    usual = vars(Builder)["_write_parallel"]
    assert usual.__globals__["ParallelTasks"] is vars(builders)["ParallelTasks"] is ParallelTasks


#: A builder that has its own way to write pages.
OWN = """
from sphinx.builders.html import StandaloneHTMLBuilder

class Own(StandaloneHTMLBuilder):
    def _write_parallel(self, docnames, nproc):
        self.outdir.joinpath("note").write_text("own")
        super()._write_parallel(docnames, nproc)

def setup(app):
    app.add_builder(Own, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


#: An extension that gives the builder a method, and one that wraps the method of all builders.
GIVEN = """
def give(app):
    write = app.builder._write_parallel
    def own(docnames, nproc):
        app.outdir.joinpath("note").write_text("own")
        write(docnames, nproc)
    app.builder._write_parallel = own

def setup(app):
    app.connect("builder-inited", give)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
WRAPPED = """
import functools
from sphinx.builders import Builder
from sphinx.util.parallel import ParallelTasks

write = getattr(Builder._write_parallel, "__wrapped__", Builder._write_parallel)

def wrapped(write):
    @functools.wraps(write)
    def own(self, docnames, nproc):
        self.outdir.joinpath("note").write_text("own")
        write(self, docnames, nproc)
    return own

def setup(app):
    Builder._write_parallel = wrapped(write)
    app.connect("build-finished", lambda *_: setattr(Builder, "_write_parallel", write))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


@pytest.mark.parametrize("own", [OWN, GIVEN, WRAPPED])
def test_pages_that_are_written_in_another_way(many: Site, own: str) -> None:
    """That way is kept."""
    many.post("2020-01-01-a", title="A")
    many.write("conf.py", (many.srcdir / "conf.py").read_text().replace(NOTE, own))
    built = many.build(jobs=2)
    assert built.read("note") == "own"
    assert built.exists(f"page-{PAGES - 1}.html")


def test_a_blog_that_disappears(many: Site) -> None:
    """The next build with the same objects writes as Sphinx does."""
    post = many.post("2020-01-01-a", title="A")
    app = SphinxTestApp(srcdir=many.srcdir, builddir=many.srcdir.parent / "_build", parallel=2)
    builder = app.builder
    app.build()
    covered = vars(builder)["_write_parallel"]
    app.build(force_all=True)
    assert vars(builder)["_write_parallel"] is not covered
    post.unlink()
    app.build(force_all=True)
    app.cleanup()
    assert "_write_parallel" not in vars(builder)
