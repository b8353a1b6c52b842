"""Feeds in each format, from records alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from defusedxml.ElementTree import fromstring
from feedrules import checked_atom, checked_json, checked_rss, content_of, date_of
from hypothesis import given
from hypothesis import strategies as st

from sphinx_confblog.feeds.formats import atom_feed, json_feed, rss_feed
from sphinx_confblog.feeds.plan import FORMATS
from sphinx_confblog.feeds.records import (
    Category,
    Channel,
    Enclosure,
    Entry,
    Item,
    Person,
    feed_date,
    legal,
    one_line,
)

BASE = "https://site.example/blog/"
DATE = datetime(2020, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
ITEM = Item(url=f"{BASE}a.html", title="Title", published=DATE)
WRITERS: dict[str, Any] = {"atom": atom_feed, "rss": rss_feed, "json": json_feed}
CHECKS: dict[str, Any] = {"atom": checked_atom, "rss": checked_rss, "json": checked_json}
FEEDPARSER = ("atom", "rss")


def channel(format_: str, **values: Any) -> Channel:
    """A feed in one format."""
    known: dict[str, Any] = {
        "id": f"{BASE}atom.xml", "url": f"{BASE}{FORMATS[format_].filename}",
        "media_type": FORMATS[format_].media_type, "home": f"{BASE}index.html", "title": "Blog",
        "subtitle": "", "author": Person("Site"), "language": "en",
    }  # fmt: skip
    return Channel(**{**known, **values})


def read(format_: str, *entries: Entry, **values: Any) -> Any:
    """Write a feed, check it by the rules of its format, and read it."""
    return CHECKS[format_](WRITERS[format_](channel(format_, **values), entries))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_plain_entry(format_: str) -> None:
    """The least that an entry can say."""
    read(format_, Entry(ITEM, "<p>Text.</p>"))


@pytest.mark.parametrize("format_", FEEDPARSER)
def test_what_readers_see(format_: str) -> None:
    """Feed readers find everything where they look for it."""
    item = ITEM._replace(
        updated=DATE + timedelta(days=1),
        summary="In short.",
        language="fr",
        authors=(Person("Ann", f"{BASE}ann.html"), Person("Bob")),
        categories=(Category("c-plus-plus", "C++", f"{BASE}tags/"), Category("x", "X")),
        enclosure=Enclosure("https://site.example/_images/c.png", "image/png", 123),
    )
    feed = read(format_, Entry(item, "<p>Text.</p>"), subtitle="On all.")
    assert (feed.feed.title, feed.feed.subtitle, feed.feed.language) == ("Blog", "On all.", "en")
    assert feed.feed.link == f"{BASE}index.html"
    assert feed.feed.generator == "sphinx_confblog"
    assert feed.feed.updated_parsed[:5] == (2020, 1, 3, 1, 4)
    entry = feed.entries[0]
    assert (entry.id, entry.link, entry.title) == (ITEM.url, ITEM.url, "Title")
    assert entry.published_parsed[:5] == (2020, 1, 2, 1, 4)
    assert (entry.summary, content_of(entry)) == ("In short.", "<p>Text.</p>")
    assert [author.name for author in entry.authors] == ["Ann", "Bob"]
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == (
        [("c-plus-plus", f"{BASE}tags/", "C++"), ("x", None, "X")]
        if format_ == "atom"
        else [("C++", f"{BASE}tags/", None), ("X", None, None)]
    )
    [enclosure] = entry.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        "https://site.example/_images/c.png", "image/png", "123",
    )  # fmt: skip


def test_what_atom_alone_says() -> None:
    """When an entry changed, in which language it is, and where its subject is."""
    item = ITEM._replace(
        updated=DATE + timedelta(days=1), language="fr", external="https://other.example/x"
    )
    entry = read("atom", Entry(item, "x")).entries[0]
    assert entry.updated_parsed[:3] == (2020, 1, 3)
    assert entry.content[0].language == "fr"
    assert [(link.rel, link.href) for link in entry.links] == [
        ("alternate", ITEM.url), ("related", "https://other.example/x"),
    ]  # fmt: skip


def test_what_json_says() -> None:
    """Each thing under its own key, and nothing where there is nothing to say."""
    item = ITEM._replace(
        external="https://other.example/x", language="fr", summary="In short.",
        authors=(Person("Ann", f"{BASE}ann.html", "ann@site.example"),),
        categories=(Category("c-plus-plus", "C++", f"{BASE}tags/"),),
        enclosure=Enclosure("https://site.example/c.png", "image/png", 0),
    )  # fmt: skip
    feed = read("json", Entry(item, "<p>x</p>"))
    assert feed["items"] == [{
        "id": ITEM.url, "url": ITEM.url, "external_url": "https://other.example/x",
        "title": "Title", "summary": "In short.", "image": "https://site.example/c.png",
        "date_published": "2020-01-02T03:04:05+02:00", "tags": ["C++"], "language": "fr",
        "authors": [{"name": "Ann", "url": f"{BASE}ann.html"}], "content_html": "<p>x</p>",
    }]  # fmt: skip
    assert feed.keys() == {
        "version", "title", "home_page_url", "feed_url", "authors", "language", "items",
    }  # fmt: skip


def test_an_author_with_a_mailbox() -> None:
    """RSS has a place for one address; of several authors it tells the names."""
    ann, bob = Person("Ann", None, "ann@site.example"), Person("Bob")
    one = rss_feed(channel("rss"), [Entry(ITEM._replace(authors=(ann,)), "x")]).decode()
    assert "<author>ann@site.example (Ann)</author>" in one
    assert "dc:creator" not in one.partition("<channel>")[2]
    both = rss_feed(channel("rss"), [Entry(ITEM._replace(authors=(ann, bob)), "x")]).decode()
    assert "<dc:creator>Ann</dc:creator>" in both
    assert "<author>" not in both
    atom = read("atom", Entry(ITEM._replace(authors=(ann, bob)), "x")).entries[0]
    assert atom.authors[0].email == "ann@site.example"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "]]>",
        "<![CDATA[x]]>",
        "<b>&amp;</b>",
        "&lt;",
        "a & b < c > d \"e\" 'f'",
        "😀",
        "שלום",
        "{{x}}",
    ],
)
def test_any_text_is_kept(format_: str, text: str) -> None:
    """No text breaks a feed, and none is taken for markup that it is not."""
    item = ITEM._replace(title=text, summary=text, categories=(Category("t", text),))
    item = item._replace(authors=(Person(text),))
    feed = read(format_, Entry(item, f"<p>{text}</p>"), title=text, subtitle=text)
    if format_ == "json":
        found = feed["items"][0]
        assert [found["title"], found["summary"], found["tags"]] == [text, text, [text]]
        assert found["content_html"] == f"<p>{text}</p>"
    else:
        entry = feed.entries[0]
        assert content_of(entry) == f"<p>{text}</p>"
        assert text in {entry.tags[0].label, entry.tags[0].term}
        if format_ == "atom":
            # In RSS nothing tells text from HTML, so that readers guess.
            assert [entry.title, entry.summary, entry.author] == [text, text, text]


@pytest.mark.slow
@given(text=st.text(), format_=st.sampled_from(list(FORMATS)))
def test_no_text_breaks_a_feed(text: str, format_: str) -> None:
    """Whatever authors type, what is left of it can be written and read."""
    title = one_line(text) or "?"
    item = ITEM._replace(title=title, summary=one_line(text))
    read(format_, Entry(item, legal(text)))


def test_descriptions_of_rss_are_html() -> None:
    """Readers take them for HTML: what looks like a tag is shown, and runs nowhere."""
    text = "A vector<int> & <script>alert(1)</script>"
    xml = rss_feed(channel("rss", subtitle=text), [Entry(ITEM._replace(summary=text), "<p>x</p>")])
    found = fromstring(xml)
    shown = [found.findtext(f"{place}/description") for place in ("channel", "channel/item")]
    assert shown == ["A vector&lt;int&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;"] * 2


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_text(format_: str) -> None:
    """A post may be nothing but its title."""
    read(format_, Entry(ITEM, ""))


@pytest.mark.parametrize("format_", FORMATS)
def test_the_order_is_kept(format_: str) -> None:
    """What comes first stays first; a feed changed when the last of its entries did."""
    older = ITEM._replace(url=f"{BASE}b.html", updated=DATE + timedelta(days=9))
    content = WRITERS[format_](channel(format_), [Entry(ITEM, "x"), Entry(older, "y")]).decode()
    assert 0 < content.index(f"{BASE}a.html") < content.index(f"{BASE}b.html")
    if format_ == "atom":
        assert "<updated>2020-01-11T03:04:05+02:00</updated>" in content.partition("<entry>")[0]


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_of_the_build_is_in_a_feed(format_: str) -> None:
    """The time of the build and the version of the library stay out."""
    content = WRITERS[format_](channel(format_), [Entry(ITEM, "x")]).decode()
    assert str(datetime.now(UTC).year) not in content
    assert "feedgen" not in content


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2020-01-02T03:04:05+05:30", "2020-01-02T03:04:05+05:30"),
        ("2018-02-26T00:00:00.999999+00:00", "2018-02-26T00:00:00.999999+00:00"),
        ("1900-06-01T12:00:00+00:09:21", "1900-06-01T11:50:39+00:00"),
        ("0001-01-01T00:00:00+00:09:21", "0001-01-01T00:00:00+00:00"),
    ],
)
def test_dates_keep_their_zone(date: str, expected: str) -> None:
    """But for those that feeds have no way to write."""
    assert feed_date(date_of(date)).isoformat() == expected


def test_local_times_of_long_ago() -> None:
    """Zones were not whole minutes from Greenwich once."""
    date = feed_date(datetime(1900, 6, 1, 12, tzinfo=ZoneInfo("Europe/Paris")))
    for format_ in FORMATS:
        read(format_, Entry(ITEM._replace(published=date), "x"))


def test_json_is_readable() -> None:
    """Signs stand for themselves."""
    content = json_feed(channel("json", title="日本語"), [Entry(ITEM, "x")])
    assert "日本語" in content.decode()
    assert json.loads(content)["title"] == "日本語"
