"""A card leads on only where there is more to read, and time is given only for words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

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
#: An empty post, one that is a picture, and one with a word.
TIMES = {"nothing": "", "a-picture": "![lamp](lamp.svg)\n", "a-word": "Word.\n"}


def card(built: Built, name: str) -> str:
    """The card of a post on the index."""
    cards = re.findall("(?s)<article.*?</article>", built.body("blog/index"))
    (found,) = (card for card in cards if f'href="2026-01-01-{name}.html"' in card)
    return str(found)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with all these posts, built once."""
    site = plain_site(tmp_path_factory.mktemp("more"))
    site.write("blog/lamp.svg", SVG)
    for name, body in (WHOLE | MORE | TIMES).items():
        site.post(f"2026-01-01-{name}", body, title="One")
    site.post("2026-01-01-own-words", "The text.\n", title="One", excerpt="Something else.")
    return site.build(confblog_posts_per_page=0, html_use_index=True)


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_leads_on_from_a_whole_post(built: Built, name: str) -> None:
    """The title is a link anyhow."""
    assert "confblog-more" not in card(built, name)


@pytest.mark.parametrize("name", [*MORE, "own-words"])
def test_a_link_leads_on_to_more(built: Built, name: str) -> None:
    """Whatever it is that the excerpt leaves out, or if front matter says something else."""
    assert "confblog-more" in card(built, name)


def test_a_later_build_leads_on(site: Site) -> None:
    """Words that come below the cut write the index; more of them do not."""
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n", title="One")
    assert "confblog-more" not in site.build().body("blog/index")
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n\nMore.\n", title="One")
    assert "confblog-more" in site.build().body("blog/index")
    site.post("2026-01-01-one", "Some.\n\nREADMORE\n\nMore than that.\n", title="One")
    assert site.build().written() == {"blog/2026-01-01-one"}


def test_reading_nothing_takes_no_time(built: Built) -> None:
    """An empty post, and one that is a picture."""
    assert ["min read" in card(built, name) for name in TIMES] == [False, False, True]
    assert "1 min read" in card(built, "a-word")
