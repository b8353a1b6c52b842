"""Runs builds in processes of their own and says what they took."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sites import Site, Variant

REPOSITORY = Path(__file__).resolve().parent.parent
ADDED_WORD = "benchmarked"
# What ru_maxrss counts in.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class BuildError(Exception):
    """A build failed, or did not do what its scenario is for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one build took: seconds, bytes, pages written, and lines of warnings."""

    wall: float
    cpu: float
    memory: int
    environment: int
    pages: int
    warnings: int


def is_installed(variant: Variant) -> bool:
    """Whether the extension can be imported; ours also from this repository, uninstalled."""
    if importlib.util.find_spec(variant.module) is not None:
        return True
    return (REPOSITORY / variant.module / "__init__.py").is_file()


def full(site: Site) -> Cost:
    """Build from nothing, and keep a copy of the result for the incremental builds."""
    shutil.rmtree(site.state, ignore_errors=True)
    shutil.rmtree(site.snapshot, ignore_errors=True)
    cost = build(site)
    shutil.copytree(site.state, site.snapshot)
    return cost


def parallel(site: Site) -> Cost:
    """Build from nothing with two processes."""
    shutil.rmtree(site.state, ignore_errors=True)
    return build(site, options=["-j", "2"])


def unchanged(site: Site) -> Cost:
    """Build again although nothing has changed."""
    _restore(site)
    before = site.edited_doctree.stat().st_mtime_ns
    cost = build(site)
    if site.edited_doctree.stat().st_mtime_ns != before:
        msg = f"{site.variant.name}: a post was read although nothing had changed"
        raise BuildError(msg)
    return cost


def edited(site: Site) -> Cost:
    """Build after a word was appended to the body of one post, which is put back afterwards."""
    _restore(site)
    path = site.edited_source
    text, times = path.read_text(encoding="utf-8"), path.stat()
    path.write_text(f"{text.rstrip()} {ADDED_WORD}\n", encoding="utf-8")
    _make_newer(path, site.environment)
    try:
        cost = build(site)
    finally:
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    if ADDED_WORD.encode() not in site.edited_doctree.read_bytes():
        msg = f"{site.variant.name}: the edited post was not read"
        raise BuildError(msg)
    return cost


SCENARIOS = {"full": full, "parallel": parallel, "unchanged": unchanged, "edited": edited}


def _restore(site: Site) -> None:
    """Bring back the state after the full build, with the times of its files."""
    shutil.rmtree(site.state)
    shutil.copytree(site.snapshot, site.state)


def _make_newer(path: Path, other: Path) -> None:
    """Wait until ``path`` can be given a later time than ``other``, however coarse the clock."""
    while path.stat().st_mtime_ns <= other.stat().st_mtime_ns:
        time.sleep(0.05)
        path.touch()


def build(site: Site, interpreter_options: Sequence[str] = (), options: Sequence[str] = ()) -> Cost:
    """Run ``python -m sphinx`` on the site and return what it took.

    :raises BuildError: the build failed; the message ends with the end of its log
    """
    site.state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-P", *interpreter_options, "-m", "sphinx", "-q", *options]
    command += ["-b", site.builder, "-d", str(site.doctrees), str(site.source), str(site.output)]
    usage = run(command, site.log, site.root, _environment())
    return Cost(
        wall=usage.wall,
        cpu=usage.cpu,
        memory=usage.memory,
        environment=site.environment.stat().st_size,
        pages=_count_written(site, usage.began),
        warnings=len(usage.lines),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What a process took: seconds and bytes; when it began, and the lines that it wrote."""

    wall: float
    cpu: float
    memory: int
    #: By the clock of files, in nanoseconds.
    began: int
    lines: tuple[str, ...]


def run(command: Sequence[str], log_file: Path, folder: Path, variables: dict[str, str]) -> Usage:
    """Run a command in a folder and return what it took.

    :raises BuildError: it failed; the message ends with the end of its log
    """
    with log_file.open("wb") as log:
        # Times of files come from a coarser clock than time.time(): compare like with like.
        began = log_file.stat().st_mtime_ns
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=variables)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = log_file.read_text(encoding="utf-8", errors="replace").splitlines()
    if process.returncode != 0:
        msg = "\n".join([f"`{' '.join(command)}` failed:", *lines[-15:]])
        raise BuildError(msg)
    return Usage(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * RSS_UNIT,
        began=began,
        lines=tuple(lines),
    )


def _environment() -> dict[str, str]:
    """Return the build's environment variables: ours is found even if it is not installed.

    Python keeps compiled modules, whatever the caller's shell says: what is installed comes
    compiled, and a package in a repository would be compiled anew by every build.
    """
    variables = dict(os.environ, PYTHONHASHSEED="0")
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    if importlib.util.find_spec("sphinx_confblog") is None:
        paths = [str(REPOSITORY), variables.get("PYTHONPATH", "")]
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return variables


def _count_written(site: Site, began: int) -> int:
    """Count the pages (any files, if the builder makes no HTML) written since ``began``."""
    pattern = "*.html" if "html" in site.builder else "*"
    return sum(
        path.stat().st_mtime_ns >= began
        for path in site.output.rglob(pattern)
        if path.is_file() and "_static" not in path.parts
    )
