"""Front matter that is written reads back as it was meant."""

from __future__ import annotations

import pytest
import yaml
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_confblog.docinfo import find_docinfo, lines_of_rst, title_of, unescaped
from sphinx_confblog.frontmatter import parse_head
from sphinx_confblog.quoting import fields, front_matter, one_line, quoted, rst_title

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


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


@given(TEXT)
def test_any_text_reads_back(text: str) -> None:
    """By our reader and by any other."""
    line = one_line(text)
    head = parse_head(front_matter({"title": line, "draft": True}))
    assert head.entries["title"].value == line
    assert head.entries["draft"].value == "true"
    assert yaml.safe_load(quoted(line)) == line


@given(TEXT.map(one_line).filter(bool))
@example("- item")
@example("1. one")
@example(":date: x")
@example("----")
@example("A_ b_c `x` |y| *z* \\d")
@example("日本語")
@example("...")
@example("\\")
@example("a__:|")
def test_any_title_is_a_title_in_rst(text: str) -> None:
    """Docutils reads the title back as it was typed, and nothing else."""
    settings = {"report_level": 1, "halt_level": 1, "warning_stream": ""}
    document = publish_doctree(rst_title(text), settings_overrides=settings)
    assert document["title"] == text
    assert len(document.children) == 1
    assert unescaped(title_of(lines_of_rst(rst_title(text))) or "") == text


@given(TEXT.map(one_line).filter(bool))
@example("- item")
@example("a\\b")
def test_any_text_is_a_field(text: str) -> None:
    """Fields are read back as they were typed."""
    found = find_docinfo(lines_of_rst(fields({"x": text, "draft": True, "pinned": False})))
    assert {field.name: field.value for field in found.fields} == {
        "x": text, "draft": "true", "pinned": "false",
    }  # fmt: skip
