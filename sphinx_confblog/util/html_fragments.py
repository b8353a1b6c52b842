"""Handles fragments of HTML in posts: unclosed elements, and the URLs inside."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sphinx_confblog.util.urls import scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    _Attributes = list[tuple[str, str | None]]


#: Elements without an end, and those whose end may be left out (HTML, section 13.1.2).
_ENDLESS = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp"),
    *("rt", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
# Patterns that stay text are compiled when they are first used: most builds need none of these.

_TAG = r"""(?i)<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>"""
#: An attribute with an address, in quotes or without.
_ADDRESS = r"""(?isx)
    (\s(?:href|src|poster|cite|data|action|formaction|background|longdesc|xlink:href)\s*=\s*)
    (?: (["']) (.*?) \2 | ([^\s"'=<>`]+) )"""
_CANDIDATES = r"""(?is)(\ssrcset\s*=\s*)(["'])(.*?)\2"""
#: A candidate of a ``srcset``: an address, and for what it is.
_CANDIDATE = r"([\s,]*)([^\s,](?:\S*[^\s,])?)(\s[^,]*)?"
#: What follows the path of an address.
_NO_PATH = "[?#]"


class _OpenTags(HTMLParser):
    """Notes the elements that have begun and not ended."""

    def __init__(self) -> None:
        super().__init__()
        #: What links can name: the values of ``id`` and ``name``.
        self.anchors: set[str] = set()
        self.names: list[str] = []
        self.open = Counter[str]()
        #: Line and column of the ends of nothing.
        self.stray: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _ENDLESS:
            self.names.append(tag)
            self.open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: _Attributes) -> None:
        self.anchors.update(value for key, value in attrs if value and key in {"id", "name"})

    def handle_endtag(self, tag: str) -> None:
        if not self.open[tag]:
            # The ends of paragraphs and line breaks make elements of their own: they do no harm.
            if tag not in _ENDLESS:
                self.stray.append(self.getpos())
            return
        while self.open[tag]:
            self.open[last := self.names.pop()] -= 1
            if last == tag:
                return


def open_tags(fragments: Iterable[str]) -> list[str]:
    """Return the names of elements that *fragments* open and do not close, outermost first."""
    return _parsed("".join(fragments)).names


def anchors(fragment: str) -> set[str]:
    """Return the names of the places in a fragment that links can lead to."""
    return _parsed(fragment).anchors


def without_strays(fragments: Iterable[str]) -> list[str]:
    """Fragments without the ends of elements that none of them begins.

    On another page, these would end the elements around them.
    """
    parts = list(fragments)
    text = "".join(parts)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    places = [lines[line - 1] + column for line, column in _parsed(text).stray]
    gone = {n for place in places for n in range(place, _end_of_tag(text, place))}
    kept, start = [], 0
    for part in parts:
        kept.append("".join(c for n, c in enumerate(part, start) if n not in gone))
        start += len(part)
    return kept if gone else parts


def _end_of_tag(text: str, place: int) -> int:
    end = text.find(">", place)
    return len(text) if end < 0 else end + 1


def _parsed(text: str) -> _OpenTags:
    parser = _OpenTags()
    # At once: the parser goes through an open tag again with each part.
    # To browsers, what begins with <![ is a comment up to the next >, as what begins with <? is to
    # both; Python's parser fails of some.
    parser.feed(text.replace("<![", "<?["))
    return parser


def rebase(fragment: str, base: str) -> str:
    """Return a fragment with its relative addresses rebased to another page.

    *base* is the address of the page that it was typed for, relative to the one that shows it.
    """
    return with_addresses(fragment, lambda _, address: rebased(address, base))


def with_addresses(fragment: str, change: Callable[[str, str], str]) -> str:
    """Return a fragment with other addresses; *change* is given each tag and address."""

    def anew(tag: re.Match[str]) -> str:
        def changed(match: re.Match[str]) -> str:
            before, quote, quoted, bare = match.groups()
            if bare:
                return f'{before}"{change(tag[0], bare)}"'
            return f"{before}{quote}{change(tag[0], quoted)}{quote}"

        def candidates(srcset: re.Match[str]) -> str:
            others = re.sub(
                _CANDIDATE,
                lambda match: f"{match[1]}{change(tag[0], match[2])}{match[3] or ''}",
                srcset[3],
            )
            return f"{srcset[1]}{srcset[2]}{others}{srcset[2]}"

        return re.sub(_CANDIDATES, candidates, re.sub(_ADDRESS, changed, tag[0]))

    return re.sub(_TAG, anew, fragment)


def rebased(address: str, base: str) -> str:
    """Return a relative address rebased, from *base* to the page that *base* is relative to.

    An empty *base* is the page itself.
    """
    if not base or not address or address.startswith("/") or scheme(address):
        return address
    if address[0] in "#?":
        return base + address
    path = address[: match.start()] if (match := re.search(_NO_PATH, address)) else address
    tail = "/" if path.endswith(("/", "/.", "/..")) or path in {".", ".."} else ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return f"{joined}{tail}{address[len(path) :]}"
