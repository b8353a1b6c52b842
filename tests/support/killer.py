"""Kills a process at a moment of a build.

A moment is the number of a change to files below a folder; 0 lets the build end. At some moments
the change begins: a file that was to be written is empty then.
"""

from __future__ import annotations

import os
import signal
from ctypes import c_int
from dataclasses import dataclass, field
from pathlib import Path

from apart import CONTEXT

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


@dataclass
class Killer:
    """Counts what Python is about to change, and ends the process at the moment."""

    folder: str
    moment: int = 0
    begin: bool = False
    #: How many changes there were, also for the process that waits for this one.
    count: c_int = field(default_factory=lambda: CONTEXT.RawValue(c_int))

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
        self.count.value += 1
        if self.count.value == self.moment:
            if self.begin and event == "open":
                Path(path).write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)
