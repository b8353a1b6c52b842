"""What became of files and what records say, in the words of expectations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx_confblog.model.post import ReadResult


def outcome(reading: ReadResult) -> str:
    """What became of a file, in the words of an expectation."""
    if reading.withheld is not None:
        return reading.withheld.value
    return "page" if reading.post is None else "published"


def plain(value: Any) -> Any:
    """A field of a record as an expectation writes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        record = {name: plain(part) for name, part in value._asdict().items()}
        return {key: item for key, item in record.items() if item}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
