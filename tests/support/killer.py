"""Runs sphinx-build and kills it at a moment, as often as it is asked to.

Each line of the standard input is a JSON list: a folder, a moment, a file for what the build
writes, and its arguments. Each build is a process of its own, forked when Sphinx and all that sites
need is imported; its exit code is a line of the output.

A moment is the number of a change to files below a folder. ``0`` lets the build end, and prints how
many changes there were. A number with ``x`` behind it lets the change begin: a file that was to be
written is empty then.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sphinx.application import builtin_extensions
from sphinx.cmd.build import main

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


@dataclass
class Killer:
    """Counts what Python is about to change, and ends the process at the moment."""

    folder: str
    moment: int
    begin: bool
    count: int = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        """Look at an event of Python's (``sys.addaudithook``)."""
        path = arguments[0] if event in CHANGES or event == "open" else None
        if not isinstance(path, str | os.PathLike):
            return
        flags = arguments[2] if event == "open" else WRITING
        if not isinstance(flags, int) or not flags & WRITING:
            return
        if not os.path.abspath(path).startswith(self.folder):  # noqa: PTH100  as it opens
            return
        self.count += 1
        if self.count == self.moment:
            if self.begin and event == "open":
                Path(path).write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)


def run(folder: str, moment: str, log: str, *arguments: str) -> int:
    """Build, and say how many changes there were."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream.fileno())
    killer = Killer(folder, int(moment.removesuffix("x")), moment.endswith("x"))
    sys.addaudithook(killer)
    code = main(arguments)
    print(killer.count, flush=True)  # noqa: T201
    return code


def serve() -> None:
    """Build whatever is asked for."""
    for name in (*builtin_extensions, "myst_parser", "sphinx_confblog.extension"):
        import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(run(*json.loads(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve()
