"""The house: a file imports only from what stands below it, and the ground knows no Sphinx."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "sphinx_confblog"
FOLDER = Path(__file__).parent.parent / PACKAGE
#: From the ground up; on each floor, from the first file to the last.
FLOORS = {
    "ground": """text digests files slugs tongues turning dates faults keys fences frontmatter
        docinfo rstheads ipynb notebooks formats post urls values slips soundness
        tangles names reading contacts yamltexts terms catalog query listoptions
        related lengths entry output_state memo pages rendering permalinks aliases
        oldlinks redirectlists extras places checks cards jsonld bars clouds
        feedrecords feedjson feedxml feedhtml inserts versions
        providers settings embeds spotting_rst spotting quoting extending
        entering""",
    "words": """warnings config configuring words fragments nodes links addresses prose phrases
        languages placement""",
    "state": "suffixes kept domain mentions heads texts",
    "discover": "leftout blog editions blogs project asked shelves",
    "read": """collector markdown sources separators following foreign_nodes cutting covers transforms moving
        portraits directives marking""",
    "resolve": """indexes bylines crossings about sitelinks anchoring excerpts summaries pagers
        footers indexlists labels comments views listing feedplan feedlinks panels fingerprints
        outdated changed""",
    "write": """stale search unlisted oldpages report redirects html metadata themes sitemap redirecting
        feedbodies feeditems feedfiles boxes asides""",
    "wiring": "extension",
}
#: The importer stands beside them: it imports from the ground and, in its folder, from below.
IMPORTING = """article tree settings days heads mapping regions rst directives leftovers marks
    addresses fromhtml reading links rst_links judging writing report docusaurus hugo jekyll
    middleman mkdocs nikola pelican wordpress running"""
#: Those of them that read the blogs of one generator; none imports another.
READERS = {"docusaurus", "hugo", "jekyll", "middleman", "mkdocs", "nikola", "pelican", "wordpress"}
ORDER = [name for names in FLOORS.values() for name in names.split()]
#: Folders that stand above all floors; inside, the order is free.
UPPER = ("commands", "importing", "fromablog")
HOSTS = {"sphinx", "docutils", "myst_parser"}
#: What changes things that all sites of a process share.
SHARED = {"addFilter", "freeze", "set_threshold", "register_directive", "translators", "override"}
#: Private by their names, but of named tuples, and types of Python's and lxml's.
NOT_SPHINXS = {"_replace", "_SubParsersAction", "_Element"}


def imports(name: str, folder: Path = FOLDER) -> set[str]:
    """What a file imports when it runs, not for type checkers alone."""
    tree = parsed(name, folder)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    return imported(tree)


def parsed(name: str, folder: Path = FOLDER) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((folder / f"{name.replace('.', '/')}.py").read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """All that a file imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if (FOLDER.parent / node.module.replace(".", "/")).is_dir():
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def test_every_file_has_its_place() -> None:
    """No file is left out, and none stands in two places."""
    files = sorted(path.stem for path in FOLDER.glob("*.py"))
    assert sorted([*ORDER, "__init__", "__main__"]) == files
    assert sorted(UPPER) == sorted(path.parent.name for path in FOLDER.glob("*/__init__.py"))


@pytest.mark.parametrize("name", ORDER)
def test_a_file_imports_from_below(name: str) -> None:
    """What a file is built on stands before it."""
    ours = {m.split(".")[1] for m in imports(name) if m.startswith(f"{PACKAGE}.")}
    ours.discard("__version__")
    assert ours <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("name", FLOORS["ground"].split())
def test_the_ground_is_plain_python(name: str) -> None:
    """It can be tested without Sphinx, in milliseconds."""
    assert {module.split(".")[0] for module in imports(name)} & HOSTS == set()


def test_folders_above_have_an_order() -> None:
    """Their files import from one another without going round in circles, not even for types."""
    files = [path for folder in UPPER for path in FOLDER.glob(f"{folder}/*.py")]
    names = {
        path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", ".") for path in files
    }
    #: The move of ABlog sites is one of the commands' parts, and counts as one.
    graph: dict[str, set[str]] = {}
    for name in names:
        found = {m.removeprefix(f"{PACKAGE}.") for m in imported(parsed(name))} & names
        place = part_of(name)
        graph.setdefault(place, set()).update({*map(part_of, found)} - {place})
    TopologicalSorter(graph).prepare()


def part_of(name: str) -> str:
    """A folder that is used as one thing, or the file itself."""
    folder = name.partition(".")[0]
    return folder if folder in {"fromablog", "importing"} else name


@pytest.mark.parametrize("name", IMPORTING.split())
def test_the_importer_is_built_on_the_ground(name: str) -> None:
    """Its files know docutils, but no Sphinx, and import from below."""
    order, folder = IMPORTING.split(), FOLDER / "importing"
    assert sorted([*order, "__init__"]) == sorted(path.stem for path in folder.glob("*.py"))
    found = [module.split(".") for module in imports(name, folder)]
    assert {parts[0] for parts in found} & {"sphinx", "myst_parser"} == set()
    ours = [parts[1:] for parts in found if parts[0] == PACKAGE]
    inner = {parts[1] for parts in ours if parts[0] == "importing" and len(parts) > 1}
    assert inner <= set(order[: order.index(name)])
    assert name not in READERS or not inner & READERS
    assert {parts[0] for parts in ours} - {"importing"} <= set(FLOORS["ground"].split())


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


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names that a file defines itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def test_what_is_borrowed_is_listed() -> None:
    """CONTRIBUTING names what is private in Sphinx, and what is changed for a whole process."""
    trees = [ast.parse(path.read_text("utf-8")) for path in FOLDER.rglob("*.py")]
    own = {name for tree in trees for name in defined(tree)}
    names = {name for tree in trees for name in borrowed(tree)} - own - NOT_SPHINXS
    text = (FOLDER.parent / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("## What we borrow")[2].partition("\n## ")[0]
    assert {name for name in names if not re.search(rf"\b{name}\b", section)} == set()
    # Nothing is listed that is borrowed no more.
    private = set(re.findall(r"\b_[a-z]\w+", section))
    assert private - names == {"_sphinx_extensions"}
