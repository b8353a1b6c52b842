"""Which known word is suggested for an unknown one."""

from __future__ import annotations

import pytest

from sphinx_confblog.util.text import nearest

POSTS = ["2020-01-10-11_released", "2024-04-13-eclipses", "2026-01-01-x"]


@pytest.mark.parametrize(("word", "known", "expected"), [
    ("dcoker", ["docker"], "docker"),
    ("2024-04-03-eclipse", POSTS, "2024-04-13-eclipses"),
    ("2024-04-03-eclipse", POSTS[:1], None),
    ("blog/2024-04-03-eclipse", [f"blog/{name}" for name in POSTS[:1]], None),
    ("2024-04-03", ["2024-04-03-eclipse"], "2024-04-03-eclipse"),
    ("2024-04-03", POSTS, None),
    ("2.4", ["2.4.1", "3.0"], "2.4.1"),
    ("h264", ["x264"], "x264"),
    ("page/2", ["pages/2"], "pages/2"),
    ("日本", ["日本語"], "日本語"),
])  # fmt: skip
def test_nearest(word: str, known: list[str], expected: str | None) -> None:
    """Digits and signs alone make no words alike."""
    assert nearest(word, known) == expected
