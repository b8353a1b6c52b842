"""Front matter that is written reads back as it was meant."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.frontmatter import parse_head
from sphinx_confblog.quoting import front_matter, one_line, quoted


@pytest.mark.parametrize(
    "text", ["Anvil 2 is out!", "What's new?", "docker, C++", "Müller & Söhne (neu)", "日本語"]
)
def test_simple_texts_stay_plain(text: str) -> None:
    """No quotes where none are needed."""
    assert quoted(text) == text


@pytest.mark.parametrize(
    "text",
    ["a: b", "# 1", "C#, #1", "'a'", '"', "- a", "* a", "2026", "2026-01-01", "true", "No", "null",
     "~", "", "a ", "[a]", "{a}", "a #b", "@a", "%a", "\u2028", "a\tb"],
)  # fmt: skip
def test_all_others_are_quoted(text: str) -> None:
    """Every reader of YAML gets the text."""
    assert quoted(text).startswith('"')
    assert yaml.safe_load(quoted(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back(text: str) -> None:
    """By our reader and by any other."""
    line = one_line(text)
    head = parse_head(front_matter({"title": line, "draft": True}))
    assert head.entries["title"].value == line
    assert head.entries["draft"].value == "true"
    assert yaml.safe_load(quoted(line)) == line
