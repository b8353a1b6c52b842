"""Who links to what."""

from __future__ import annotations

import pytest

from sphinx_confblog.model.mentions import (
    Mention,
    PostMentions,
    posts_by_page,
    posts_by_place,
    posts_naming,
)

FORGE = Mention("py", "function", "anvil.forge", "api", "anvil.forge")
API = Mention("std", "doc", "api", "api", "")
JS = Mention("js", "function", "anvil.forge", "js", "anvil.forge")
MENTIONS = {
    "new": PostMentions((FORGE, API)),
    "old": PostMentions((JS, Mention("std", "label", "old", "old", "old"))),
    "older": PostMentions((FORGE,)),
    "none": PostMentions(),
}


def test_pages_and_places() -> None:
    """Posts come in their order, each once for a page, and no post for itself."""
    assert posts_by_page(MENTIONS) == {"api": ("new", "older"), "js": ("old",)}
    assert posts_by_place(MENTIONS) == {
        ("api", "anvil.forge"): ("new", "older"),
        ("api", ""): ("new",),
        ("js", "anvil.forge"): ("old",),
    }


@pytest.mark.parametrize(
    ("name", "posts"),
    [
        ("anvil.forge", ("new", "old", "older")),
        ("py:anvil.forge", ("new", "older")),
        ("js:anvil.forge", ("old",)),
        ("api", ("new",)),
        ("forge", ()),
    ],
)
def test_names(name: str, posts: tuple[str, ...]) -> None:
    """A name may have its domain before it."""
    assert posts_naming(MENTIONS, name) == posts
