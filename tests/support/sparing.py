"""What a process that builds a thousand small sites need not do for each of them again."""

from __future__ import annotations

import builtins
import copy
import gc
import gettext
import logging
import os
from contextlib import contextmanager
from functools import cache, wraps
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from apart import run_module
from docutils import nodes, utils
from docutils.frontend import OptionParser
from jinja2 import Environment, Template
from myst_parser.mdit_to_docutils import base as renderers
from sphinx import events, theming
from sphinx.builders import html
from sphinx.builders.html._assets import _file_checksum_inner as checksum_of_file
from sphinx.util import display
from sphinx.util.logging import VERBOSE, SphinxLoggerAdapter

from sphinx_confblog.cli.ablog import build as builds
from sphinx_confblog.incremental.performance.speedups import CompiledTemplates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, ModuleType

    from docutils.frontend import Values

    Compile = Callable[..., CodeType]
    Construct = Callable[..., None]
    Find = Callable[..., Any]
    Members = list[tuple[str, Any]]


def compiled_once(compile_source: Compile) -> Compile:
    """Return what compiles templates as ``Environment.compile`` does, once for equal templates."""
    known: dict[tuple[Any, ...], CodeType] = {}

    @wraps(compile_source)
    def compile_once(environment: Environment, *arguments: Any, **named: Any) -> CodeType:
        extensions, autoescape = frozenset(environment.extensions), environment.autoescape
        parsing = environment.trim_blocks, environment.keep_trailing_newline
        if autoescape not in {True, False} or not isinstance(arguments[0], str):
            return compile_source(environment, *arguments, **named)
        key = (type(environment), extensions, autoescape, parsing, arguments, *named.items())
        if key not in known:
            known[key] = compile_source(environment, *arguments, **named)
        return known[key]

    return compile_once


def copied(values: dict[str, Any]) -> dict[str, Any]:
    """Return values by name, with lists and dicts of their own."""
    return {n: copy.copy(v) if isinstance(v, list | dict) else v for n, v in values.items()}


def specified(component: object) -> tuple[int, ...]:
    """Return what tells the options of a component from those of others."""
    return tuple(id(value) for name in OF_OPTIONS if (value := getattr(component, name)))


def parsers_made_once(construct: Construct) -> Construct:
    """Return what makes parsers of options as ``construct`` does, once for equal components.

    Each build makes classes of parsers, which have the options of their bases.
    """
    known: dict[tuple[tuple[int, ...], ...], tuple[dict[str, Any], object]] = {}

    @wraps(construct)
    def make(
        parser: OptionParser, components: Any = (), defaults: Any = None, *_: Any, **named: Any
    ) -> None:
        if named.keys() - {"read_config_files"}:
            construct(parser, components, defaults, **named)
            return
        key = tuple(map(specified, components))
        if key not in known:
            construct(parser, components)
            # The components are kept, so that nothing else gets the identity of their options.
            known[key] = copied(vars(parser)), components
        vars(parser).update(copied(known[key][0]))
        parser.components = (parser, *components)
        parser.defaults.update(defaults or {})

    return make


def stylesheets_found_once(find: Callable[[Values], list[str]]) -> Callable[[Values], list[str]]:
    """Return what finds docutils' own stylesheets as ``find`` does; Sphinx writes none of them."""
    known: dict[tuple[str, str, str, str], list[str]] = {}

    @wraps(find)
    def find_once(settings: Values) -> list[str]:
        named, paths = str(settings.stylesheet), str(settings.stylesheet_path)
        key = (named, paths, str(settings.stylesheet_dirs), os.path.realpath(os.curdir))
        if key not in known:
            known[key] = find(settings)
        return known[key].copy()

    return find_once


def members_named_once(module: ModuleType) -> SimpleNamespace:
    """Return :mod:`inspect` for MyST, which asks it for the methods of each renderer."""
    known: dict[type, list[str]] = {}

    def members(thing: object, predicate: Any) -> Members:
        kind = type(thing)
        if kind not in known:
            known[kind] = [name for name, _ in module.getmembers(thing, predicate)]
        return [(name, getattr(thing, name)) for name in known[kind]]

    return SimpleNamespace(**{**vars(module), "getmembers": members})


def walked_flat(_: object) -> Callable[..., Iterator[nodes.Node]]:
    """Return what yields nodes of a class, as ``Node._fast_findall`` does with a call for each."""

    def walk(node: nodes.Node, kind: type[nodes.Node]) -> Iterator[nodes.Node]:
        if isinstance(node, kind):
            yield node
        levels = [iter(node.children)]
        while levels:
            for child in levels[-1]:
                if isinstance(child, kind):
                    yield child
                # What was yielded may have got other children meanwhile.
                if child.children:
                    levels.append(iter(child.children))
                    break
            else:
                levels.pop()

    return walk


def catalogs_found_once(find: Find) -> Find:
    """Return what finds message catalogs as ``find`` does, once for those of other packages."""
    known: dict[tuple[object, ...], Any] = {}

    def find_once(domain: str, localedir: Any = None, *arguments: Any, **named: Any) -> Any:
        if "site-packages" not in str(localedir):
            return find(domain, localedir, *arguments, **named)
        key = (domain, str(localedir), str(arguments), str(named))
        if key not in known:
            known[key] = find(domain, localedir, *arguments, **named)
        return copy.copy(known[key])

    return find_once


def forked(module: ModuleType) -> SimpleNamespace:
    """Return :mod:`subprocess` for builds of the site that moves, which import all of Sphinx."""
    return SimpleNamespace(**{**vars(module), "run": run_module})


def without_effect(_: object) -> Callable[..., None]:
    """Return what takes anything, and does nothing."""
    return lambda *_, **__: None


def without_progress(log: SphinxLoggerAdapter) -> SimpleNamespace:
    """Return a log for ``reading sources... [ 50%] index`` and such lines, which keeps none."""

    def info(message: str, *arguments: Any, nonl: bool = False, **named: Any) -> None:
        # What ends a line may end one that another log began.
        if message and not nonl:
            log.info(message, *arguments, **named)

    return SimpleNamespace(info=info)


#: What says which options a component of docutils has.
OF_OPTIONS = (
    *("settings_spec", "settings_defaults", "settings_default_overrides"),
    "relative_path_settings",
)
#: The collector runs after so many new objects: seldom enough to cost little, and more often than
#: where :mod:`sphinx_confblog.incremental.performance.garbage` loads an environment.
COLLECTED = (5_000, 10, 10)
#: What Python's logging finds out about each message, if it is not told that nobody asks.
LOGGED = ("logThreads", "logMultiprocessing", "logProcesses", "_srcfile")
#: What takes a third of a small build, and is the same in all of them: what is looked up where,
#: and what does so once.
SPARED: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
    # Themes are looked for among the entry points of everything that is installed.
    (theming, "entry_points", cache),
    # Sphinx and MyST have docutils make two parsers of options for each document, and look for
    # stylesheets for each title.
    (OptionParser, "__init__", parsers_made_once),
    (utils, "get_stylesheet_list", stylesheets_found_once),
    (renderers, "inspect", members_named_once),
    # Each builder compiles the templates of its theme, and each site our pages'; for each page, it
    # looks whether a file has changed.
    (Environment, "compile", compiled_once),
    (Template, "is_up_to_date", lambda _: True),
    (html, "_file_checksum", cache),
    # Thousands of messages, which nobody reads.
    (display, "logger", without_progress),
    (SphinxLoggerAdapter, "debug", without_effect),
    # Among them one about each event, with all that it has.
    (events, "repr", lambda _: lambda _: ""),
    # No message says which thread, process and line it comes from.
    *((logging, name, lambda _: None) for name in LOGGED),
    # Each extension of Sphinx looks for its messages in each language.
    (gettext, "find", catalogs_found_once),
    # What templates are compiled to is known here.
    (CompiledTemplates, "load_bytecode", without_effect),
    (CompiledTemplates, "dump_bytecode", without_effect),
    # Each of a hundred transforms walks through each document.
    (nodes.Node, "_fast_findall", walked_flat),
    (builds, "subprocess", forked),
)


def usual(place: Any, name: str) -> Any:
    """Return what a module or class has under a name, or Python itself."""
    return getattr(place, name, getattr(builtins, name, None))


USUAL = tuple((place, name, usual(place, name)) for place, name, _ in SPARED)


def forget_checksums() -> None:
    """Forget the checksums of files: another build writes other ones, maybe to the same folder."""
    checksum_of_file.cache_clear()
    cached = getattr(html, "_file_checksum")  # noqa: B009  it is not exported
    if hasattr(cached, "cache_clear"):
        cached.cache_clear()


@contextmanager
def sparing() -> Iterator[None]:
    """Leave out what is the same in all builds of this process."""
    with pytest.MonkeyPatch.context() as patch:
        for place, name, spare in SPARED:
            patch.setattr(place, name, spare(usual(place, name)), raising=False)
        # The files with options of whoever runs the tests are not read.
        patch.setenv("DOCUTILSCONFIG", "")
        logging.disable(VERBOSE)
        threshold = gc.get_threshold()
        gc.set_threshold(*COLLECTED)
        try:
            yield
        finally:
            gc.set_threshold(*threshold)
            logging.disable(logging.NOTSET)


@contextmanager
def as_usual(*places: Any) -> Iterator[None]:
    """Leave nothing out that concerns some modules and classes, within :func:`sparing`."""
    with pytest.MonkeyPatch.context() as patch:
        for place, name, value in USUAL:
            if place in places:
                patch.setattr(place, name, value)
        yield


@contextmanager
def wasteful() -> Iterator[None]:
    """Build as users do, within :func:`sparing`."""
    with as_usual(*(place for place, _, _ in USUAL)):
        logging.disable(logging.NOTSET)
        try:
            yield
        finally:
            logging.disable(VERBOSE)
