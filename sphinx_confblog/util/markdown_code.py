"""Finds code in Markdown, and replaces text outside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token


#: Directives whose content is no Markdown.
VERBATIM = frozenset(
    [
        "code",
        "code-block",
        "sourcecode",
        "literalinclude",
        "parsed-literal",
        "raw",
        "math",
        "mermaid",
        "eval-rst",
        "csv-table",
        "doctest",
        "testcode",
        "testoutput",
    ]
)
MAX_DEPTH = 10
_DIRECTIVE = r"\{([\w:-]+)\}"
_RAW_HTML = r"(?i)\{raw\}.*\bhtml\b"
_RUN = r"(?<!\\)`+"
#: What hides code from a search: no pattern here looks for it, and it is no white space.
MASK = "\x1a"


def blocks(body: str) -> list[Token]:
    """Return the blocks of a text; inline markup, which takes most of the time, isn't parsed."""
    return MarkdownIt("commonmark").disable("inline").parse(body)


def code_lines(body: str, first: int = 0, depth: int = 0, *, html: bool = False) -> set[int]:
    """Return the lines of fenced and indented code, counted from 0.

    The content of MyST's directives is text, but for those that show it as it is. With *html*, so
    is the content of the directive ``raw`` for HTML.
    """
    lines: set[int] = set()
    for token in blocks(body):
        if token.type not in {"fence", "code_block"} or not token.map:
            continue
        start, stop = token.map
        name = re.match(_DIRECTIVE, token.info)
        if html and re.match(_RAW_HTML, token.info):
            lines.update((first + start, first + stop - 1))
        elif token.type == "fence" and name and name[1] not in VERBATIM and depth < MAX_DEPTH:
            lines.update(code_lines(token.content, first + start + 1, depth + 1, html=html))
            # The fences themselves are no code spans.
            lines.update((first + start, first + stop - 1))
        else:
            lines.update(range(first + start, first + stop))
    return lines


def directive_lines(body: str) -> set[int]:
    """Return the lines of directives, whose arguments may be paths, counted from 0."""
    lines: set[int] = set()
    for token in blocks(body):
        name = re.match(_DIRECTIVE, token.info) if token.type == "fence" else None
        if name and token.map and (name[1] not in VERBATIM or name[1] == "eval-rst"):
            lines.update(range(*token.map))
    return lines


def directives(body: str, first: int = 1, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the lines of directives, counted from *first*, with their names; nested ones too."""
    for token in blocks(body):
        name = re.match(_DIRECTIVE, token.info) if token.type == "fence" else None
        if name and token.map:
            line = first + token.map[0]
            yield line, name[1]
            if name[1] not in VERBATIM and depth < MAX_DEPTH:
                yield from directives(token.content, line + 1, depth + 1)


def masked(body: str, *, html: bool = False) -> str:
    """Return the text with code blanked out, of the same length and with the same lines.

    With *html*, the content of the directive ``raw`` for HTML stays.
    """
    code = code_lines(body, html=html)
    lines = body.split("\n")
    shown = [_mask(line) if number in code else line for number, line in enumerate(lines)]
    return _without_spans("\n".join(shown))


def replace_outside(
    body: str,
    pattern: re.Pattern[str],
    new: Callable[[re.Match[str], int], str],
    groups: tuple[str, ...] = (),
    shown: str | None = None,
) -> str:
    """Replace what a pattern finds outside code; *new* is given the line, counted from 0.

    With *groups*, only the first of them that has matched is replaced. The pattern sees the
    text with code masked: *shown*, or that of Markdown.
    """
    shown = masked(body) if shown is None else shown
    parts = []
    end = 0
    for match in pattern.finditer(shown):
        group = next((name for name in groups if match[name] is not None), 0)
        line = shown.count("\n", 0, match.start(group))
        parts += [body[end : match.start(group)], new(match, line)]
        end = match.end(group)
    return "".join([*parts, body[end:]])


def _mask(text: str) -> str:
    return MASK * len(text)


def _without_spans(text: str) -> str:
    """Mask code spans; a span ends before the paragraph does."""
    parts = []
    end = 0
    runs = list(re.finditer(_RUN, text))
    stops = [match.start() for match in re.finditer(r"\n[ \t]*\n", text)]
    index = 0
    while index < len(runs):
        opening = runs[index]
        place = bisect_right(stops, opening.start())
        stop = stops[place] if place < len(stops) else len(text)
        closing = _closing(runs, index, stop)
        if closing is None:
            index += 1
            continue
        parts.append(text[end : opening.start()])
        end = runs[closing].end()
        parts.append(re.sub(r"[^\n]", MASK, text[opening.start() : end]))
        index = closing + 1
    return "".join([*parts, text[end:]])


def _closing(runs: list[re.Match[str]], index: int, stop: int) -> int | None:
    """Return the run of backticks that ends a span; None if none does before *stop*."""
    for number in range(index + 1, len(runs)):
        if runs[number].start() >= stop:
            return None
        if len(runs[number][0]) == len(runs[index][0]):
            return number
    return None
