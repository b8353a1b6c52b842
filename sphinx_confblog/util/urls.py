"""URLs, email addresses, and how readers see them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from sphinx_confblog.util.text import CONTROLS

#: Characters that no URL has; some of them would end an attribute or a tag.
_NEVER = re.compile(rf'[{CONTROLS}\x20"<>\\^`{{|}}]')


def is_address(text: str) -> bool:
    """Whether *text* can be taken apart as an address; a host in one open bracket cannot."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def is_web_url(text: str) -> bool:
    """Whether *text* is a complete URL of the web: ``http`` or ``https``, and a host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not _NEVER.search(text)


_URL = re.compile(r"(?:https?://[^/?#]|mailto:.|/)[^\s\x00-\x1f\x7f]*", re.IGNORECASE)
_REMOTE = re.compile(r"https?://", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def is_url(value: Any) -> bool:
    """Whether a value is a URL that a page may lead to; never one that runs a script."""
    return isinstance(value, str) and _URL.fullmatch(value) is not None and is_address(value)


def is_email(value: str) -> bool:
    """Whether a text is an address of mail."""
    return _EMAIL.fullmatch(value) is not None


def short(url: str) -> str:
    """A URL as it is read: without its scheme, and what is usual around a host."""
    return re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", url, flags=re.IGNORECASE).rstrip("/")


def host(url: str) -> str:
    """The host that a URL names; of others, what is read of them."""
    return short(url).partition("/")[0] or url
