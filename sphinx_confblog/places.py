"""Finds the line of ``conf.py`` that sets an option."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place_of(option: str, path: Path) -> str:
    """The place of the last assignment to *option* in a file of Python, as ``file:line``.

    The first line counts if the file assigns no such name, or cannot be read.
    """
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return f"{path}:1"
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == option
    ]
    return f"{path}:{max(lines, default=1)}"
