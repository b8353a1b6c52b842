"""A build that is killed is followed by a right one, whatever the moment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from kills import Stage, edit, nothing, withdraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]

#: How many moments are tried here; ``tools/kills.py`` tries all.
MOMENTS = 3


@pytest.mark.parametrize(("change", "then"), [(nothing, nothing), (edit, withdraw)])
def test_killed(site: Site, change: Callable[[Site], None], then: Callable[[Site], None]) -> None:
    """The next build's output is that of a clean one, also of what was withdrawn meanwhile."""
    stage = Stage(site, change, then)
    stage.prepare()
    count = stage.count()
    assert count > 50
    for number in range(MOMENTS):
        moment = 1 + count * (2 * number + 1) // (2 * MOMENTS)
        assert stage.differences(moment, begin=True) == [], moment
    if then is withdraw:
        assert stage.leftovers() == []
