"""Finds ABlog in the site's own extensions and templates, which are not changed."""

from __future__ import annotations

import re
import sysconfig
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.cli.ablog.records import OLD, Note
from sphinx_confblog.cli.ablog.site_options import OPTIONS, RENAMED
from sphinx_confblog.cli.editing.page_sources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.cli.site import Site


_ABLOG = re.compile(r"\bablog(?![a-z])")
#: What a template has of it: its name, and variables of every page.
_TEMPLATE = re.compile(rf"{_ABLOG.pattern}|\bfeed_(?:path|title)\b")
_OPTION = re.compile(rf"(?:\.|[\"'])({'|'.join(sorted(OPTIONS))})\b")
#: Folders of packages, also of those outside a virtual environment.
_PACKAGES = frozenset({"dist-packages", "site-packages"})
#: The event whose handlers may fill in what front matter leaves open.
_SOURCE_READ = re.compile(r"[\"']source-read[\"']")


def own_modules(site: Site) -> list[Path]:
    """Return the files of the site's own extensions, with those beside them."""
    files: set[Path] = set()
    for name in set(site.config.extensions) - {OLD}:
        path = _module(str(name))
        if path is None or _is_installed(path):
            continue
        folder = path.parent
        beside = folder != site.confdir and folder.is_relative_to(site.confdir)
        files.update(folder.rglob("*.py") if beside else [path])
    return sorted(files - {site.confdir / CONFIG_FILENAME})


def _module(name: str) -> Path | None:
    """Return the file of a module, without importing the packages that it is in."""
    folders: list[str] | None = None
    origin: str | None = None
    for part in name.split("."):
        spec = PathFinder.find_spec(part, folders)
        if spec is None:
            return None
        folders, origin = list(spec.submodule_search_locations or ()), spec.origin
    return Path(origin).resolve() if origin else None


def _is_installed(path: Path) -> bool:
    """Tell whether a file belongs to Python or to an installed package, of any environment."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {Path(sysconfig.get_path(name)).resolve() for name in names}
    return any(map(path.is_relative_to, folders)) or not _PACKAGES.isdisjoint(path.parts)


def fills_in_sources(site: Site) -> bool:
    """Tell whether the site's own code changes sources while they are read."""
    conf = site.confdir / CONFIG_FILENAME
    return any(_SOURCE_READ.search(read_text(path)) for path in (conf, *own_modules(site)))


def notes_on_module(path: Path) -> Iterator[Note]:
    """Yield a note for each line of an extension that uses ABlog or its options."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        code = line.partition("#")[0]
        if _ABLOG.search(code):
            yield Note(path, number, "an extension that needs ABlog", open=True)
        elif match := _OPTION.search(code):
            new = RENAMED.get(match[1])
            what = f"an extension that uses {match[1]}, which is now {new or 'gone'}"
            yield Note(path, number, what, open=True)


def notes_on_template(path: Path, text: str) -> Iterator[Note]:
    """Yield a note on a template that needs ABlog, with the lines."""
    lines = [n for n, line in enumerate(text.split("\n"), start=1) if _TEMPLATE.search(line)]
    if lines:
        which = f" in lines {', '.join(map(str, lines))}" if lines[1:] else ""
        what = f"a template that needs ABlog{which}: write it anew, or delete it if nothing uses it"
        yield Note(path, lines[0], what, open=True)
