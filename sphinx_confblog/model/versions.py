"""Compares versions as Python's packages do."""

from __future__ import annotations

from typing import Any

from packaging.version import InvalidVersion, Version


def version_key(text: str) -> tuple[bool, Any]:
    """Return what versions are compared by and sorted by: ``2.4`` is ``2.4.0``, before ``2.10``.

    What is no version, such as ``next``, comes before all versions.
    See https://packaging.python.org/en/latest/specifications/version-specifiers/.
    """
    try:
        return True, Version(text)
    except InvalidVersion:
        return False, text.strip().casefold()
