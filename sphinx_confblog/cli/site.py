"""Reads a site without building it: its options, its blog, its documents."""

from __future__ import annotations

import ast
import contextlib
import os
import sys
import traceback
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import CONFIG_FILENAME, Config, eval_config_file
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from sphinx_confblog.cli.common import CommandError
from sphinx_confblog.config.loader import declare_options, place_of
from sphinx_confblog.config.options import PREFIX
from sphinx_confblog.discovery.markdown_suffix import given_suffixes
from sphinx_confblog.discovery.project import BlogProject, read_setup
from sphinx_confblog.discovery.symlinks import leave_out_circles
from sphinx_confblog.reading.myst import is_ours
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean, nearest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs


EXTENSION = "sphinx_confblog"
#: Where a site is looked for, in the current folder and in those above it.
PLACES = (".", "docs", "doc", "source", "docs/source", "doc/source")
#: What the top folder of a repository has.
REPOSITORY = ".git"
RST = {".rst": "restructuredtext"}
#: Options of Sphinx that a command reads, and that hold strings.
LISTS = (
    "extensions", "source_suffix", "exclude_patterns", "include_patterns", "templates_path",
    "html_static_path", "html_extra_path", "suppress_warnings",
)  # fmt: skip
#: The parsers of files with Markdown, by the extension that reads them.
MARKDOWN = {
    "myst_nb": {".md": "myst-nb", ".ipynb": "myst-nb", ".myst": "myst-nb"},
    "myst_parser": {".md": "markdown"},
}


class Site(NamedTuple):
    """A site as its files are now."""

    confdir: Path
    srcdir: Path
    #: The names that ``conf.py`` defines.
    values: Mapping[str, Any]
    config: Config
    project: BlogProject
    #: The name of the blog that a command is about; nothing for the first.
    chosen: str = ""

    @property
    def blogs(self) -> Blogs:
        """Return the site's blogs."""
        return self.project.blogs

    @property
    def blog(self) -> Blog:
        """Return the blog that a command is about."""
        return self.blogs.named(self.chosen) or self.blogs.main

    @property
    def has_extension(self) -> bool:
        """Whether ``conf.py`` names the extension, or one of the site's own may load it."""
        names = {*map(str, self.config.extensions), *strings_in(self.confdir / CONFIG_FILENAME)}
        return any(name.partition(".")[0] == EXTENSION for name in names) or any(
            EXTENSION in strings_in(path)
            for pattern in ("*.py", "*/*.py")
            for path in self.confdir.glob(pattern)
        )

    @property
    def lack(self) -> str | None:
        """Return the message about a site whose ``conf.py`` does not name the extension."""
        if self.has_extension:
            return None
        near = nearest(EXTENSION, map(str, self.config.extensions), cutoff=0.8)
        fix = f"replace {near!r} with it" if near else "run confblog init to add it"
        return f"the site has no blog: {EXTENSION!r} is not one of its extensions; {fix}"


def strings_in(path: Path) -> set[str]:
    """Return the strings in a Python file; none if it cannot be read."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return set()
    return {node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip


def open_site(options: argparse.Namespace) -> Site:
    """Return the site that a command is about. Raises CommandError."""
    confdir, srcdir = find_folders(options)
    values = read_conf(confdir)
    config = make_config(values, options.settings)
    refuse_wrong_types(config, confdir / CONFIG_FILENAME)
    site = Site(confdir, srcdir, values, config, find_documents(config, confdir, srcdir))
    chosen: str | None = getattr(options, "blog", None)
    if chosen is None:
        return site
    names = [blog.key for blog in site.blogs.configured if blog.key]
    if chosen not in names:
        known = ", ".join(names)
        hint = f"choose one of: {known}" if names else "confblog_blogs in conf.py is not set"
        raise CommandError(f"--blog: there is no blog {chosen!r}; {hint}")
    return site._replace(chosen=chosen)


def find_folders(options: argparse.Namespace) -> tuple[Path, Path]:
    """Return the folder of ``conf.py`` and the source folder. Raises CommandError."""
    confdir = find_conf(options.conf)
    srcdir = Path(options.source).resolve() if options.source else confdir
    if not srcdir.is_dir():
        raise CommandError(f"--source: {options.source} is not a folder")
    return confdir, srcdir


def find_conf(given: str | None) -> Path:
    """Return the folder of ``conf.py``: the *given* one, or the closest of the usual ones.

    They are looked for in the current folder and in those above it, up to that of the repository.
    Raises CommandError.
    """
    if given is not None:
        path = Path(given)
        folder = path.parent if path.name == CONFIG_FILENAME else path
        if not (folder / CONFIG_FILENAME).is_file():
            raise CommandError(f"--conf: there is no {CONFIG_FILENAME} in {folder}")
        return folder.resolve()
    here = Path.cwd()
    for folder in searched_folders(here):
        for place in PLACES:
            path = folder / place / CONFIG_FILENAME
            if path.is_file() and (folder == here or is_trusted(path, here)):
                return path.parent.resolve()
    raise CommandError(
        f"there is no {CONFIG_FILENAME} in this folder or above it, nor in their folders "
        f"{', '.join(PLACES[1:])}. "
        "Name its folder with --conf, or create a site with sphinx-quickstart"
    )


def searched_folders(folder: Path) -> Iterator[Path]:
    """Return a folder and those above it, up to the top of its repository."""
    for above in (folder, *folder.parents):
        yield above
        if (above / REPOSITORY).exists():
            return


def is_trusted(path: Path, folder: Path) -> bool:
    """Return whether a file belongs to the owner of a folder, or to the system's administrator.

    ``conf.py`` is run, and others may put one into a shared folder above, such as ``/tmp``.
    """
    return path.stat().st_uid in {folder.stat().st_uid, 0}


def read_conf(confdir: Path) -> dict[str, Any]:
    """Run ``conf.py``; what it prints goes to where messages go. Raises CommandError."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            return eval_config_file(confdir / CONFIG_FILENAME, Tags())
        except ConfigError as error:
            raise CommandError(explained(error, confdir / CONFIG_FILENAME)) from error


#: Options of Sphinx, and of other extensions, that discovery reads.
OPTIONS: dict[str, Any] = {
    "html_additional_pages": {},
    "html_baseurl": "",
    "html_file_suffix": None,
    "html_sourcelink_suffix": ".txt",
    "sitemap_filename": "sitemap.xml",
}


def make_config(values: Mapping[str, Any], settings: Sequence[str]) -> Config:
    """Return the options of a site: *values* of ``conf.py``, and ``name=value`` *settings*."""
    # Old files say that there is no language; Sphinx reads that as English.
    language = {"language": "en"} if values.get("language", "") is None else {}
    overrides = dict(setting.partition("=")[::2] for setting in settings)
    given = dict(overrides)
    config = Config({**values, **language}, overrides)
    declare_options(config.add)
    for name in ("html_static_path", "html_extra_path", "myst_enable_extensions"):
        config.add(name, [], "", ())
    for name, default in OPTIONS.items():
        config.add(name, default, "", ())
    refuse_unusable(config, given)
    return config


def refuse_unusable(config: Config, settings: Mapping[str, str]) -> None:
    """Raise CommandError for options of the blog that Sphinx would ignore, or stop at."""
    known = [name for name in config.values if name.startswith(PREFIX)]
    for name, value in settings.items():
        option = name.partition(".")[0]
        if option.startswith(PREFIX) and option not in known:
            raise CommandError(f"-D: {option!r} is not an option{did_you_mean(option, known)}")
        if name in known:
            try:
                config.convert_overrides(name, value)
            except (ValueError, ConfigError) as error:
                raise CommandError(f"-D: {str(error).replace(', ignoring', '')}") from error


def refuse_wrong_types(config: Config, path: Path) -> None:
    """Raise CommandError for options of Sphinx that a build would stop at, too."""
    for name in ("language", *LISTS):
        value, words = config[name], "a string" if name == "language" else "a list of strings"
        items = value if name in LISTS and isinstance(value, Iterable) else (value,)
        if not all(isinstance(item, str) for item in items):
            place = place_of(name, path)
            raise CommandError(f"{place}: {name} is {value!r}, but should be {words}")


def explained(error: ConfigError, path: Path) -> str:
    """Say in one line what is wrong with ``conf.py``, and in which line of it."""
    cause = error.__cause__
    if cause is None:
        return f"{path}: {' '.join(str(error).split())}"
    if isinstance(cause, SyntaxError):
        return f"{cause.filename or path}:{cause.lineno or 1}: {cause.msg}"
    frames = traceback.extract_tb(cause.__traceback__)
    line = next((frame.lineno for frame in reversed(frames) if frame.filename == str(path)), 1)
    said = " ".join(traceback.format_exception_only(cause)[-1].split())
    return f"{path}:{line}: {said}"


def source_suffix(config: Config) -> dict[str, str]:
    """Return suffix -> kind of the files that are documents, including those of extensions."""
    given = given_suffixes(config) or RST
    if isinstance(given, str):
        given = [given]
    suffixes = dict(given) if isinstance(given, dict) else dict.fromkeys(given, RST[".rst"])
    readers = [name for name in MARKDOWN if name in config.extensions] or ["myst_parser"]
    for name in readers:
        for suffix, kind in MARKDOWN[name].items():
            if suffixes.get(suffix) in {None, RST[".rst"]}:
                suffixes[suffix] = kind
    return suffixes


def find_documents(config: Config, confdir: Path, srcdir: Path) -> BlogProject:
    """Return the site's documents, discovered as in a build."""
    markdown_is_ours = is_ours(config)
    config.source_suffix = source_suffix(config)
    leave_out_circles(config, srcdir)
    setup = read_setup(config, confdir, srcdir, markdown_is_ours=markdown_is_ours)
    project = BlogProject(srcdir, config.source_suffix, setup)
    # What a build of HTML leaves out.
    assets = (*config.templates_path, *config.html_static_path, *config.html_extra_path)
    project.discover((*config.exclude_patterns, *assets), config.include_patterns)
    return project


def shown_path(path: Path) -> str:
    """Return a path as short as possible: relative to the current folder, or absolute."""
    folder, name = os.path.split(path)
    near = near_folder(folder or os.curdir, os.getcwd())  # noqa: PTH109
    return min(name if near == "." else f"{near}/{name}", path.as_posix(), key=len)


@cache
def near_folder(folder: str, here: str) -> str:
    """Return a folder relative to another one; most files of a site share theirs."""
    try:
        return Path(os.path.relpath(folder, here)).as_posix()
    except ValueError:  # on another drive
        return Path(folder).as_posix()
