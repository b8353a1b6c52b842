"""Maps what ends an excerpt elsewhere; what is read here anyway stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.checks import SEPARATORS
from sphinx_confblog.importing.regions import replace_outside

if TYPE_CHECKING:
    from sphinx_confblog.importing.article import Article

MARK = "<!-- more -->"
#: Marks of Nikola and Pelican that may say more, or stand as comments of reStructuredText.
_COMMENTS = re.compile(
    r"^% ?(?:TEASER_END|END_TEASER|PELICAN_END_SUMMARY)\b.*$"
    r"|<!--[ \t]*(?:TEASER_END:[^\n>]{0,200}|END_TEASER\b[^\n>]{0,200}?)-->",
    re.MULTILINE,
)


def map_marks(article: Article, marks: tuple[str, ...]) -> None:
    """Put ``<!-- more -->`` in the place of other marks, outside code."""
    others = [mark.strip() for mark in marks if mark.strip() and not is_known(mark)]
    ordered = sorted(others, key=len, reverse=True)
    pattern = re.compile("|".join([*map(_pattern, ordered), _COMMENTS.pattern]), re.MULTILINE)

    def mapped(match: re.Match[str], line: int) -> str:
        article.remark(line, f"the excerpt mark {match[0]} became {MARK}")
        return MARK

    article.body = replace_outside(article.body, pattern, mapped)


def is_known(mark: str) -> bool:
    """Whether the extension takes this text for a mark without being told."""
    return _words(mark) in {_words(known) for known in SEPARATORS}


def _words(mark: str) -> tuple[str, ...]:
    inner = re.fullmatch(r"\s*<!--(.*)-->\s*", mark, re.DOTALL)
    return ("<!--", *inner[1].split()) if inner else (mark.strip(),)


def _pattern(mark: str) -> str:
    words = _words(mark)
    if words[0] == "<!--":
        return r"<!--\s*" + r"\s+".join(map(re.escape, words[1:])) + r"\s*-->"
    return rf"(?<!\w){re.escape(mark)}(?!\w)"
