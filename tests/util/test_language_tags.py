"""Languages of posts: what is a tag, which tags are the same, and what file names say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.util.language_tags import USUAL, among, parse_tag, same, split_stem, web_tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("fr", "fr"),
        (" FR ", "fr"),
        ("pt_br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("gsw", "gsw"),
        ("French", None),
        ("fr-", None),
        ("f", None),
        ("", None),
        ("fr/../x", None),
    ],
)
def test_tags(text: str, tag: str | None) -> None:
    """A language, perhaps with a script and a region, however it is typed."""
    assert parse_tag(text) == tag


@given(st.text())
def test_a_tag_is_a_name_for_a_folder(text: str) -> None:
    """It is written in one way, and never leads out of a folder."""
    tag = parse_tag(text)
    if tag is not None:
        assert parse_tag(tag) == tag
        assert set(tag) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("en", "en", True),
        ("en", "en-GB", True),
        ("en-us", "en-US", True),
        ("pt-PT", "pt-BR", False),
        ("zh-Hans", "zh-Hant", False),
        ("de", "nl", False),
    ],
)
def test_which_are_the_same(one: str, other: str, expected: bool) -> None:
    """A tag without a country means any."""
    assert same(one, other) is expected
    assert same(other, one) is expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en"), ("pt_BR", "pt-BR"), ("zh_Hant_TW", "zh-Hant-TW"), ("sr@latin", None),
     ("not a language", None), ('"', None), ("", None), (None, None)],
)  # fmt: skip
def test_languages_are_named_as_on_the_web(language: str | None, expected: str | None) -> None:
    """What is no name of a language is left out."""
    assert web_tag(language) == expected


def test_the_tag_itself_comes_first() -> None:
    """Before one that only means the same."""
    assert among("pt-BR", ["pt", "pt-BR"]) == "pt-BR"
    assert among("pt-BR", ["pt"]) == "pt"
    assert among("fr", ["de"]) is None


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("2020-01-01-title.fr", ("2020-01-01-title", "fr")),
        ("2020-01-01-title.pt_BR", ("2020-01-01-title", "pt-BR")),
        ("title.ZH-cn", ("title", "zh-CN")),
        ("2020-01-01-node.js", ("2020-01-01-node.js", None)),
        ("socket.io", ("socket.io", None)),
        ("v1.2", ("v1.2", None)),
        ("fr", ("fr", None)),
        (".fr", (".fr", None)),
    ],
)
def test_what_a_file_name_says(stem: str, expected: tuple[str, str | None]) -> None:
    """The end of a name is a language only if it is one of those that count."""
    assert split_stem(stem, USUAL) == expected
