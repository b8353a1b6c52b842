"""Feeds of a site: what is written where, what is in it, and when it is written again."""

from __future__ import annotations

import base64
import html.parser
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urldefrag

import pytest
from conftest import plain_site
from feedrules import checked_json, checked_rss, content_of
from feedsites import ALL, BASE, atom, feeds, named, text_of, titles, with_feeds

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built, Site

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with an address and three posts."""
    return with_feeds(site)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once."""
    return with_feeds(plain_site(tmp_path_factory.mktemp("feeds") / "site")).build()


class Addresses(html.parser.HTMLParser):
    """Collects the addresses and ids of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element has."""
        for name, value in attrs:
            if name in {"href", "src", "poster"}:
                self.found.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


def assert_leads_somewhere(built: Built, url: str) -> None:
    """Assert that there is a file, and a place in it, at an address of the site's."""
    address, fragment = urldefrag(url)
    path = built.outdir / unquote(address.removeprefix(BASE))
    path = path / "index.html" if address.endswith("/") else path
    assert path.is_file(), url
    if fragment:
        assert unquote(fragment) in Addresses(path.read_text("utf-8")).ids, url


# Which files there are.


def test_the_blog_and_each_term_have_an_atom_feed(published: Built) -> None:
    """That is what a site gets without asking."""
    assert sorted(feeds(published)) == [
        "blog/atom.xml",
        *(f"blog/tags/{tag}/atom.xml" for tag in ("all", "t1", "t2", "t3")),
    ]
    assert titles(published) == titles(published, "blog/tags/all/atom.xml") == ["P3", "P2", "P1"]
    assert titles(published, "blog/tags/t2/atom.xml") == ["P2"]


@pytest.fixture(scope="module")
def unlisted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with posts that are in no feed, which previews show."""
    site = with_feeds(plain_site(tmp_path_factory.mktemp("unlisted") / "site"))
    site.post("2020-02-01-draft", "Zebra.\n", title="Zebra", tags="zebra", draft="true")
    site.post("2099-02-01-later", "Zebra.\n", title="Zebra", tags="zebra")
    site.post("2020-02-02-gone", "Zebra.\n", title="Zebra", tags="zebra", expires="2020-03-01")
    site.post("2020-02-03-hidden", "Zebra.\n", title="Zebra", tags="zebra", unlisted="true")
    return site


@pytest.fixture(scope="module")
def formats(unlisted: Site) -> Built:
    """That site, built once with all formats of feeds."""
    return unlisted.build(confblog_feeds=ALL)


@pytest.mark.slow
def test_formats_are_chosen(formats: Built) -> None:
    """Each feed is written in all of them, with the same posts."""
    built = formats
    assert len(feeds(built)) == 15
    feed = checked_json((built.outdir / "blog/tags/all/feed.json").read_bytes())
    assert [item["title"] for item in feed["items"]] == ["P3", "P2", "P1"]
    rss = checked_rss((built.outdir / "blog/tags/all/rss.xml").read_bytes())
    assert [entry.title for entry in rss.entries] == ["P3", "P2", "P1"]


def test_a_site_that_is_a_blog(blog: Site) -> None:
    """Its feed stands at the top."""
    (blog.srcdir / "index.md").unlink()
    built = blog.build(confblog_path="")
    assert "atom.xml" in feeds(built)
    assert "tags/all/atom.xml" in feeds(built)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, whose builders share what the first of them has read."""
    return with_feeds(plain_site(tmp_path_factory.mktemp("shared") / "site"))


@pytest.mark.parametrize("builder", ["json", "singlehtml", "epub", "text", "latex"])
def test_only_sites_have_feeds(shared: Site, builder: str) -> None:
    """Other builders write none, and name none."""
    built = shared.build(builder, clean=False, confblog_feed_discovery="site")
    assert feeds(built) == {}
    assert b"atom+xml" not in b"".join(built.everything(skip=(".doctrees", "_static")).values())


@pytest.mark.slow
def test_without_an_address_there_is_no_feed(blog: Site) -> None:
    """One line of the build says so; nobody is warned."""
    assert feeds(blog.build(confblog_taxonomies={}))
    built = blog.build(html_baseurl="", confblog_taxonomies={})
    assert feeds(built) == {}
    assert built.status.count("no feeds are written: html_baseurl is not set") == 1
    assert "atom+xml" not in built.read("blog/index.html")
    status = blog.build(html_baseurl="/docs/", confblog_taxonomies={}).status
    assert "'/docs' has no host" in status


def test_nothing_is_said_where_no_feed_is_missing(site: Site) -> None:
    """A site without posts, or that wants no feeds, hears nothing of them."""
    assert "no feeds" not in site.build().status
    site.post("2020-01-01-a", title="A")
    built = site.build(confblog_feeds=[], html_baseurl=BASE)
    assert feeds(built) == {}
    assert "no feeds" not in built.status
    assert "no feeds" not in site.build(confblog_feeds=[]).status
    assert "no feeds" not in site.build("text").status


# What is in a feed.


@pytest.mark.parametrize(
    "base",
    ["https://a.example", "https://a.example/", "https://a.example/x/y", "http://a.example:8/x/"],
)
def test_every_form_of_base_address(shared: Site, base: str) -> None:
    """With or without a path, with or without a slash at its end."""
    built = shared.build(html_baseurl=base, confblog_taxonomies={}, out="addresses")
    feed, top = atom(built), base.rstrip("/")
    assert feed.feed.id == f"{top}/blog/atom.xml"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{top}/blog/atom.xml",
        "alternate": f"{top}/blog/index.html",
    }
    assert feed.entries[0].link == f"{top}/blog/2020-01-03-p3.html"


@pytest.fixture(scope="module")
def linking(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """A site for each builder, with a post that links to whatever there is."""
    return cache(
        lambda builder: with_links(
            with_feeds(plain_site(tmp_path_factory.mktemp(builder))), builder
        )
    )


def with_links(blog: Site, builder: str) -> Site:
    """Write the post."""
    for number in (1, 2, 3):
        text = f"First {number}.\n\nREADMORE\n\n## More\n\nLater {number}.\n"
        blog.post(f"2020-01-0{number}-p{number}", text, title=f"P{number}", tags="all")
    blog.write("blog/pic.png", PNG)
    blog.write("blog/data.txt", "1, 2\n")
    body = """First [heading](#more), [post](2020-01-01-p1.md), {blog:tag}`all`.

![Pic](pic.png) and {download}`data <data.txt>` and {ref}`lab`.

READMORE

## More

Note[^n] and [out](https://other.example/x), <a href="2020-01-02-p2.html#more">raw</a>.

```{math}
:label: eq
a < b
```

See {eq}`eq` and {doc}`/index`.

(lab)=
### Label

[^n]: The note.
"""
    if builder == "dirhtml":
        body = body.replace("2020-01-02-p2.html", "../2020-01-02-p2/")
    blog.post("2020-02-01-big", body, title="Big", tags="all", image="pic.png")
    return blog


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("mode", ["full", "excerpt"])
def test_all_addresses_are_right(linking: Callable[[str], Site], builder: str, mode: str) -> None:
    """Links, images, downloads, footnotes and anchors lead to where they are."""
    built = linking(builder).build(
        builder, confblog_feeds=ALL, confblog_feed_content=mode,
        myst_enable_extensions=["dollarmath"], extensions=["sphinx_confblog", "sphinx.ext.mathjax"],
    )  # fmt: skip
    text = text_of(built)
    found = Addresses(text).found
    assert "https://other.example/x" in found or mode == "excerpt"
    ours = [url for url in found if url != "https://other.example/x"]
    assert len(ours) == (6 if mode == "excerpt" else 11)
    for url in ours:
        assert url.startswith(BASE)
        assert_leads_somewhere(built, url)
    for content in feeds(built).values():
        for url in re.findall(rf"{BASE}[^\s\"'<>&\\]*", content.decode()):
            if not url.endswith(("/tags/", "/categories/")):
                assert_leads_somewhere(built, url)


def test_a_whole_post(published: Built) -> None:
    """Its text without title, byline and links to headings; the excerpt is the summary."""
    entry = atom(published).entries[0]
    assert entry.summary == "First 3."
    text = content_of(entry)
    assert "<p>First 3.</p>" in text
    assert "<h2>More</h2>" in text
    for furniture in ("<h1", "P3", "¶", "confblog-byline", "confblog-footer", "t3"):
        assert furniture not in text


def test_an_excerpt(blog: Site) -> None:
    """Only what stands before the cut; it is no summary of itself."""
    built = blog.build(confblog_feed_content="excerpt", confblog_taxonomies={})
    entry = atom(built).entries[0]
    assert content_of(entry) == "<p>First 3.</p>"
    assert [content.type for content in entry.content] == ["text/html"]
    assert "summary" not in entry or entry.summary == content_of(entry)


def test_what_a_feed_says_of_itself(blog: Site) -> None:
    """Titles and descriptions of blog and term, the site's author and language."""
    built = blog.build(
        author="Ann & Co", language="de", confblog_title="Neues", confblog_description="Von uns.",
        confblog_terms={"tags": {"all": {"name": "Alles", "description": "Wirklich."}}},
    )  # fmt: skip
    feed = atom(built).feed
    assert (feed.title, feed.subtitle, feed.language) == ("Site: Neues", "Von uns.", "de")
    assert feed.author == "Ann & Co"
    feed = atom(built, "blog/tags/all/atom.xml").feed
    title = "Beiträge mit dem Schlagwort „Alles“ · Site: Neues"
    assert (feed.title, feed.subtitle) == (title, "Wirklich.")
    assert {link.rel: link.href for link in feed.links} == {
        "self": f"{BASE}blog/tags/all/atom.xml", "alternate": f"{BASE}blog/tags/all.html",
    }  # fmt: skip


def test_what_a_feed_says_of_a_post(blog: Site) -> None:
    """Its authors, topics, dates, language, cover and subject."""
    blog.write("blog/pic.png", PNG)
    blog.post(
        "2020-03-01-a", title="A", author="Ann, Bob", tags="C++", category="News",
        date="2020-03-01 10:00 +0300", updated="2020-04-01 09:00 -0500", language="fr",
        image="pic.png", external="https://other.example/a",
    )  # fmt: skip
    ann = {"name": "Ann", "url": "https://ann.example/", "email": "a@b.example"}

    built = blog.build(
        confblog_terms={"authors": {"ann": ann}}, confblog_feeds=ALL, confblog_languages=[]
    )
    entry = atom(built).entries[0]
    assert (entry.published, entry.updated) == (
        "2020-03-01T10:00:00+03:00", "2020-04-01T09:00:00-05:00",
    )  # fmt: skip
    assert [(author.name, author.href) for author in entry.authors] == [
        ("Ann", "https://ann.example/"),
        ("Bob", f"{BASE}blog/authors/bob.html"),
    ]
    assert built.read("blog/atom.xml").count("<email>a@b.example</email>") == 1
    assert [(tag.label, tag.scheme, tag.term) for tag in entry.tags] == [
        ("C++", f"{BASE}blog/tags/", "c-plus-plus"),
        ("News", f"{BASE}blog/categories/", "news"),
    ]
    assert entry.content[0].language == "fr"
    [enclosure] = entry.enclosures
    assert (enclosure.type, enclosure.length) == ("image/png", str(len(PNG)))
    assert enclosure.href == f"{BASE}_images/pic.png"
    assert built.exists("_images/pic.png")
    assert "pic.png" not in content_of(entry)
    related = [link.href for link in entry.links if link.rel == "related"]
    assert related == ["https://other.example/a"]
    item = checked_json((built.outdir / "blog/feed.json").read_bytes())["items"][0]
    assert (item["image"], item["external_url"]) == (enclosure.href, related[0])
    assert item["tags"] == ["C++", "News"]
    assert atom(built).feed.updated == entry.updated


def test_a_cover_that_lies_elsewhere(blog: Site) -> None:
    """It is named; how long it is nobody knows."""
    blog.post("2020-03-01-a", title="A", image="https://cdn.example/a.webp")
    built = blog.build(confblog_feeds=ALL, confblog_taxonomies={}, clean=False)
    [enclosure] = atom(built).entries[0].enclosures
    assert (enclosure.href, enclosure.type) == ("https://cdn.example/a.webp", "image/webp")
    assert 'length="0"' in built.read("blog/rss.xml")


@pytest.mark.parametrize("mode", ["full", "excerpt"])
def test_hostile_titles_and_texts(blog: Site, mode: str) -> None:
    """Nothing that can be typed breaks a feed, or becomes markup in it."""
    for number in (2, 3):
        (blog.srcdir / f"blog/2020-01-0{number}-p{number}.md").unlink()
    title = "A & B <i>c</i> ]]> 😀 שלום &amp; \\x0b"
    body = "]]> <![CDATA[ &amp;lt; \x0b\x0c\x01 😀 שלום &#x1; `<b>` {{ x }}\n\n<div>\n<p>open\n"
    blog.post("2020-03-01-a", body, title=f'"{title}"', tags='"<&>"')
    built = blog.build(confblog_feeds=ALL, confblog_feed_content=mode, clean=False)
    # Of the blog, of the tags of the other post, and of that of this one.
    assert len(feeds(built)) == 12
    shown = title.replace("\\x0b", "").replace("&amp;", "&").strip()
    assert titles(built)[0] == shown
    item = json.loads(built.read("blog/feed.json"))["items"][0]
    assert item["title"] == shown
    assert "😀 שלום" in item["content_html"]
    assert "]]&gt;" in item["content_html"]
    assert item["tags"] == ["<&>"]


@pytest.mark.slow
def test_a_list_in_a_post(blog: Site) -> None:
    """It is the author's text like any other."""
    for number in (2, 3):
        (blog.srcdir / f"blog/2020-01-0{number}-p{number}.md").unlink()
    blog.post("2020-03-01-a", "```{postlist}\n:tags: t1\n:style: cards\n```\n", title="A")
    built = blog.build()
    assert f'href="{BASE}blog/2020-01-01-p1.html"' in text_of(built)
    blog.post("2020-01-01-p1", title="New", tags="t1")
    assert ">New</a>" in text_of(blog.build())


# What must not be in a feed.


@pytest.mark.slow
def test_what_is_not_public_is_in_no_feed(unlisted: Site, formats: Built) -> None:
    """Drafts, scheduled, expired and unlisted posts, in a preview too."""
    preview: dict[str, Any] = {"confblog_drafts": True, "confblog_future": True}
    for built in (formats, unlisted.build(out="preview", confblog_feeds=ALL, **preview)):
        found = feeds(built)
        assert len(found) == 15
        assert b"ebra" not in b"".join(found.values())
        assert "zebra/atom.xml" not in built.read("blog/index.html")


# Where feeds are named.


def test_pages_of_the_blog_name_its_feeds_once(blog: Site) -> None:
    """Term pages name their own as well; other pages name none."""
    blog.write("news.md", "---\norphan: true\n---\n# News\n\n```{postlist}\n```\n")
    built = blog.build(
        confblog_term_posts_per_page=2, confblog_archives="year", html_use_index=True
    )
    whole, term = f"{BASE}blog/atom.xml", f"{BASE}blog/tags/all/atom.xml"
    for name in ("blog/index", "blog/archive", "blog/2020-01-02-p2", "news", "blog/tags/index"):
        assert named(built.read(f"{name}.html")) == [whole]
    for name in ("blog/tags/all", "blog/tags/all/page/2"):
        assert named(built.read(f"{name}.html")) == [whole, term]
    for name in ("index", "genindex", "search"):
        assert named(built.read(f"{name}.html")) == []


def test_all_pages_of_the_site_can_name_them(blog: Site) -> None:
    """Those as well that are no documents."""
    built = blog.build(
        confblog_feed_discovery="site",
        confblog_feeds=["atom", "rss"],
        confblog_taxonomies={},
        html_use_index=True,
    )
    for name in ("index", "genindex", "search"):
        page = built.read(f"{name}.html")
        assert named(page) == [f"{BASE}blog/atom.xml", f"{BASE}blog/rss.xml"]
        assert 'title="Site: Blog (RSS)"' in page


def test_titles_of_named_feeds_are_escaped(blog: Site) -> None:
    """They stand in an attribute."""
    built = blog.build(confblog_feed_title='A "b" <c>', confblog_taxonomies={})
    page = built.read("blog/index.html")
    assert 'title="A &quot;b&quot; &lt;c&gt;" href=' in page
