"""The markup that the script finds on a page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_confblog.config.comments import Comments, read_comments
from sphinx_confblog.html.comment_embeds import EMBEDS, Subject, Words, section

WORDS = Words("Comments", "No scripts.", "Not loaded.")
POST = Subject("blog/2020-01-01-one", "One & two", "https://x.org/docs/blog/one.html", "de")
GISCUS: dict[str, Any] = {"repo": "me/site", "repo_id": "R_1", "category_id": "DIC_1"}


class Reader(HTMLParser):
    """Notes the attributes of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a fragment, with their attributes."""
    reader = Reader()
    reader.feed(html)
    return reader.found


def thread(provider: str, subject: Subject = POST, **settings: Any) -> dict[str, str | None]:
    """The attributes of the element that the comments come into."""
    said: list[str] = []
    comments = read_comments({"provider": provider, **settings}, said.append)
    assert said == []
    assert comments is not None
    return elements(section(comments, subject, WORDS))[2][1]


def test_the_section_has_a_name() -> None:
    """It has a heading, and says what is missing where there are no scripts."""
    html = section(Comments("utterances", {"repo": "a/b"}), POST, WORDS)
    tags = [tag for tag, _ in elements(html)]
    assert tags == ["section", "h2", "div", "noscript", "p"]
    outer, heading = elements(html)[0][1], elements(html)[1][1]
    assert outer["class"] == "confblog-comments headerlink"
    assert outer["aria-labelledby"] == heading["id"]
    assert "<p>No scripts.</p>" in html


def test_giscus() -> None:
    """Its settings by its own names; by default a discussion is found by the page's path."""
    found = thread("giscus", **GISCUS)
    assert found["data-confblog-src"] == "https://giscus.app/client.js"
    assert (found["data-confblog-light"], found["data-confblog-dark"]) == ("light", "dark")
    assert (found["data-repo"], found["data-repo-id"]) == ("me/site", "R_1")
    assert found["data-category-id"] == "DIC_1"
    assert found["data-mapping"] == "pathname"
    assert found["data-lang"] == "de"
    assert found["data-loading"] == "lazy"
    assert not {"data-term", "data-strict", "data-category", "id"} & found.keys()


def test_giscus_with_more() -> None:
    """What is set is passed on."""
    found = thread(
        "giscus", **GISCUS, category="Blog", mapping="specific", strict=True, theme_dark="cobalt",
        reactions_enabled=False, input_position="top", lang="fr", host="https://g.example.org/",
    )  # fmt: skip
    assert found["data-confblog-src"] == "https://g.example.org/client.js"
    assert found["data-confblog-dark"] == "cobalt"
    assert found["data-category"] == "Blog"
    assert (found["data-mapping"], found["data-term"]) == ("specific", POST.docname)
    assert (found["data-strict"], found["data-reactions-enabled"]) == ("1", "0")
    assert (found["data-input-position"], found["data-lang"]) == ("top", "fr")


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("en", "en"), ("pt_BR", "pt"), ("zh_TW", "zh-TW"), ("el", "gr"), ("hr", "hbs"), ("is", None)],
)
def test_languages_that_giscus_has(language: str, spoken: str | None) -> None:
    """It answers others with an error, so it is asked for none of them."""
    found = thread("giscus", POST._replace(language=language), **GISCUS)
    assert found.get("data-lang") == spoken


def test_utterances() -> None:
    """An issue is found by the page's path, or by the docname."""
    found = thread("utterances", repo="me/site", label="comments")
    assert found["data-confblog-src"] == "https://utteranc.es/client.js"
    assert (found["data-repo"], found["data-label"]) == ("me/site", "comments")
    assert found["data-issue-term"] == "pathname"
    assert found["data-confblog-dark"] == "github-dark"
    found = thread("utterances", repo="me/site", issue_term="specific")
    assert found["data-issue-term"] == POST.docname


def test_disqus() -> None:
    """A thread is known by the docname, and leads to the canonical address."""
    found = thread("disqus", shortname="site")
    assert found["id"] == "disqus_thread"
    assert found["data-confblog-src"] == "https://site.disqus.com/embed.js"
    assert found["data-identifier"] == POST.docname
    assert found["data-url"] == POST.url
    assert found["data-title"] == POST.title
    assert not {"data-confblog-light", "data-language"} & found.keys()


def test_isso() -> None:
    """A thread is known by the path of the address; yes and no are those of scripts."""
    found = thread("isso", host="https://isso.example.org/", vote=False, max_comments_top=0)
    assert found["id"] == "isso-thread"
    assert found["data-confblog-src"] == "https://isso.example.org/js/embed.min.js"
    assert found["data-isso"] == "https://isso.example.org/"
    assert found["data-isso-id"] == "/docs/blog/one.html"
    assert found["data-isso-lang"] == "de"
    assert (found["data-isso-vote"], found["data-isso-max-comments-top"]) == ("false", "0")


def test_remark42() -> None:
    """Server and site, the canonical address, and the language if it has it."""
    found = thread("remark42", host="https://r.example.org", site_id="s", simple_view=True)
    assert found["id"] == "remark42"
    assert found["data-confblog-src"] == "https://r.example.org/web/embed.js"
    assert (found["data-host"], found["data-site-id"]) == ("https://r.example.org", "s")
    assert (found["data-url"], found["data-locale"]) == (POST.url, "de")
    assert found["data-simple-view"] == "true"
    brazil = POST._replace(language="pt_BR")
    assert thread("remark42", brazil, host="https://r.x", site_id="s")["data-locale"] == "bp"


@pytest.mark.parametrize("provider", EMBEDS)
def test_without_an_address(provider: str) -> None:
    """Where the site's address is not known, providers take that of the page."""
    least = {"giscus": GISCUS, "disqus": {"shortname": "s"}, "utterances": {"repo": "a/b"},
             "isso": {"host": "/i"}, "remark42": {"host": "https://r", "site_id": "s"}}  # fmt: skip
    found = thread(provider, POST._replace(url=None), **least[provider])
    assert not {"data-url", "data-isso-id"} & found.keys()


odd = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1)


@pytest.mark.slow
@settings(deadline=None)
@given(odd, odd, odd)
def test_nothing_breaks_out(ident: str, title: str, words: str) -> None:
    """Whatever is set comes out of the attribute as it went in."""
    comments = Comments("giscus", GISCUS | {"repo_id": ident, "category": title})
    said = Words(words, words, words)
    html = section(comments, POST._replace(docname=title, title=title), said)
    assert [tag for tag, _ in elements(html)] == ["section", "h2", "div", "noscript", "p"]
    found = elements(html)[2][1]
    assert (found["data-repo-id"], found["data-category"]) == (ident, title)
    assert found["data-confblog-failed"] == words
