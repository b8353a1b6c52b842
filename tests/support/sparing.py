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
from jinja2.bccache import Bucket, BytecodeCache
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.logging import VERBOSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from sphinx.application import Sphinx

    Populate = Callable[[OptionParser, tuple[Any, ...]], None]


class TemplateCode(BytecodeCache):
    """Keeps the compiled templates of themes, which most builds of a process share."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code of its text, if it was compiled before."""
        bucket.code = self.code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template's text."""
        assert bucket.code is not None
        self.code[bucket.key, bucket.checksum] = bucket.code


TEMPLATE_CODE = TemplateCode()
#: What docutils makes of the options of a reader, a parser and a writer.
POPULATED = (
    "option_list", "option_groups", "_short_opt", "_long_opt", "defaults", "lists",
    "relative_path_settings",
)  # fmt: skip


def keep_templates(app: Sphinx) -> None:
    """Have the site's pages share compiled templates with those of other sites."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.templates.environment.bytecode_cache = TEMPLATE_CODE


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
        # Thousands of messages, which nobody reads.
        logging.disable(VERBOSE)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
