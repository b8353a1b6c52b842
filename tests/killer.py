"""Runs sphinx-build and kills it at a moment: ``killer.py FOLDER MOMENT ARGUMENT…``.

A moment is the number of a change to files below a folder. ``0`` lets the build end, and prints how
many changes there were. A number with ``x`` behind it lets the change begin: a file that was to be
written is empty then.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

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


def run(folder: str, moment: str, arguments: list[str]) -> int:
    """Build, and say how many changes there were."""
    killer = Killer(folder, int(moment.removesuffix("x")), moment.endswith("x"))
    sys.addaudithook(killer)
    code = main(arguments)
    print(killer.count)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2], sys.argv[3:]))
