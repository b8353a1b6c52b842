"""Reads the pages of a site, and writes their changed texts back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.ablog.records import Page
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import CELL, cells_of, loaded, text_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import lines_of_rst, title_end
from sphinx_confblog.util.markdown_code import blocks, masked
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.cli.page_sources import Directive


MARK = "\ufeff"
#: Strings that JSON has other values for.
FLAGS = {"true": True, "false": False}
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
    """Return the page in a file; None if it cannot be read."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    return Page(path, docname, text.removeprefix(MARK), whole=text, markdown=markdown)


def read_notebook(path: Path, docname: str) -> Page | None:
    """Return a notebook as a page: its first Markdown cell, and its metadata as a head.

    None if it cannot be read.
    """
    try:
        whole = path.read_bytes().decode()
        notebook = loaded(whole.removeprefix(MARK))
    except (OSError, UnicodeDecodeError, FrontMatterError):
        return None
    page = Page(path, docname, "", whole=whole, markdown=True, metadata=notebook["metadata"])
    for index, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] != "code" and (text := unix(text_of(cell))).strip():
            page.text = text
            page.first = (index + 1) * CELL
            page.cell = index
            if "{postlist}" in whole.replace(json.dumps(text)[1:-1], ""):
                page.note(
                    1, "lists in cells other than the first are left as they are", by_hand=True
                )
            break
    return page


def file_text(page: Page, text: str) -> str:
    """Return the text of a page's file, given the new text of the page."""
    if page.metadata is None:
        return MARK + text if page.whole.startswith(MARK) else text
    notebook = json.loads(page.whole.removeprefix(MARK))
    form, end = _form(page.whole, notebook)
    for key, value in page.new_metadata.items():
        if value is None:
            notebook["metadata"].pop(key, None)
        else:
            notebook["metadata"][key] = FLAGS.get(value, value) if isinstance(value, str) else value
    if page.cell is not None:
        cell = notebook["cells"][page.cell]
        is_list = isinstance(cell["source"], list)
        cell["source"] = text.splitlines(keepends=True) if is_list else text
    return json.dumps(notebook, **form) + end


def _form(whole: str, notebook: Any) -> tuple[dict[str, Any], str]:
    """Return how a notebook is written, as arguments of ``json.dumps``, and its last line end."""
    end = "\n" if whole.endswith("\n") else ""
    same = (form for form in FORMS if json.dumps(notebook, **form) + end == whole)
    return next(same, FORMS[0]), end


#: What begins a block of reStructuredText that is no paragraph.
_OTHER = re.compile(
    r"\s|\.\.(?: |$)|__ |:[^:]+:(?: |$)|[-*+•] |\(?(?:\w|\d+|#)[.)] |\||>>> |[=+-]{3,}"
)
_ADORNED = re.compile(r"([!-/:-@\[-`{-~])\1*")
_IMAGE_MD = re.compile(
    r"!\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)|[`:]{3,}\{(?:image|figure)\}[ \t]+(\S+)"
)
_FENCE = re.compile(r"\s*[`:]{3,}\{")
_EVAL_RST = re.compile(r"\s*([`~:]{3,})\{eval-rst\}")
_IMAGE_RST = re.compile(r"^\s*\.\. (?:\|[^|]+\| )?(?:image|figure):: *(\S+)")


def body_start(page: Page) -> int:
    """Return the index of the first line below front matter."""
    text = unix(page.text)
    return text.count("\n", 0, fence_end(text) or 0) + 1 if page.markdown and fence_end(text) else 0


def block_end(page: Page, directive: Directive) -> int:
    """Return the index of the line after a directive."""
    last = directive.body[-1][0] if directive.body else directive.end
    if not directive.is_fence:
        return last
    # Its closing fence stands below.
    lines = page.lines
    return next((n + 1 for n in range(last, len(lines)) if lines[n].strip()), len(lines))


def whole_block(page: Page, directive: Directive) -> tuple[int, int]:
    """Return the slice of a directive's lines, with the ``eval-rst`` that has nothing else."""
    start, stop, lines = directive.line - 1, block_end(page, directive), page.lines
    above = next((n for n in reversed(range(start)) if lines[n].strip()), 0)
    below = next((n for n in range(stop, len(lines)) if lines[n].strip()), above)
    fence = _EVAL_RST.match(lines[above])
    if page.markdown and fence and re.fullmatch(rf"\s*{fence[1]}[`~:]*\s*", lines[below]):
        return above, below + 1
    return start, stop


def paragraphs(page: Page) -> list[tuple[int, int]]:
    """Return the top-level paragraphs of a page, each as the slice of its lines."""
    start = body_start(page)
    if page.markdown:
        tokens = blocks("\n".join(page.lines[start:]))
        maps = (t.map for t in tokens if t.type == "paragraph_open" and t.level == 0 and t.map)
        return [(start + first, start + stop) for first, stop in maps]
    return list(_rst_paragraphs(lines_of_rst(unix(page.text))))


def _rst_paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(lines):
        if not lines[index]:
            index += 1
            continue
        end = title_end(lines, index)
        if end is not None:
            index = end
            continue
        stop = next((n for n in range(index, len(lines)) if not lines[n]), len(lines))
        if not _OTHER.match(lines[index]) and not _ADORNED.fullmatch(lines[index]):
            yield index, stop
        index = stop


def images(page: Page) -> list[str]:
    """Return the paths of a page's images, in order."""
    if page.markdown:
        # Code is masked, with the fences of directives: they are looked for where they stand.
        shown = masked(page.text).split("\n")
        lines = page.text.split("\n")
        fences = (line if _FENCE.match(line) else s for s, line in zip(shown, lines, strict=True))
        matches = _IMAGE_MD.finditer("\n".join(fences))
        return [match[1] or match[2] for match in matches]
    return [match[1] for line in page.lines if (match := _IMAGE_RST.match(line))]
