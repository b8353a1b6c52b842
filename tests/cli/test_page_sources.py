"""Directives are found in the source of pages; that a build agrees is in test_check."""

from __future__ import annotations

import pytest

from sphinx_confblog.cli.editing.page_sources import (
    Directive,
    directives_in_markdown,
    directives_in_rst,
    numbered,
)


def markdown(text: str, *, colons: bool = False) -> list[Directive]:
    """The directives of a Markdown page."""
    return list(directives_in_markdown(numbered(text), colons=colons))


def rst(text: str) -> list[Directive]:
    """The directives of a page in reStructuredText."""
    return list(directives_in_rst(numbered(text)))


def test_a_fence_has_name_argument_options_and_text() -> None:
    """In Markdown, options stand above the text, quoted or not."""
    (found,) = markdown(
        'Text.\n\n```{figure} a.png\n:alt: "A: b"\n:class: x # y\n:flag:\n\nWords.\n```\n'
    )
    options = {"alt": "A: b", "class": "x", "flag": ""}
    assert found == Directive("figure", "a.png", options, ((8, "Words."),), 3, 6, is_fence=True)


def test_a_directive_of_restructuredtext_has_the_same() -> None:
    """Options may go on in the next line."""
    (found,) = rst("Text.\n\n.. figure:: a.png\n   :alt: A\n      b\n   :flag:\n\n   Words.\n")
    options = {"alt": "A\nb", "flag": ""}
    assert found == Directive("figure", "a.png", options, ((8, "   Words."),), 3, 6)


def test_colons_are_fences_only_where_the_site_says_so() -> None:
    """Without the option they are a paragraph."""
    text = "::::{one}\n:::{two}\n:::\n::::\n"
    assert markdown(text) == []
    assert [found.name for found in markdown(text, colons=True)] == ["one", "two"]


def test_an_item_ends_its_fence() -> None:
    """What is indented less than the text of a list item is no part of it."""
    (found,) = markdown("- ```{one}\n  a\nb\n")
    assert found.body == ((2, "a"),)


def test_text_after_options_counts_as_text() -> None:
    """An argument does, too, where a directive takes none."""
    assert [found.has_text for found in markdown("```{a}\n:b: c\n```\n```{a} b\n```\n")] == [
        False,
        True,
    ]


@pytest.mark.parametrize("text", ["> " * 2000, "```{note}\n" * 2000, "> - " * 2000])
def test_depth_has_an_end(text: str) -> None:
    """Directives are not looked for deeper than MyST would read them."""
    assert len(list(directives_in_markdown(numbered(text)))) <= 50
