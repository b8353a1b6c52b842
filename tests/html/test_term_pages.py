"""The pages of terms say what they are, and lead to all terms and to their feeds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

URL = "https://example.com"
FOOT = re.compile(r'<p class="confblog-foot headerlink">(.*?)</p>')


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with two posts, and pages of tags alone."""
    site.write("conf.py", f"{CONF}confblog_taxonomies = {{'tags': 'Tags'}}\n")
    return fill(site)


def fill(site: Site) -> Site:
    """Write two posts that have a tag and an author."""
    for number in (1, 2):
        site.post(f"2026-01-0{number}-p", title=f"Post {number}", tags="C++", author="Ada")
    return site


def title_of(built: Built, docname: str) -> str:
    """The title of a page as browsers show it."""
    found = re.search("<title>(.*?) &#8212; ", built.read(f"{docname}.html"))
    assert found
    return found[1]


def heading_of(built: Built, docname: str) -> str:
    """The heading of a page."""
    found = re.search("<h1>(.*?)<a ", built.body(docname))
    assert found
    return found[1]


def foot(built: Built, docname: str) -> list[str]:
    """The lines at the foot of a page."""
    return FOOT.findall(built.read(f"{docname}.html"))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("terms")))
    return site.build(html_baseurl=URL, confblog_archives="year")


def test_the_title_says_what_the_page_is(usual: Built) -> None:
    """In the heading, in the browser, where it is shared, in search and in the feed."""
    page = "blog/tags/c-plus-plus"
    assert heading_of(usual, page) == title_of(usual, page) == "Posts tagged “C++”"
    assert '<meta property="og:title" content="Posts tagged “C++”" />' in usual.read(f"{page}.html")
    assert "Posts tagged \\u201cC++\\u201d" in usual.read("searchindex.js")
    assert "<title>Posts tagged “C++” · Site: Blog</title>" in usual.read(f"{page}/atom.xml")
    assert heading_of(usual, "blog/authors/ada") == "Posts by Ada"


def test_the_foot_leads_to_all_terms_and_to_the_feed(usual: Built) -> None:
    """The index has its feed there, and other pages have no foot."""
    feed = '<a href="c-plus-plus/atom.xml" type="application/atom+xml">Feed</a>'
    assert foot(usual, "blog/tags/c-plus-plus") == [f'<a href="index.html">All tags</a> · {feed}']
    assert foot(usual, "blog/authors/ada")[0].startswith('<a href="index.html">All authors</a>')
    feed = '<a href="atom.xml" type="application/atom+xml">Feed</a>'
    assert foot(usual, "blog/index") == [feed]
    assert foot(usual, "blog/tags/index") == foot(usual, "blog/archive") == []
    assert foot(usual, "index") == []


def test_a_heading_of_the_name_alone(blog: Site) -> None:
    """The title is the same everywhere else; so it is with templates that show the name."""
    built = blog.build(html_baseurl=URL, confblog_term_heading="name")
    page = "blog/tags/c-plus-plus"
    assert (heading_of(built, page), title_of(built, page)) == ("C++", "Posts tagged “C++”")
    assert 'og:title" content="Posts tagged “C++”' in built.read(f"{page}.html")
    blog.write("_templates/confblog/term.md", "# {{ title }}\n\n```{blog:listing}\n```\n")
    own = blog.build(html_baseurl=URL, templates_path=["_templates"])
    assert (heading_of(own, page), title_of(own, page)) == ("C++", "Posts tagged “C++”")


def test_a_template_with_a_title_of_its_own(blog: Site) -> None:
    """It is the title of the page."""
    blog.write("_templates/confblog/term.md", "# On {{ title }}\n\n```{blog:listing}\n```\n")
    built = blog.build(templates_path=["_templates"])
    assert title_of(built, "blog/tags/c-plus-plus") == "On C++"


@pytest.mark.slow
def test_titles_of_the_sites_own(blog: Site) -> None:
    """A later build with other ones is as a clean build, with either heading."""
    for heading in ("title", "name"):
        options: dict[str, Any] = {"confblog_term_heading": heading}
        blog.build(**options)
        options["confblog_term_titles"] = {"tags": "All about {term}"}
        later = blog.build(**options)
        assert title_of(later, "blog/tags/c-plus-plus") == "All about C++"
        clean = blog.build(out=f"_clean-{heading}", **options)
        assert later.everything() == clean.everything()


def test_further_pages_are_numbered(blog: Site) -> None:
    """The pages before them go by the name of the term in breadcrumbs."""
    built = blog.build(confblog_term_posts_per_page=1, html_theme="classic")
    page = "blog/tags/c-plus-plus/page/2"
    text = built.read(f"{page}.html")
    assert "<title>Posts tagged “C++”, page 2 &#8212;" in text
    assert ">C++</a> &#187;</li>" in text


def test_titles_in_the_language_of_the_site(blog: Site) -> None:
    """The phrase is translated."""
    built = blog.build(language="de")
    assert heading_of(built, "blog/tags/c-plus-plus") == "Beiträge mit dem Schlagwort „C++“"


def test_the_index_of_a_taxonomy_describes_its_terms(blog: Site) -> None:
    """With their counts; a description that comes writes the index again."""
    plain = blog.build()
    assert plain.text("blog/tags/index") == "Tags ¶ C++ (2)"
    terms = {"tags": {"c++": {"name": "C++", "description": "One <language>.\n\nAnd more."}}}
    later = blog.build(confblog_terms=terms)
    assert "confblog-terms" not in later.body("blog/tags/index")
    assert "C++ (2) One &lt;language&gt;." in later.text("blog/tags/index")
    assert "And more" not in later.text("blog/tags/index")
    text = blog.build("text", confblog_terms=terms).read("blog/tags/index.txt")
    assert "One <language>." in text


def test_described_terms_come_first(blog: Site) -> None:
    """The others follow in a row."""
    blog.post("2026-01-03-q", title="Q", tags="alone, C++, pump")
    terms = {"tags": {"pump": {"name": "Pump", "description": "It pumps."}}}
    text = blog.build(confblog_terms=terms).text("blog/tags/index")
    assert text == "Tags ¶ Pump (1) It pumps. alone (1) C++ (3)"


def test_the_foot_without_feeds_and_with_many(blog: Site) -> None:
    """No feed is named that is not written; several go by their formats."""
    assert foot(blog.build(), "blog/index") == []
    formats = ["atom", "rss"]
    built = blog.build("dirhtml", html_baseurl=URL, confblog_feeds=formats, out="_dir")
    (line,) = FOOT.findall(built.read("blog/index.html"))
    assert re.sub("<[^>]*>", "", line) == "Feeds: Atom, RSS"
    assert 'href="rss.xml"' in line


def test_the_foot_of_an_index_of_ones_own(blog: Site) -> None:
    """It is there if the document lists the posts of the index."""
    blog.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    blog.write("blog/index.md", "# Mine\n\n```{blog:listing}\n```\n")
    assert len(foot(blog.build(html_baseurl=URL), "blog/index")) == 1
    blog.write("blog/index.md", "# Mine\n\nNo list.\n")
    assert foot(blog.build(html_baseurl=URL), "blog/index") == []


def test_a_series_is_read_from_its_start(site: Site) -> None:
    """Its page lists the oldest post first, as posts count their parts; its feed, the newest."""
    for day in range(1, 4):
        site.post(f"2026-01-0{day}-p", title=f"Post {day}", series="Tour", tags="a")
    built = site.build(confblog_term_posts_per_page=2, html_baseurl=URL)
    titles = [
        re.findall(r">(Post \d)</a></span>", built.body(f"blog/{page}"))
        for page in ("series/tour", "series/tour/page/2", "tags/a")
    ]
    assert titles == [["Post 1", "Post 2"], ["Post 3"], ["Post 3", "Post 2"]]
    assert ">Newer</a>" in built.body("blog/series/tour")
    assert ">Older</a>" in built.body("blog/series/tour/page/2")
    assert ">Older</a>" in built.body("blog/tags/a")
    feed = built.read("blog/series/tour/atom.xml")
    assert feed.index("Post 3") < feed.index("Post 1")


@pytest.mark.parametrize("style", ["list", "cards", "grid"])
def test_a_series_numbers_its_parts(site: Site, style: str) -> None:
    """Each page of its list goes on counting; other lists of the same posts have no numbers."""
    for day in range(1, 4):
        site.post(f"2026-01-0{day}-p", title=f"Post {day}", series="Tour", tags="a")
    built = site.build(confblog_term_posts_per_page=2, confblog_term_style=style)
    number = re.compile(r'<span class="confblog-part">(\d\.)</span> <a [^>]*>Post (\d)<')
    pages = ("series/tour", "series/tour/page/2", "tags/a", "index")
    found = [number.findall(built.body(f"blog/{page}")) for page in pages]
    assert found == [[("1.", "1"), ("2.", "2")], [("3.", "3")], [], []]


def test_numbers_of_parts_follow_an_older_post(site: Site) -> None:
    """A later build counts it, as a clean one does; plain text has the numbers too."""
    for day in (2, 3, 4):
        site.post(f"2026-01-0{day}-p", title=f"Post {day}", series="Tour")
    page = "blog/series/tour/page/2"
    options: dict[str, Any] = {"confblog_term_posts_per_page": 2}
    assert "1. Post 2" in site.build("text", **options).read("blog/series/tour.txt")
    assert ">3.</span>" in site.build(**options).body(page)
    site.post("2026-01-01-p", title="Post 1", series="Tour")
    later = site.build(**options)
    assert ">4.</span>" in later.body(page)
    assert later.body(page) == site.build(out="_clean", **options).body(page)
