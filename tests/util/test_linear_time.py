"""Time on the HTML that authors type grows with its length, whatever it is made of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinx_confblog.feeds.portable_html import feed_html
from sphinx_confblog.reading.separators import Separators
from sphinx_confblog.util.html_fragments import anchors, open_tags, rebase, without_strays
from sphinx_confblog.util.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

#: Repeated, each of these once made some pattern or parser begin again at every copy.
PIECES = [
    "<a ", "<html ", "<body ", "<!-- ", '<a "', "<a '", "<a \"'", '<a href="', "<a href=", "<? ",
    "<![", "< ", "</", "</a ", "&#", '<img src="x" ', "<p id=", 'srcset="a,', "url(", "<svg ",
]  # fmt: skip
SMALL, TIMES = 1000, 8
#: Linear time is 8 times as much, quadratic 64 times; machines are noisy.
LIMIT = 28
NOTHING = 0.02
FUNCTIONS: list[Callable[[str], object]] = [
    anchors,
    lambda text: open_tags([text]),
    lambda text: without_strays([text]),
    lambda text: rebase(text, "../a/b.html"),
    lambda text: feed_html(text, "https://site.example/a/b.html"),
    lambda text: list(Separators(["<!-- more -->"]).misspelt(page_of(text))),
    lambda text: Separators(["<!-- more -->"]).mark(page_of(text)),
]


def page_of(text: str) -> nodes.Element:
    """Return a section of a single element in HTML."""
    return nodes.section("", nodes.raw("", text, format="html"))


def seconds(function: Callable[[str], object], text: str, enough: float = 0.0) -> float:
    """Return the least CPU time of three calls, or of those up to one that is quick *enough*."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        function(text)
        taken.append(time.process_time() - start)
        if taken[-1] < enough:
            break
    return min(taken)


def test_long_words_are_not_compared() -> None:
    """A word of this length would take gigabytes."""
    assert nearest("a" * 200_000, ["a" * 199_999]) is None
    assert nearest("dcoker", ["docker"]) == "docker"


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(piece: str) -> None:
    """Eight times the text takes about eight times as long."""
    for function in FUNCTIONS:
        few, many = (f"<div>{piece * count}</div>" for count in (SMALL, SMALL * TIMES))
        # What takes no time needs no proof, and cannot be measured.
        taken = seconds(function, many, NOTHING)
        assert taken < NOTHING or taken < LIMIT * seconds(function, few)
