"""What was meant to be a separator is recognized, and prose is left alone."""

from __future__ import annotations

import re

import pytest

from sphinx_confblog.config.validators import SEPARATORS
from sphinx_confblog.util.separator_slips import Slips

COMMENTS = ["more", "truncate", "TEASER_END"]
SLIPS = Slips([text for text in SEPARATORS if text.isalpha()], COMMENTS)
#: Lines that were meant to be READMORE.
MEANT = [
    "Readmore", "readmore", "READ MORE", "READ-MORE", "READMOR", "REDMORE", "RAEDMORE", "READMOORE",
    "READMORE.", "READMORE:", "-- READMORE --", "[READMORE]", "{readmore}", "<READMORE>",
]  # fmt: skip
#: Prose that is not.
PROSE = [
    "READMORE", "Read more", "Read more:", "READ MORE:", "Read more about READMORE", "more", "More",
    "Reading", "Read me", "READ ME", "", "truncate", "Readers", "---", "READMORE ends the excerpt",
]  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_lines_with_slips(text: str) -> None:
    """One letter, punctuation, case, or a space between capitals."""
    said = f"{text!r} does not end the excerpt; write 'READMORE'. It is part of the text."
    assert SLIPS.in_line(text) == said


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_no_slip(text: str) -> None:
    """Whatever is a separator, or might be meant as it stands."""
    assert SLIPS.in_line(text) is None


def test_markup_and_headings() -> None:
    """Capitals in markup, and a heading of one word."""
    said = "'**READMORE**' does not end the excerpt; write 'READMORE' without markup."
    assert str(SLIPS.in_markup("READMORE", "**READMORE**")).startswith(said)
    assert SLIPS.in_markup("readmore", "`readmore`") is None
    said = "the heading 'READMORE' does not end the excerpt; write 'READMORE' as a line of text."
    assert str(SLIPS.in_heading("READMORE")).startswith(said)
    assert SLIPS.in_heading("Read more") is SLIPS.in_heading("READ MORE") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (" readmore ", "READMORE"), ("READMORE", "READMORE"), ("read more", "READMORE"),
        ("More", "<!-- more -->"), ("more...", "<!-- more -->"), ("Truncate", "<!-- truncate -->"),
        ("trunkate", "<!-- truncate -->"), ("teaser end", "<!-- TEASER_END -->"),
    ],
)  # fmt: skip
def test_comments_with_slips(text: str, meant: str) -> None:
    """Those of lines count, too."""
    said = f"'<!--{text}-->' does not end the excerpt; write {meant!r}. It is part of the text."
    assert SLIPS.in_comment(text, f"<!--{text}-->") == said


@pytest.mark.parametrize("text", ["mores", "More on that", "TODO: more", "", "trunk", "teaser"])
def test_other_comments(text: str) -> None:
    """They may say anything."""
    assert SLIPS.in_comment(text, text) is None


def test_comments_of_restructuredtext() -> None:
    """HTML is text there, so another form is suggested; in a comment, it is understood."""
    assert "write '.. more'." in str(SLIPS.in_comment("More", ".. More"))
    right = re.compile("<!--\\s*more\\s*-->")
    assert Slips([], ["more"], right).in_comment("<!--more-->", ".. <!--more-->") is None


def test_own_separators() -> None:
    """Short ones and those of marks have no slips but in case; READMORE is a word then."""
    slips = Slips(["CUT", "---8<---"], ["cut"])
    for text in ("Cut.", "CU", "8", "--8<---", "READMOR", "[CUT]"):
        assert slips.in_line(text) is None
    assert "write 'CUT'" in str(slips.in_line("Cut"))
