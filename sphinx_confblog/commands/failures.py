"""What ends a command: its exit codes, and the error that says why."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """Exit codes of every command."""

    FINE = 0
    """All is well, or done."""
    FOUND = 1
    """Something was found, or was not done."""
    UNUSABLE = 2
    """The command was not understood, or the site cannot be read."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


class CommandError(Exception):
    """A command cannot go on; the message says why, and what to do."""

    def __init__(self, message: str, code: Exit = Exit.UNUSABLE) -> None:
        super().__init__(message)
        self.code = code
