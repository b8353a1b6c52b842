"""Recognizes misspelt separators, and suggests how to write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.util.markdown_code import code_lines, masked
from sphinx_confblog.util.text import one_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


#: Longer texts aren't misspelt separators.
LONGEST = 24
#: How many letters distinguish a misspelling from another word.
_TELLING = 8
COMMENT_START, COMMENT_END = "<!--", "-->"
_COMMENT = r"(?s)<!--(.*?)-->"
_COMMENT_IN_RST = r"\.\. +(?!.*::)(.*)"
_MARKS_BEFORE = r"\s*(?:[-*+>]\s+)*"
_MARKUP = r"(\*\*|__|``?|\*|_)([^*_`]+)\1"
_HEADING = r"#{1,6}[ \t]+(.*?)[ \t#]*"
_UNDERLINE = r"([=\-~^\"'#*+._])\1{2,}"
#: What ends a paragraph without a blank line: a list, a quote, a fence.
_BOUNDARY = r"[-*+>] |```|:::|$"


class Slips:
    """The slips in some separators: lines of text, and the words of HTML comments."""

    def __init__(
        self, lines: Iterable[str], comments: Iterable[str], right: re.Pattern[str] | None = None
    ) -> None:
        #: What comments that are separators match.
        self.right = right
        #: Each separator in lower case -> as it is to be written.
        self.lines = {line.casefold(): line for line in lines}
        self.telling = {
            letters(line): line
            for line in self.lines.values()
            if line.isalpha() and len(line) >= _TELLING
        }
        self.comments = self.telling | {
            letters(words): f"<!-- {words} -->" for words in comments if words
        }

    def in_line(self, text: str) -> str | None:
        """Return what is wrong with a line of text, or None.

        “Read more” in other letters than capitals is prose, and so is “READ MORE:”.
        """
        text = text.strip()
        meant = self.lines.get(text.casefold())
        words = re.findall(r"[^\W_]+", text)
        if meant is None and (len(words) == 1 or (text.isupper() and not text.endswith(":"))):
            meant = near(text, self.telling)
        return None if meant in {None, text} else problem(repr(text), repr(meant))

    def in_markup(self, text: str, typed: str) -> str | None:
        """Return what is wrong with text that is alone in some markup, or None."""
        meant = near(text, self.telling) if text.isupper() else None
        return problem(repr(typed), f"{meant!r} without markup") if meant else None

    def in_heading(self, text: str) -> str | None:
        """Return what is wrong with a heading, or None."""
        meant = near(text, self.telling) if " " not in text else None
        return problem(f"the heading {text!r}", f"{meant!r} as a line of text") if meant else None

    def in_comment(self, text: str, typed: str) -> str | None:
        """Return what is wrong with a comment, or None; *typed* is the whole of it."""
        forms = (text.strip(), f"{COMMENT_START}{text}{COMMENT_END}")
        if self.right and any(map(self.right.fullmatch, forms)):
            return None
        meant = near(text, self.comments)
        if meant and typed.startswith(".. "):
            # HTML is ordinary text in reStructuredText.
            meant = re.sub(r"<!-- (.*) -->", r".. \1", meant)
        return problem(repr(" ".join(typed.split())), repr(meant)) if meant else None


def slips_in_source(text: str, slips: Slips, *, is_rst: bool = False) -> list[tuple[int, str]]:
    """Return line, counted from 0, and problem of each misspelling in a post, without parsing it.

    In reStructuredText, what is indented may be code.
    """
    lines = ["", *text.split("\n"), ""]
    found = [
        (number, problem)
        for number, (above, line, below) in enumerate(
            zip(lines, lines[1:], lines[2:], strict=False)
        )
        if len(line) <= 2 * LONGEST
        and not (is_rst and line[:1].isspace())
        and (problem := _slip_in_line(slips, line.rstrip(), above.strip(), below.strip()))
    ]
    if is_rst:
        return found
    commented = list(_slips_in_comments(slips, text))
    if commented:
        commented = list(_slips_in_comments(slips, masked(text)))
    code = code_lines(text) if found else set()
    return sorted([*commented, *(slip for slip in found if slip[0] not in code)])


def _slip_in_line(slips: Slips, line: str, above: str, below: str) -> str | None:
    """Return what is wrong with a line of a source between two others, or None."""
    # A backslash breaks the line.
    text = re.sub(_MARKS_BEFORE, "", line, count=1).removesuffix("\\").rstrip()
    if match := re.fullmatch(_COMMENT_IN_RST, text):
        return slips.in_comment(match[1], text)
    if text.startswith((COMMENT_START, "..", ":::", "|", "%")) or text.endswith(COMMENT_END):
        return None
    if match := re.fullmatch(_HEADING, text):
        return slips.in_heading(match[1])
    if re.fullmatch(_UNDERLINE, below):
        return slips.in_heading(text)
    if match := re.fullmatch(_MARKUP, text):
        begins = text != line or re.match(_BOUNDARY, above)
        alone = begins and re.match(_BOUNDARY, below)
        return slips.in_markup(match[2], text) if alone else None
    return slips.in_line(text)


def _slips_in_comments(slips: Slips, text: str) -> Iterator[tuple[int, str]]:
    """Return line and problem of each misspelling in the comments of a text."""
    for match in comments_in(text):
        if problem := slips.in_comment(match[1], match[0]):
            yield text.count("\n", 0, match.start()), problem


def comments_in(text: str) -> Iterator[re.Match[str]]:
    """Return the comments of HTML in a text; past the last end, no beginning is looked at."""
    return re.finditer(_COMMENT, text[: text.rfind(COMMENT_END) + len(COMMENT_END)])


def problem(typed: str, meant: str) -> str:
    """Return the message about a misspelling."""
    return f"{typed} does not end the excerpt; write {meant}. It is part of the text."


def near(text: str, known: Mapping[str, str]) -> str | None:
    """Return what a text means of what is *known* by its letters; one of many may be wrong."""
    if len(text) > LONGEST:
        return None
    typed = letters(text)
    slips = (
        meant for word, meant in known.items() if len(word) >= _TELLING and one_edit(typed, word)
    )
    return known.get(typed) or next(slips, None)


def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))
