"""What a process that builds a thousand small sites need not do for each of them again."""

from __future__ import annotations

import copy
import logging
from contextlib import contextmanager
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import pytest
from docutils.frontend import OptionParser
from jinja2 import Environment
from sphinx.util.logging import VERBOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    Compile = Callable[..., CodeType]
    Populate = Callable[[OptionParser, tuple[Any, ...]], None]


#: What docutils makes of the options of a reader, a parser and a writer.
POPULATED = (
    "option_list", "option_groups", "_short_opt", "_long_opt", "defaults", "lists",
    "relative_path_settings",
)  # fmt: skip


def compiled_once(compile_source: Compile) -> Compile:
    """Return what compiles templates as ``Environment.compile`` does, once for equal templates."""
    known: dict[tuple[Any, ...], CodeType] = {}

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


def populated_once(populate: Populate) -> Populate:
    """Return what populates parsers of options as ``populate`` does, once for equal components."""
    known: dict[tuple[type, ...], dict[str, Any]] = {}

    def populate_once(parser: OptionParser, components: tuple[Any, ...]) -> None:
        kinds = tuple(part if isinstance(part, type) else type(part) for part in components)
        if kinds in known:
            for name, value in known[kinds].items():
                setattr(parser, name, copy.copy(value))
        else:
            populate(parser, components)
            known[kinds] = {name: copy.copy(getattr(parser, name)) for name in POPULATED}

    return populate_once


@contextmanager
def sparing() -> Iterator[None]:
    """Leave out what takes a third of a small build, and is the same in all of them."""
    with pytest.MonkeyPatch.context() as patch:
        # Themes are looked for among the entry points of everything that is installed.
        patch.setattr("sphinx.theming.entry_points", cache(entry_points))
        # Sphinx and MyST have docutils make a parser of options for each document, which reads
        # the files with options of whoever runs the tests, too.
        populate = populated_once(OptionParser.populate_from_components)
        patch.setattr(OptionParser, "populate_from_components", populate)
        patch.setenv("DOCUTILSCONFIG", "")
        # Each builder compiles the templates of its theme, and each site our pages'.
        patch.setattr(Environment, "compile", compiled_once(Environment.compile))
        # Thousands of messages, which nobody reads.
        logging.disable(VERBOSE)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
