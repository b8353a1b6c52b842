"""Reads the files of a site, and puts what has become of their texts back into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_confblog.fromablog.records import Page
from sphinx_confblog.frontmatter.notebook import CELL, cells_of, loaded, text_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from pathlib import Path

MARK = "\ufeff"
#: How programs write notebooks: the usual form first.
FORMS: tuple[dict[str, Any], ...] = (
    {"indent": 1, "ensure_ascii": False},
    {"indent": 1},
    {"indent": 2, "ensure_ascii": False},
    {"indent": 2},
    {"indent": 4, "ensure_ascii": False},
    {"ensure_ascii": False},
    {},
    {"separators": (",", ":"), "ensure_ascii": False},
)


def read_page(path: Path, docname: str | None, *, markdown: bool = False) -> Page | None:
    """A file as it is; None if it cannot be read."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    return Page(path, docname, text.removeprefix(MARK), whole=text, markdown=markdown)


def read_notebook(path: Path, docname: str) -> Page | None:
    """The first cell of text of a notebook, as Markdown; None if there is none."""
    try:
        whole = path.read_bytes().decode()
        notebook = loaded(whole.removeprefix(MARK))
    except (OSError, UnicodeDecodeError, FrontMatterError):
        return None
    for index, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] != "code" and (text := unix(text_of(cell))).strip():
            page = Page(path, docname, text, whole=whole, markdown=True)
            page.first = (index + 1) * CELL
            page.cell = index
            if "{postlist}" in whole.replace(json.dumps(text)[1:-1], ""):
                page.note(1, "lists in other cells than the first are left alone", by_hand=True)
            return page
    return None


def file_text(page: Page, text: str) -> str:
    """What the file of a page holds, once the page's text is this."""
    if page.cell is None:
        return MARK + text if page.whole.startswith(MARK) else text
    notebook = json.loads(page.whole.removeprefix(MARK))
    form, end = _form(page.whole, notebook)
    cell = notebook["cells"][page.cell]
    is_list = isinstance(cell["source"], list)
    cell["source"] = text.splitlines(keepends=True) if is_list else text
    return json.dumps(notebook, **form) + end


def _form(whole: str, notebook: Any) -> tuple[dict[str, Any], str]:
    """How a notebook is written, and what stands at its end; the usual form if it is unknown."""
    end = "\n" if whole.endswith("\n") else ""
    same = (form for form in FORMS if json.dumps(notebook, **form) + end == whole)
    return next(same, FORMS[0]), end
