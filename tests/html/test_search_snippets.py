"""What search pages quote of a post is its text: no byline, footer or comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from conftest import Built, Site

GISCUS = {"provider": "giscus", "repo": "a/b", "repo_id": "R", "category_id": "C"}


def quoted(built: Built, docname: str) -> str:
    """What ``Search.htmlToText`` of Sphinx's ``searchtools.js`` (8.2 to 9.0) makes of a page."""
    root = etree.HTML(built.read(f"{docname}.html"))
    unwanted = "//*[contains(concat(' ', @class, ' '), ' headerlink ')] | //script | //style"
    for element in root.xpath(unwanted):
        element.getparent().remove(element)
    (main,) = root.xpath("//*[@role='main']")
    return " ".join("".join(main.itertext()).split())


def test_what_is_around_a_post_is_not_quoted(site: Site) -> None:
    """Byline, banner, languages, series, related posts, comments and the links below."""
    front = {"tags": "pump", "author": "Ada", "series": "Water"}
    site.post("2026-01-01-one", "Only words.\n", title="One", **front)
    site.post("2026-01-02-two", "Other words.\n", title="Two", **front)
    site.post("2026-01-03-drei", "Worte.\n", title="Drei", language="de", slug="one")
    site.post("2026-01-04-four", "Draft words.\n", title="Four", draft="true")
    built = site.build(
        confblog_comments=GISCUS, confblog_drafts=True, html_baseurl="https://example.com"
    )
    assert quoted(built, "blog/2026-01-01-one") == "One Only words."
    assert quoted(built, "blog/2026-01-04-four") == "Four Draft words."
    assert "All tags" not in quoted(built, "blog/tags/pump")
