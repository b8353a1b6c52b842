"""HTML for the pages of posts that a template of the user's makes."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2

from sphinx_confblog.discovery.generated_pages import ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Inserts(NamedTuple):
    """What came of a template."""

    #: Docname -> HTML, without blanks around it; nothing for pages that it failed for.
    made: dict[str, str]
    #: What is wrong with it -> ``file:line``; None if there is no such file.
    faults: dict[str, str | None]


def render_inserts(
    folders: Sequence[Path], name: str, pages: Mapping[str, Mapping[str, Any]]
) -> Inserts:
    """Render a template, the first of its name in *folders*, with what it knows for each page."""
    inserts = Inserts({}, {})
    if not any((folder / name).is_file() for folder in folders):
        inserts.faults["is in no folder of templates_path"] = None
        return inserts
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders), autoescape=True, undefined=jinja2.StrictUndefined
    )
    for docname, values in pages.items():
        try:
            inserts.made[docname] = environment.get_template(name).render(values).strip()
        except ERRORS as error:
            text = " ".join(str(error).split()) or type(error).__name__
            inserts.faults.setdefault(f"cannot be rendered: {text}", place(error, folders))
    return inserts


def place(error: Exception, folders: Sequence[Path]) -> str | None:
    """The line of a template in *folders* where rendering went wrong."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}"
    starts = tuple(map(str, folders))
    frames = traceback.extract_tb(error.__traceback__)
    within = [f"{f.filename}:{f.lineno}" for f in frames if f.filename.startswith(starts)]
    return within[-1] if within else None
