"""The garbage collector is spared work while a site is built, and is as it was thereafter."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import sysconfig
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, ThemeError
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

from sphinx_confblog.incremental.performance.garbage import FEW, LESS_OFTEN, SELDOM, has_frozen
from sphinx_confblog.model.post_reader import read_post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands import Caller
    from conftest import Kept, Site

HANDLER = """
import gc, json, pathlib

def handler(app, *arguments):
    {body}

def setup(app):
    app.connect("{event}", handler, {priority})
"""
#: How often Python runs the collector.
USUAL = (700, 10, 10)
NOTE = 'pathlib.Path(app.outdir, "note").write_text(str(gc.{what}()))'


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Begin with Python's usual settings; other tests have the collector as it was."""
    threshold = gc.get_threshold()
    gc.set_threshold(*USUAL)
    with docutils_namespace():
        yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A site that has been built once."""
    site = plain_site(tmp_path_factory.mktemp("collector") / "site")
    site.post("2020-01-01-a", title="A")
    site.build()
    return site.keep()


@pytest.fixture
def blog(kept_site: Kept) -> Site:
    """The site as it was built."""
    return kept_site.restore()


def connect(site: Site, event: str, body: str, priority: int = 500) -> None:
    """Have the site's own extension do something."""
    conf = (site.srcdir / "conf.py").read_text()
    site.write("conf.py", conf + HANDLER.format(event=event, body=body, priority=priority))


def state() -> dict[str, Any]:
    """Return what the extension changes of the collector."""
    return {
        "threshold": gc.get_threshold(),
        "frozen": has_frozen(),
        # Hypothesis has some of its own.
        "callbacks": [c for c in gc.callbacks if "confblog" in type(c).__module__ + repr(c)],
    }


def meanwhile(site: Site, event: str, what: str, priority: int = 500) -> str:
    """Return what a function of ``gc`` says when an event is sent."""
    connect(site, event, NOTE.format(what=what), priority)
    return site.build().read("note")


@pytest.mark.slow
def test_the_environment_is_loaded_with_fewer_runs(
    blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threshold is higher from the options on, until the builder is there."""
    load, usual, seen = Sphinx._load_existing_env, gc.get_threshold(), []

    def noted(app: Sphinx, filename: Any) -> Any:
        # The collector runs, and finds that the site is still being set up.
        gc.collect(0)
        seen.append(gc.get_threshold())
        return load(app, filename)

    monkeypatch.setattr(Sphinx, "_load_existing_env", noted)
    before = state()
    assert meanwhile(blog, "builder-inited", "get_threshold", 0) == str(usual)
    assert seen == [(SELDOM, *usual[1:])]
    assert state() == before


def test_what_was_loaded_is_not_looked_through(blog: Site) -> None:
    """While the site is built, and no longer."""
    before = state()
    assert int(meanwhile(blog, "build-finished", "get_freeze_count")) > FEW
    assert state() == before


@pytest.mark.parametrize("event", ["source-read", "html-page-context", "build-finished"])
def test_pages_are_built_with_fewer_runs(blog: Site, event: str) -> None:
    """As long as the site is built."""
    before, usual = state(), gc.get_threshold()
    blog.post("2020-01-02-b", title="B")
    assert meanwhile(blog, event, "get_threshold") == str((LESS_OFTEN, *usual[1:]))
    assert state() == before


@pytest.mark.parametrize(
    ("event", "is_seldom"),
    [("source-read", True), ("doctree-resolved", False), ("build-finished", True)],
)
def test_pages_of_a_parallel_build(blog: Site, event: str, *, is_seldom: bool) -> None:
    """While they're written, many are there at once, and the collector runs as often as usual."""
    before, usual = state(), gc.get_threshold()
    blog.post("2020-01-02-b", title="B")
    connect(blog, event, NOTE.format(what="get_threshold"))
    threshold = LESS_OFTEN if is_seldom else usual[0]
    assert blog.build(jobs=2).read("note") == str((threshold, *usual[1:]))
    assert state() == before


def test_what_remains_of_a_parallel_build_is_not_looked_through(blog: Site) -> None:
    """Neither the last pages, nor the search index; until the build ends."""
    before = state()
    blog.post("2020-01-02-b", title="B")
    note = 'with open(app.outdir / "note", "a") as note: note.write(f"{gc.get_freeze_count()} ")'
    connect(blog, "doctree-resolved", note)
    ended = 'app.connect("build-finished", lambda app, _: note(app))\n'
    conf = (blog.srcdir / "conf.py").read_text()
    blog.write("conf.py", f"{conf}    {ended}def note(app):\n    import gc\n    {note}\n")
    *_, resolved, end = map(int, blog.build(jobs=2).read("note").split())
    assert FEW < resolved < end
    assert state() == before


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_threshold_that_is_set_while_pages_are_read(blog: Site, jobs: int) -> None:
    """It's kept for the rest of the build."""
    blog.post("2020-01-02-b", title="B")
    connect(blog, "env-updated", "gc.set_threshold(2_000, 10, 10)")
    ended = 'app.connect("build-finished", lambda app, _: ' + NOTE.format(what="get_threshold")
    conf = (blog.srcdir / "conf.py").read_text()
    blog.write("conf.py", f"{conf}    {ended})\n")
    assert blog.build(jobs=jobs).read("note") == "(2000, 10, 10)"


def test_pages_that_one_process_writes(blog: Site) -> None:
    """Few of them are in memory at once, although ``-j 2`` was asked for."""
    blog.post("2020-01-02-b", title="B")
    connect(blog, "doctree-resolved", NOTE.format(what="get_threshold"))
    built = blog.build("man", jobs=2)
    assert built.read("note") == str((LESS_OFTEN, *USUAL[1:]))


def test_pages_that_are_read_are_not_looked_through(blog: Site) -> None:
    """What is known of them is left out as well, until the build ends."""
    before = state()
    note = 'with open(app.outdir / "note", "a") as note: note.write(f"{gc.get_freeze_count()} ")'
    connect(blog, "env-purge-doc", note, 999)
    shutil.rmtree(blog.srcdir.parent / "_build")
    first, second, *_, last = map(int, blog.build().read("note").split())
    assert FEW < first < second < last
    assert state() == before


@pytest.mark.parametrize("has_blog", [True, False])
def test_pages_that_are_read_are_freed(site: Site, *, has_blog: bool) -> None:
    """They are loaded again to be written; a site without a blog is left alone."""
    if has_blog:
        site.post("2020-01-01-a", title="A")
    kept = 'pathlib.Path(app.outdir, "note").write_text(str(len(app.env._write_doc_doctree_cache)))'
    connect(site, "env-updated", kept, 999)
    assert (site.build().read("note") == "0") is has_blog


def test_what_is_written_was_read_last(blog: Site) -> None:
    """Also if something has loaded the page before, in this build or in an earlier one."""
    connect(blog, "env-before-read-docs", "app.env.get_doctree(app.config.root_doc)")
    blog.write("index.md", "# Site\n\nSecond text.\n")
    assert "Second text" in blog.build().read("index.html")


def test_a_site_that_is_built_twice(blog: Site) -> None:
    """With one application object."""
    app = make(blog, "_build")
    for text in ("First text", "Second text"):
        blog.write("index.md", f"# Site\n\n{text}.\n")
        blog.post("2020-01-01-a", f"{text}.\n", title="A")
        app.build()
        for page in ("index.html", "blog/2020-01-01-a.html"):
            assert text in Path(app.outdir, page).read_text("utf-8")


@pytest.mark.parametrize("body", ["gc.disable()", "gc.set_threshold(0)"])
def test_nothing_is_collected_while_a_site_forbids_it(blog: Site, body: str) -> None:
    """Not even between pages."""
    # Nor before the site says so.
    gc.set_threshold(SELDOM)
    connect(blog, "config-inited", body, 0)
    shutil.rmtree(blog.srcdir.parent / "_build")
    seen: list[str] = []
    gc.callbacks.append(lambda phase, _: seen.append(phase))
    try:
        blog.build()
    finally:
        gc.callbacks.pop()
        gc.enable()
    assert not seen


def test_a_site_without_a_blog_is_left_alone(site: Site) -> None:
    """Its collector sees everything."""
    assert int(meanwhile(site, "build-finished", "get_freeze_count")) < FEW


@pytest.mark.parametrize(
    ("event", "priority"),
    [
        ("config-inited", 999), ("builder-inited", 0), ("env-before-read-docs", 999),
        ("source-read", 500), ("html-page-context", 500), ("build-finished", 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("error", ["ValueError", "KeyboardInterrupt"])
def test_a_build_that_ends_in_the_middle(blog: Site, event: str, priority: int, error: str) -> None:
    """Everything is taken back at once, while the exception is handled."""
    connect(blog, event, f"raise {error}", priority)
    blog.post("2020-01-02-b", title="B")
    before = state()
    with pytest.raises((ExtensionError, KeyboardInterrupt)):
        blog.build()
    assert state() == before


@pytest.mark.slow
def test_interrupted_while_the_environment_is_loaded(
    blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of ours is called then: the collector takes it back when it runs next."""
    before = state()
    with monkeypatch.context() as patch:
        patch.setattr("pickle.load", interrupt)
        with pytest.raises(KeyboardInterrupt):
            blog.build()
    gc.collect(0)
    assert state() == before


def interrupt(*_: object) -> None:
    """Do what Ctrl-C does."""
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("event", "priority"),
    [
        ("config-inited", 0), ("config-inited", 999), ("builder-inited", 0),
        ("env-before-read-docs", 0), ("source-read", 500), ("build-finished", 999),
    ],
)  # fmt: skip
def test_a_threshold_that_another_extension_sets_is_kept(
    blog: Site, event: str, priority: int
) -> None:
    """Whenever it does so, and also while the environment is loaded."""
    connect(blog, event, "gc.set_threshold(1234, 11, 12)", priority)
    blog.post("2020-01-02-b", title="B")
    blog.build()
    assert gc.get_threshold() == (1234, 11, 12)


@pytest.mark.parametrize("event", ["config-inited", "build-finished"])
@pytest.mark.parametrize("threshold", [(0, 10, 10), (SELDOM + 1, 10, 10)])
def test_a_collector_that_runs_seldom_anyway(
    blog: Site, event: str, threshold: tuple[int, int, int]
) -> None:
    """The process has its own reasons."""
    gc.set_threshold(*threshold)
    callbacks = list(gc.callbacks)
    assert meanwhile(blog, event, "get_threshold", 2**63 - 1) == str(threshold)
    assert gc.get_threshold() == threshold
    assert gc.callbacks == callbacks


@pytest.mark.slow
def test_what_another_has_frozen_stays_frozen(blog: Site) -> None:
    """A server may keep its own objects from the collector."""
    gc.freeze()
    blog.build()
    assert has_frozen()


def test_what_the_interpreter_has_frozen(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of Python 3.12 begins with some hundred objects, which are nobody's."""
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 375)
    assert meanwhile(blog, "build-finished", "get_threshold").startswith(f"({LESS_OFTEN},")


def test_a_builder_that_is_called_itself(blog: Site) -> None:
    """There is no end to be sure of, so nothing is set aside."""
    before = state()
    app = SphinxTestApp(srcdir=blog.srcdir, builddir=blog.srcdir.parent / "_build")
    app.builder.build_update()
    app.cleanup()
    assert state() == before


@pytest.mark.slow
@pytest.mark.parametrize("inner", [False, True])
def test_two_sites_at_once(blog: Site, *, inner: bool) -> None:
    """One is made before the other is built, and may be built meanwhile."""
    before = state()
    first, second = make(blog, "_build"), make(blog, "_second")
    frozen = []

    def build_second(*_: object) -> list[str]:
        second.build()
        frozen.append(gc.get_freeze_count())
        return []

    if inner:
        first.connect("env-updated", build_second)
    first.build()
    assert state() == before
    build_second()
    assert state() == before
    assert all(frozen[:-1])


@pytest.mark.parametrize("event", ["env-updated", "write-started", "build-finished"])
def test_a_site_that_fails_while_another_is_built(blog: Site, event: str) -> None:
    """It leaves nothing behind when the other one ends."""
    before = state()
    app = make(blog, "_build")

    def fail(*_: object) -> list[str]:
        with pytest.raises(ThemeError):
            make(blog, "_second", html_theme="none of these")
        return []

    app.connect(event, fail)
    blog.post("2020-01-02-b", title="B")
    app.build()
    assert state() == before


def make(site: Site, out: str, **conf: str) -> Sphinx:
    """Make an application as programs do."""
    folder = site.srcdir.parent / out
    return Sphinx(
        site.srcdir, site.srcdir, folder / "html", folder / "doctrees", "html", status=None,
        warning=StringIO(), confoverrides=conf,
    )  # fmt: skip


@pytest.mark.parametrize("enabled", [True, False])
def test_it_pauses_while_posts_are_found(
    site: Site, confblog: Caller, monkeypatch: pytest.MonkeyPatch, *, enabled: bool
) -> None:
    """In builds and in commands; it is as it was thereafter, also if they are interrupted."""
    site.post("2020-01-01-a")
    seen = []

    def read(**given: Any) -> Any:
        seen.append(gc.isenabled())
        if len(seen) > 2:
            raise KeyboardInterrupt
        return read_post(**given)

    monkeypatch.setattr("sphinx_confblog.discovery.scanner.read_post", read)
    try:
        if not enabled:
            gc.disable()
        confblog("list")
        assert gc.isenabled() is enabled
        site.build()
        assert gc.isenabled() is enabled
        (site.srcdir / "blog/2020-01-01-a.md").write_text("Other text.\n", "utf-8")
        with pytest.raises(KeyboardInterrupt):
            site.build()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
    assert seen == [False] * 3


#: An extension that says how many objects the collector ignores when the process has ended, and
#: has something that is only reached from itself.
AT_EXIT = """
import atexit, gc, os, pathlib

# What is registered first is called last.
built = []
atexit.register(lambda: pathlib.Path(built[0], "note").write_text(str(gc.get_freeze_count())))

class Cycle:
    def __init__(self):
        self.itself = self

{held}

def setup(app):
    built.append(app.outdir)
    app.cycle = Cycle()
    {hold}
"""
RUN = [sys.executable, "-P", "-m", "sphinx"]
#: A program of somebody's that builds a site.
PROGRAM = "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


def frozen_at_exit(site: Site, run: list[str] = RUN, held: str = "", hold: str = "") -> int:
    """Build a site in a process of its own, and return how many objects it ignores at its end."""
    conf = (site.srcdir / "conf.py").read_text()
    site.write("conf.py", conf + AT_EXIT.format(held=held, hold=hold))
    out = site.srcdir.parent / "_build/html"
    done = subprocess.run(
        [*run, "-q", str(site.srcdir), str(out)], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    return int((out / "note").read_text())


@pytest.mark.slow
def test_a_process_ends_at_once(blog: Site) -> None:
    """If it is the command, whether it is called as a module or by its name."""
    name = [sys.executable, str(Path(sysconfig.get_path("scripts"), "sphinx-build"))]
    for run in (RUN, name, [*RUN, "-j", "2"]):
        assert frozen_at_exit(blog, run) > 50_000


@pytest.mark.slow
def test_a_process_that_does_more_ends_as_usual(blog: Site, site: Site) -> None:
    """Nobody knows what else it has to do. Nor is a site without a blog concerned."""
    assert frozen_at_exit(blog, [sys.executable, "-c", PROGRAM]) < FEW
    assert frozen_at_exit(site) < FEW


@pytest.mark.slow
def test_a_program_that_is_called_alike(blog: Site) -> None:
    """A file of somebody's."""
    program = blog.write("sphinx-build.py", PROGRAM)
    assert frozen_at_exit(blog, [sys.executable, str(program)]) < FEW


@pytest.mark.slow
def test_classes_that_are_strange(blog: Site) -> None:
    """Nothing is said of them, and the process ends as usual."""
    held = "class Odd(type):\n    def __eq__(self, other): return self is other\n"
    assert frozen_at_exit(blog, RUN, f"{held}class Strange(metaclass=Odd): pass", "") > 0
    assert frozen_at_exit(blog, RUN, "", "app.cycle.odd = Strange()") < FEW


@pytest.mark.slow
def test_what_others_do_at_the_end(blog: Site) -> None:
    """They are called first, as far as they were registered later, and what they write is there."""
    out = blog.srcdir.parent / "out"
    hold = (
        f"atexit.register(lambda: setattr(app, 'f', open({str(out)!r}, 'w')) or app.f.write('a'))"
    )
    assert frozen_at_exit(blog, RUN, "", hold) < FEW
    assert out.read_text() == "a"


@pytest.mark.slow
def test_finalizers(blog: Site) -> None:
    """Files are written and finalizers are called, as without a blog."""
    held = """
class Told(Cycle):
    def __del__(self, mkdir=os.mkdir):
        mkdir(self.path)
"""
    out = blog.srcdir.parent / "out"
    out.mkdir()
    hold = f"""app.cycle.file = open({str(out / "text")!r}, "w")
    app.cycle.file.write("text")
    """
    assert frozen_at_exit(blog, RUN, "", hold) < FEW
    assert (out / "text").read_text() == "text"
    hold = f"""app.cycle.told = Told()
    app.cycle.told.path = {str(out / "told")!r}
    """
    assert frozen_at_exit(blog, RUN, held, hold) < FEW
    assert (out / "told").is_dir()
