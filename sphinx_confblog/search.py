"""The search index: no words that no page has, and no word stemmed twice."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sphinx_confblog.project import blogs_of, output_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def remember_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let the index stem each word once (``doctree-resolved``: the index has been made by then).

    Sphinx stems it again for each page, which takes a quarter of a build in pure Python. The
    method is covered on this build's own object; what it returns is the same.
    """
    language = getattr(getattr(app.builder, "indexer", None), "lang", None)
    if language is not None and "stem" not in vars(language) and blogs_of(app.env).exists:
        language.stem = functools.cache(language.stem)


def prune_search_index(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Drop words that no document has any more (``html-collect-pages``).

    Sphinx keeps them, with no document behind them: those of a withdrawn post could be read
    there. The event is the last one before the index is written; no page is added.
    """
    indexer = getattr(app.builder, "indexer", None)
    known = blogs_of(app.env).exists or output_of(app.env).previous_state.shown
    if indexer is None or not known:
        return []
    # Private, and without a guard: should Sphinx rename them, this must not fail in silence.
    for words in (indexer._mapping, indexer._title_mapping):  # noqa: SLF001
        for word in [word for word, docnames in words.items() if not docnames]:
            del words[word]
    # Sphinx gives a dict, which Python goes through as a whole for each word. Covered on this
    # build's own object, as above; what is left is the same.
    prune = indexer.prune
    indexer.prune = lambda docnames: prune(frozenset(docnames))
    return []
