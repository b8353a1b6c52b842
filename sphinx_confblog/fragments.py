"""Fragments of HTML that authors typed: which elements they leave open, and where they lead."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Elements without an end, and those whose end may be left out (HTML, section 13.1.2).
_ENDLESS = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "caption", "colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp"),
    *("rt", "tbody", "td", "tfoot", "th", "thead", "tr"),
}
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_ADDRESS = re.compile(r"""(\s(?:href|src|poster)\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|/|$", re.IGNORECASE)


class _OpenTags(HTMLParser):
    """Notes the elements that have begun and not ended."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open = Counter[str]()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in _ENDLESS:
            self.names.append(tag)
            self.open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.open[tag]:
            self.open[last := self.names.pop()] -= 1
            if last == tag:
                return


def open_tags(fragments: Iterable[str]) -> list[str]:
    """The names of the elements that *fragments* begin and do not end, from the outside in."""
    parser = _OpenTags()
    # At once: the parser goes through an open tag again with each part.
    # To browsers, what begins with <![ is a comment up to the next >, as what begins with <? is to
    # both; Python's parser fails of some.
    parser.feed("".join(fragments).replace("<![", "<?["))
    return parser.names


def rebase(fragment: str, base: str) -> str:
    """A fragment whose relative addresses are reckoned from another page.

    *base* is the address of the page that it was typed for, relative to the one it shall
    stand on.
    """
    return with_addresses(fragment, lambda _, address: rebased(address, base))


def with_addresses(fragment: str, change: Callable[[str, str], str]) -> str:
    """A fragment with other addresses in its tags: *change* is given the tag and the address."""

    def anew(tag: re.Match[str]) -> str:
        def changed(match: re.Match[str]) -> str:
            return f"{match[1]}{match[2]}{change(tag[0], match[3])}{match[2]}"

        return _ADDRESS.sub(changed, tag[0])

    return _TAG.sub(anew, fragment)


def rebased(address: str, base: str) -> str:
    """An address that was relative to *base*."""
    if _ABSOLUTE.match(address):
        return address
    if address[0] in "#?":
        return base + address
    path = posixpath.join(posixpath.dirname(base), address)
    tail = "/" if address.endswith(("/", "/.", "/..")) or address in {".", ".."} else ""
    return posixpath.normpath(path) + tail
