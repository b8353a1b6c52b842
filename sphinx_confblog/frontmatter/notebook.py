"""Reads the front matter of Jupyter notebooks, and their cells."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_confblog.frontmatter.markdown import (
    MAX_DEPTH,
    MAX_VALUES,
    fence_end,
    is_yaml_block,
    not_utf8,
    parse_head,
    refuse_forbidden,
)
from sphinx_confblog.frontmatter.records import (
    CutValue,
    Entry,
    FrontMatter,
    FrontMatterError,
    Stripped,
)
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value


#: MyST-NB numbers the lines of each cell from a multiple of this on.
CELL = 10_000
#: What MyST-NB needs to find in the outputs of a cell, by their type.
OUTPUTS: dict[str, tuple[tuple[str, type | tuple[type, ...]], ...]] = {
    "stream": (("name", str), ("text", (str, list))),
    "display_data": (("data", dict),),
    "execute_result": (("data", dict),),
    "error": (("ename", str), ("evalue", str), ("traceback", list)),
}


class TypedFloat(float):
    """A number of JSON that knows how it was typed: as a version, 2.10 is not 2.1."""

    def __init__(self, text: str) -> None:
        self.text = text


def loaded(text: str) -> dict[str, Any]:
    """Return a notebook that MyST-NB can read. Raises FrontMatterError."""
    try:
        notebook = json.loads(text, parse_float=TypedFloat)
    except json.JSONDecodeError as error:
        raise FrontMatterError(f"the file is not a notebook: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError):
        raise FrontMatterError("the file is not a notebook: it is not JSON") from None
    if problem := what_is_wrong(notebook):
        raise FrontMatterError(f"the notebook cannot be read: {problem}")
    return dict(notebook)


def what_is_wrong(notebook: Any) -> str | None:
    """Return what MyST-NB could not read, or None."""
    if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata"), dict):
        return "it has no metadata; open and save it with Jupyter"
    if notebook.get("nbformat") != 4:
        return 'its "nbformat" is not 4; open and save it with Jupyter'
    if not isinstance(notebook.get("cells"), list):
        return "it has no list of cells; open and save it with Jupyter"
    for number, cell in enumerate(notebook["cells"], start=1):
        if problem := wrong_in_cell(cell):
            return f"cell {number} {problem}"
    return None


def wrong_in_cell(cell: Any) -> str | None:
    """Return what is wrong with a cell, or None."""
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
        return "has no metadata"
    if cell.get("cell_type") not in {"markdown", "code", "raw"}:
        return 'has a type other than "markdown", "code" and "raw"'
    if not is_text(cell.get("source")):
        return "has no text"
    return wrong_in_outputs(cell.get("outputs")) if cell["cell_type"] == "code" else None


def wrong_in_outputs(outputs: Any) -> str | None:
    """Return what is wrong with the outputs of a cell, or None."""
    if not isinstance(outputs, list):
        return "has no list of outputs"
    for output in outputs:
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind not in OUTPUTS:
            return "has an output of an unknown type"
        if not all(isinstance(output.get(name), types) for name, types in OUTPUTS[kind]):
            return f'has an output of the type "{kind}" that is incomplete'
    return None


def is_text(value: Any) -> bool:
    """Return whether a value is a text as notebooks have them: whole or in lines."""
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(line, str) for line in value)
    )


def cells_of(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a notebook."""
    cells: list[dict[str, Any]] = notebook["cells"]
    return cells


def text_of(cell: dict[str, Any]) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])


def cell_lines(source: str) -> list[list[str]]:
    """Return the lines of each cell."""
    return [text_of(cell).splitlines() for cell in cells_of(loaded(source))]


def lines_from(cells: list[list[str]], line: int) -> list[str]:
    """Return the lines of a cell from *line* on; MyST-NB counts those of each cell from two."""
    index = line // CELL - 1
    return cells[index][max(line % CELL - 2, 0) :] if 0 <= index < len(cells) else []


#: What programs keep in a notebook's metadata.
PROGRAMS = frozenset({
    "accelerator", "anaconda-cloud", "celltoolbar", "colab", "gpuClass", "hide_input",
    "interpreter", "jupytext", "kernelspec", "language_info", "mystnb", "nbformat", "nbsphinx",
    "orig_nbformat", "rise", "signature", "toc", "varInspector", "vscode", "widgets",
})  # fmt: skip


def read_notebook(path: Path) -> FrontMatter | None:
    """Read the front matter of a notebook; None if it has none.

    Raises FrontMatterError for what isn't a notebook; OSError as :meth:`pathlib.Path.read_bytes`
    does.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise FrontMatterError(not_utf8(byte)) from None
    return front_of(loaded(text), text)


def strip_notebook(source: str, keys: Collection[str]) -> Stripped:
    """Take what the blog reads off a notebook, whose cells stay where they are.

    Of the cell with YAML the rest stays; keys in it that are not the blog's become the
    notebook's, for MyST.
    """
    notebook = loaded(source)
    front = front_of(notebook, source)
    metadata = notebook["metadata"]
    if (first := yaml_cell(notebook)) is not None:
        _, cell, block = first
        for key, value in yaml_values(block).items():
            if key not in keys:
                metadata.setdefault(key, value)
        rest = unix(text_of(cell))[len(block) :]
        cell["source"] = "\n" * block.count("\n") + rest
        if cell["cell_type"] == "raw" and not rest.strip():
            cell["source"] = ""
    for key in set(metadata) & set(keys):
        del metadata[key]
    return Stripped(json.dumps(notebook, ensure_ascii=False), front)


def texts_of(source: str) -> Iterator[tuple[int, str]]:
    """Return the Markdown cells of a notebook, with the number that MyST-NB adds to their lines."""
    notebook = loaded(source)
    first = yaml_cell(notebook)
    for index, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] == "markdown":
            text = unix(text_of(cell))
            if first is not None and first[0] == index:
                text = "\n" * first[2].count("\n") + text[len(first[2]) :]
            yield (index + 1) * CELL + 1, text


def yaml_cell(notebook: dict[str, Any]) -> tuple[int, dict[str, Any], str] | None:
    """Return the first non-empty text cell if it begins with YAML: index, cell and YAML."""
    for index, cell in enumerate(cells_of(notebook)):
        if cell["cell_type"] != "code" and (text := unix(text_of(cell))).strip():
            if not is_yaml_block(text):
                return None
            end = fence_end(text)
            return index, cell, text if end is None else text[:end]
    return None


def yaml_values(block: str) -> dict[str, Any]:
    """Return the values of a block with their YAML types; where YAML fails, as strings."""
    front = parse_head(block)
    plain = {key: entry.value for key, entry in front.entries.items()}
    try:
        typed = yaml.safe_load(block.partition("\n")[2].rpartition("\n")[0])
    except (yaml.YAMLError, ValueError, RecursionError):
        return plain
    return {key: typed[key] if is_json(typed.get(key)) else value for key, value in plain.items()}


def is_json(value: Any) -> bool:
    """Return whether a value can be kept in a notebook; dates cannot."""
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return value is not None


def front_of(notebook: dict[str, Any], text: str) -> FrontMatter | None:
    """Return the front matter of a notebook, from its first cell and its metadata."""
    entries: dict[str, Entry] = {}
    duplicates: tuple[tuple[str, int], ...] = ()
    cut: tuple[CutValue, ...] = ()
    if (first := yaml_cell(notebook)) is not None:
        base = (first[0] + 1) * CELL
        try:
            front = parse_head(first[2])
        except FrontMatterError as error:
            raise FrontMatterError(str(error), base + error.line) from None
        entries = {key: Entry(e.value, base + e.line) for key, e in front.entries.items()}
        duplicates = tuple((key, base + line) for key, line in front.duplicates)
        cut = tuple(value._replace(line=base + value.line) for value in front.cut)
    values = Converted()
    for key, value in notebook["metadata"].items():
        if key not in PROGRAMS:
            line = line_of_key(text, key)
            values.line = line
            entries.setdefault(key, Entry(values.of(value), line))
    return FrontMatter(entries, duplicates, cut=cut) if entries else None


class Converted:
    """Converts JSON values to values of front matter, up to a limit."""

    def __init__(self) -> None:
        self.line = 1
        self.count = 0

    def of(self, value: Any, depth: int = 0) -> Value:
        """Return a JSON value as an author would have typed it in YAML."""
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            raise FrontMatterError(
                "the metadata is nested too deep, or has too many values", self.line
            )
        if isinstance(value, dict):
            return {key: self.of(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item, depth + 1) for item in value]
        if isinstance(value, str):
            refuse_forbidden(value)
            return value
        if isinstance(value, TypedFloat):
            return value.text
        return "" if value is None else json.dumps(value)


def line_of_key(text: str, key: str) -> int:
    """Return the line of a key of the notebook's metadata; by default, 1."""
    start = text.rfind('"metadata"')
    pattern = re.compile(rf"^\s*{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", re.MULTILINE)
    match = pattern.search(text, max(start, 0))
    return text.count("\n", 0, match.end()) + 1 if match else 1
