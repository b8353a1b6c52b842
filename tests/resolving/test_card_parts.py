"""What cards show of a post, the page behind the mark "Featured", and places for comment counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, plain_site
from later import assert_same

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

UTTERANCES = {"provider": "utterances", "repo": "lantern/docs"}
PARTS = re.compile(r"confblog-(meta|excerpt|onward|terms-of-post)\b")
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "usual": ({}, ["meta", "excerpt", "onward"]),
    "tags": (
        {"confblog_card_parts": ["byline", "tags", "excerpt", "more"]},
        ["meta", "terms-of-post", "excerpt", "onward"],
    ),
    "all terms": (
        {"confblog_card_parts": "excerpt, terms"},
        ["meta", "excerpt", "terms-of-post", "terms-of-post"],
    ),
    "title alone": ({"confblog_card_parts": []}, ["meta"]),
}


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a post that is featured and has terms, and a page of featured posts."""
    return write(site)


def write(site: Site) -> Site:
    """Write the site."""
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    site.write("featured.md", "---\norphan: true\n---\n# F\n\n```{postlist}\n:featured:\n```\n")
    site.post(
        "2026-01-01-a", "Short.\n\nREADMORE\n\nLong.\n",
        featured="true", tags="x, y", categories="News", authors="Ada",
    )  # fmt: skip
    return site


@pytest.fixture
def small(blog: Site) -> Site:
    """The site, whose post has one tag and no other term."""
    blog.post("2026-01-01-a", "Short.\n\nREADMORE\n\nLong.\n", featured="true", tags="x")
    return blog


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, which is built with one option after the other."""
    return write(plain_site(tmp_path_factory.mktemp("shared") / "site"))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site without an option, built once."""
    return write(plain_site(tmp_path_factory.mktemp("usual"))).build()


@pytest.mark.parametrize(
    ("case", "style"),
    [*((case, "cards") for case in CASES), ("tags", "grid"), ("title alone", "grid")],
)
def test_parts_and_their_order(shared: Site, usual: Built, case: str, style: str) -> None:
    """What sets a post apart, as the mark of a featured one, is shown in any case."""
    options, parts = CASES[case]
    built = shared.build(confblog_index_style=style, **options) if options else usual
    body = built.body("blog/index")
    assert PARTS.findall(body) == parts
    assert "confblog-mark-featured" in body
    assert ("dt-published" in body) is (case in {"usual", "tags"})


def test_which_terms(shared: Site) -> None:
    """A line has the terms of one taxonomy, with links; authors can be one."""
    built = shared.build(confblog_card_parts=["tags", "authors"])
    text = built.text("blog/index")
    assert "Tags: x , y" in text
    assert "Authors: Ada" in text
    assert "News" not in text
    assert 'href="tags/x.html"' in built.body("blog/index")


def test_without_an_excerpt_there_is_more_to_read(site: Site) -> None:
    """A post that an excerpt would show all of has a link, too."""
    site.post("2026-01-01-a", "Short.\n")
    assert "confblog-more" not in site.build().body("blog/index")
    body = site.build(confblog_card_parts=["more"]).body("blog/index")
    assert "confblog-more" in body
    assert "Short." not in body


def test_cards_name_their_post(usual: Built) -> None:
    """A script finds the post of a card by its docname."""
    body = usual.body("blog/index")
    assert '<article class="confblog-card h-entry confblog-is-featured" ' in body
    assert 'data-docname="blog/2026-01-01-a"' in body


def test_a_part_that_is_none(blog: Site, confblog: Caller) -> None:
    """It is named, with what was meant, and the others are shown."""
    blog.write("conf.py", f'{CONF}confblog_card_parts = ["byline", "tgas"]\n')
    said = "conf.py:4: WARNING: confblog_card_parts: 'tgas' is not one of: byline, "
    built = blog.build(clean=False)
    assert said in built.warnings
    assert "did you mean 'tags'?" in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert said in confblog("check", code=1).out


LINK = 'class="confblog-mark confblog-mark-featured reference internal" href="{}">Featured</a>'


def test_the_mark_pinned_is_for_the_index(site: Site) -> None:
    """Only there does a pinned post come before newer ones."""
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    site.post("2026-01-01-a", pinned="true", tags="x")
    built = site.build(confblog_term_style="cards")
    pages = ("blog/index", "blog/tags/x", "index")
    assert ["confblog-is-pinned" in built.body(page) for page in pages] == [True, False, False]


def test_the_mark_featured_is_a_link(blog: Site) -> None:
    """It is one on the post, on cards and in lists, but not on the page that it leads to."""
    blog.write("index.md", "# Site\n\n```{postlist}\n```\n\n```{postlist}\n:style: table\n```\n")
    built = blog.build(confblog_featured_page="/featured")
    for name in ("blog/index", "blog/2026-01-01-a"):
        assert built.body(name).count(LINK.format("../featured.html")) == 1
    assert built.body("index").count(LINK.format("featured.html")) == 2
    assert LINK.format("#") not in built.body("featured")
    assert '<span class="confblog-mark confblog-mark-featured">' in built.body("featured")


def test_without_the_option_it_is_none(usual: Built) -> None:
    """It is as it was."""
    assert '<span class="confblog-mark confblog-mark-featured">' in usual.body("blog/index")


def test_a_page_that_there_is_not(blog: Site, confblog: Caller) -> None:
    """It is named, once, and the mark is no link."""
    blog.write("conf.py", f'{CONF}confblog_featured_page = "blog/best"\n')
    said = (
        "conf.py:4: WARNING: confblog_featured_page: 'blog/best' is not a document. "
        "The label “Featured” is not a link. [confblog.config]"
    )
    built = blog.build(clean=False)
    assert said in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert '<span class="confblog-mark' in built.body("blog/index")
    assert said in confblog("check", code=1).out


def test_places_for_comment_counts(blog: Site) -> None:
    """They lead to the comments, and tell scripts what providers know the post by."""
    blog.post("2026-01-02-b", comments="false")
    built = blog.build(
        html_baseurl="https://example.org/", confblog_comments=UTTERANCES,
        confblog_byline=["date", "comments"],
    )  # fmt: skip
    body = built.body("blog/index")
    assert body.count("confblog-comment-count") == 1
    assert '</time><span class="confblog-onscreen"> · <a ' in body
    link = re.search(r'<a class="confblog-comment-count[^>]*>Comments</a>', body)
    assert link
    assert 'href="2026-01-01-a.html#confblog-comments"' in link[0]
    assert 'data-identifier="blog/2026-01-01-a"' in link[0]
    assert 'data-url="https://example.org/blog/2026-01-01-a.html"' in link[0]
    assert 'href="#confblog-comments"' in built.body("blog/2026-01-01-a")
    assert 'id="confblog-comments"' in built.body("blog/2026-01-01-a")


def test_comments_of_a_template_can_be_linked_to(blog: Site) -> None:
    """Their section has the same id."""
    blog.write("_templates/comments.html", "<p>Write to us.</p>")
    body = blog.build(
        templates_path=["_templates"], confblog_byline=["comments"],
        confblog_comments={"provider": "template", "template": "comments.html"},
    ).body("blog/2026-01-01-a")  # fmt: skip
    assert 'href="#confblog-comments"' in body
    assert body.count('id="confblog-comments"') == 1


FILES = {"text": "index.txt", "latex": "site.tex", "epub": "index.xhtml"}


@pytest.mark.parametrize("builder", FILES)
def test_no_places_without_comments(shared: Site, builder: str) -> None:
    """Where there are no comments, none are named."""
    built = shared.build(
        builder, confblog_comments=UTTERANCES, confblog_byline=["comments"], copyright="us",
        version="1", clean=False,
    )  # fmt: skip
    text = built.read(FILES[builder])
    assert "Short." in text
    assert "Comments" not in text


OPTIONS: dict[str, Any] = {
    "confblog_card_parts": ["byline", "tags", "more"],
    "confblog_featured_page": "featured",
    "confblog_byline": ["date", "comments"],
    "confblog_comments": UTTERANCES,
}


@pytest.mark.slow
def test_later_builds(small: Site) -> None:
    """An option that changes is seen everywhere, also on pages of no blog."""
    clean = small.build(out="clean", **OPTIONS)
    for name in OPTIONS:
        small.build(**{key: value for key, value in OPTIONS.items() if key != name})
        assert_same(small.build(**OPTIONS), clean)


@pytest.mark.slow
def test_the_featured_page_comes_and_goes(small: Site) -> None:
    """The mark follows, also in lists of a blog on pages that belong to none."""
    text = (small.srcdir / "featured.md").read_text("utf-8")
    (small.srcdir / "featured.md").unlink()
    small.build(clean=False, **OPTIONS)
    first = small.build(out="first", clean=False, **OPTIONS)
    small.write("featured.md", text)
    assert_same(small.build(**OPTIONS), small.build(out="clean", **OPTIONS))
    (small.srcdir / "featured.md").unlink()
    assert_same(small.build(clean=False, **OPTIONS), first)


@pytest.mark.slow
def test_in_parallel(blog: Site) -> None:
    """Several processes write what one does."""
    assert_same(blog.build(out="two", jobs=2, **OPTIONS), blog.build(out="one", **OPTIONS))


@pytest.mark.slow
def test_lists_of_another_blog(small: Site) -> None:
    """A list looks as the options of its blog say, in later builds, too."""
    small.write("news/2026-01-03-c.md", "---\ntags: z\n---\n# C\n\nText.\n")
    small.write("index.md", "# Site\n\n```{postlist}\n:blog: news\n:style: cards\n```\n")
    small.build(confblog_blogs={"news": {}})
    options: dict[str, Any] = {"confblog_blogs": {"news": {"card_parts": ["tags"]}}}
    later = small.build(**options)
    assert "Tags: z" in later.text("index")
    assert_same(later, small.build(out="clean", **options))
