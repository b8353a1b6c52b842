"""Makes Jupyter notebooks for tests."""

from __future__ import annotations

import json
from typing import Any

#: A picture of one pixel, as notebooks hold it.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZF"
    "QAAAAABJRU5ErkJggg=="
)
PICTURE = {
    "output_type": "display_data", "metadata": {},
    "data": {"image/png": PNG, "text/plain": ["<Figure>"]},
}  # fmt: skip
PRINTED = {"output_type": "stream", "name": "stdout", "text": ["printed\n"]}
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
#: MyST-NB warns of code in no known language.
LANGUAGE = {"language_info": {"name": "python"}}
CONF = """project = "Site"
extensions = ["myst_nb", "sphinx_confblog"]
nb_execution_mode = "off"
"""
#: As a site has it that no other one of the process has changed.
SUFFIXES = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}


def markdown(text: str) -> dict[str, Any]:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def raw(text: str) -> dict[str, Any]:
    """A raw cell."""
    return {"cell_type": "raw", "metadata": {}, "source": text}


def code(text: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    """A cell of code with its outputs."""
    return {
        "cell_type": "code", "metadata": {}, "execution_count": 1, "source": text,
        "outputs": list(outputs),
    }  # fmt: skip


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    """The file of a notebook."""
    known = {**KERNEL, **LANGUAGE, **metadata}
    whole = {"cells": cells, "metadata": known, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole, indent=1)
