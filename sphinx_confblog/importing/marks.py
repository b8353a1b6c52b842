"""Maps what ends an excerpt elsewhere; what is read here anyway stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.config.validators import SEPARATORS
from sphinx_confblog.importing.regions import replace_outside
from sphinx_confblog.importing.rst import masked_rst

if TYPE_CHECKING:
    from sphinx_confblog.importing.article import Article

MARK = "<!-- more -->"
RST_MARK = ".. readmore::"
#: Marks of Nikola and Pelican that may say more.
_RST_COMMENTS = re.compile(r"^\.\. (?:TEASER_END:|END_TEASER\b|PELICAN_END_SUMMARY\b).*$")
_COMMENTS = re.compile(
    r"<!--[ \t]*(?:TEASER_END:[^\n>]{0,200}|END_TEASER\b[^\n>]{0,200}?)-->",
    re.MULTILINE,
)


def map_marks(article: Article, marks: tuple[str, ...]) -> None:
    """Put a mark that is read here in the place of other marks, outside code."""
    new, shown = (RST_MARK, masked_rst(article.body)) if article.is_rst else (MARK, None)
    others = [mark.strip() for mark in marks if mark.strip() and not is_known(mark)]
    ordered = sorted(others, key=len, reverse=True)
    comments = _RST_COMMENTS if article.is_rst else _COMMENTS
    pattern = re.compile("|".join([*map(_pattern, ordered), comments.pattern]), re.MULTILINE)

    def mapped(match: re.Match[str], line: int) -> str:
        article.remark(line, f"the excerpt mark {match[0]} became {new}")
        return new

    article.body = replace_outside(article.body, pattern, mapped, shown=shown)


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
