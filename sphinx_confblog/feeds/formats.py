"""Writes Atom, RSS 2.0 and JSON Feed 1.1."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from feedgen.ext.dc import DcEntryExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from sphinx_confblog.feeds.records import last_change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from sphinx_confblog.feeds.records import Channel, Entry, Item, Person


Made = TypeVar("Made")
GENERATOR = "sphinx_confblog"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class AtomExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Adds language and typed links to an Atom entry.

    feedgen 1.0 writes the addresses of an entry's links alone (its issue 135).
    """

    def __init__(self) -> None:
        self.language: str | None = None
        self.links: list[dict[str, str]] = []

    def extend_atom(self, entry: _Element) -> _Element:
        """Write language and links down."""
        if self.language:
            entry.set(XML_LANG, self.language)
        for link in self.links:
            xml_elem("link", entry, **link)
        return entry


class PostEntry(FeedEntry):  # type: ignore[misc]  # feedgen has no types
    """An entry whose XML is made once, though several feeds carry it.

    It moves from one to the next, each of which has been written by then.
    """

    xml: _Element | None = None

    def atom_entry(self, extensions: bool = True) -> _Element:
        """Return the entry in Atom."""
        if self.xml is None:
            self.xml = super().atom_entry(extensions)
        return self.xml

    def rss_entry(self, extensions: bool = True) -> _Element:
        """Return the entry in RSS."""
        if self.xml is None:
            self.xml = super().rss_entry(extensions)
        return self.xml


def atom_feed(
    channel: Channel, entries: Sequence[Entry], made: dict[Entry, Any] | None = None
) -> bytes:
    """Return a feed as an Atom file; *made* keeps what entries become for other feeds."""
    feed = started(channel, entries)
    feed.author(fields(channel.author))
    if channel.subtitle:
        feed.subtitle(channel.subtitle)
    for entry in each_once(atom_entry, entries, made):
        feed.add_entry(entry, order="append")
    return written(feed.atom_str(pretty=True))


def atom_entry(entry: Entry) -> PostEntry:
    """Return an entry with the fields of Atom."""
    item, made = entry.item, begun(*entry)
    made.author([fields(author) for author in item.authors])
    made.updated(item.changed)
    made.register_extension("more", AtomExtension, rss=False)
    made.more.language, made.more.links = item.language, list(links(item))
    return made


def rss_feed(
    channel: Channel, entries: Sequence[Entry], made: dict[Entry, Any] | None = None
) -> bytes:
    """Return a feed as an RSS file; *made* keeps what entries become for other feeds."""
    feed = started(channel, entries)
    # It must say what it is about.
    feed.description(as_html(channel.subtitle or channel.title))
    feed.load_extension("dc", atom=False)
    for entry in each_once(rss_entry, entries, made):
        feed.add_entry(entry, order="append")
    return written(feed.rss_str(pretty=True))


def rss_entry(entry: Entry) -> PostEntry:
    """Return an entry with the fields of RSS."""
    item = entry.item
    made = begun(item._replace(summary=as_html(item.summary)), entry.content)
    made.guid(item.url, permalink=True)
    made.link(href=item.url)
    if item.enclosure:
        url, media_type, length = item.enclosure
        made.enclosure(url, length, media_type)
    # `load_extension` searches all folders for a module that does not exist, for each entry.
    made.register_extension("dc", DcEntryExtension, atom=False)
    if len(item.authors) == 1 and item.authors[0].email:
        # There can be one, and it is the address of a mailbox.
        made.author([fields(item.authors[0])])
    else:
        made.dc.dc_creator([author.name for author in item.authors])
    if item.language:
        made.dc.dc_language(item.language)
    return made


def each_once(
    make: Callable[[Entry], Made], entries: Iterable[Entry], made: dict[Entry, Made] | None
) -> list[Made]:
    """Return a function's results for entries; *made* contains those so far."""
    kept = {} if made is None else made
    return [kept.get(entry) or kept.setdefault(entry, make(entry)) for entry in entries]


def as_html(text: str) -> str:
    """Return a text escaped for ``description``, which RSS readers take for HTML."""
    return escape(text, quote=False)


def started(channel: Channel, entries: Sequence[Entry]) -> FeedGenerator:
    """Return a feed with the fields of both XML formats, without the build's time and tools."""
    feed = FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.link(href=channel.url, rel="self", type=channel.media_type)
    # The last one: RSS takes it for the page.
    feed.link(href=channel.home, rel="alternate", type="text/html")
    feed.language(channel.language)
    feed.updated(last_change([entry.item for entry in entries]))
    feed.generator(GENERATOR)
    return feed


def begun(item: Item, content: str) -> PostEntry:
    """Return an entry with the fields of both XML formats."""
    entry = PostEntry()
    entry.id(item.url)
    entry.title(item.title)
    entry.published(item.published)
    entry.content(content, type="html")
    if item.summary:
        entry.summary(item.summary)
    entry.category([category_fields(category) for category in item.categories])
    return entry


def links(item: Item) -> Iterator[dict[str, str]]:
    """Yield the links of an Atom entry."""
    yield {"rel": "alternate", "type": "text/html", "href": item.url}
    if item.external:
        yield {"rel": "related", "href": item.external}
    if item.enclosure:
        url, media_type, length = item.enclosure
        known = {"length": str(length)} if length else {}
        yield {"rel": "enclosure", "type": media_type, **known, "href": url}


def category_fields(category: tuple[str, str, str | None]) -> dict[str, str]:
    """Return a category as feedgen takes it."""
    term, label, scheme = category
    return {"term": term, "label": label} | ({"scheme": scheme} if scheme else {})


def fields(person: Person) -> dict[str, str]:
    """Return a person as feedgen takes one."""
    named = {"name": person.name, "uri": person.url, "email": person.email}
    return {key: value for key, value in named.items() if value}


def written(xml: bytes) -> bytes:
    """Return a file's bytes with a line break at the end."""
    return xml if xml.endswith(b"\n") else xml + b"\n"


VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(
    channel: Channel, entries: Sequence[Entry], made: dict[Entry, str] | None = None
) -> bytes:
    """Return a feed as a JSON file; *made* keeps what entries become for other feeds."""
    feed = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.subtitle,
        "authors": [person(channel.author)],
        "language": channel.language,
    }
    items = ",\n  ".join(each_once(item, entries, made))
    head = in_json(without_nothing(feed)).removesuffix("\n}")
    return f'{head},\n "items": [\n  {items}\n ]\n}}\n'.encode()


def in_json(values: dict[str, Any]) -> str:
    """Return values as JSON, in lines."""
    return json.dumps(values, ensure_ascii=False, indent=1)


def item(entry: Entry) -> str:
    """Return one item of a JSON feed."""
    post = entry.item
    members = {
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
    text = in_json(without_nothing(members) | {"content_html": entry.content})
    return text.replace("\n", "\n  ")


def person(author: Person) -> dict[str, str]:
    """Return one author of a JSON feed."""
    return {"name": author.name} | ({"url": author.url} if author.url else {})


def without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """Return a dict without empty values."""
    return {key: value for key, value in values.items() if value}
