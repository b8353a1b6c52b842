"""What the site says of its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.terms import TermInfo, read_terms

if TYPE_CHECKING:
    from pathlib import Path

TAXONOMIES = ("tags", "authors")


def read(value: Any, folder: Path) -> tuple[dict[str, dict[str, TermInfo]], list[str]]:
    """The terms, and what was reported."""
    reported: list[str] = []

    def report(text: str, place: str | None) -> None:
        reported.append(text)

    return read_terms(value, TAXONOMIES, folder, report), reported


def terms(value: Any, folder: Path) -> dict[str, dict[str, TermInfo]]:
    """The terms of a value that is all right."""
    found, reported = read(value, folder)
    assert reported == []
    return found


@pytest.mark.parametrize("value", [{}, {"tags": {}}, {"tags": None}])
def test_nothing(tmp_path: Path, value: Any) -> None:
    """Nothing may be said."""
    assert not any(terms(value, tmp_path).values())


def test_all_keys(tmp_path: Path) -> None:
    """Each known key has its place; all others are kept for templates."""
    value = {"authors": {"Ann": {
        "name": "Ann Lee", "description": "Writes.", "url": "https://ann.org",
        "aliases": ["ann lee", "al"], "avatar": "ann.png", "socials": {"x": "y"},
    }}}  # fmt: skip
    assert terms(value, tmp_path) == {"authors": {"ann": TermInfo(
        id="Ann", name="Ann Lee", description="Writes.", url="https://ann.org",
        aliases=("ann lee", "al"), extra={"avatar": "ann.png", "socials": {"x": "y"}},
    )}}  # fmt: skip


def test_short_forms(tmp_path: Path) -> None:
    """A text alone is the name, one alias needs no list, and no value is a known term."""
    value = {"tags": {"k8s": "Kubernetes", "a": {"aliases": "b"}, "c": None, 3: None}}
    assert terms(value, tmp_path)["tags"] == {
        "k8s": TermInfo(id="k8s", name="Kubernetes"),
        "a": TermInfo(id="a", aliases=("b",)),
        "c": TermInfo(id="c"),
        "3": TermInfo(id="3"),
    }


def test_files(tmp_path: Path) -> None:
    """All of it, or one taxonomy, may stand in a YAML file."""
    (tmp_path / "tags.yaml").write_text("k8s: Kubernetes\n", "utf-8-sig")
    (tmp_path / "all.yaml").write_text("tags: tags.yaml\nauthors: {ann: Ann}\n", "utf-8")
    expected = {
        "tags": {"k8s": TermInfo(id="k8s", name="Kubernetes")},
        "authors": {"ann": TermInfo(id="ann", name="Ann")},
    }
    assert terms("all.yaml", tmp_path) == expected
    assert terms({"tags": "tags.yaml", "authors": {"ann": "Ann"}}, tmp_path) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["x"], "confblog_terms is ['x']"),
        ({"tags": 3}, "confblog_terms['tags'] is 3"),
        ({"tags": {"a": 3}}, "confblog_terms['tags']['a'] is 3"),
        ({"tags": {"a": {"name": ["b"]}}}, "confblog_terms['tags']['a']['name'] is ['b']"),
        ({"tags": {"a": {"aliases": 3}}}, "confblog_terms['tags']['a']['aliases'] is 3"),
        ("missing.yaml", "missing.yaml"),
        ("broken.yaml", "broken.yaml"),
        ({"tags": "list.yaml"}, "confblog_terms['tags'] is ['a']"),
    ],
)
def test_mistakes(tmp_path: Path, value: Any, words: str) -> None:
    """What is not understood is reported by its place and left out."""
    (tmp_path / "broken.yaml").write_text("a: [\n", "utf-8")
    (tmp_path / "list.yaml").write_text("- a\n", "utf-8")
    _, reported = read(value, tmp_path)
    assert len(reported) == 1
    assert words in reported[0]
    assert reported[0].endswith("ignored")
