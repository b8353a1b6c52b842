"""The house: folders of a dozen modules, and what is borrowed from Sphinx is listed.

Which folder may import from which is checked by import-linter: see ``pyproject.toml``.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent.parent / "sphinx_confblog"
FOLDERS = sorted(path.parent for path in FOLDER.rglob("__init__.py"))
#: A folder with more modules is no longer read at a glance.
DOZEN = 14
#: What changes things that all sites of a process share.
SHARED = {"addFilter", "freeze", "set_threshold", "register_directive", "translators", "override"}
#: Names of Sphinx's objects, and methods that change what these keep.
SPHINXS = {"app", "builder", "config", "env", "indexer"}
CHANGING = {"append", "clear", "extend", "pop", "remove", "setdefault", "update"}
#: Made for extensions to write to, and emptied after each document.
TEMPORARY = "current_document"
#: Private by their names, but of named tuples, and types of Python's and lxml's.
NOT_SPHINXS = {"_asdict", "_replace", "_SubParsersAction", "_Element"}


def name_of(folder: Path) -> str:
    """Return the name of a folder in the package."""
    return folder.relative_to(FOLDER.parent).as_posix()


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_holds_about_a_dozen_modules(folder: Path) -> None:
    """Somebody who looks for a behaviour can read the names at a glance."""
    assert len(list(folder.glob("*.py"))) <= DOZEN + 1


@pytest.mark.parametrize("folder", [f for f in FOLDERS if f != FOLDER], ids=name_of)
def test_a_folder_says_what_it_is_for(folder: Path) -> None:
    """Its ``__init__`` is one sentence, and passes on nothing from its modules."""
    body = ast.parse((folder / "__init__.py").read_text("utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=name_of)
def test_a_module_says_what_it_does(path: Path) -> None:
    """The first line of a file is one sentence."""
    first = path.read_text("utf-8").partition("\n")[0]
    assert re.fullmatch(r'"""[A-Z`].*\."{0,3}', first)


def borrowed(tree: ast.AST) -> Iterator[str]:
    """Return the names in a file that are private, or change what all sites of a process share."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.keyword):
            names = [node.arg or ""]
        elif isinstance(node, ast.ImportFrom):
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name in SHARED or re.match("_[A-Za-z]", name))


def changed(tree: ast.AST) -> Iterator[str]:
    """Return the attributes of Sphinx's objects that a file sets, or changes in place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            place: ast.expr = node
        elif isinstance(node, ast.Attribute) and node.attr in CHANGING:
            place = node.value
        else:
            continue
        while isinstance(place, ast.Subscript):
            place = place.value
        if isinstance(place, ast.Attribute):
            holder = place.value
            name = getattr(holder, "attr", getattr(holder, "id", ""))
            if name in SPHINXS and place.attr != TEMPORARY:
                yield place.attr


def section_on_sphinx() -> str:
    """Return what CONTRIBUTING says about Sphinx."""
    text = (FOLDER.parent / "CONTRIBUTING.md").read_text("utf-8")
    return text.partition("## What we borrow")[2].partition("\n## ")[0]


def test_what_is_changed_is_listed() -> None:
    """CONTRIBUTING names each attribute of a build's objects that has no method to change it."""
    trees = [ast.parse(path.read_text("utf-8")) for path in FOLDER.rglob("*.py")]
    names = {name for tree in trees for name in changed(tree)}
    section = section_on_sphinx()
    assert {name for name in names if not re.search(rf"`(?:\w+\.)*{name}\b", section)} == set()
    # It finds what it is for.
    assert {"images", "indexer_format", "longtitles", "metadata", "source_suffix"} <= names


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names that a file defines itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@pytest.mark.slow
def test_what_is_borrowed_is_listed() -> None:
    """CONTRIBUTING names what is private in Sphinx, and what is changed for a whole process."""
    trees = [ast.parse(path.read_text("utf-8")) for path in FOLDER.rglob("*.py")]
    own = {name for tree in trees for name in defined(tree)}
    names = {name for tree in trees for name in borrowed(tree)} - own - NOT_SPHINXS
    section = section_on_sphinx()
    assert {name for name in names if not re.search(rf"\b{name}\b", section)} == set()
    # Nothing is listed that is borrowed no more.
    private = set(re.findall(r"\b_[a-z]\w+", section))
    assert private - names == {"_sphinx_extensions"}
