"""Changes to files: shown as a diff, then made."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_confblog.commands.failures import CommandError, Exit
from sphinx_confblog.commands.site import shown_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.commands.terminal import Terminal

COLOURS = {"+": "green", "-": "red", "@": "blue"}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a file."""

    path: Path
    #: None if there is no such file yet.
    before: str | None
    after: str

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff."""
        name = shown_path(self.path)
        yield from difflib.unified_diff(
            (self.before or "").splitlines(),
            self.after.splitlines(),
            "/dev/null" if self.before is None else name,
            name,
            lineterm="",
        )

    def make(self) -> None:
        """Write the file. Raises CommandError."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("xb" if self.before is None else "wb") as file:
                file.write(self.after.encode())
        except OSError as error:
            message = f"{shown_path(self.path)} cannot be written: {error.strerror}"
            raise CommandError(message, Exit.FOUND) from error


def agreed(
    changes: list[Change], terminal: Terminal, options: argparse.Namespace, question: str
) -> bool:
    """Make the changes if they are agreed to; return whether they were. Raises CommandError."""
    if not (options.yes or terminal.agrees(question)):
        terminal.note("Nothing was changed; --yes makes the changes without asking.")
        return False
    for change in changes:
        change.make()
    return True


def show(changes: list[Change], terminal: Terminal) -> None:
    """Write the diffs of all changes."""
    for change in changes:
        for line in change.diff():
            heading = line.startswith(("---", "+++"))
            colour = "bold" if heading else COLOURS.get(line[:1], "")
            terminal.say(terminal.coloured(line, colour) if colour else line)
