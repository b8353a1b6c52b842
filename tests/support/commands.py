"""Calls of the command line, in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


@dataclass(frozen=True)
class Said:
    """How a call ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What was written as JSON."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


@dataclass
class Caller:
    """Calls ``confblog`` in a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int | None = 0) -> Said:
        """Call a command; *code* is how it has to end, None: however."""
        self.capsys.readouterr()
        try:
            ended = main(arguments)
        except SystemExit as error:
            ended = int(error.code or 0)
        captured = self.capsys.readouterr()
        said = Said(ended, captured.out, captured.err)
        assert code is None or ended == code, said
        return said
