"""Paragraphs of pages, as ABlog counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_confblog.cli.ablog.pages import text_blocks
from sphinx_confblog.cli.ablog.records import Page

#: Name -> text, and what each block ends with, with the paragraphs in it.
MARKDOWN = {
    "paragraphs": ("---\nx: y\n---\n# A\n\nOne\ntwo.\n\nThree.\n", [("two.", 1), ("Three.", 1)]),
    "list": ("- a\n- b\n\n  c\n\nText.\n", [("  c", 3), ("Text.", 1)]),
    "quote": ("> a\n>\n> b\n\n1. c\n", [("> b", 2), ("1. c", 1)]),
    "fence": (":::{note}\nA.\n\nB.\n:::\n\n```\nC.\n```\nText.\n", [("Text.", 1)]),
    "targets": ("(label)=\n% A comment.\n+++\n\nText.\n", [("Text.", 1)]),
    "definition": ("Term\n: One.\n\n  Two.\n\nText.\n", [("  Two.", 2), ("Text.", 1)]),
}
RST = {
    "paragraphs": ("A\n=\n\nOne\ntwo.\n\nThree.\n", [("two.", 1), ("Three.", 1)]),
    "literal": ("Run this::\n\n   pip\n\n   install\n\nText.\n", [("   install", 1), ("Text.", 1)]),
    "quoted literal": ("Run this::\n\n> pip\n> x\n\nText.\n", [("> x", 1), ("Text.", 1)]),
    "list": ("- a\n- b\n\n- c\n\n  d\n\nText.\n", [("  d", 4), ("Text.", 1)]),
    "numbers": ("1. a\n\n#. b\n\n::\n\n   x\n", [("#. b", 2)]),
    "quote": ("Text.\n\n   a\n\n   b\n\nText.\n", [("Text.", 1), ("   b", 2), ("Text.", 1)]),
    "definition": ("Term\n   One.\n\n   Two.\n\nText.\n", [("   Two.", 1), ("Text.", 1)]),
    "directive": (".. note::\n\n   A.\n\n   B.\n\nText.\n", [("Text.", 1)]),
    "rule": ("A.\n\n----\n\nB.\n", [("A.", 1), ("B.", 1)]),
}


def blocks(text: str, *, markdown: bool) -> list[tuple[str, int]]:
    """The last line of each block with paragraphs, and their number."""
    page = Page(Path("x"), "x", text, markdown=markdown)
    return [(page.lines[block.stop - 1], block.paragraphs) for block in text_blocks(page)]


@pytest.mark.parametrize("name", MARKDOWN)
def test_paragraphs_of_markdown(name: str) -> None:
    """Those in lists and quotes count; nothing is cut in two."""
    text, expected = MARKDOWN[name]
    assert blocks(text, markdown=True) == expected


@pytest.mark.parametrize("name", RST)
def test_paragraphs_of_restructuredtext(name: str) -> None:
    """A literal block belongs to the paragraph that announces it."""
    text, expected = RST[name]
    assert blocks(text, markdown=False) == expected
