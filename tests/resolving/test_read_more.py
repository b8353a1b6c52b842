"""A card leads on only where there is more to read, and time is given only for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
WHOLE = {
    "empty": "",
    "cut-at-the-end": "All of it.\n\nREADMORE\n",
    "one-paragraph": "All *of* it, with a {ref}`link <genindex>`.\n",
    "a-comment": "All of it.\n\n<!-- Nothing to see. -->\n",
    "a-label": "All of it.\n\n(label)=\n\nREADMORE\n",
    "an-image": "All of it, ![lamp](lamp.svg).\n",
}
MORE = {
    "no-excerpt": "READMORE\n\nAll of it.\n",
    "more-words": "Some.\n\nREADMORE\n\nMore.\n",
    "a-second-paragraph": "Some.\n\nMore.\n",
    "an-image-below": "Some.\n\nREADMORE\n\n![lamp](lamp.svg)\n",
    "code-below": "Some.\n\nREADMORE\n\n```\ncode\n```\n",
    "a-list-of-posts": "Some.\n\nREADMORE\n\n```{postlist}\n```\n",
    "html-below": "Some.\n\nREADMORE\n\n<video src='a.mp4'></video>\n",
    "a-rule-below": "Some.\n\nREADMORE\n\n## A\n\n---\n",
    "a-footnote": "Some[^1].\n\n[^1]: Note.\n",
}


def card(site: Site, body: str, **front: str) -> str:
    """The card of a post on the index."""
    site.write("blog/lamp.svg", SVG)
    site.post("2026-01-01-one", body, title="One", **front)
    found = re.search("(?s)<article.*</article>", site.build().body("blog/index"))
    assert found
    return found[0]


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE)
def test_nothing_leads_on_from_a_whole_post(site: Site, body: str) -> None:
    """The title is a link anyhow."""
    assert "confblog-more" not in card(site, body)


@pytest.mark.parametrize("body", MORE.values(), ids=MORE)
def test_a_link_leads_on_to_more(site: Site, body: str) -> None:
    """Whatever it is that the excerpt leaves out."""
    assert "confblog-more" in card(site, body)


def test_an_excerpt_of_its_own_words(site: Site) -> None:
    """Front matter says something else than the post."""
    assert "confblog-more" in card(site, "The text.\n", excerpt="Something else.")


def test_a_later_build_leads_on(site: Site) -> None:
    """Words that come below the cut write the index; more of them do not."""
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n", title="One")
    assert "confblog-more" not in site.build().body("blog/index")
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n\nMore.\n", title="One")
    assert "confblog-more" in site.build().body("blog/index")
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n\nMore than that.\n", title="One")
    assert site.build().written() == {"blog/2026-01-01-one"}


def test_reading_nothing_takes_no_time(site: Site) -> None:
    """An empty post, and one that is a picture."""
    for body in ("", "![lamp](lamp.svg)\n"):
        assert "min read" not in card(site, body)
    assert "1 min read" in card(site, "Word.\n")
