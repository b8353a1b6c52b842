"""What search engines and timelines read of built pages, by an extractor that is not ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site
from heads import head

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://example.org/docs/"
TERMS = {
    "authors": {
        "ann": {"name": "Ann Lee", "url": "https://ann.example/", "description": "Writes."},
        "bob": {"url": "mailto:bob@bob.example"},
    },
}
FULL = {
    "title": "Title", "author": "ann, Bob, Cy", "tags": "red, blue", "category": "News, Other",
    "date": "'2020-01-02 10:00:00 +0200'", "updated": "2020-02-03", "image": "cover.png",
    "image_alt": "A lamp",
}  # fmt: skip
BODY = "First *words* of `it`.\n\nREADMORE\n\nMore words.\n"


#: What MyST is told of descriptions in the front matter of posts.
OWN = ['description: "Own."', '"description lang=en": "Own."', '"name=Description": "Own."']
EVIL = "</script><script>alert(1)</script><!-- \\\" ' & \\u2028 \\U0001F600"


@pytest.fixture
def full(site: Site) -> Site:
    """A site with one post."""
    return fill(site)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with that post and others, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("metadata")))
    site.write("news.md", "---\norphan: true\n---\n# News\n\n```{postlist}\n```\n")
    for number, tag in enumerate(OWN):
        front = f"---\ntitle: Post\ndescription: Ours.\nmyst:\n  html_meta:\n    {tag}\n"
        front += '    "property=og:title": Mine\n---\n'
        site.write(f"blog/2020-01-03-own{number}.md", f"{front}Text.\n")
    site.post("2020-01-04-cut", "word " * 100, title="Cut")
    site.post("2020-01-04-whole", "Text.\n", title="Own", description="word " * 100)
    site.post("2020-01-04-lines", "One,  \ntwo\\\nthree.\n", title="Post")
    site.post("2020-01-04-markup", "# A *title* with `code`\n\nText.\n")
    site.post("2020-01-04-evil", title=f'"{EVIL}"', author=f'["{EVIL}"]', description=f'"{EVIL}"')
    return site.build(html_baseurl=BASE, confblog_terms=TERMS, html_use_index=True)


def fill(site: Site) -> Site:
    """Write a post that says all it can."""
    site.write("blog/cover.png", b"\x89PNG")
    site.post("2020-01-02-full", BODY, **FULL)
    return site


@pytest.mark.slow
def test_a_post_is_an_article(built: Built) -> None:
    """Open Graph says what the post is, when it was written, by whom and on what."""
    found = head(built, "blog/2020-01-02-full")
    assert found.graph == {
        "og:type": "article",
        "og:title": "Title",
        "og:description": "First words of it.",
        "og:url": f"{BASE}blog/2020-01-02-full.html",
        "og:site_name": "Site",
        "og:locale": "en_US",
        "og:image": f"{BASE}_images/cover.png",
        "og:image:alt": "A lamp",
        "article:published_time": "2020-01-02T10:00:00+02:00",
        "article:modified_time": "2020-02-03T00:00:00+00:00",
        "article:author": [f"{BASE}blog/authors/{name}.html" for name in ("ann", "bob", "cy")],
        "article:section": "News",
        "article:tag": ["red", "blue"],
    }
    assert found.named("description") == ["First words of it."]
    assert found.named("twitter:card") == ["summary_large_image"]
    assert built.exists("_images/cover.png")


def test_a_post_is_a_blog_posting(full: Site) -> None:
    """JSON-LD says the same in the words of schema.org."""
    built = full.build("dirhtml", html_baseurl=BASE, confblog_terms=TERMS)
    url = f"{BASE}blog/2020-01-02-full/"
    (said,) = head(built, "blog/2020-01-02-full/index").data
    authors, blog = said.pop("author"), said.pop("isPartOf")
    assert said == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "Title",
        "description": "First words of it.",
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "datePublished": "2020-01-02T10:00:00+02:00",
        "dateModified": "2020-02-03T00:00:00+00:00",
        "image": f"{BASE}_images/cover.png",
        "keywords": ["red", "blue"],
        "articleSection": "News",
        "inLanguage": "en",
        "wordCount": 6,
    }
    assert authors == [
        {"@type": "Person", "name": "Ann Lee", "url": f"{BASE}blog/authors/ann/",
         "sameAs": ["https://ann.example/"]},
        {"@type": "Person", "name": "bob", "url": f"{BASE}blog/authors/bob/"},
        {"@type": "Person", "name": "Cy", "url": f"{BASE}blog/authors/cy/"},
    ]  # fmt: skip
    assert blog == {"@type": "Blog", "@id": f"{BASE}blog/", "name": "Blog", "url": f"{BASE}blog/"}


def test_without_an_address_the_rest_is_said(full: Site) -> None:
    """A site that does not know where it lies names no places, but those elsewhere."""
    found = head(full.build(confblog_terms=TERMS), "blog/2020-01-02-full")
    assert found.graph["article:author"] == ["https://ann.example/", "bob", "Cy"]
    assert found.graph.keys().isdisjoint({"og:url", "og:image", "og:image:alt"})
    assert found.named("twitter:card") == ["summary"]
    (said,) = found.data
    assert said.keys().isdisjoint({"url", "mainEntityOfPage", "image"})
    assert said["author"][0]["url"] == "https://ann.example/"
    assert said["isPartOf"] == {"@type": "Blog", "name": "Blog"}
    assert found.canonical == []


@pytest.mark.parametrize("number", range(len(OWN)))
def test_a_page_keeps_the_description_that_it_has(built: Built, number: int) -> None:
    """What MyST's ``html_meta`` says is not said otherwise, nor again."""
    found = head(built, f"blog/2020-01-03-own{number}")
    assert found.select("//meta[@content='Own.']/@content") == ["Own.", "Own."]
    assert found.graph["og:description"] == "Own."
    assert found.graph["og:title"] == "Mine"
    assert "Ours." not in found.html


def test_long_excerpts_are_shortened_and_descriptions_are_not(built: Built) -> None:
    """The author's own description stands as it is."""
    (cut,) = head(built, "blog/2020-01-04-cut").named("description")
    assert (len(cut) <= 200, cut[-5:]) == (True, "word…")
    assert head(built, "blog/2020-01-04-whole").named("description") == [("word " * 100).strip()]


def test_lines_that_are_broken_are_words_apart(built: Built) -> None:
    """A break within a paragraph is a blank in what others show."""
    (said,) = head(built, "blog/2020-01-04-lines").named("description")
    assert said == "One, two three."


def test_titles_are_plain_text(built: Built) -> None:
    """Markup in a heading is no part of what others show."""
    found = head(built, "blog/2020-01-04-markup")
    assert found.graph["og:title"] == found.data[0]["headline"] == "A title with code"


def test_hostile_front_matter_stays_text(built: Built) -> None:
    """Nothing in front matter ends an attribute or the script."""
    found = head(built, "blog/2020-01-04-evil")
    shown = "</script><script>alert(1)</script><!-- \" ' & \U0001f600"
    assert found.named("description") == [shown]
    (said,) = found.data
    assert (said["description"], said["author"][0]["name"]) == (shown, shown)
    assert found.select("//script[contains(text(), 'alert(1)') and not(@type)]") == []


def test_copies_name_their_original(site: Site) -> None:
    """The address in ``canonical`` is the page's for all who ask."""
    url = "https://elsewhere.example/a.html?b=1&c=2"
    site.post("2020-01-01-post", title="Post", canonical=url)
    for base in ("", BASE):
        found = head(site.build(html_baseurl=base), "blog/2020-01-01-post")
        assert found.canonical == [url]
        assert found.graph["og:url"] == found.data[0]["url"] == url


def test_addresses_that_are_none_are_refused(site: Site) -> None:
    """A warning at the key's line says what is accepted; the post is shown without it."""
    keys = ("canonical", "external")
    for key in keys:
        site.post(f"2020-01-01-{key}", title="Post", **{key: "javascript:alert(1)"})
    built = site.build(clean=False, html_baseurl=BASE)
    for key in keys:
        name = f"blog/2020-01-01-{key}"
        said = f"{key}: 'javascript:alert(1)' is not a URL that begins with"
        assert f"{name}.md:3: WARNING: {said}" in built.warnings
        assert "javascript:alert" not in built.read(f"{name}.html")
        assert head(built, name).canonical == [f"{BASE}{name}.html"]


def test_it_can_be_switched_off(full: Site) -> None:
    """Without metadata, descriptions and canonical addresses stay, as does what unlisted posts say.

    Those who have the link may show what is behind it; search engines may not.
    """
    full.post("2020-01-01-post", title="Post", unlisted="true")
    built = full.build(confblog_metadata=False, html_baseurl=BASE)
    for docname in ("blog/2020-01-02-full", "blog/index", "blog/authors/cy"):
        found = head(built, docname)
        assert (found.graph, found.data, found.named("twitter:card")) == ({}, [], [])
        assert len(found.named("description")) == 1
        assert found.canonical == [f"{BASE}{docname}.html"]
        assert found.named("robots") == []
    assert head(built, "blog/2020-01-01-post").named("robots") == ["noindex"]


def test_other_pages_stay_as_they_are(built: Built) -> None:
    """A page of the site's own is not described, even if it lists posts."""
    for docname in ("index", "news", "search", "genindex"):
        found = head(built, docname)
        assert (found.graph, found.data, found.named("description")) == ({}, [], [])


def test_what_is_no_site_has_the_authors_description_alone(full: Site) -> None:
    """So has it what keeps unlisted posts from being indexed."""
    full.post("2020-01-03-said", title="Said", description="Said.", unlisted="true")
    built = full.build("json", html_baseurl=BASE)
    written = b"".join(built.everything().values())
    assert b"og:type" not in written
    assert b"ld+json" not in written
    tags = json.loads(built.read("blog/2020-01-03-said.fjson"))["metatags"]
    assert '<meta name="description" content="Said." />' in tags
    assert '<meta name="robots" content="noindex" />' in tags


def test_languages_of_posts_and_site(site: Site) -> None:
    """A post may be in another language than the site; a word that is none is not taken."""
    site.post("2020-01-01-post", title="Post", language="pt_BR")
    path = site.post("2020-01-02-odd", title="Odd", language="'quite odd'")
    built = site.build(language="de", clean=False)
    said = "'quite odd' is not a language tag, such as fr or pt-BR. The key is ignored."
    assert built.warnings == (f"{path}:3: WARNING: language: {said} [confblog.key]\n")
    found = head(built, "blog/2020-01-01-post")
    assert (found.graph["og:locale"], found.data[0]["inLanguage"]) == ("pt_BR", "pt-BR")
    found = head(built, "blog/2020-01-02-odd")
    assert (found.graph["og:locale"], found.data[0]["inLanguage"]) == ("de_DE", "de")


def test_the_description_of_a_post_wins_over_that_of_the_site(site: Site) -> None:
    """``myst_html_meta`` describes the pages that do not describe themselves."""
    site.post("2020-01-01-a", "Text.\n", title="A", description="Of the post.")
    site.post(
        "2020-01-01-b", "---\ntitle: B\nmyst:\n  html_meta:\n    description: By MyST.\n---\n"
    )
    built = site.build(myst_html_meta={"description": "Of the site.", "keywords": "k"})
    for name, text in {"blog/2020-01-01-a": "Of the post.", "index": "Of the site.",
                       "blog/2020-01-01-b": "By MyST."}.items():  # fmt: skip
        page = built.read(f"{name}.html")
        assert page.count('name="description"') == 1
        assert f'content="{text}"' in page
        assert 'content="k"' in page
