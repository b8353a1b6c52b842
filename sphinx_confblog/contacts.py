"""Where a person, or any other term, is to be found: links with names, and a picture."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx_confblog.util.urls import _REMOTE, is_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


#: What messages say of the two.
URLS = "a URL with http, https or mailto, or one that begins with a slash"
LINKS = "a dict of names and URLs, or a list of URLs or of dicts with name and url"


def listed_links(value: Any) -> Iterator[tuple[object, Any, Any]]:
    """Go through links in any of their forms: where each stands, its name or None, its URL.

    Raises ValueError if *value* is of no such form.
    """
    if value is None:
        return
    if isinstance(value, dict):
        yield from ((name, name, url) for name, url in value.items())
        return
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError(LINKS)
    for number, item in enumerate(items):
        if isinstance(item, dict):
            yield number, item.get("name"), item.get("url")
        else:
            yield number, None, item


def find_picture(value: str, folder: Path) -> str:
    """A URL as it is; a path below *folder* with a slash before it, as documents name images.

    Raises ValueError with what is wrong if there is no such file.
    """
    if _REMOTE.match(value) and is_address(value):
        return value
    path = PurePosixPath(value.replace("\\", "/").lstrip("/"))
    if ".." in path.parts or not os.path.isfile(folder / path):  # noqa: PTH113  it never raises
        raise ValueError("but there is no such file below the source folder")
    return f"/{path}"
