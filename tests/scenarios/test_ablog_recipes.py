"""What sites on ABlog write themselves is an option: the table in "Coming from ABlog", built."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

BASE = "https://example.org/"
AUTHORS = {
    "ada": {
        "name": "Ada Lovelace", "bio": "Writes programs.", "avatar": "ada.png",
        "links": {"Code": "https://code.example.org/ada"},
    },
}  # fmt: skip


@pytest.fixture
def blog(site: Site) -> Site:
    """A blog with a post that has everything, a plain one, and a draft."""
    return fill(site)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Built]:
    """The blog, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("recipes") / "site"))
    return site, built(site)


def fill(site: Site) -> Site:
    """Write the posts, and a list of cards."""
    front = {"tags": "docker", "author": "ada", "featured": "true", "aliases": "/old.html"}
    body = "The point, with a [link](b.md) and `code`.\n\nREADMORE\n\n## More\n\nText.\n"
    site.post("a", body, title="First", date="2026-01-15", **front)
    site.post("b", title="Second", date="2026-01-16", comments="false")
    site.post("c", title="Third", date="2026-01-17", draft="true")
    site.write("ada.png", b"\x89PNG\r\n\x1a\n")
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    return site


def built(blog: Site, **conf: object) -> Built:
    """Build it."""
    return blog.build(html_baseurl=BASE, confblog_terms={"authors": AUTHORS}, **conf)  # type: ignore[arg-type]


def test_a_banner_under_the_title(blog: Site) -> None:
    """Date, author, tags and reading time stand below the title of posts, and nowhere else."""
    parts = ["date", "authors", "reading_time", "terms"]
    found = built(blog, confblog_byline=parts, confblog_reading_speed=100)
    text = found.text("blog/a")
    banner = text[text.index("First") : text.index("The point")]
    for part in ("January 15, 2026", "Ada Lovelace", "1 min", "docker"):
        assert part in banner
    assert "1 min" not in found.text("index").partition("The point")[2]


def test_comments_on_posts_alone(blog: Site) -> None:
    """Posts have them, other pages and posts without `comments` have not."""
    found = built(blog, confblog_comments={"provider": "disqus", "shortname": "x"})
    having = [name for name in ("blog/a", "blog/b", "index", "blog/index")
              if "confblog-comments" in found.body(name)]  # fmt: skip
    assert having == ["blog/a"]


@pytest.mark.slow
def test_a_description_without_the_byline(blog: Site) -> None:
    """Timelines are shown the excerpt, by the extension that writes their data or by the blog."""
    for extensions in (["sphinx_confblog"], ["sphinx_confblog", "sphinxext.opengraph"]):
        if len(extensions) > 1:
            pytest.importorskip("sphinxext.opengraph")
        blog.write(
            "conf.py", f"extensions = {extensions}\nogp_social_cards = {{'enable': False}}\n"
        )
        page = built(blog, fresh=True).read("blog/a.html")
        shown = re.findall(r'<meta[^>]*og:description[^>]*content="([^"]*)"', page)
        shown += re.findall(r'<meta[^>]*content="([^"]*)"[^>]*og:description', page)
        assert [text.startswith("The point") for text in shown] == [True]


@pytest.mark.slow
def test_feeds_need_no_repair(first: tuple[Site, Built]) -> None:
    """Links are absolute, headings have no pilcrows, and a build without a change changes none."""
    blog = first[0]
    feed = first[1].read("blog/atom.xml")
    assert "https://example.org/blog/b.html" in feed
    assert 'href="b.html"' not in feed
    assert "¶" not in feed
    assert built(blog).read("blog/atom.xml") == feed
    assert built(blog, fresh=True).read("blog/atom.xml") == feed


@pytest.mark.slow
def test_sitemaps_need_no_filter(blog: Site) -> None:
    """Drafts and further pages are left out, and what the site excludes."""
    pytest.importorskip("sphinx_sitemap")
    blog.write("conf.py", 'extensions = ["sphinx_confblog", "sphinx_sitemap"]\n')
    conf = {"confblog_posts_per_page": 1, "sitemap_url_scheme": "{link}"}
    found = built(blog, sitemap_excludes=["blog/tags/*"], **conf).read("sitemap.xml")
    assert "blog/a.html" in found
    assert "blog/index.html" in found
    assert not re.search(r"blog/c|blog/page/2|blog/tags", found)


def test_cards_with_a_mark(first: tuple[Site, Built]) -> None:
    """A list of cards marks chosen posts."""
    assert "confblog-card" in first[1].body("index")
    assert first[1].text("index").count("Featured") == 1


def test_tags_from_an_allowed_list(blog: Site) -> None:
    """A tag that is not listed is a warning with file and line."""
    terms = {"tags": {"dockers": "Dockers"}, "authors": {"ada": "Ada"}}
    found = blog.build(clean=False, confblog_unknown_terms="warn", confblog_terms=terms)
    assert re.search(r"blog/a\.md:\d+: WARNING: tags: 'docker' is not listed", found.warnings)


def test_front_matter_is_checked(blog: Site) -> None:
    """What is wrong with a post is a warning with file and line."""
    blog.post("d", date="tomorrow")
    assert re.search(r"blog/d\.md:2: WARNING: date: ", blog.build(clean=False).warnings)


def test_people(first: tuple[Site, Built]) -> None:
    """The page of an author has a picture, a text and links."""
    page = first[1].body("blog/authors/ada")
    for part in ("ada.png", "Writes programs.", "https://code.example.org/ada"):
        assert part in page


def test_feeds_and_posts_at_other_addresses(blog: Site) -> None:
    """A copy of the feed, and redirects of posts."""
    found = built(blog, confblog_redirects={"feed.xml": "blog/atom.xml"})
    assert found.read("feed.xml") == found.read("blog/atom.xml")
    assert 'url=blog/a.html"' in found.read("old.html")
