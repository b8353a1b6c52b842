"""Writes JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_confblog.feedrecords import Channel, Entry, Person

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, entries: Sequence[Entry]) -> bytes:
    """A feed as a file of JSON."""
    feed = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.subtitle,
        "authors": [person(channel.author)],
        "language": channel.language,
        "items": [item(entry) for entry in entries],
    }
    text = json.dumps(without_nothing(feed), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def item(entry: Entry) -> dict[str, Any]:
    """One item."""
    post = entry.item
    found = {
        "id": post.url,
        "url": post.url,
        "external_url": post.external,
        "title": post.title,
        "summary": post.summary,
        "image": post.enclosure and post.enclosure.url,
        "date_published": post.published.isoformat(),
        "date_modified": post.updated and post.updated.isoformat(),
        "authors": [person(author) for author in post.authors],
        "tags": [category.label for category in post.categories],
        "language": post.language,
    }
    # There must be a text, even if that is empty.
    return without_nothing(found) | {"content_html": entry.content}


def person(author: Person) -> dict[str, str]:
    """One author."""
    return {"name": author.name} | ({"url": author.url} if author.url else {})


def without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """The keys that say something."""
    return {key: value for key, value in values.items() if value}
