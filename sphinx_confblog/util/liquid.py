"""Resolves Liquid in links of Jekyll posts, and finds the Liquid that remains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.util.markdown_code import MASK, masked
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    #: Returns the address that ``post_url`` or ``link`` gives for a name; None if there is none.
    Page = Callable[[str, str], str | None]


#: An output or a tag of Liquid; what is never closed is looked after for a bounded distance.
_PIECE = r"\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}"
# Patterns that stay text are compiled when they are first used: most sites need none of these.

#: The destination of a link or an image, and an attribute of HTML, that may hold some.
_DESTINATION = rf"""(?mx)
        (?: (?<!\\)\]\([ \t]*<? | ^[ ]{{0,3}}\[(?!\^)[^\[\]\n]{{1,300}}\]:[ \t]*<? )
        (?P<dest>(?:{_PIECE}|[^\s()<>]|\([^\s()]*\))*)
        | (?<![\w-])(?:src|href|poster)\s*=\s*(?P<quote>["'])
        (?P<value>(?:{_PIECE}|(?!(?P=quote))[^<>\n])*)"""
_SITE = r"site\.(?:base)?url"
_TEXT = r"(?:\"([^\"]*)\"|'([^']*)')"
#: ``{{ site.baseurl }}``, also with texts that are appended.
_SITE_URL = rf"\{{\{{-?\s*{_SITE}((?:\s*\|\s*append:\s*(?:{_SITE}|{_TEXT}))*)\s*-?\}}\}}"
#: ``{{ "/a" | relative_url }}`` and its like.
_FILTERED = (
    rf"\{{\{{-?\s*{_TEXT}((?:\s*\|\s*(?:relative_url|absolute_url|prepend:\s*{_SITE}|uri_escape|escape))+)"
    r"\s*-?\}\}"
)
_PAGE = r"\{%-?\s*(post_url|link)\s+(\S+?)\s*-?%\}"
_RAW = r"\{%-?\s*(raw|endraw)\s*-?%\}"
_ANY = "(?s)" + _PIECE.replace(r"[^\n]", ".")
#: Tags that end what another one began.
_END = r"\{%-?\s*end"
#: What is hardly anything but Liquid: a tag, or an output of Jekyll's own variables, or filtered.
_CERTAIN = (
    r"\{%-?\s*[a-z]|\{\{-?\s*(?:(?:site|page|layout|post|include|content|paginator|jekyll)\b"
    rf"|{_TEXT}\s*\|)"
)


class Leftover(NamedTuple):
    """A piece of Liquid that readers would see as it was typed."""

    #: Counted from 0.
    line: int
    text: str


def has_liquid(text: str) -> bool:
    """Return whether there may be Liquid in a text."""
    return "{{" in text or "{%" in text


def understood(
    text: str, page: Page, *, jekyll: bool, keep_raw: bool = False
) -> tuple[str, list[Leftover]]:
    """Return a post with the Liquid of its links understood, and what else there is of Liquid.

    ``{% raw %}`` is removed, its content stays. Posts of *jekyll* were run as a whole, with
    their code, so it goes from there as well; other posts may show it there. With *keep_raw*, it
    stays outside code, for a build to understand. Lines stay lines.
    """
    if not has_liquid(text):
        return text, []
    plain = masked(text)
    raw = list(raw_spans(text if jekyll else plain))
    shown = _hidden(plain, [(start, end) for start, _, _, end in raw])
    edits = list(_links(shown, page))
    rest = _hidden(shown, [edit[:2] for edit in edits])
    left = list(_leftovers(text, rest, jekyll=jekyll))
    for start, begin, stop, end in raw:
        if keep_raw and plain[start] != MASK:
            continue
        edits += [(start, begin, ""), (stop, end, "")]
    return _edited(text, sorted(edits)), left


def without_raw(text: str) -> str:
    """Return a text in which what stands between ``{% raw %}`` and its end is blanked out."""
    return _hidden(text, [(start, end) for start, _, _, end in raw_spans(text)])


def raw_spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each ``{% raw %}`` begins and ends, and where its ``{% endraw %}`` does."""
    opened: re.Match[str] | None = None
    for match in re.finditer(_RAW, text):
        if match[1] == "raw":
            opened = opened or match
        elif opened:
            yield (*opened.span(), *match.span())
            opened = None


def unwrapped(destination: str, page: Page) -> str:
    """Return the destination of a link without Liquid; as it is if some of it is not known.

    If *page* returns ``#``, the link leads nowhere.
    """

    def path(match: re.Match[str]) -> str:
        """Return the path that a text with filters is."""
        return "/" + (match[1] or match[2] or "").lstrip("/")

    def appended(match: re.Match[str]) -> str:
        """Return the texts that are appended to the site's address."""
        return "".join(double or single for double, single in re.findall(_TEXT, match[1]))

    def named(match: re.Match[str]) -> str:
        """Return the address of a page, or the tag if there is no such page."""
        return page(match[1], match[2]) or match[0]

    new = re.sub(_SITE_URL, appended, destination)
    new = re.sub(_PAGE, named, re.sub(_FILTERED, path, new))
    if new == destination or re.search(_ANY, new):
        return destination
    if new.startswith("#"):
        return "#"
    return "/" + new.lstrip("/") if re.match(_ANY, destination) else new


def _links(shown: str, page: Page) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and new text of the destinations with Liquid that is understood."""
    for match in re.finditer(_DESTINATION, shown):
        group = "dest" if match["dest"] is not None else "value"
        new = unwrapped(match[group], page) if has_liquid(match[group]) else match[group]
        if new != match[group]:
            yield (*match.span(group), re.sub(r"\s", "%20", new))


def _leftovers(text: str, shown: str, *, jekyll: bool) -> Iterator[Leftover]:
    """Yield the Liquid in what is shown of a text; if not Jekyll's, only what is certain."""
    line = end = 0
    for match in re.finditer(_ANY, shown):
        line += shown.count("\n", end, match.start())
        end = match.start()
        if not re.match(_END, match[0]) and (jekyll or re.match(_CERTAIN, match[0])):
            yield Leftover(line, text[match.start() : match.end()])


def _hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with some spans of it blanked out; lines stay lines."""
    return _edited(text, [(a, b, re.sub(r"[^\n]", MASK, text[a:b])) for a, b in spans])


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other texts in the place of spans, which are in order."""
    parts, end = [], 0
    for start, stop, new in edits:
        parts += [text[end:start], new]
        end = stop
    return "".join([*parts, text[end:]])
