"""The order of versions, and which of them are the same."""

from __future__ import annotations

from sphinx_confblog.model.versions import version_key


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
