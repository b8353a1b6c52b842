"""The search index: no words that no page has, and no word stemmed twice."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of, output_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: What an index says of the words of texts and titles: word -> the documents that have it.
WORDS = ("terms", "titleterms")


def speed_up_index(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Have the index stem each word once, and forget documents in one pass (``doctree-resolved``).

    The index has been made by then. Sphinx stems a word again for each page, which takes a quarter
    of a build in pure Python; and it goes through all documents for each word, as it gives a dict
    where a set would do. Two public methods are covered for that, on this build's own objects; they
    return what they did (Sphinx 8.2, 9.0 and 9.2).
    """
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is None or "prune" in vars(indexer) or not blogs_of(app.env).exists:
        return
    indexer.lang.stem = functools.cache(indexer.lang.stem)
    prune = indexer.prune
    indexer.prune = lambda docnames: prune(frozenset(docnames))


class UsedWords:
    """Saves an index in its own format, without the words that no document has."""

    def __init__(self, own: Any) -> None:
        self.load, self.own = own.load, own

    def dump(self, index: dict[str, Any], stream: object) -> None:
        """Write the index to a file."""
        used = {
            name: {w: found for w, found in index[name].items() if found != []} for name in WORDS
        }
        self.own.dump({**index, **used}, stream)


def drop_unused_words(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Drop words that no document has any more (``html-collect-pages``).

    Sphinx keeps them, with no document behind them: those of a withdrawn post could be read
    there. The event is the last one before the index is written; no page is added.
    """
    builder = app.builder
    there = blogs_of(app.env).exists or output_of(app.env).previous_state.shown
    if there and isinstance(builder, StandaloneHTMLBuilder):
        builder.indexer_format = UsedWords(builder.indexer_format)
    return []
