"""Shows changes of files as a diff, and makes them once they are agreed to."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from sphinx_confblog.cli.common import CommandError, Exit
from sphinx_confblog.cli.site import shown_path
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx_confblog.cli.terminal import Terminal


COLOURS = {"+": "green", "-": "red", "@": "blue"}


class Change(NamedTuple):
    """What becomes of a file."""

    path: Path
    #: None if there is no such file yet.
    before: str | None
    #: None if the file is deleted.
    after: str | None

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff."""
        name = shown_path(self.path)
        yield from difflib.unified_diff(
            (self.before or "").splitlines(),
            (self.after or "").splitlines(),
            "/dev/null" if self.before is None else name,
            "/dev/null" if self.after is None else name,
            lineterm="",
        )

    def make(self) -> None:
        """Write or delete the file. Raises CommandError."""
        try:
            if self.after is None:
                self.path.unlink()
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("xb" if self.before is None else "wb") as file:
                file.write(self.after.encode())
        except OSError as error:
            done = "deleted" if self.after is None else "written"
            message = f"{shown_path(self.path)} cannot be {done}: {error.strerror}"
            raise CommandError(message, Exit.FOUND) from error


def agreed(
    changes: list[Change], terminal: Terminal, options: argparse.Namespace, question: str
) -> bool:
    """Make the changes if they are agreed to; return whether they were. Raises CommandError."""
    if not confirmed(terminal, options, question):
        return False
    make(changes)
    return True


def confirmed(terminal: Terminal, options: argparse.Namespace, question: str) -> bool:
    """Ask whether to make changes, unless ``--yes`` says so."""
    if options.yes or terminal.agrees(question):
        return True
    terminal.note("Nothing was changed; --yes makes the changes without asking.")
    return False


def make(changes: Iterable[Change]) -> None:
    """Write all changed files. Raises CommandError."""
    for change in changes:
        change.make()


def show(changes: list[Change], terminal: Terminal) -> None:
    """Print the diffs of all changes."""
    for change in changes:
        for line in change.diff():
            heading = line.startswith(("---", "+++"))
            colour = "bold" if heading else COLOURS.get(line[:1], "")
            terminal.say(terminal.coloured(line, colour) if colour else line)
