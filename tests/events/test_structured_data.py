"""JSON-LD of events has the types and properties of schema.org."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sphinx_confblog.events.structured_data import Described, event_data
from sphinx_confblog.model.event import Event, Place, Status, Talk

POST = Described("Anvil Days", "Two days of anvils.", "https://x.org/post.html", None)
START = datetime(2026, 6, 11, 9, tzinfo=UTC)
#: Type -> its properties that are used, by schema.org's vocabulary.
PROPERTIES = {
    "Event": {
        "name", "description", "startDate", "endDate", "eventStatus", "eventAttendanceMode",
        "location", "url", "image", "subjectOf", "subEvent", "performer", "workFeatured",
        "recordedIn",
    },
    "Place": {"name", "address", "url"},
    "VirtualLocation": {"name", "url"},
    "BlogPosting": {"headline", "url"},
    "Person": {"name"},
    "PresentationDigitalDocument": {"name", "url"},
    "VideoObject": {"name", "url"},
}  # fmt: skip


def check(data: Any) -> None:
    """Compare the keys of each record in *data* with those of its type."""
    if isinstance(data, dict):
        assert data.keys() - {"@type"} <= PROPERTIES[data["@type"]]
        assert all(data.values())
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict | list):
            check(value)


def test_all() -> None:
    """Each part of an event has its property."""
    talks = (
        Talk(title="Steel", speakers=("Ann",), slides="https://x.org/s", video="https://x.org/v"),
        Talk(title="Closing"),
    )
    event = Event(
        start=START, end=datetime(2026, 6, 12, 17, tzinfo=UTC), talks=talks,
        location=Place(name="Forge", address="1 Main St"), url="https://days.x.org/",
    )  # fmt: skip
    data = event_data(event, POST)
    check(data)
    assert (data["startDate"], data["endDate"]) == (
        "2026-06-11T09:00:00+00:00", "2026-06-12T17:00:00+00:00",
    )  # fmt: skip
    assert data["location"] == {"@type": "Place", "name": "Forge", "address": "1 Main St"}
    assert data["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert data["url"] == "https://days.x.org/"
    assert [talk["name"] for talk in data["subEvent"]] == ["Steel", "Closing"]


def test_days() -> None:
    """Whole days are dates."""
    data = event_data(Event(start=START, end=START, all_day=True), POST)
    assert (data["startDate"], data["endDate"]) == ("2026-06-11", "2026-06-11")
    assert "location" not in data


@pytest.mark.parametrize(
    ("place", "url"),
    [(Place(online=True), POST.url), (Place(online=True, url="https://m.x"), "https://m.x")],
)
def test_online(place: Place, url: str) -> None:
    """An event on the web has a location with a URL: that of the post, if there is no other."""
    data = event_data(Event(start=START, location=place), POST)
    assert data["location"] == {"@type": "VirtualLocation", "url": url}


@pytest.mark.parametrize("status", Status)
def test_status(status: Status) -> None:
    """Each status is a member of EventStatusType."""
    data = event_data(Event(start=START, status=status), POST)
    assert data["eventStatus"] == f"https://schema.org/Event{status.value.title()}"
