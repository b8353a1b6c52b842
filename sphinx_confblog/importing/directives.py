"""Finds directives of reStructuredText that nothing here has, and languages of code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.parsers.rst.languages import en

from sphinx_confblog.importing.rst import DIRECTIVE, code_lines
from sphinx_confblog.util.text import shorten

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sphinx_confblog.importing.article import Article

#: Sphinx's own, those of docutils, and the blog's.
KNOWN = frozenset(
    [
        *en.directives,
        *("acks", "centered", "code-block", "codeauthor", "default-domain", "deprecated"),
        *("glossary", "highlight", "hlist", "index", "literalinclude", "moduleauthor", "object"),
        *("only", "productionlist", "rst-class", "sectionauthor", "seealso", "sourcecode"),
        *("tabularcolumns", "toctree", "versionadded", "versionchanged", "versionremoved"),
        *("postlist", "readmore"),
    ]
)


#: Those whose argument is the language of their text.
CODE = frozenset({"code", "code-block", "sourcecode"})


def directives_of(article: Article) -> Iterator[tuple[int, re.Match[str]]]:
    """The directives of a post, with their lines from 0; not those in code and comments."""
    lines = article.body.split("\n")
    code = code_lines(lines)
    for number, line in enumerate(lines):
        match = DIRECTIVE.match(line)
        if match and number not in code:
            yield number, match


def note_directives(article: Article) -> None:
    """Note those that Sphinx would say that it does not know; those of domains pass."""
    for number, match in directives_of(article):
        if match["name"] not in KNOWN and ":" not in match["name"]:
            article.remark(number, f"a directive is left: {shorten(match[0].strip())}")


def rst_languages(article: Article) -> Iterator[tuple[int, str]]:
    """The languages of code, with their lines from 0."""
    for number, match in directives_of(article):
        if match["name"] in CODE and match["argument"]:
            yield number, match["argument"]
