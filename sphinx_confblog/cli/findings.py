"""Collects the warnings that commands are about."""

from __future__ import annotations

import contextlib
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE, is_suppressed_warning

from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.warnings import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_PLACE = re.compile(r"(?P<path>.*?)(?::(?P<line>\d+))?", re.DOTALL)


class Finding(NamedTuple):
    """One warning."""

    #: None if it is about no file, but the command line.
    path: Path | None
    line: int | None
    #: Such as ``date``.
    subtype: str
    message: str


class Gatherer(logging.Handler):
    """Collects the warnings of the blog."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.findings: list[Finding] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning of the blog, unless there is an equal one."""
        if getattr(record, "type", None) != TYPE:
            return
        match = _PLACE.fullmatch(str(getattr(record, "location", None) or ""))
        assert match is not None
        path = Path(match["path"]) if match["path"] else None
        line = int(match["line"]) if match["line"] else None
        finding = Finding(path, line, getattr(record, "subtype", ""), record.getMessage())
        if finding not in self.findings:
            self.findings.append(finding)


@contextlib.contextmanager
def gathering() -> Iterator[list[Finding]]:
    """Collect the warnings that are logged meanwhile, without printing them."""
    logger = logging.getLogger(NAMESPACE)
    before, propagates, gatherer = logger.handlers, logger.propagate, Gatherer()
    logger.handlers, logger.propagate = [gatherer], False
    try:
        yield gatherer.findings
    finally:
        logger.handlers, logger.propagate = before, propagates


def unsuppressed(findings: Iterable[Finding], suppressed: Iterable[str]) -> list[Finding]:
    """Return the warnings that ``suppress_warnings`` does not silence."""
    names = list(suppressed)
    return [f for f in findings if not is_suppressed_warning(TYPE, f.subtype, names)]
