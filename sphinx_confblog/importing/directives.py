"""Finds directives of reStructuredText that were left as they are, and that nothing here has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils.parsers.rst.languages import en

from sphinx_confblog.dates import shorten
from sphinx_confblog.importing.regions import blocks

if TYPE_CHECKING:
    from sphinx_confblog.importing.article import Article

_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?([\w:.-]+?)::(?:[ \t]|$)")
#: Sphinx's own, those of docutils, and the blog's.
KNOWN = frozenset(
    [
        *en.directives,
        *("acks", "centered", "code-block", "codeauthor", "default-domain", "deprecated"),
        *("glossary", "highlight", "hlist", "index", "literalinclude", "moduleauthor", "object"),
        *("only", "productionlist", "rst-class", "sectionauthor", "seealso", "sourcecode"),
        *("tabularcolumns", "toctree", "versionadded", "versionchanged", "versionremoved"),
        "postlist",
    ]
)


def note_directives(article: Article) -> None:
    """Note them: Sphinx would say that it does not know them. Those of domains pass."""
    for token in blocks(article.body):
        if token.type != "fence" or token.info.strip() != "{eval-rst}" or not token.map:
            continue
        for number, row in enumerate(token.content.split("\n"), start=token.map[0] + 1):
            match = _DIRECTIVE.match(row)
            if match and match[1] not in KNOWN and ":" not in match[1]:
                article.remark(number, f"a directive is left: {shorten(row.strip())}")
