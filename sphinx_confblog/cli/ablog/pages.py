"""Reads the pages of a site, and writes their changed texts back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_confblog.cli.ablog.records import Page
from sphinx_confblog.cli.editing.conf_files import BOM
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import CELL, cells_of, loaded, text_of, texts_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import find_docinfo, lines_of_rst, title_end
from sphinx_confblog.frontmatter.writer import front_matter
from sphinx_confblog.util.markdown_code import masked
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.cli.editing.page_sources import Directive


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
    return Page(path, docname, text.removeprefix(BOM), whole=text, markdown=markdown)


def read_notebook(path: Path, docname: str) -> Page | None:
    """Return a notebook as a page: its first Markdown cell, and its metadata as a head.

    None if it cannot be read.
    """
    try:
        whole = path.read_bytes().decode()
        notebook = loaded(whole.removeprefix(BOM))
    except (OSError, UnicodeDecodeError, FrontMatterError):
        return None
    page = Page(path, docname, "", whole=whole, markdown=True, metadata=notebook["metadata"])
    for index, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] != "code" and (text := unix(text_of(cell))).strip():
            page.text = text
            page.first = (index + 1) * CELL
            page.cell = index
            break
    return page


def file_text(page: Page, text: str) -> str:
    """Return the text of a page's file, given the new text of the page."""
    if page.metadata is None:
        return BOM + text if page.whole.startswith(BOM) else text
    notebook = json.loads(page.whole.removeprefix(BOM))
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
_ITEM = re.compile(r"(?:[-*+•]|\(?(?:\w|\d+|#)[.)]) ")
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
    # Its closing fence is below.
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


def with_front_matter(page: Page) -> str | None:
    """Return a page's text with front matter in place of the ``eval-rst`` that it begins with.

    ABlog reads the fields in it, too. Lines keep their numbers. None if there are no such fields,
    or something else with them.
    """
    lines = page.lines
    fence = _EVAL_RST.fullmatch(lines[0].rstrip()) if page.markdown and not page.metadata else None
    closing = re.compile(rf"\s*{fence[1]}[`~:]*\s*") if fence else re.compile(r"(?!)")
    close = next((n for n, line in enumerate(lines) if closing.fullmatch(line)), 0)
    inner = lines_of_rst("\n".join(lines[1:close]))
    fields = find_docinfo(inner).first
    if not fields or any(inner[: fields[0].start]) or any(inner[fields[-1].stop :]):
        return None
    for field in reversed(fields):
        span = slice(field.start, field.stop)
        value = " ".join(field.value.split()) if isinstance(field.value, str) else field.value
        new = front_matter({field.name: value}, portable=False).splitlines()[1:-1]
        inner[span] = [*new, *([""] * (field.stop - field.start - len(new)))]
    return "\n".join(["---", *inner, "---", *lines[close + 1 :]])


class Block(NamedTuple):
    """A top-level block of a page: the slice of its lines, and what ABlog counts in it."""

    start: int
    stop: int
    #: Paragraphs, also those in its list items and quotes; not those in directives.
    paragraphs: int


def text_blocks(page: Page) -> list[Block]:
    """Return the top-level blocks of a page that have paragraphs."""
    if page.markdown:
        blocks = _markdown_blocks(page.lines, body_start(page))
    else:
        blocks = _rst_blocks(lines_of_rst(unix(page.text)))
    return [block for block in blocks if block.paragraphs]


def _markdown_blocks(lines: list[str], start: int) -> Iterator[Block]:
    config = MdParserConfig(enable_extensions={"colon_fence", "deflist"})
    parser = create_md_parser(config, RendererHTML).disable("inline")
    tokens = parser.parse("\n".join(lines[start:]))
    first = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting == 1:
            first = index
        elif token.level == 0 and token.nesting == -1 and (span := tokens[first].map):
            count = sum(inner.type == "paragraph_open" for inner in tokens[first:index])
            end = next(n for n in range(start + span[1], 0, -1) if lines[n - 1].strip())
            yield Block(start + span[0], end, count)


def _rst_blocks(lines: list[str]) -> Iterator[Block]:
    index = 0
    while index < len(lines):
        end = title_end(lines, index) if lines[index] else index + 1
        if end is None:
            end, chunks = _rst_block(lines, index)
            yield Block(index, end, _paragraphs_in(lines, chunks))
        index = end


def _rst_block(lines: list[str], start: int) -> tuple[int, list[tuple[int, int]]]:
    """Return the end of a block, and the slices between its blank lines."""
    stop = _chunk_end(lines, start)
    chunks = [(start, stop)]
    is_other = _OTHER.match(lines[start])
    while (after := next((n for n in range(stop, len(lines)) if lines[n]), None)) is not None:
        has_more = is_other or lines[stop - 1].startswith(" ")
        is_literal = not is_other and lines[stop - 1].endswith("::")
        is_item = _ITEM.match(lines[start]) and _ITEM.match(lines[after])
        if not (is_literal or is_item or (has_more and lines[after].startswith(" "))):
            break
        stop = _chunk_end(lines, after)
        chunks.append((after, stop))
    return stop, chunks


def _chunk_end(lines: list[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if not lines[n]), len(lines))


def _paragraphs_in(lines: list[str], chunks: list[tuple[int, int]]) -> int:
    """Return the number of paragraphs in a block, given the slices between its blank lines."""
    first = lines[chunks[0][0]]
    if _ITEM.match(first) or first.startswith(" "):
        items = (sum(bool(_ITEM.match(line.lstrip())) for line in lines[a:b]) for a, b in chunks)
        return sum(max(count, 1) for count in items)
    return 0 if _OTHER.match(first) or _ADORNED.fullmatch(first) else 1


def images(page: Page) -> list[str]:
    """Return the paths of a page's images, in order; of a notebook, those of all its cells."""
    if page.markdown:
        text = page.text
        if page.metadata is not None:
            text = "\n\n".join(cell for _, cell in texts_of(page.whole.removeprefix(BOM)))
        # Code is masked, with the fences of directives: they are looked for in place.
        shown, lines = masked(text).split("\n"), text.split("\n")
        fences = (line if _FENCE.match(line) else s for s, line in zip(shown, lines, strict=True))
        matches = _IMAGE_MD.finditer("\n".join(fences))
        return [match[1] or match[2] for match in matches]
    return [match[1] for line in page.lines if (match := _IMAGE_RST.match(line))]
