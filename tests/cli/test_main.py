"""The command line as a whole: help, exit codes, broken sites, colours and pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_confblog
from sphinx_confblog import __version__
from sphinx_confblog.cli import main as module
from sphinx_confblog.cli.common import Exit
from sphinx_confblog.cli.terminal import Terminal, paint

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

#: The package that is tested, for processes in other folders.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(sphinx_confblog.__file__).parents[1])}
PROGRAM = [sys.executable, "-m", "sphinx_confblog"]
COMMANDS = list(module.make_parser()[1].choices)


class Screen:
    """A stream that claims to be a terminal."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        """Say yes."""
        return True

    def write(self, text: str) -> int:
        """Keep what is written."""
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


def test_help_names_all_commands(confblog: Caller) -> None:
    """Without a command, the help is an error."""
    helped = confblog("--help")
    assert [name for name in COMMANDS if f"    {name} " not in helped.out] == []
    said = confblog(code=2)
    assert (said.out, said.err) == ("", helped.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_teaches(confblog: Caller, name: str) -> None:
    """Its help says what it is for, and has examples that its parser accepts."""
    helped = confblog(name, "--help").out
    assert "examples:\n  " in helped
    reference = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
    if reference.exists():
        assert f"```{{confblog-command}} {name}\n" in reference.read_text("utf-8")


def test_the_version_is_told(confblog: Caller) -> None:
    """As Python programs do."""
    assert confblog("--version").out == f"sphinx_confblog {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["drawl"], ["list", "--nothing"], ["new"], ["list", "-D", "name"]]
)
def test_wrong_usage_is_two(confblog: Caller, arguments: list[str]) -> None:
    """The message names the command."""
    assert "usage: confblog" in confblog(*arguments, code=2).err


@pytest.mark.parametrize(
    ("conf", "words"),
    [
        ("project = \n", "conf.py:1: invalid syntax"),
        ("a = 1\n\nb = [\n", "conf.py:3: '[' was never closed"),
        ("\nimport nothing_of_this_name\n", "conf.py:2: ModuleNotFoundError: No module named"),
        ("def f():\n    return 1 / 0\n\nf()\n", "conf.py:2: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)\n", "conf.py:2: SystemExit: 3"),
        ("x = 'a\x00b'\n", "conf.py:1: source code "),
        ("\nextensions = None\n", "conf.py:2: extensions is None, but should be a list of str"),
        ("exclude_patterns = [3]\n", "conf.py:1: exclude_patterns is [3], but should be"),
        ("templates_path = 3\n", "conf.py:1: templates_path is 3, but should be"),
        ("source_suffix = 3\n", "conf.py:1: source_suffix is 3, but should be"),
        ("suppress_warnings = None\n", "conf.py:1: suppress_warnings is None, but should be"),
        ("language = 3\n", "conf.py:1: language is 3, but should be a string"),
    ],
)
def test_a_broken_conf_is_told_in_one_line(
    site: Site, confblog: Caller, conf: str, words: str
) -> None:
    """With its place, and without a traceback."""
    site.write("conf.py", conf)
    said = confblog("list", code=2)
    assert said.out == ""
    assert words in said.err
    assert len(said.err.splitlines()) == 1


def test_no_site_is_told(tmp_path: Path, confblog: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says where was looked, and what to do."""
    monkeypatch.chdir(tmp_path / "source")
    assert "no conf.py in .." in confblog("list", "--conf", "..", code=2).err
    (tmp_path / "empty/.git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")
    assert "Name its folder with --conf" in confblog("list", code=2).err
    assert "nowhere is not a folder" in confblog(
        "list", "-c", "../source", "-s", "nowhere", code=2
    ).err  # fmt: skip


def test_the_source_may_lie_elsewhere(site: Site, confblog: Caller) -> None:
    """As with ``sphinx-build -c``."""
    site.post("2020-01-01-one")
    site.write("settings/conf.py", (site.srcdir / "conf.py").read_text("utf-8"))
    (record,) = confblog("list", "--json", "-c", "settings", "-s", ".").records
    assert record["docname"] == "blog/2020-01-01-one"
    assert confblog("list", "--json", "-c", "settings/conf.py").records == []


def test_what_conf_prints_is_no_result(site: Site, confblog: Caller) -> None:
    """It goes to where messages go."""
    site.write("conf.py", "print('hello')\n")
    said = confblog("list", "--json")
    assert (said.records, said.err) == ([], "hello\n")


def test_ctrl_c_ends_without_a_traceback(confblog: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is that of a signal."""

    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    parser, subparsers = module.make_parser()
    subparsers.choices["list"].set_defaults(run=interrupted)
    monkeypatch.setattr(module, "make_parser", lambda _: (parser, subparsers))
    assert confblog("list", code=Exit.INTERRUPTED).err == "confblog: interrupted\n"


@pytest.mark.slow
def test_a_pipe_may_close(site: Site, tmp_path: Path) -> None:
    """Who has seen enough gets no complaint."""
    # More than Python keeps back before it writes.
    for number in range(150):
        site.post(f"2020-01-01-{'long' * 10}-{number}")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(
            [*PROGRAM, "list", "-q"], cwd=site.srcdir, stdout=closed, stderr=subprocess.PIPE,
            check=False, text=True, env=ENVIRONMENT,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize(("name", "code"), [("stdin", 1), ("stdout", 0), ("stderr", 0)])
def test_streams_may_be_closed(
    site: Site, confblog: Caller, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    """Python has none then, as where ``confblog list <&-`` is called; no answer means no."""
    site.post("2020-01-01-one")
    monkeypatch.setattr(sys, name, None)
    said = confblog("init" if code else "list", code=code)
    assert ("Nothing was changed" in said.err) == (name == "stdin")
    assert ("one" in said.out) == (name == "stderr")
    getattr(sys, name).close()


@pytest.mark.slow
def test_the_package_is_a_program(site: Site) -> None:
    """``python -m sphinx_confblog`` is the same command, in any locale."""
    site.post("2020-01-01-one", title="日本語")
    done = subprocess.run(
        [*PROGRAM, "list"], cwd=site.srcdir, capture_output=True, check=True,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.stdout.decode() == (
        "2020-01-01  published  \\u65e5\\u672c\\u8a9e  blog/2020-01-01-one.md\n"
    )


def test_colours_are_for_terminals(
    site: Site, confblog: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None in files, none with ``NO_COLOR``, none on a terminal that has none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    assert paint("a", "red", screen) == "\x1b[31ma\x1b[0m"  # type: ignore[arg-type]
    site.post("odd", date="someday")
    assert "\x1b" not in confblog("check", code=1).out
    monkeypatch.setenv("TERM", "dumb")
    assert paint("a", "red", screen) == "a"  # type: ignore[arg-type]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert paint("a", "red", screen) == "a"  # type: ignore[arg-type]


def test_long_work_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, after a second, and the line is cleared at the end."""
    seconds = iter(range(100))
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    screen = Screen()
    shown = Terminal(err=screen)  # type: ignore[arg-type]
    assert list(shown.watched("abc", 3, "looking")) == ["a", "b", "c"]
    assert screen.text == "\rlooking … 2 of 3\rlooking … 3 of 3\r\x1b[K"
    quiet = Terminal(err=screen, quiet=True)  # type: ignore[arg-type]
    assert list(quiet.watched("abc", 3, "looking")) == ["a", "b", "c"]
    assert screen.text.endswith("\r\x1b[K")


#: What only checks of references, and imports, need.
HEAVY = ["sphinx_confblog.cli.checks.references", "sphinx_confblog.importers", "lxml"]


#: What is called in one process, and what need not have been loaded then.
CALLS = [
    (["--help"], ["sphinx", "docutils", "yaml", "jinja2"]),
    (["preview", "--help"], ["sphinx", "docutils", "yaml", "jinja2", "sphinx_autobuild"]),
    (["list", "--help"], HEAVY),
    (["check", "--help"], HEAVY),
]


@pytest.mark.slow
def test_commands_load_no_more_than_they_need() -> None:
    """Help is there at once; lists and checks don't wait for what only builds need."""
    code = "import sys\nfrom sphinx_confblog.cli.main import main\n" + "".join(
        f"try: main({arguments!r})\n"
        f"except SystemExit: print('loaded:', *set({unneeded!r}) & set(sys.modules))\n"
        for arguments, unneeded in CALLS
    )
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True,
        env=ENVIRONMENT,
    )  # fmt: skip
    loaded = [line for line in done.stdout.splitlines() if line.startswith("loaded:")]
    assert loaded == ["loaded:"] * len(CALLS)


def test_a_missing_argument_is_named_as_it_is_typed(confblog: Caller) -> None:
    """There is one other extension, so its name is what is missing."""
    said = confblog("move", code=2).err
    assert said.endswith("error: the following arguments are required: ablog\n")
