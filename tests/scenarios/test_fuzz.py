"""Nothing breaks on what people write: a bounded part of ``tools/fuzz.py``, the same each time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from fuzzing import TARGETS, Target
from fuzzsites import look, post
from hypothesis import HealthCheck, given, settings

if TYPE_CHECKING:
    from conftest import Site

CASES, POSTS = 60, 40


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_target(target: Target[Any]) -> None:
    """What a target promises holds of any input."""

    @settings(
        max_examples=CASES, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(target.cases)
    def attempt(case: Any) -> None:
        target.check(case)

    attempt()


@pytest.mark.slow
def test_bodies(site: Site) -> None:
    """Posts of anything are built: published with a page, or withheld with a reason."""
    site.write("blog/pic.png", b"")
    chance = random.Random(7)  # noqa: S311
    assert look(site, [post(chance) for _ in range(POSTS)]) == []
