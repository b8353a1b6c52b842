"""Saves time and memory: the search index, templates and doctrees."""

from __future__ import annotations

import functools
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import sphinx
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from sphinx import jinja2glue
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of, home_of, output_of
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from docutils import nodes
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def forget_doctree(app: Sphinx, env: BuildEnvironment, docname: str = "") -> None:
    """Free the doctree that was just read (``env-purge-doc``, ``env-updated``).

    Sphinx keeps all doctrees until they are written, so that it needn't load them. That took a
    third of the memory, and the collector needed more time for them than loading takes. Pickles
    that were loaded earlier are dropped too: Sphinx doesn't replace them when a page is read again.
    Sphinx has no public method for either (8.2, 9.0 and 9.2).
    """
    if blogs_of(env).exists:
        with suppress(AttributeError):
            env._write_doc_doctree_cache.clear()  # noqa: SLF001
            env._pickled_doctree_cache.clear()  # noqa: SLF001


#: Where compiled templates are kept, below the folder of doctrees.
COMPILED = "confblog-templates"
#: The options of Jinja's environment that decide what a template is compiled to.
SYNTAX = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix"),
    *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
    *("keep_trailing_newline", "autoescape", "optimized"),
)


class CompiledTemplates(FileSystemBytecodeCache):
    """What templates were compiled to by earlier builds, and the same releases of packages.

    Jinja may apply a filter to a constant while it compiles: nothing is cached while a
    site has filters of its own.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what a template was compiled to, if its source is the same."""
        if is_usual(bucket.environment):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template is compiled to."""
        if is_usual(bucket.environment):
            super().dump_bytecode(bucket)


def is_usual(environment: Environment) -> bool:
    """Return whether templates have the filters and tests of Jinja and Sphinx, and no others."""
    kinds = ((FILTERS, environment.filters), (TESTS, environment.tests))
    own = [f for jinjas, all_ in kinds for name, f in all_.items() if jinjas.get(name) is not f]
    return all(getattr(f, "__module__", "") == jinja2glue.__name__ for f in own)


def keep_templates(app: Sphinx, builder: Builder) -> None:
    """Have Jinja keep what it compiles templates to (``write-started``).

    Else each build compiles the theme's, which takes a tenth of one that writes few pages.
    """
    templates = getattr(builder, "templates", None)
    environment = getattr(templates, "environment", None)
    if (
        blogs_of(app.env).exists
        and isinstance(environment, Environment)
        and environment.bytecode_cache is None
        and environment.finalize is None
        and not callable(environment.autoescape)
    ):
        folder = Path(app.doctreedir, COMPILED)
        folder.mkdir(exist_ok=True)
        prefix = digest(repr(compiling(environment))).hex()
        for path in folder.glob("*"):
            if not path.name.startswith(prefix) or path.suffix == ".tmp":
                path.unlink(missing_ok=True)
        environment.bytecode_cache = CompiledTemplates(str(folder), f"{prefix}-%s")


def compiling(environment: Environment) -> list[object]:
    """Return what decides what templates are compiled to, besides their sources and filters."""
    extensions = sorted(environment.extensions)
    options = [getattr(environment, name) for name in SYNTAX]
    return [type(environment), extensions, *options, jinja2.__version__, sphinx.__version__]


#: The words of texts and titles in an index: word -> the documents that have it.
WORDS = ("terms", "titleterms")


def stem_once(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Have the index stem each word once (``doctree-resolved``).

    The index has been made by then. Sphinx stems a word again for each page, which takes a quarter
    of a build in pure Python. A public method is covered for that, on this build's own object; it
    returns what it did (Sphinx 8.2, 9.0 and 9.2).
    """
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer and "stem" not in vars(indexer.lang) and blogs_of(app.env).exists:
        indexer.lang.stem = functools.cache(indexer.lang.stem)


class UsedWords:
    """Saves an index in its own format, without words that occur in no document."""

    def __init__(self, own: Any) -> None:
        self.load, self.own = own.load, own

    def dump(self, index: dict[str, Any], stream: object) -> None:
        """Write the index to a file."""
        used = {
            name: {w: pages for w, pages in index[name].items() if pages != []} for name in WORDS
        }
        self.own.dump({**index, **used}, stream)


def drop_unused_words(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Drop words that no document has any more (``html-collect-pages``).

    Sphinx keeps them, so words of a withdrawn post could still be read in the index. This event
    is the last one before the index is pruned and written; no page is added.
    """
    builder = app.builder
    env = app.env
    there = blogs_of(env).exists or home_of(env) or output_of(env).previous_state.shown
    if there and isinstance(builder, StandaloneHTMLBuilder):
        builder.indexer_format = UsedWords(builder.indexer_format)
        prune_in_one_pass(builder)
    return []


def prune_in_one_pass(builder: StandaloneHTMLBuilder) -> None:
    """Have the index forget documents in one pass.

    Sphinx goes through all documents for each word, as it gives a dict where a set would do. A
    public method is covered for that, on this build's own object (Sphinx 8.2, 9.0 and 9.2).
    """
    indexer: Any = builder.indexer
    if indexer is not None:
        prune = indexer.prune
        indexer.prune = lambda docnames: prune(frozenset(docnames))
