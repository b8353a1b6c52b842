"""Unlisted posts: built, but in no list, search index, general index or inventory."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: Lines before the compressed part of an inventory.
HEADER_LINES = 4


def hide_unlisted(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep unlisted posts from the search and from the general index (``env-updated``).

    Sphinx puts pages with a long title into the search index, no others. It has no method to take
    a document out of either (Sphinx 8.2, 9.0 and 9.2).
    """
    for docname in blogs_of(env).unlisted():
        env.longtitles.pop(docname, None)
        env.domains.index_domain.entries.pop(docname, None)


def filter_inventory(app: Sphinx, exception: Exception | None) -> None:
    """Take unlisted posts, and what they define, out of the inventory (``build-finished``)."""
    builder = app.builder
    if exception is not None or not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, INVENTORY_FILENAME)
    if (hidden := blogs_of(app.env).unlisted()) and path.is_file():
        addresses = {builder.get_target_uri(docname) for docname in hidden}
        path.write_bytes(without(path.read_bytes(), addresses))


def without(inventory: bytes, addresses: set[str]) -> bytes:
    """An inventory (version 2) less the objects on the pages of those addresses."""
    *header, body = inventory.split(b"\n", HEADER_LINES)
    lines = zlib.decompress(body).decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if address_of(line) not in addresses)
    return b"\n".join([*header, zlib.compress(kept.encode(), 9)])


def address_of(line: str) -> str | None:
    """The address of the page in a line ``name domain:role priority address title``."""
    found = re.match(r".+?\s+\S+:\S+\s+-?\d+\s+?(#?[^\s#]*)", line)
    return found[1] if found else None
