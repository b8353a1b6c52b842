"""JSON-LD of events, by the types of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_confblog.model.event import Status
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.model.event import Event, Place, Talk


#: Members of https://schema.org/EventStatusType.
STATUSES = {
    Status.SCHEDULED: "https://schema.org/EventScheduled",
    Status.CANCELLED: "https://schema.org/EventCancelled",
    Status.POSTPONED: "https://schema.org/EventPostponed",
    Status.RESCHEDULED: "https://schema.org/EventRescheduled",
}
#: Members of https://schema.org/EventAttendanceModeEnumeration.
ONLINE = "https://schema.org/OnlineEventAttendanceMode"
OFFLINE = "https://schema.org/OfflineEventAttendanceMode"


class Described(NamedTuple):
    """What an event has from its post."""

    name: str
    description: str
    #: The URL of the post.
    url: str | None
    image: str | None


def event_data(event: Event, post: Described) -> dict[str, Any]:
    """Return an ``Event``; see https://schema.org/Event.

    A start and a place are what search engines require. Days are dates without a time.
    """
    place = event.location
    mode = None if place is None else ONLINE if place.online else OFFLINE
    end = event.end.date() if event.end and event.all_day else event.end
    data = {
        "@type": "Event",
        "name": post.name,
        "description": post.description,
        "startDate": (event.start.date() if event.all_day else event.start).isoformat(),
        "endDate": end.isoformat() if end else None,
        "eventStatus": STATUSES[event.status],
        "eventAttendanceMode": mode,
        "location": location(place, event.url or post.url) if place else None,
        "url": event.url or post.url,
        "image": post.image,
        "subjectOf": given({"@type": "BlogPosting", "headline": post.name, "url": post.url}),
        "subEvent": [talk_data(talk) for talk in event.talks],
    }
    return given(data)


def location(place: Place, url: str | None) -> dict[str, Any]:
    """Return a ``Place``, or a ``VirtualLocation``, whose URL is that of the event by default."""
    if place.online:
        return given({"@type": "VirtualLocation", "name": place.name, "url": place.url or url})
    return given({
        "@type": "Place",
        "name": place.name or place.address,
        "address": place.address,
        "url": place.url,
    })  # fmt: skip


def talk_data(talk: Talk) -> dict[str, Any]:
    """Return a talk as an ``Event`` that is part of another."""
    slides = {"@type": "PresentationDigitalDocument", "name": talk.title, "url": talk.slides}
    video = {"@type": "VideoObject", "name": talk.title, "url": talk.video}
    return given({
        "@type": "Event",
        "name": talk.title,
        "performer": [{"@type": "Person", "name": name} for name in talk.speakers],
        "workFeatured": slides if talk.slides else None,
        "recordedIn": video if talk.video else None,
    })  # fmt: skip


def given(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that have a value."""
    return {key: value for key, value in data.items() if value}
