"""Front matter that is written reads back as it was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_confblog.frontmatter.markdown import parse_head
from sphinx_confblog.frontmatter.rst import find_docinfo, lines_of_rst, title_of, unescaped
from sphinx_confblog.frontmatter.writer import fields, front_matter, rst_title
from sphinx_confblog.util.text import one_line

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.records import Value

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "text", ["Anvil 2 is out!", "What's new?", "docker, C++", "Müller & Söhne (neu)", "日本語"]
)
def test_simple_texts_stay_plain(text: str) -> None:
    """No quotes where none are needed."""
    assert front_matter({"x": text}) == f"---\nx: {text}\n---\n"


@pytest.mark.parametrize(
    "text",
    ["a: b", "# 1", "C#, #1", "'a'", '"', "- a", "* a", "2026", "2026-01-01", "true", "No", "null",
     "~", "", "a ", "[a]", "{a}", "a #b", "@a", "%a", "\u2028", "a\tb"],
)  # fmt: skip
def test_all_others_are_quoted(text: str) -> None:
    """Every reader of YAML gets the text."""
    head = front_matter({"x": text})
    assert head.startswith('---\nx: "')
    assert yaml.safe_load(head.strip("-\n")) == {"x": text}


@given(TEXT)
def test_any_text_reads_back(text: str) -> None:
    """By our reader and by any other."""
    line = one_line(text)
    head = parse_head(front_matter({"title": line, "draft": True}))
    assert head.entries["title"].value == line
    assert head.entries["draft"].value == "true"
    assert yaml.safe_load(front_matter({"x": line}).strip("-\n")) == {"x": line}


def test_dates_and_flags_may_stand_without_quotes() -> None:
    """The project's own reader takes every value for a text; nulls and marks need quotes still."""
    head = front_matter(
        {"date": "2026-01-01", "draft": "true", "tags": ["3.10", "null"], "x": "a\nb"},
        portable=False,
    )
    assert (
        head
        == "---\ndate: 2026-01-01\ndraft: true\ntags:\n- 3.10\n- 'null'\nx: |-\n  a\n  b\n---\n"
    )


@pytest.mark.slow
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
    values: dict[str, Value] = {"x": text, "a:b\\": [text, "b"], "y": f"{text}\n\n{text}"}
    found = find_docinfo(lines_of_rst(fields({**values, "draft": True, "pinned": False})))
    assert {field.name: field.value for field in found.fields} == {
        **values, "draft": "true", "pinned": "false",
    }  # fmt: skip
