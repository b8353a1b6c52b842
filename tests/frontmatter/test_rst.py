"""Fields at the top of reStructuredText: every case in data files, and what holds for any text."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from cases import DOCINFO, NOW, ZONE, Case, docinfo_cases
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import example, given
from hypothesis import strategies as st
from outcomes import outcome, plain

from sphinx_confblog.discovery.scanner import read_file
from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, ReadingRules
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import find_docinfo, lines_of_rst, read_rst, strip_rst

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = ReadingRules(
    zone=ZONE,
    taxonomies=("tags", "authors", "categories", "series"),
    suffixes=((".rst", "restructuredtext"),),
)
CASES = list(docinfo_cases())
#: Levels of docutils' messages above this one tell of errors.
SEVERE = 2
#: Pieces from which heads are put together.
PIECES = [
    ":date: 2020-01-01", ":tags: a, b", ":Own: x", "   more", "", "Title", "=====", "-----",
    "Text.", ".. comment", ".. _target:", ":role:`x` y", "..", ":draft:", "- item", ":a:b: c",
    "::", ": x:", ":x :", "| line", "~~~~~", "__ https://x.org/", ":esc\\:aped: z",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """Each file in tests/cases/docinfo comes to what the file beside it says."""
    reading = read_file(f"blog/{case.name}", case.path, RULES, NOW)
    assert outcome(reading) == case.outcome
    record = {key: plain(getattr(reading.post, key)) for key in case.post}
    assert record == case.post
    found = [(problem.subtype, problem.line) for problem in reading.problems]
    assert found == [(warned.subtype, warned.line) for warned in case.warnings]
    for problem, warned in zip(reading.problems, case.warnings, strict=True):
        assert [text for text in warned.text if text not in problem.text] == []


def test_cases_are_found() -> None:
    """The loader finds the files, so that the test above cannot pass by testing nothing."""
    assert len(CASES) == len(list(DOCINFO.glob("*.expect.yaml"))) > 40


def docinfo_of(text: str) -> set[str]:
    """The names of the fields that docutils itself takes for docinfo."""
    settings = {"report_level": 5, "halt_level": 5, "docinfo_xform": False}
    document = publish_doctree(text, settings_overrides=settings)
    messages = document.findall(nodes.system_message)
    if any(message["level"] > SEVERE for message in messages):
        return set()  # broken titles, which docutils leaves out
    before = (nodes.PreBibliographic,)
    index = document.first_child_not_matching_class(before)  # type: ignore[arg-type]
    found = document[index] if index is not None else None
    if not isinstance(found, nodes.field_list):
        return set()
    names = (field.children[0].astext() for field in found.findall(nodes.field))
    return {" ".join(name.lower().split()) for name in names}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_docutils_finds_the_same_fields(case: Case) -> None:
    """What docutils takes for docinfo is found without docutils."""
    text = case.path.read_bytes().decode("utf-8-sig", "replace")
    if text.startswith("---\n"):
        pytest.skip("this is YAML")
    found = {field.name for field in find_docinfo(lines_of_rst(text)).fields}
    assert docinfo_of(text) <= found


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join))
@example("Title\n=====\n\n:date: 2020-01-01\n")
@example("::\n::\n:date: 2020-01-01")
@example("===\n====\n\n:date: 2020-01-01")
@example("=====\n:date: 2020-01-01\n=====\n:date: 2020-01-01\n~~~~~")
def test_no_field_of_docutils_is_missed(text: str) -> None:
    """Whatever stands at the top: a field that docutils takes is read, so no draft is missed."""
    found = {field.name for field in find_docinfo(lines_of_rst(text)).fields}
    assert docinfo_of(text) <= found


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Nothing but FrontMatterError comes out of reading a file."""
    path = tmp_path_factory.mktemp("rst") / "post.rst"
    path.write_bytes(raw)
    with contextlib.suppress(FrontMatterError):
        read_rst(path)


def test_a_head_has_a_limit(tmp_path: Path) -> None:
    """Fields of more than 256 KiB are refused."""
    path = tmp_path / "post.rst"
    path.write_text(":excerpt:\n" + "   words and words\n" * 20_000)
    with pytest.raises(FrontMatterError, match="larger than 256 KiB"):
        read_rst(path)


STRIPPED = {
    "fields of the blog go, others go up": (
        ":own: x\n:date: 2020-01-01\n\n:orphan:\n:tags: a\n  b\n\nText.\n",
        ":own: x\n\n:orphan:\n\n\n\n\nText.\n",
        {},
    ),
    "below a title all go if one is the blog's": (
        "T\n=\n\n:date: 2020-01-01\n:status: x\n:list: - a\n       - b\n\nText.\n",
        "T\n=\n\n\n\n\n\n\nText.\n",
        {"status": "x", "list": "a, b"},
    ),
    "below a title all stay if none is": (
        "T\n=\n\n:release: 2.0\n\nText.\n", "T\n=\n\n:release: 2.0\n\nText.\n", {},
    ),
    "YAML goes": ("---\ndate: 2020-01-01\nx: y\n---\nText.", "\n\n\n\nText.\n", {"x": "y"}),
    "a text without a head stays": ("Text.\n\nMore.\n", "Text.\n\nMore.\n", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", STRIPPED)
def test_a_head_is_taken_off(name: str) -> None:
    """What is left for Sphinx: lines stay where they are."""
    source, text, data = STRIPPED[name]
    stripped = strip_rst(source, KNOWN_KEYS | {"tags"})
    assert (stripped.text, dict(stripped.data)) == (text, data)


def keys_left(text: str) -> Iterator[str]:
    """The blog's keys in the head of a text."""
    yield from (f.name for f in find_docinfo(lines_of_rst(text)).fields if f.name in KNOWN_KEYS)


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join))
def test_taking_a_head_off_leaves_no_key_of_the_blog(text: str) -> None:
    """The page does not show what the blog has read, and has as many lines."""
    stripped = strip_rst(text, KNOWN_KEYS)
    assert len(stripped.text.splitlines()) == len(text.splitlines())
    assert list(keys_left(stripped.text)) == []
