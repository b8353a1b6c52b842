"""Parses and compares language tags of posts, also those in file names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Languages that the ends of file names may name where a site does not list any: those that
#: the package has words for. More of them would make languages of words such as ``.io``.
USUAL = (
    *("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "pt-BR", "ru", "uk"),
    *("zh", "zh-CN"),
)
# BCP 47, section 2.1: a language, perhaps with a script and a region.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
# As XML Schema and Open Graph have it; RFC 5646 says the rest.
_WEB = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ENDING = r"(?P<stem>.+)\.(?P<tag>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,4}){0,2})"


def parse_tag(text: str) -> str | None:
    """Return a language tag as in ``pt-BR``, however it is typed; None if it is none."""
    match = _TAG.fullmatch(text.strip())
    if match is None:
        return None
    language, script, region = match.groups()
    parts = (language.lower(), (script or "").title(), (region or "").upper())
    return "-".join(filter(None, parts))


def web_tag(language: str | None) -> str | None:
    """Return the tag that the web has for a language of Sphinx's, such as ``pt-BR``, or None."""
    tag = (language or "").strip().replace("_", "-")
    return tag if _WEB.fullmatch(tag) else None


def same(one: str, other: str) -> bool:
    """Return whether two tags mean one language: ``en``, ``en-GB``; not ``pt-PT``, ``pt-BR``."""
    first, second = one.lower().split("-"), other.lower().split("-")
    if first[0] != second[0]:
        return False
    return all(a == b for a, b in zip(first, second, strict=False))


def among(tag: str, tags: Iterable[str]) -> str | None:
    """Return the language that *tag* means: itself, or else the first that is the same."""
    known = tuple(tags)
    if tag in known:
        return tag
    return next((other for other in known if same(tag, other)), None)


def split_stem(stem: str, tags: Iterable[str]) -> tuple[str, str | None]:
    """Return a file name without suffix and language, and that language.

    Only one of the languages *tags* counts: ``2015-06-12-title.fr``, but not ``node.js``.
    """
    match = re.fullmatch(_ENDING, stem)
    tag = parse_tag(match["tag"]) if match else None
    if match is None or tag is None or tag not in tags:
        return stem, None
    return match["stem"], tag
