"""Maps the keys of other generators' front matter to ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import DATES
from sphinx_confblog.frontmatter.values import boolean
from sphinx_confblog.importing.days import normal_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importing.article import Article

#: Keys that stand first in what is written, in this order.
ORDER = (
    "title", "date", "updated", "expires", "author", "authors", "tags", "tag", "category",
    "categories", "series", "language", "lang", "slug", "draft", "published", "unlisted",
    "pinned", "featured", "comments", "description", "excerpt", "summary", "image", "image_alt",
    "canonical", "external", "aliases", "alias",
)  # fmt: skip


def rename(article: Article, names: Mapping[str, str]) -> None:
    """Give keys our names; one whose new name is taken is kept below ``imported``."""
    for old, new in names.items():
        if old not in article.front or old == new:
            continue
        if article.front.get(new) and article.front[old]:
            line = article.key_lines.get(old, 1)
            article.note(line, f'{old}: "{new}" is given as well and counts')
            article.keep(old)
        else:
            article.front[new] = article.front.pop(old)
            article.key_lines[new] = article.key_lines.get(old, 1)


def normalise(article: Article) -> None:
    """Rewrite dates, drop what is empty, and bring the keys into their order."""
    for key in DATES:
        value = article.front.get(key)
        if isinstance(value, str):
            article.front[key] = normal_date(value)
    front = {key: value for key, value in article.front.items() if value not in ("", [], {})}
    ordered = {key: front[key] for key in ORDER if key in front}
    article.front = ordered | front


def flag(value: Value | None) -> bool | None:
    """What a yes-or-no value says; None if it says neither."""
    return None if value is None else boolean(value)


def names(value: Value | None, separator: str = ",") -> list[str]:
    """The names in a list, or in a text with separators; a mapping counts by its label or name."""
    if value is None:
        return []
    items: Sequence[Value] = [value] if isinstance(value, dict) else value
    if isinstance(value, str):
        items = value.split(separator)
    found = []
    for item in items:
        name = (item.get("label") or item.get("name")) if isinstance(item, dict) else item
        if isinstance(name, str) and name.strip():
            found.append(name.strip())
    return found


def add_alias(article: Article, *addresses: str) -> None:
    """Add former addresses to those that a post has."""
    known = names(article.front.get("aliases"), separator="\n")
    added: list[Value] = list(dict.fromkeys([*known, *(a for a in addresses if a)]))
    if added:
        article.front["aliases"] = added


def text(article: Article, key: str) -> str:
    """The text of a key; nothing if there is none."""
    value = article.front.get(key)
    return value.strip() if isinstance(value, str) else ""
