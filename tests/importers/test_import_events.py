"""Events of other generators become ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, front, put

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_confblog.frontmatter.records import Value

PLACES = {
    "jekyll": "_posts/2026-01-01-a.md",
    "hugo": "content/posts/2026-01-01-a.md",
    "middleman": "source/2026-01-01-a.html.md",
}
SETTINGS = {
    "jekyll": ("_config.yml", "title: Old\n"),
    "hugo": ("hugo.toml", 'title = "Old"\n'),
    "middleman": ("config.rb", "activate :blog\n"),
}
CASES = {
    "start_date: 2026-06-11\nend_date: 2026-06-12\nvenue: Forge\naddress: Montrouge": {
        "start": "2026-06-11", "end": "2026-06-12",
        "location": {"name": "Forge", "address": "Montrouge"},
    },
    "event_date: June 11, 2026\nevent_url: https://x.org/": {
        "start": "2026-06-11", "url": "https://x.org/",
    },
    "event: {start_date: 2026-06-11, location: online}": {
        "start": "2026-06-11", "location": "online",
    },
    "event: DotScale\ndate_end: 2026-06-12\naddress: {city: Paris, country: France}": {
        "start": "2026-06-11", "end": "2026-06-12", "location": {"address": "Paris, France"},
    },
}  # fmt: skip


def imported(tmp_path: Path, generator: str, keys: str) -> dict[str, Value]:
    """Return the front matter that a post with some keys gets."""
    old, name = tmp_path / "old", PLACES[generator]
    settings, text = SETTINGS[generator]
    put(old / settings, text)
    put(old / name, f"---\ntitle: A\ndate: 2026-06-11\n{keys}\n---\n\nText.\n")
    confblog_import(generator, old, tmp_path / "new")
    return front(next((tmp_path / "new").rglob("*a.md")))


@pytest.mark.parametrize("generator", PLACES)
@pytest.mark.parametrize("keys", CASES)
def test_keys(tmp_path: Path, generator: str, keys: str) -> None:
    """The usual keys make an event, and go."""
    head = imported(tmp_path, generator, keys)
    assert head["event"] == CASES[keys]
    assert not {"start_date", "end_date", "date_end", "venue", "address"} & head.keys()


@pytest.mark.parametrize("generator", PLACES)
def test_no_event(tmp_path: Path, generator: str) -> None:
    """Without a start, places stay what they are, and a name is kept aside."""
    head = imported(tmp_path, generator, "event: DotScale\nlocation: Paris")
    assert "event" not in head
    assert (head["location"], head["imported"]) == ("Paris", {"event": "DotScale"})
