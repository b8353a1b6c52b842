"""What ends an excerpt, and what lists and pages show then."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import CONF, INDEX, Site
from tests.outline import outline, read_blocks

if TYPE_CHECKING:
    from tests.conftest import Built

CASES = Path(__file__).parent / "cases" / "readmore"
FILES = sorted(path.stem for path in CASES.glob("*.md"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
ALL = {"confblog_posts_per_page": 0, "myst_enable_extensions": ["colon_fence", "deflist"]}


def excerpt(built: Built, page: str, docname: str) -> str:
    """The excerpt of a post as a page shows it."""
    for card in re.findall(r"(?s)<article class=.*?</article>", built.body(page)):
        if re.search(rf'href="[^"]*\b{docname}(\.html|/)"', card):
            found = re.search(r'(?s)confblog-excerpt[^>]*>(.*)</div>\s*<p><a class="[^"]*more', card)
            return outline(found[1]) if found else ""
    raise AssertionError(f"{page} has no card of {docname}")


def content(built: Built, docname: str) -> str:
    """What a post's page shows below its title and byline."""
    found = re.search(r'(?s)<section class="[^"]*confblog-post.*?</h1>(.*)</section>', built.body(docname))
    assert found
    return outline(found[1])
