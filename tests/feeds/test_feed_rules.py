"""The rules by which tests judge feeds find what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from feedrules import checked_atom, checked_json, checked_rss

from sphinx_confblog.feeds.formats import atom_feed, json_feed, rss_feed
from sphinx_confblog.feeds.records import Category, Channel, Enclosure, Entry, Item, Person

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://site.example/blog/"
ITEM = Item(
    url=f"{URL}a.html",
    title="Title",
    published=datetime(2020, 1, 2, tzinfo=UTC),
    summary="Summary.",
    authors=(Person("Ann", f"{URL}ann.html", "ann@site.example"),),
    categories=(Category("red", "Red", f"{URL}tags/"),),
    enclosure=Enclosure(f"{URL}a.png", "image/png", 7),
)
WRITERS: dict[str, Callable[..., bytes]] = {
    "atom": atom_feed, "rss": rss_feed, "json": json_feed,
}  # fmt: skip
CHECKS: dict[str, Any] = {"atom": checked_atom, "rss": checked_rss, "json": checked_json}
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/json"}


def whole(format_: str) -> str:
    """A feed that follows the rules."""
    channel = Channel(
        id=f"{URL}atom.xml", url=f"{URL}self", media_type=TYPES[format_], home=URL, title="Blog",
        subtitle="On all.", author=Person("Site"), language="en",
    )  # fmt: skip
    return WRITERS[format_](channel, [Entry(ITEM, "<p>x</p>")]).decode()


@pytest.mark.parametrize(
    ("format_", "part", "instead"),
    [
        ("atom", "<id>https://site.example/blog/a.html</id>", ""),
        ("atom", "<id>https://site.example/blog/a.html</id>", "<id>a.html</id>"),
        ("atom", "<id>https://site.example/blog/a.html</id>", f"<id>{URL}atom.xml</id>"),
        ("atom", "<title>Title</title>", ""),
        ("atom", "<title>Title</title>", '<title type="markdown">Title</title>'),
        ("atom", "2020-01-02T00:00:00+00:00</updated>", "2 January 2020</updated>"),
        ("atom", "2020-01-02T00:00:00+00:00</updated>", "2020-01-02T00:00:00</updated>"),
        ("atom", "ann@site.example", "ann at site"),
        ("atom", "<name>Ann</name>", ""),
        ("atom", 'term="red"', ""),
        ("atom", 'type="image/png"', 'type="png"'),
        ("atom", f'href="{URL}a.png"', 'href="a.png"'),
        ("atom", 'rel="alternate" type="text/html" href', 'rel="related" type="text/html" href'),
        ("atom", 'rel="enclosure" type="image/png"', 'rel="alternate" type="text/html"'),
        ("atom", "<generator>", "<wordCount>7</wordCount><generator>"),
        ("atom", 'xml:lang="en"', 'xml:lang="not a language"'),
        ("rss", "<description>On all.</description>", ""),
        ("rss", "<guid isPermaLink", "<guid>again</guid><guid isPermaLink"),
        ("rss", "Thu, 02 Jan 2020", "2020-01-02"),
        ("rss", 'length="7"', 'length=""'),
        ("rss", f'url="{URL}a.png"', 'url="a.png"'),
        ("json", "version/1.1", "version/2"),
        ("json", '"title": "Blog"', '"name": "Blog"'),
        ("json", f'"id": "{URL}a.html"', '"id": 7'),
        ("json", '"content_html"', '"body"'),
        ("json", "2020-01-02T00:00:00+00:00", "2020-01-02"),
        ("json", '"tags": [', '"tags": [7, '),
        ("json", f'"image": "{URL}a.png"', '"image": "a.png"'),
    ],
)
def test_what_breaks_a_rule_is_found(format_: str, part: str, instead: str) -> None:
    """A feed with one thing wrong is refused, and the same feed without it is not."""
    feed = whole(format_)
    CHECKS[format_](feed.encode())
    assert part in feed
    with pytest.raises(AssertionError):
        CHECKS[format_](feed.replace(part, instead).encode())
