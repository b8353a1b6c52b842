"""``confblog preview``: what it passes to sphinx-autobuild, and a preview that is running."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from http.client import HTTPException
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from sphinx.cmd.build import get_parser
from test_main import ENVIRONMENT, PROGRAM

from sphinx_confblog.cli.preview import IGNORED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from commands import Caller
    from conftest import Site

AUTOBUILD = "sphinx_autobuild.__main__"
PREVIEW = ["-D", "confblog_drafts=1", "-D", "confblog_future=1"]


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What sphinx-autobuild is called with; it ends at once, as with Ctrl-C."""
    arguments: list[str] = []

    def autobuild(given: list[str]) -> None:
        arguments[:] = given
        raise KeyboardInterrupt

    module = ModuleType(AUTOBUILD)
    module.main = autobuild  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sphinx_autobuild", ModuleType("sphinx_autobuild"))
    monkeypatch.setitem(sys.modules, AUTOBUILD, module)
    return arguments


def value_of(name: str, arguments: list[str]) -> str:
    """Return the value of an option."""
    return arguments[arguments.index(name) + 1]


def test_it_shows_what_is_withheld_in_a_folder_of_its_own(
    site: Site, confblog: Caller, passed: list[str]
) -> None:
    """The URL comes first, and Ctrl-C is not an error."""
    said = confblog("preview", "--port", "0")
    port = value_of("--port", passed)
    assert said.out == f"http://127.0.0.1:{port}\n"
    assert said.err == "Press Ctrl-C to stop.\n"
    build = site.srcdir.parent / "build"
    assert passed[:4] == [str(site.srcdir), str(build / "preview"), "-c", str(site.srcdir)]
    assert passed[4:8] == PREVIEW
    assert value_of("--ignore", passed) == str(build)
    assert "--watch" not in passed


def test_the_build_folder_is_the_usual_one(
    site: Site, confblog: Caller, passed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder ``docs`` it is ``_build``, wherever ``conf.py`` is."""
    site.write("docs/index.md", "# Docs\n")
    monkeypatch.chdir(site.srcdir / "docs")
    confblog("preview", "-c", "..", "-s", ".", "--port", "0")
    docs = site.srcdir / "docs"
    assert passed[:4] == [str(docs), str(docs / "_build/preview"), "-c", str(site.srcdir)]
    assert value_of("--watch", passed) == str(site.srcdir)


def test_options_are_passed_on(confblog: Caller, passed: list[str]) -> None:
    """Those of the command, and all after ``--``."""
    confblog("preview", "--no-drafts", "-q", "-D", "a=b", "--port", "0", "--", "--watch", "src")
    assert passed[4:7] == ["-D", "a=b", "-q"]
    assert passed[-2:] == ["--watch", "src"]
    assert PREVIEW[1] not in passed
    confblog("preview", "-D", "confblog_future=0", "--port", "0", "--", "-b", "dirhtml")
    options, _ = get_parser().parse_known_args(passed)
    assert dict(each.split("=") for each in options.define)["confblog_future"] == "0"
    assert options.builder == "dirhtml"


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("locale/de/LC_MESSAGES/index.mo", True),
        ("_ext/__pycache__/tool.cpython-311.pyc", True),
        ("_ext/__pycache__", True),
        ("blog/.post.md.swp", True),
        ("blog/post.md~", True),
        ("locale/de/LC_MESSAGES/index.po", False),
        ("blog/post.md", False),
        ("blog/mo", False),
    ],
)
def test_files_of_builds_and_editors_are_ignored(name: str, ignored: bool) -> None:
    """Otherwise a build would cause another one."""
    assert bool(re.search(IGNORED, f"/site/docs/{name}")) == ignored


def test_a_taken_port_is_told_or_avoided(
    confblog: Caller, passed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is asked for is needed; the usual one is not."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"--port: {port} is in use" in confblog("preview", "--port", str(port), code=2).err
        monkeypatch.setattr("sphinx_confblog.cli.preview.PORT", port)
        confblog("preview")
        assert value_of("--port", passed) not in {str(port), "0"}
    confblog("preview")
    assert value_of("--port", passed) == str(port)


@pytest.mark.parametrize("port", ["http", "-1", "65536"])
def test_a_wrong_port_is_told(confblog: Caller, port: str) -> None:
    """As other wrong arguments are."""
    assert "error: argument --port: " in confblog("preview", f"--port={port}", code=2).err


def test_a_folder_is_no_option(confblog: Caller) -> None:
    """sphinx-build would build this file alone."""
    assert "with --conf" in confblog("preview", "docs", code=2).err


def test_a_missing_library_is_told(confblog: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line that says what to install."""
    monkeypatch.setitem(sys.modules, AUTOBUILD, None)
    said = confblog("preview", code=2)
    assert said.out == ""
    assert said.err.endswith('pip install "sphinx-confblog[preview]"\n')
    assert said.err.count("\n") == 1


def test_an_error_page_of_the_site_stays(site: Site, confblog: Caller, passed: list[str]) -> None:
    """The command writes its own only where there is none. Git ignores the preview."""
    page = site.srcdir.parent / "build/preview/404.html"
    confblog("preview", "--port", "0")
    assert page.with_name(".gitignore").read_text("utf-8") == "*\n"
    assert "reloads after the next build" in page.read_text("utf-8")
    page.write_text("Lost?", "utf-8")
    confblog("preview", "--port", "0")
    assert page.read_text("utf-8") == "Lost?"


def eventually(found: Callable[[], bool], seconds: float = 60) -> bool:
    """Return whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.1)
    return False


def fetched(url: str) -> str:
    """Return a page, also one of an error; nothing without a server, or while it is written."""
    with suppress(OSError, HTTPException):
        try:
            page = urllib.request.urlopen(url, timeout=10)  # noqa: S310
        except urllib.error.HTTPError as error:
            page = error
        with page:
            return str(page.read().decode())
    return ""


def test_the_browser_is_opened_when_there_is_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before: it would show an error."""
    from sphinx_confblog.cli.preview import open_browser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    def served(_: float) -> None:
        assert opened == []
        servers.append(socket.create_server(("127.0.0.1", port)))

    servers: list[socket.socket] = []
    monkeypatch.setattr(time, "sleep", served)
    open_browser(port, "http://site")
    servers[0].close()
    assert opened == ["http://site"]


@pytest.fixture
def preview(site: Site, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """A preview of a post that is running, its URL, and the file with what it says."""
    pytest.importorskip("sphinx_autobuild")
    site.post("2020-01-01-one", "First text.\n", title="One", draft="true")
    log = tmp_path / "log"
    with log.open("wb") as out, subprocess.Popen(
        [*PROGRAM, "preview", "--port", "0"], cwd=site.srcdir, stdout=out,
        stderr=subprocess.STDOUT, env=ENVIRONMENT,
    ) as process:  # fmt: skip
        try:
            assert eventually(lambda: b"\n" in log.read_bytes())
            # The address comes first.
            yield process, log.read_text("utf-8").splitlines()[0], log
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way")
def test_changes_are_served(site: Site, preview: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    """Also after a mistake, whose page waits for the next build; Ctrl-C ends it quietly."""
    process, url, log = preview
    page = f"{url}/blog/2020-01-01-one.html"
    assert eventually(lambda: "First text." in fetched(page)), log.read_text("utf-8")
    site.post("2020-01-01-one", "Second text.\n", title="One", draft="true")
    assert eventually(lambda: "Second text." in fetched(page)), log.read_text("utf-8")
    site.post("2020-01-01-one", title="'One")
    assert eventually(
        lambda: re.search(r"(?s)There's no such page.*/websocket-reload", fetched(page)) is not None
    ), log.read_text("utf-8")
    site.post("2020-01-01-one", "Third text.\n", title="One")
    assert eventually(lambda: "Third text." in fetched(page)), log.read_text("utf-8")

    def rests() -> bool:
        """Return whether no build starts by itself."""
        builds = log.read_text("utf-8").count("Running Sphinx")
        time.sleep(2)
        return log.read_text("utf-8").count("Running Sphinx") == builds

    assert eventually(rests), log.read_text("utf-8")
    # The server complains of pages that are fetched while a build removes them.
    before = log.read_text("utf-8")
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0, log.read_text("utf-8")
    assert log.read_text("utf-8") == before
