"""Records of pages, the tags and the JSON-LD that are made of them: without Sphinx."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.html import social_tags
from sphinx_confblog.html.social_tags import (
    BlogInfo,
    Person,
    SocialCard,
    Tag,
    contents,
    open_graph,
    read_head,
)
from sphinx_confblog.util.urls import is_web_url

BLOG = BlogInfo("Blog", "https://example.org/blog/")
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "\"'> <meta name=robots content=noindex>",
    "a & b &lt; &#39; &amp;",
    "one\u2028two\u2029three\x85four\x00five",
    "half \ud800 a character",
    "日本語 \U0001f600",
]


class Markup(HTMLParser):
    """Counts the elements of some HTML, and keeps their text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.comments = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.comments += 1


def post(**values: Any) -> SocialCard:
    """The record of a post."""
    given: dict[str, Any] = {
        "title": "Title", "description": "Words.", "blog": BLOG, "published": "2020-01-01",
    }  # fmt: skip
    return SocialCard(**{**given, **values})


def read(script: str) -> dict[str, Any]:
    """What a script of JSON-LD says."""
    found: dict[str, Any] = json.loads(Markup(script).text)
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_the_script(text: str) -> None:
    """Whatever a title or a name is, there is one element, and it says that text."""
    people = (Person(text, description=text),)
    script = social_tags.script(
        social_tags.posting(post(title=text, description=text, people=people))
    )
    markup = Markup(script)
    assert (markup.tags, markup.comments) == (["script"], 0)
    assert not set("<>&\u2028\u2029") & set(markup.text.strip())
    assert script.encode("utf-8")
    said = read(script)
    assert said["headline"] == said["author"][0]["name"]
    assert "".join(said["headline"].split())[:2] == "".join(text.split())[:2]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_a_tag(text: str) -> None:
    """Whatever a title is, there is one element, and its content is that text."""
    html = Tag("og:title", text).html()
    assert Markup(html).tags == ["meta"]
    assert html.encode("utf-8")
    assert contents(html)["og:title"][:1] == text[:1]


@given(st.text())
def test_any_text_comes_through(text: str) -> None:
    """A text is read as it was, but for characters that are none and blanks."""
    said = read(social_tags.script(social_tags.posting(post(title=f"x{text}x"))))
    content = contents(Tag("og:title", f"x{text}x").html())["og:title"]
    assert said["headline"] == content
    assert [c for c in content if c.isalnum()] == [c for c in f"x{text}x" if c.isalnum()]


def test_only_what_is_known_is_said() -> None:
    """Without addresses, dates of change and terms, there are no keys and tags for them."""
    card = SocialCard(title="Title", description="", blog=BlogInfo("Blog"), published="2020-01-01")
    assert [tag.name for tag in open_graph(card)] == [
        "og:type", "og:title", "article:published_time", "twitter:card",
    ]  # fmt: skip
    assert social_tags.posting(card) == {
        "@type": "BlogPosting",
        "headline": "Title",
        "datePublished": "2020-01-01",
        "isPartOf": {"@type": "Blog", "name": "Blog"},
    }


def test_pages_that_are_no_posts_are_no_articles() -> None:
    """A list is a page of a web site."""
    card = SocialCard(title="Tags", description="Tags of Blog", blog=BLOG, tags=("a",))
    tags = {tag.name: tag.content for tag in open_graph(card)}
    assert tags["og:type"] == "website"
    assert not [name for name in tags if name.startswith("article:")]


def test_every_tag_and_author_is_named() -> None:
    """An author is an address, or for want of one a name."""
    card = post(tags=("a", "b"), people=(Person("Ann", "https://ann.example/"), Person("Bob")))
    tags = [(tag.name, tag.content) for tag in open_graph(card)]
    assert [c for n, c in tags if n == "article:author"] == ["https://ann.example/", "Bob"]
    assert [c for n, c in tags if n == "article:tag"] == ["a", "b"]


@pytest.mark.parametrize(
    "html",
    [
        '<meta name="description" content="Own.">',
        "<META CONTENT='Own.' NAME='Description' />",
        '<meta content="Own." lang="en" name=description>',
        '<meta\ncontent="Own." property=" DESCRIPTION " >',
    ],
)
def test_a_description_is_found_however_it_is_written(html: str) -> None:
    """The order, the case and the quotes of attributes make no difference."""
    assert contents(f'<link rel="x">{html}<meta charset="utf-8">')["description"] == "Own."


def test_words_in_contents_and_scripts_are_no_tags() -> None:
    """A tag that is spoken of is none."""
    html = """<meta name="a" content='name="description"'><script>"<meta name='b'>"</script>"""
    assert contents(html) == {"a": 'name="description"'}
    assert read_head(html).scripts == [({}, "\"<meta name='b'>\"")]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("https://example.org/", True),
        ("http://example.org:8080/a?b=c#d", True),
        ("https://münchen.example/ü", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("example.org/a", False),
        ("//example.org/a", False),
        ("/a", False),
        ("https:///a", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("ftp://example.org/", False),
        ('https://example.org/"onload="', False),
        ("https://example.org/a b", False),
        ("https://[::1/", False),
        ("https://example.org:x/", False),
        ("", False),
    ],
)
def test_addresses_of_the_web(text: str, known: bool) -> None:
    """An address has a scheme of the web and a host, and no character that ends it."""
    assert is_web_url(text) is known
