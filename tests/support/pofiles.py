"""Writing message catalogs for sites of tests."""

from __future__ import annotations

import gettext
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write_po(site: Site, name: str, words: dict[str, str], age: int = 0) -> Path:
    """Write a catalog, so many seconds older than now."""
    text = "".join(f'msgid "{old}"\nmsgstr "{new}"\n\n' for old, new in words.items())
    path = site.write(f"locales/{name}.po", HEADER + text)
    now = path.stat().st_mtime
    os.utime(path, (now - age, now - age))
    # Python remembers catalogs by their names as long as a process lasts.
    gettext._translations.clear()  # type: ignore[attr-defined]
    return path
