"""The cells of a Jupyter notebook, once it is certain that MyST-NB can show them."""

from __future__ import annotations

import json
from typing import Any

from sphinx_confblog.faults import FrontMatterError

#: MyST-NB numbers the lines of each cell from a multiple of this on.
CELL = 10_000
#: What MyST-NB needs to find in the outputs of a cell, by their type.
OUTPUTS: dict[str, tuple[tuple[str, type | tuple[type, ...]], ...]] = {
    "stream": (("name", str), ("text", (str, list))),
    "display_data": (("data", dict),),
    "execute_result": (("data", dict),),
    "error": (("ename", str), ("evalue", str), ("traceback", list)),
}


def loaded(text: str) -> dict[str, Any]:
    """A notebook, in the form that MyST-NB can read. Raises FrontMatterError."""
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise FrontMatterError(f"the file is no notebook: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError):
        raise FrontMatterError("the file is no notebook: it cannot be read as JSON") from None
    if problem := what_is_wrong(notebook):
        raise FrontMatterError(f"the file is no notebook that can be shown: {problem}")
    return dict(notebook)


def what_is_wrong(notebook: Any) -> str | None:
    """What MyST-NB would stumble upon; None if nothing."""
    if not isinstance(notebook, dict) or not isinstance(notebook.get("metadata"), dict):
        return "it has no metadata"
    if notebook.get("nbformat") != 4:
        return 'its "nbformat" is not 4; open and save it with Jupyter'
    if not isinstance(notebook.get("cells"), list):
        return "it has no list of cells"
    for number, cell in enumerate(notebook["cells"], start=1):
        if problem := wrong_in_cell(cell):
            return f"cell {number} {problem}"
    return None


def wrong_in_cell(cell: Any) -> str | None:
    """What is wrong with a cell; None if nothing."""
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
        return "has no metadata"
    if cell.get("cell_type") not in {"markdown", "code", "raw"}:
        return 'has none of the types "markdown", "code" and "raw"'
    if not is_text(cell.get("source")):
        return "has no text"
    return wrong_in_outputs(cell.get("outputs")) if cell["cell_type"] == "code" else None


def wrong_in_outputs(outputs: Any) -> str | None:
    """What is wrong with the outputs of a cell; None if nothing."""
    if not isinstance(outputs, list):
        return "has no list of outputs"
    for output in outputs:
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind not in OUTPUTS:
            return "has an output of no known type"
        if not all(isinstance(output.get(name), types) for name, types in OUTPUTS[kind]):
            return f'has an output of the type "{kind}" without what belongs to it'
    return None


def is_text(value: Any) -> bool:
    """Whether a value is a text as notebooks have them: whole or in lines."""
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(line, str) for line in value)
    )


def cells_of(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of a notebook."""
    cells: list[dict[str, Any]] = notebook["cells"]
    return cells


def text_of(cell: dict[str, Any]) -> str:
    """The text of a cell."""
    return "".join(cell["source"])


def cell_lines(source: str) -> list[list[str]]:
    """The lines of each cell."""
    return [text_of(cell).splitlines() for cell in cells_of(loaded(source))]


def lines_from(cells: list[list[str]], line: int) -> list[str]:
    """The lines of a cell from one on; MyST-NB counts the lines of each from two."""
    index = line // CELL - 1
    return cells[index][max(line % CELL - 2, 0) :] if 0 <= index < len(cells) else []
