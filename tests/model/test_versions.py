"""The order of versions, and which of them are the same."""

from __future__ import annotations

import pytest

from sphinx_confblog.model.versions import nearest_version, version_key


def test_order() -> None:
    """Numbers are compared as numbers, previews come before releases, and other texts first."""
    ordered = ["next", "1.0rc1", "1.0", "1.0.post1", "2.4", "2.10", "v11"]
    backwards = ordered[::-1]
    assert sorted(backwards, key=version_key) == ordered


def test_same() -> None:
    """Zeros at the end, a leading "v" and capitals make no difference."""
    assert version_key("2.4") == version_key("2.4.0") == version_key("v2.4")
    assert version_key("9" * 5000) == (False, "9" * 5000)
    assert version_key("Next ") == version_key("next") != version_key("2.4")


@pytest.mark.parametrize(
    ("version", "near"),
    [
        ("2.3", "2.4"), ("2.6", "2.5"), ("2.10", "2.5"), ("2.9.9", "2.5"), ("1.0", "2.4"),
        ("4", "3.0"), ("2.4.1", "2.4"), ("3.0rc1", "3.0"), ("3.0.0.1", "3.0"), ("v2.5.1", "2.5"),
        ("later", None),
    ],
)  # fmt: skip
def test_the_nearest_version(version: str, near: str | None) -> None:
    """It is next to the other by order, not by letters."""
    assert nearest_version(version, ["3.0", "2.4", "next", "2.5"]) == near
    assert nearest_version(version, []) is None
