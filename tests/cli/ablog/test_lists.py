"""Directives in cells of tables."""

from __future__ import annotations

from pathlib import Path

from sphinx_confblog.cli.ablog.lists import note_in_tables
from sphinx_confblog.cli.ablog.records import Page

TABLE = """\
+------------------+---------------+
| .. postlist:: 1  | .. note:: A   |
|                  |               |
| .. update:: May  | .. postlist:: |
|                  |    :limit: 3  |
|                  |               |
|    X.            |    Y.         |
+------------------+---------------+
| .. note:: B      | .. postlist:: |
|                  |    :excerpts: |
+------------------+---------------+

| .. postlist:: 3
"""


def test_what_stays_in_tables_is_named() -> None:
    """Lists with options of ABlog, and updates; not ours, and not what is text."""
    page = Page(Path("a.rst"), "a", TABLE)
    note_in_tables(page, {"update"})
    said = "{} in a cell of a table is not converted: write it anew"
    assert [(note.line, note.text, note.open) for note in page.notes] == [
        (2, said.format("postlist"), True),
        (4, said.format("update"), True),
        (9, said.format("postlist"), True),
    ]
