"""Open Graph and Twitter tags, and JSON-LD."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Mapping


#: What attributes and records don't contain: control characters, and halves of characters.
_NO_TEXT = f"[{CONTROLS}\x20\ud800-\udfff]+"


class Person(NamedTuple):
    """Somebody who writes posts."""

    name: str
    #: Where the site, or else the person, says more; absolute.
    url: str | None = None
    #: Other pages about the same person; absolute.
    same_as: tuple[str, ...] = ()
    description: str | None = None
    #: Their picture; absolute.
    image: str | None = None


class BlogInfo(NamedTuple):
    """The blog that a page belongs to."""

    name: str
    #: The address of its index, absolute.
    url: str | None = None


class Item(NamedTuple):
    """A post in a list."""

    name: str
    url: str | None


class SocialCard(NamedTuple):
    """The metadata of a page for those who link to it. URLs are absolute, dates ISO 8601."""

    title: str
    #: It may be empty, as is that of a post without text.
    description: str
    blog: BlogInfo
    site_name: str = ""
    url: str | None = None
    #: The address of the original, if the page is a copy; ``url`` is the same then.
    original: str | None = None
    image: str | None = None
    image_alt: str = ""
    #: As web pages name it, such as ``pt-BR``.
    language: str = ""
    #: As Open Graph names it, such as ``pt_BR``; nothing if no country is known.
    locale: str = ""
    #: The date of a post; pages without one are no posts.
    published: str | None = None
    modified: str | None = None
    #: Who wrote the post, or whom the page is about.
    people: tuple[Person, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    #: How many words the post has.
    words: int = 0
    #: The version whose release the post is about.
    version: str | None = None
    #: The posts of a list.
    items: tuple[Item, ...] = ()


class Tag(NamedTuple):
    """A ``meta`` element: its name, and whether that is a ``name`` or a ``property``."""

    name: str
    content: str
    attribute: str = "property"

    def html(self) -> str:
        """Return the element, with its content escaped."""
        content = escape(cleaned(self.content), quote=True)
        return f'<meta {self.attribute}="{self.name}" content="{content}" />\n'


def cleaned(text: str) -> str:
    """Return a text in one line, without control characters."""
    return (text if text.isprintable() else re.sub(_NO_TEXT, " ", text)).strip()


def open_graph(card: SocialCard) -> list[Tag]:
    """Return the Open Graph tags of a page, without those that are empty."""
    tags = [
        Tag("og:type", "website" if card.published is None else "article"),
        Tag("og:title", card.title),
        Tag("og:description", card.description),
        Tag("og:url", card.url or ""),
        Tag("og:site_name", card.site_name),
        Tag("og:locale", card.locale),
        Tag("og:image", card.image or ""),
        Tag("og:image:alt", card.image_alt if card.image else ""),
        *article(card),
        twitter_card(has_image=card.image is not None),
    ]
    return [tag for tag in tags if tag.content]


def twitter_card(*, has_image: bool) -> Tag:
    """Return the tag that sets the size of the image."""
    return Tag("twitter:card", "summary_large_image" if has_image else "summary", "name")


def article(card: SocialCard) -> list[Tag]:
    """Return the tags of a post; other pages have none."""
    if card.published is None:
        return []
    tags = [
        Tag("article:published_time", card.published),
        Tag("article:modified_time", card.modified or ""),
        *(Tag("article:author", person.url or person.name) for person in card.people),
        Tag("article:section", card.section or ""),
        *(Tag("article:tag", tag) for tag in card.tags),
    ]
    return [tag for tag in tags if tag.content]


class HeadReader(HTMLParser):
    """Reads the ``meta`` and ``script`` elements of a head, however they are written."""

    def __init__(self) -> None:
        super().__init__()
        self.metas: list[dict[str, str]] = []
        #: Attributes and text of each script.
        self.scripts: list[tuple[dict[str, str], str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that counts."""
        values = {key: value or "" for key, value in reversed(attrs)}
        if tag == "meta":
            self.metas.append(values)
        elif tag == "script":
            self.scripts.append((values, ""))

    def handle_data(self, data: str) -> None:
        """Note the content of a script; no other element of a head has text that counts."""
        if self.cdata_elem == "script":
            attributes, text = self.scripts.pop()
            self.scripts.append((attributes, text + data))


def read_head(html: str) -> HeadReader:
    """Read the elements of a head."""
    reader = HeadReader()
    reader.feed(html)
    reader.close()
    return reader


@lru_cache(maxsize=16)
def contents(html: str) -> Mapping[str, str]:
    """Return name or property of each ``meta`` element, in lower case -> its content."""
    values: dict[str, str] = {}
    for meta in read_head(html).metas:
        for attribute in ("name", "property"):
            if name := meta.get(attribute, "").strip().lower():
                values.setdefault(name, meta.get("content", ""))
    return values


CONTEXT = "https://schema.org"
#: What could end the element, open a comment or end a line of a script: written as escapes.
ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script(data: dict[str, Any]) -> str:
    """Return a ``script`` element with *data* as JSON-LD; no text in it can end the element."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False)
    for char, written in ESCAPES.items():
        text = text.replace(char, written)
    return f'<script type="application/ld+json">{text}</script>\n'


def posting(card: SocialCard) -> dict[str, Any]:
    """Return a ``BlogPosting``."""
    return filled({
        "@type": "BlogPosting",
        "headline": card.title,
        "description": card.description,
        "url": card.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": card.url} if card.url else None,
        "datePublished": card.published,
        "dateModified": card.modified,
        "author": [person(author) for author in card.people],
        "image": card.image,
        "keywords": list(card.tags),
        "articleSection": card.section,
        "inLanguage": card.language,
        "wordCount": card.words,
        "about": application(card) if card.version else None,
        "isPartOf": whole(card.blog),
    })  # fmt: skip


def application(card: SocialCard) -> dict[str, Any]:
    """Return the ``SoftwareApplication`` whose release a post is about."""
    return filled({
        "@type": "SoftwareApplication",
        "name": card.site_name,
        "softwareVersion": card.version,
        "releaseNotes": card.url,
    })  # fmt: skip


def releases(card: SocialCard) -> dict[str, Any]:
    """Return a ``CollectionPage`` with its posts, for the list of releases."""
    items = [
        filled({"@type": "ListItem", "position": place, "name": item.name, "url": item.url})
        for place, item in enumerate(card.items, 1)
    ]
    return filled({
        "@type": "CollectionPage",
        "name": card.title,
        "description": card.description,
        "url": card.url,
        "inLanguage": card.language,
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
        "isPartOf": whole(card.blog),
    })  # fmt: skip


def index(card: SocialCard) -> dict[str, Any]:
    """Return a ``Blog``, for its index."""
    more = {
        "description": card.description,
        "inLanguage": card.language,
        "image": card.image,
    }
    return filled({**whole(card.blog), **more})


def profile(card: SocialCard) -> dict[str, Any]:
    """Return a ``ProfilePage``, for an author's page."""
    return filled({
        "@type": "ProfilePage",
        "url": card.url,
        "inLanguage": card.language,
        "mainEntity": person(card.people[0]),
        "isPartOf": whole(card.blog),
    })  # fmt: skip


def person(someone: Person) -> dict[str, Any]:
    """Return a ``Person``."""
    return filled({
        "@type": "Person",
        "name": someone.name,
        "description": someone.description,
        "url": someone.url,
        "image": someone.image,
        "sameAs": list(someone.same_as),
    })  # fmt: skip


def whole(blog: BlogInfo) -> dict[str, Any]:
    """Return a ``Blog``, for a page that is part of it."""
    return filled({"@type": "Blog", "@id": blog.url, "name": blog.name, "url": blog.url})


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that have a value, with texts in one line."""
    values = {key: tidy(value) for key, value in data.items()}
    return {key: value for key, value in values.items() if value}


def tidy(value: Any) -> Any:
    """Return a value with its texts in one line, without empty items."""
    if isinstance(value, list):
        return [item for item in map(tidy, value) if item]
    return cleaned(value) if isinstance(value, str) else value
