"""Directives in cells of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.lists import note_in_tables
from sphinx_confblog.cli.ablog.records import Page

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

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
    said = "{} in a cell of a table is not converted: rewrite it"
    assert [(note.line, note.text, note.open) for note in page.notes] == [
        (2, said.format("postlist"), True),
        (4, said.format("update"), True),
        (9, said.format("postlist"), True),
    ]


def test_tables_of_a_site_are_looked_through(site: Site, confblog: Caller) -> None:
    """The file stays, and each directive is named with its line."""
    site.write("conf.py", 'extensions = ["myst_parser", "ablog"]\n')
    path = site.write("a.rst", TABLE)
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    what = "in a cell of a table is not converted: rewrite it"
    for line, name in ((2, "postlist"), (4, "update"), (9, "postlist")):
        assert f"a.rst:{line}: By hand: {name} {what}\n" in out
    assert path.read_text() == TABLE
