"""What search engines read of a page: JSON-LD in the words of https://schema.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cards import cleaned

if TYPE_CHECKING:
    from sphinx_confblog.cards import Card, Person, Whole

CONTEXT = "https://schema.org"
#: What could end the element, open a comment or end a line of a script: written as escapes.
ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def script(data: dict[str, Any]) -> str:
    """The element that holds *data*; no text in it is markup."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False)
    for char, written in ESCAPES.items():
        text = text.replace(char, written)
    return f'<script type="application/ld+json">{text}</script>\n'


def posting(card: Card) -> dict[str, Any]:
    """A post."""
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
        "isPartOf": whole(card.blog),
    })  # fmt: skip


def index(card: Card) -> dict[str, Any]:
    """The index: it stands for the blog."""
    more = {"description": card.description, "inLanguage": card.language}
    return filled({**whole(card.blog), **more})


def profile(card: Card) -> dict[str, Any]:
    """The page about somebody who writes."""
    return filled({
        "@type": "ProfilePage",
        "url": card.url,
        "inLanguage": card.language,
        "mainEntity": person(card.people[0]),
        "isPartOf": whole(card.blog),
    })  # fmt: skip


def person(someone: Person) -> dict[str, Any]:
    """Somebody who writes."""
    return filled({
        "@type": "Person",
        "name": someone.name,
        "description": someone.description,
        "url": someone.url,
        "image": someone.image,
        "sameAs": list(someone.same_as),
    })  # fmt: skip


def whole(blog: Whole) -> dict[str, Any]:
    """The blog that a page belongs to."""
    return filled({"@type": "Blog", "@id": blog.url, "name": blog.name, "url": blog.url})


def filled(data: dict[str, Any]) -> dict[str, Any]:
    """The keys that have a value; texts in one line."""
    values = {key: tidy(value) for key, value in data.items()}
    return {key: value for key, value in values.items() if value}


def tidy(value: Any) -> Any:
    """A value with its texts in one line, and without those that are empty."""
    if isinstance(value, list):
        return [item for item in map(tidy, value) if item]
    return cleaned(value) if isinstance(value, str) else value
