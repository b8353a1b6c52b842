"""Validates URLs and email addresses, and formats them for readers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from sphinx_confblog.util.text import CONTROLS

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(//)?|//", re.IGNORECASE)
#: Characters that no URL has; some of them would end an attribute or a tag.
_NEVER = re.compile(rf'[{CONTROLS}\x20"<>\\^`{{|}}]')


def scheme(address: str) -> str:
    """Return the scheme of an address, such as ``mailto``; nothing for a relative address."""
    match = _SCHEME.match(address)
    return (match[1] or "").lower() if match else ""


def names_host(address: str) -> bool:
    """Return whether an address has a host of its own, after a scheme or without one."""
    match = _SCHEME.match(address)
    return match is not None and match[0].endswith("//")


def as_segment(name: str) -> str:
    """Return a name for a path, with percent signs for what would end the path."""
    return re.sub(r"[%?#]", lambda match: quote(match[0]), name)


def is_address(text: str) -> bool:
    """Return whether *text* can be parsed as an address; a host in one open bracket cannot."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def is_web_url(text: str) -> bool:
    """Return whether *text* is a complete URL of the web: ``http`` or ``https``, and a host."""
    try:
        parts = urlsplit(text)
        host = parts.hostname and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not _NEVER.search(text)


_URL = r"(?i)(?:https?://[^/?#]|mailto:.|/)[^\s\x00-\x1f\x7f]*"
_EMAIL = r"[^\s@<>]+@[^\s@<>]+"


def is_url(value: Any) -> bool:
    """Return whether a page may link to a value: a URL, but none that runs a script."""
    return isinstance(value, str) and re.fullmatch(_URL, value) is not None and is_address(value)


def is_email(value: str) -> bool:
    """Return whether a text is an email address."""
    return re.fullmatch(_EMAIL, value) is not None


def short(url: str) -> str:
    """Return a URL as people read it: without scheme, ``www.`` and the slash at the end."""
    return re.sub(r"^(?:https?://(?:www\.)?|mailto:)", "", url, flags=re.IGNORECASE).rstrip("/")


def host(url: str) -> str:
    """Return the host of a URL, without ``www.``; of a path, the path."""
    return short(url).partition("/")[0] or url
