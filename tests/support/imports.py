"""What the tests of imports share: old blogs that are data, and a way to run the command."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.main import main
from sphinx_confblog.frontmatter.formats import MARKDOWN, RST

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.records import Value

CASES = Path(__file__).parents[1] / "cases" / "importing"
FORMATS = sorted(path.name for path in CASES.iterdir())


@dataclass(frozen=True)
class Ran:
    """What a run of the command left and said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The report as data."""
        report: dict[str, Any] = json.loads(self.out)
        return report

    def outcome(self, source: str) -> dict[str, Any]:
        """What became of one file."""
        entries: dict[str, dict[str, Any]] = {e["source"]: e for e in self.data["files"]}
        return entries[source]

    def remarks(self, source: str) -> list[str]:
        """The remarks on one file, as ``line: text``."""
        return [f"{remark['line']}: {remark['text']}" for remark in self.outcome(source)["remarks"]]


def confblog_import(*arguments: object) -> Ran:
    """Run ``import`` with some arguments."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(["import", *map(str, arguments)])
        except SystemExit as error:
            code = int(error.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder by name."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def posts_in(folder: Path) -> list[Path]:
    """All posts below a folder, in Markdown and reStructuredText."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".rst"})


def front(path: Path) -> dict[str, Value]:
    """The front matter of a post, or its fields."""
    head = (RST if path.suffix == ".rst" else MARKDOWN).read(path)
    assert head is not None
    return {key: entry.value for key, entry in head.entries.items()}


def put(path: Path, text: str | bytes) -> Path:
    """Write one file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
