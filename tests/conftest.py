"""Sites made for one test each, and built in this process."""

from __future__ import annotations

import gc
import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import Caller
from hypothesis import HealthCheck, settings
from sparing import forget_checksums, sparing
from sphinx.config import Config
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

# Failures say what differs, as they do in tests themselves.
pytest.register_assert_rewrite("later")

# Machines are noisy: how long an example takes says nothing of the code. What CI says is about a
# change, so it tries the same examples each time; on a desk they are new ones.
settings.register_profile(
    "calm", deadline=None, suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)  # fmt: skip
settings.load_profile("calm")

# Builds are dated by the clock, unless a test sets another one.
os.environ.pop("SOURCE_DATE_EPOCH", None)

# Archives and an index are three pages more in each of some two thousand builds: who looks at them
# asks for them.
CONF = """project = "Site"
extensions = ["sphinx_confblog"]
confblog_archives, html_use_index = None, False
"""
ARCHIVES = 'confblog_archives = "year"\n'
INDEXED = "html_use_index = True\n"
INDEX = "# Site\n\nWelcome.\n"

#: Where Linux keeps files in memory. Builds write a hundred thousand small files; on a disk, the
#: fast tests take 15 % longer.
MEMORY = Path("/dev/shm")  # noqa: S108  pytest makes a folder of its own there
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect tests without the garbage collector: most of what is made then is kept."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@dataclass(frozen=True)
class Built:
    """What a build left: its folder, and what it said."""

    app: SphinxTestApp
    outdir: Path
    warnings: str
    status: str

    def read(self, name: str) -> str:
        """The text of an output file."""
        return (self.outdir / name).read_text("utf-8")

    def exists(self, name: str) -> bool:
        """Whether there is such an output file."""
        return (self.outdir / name).is_file()

    def body(self, docname: str) -> str:
        """What a page of alabaster's shows between its navigation and its sidebar."""
        text = self.read(f"{docname}.html")
        start = text.index('<div class="body"')
        return text[start : text.index('<div class="sphinxsidebar"', start)]

    def text(self, docname: str) -> str:
        """The words of a page's body, without tags, in one line."""
        words = re.sub(r"<[^>]+>", " ", self.body(docname).partition(">")[2])
        return " ".join(words.split())

    def written(self) -> set[str]:
        """The documents that the build has written."""
        return set(self.app.project.output.written)  # type: ignore[attr-defined]

    def everything(self, *, skip: tuple[str, ...] = (".doctrees",)) -> dict[str, bytes]:
        """All output files by name."""
        return {
            path.relative_to(self.outdir).as_posix(): path.read_bytes()
            for path in sorted(self.outdir.rglob("*"))
            if path.is_file() and path.relative_to(self.outdir).parts[0] not in skip
        }


def forget_changed_defaults() -> None:
    """Restore the defaults that all sites of a process share.

    sphinx_book_theme adds a folder to one; Sphinx adds each site's suffixes to the other, if the
    blog does not keep it from that.
    """
    Config.config_values["templates_path"].default.clear()
    suffixes = Config.config_values["source_suffix"].default
    for suffix in suffixes.keys() - {".rst"}:
        del suffixes[suffix]


@dataclass
class Site:
    """A site's source folder."""

    srcdir: Path

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a source file."""
        path = self.srcdir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def post(self, name: str, body: str = "Text.\n", **front: str) -> Path:
        """Write a post below ``blog``; front matter as keys and their text."""
        lines = "".join(f"{key}: {value}\n" for key, value in front.items())
        return self.write(f"blog/{name}.md", f"---\n{lines}---\n\n{body}" if front else body)

    def build(
        self, builder: str = "html", *, out: str = "_build", fresh: bool = False, jobs: int = 0,
        clean: bool = True, **conf: Any,
    ) -> Built:  # fmt: skip
        """Build the site; *clean* asserts that nothing was warned of."""
        # Pages name them, and Sphinx makes them once a process: another builder writes other files.
        forget_checksums()
        app = SphinxTestApp(
            builder, srcdir=self.srcdir, builddir=self.srcdir.parent / out, freshenv=fresh,
            confoverrides=conf, parallel=jobs,
        )  # fmt: skip
        try:
            app.build()
        finally:
            app.cleanup()
            forget_changed_defaults()
        warnings = strip_colors(app.warning.getvalue())
        if clean:
            assert warnings == ""
        return Built(app, Path(app.outdir), warnings, strip_colors(app.status.getvalue()))

    def build_and_keep(self, **conf: Any) -> tuple[Kept, Built]:
        """Build the site, and keep it; the files of the build are those that are kept."""
        built = self.build(**conf)
        kept = self.keep()
        return kept, replace(built, outdir=kept.folder / "_build" / "html")

    def keep(self) -> Kept:
        """Keep the sources and the builds of the site as they are."""
        folder = self.srcdir.parent
        kept = Kept(self, folder.with_name(f"{folder.name}-kept"))
        shutil.copytree(folder, kept.folder)
        return kept


@dataclass(frozen=True)
class Kept:
    """A site that was built, as several tests begin with it."""

    site: Site
    folder: Path

    def restore(self) -> Site:
        """Bring all files back as they were, with their times: to Sphinx, nothing has happened."""
        shutil.rmtree(self.site.srcdir.parent)
        shutil.copytree(self.folder, self.site.srcdir.parent)
        return self.site


def plain_site(folder: Path) -> Site:
    """Write a site with a front page and no post into a folder."""
    made = Site(folder / "source")
    made.write("conf.py", CONF)
    made.write("index.md", INDEX)
    return made


@pytest.fixture(scope="session", autouse=True)
def _sparing() -> Iterator[None]:
    """Builds in this process share what is the same in all of them."""
    with sparing():
        yield


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with a front page and no post."""
    return plain_site(tmp_path)


@pytest.fixture
def confblog(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Caller:
    """The command line, called in the folder of the site."""
    monkeypatch.chdir(site.srcdir)
    return Caller(site.srcdir, capsys)


@pytest.fixture
def seed() -> Path:
    """The post that the project exists for, where it is at hand."""
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "seed" / "2015-06-12-dotscale-2015.md"
        if found.is_file():
            return found
    pytest.skip("the seed post is not at hand")
