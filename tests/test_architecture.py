"""The house: a file imports only from what stands below it, and the ground knows no Sphinx."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = "sphinx_confblog"
FOLDER = Path(__file__).parent.parent / PACKAGE
#: From the ground up; on each floor, from the first file to the last.
FLOORS = {
    "ground": """digests slugs dates faults keys fences frontmatter post values slips reading
        terms catalog query related lengths entry written memo pages rendering places checks
        clouds""",
    "words": "warnings config words fragments nodes links addresses placement prose",
    "state": "domain mentions heads",
    "discover": "blog project shelves",
    "read": "collector markdown sources separators cutting covers transforms directives marking",
    "resolve": "views panels anchoring excerpts summaries bylines pagers footers listing rebuild",
    "write": "stale search unlisted report html boxes asides",
    "wiring": "extension",
}
ORDER = [name for names in FLOORS.values() for name in names.split()]
HOSTS = {"sphinx", "docutils", "myst_parser"}


def imports(name: str) -> set[str]:
    """What a file imports when it runs, not for type checkers alone."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def test_every_file_has_its_place() -> None:
    """No file is left out, and none stands in two places."""
    files = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert sorted([*ORDER, "__init__"]) == files


@pytest.mark.parametrize("name", ORDER)
def test_a_file_imports_from_below(name: str) -> None:
    """What a file is built on stands before it."""
    ours = {m.split(".")[1] for m in imports(name) if m.startswith(f"{PACKAGE}.")}
    assert ours <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", FLOORS["ground"].split())
def test_the_ground_is_plain_python(name: str) -> None:
    """It can be tested without Sphinx, in milliseconds."""
    assert {module.split(".")[0] for module in imports(name)} & HOSTS == set()
