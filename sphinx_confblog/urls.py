"""Tells addresses of the web from other texts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sphinx_confblog.text import CONTROLS

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
