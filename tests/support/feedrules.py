"""The rules of the three kinds of feed, and what a feed reader makes of them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

SCHEMA = Path(__file__).parents[1] / "cases" / "feeds" / "atom.rng"
ATOM = "{http://www.w3.org/2005/Atom}"
#: Keys of JSON Feed 1.1 with their types; see https://www.jsonfeed.org/version/1.1/.
TOP_KEYS: dict[str, type] = {
    "version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str,
    "user_comment": str, "next_url": str, "icon": str, "favicon": str, "authors": list,
    "language": str, "expired": bool, "hubs": list, "items": list,
}  # fmt: skip
ITEM_KEYS: dict[str, type] = {
    "id": str, "url": str, "external_url": str, "title": str, "content_html": str,
    "content_text": str, "summary": str, "image": str, "banner_image": str,
    "date_published": str, "date_modified": str, "authors": list, "tags": list,
    "language": str, "attachments": list,
}  # fmt: skip
AUTHOR_KEYS: dict[str, type] = {"name": str, "url": str, "avatar": str}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_2822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")


@cache
def schema() -> etree.RelaxNG:
    """The grammar of Atom."""
    return etree.RelaxNG(etree.parse(SCHEMA))


def checked_atom(content: bytes) -> Any:
    """What a reader finds in a feed of Atom that follows RFC 4287."""
    root = etree.fromstring(content)
    assert schema().validate(root), schema().error_log
    assert root.find(f"{ATOM}author") is not None
    links = [(e.get("rel"), e.get("type")) for e in root.findall(f"{ATOM}link")]
    assert sorted(map(str, (rel for rel, _ in links))) == ["alternate", "self"]
    assert ("self", "application/atom+xml") in links
    for element in root.iter(f"{ATOM}id", f"{ATOM}uri"):
        assert_absolute(element.text)
    for element in root.iter(f"{ATOM}link"):
        assert_absolute(element.get("href"))
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    for entry in root.iter(f"{ATOM}entry"):
        # Sections 4.1.2 and 4.1.1.1: what the grammar leaves to words.
        found = [(e.get("rel", "alternate"), e.get("type")) for e in entry.iter(f"{ATOM}link")]
        pages = [type_ for rel, type_ in found if rel == "alternate"]
        assert pages
        assert len(pages) == len(set(pages))
    for element in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert RFC_3339.fullmatch(element.text or "")
    return parsed(content)


def checked_rss(content: bytes) -> Any:
    """What a reader finds in a feed of RSS that follows its specification."""
    channel = etree.fromstring(content).find("channel")
    assert channel is not None
    for name in ("title", "link", "description", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name)
    link = channel.find(f"{ATOM}link")
    assert link is not None
    assert link.get("rel") == "self"
    for item in channel.findall("item"):
        for name in ("title", "link", "guid", "pubDate"):
            assert len(item.findall(name)) == 1, name
        assert len(item.findall("author")) <= 1
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert_absolute(enclosure.get("url"))
            assert re.fullmatch(r"\d+", enclosure.get("length", ""))
            assert re.fullmatch(r"[a-z]+/[\w.+-]+", enclosure.get("type", ""))
        assert RFC_2822.fullmatch(item.findtext("pubDate") or "")
        assert_absolute(item.findtext("guid"))
    return parsed(content)


def checked_json(content: bytes) -> dict[str, Any]:
    """A feed that follows JSON Feed 1.1."""
    feed: dict[str, Any] = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert_keys(feed, TOP_KEYS)
    assert {"title", "items", "home_page_url", "feed_url"} <= feed.keys()
    for item in feed["items"]:
        assert_keys(item, ITEM_KEYS)
        assert {"content_html", "content_text"} & item.keys()
        for key in ("id", "url", "external_url", "image"):
            assert_absolute(item.get(key, "https://x/"))
        for key in ("date_published", "date_modified"):
            assert RFC_3339.fullmatch(item.get(key, "2020-01-01T00:00:00Z"))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", ()))
    for author in authors_of(feed):
        assert_keys(author, AUTHOR_KEYS)
        assert author
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    return feed


def authors_of(feed: dict[str, Any]) -> list[dict[str, Any]]:
    """All authors in a JSON Feed."""
    items = [author for item in feed["items"] for author in item.get("authors", ())]
    return [*feed.get("authors", ()), *items]


def assert_keys(found: dict[str, Any], known: dict[str, type]) -> None:
    """Assert that keys are known and say something of their type."""
    assert found.keys() <= known.keys()
    for key, value in found.items():
        assert isinstance(value, known[key]), key


def assert_absolute(url: object) -> None:
    """Assert that an address has a scheme and a host."""
    parts = urlsplit(str(url))
    assert parts.scheme, url
    assert parts.netloc, url


def parsed(content: bytes) -> Any:
    """What feedparser reads; it must have nothing to complain of."""
    found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def content_of(entry: Any) -> str:
    """The HTML of an entry that feedparser has read."""
    return str(entry.content[0].value if "content" in entry else entry.summary)


def date_of(text: str) -> datetime:
    """A date-time in ISO form."""
    return datetime.fromisoformat(text)
