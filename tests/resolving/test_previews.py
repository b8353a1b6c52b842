"""The page of a post that only a preview shows says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Site


def test_a_banner_above_drafts_and_scheduled_posts(site: Site) -> None:
    """It stands below the title; published posts have none."""
    site.post("2020-01-01-draft", title="Draft one", draft="true")
    site.post("2999-01-01-later", title="Later")
    site.post("2020-01-02-out", title="Out", pinned="true")
    built = site.build(confblog_drafts=True, confblog_future=True)
    banner = '(?s)</h1>\\s*<div class="confblog-banner {} [^"]*" role="note">\\s*<p>(.*?)</p>'
    (said,) = re.findall(
        banner.format("confblog-banner-draft"), built.body("blog/2020-01-01-draft")
    )
    assert said == "This post is a draft. Only previews show it."
    (said,) = re.findall(
        banner.format("confblog-banner-scheduled"), built.body("blog/2999-01-01-later")
    )
    assert said == (
        "This post is scheduled for January 1, 2999. Until then, only previews show it."
    )
    assert "confblog-banner" not in built.body("blog/2020-01-02-out")
    assert "confblog-banner" not in built.body("blog/index")
    text = site.build("text", confblog_drafts=True).read("blog/2020-01-01-draft.txt")
    assert "This post is a draft." in text
