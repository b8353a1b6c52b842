"""Check what a release publishes: ``python tools/release.py dist v0.1.0``.

Run after ``python -m build``. The tag names the version of the package and of ``CITATION.cff``,
the changelog has a dated section for it, and both files in *dist* hold all that belongs to them.
The tag may be left out. Prints what is wrong, and ends with 1 if anything is.
"""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

import yaml

TOP = Path(__file__).parent.parent


def version() -> str:
    """Return the version of the package."""
    text = (TOP / "sphinx_confblog/__init__.py").read_text("utf-8")
    return str(re.findall(r'__version__ = "(.*)"', text)[0])


def wrong_versions(tag: str) -> list[str]:
    """Return where another version stands than in the package, or none."""
    ours, wrong = version(), []
    if tag not in {"", f"v{ours}"}:
        wrong.append(f"the tag is {tag}, and sphinx_confblog/__init__.py has {ours}")
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text("utf-8"))["version"]
    if citation != ours:
        wrong.append(f"CITATION.cff has {citation}, and sphinx_confblog/__init__.py has {ours}")
    changes = (TOP / "CHANGELOG.md").read_text("utf-8")
    section = rf"^## \[?{re.escape(ours)}\]? - \d{{4}}-\d\d-\d\d$"
    if tag and not re.search(section, changes, re.MULTILINE):
        wrong.append(f'CHANGELOG.md has no section "## {ours} - YYYY-MM-DD"')
    return wrong


def package_files() -> set[str]:
    """Return the files of the package, as paths from the top."""
    paths = (TOP / "sphinx_confblog").rglob("*")
    files = (path for path in paths if path.is_file() and path.suffix not in {".pyc", ".pot"})
    return {path.relative_to(TOP).as_posix() for path in files}


def missing(dist: Path) -> list[str]:
    """Return what the two files of a release lack."""
    wheels, archives = list(dist.glob("*.whl")), list(dist.glob("*.tar.gz"))
    if len(wheels) != 1 or len(archives) != 1:
        return [f"{dist} holds {len(wheels)} wheels and {len(archives)} source distributions"]
    with zipfile.ZipFile(wheels[0]) as wheel:
        in_wheel = set(wheel.namelist())
    with tarfile.open(archives[0]) as archive:
        in_archive = {name.partition("/")[2] for name in archive.getnames()}
    top = {"README.md", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "SECURITY.md"}
    tests = {"tests/conftest.py", "docs/conf.py", "tools/catalogs.py", "tox.ini", "pyproject.toml"}
    files = package_files()
    return [
        *(f"{wheels[0].name} lacks {name}" for name in sorted(files - in_wheel)),
        *(f"{archives[0].name} lacks {n}" for n in sorted((files | top | tests) - in_archive)),
    ]


def main() -> int:
    """Check the files in a folder, and the tag."""
    dist, tag = Path(sys.argv[1]), "".join(sys.argv[2:3])
    problems = [*wrong_versions(tag), *missing(dist)]
    print("\n".join(problems) or f"{version()} is ready")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
