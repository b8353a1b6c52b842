"""Sidebars: what they show, on which pages, and which of these are written again for it."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, plain_site

if TYPE_CHECKING:
    from conftest import Built, Kept, Site

NAMES = (
    "recent", "tags", "tagcloud", "categories", "archive", "authors", "series", "feeds", "details",
)  # fmt: skip
ALL = {"**": [f"confblog/{name}.html" for name in NAMES]}
BASE = "https://example.org/"


def conf(site: Site, sidebars: dict[str, list[str]], **options: object) -> None:
    """Write the options of a site."""
    lines = [f"{key} = {value!r}\n" for key, value in options.items()]
    site.write("conf.py", CONF + f"html_sidebars = {sidebars!r}\n" + "".join(lines))


def sidebar(page: str, name: str) -> str:
    """The HTML of a sidebar; it stands on the page once."""
    found: list[str] = re.findall(
        rf'<(?:nav|section) class="confblog-sidebar confblog-sidebar-{name}".*?</(?:nav|section)>',
        page,
        re.DOTALL,
    )
    assert len(found) == 1
    return found[0]


def words(html: str) -> str:
    """The words of some HTML, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def links(html: str) -> list[str]:
    """The addresses of all links."""
    return re.findall(r'<a href="([^"]*)"', html)


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with two posts of one tag, and all sidebars on all pages."""
    conf(site, ALL, html_baseurl=BASE)
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.write("guide.md", "# Guide\n\nText.\n")
    for number in (1, 2):
        site.post(f"202{number}-01-0{number}-p{number}", title=f"P{number}", tags="all")
    return site


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Built]:
    """The site with all terms, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("sidebars") / "site"))
    return site.build_and_keep()


@pytest.fixture(scope="module")
def usual(first: tuple[Kept, Built]) -> Built:
    """That build."""
    return first[1]


@pytest.fixture
def ready(first: tuple[Kept, Built]) -> Site:
    """The site as it was built."""
    return first[0].restore()


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with two posts and three terms in its sidebars, and with all that there can be."""
    return fill(plain_site(tmp_path_factory.mktemp("limited"))).build(
        confblog_sidebar_posts=2, confblog_sidebar_terms=3, confblog_archives="month",
        confblog_feeds=["atom", "rss", "json"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site whose pages are folders."""
    site = fill(plain_site(tmp_path_factory.mktemp("folders")))
    return site.build("dirhtml", confblog_archives="month")


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Built]:
    """The site with archives of years."""
    site = fill(plain_site(tmp_path_factory.mktemp("yearly")))
    conf(site, ALL, html_baseurl=BASE, confblog_archives="year")
    return site, site.build()


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with posts of other kinds, each newer than the one before."""
    site = fill(plain_site(tmp_path_factory.mktemp("varied")))
    site.post("2025-01-01-new", title="New", updated="2025-02-01", tags="all, new", author="Bo")
    site.post("2025-01-02-code", "# `a < b` & *c*\n\nText.\n", tags="'<b>'")
    site.post("2025-01-03-away", title="Away", external="https://example.com/?a=1&b=2")
    site.post("2025-01-04-draft", title="Secret", tags="hidden", draft="true")
    site.post("2025-01-05-unlisted", title="Secret", tags="hidden", unlisted="true")
    return site.build()


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with recent posts beside its guide, and details of posts beside another page."""
    site = fill(plain_site(tmp_path_factory.mktemp("sparse")))
    site.write("other.md", "---\norphan: true\n---\n# Other\n")
    conf(site, {"guide": ["confblog/recent"], "other": ["confblog/details.html"]})
    return site.build(confblog_taxonomies={})


def fill(site: Site) -> Site:
    """Write a guide and four posts, and ask for all sidebars on all pages."""
    conf(site, ALL, html_baseurl=BASE)
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.write("guide.md", "# Guide\n\nText.\n")
    for number in range(1, 5):
        text = f"First {number}.\n\nREADMORE\n\nLater {number}.\n"
        site.post(
            f"202{number}-01-0{number}-p{number}", text, title=f"P{number}", series="Tales",
            tags=f"t{number}, all", author="Ann", category="Talk",
        )  # fmt: skip
    return site


@pytest.mark.slow
def test_recent_posts(limited: Built) -> None:
    """The newest posts by title and date, and the way to all of them."""
    html = sidebar(limited.read("guide.html"), "recent")
    assert words(html) == "Recent posts P4 January 4, 2024 P3 January 3, 2023"
    posts = ["blog/2024-01-04-p4.html", "blog/2023-01-03-p3.html"]
    assert links(html) == ["blog/index.html", *posts]
    assert '<time datetime="2024-01-04T00:00:00+00:00">' in html


def test_addresses_are_those_of_the_page(usual: Built) -> None:
    """They are relative to it, and the link to itself says so."""
    html = sidebar(usual.read("blog/2023-01-03-p3.html"), "recent")
    assert links(html)[:2] == ["index.html", "2024-01-04-p4.html"]
    assert '<a href="#" aria-current="page">P3</a>' in html
    assert links(sidebar(usual.read("blog/tags/all.html"), "tags"))[:2] == ["index.html", "#"]


@pytest.mark.slow
def test_pages_of_one_folder_lead_to_the_same_pages(limited: Built) -> None:
    """Each marks the link to itself and no other, whichever of them was written first."""
    for name in ("tags", "archive"):
        guide = sidebar(limited.read("guide.html"), name)
        targets = [limited.outdir / link for link in links(guide)]
        pages = list((limited.outdir / "blog" / name).rglob("*.html"))
        assert len(pages) > 4
        for page in pages:
            html = sidebar(page.read_text("utf-8"), name)
            ways = [os.path.relpath(path, page.parent) for path in targets]
            assert links(html) == ["#" if way == page.name else way for way in ways]
            assert html.count('aria-current="page"') == targets[1:].count(page)


@pytest.mark.slow
def test_addresses_in_folders(folders: Built) -> None:
    """Pages that are folders have no other links than pages that are files."""
    html = sidebar(folders.read("blog/2023-01-03-p3/index.html"), "recent")
    assert links(html)[:3] == ["../", "../2024-01-04-p4/", "#"]
    pages = {"guide/": "../blog/", "": "blog/", "blog/": "", "blog/archive/": "../"}
    for page, way in pages.items():
        feeds = sidebar(folders.read(f"{page}index.html"), "feeds")
        assert links(feeds) == [f"{way}atom.xml"]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["limited", "folders"])
def test_addresses_lead_to_pages(request: pytest.FixtureRequest, which: str) -> None:
    """From wherever they are followed."""
    built: Built = request.getfixturevalue(which)
    for page in built.outdir.rglob("*.html"):
        for name in ("recent", "tags", "tagcloud", "categories", "archive", "authors", "series"):
            for link in links(sidebar(page.read_text("utf-8"), name)):
                path = page if link == "#" else page.parent / link
                assert (path / "index.html" if path.is_dir() else path).is_file(), (page, link)


@pytest.mark.slow
def test_titles_keep_their_markup(varied: Built) -> None:
    """Code in a title is code, and other characters are no markup."""
    page = varied.read("guide.html")
    assert 'class="pre">a</span> <span class="pre">&lt;</span>' in sidebar(page, "recent")
    assert "<em>c</em></a>" in sidebar(page, "recent")
    assert ">&lt;b&gt;</a>" in sidebar(page, "tags")


@pytest.mark.slow
def test_terms_with_the_most_posts(limited: Built) -> None:
    """The most used are taken, and shown by name with the number of their posts."""
    html = sidebar(limited.read("guide.html"), "tags")
    assert words(html) == "Tags all (4) t1 (1) t2 (1)"
    assert links(html)[:2] == ["blog/tags/index.html", "blog/tags/all.html"]


def test_a_cloud_has_sizes(usual: Built) -> None:
    """The tag of all posts is the largest."""
    html = sidebar(usual.read("guide.html"), "tagcloud")
    assert re.findall(r'class="confblog-size-(\d)"', html) == ["5", "1", "1", "1", "1"]


@pytest.mark.slow
def test_years_and_months(yearly: tuple[Site, Built], limited: Built) -> None:
    """Months stand there if they have pages."""
    html = sidebar(yearly[1].read("guide.html"), "archive")
    assert words(html).startswith("Archive 2024 (1) 2023 (1)")
    html = sidebar(limited.read("guide.html"), "archive")
    assert words(html).startswith("Archive 2024 (1) Jan 2023 (1) Jan")
    assert links(html)[1:3] == ["blog/archive/2024.html", "blog/archive/2024/01.html"]


def test_authors_categories_and_series(usual: Built) -> None:
    """Every taxonomy has a sidebar."""
    page = usual.read("guide.html")
    assert words(sidebar(page, "authors")) == "Authors Ann (4)"
    assert words(sidebar(page, "categories")) == "Categories Talk (4)"
    assert words(sidebar(page, "series")) == "Series Tales (4)"


def test_a_taxonomy_of_the_sites_has_a_sidebar(blog: Site) -> None:
    """By the name of its key."""
    blog.post("2025-01-01-new", title="New", projects="Apollo")
    built = blog.build(
        html_sidebars={"**": ["confblog/projects.html"]},
        confblog_taxonomies={"projects": "Projects"},
    )
    assert words(sidebar(built.read("guide.html"), "projects")) == "Projects Apollo (1)"


@pytest.mark.slow
def test_feeds(blog: Site, limited: Built) -> None:
    """Those that there are, and none without an address of the site."""
    html = sidebar(limited.read("guide.html"), "feeds")
    assert words(html) == "Feeds Atom RSS JSON Feed"
    assert '<a href="blog/feed.json" type="application/feed+json">' in html
    without = blog.build(html_baseurl="").read("guide.html")
    assert sidebar(without, "recent")
    assert "confblog-sidebar-feeds" not in without


@pytest.mark.slow
def test_details_of_the_post(varied: Built) -> None:
    """On the page of a post, what is known of it; nothing elsewhere."""
    html = sidebar(varied.read("blog/2025-01-01-new.html"), "details")
    assert words(html) == (
        "About this post Published January 1, 2025 Updated February 1, 2025 "
        "Reading time 1 min read Tags all new Authors Bo"
    )
    assert links(html) == ["tags/all.html", "tags/new.html", "authors/bo.html"]
    assert "confblog-sidebar-details" not in varied.read("guide.html")
    assert "confblog-sidebar-details" not in varied.read("blog/index.html")


@pytest.mark.slow
def test_a_preview_marks_drafts(blog: Site) -> None:
    """As lists do."""
    blog.post("2025-01-01-new", title="New", draft="true")
    page = blog.build(confblog_drafts=True).read("guide.html")
    assert words(sidebar(page, "recent")).startswith("Recent posts New Draft January 1, 2025")


@pytest.mark.slow
def test_posts_that_lead_away(varied: Built) -> None:
    """The title leads where the post does."""
    html = sidebar(varied.read("guide.html"), "recent")
    assert links(html)[1] == "https://example.com/?a=1&amp;b=2"


@pytest.mark.slow
def test_withheld_and_unlisted_posts_are_not_shown(varied: Built) -> None:
    """Neither they nor their terms."""
    page = varied.read("guide.html")
    assert "Secret" not in page
    assert "hidden" not in page


def test_the_stylesheet_comes_with_the_sidebars(sparse: Built) -> None:
    """Pages with sidebars of the blog load it, other pages do not."""
    assert sparse.read("guide.html").count("confblog.css") == 1
    assert "confblog" not in sparse.read("index.html")


def test_a_sidebar_that_shows_nothing_leaves_the_page_as_it_is(sparse: Built) -> None:
    """Details of a post are nothing on an ordinary page."""
    assert "confblog" not in sparse.read("other.html")


def test_a_site_without_posts_has_no_sidebars(site: Site) -> None:
    """The options alone change nothing, and nothing is remembered of them."""
    conf(site, ALL)
    built = site.build()
    assert "confblog" not in built.read("index.html")
    assert list(Path(built.app.doctreedir).glob("confblog*")) == []


def test_a_name_that_there_is_not(blog: Site) -> None:
    """It is said where it was written, with the names that there are; the build goes on."""
    conf(blog, {"**": ["confblog/recents.html", "confblog/tags.html"]})
    built = blog.build(clean=False)
    assert (
        'conf.py:4: WARNING: there is no sidebar template "confblog/recents.html"' in built.warnings
    )
    assert "confblog/recent.html" in built.warnings
    assert built.warnings.count("WARNING") == 1
    assert words(sidebar(built.read("guide.html"), "tags")).startswith("Tags all (2)")


def test_names_may_lack_their_ending(sparse: Built) -> None:
    """As some themes allow it for all templates."""
    assert words(sidebar(sparse.read("guide.html"), "recent")).startswith("Recent posts P4")


@pytest.mark.slow
def test_themes_without_sidebars_show_them_all_with_one_line(blog: Site) -> None:
    """A template of the site's includes one of ours."""
    blog.post("2022-01-02-p2", title="P2", tags="all", author="Ann", series="S", category="C")
    conf(blog, ALL, templates_path=["t"], html_baseurl=BASE, confblog_archives="year")
    line = '{% extends "!layout.html" %}{% block footer %}<div id="x">'
    line += '{% include "confblog/sidebars.html" %}</div>{% endblock %}'
    blog.write("t/layout.html", line)
    page = blog.build().read("guide.html").partition('<div id="x">')[2]
    assert page.count("<nav") == 8


@pytest.mark.slow
def test_the_same_bytes_in_parallel(yearly: tuple[Site, Built]) -> None:
    """Pages written by several processes are those that one writes."""
    site, built = yearly
    assert built.everything() == site.build(out="b", jobs=2).everything()


# Templates of the site's own.


@pytest.mark.slow
def test_a_template_of_the_sites_wins(blog: Site) -> None:
    """It may ask for all that ours ask for, and show ours as well."""
    conf(blog, {"**": ["confblog/recent.html"]}, templates_path=["t"])
    blog.write(
        "t/confblog/recent.html",
        "<aside>{% for post in confblog.recent(1).lines %}{{ post.link }}{% endfor %}</aside>"
        '{% include "!confblog/recent.html" %}',
    )
    page = blog.build().read("guide.html")
    assert '<aside><a href="blog/2022-01-02-p2.html">P2</a></aside>' in page
    assert words(sidebar(page, "recent")).startswith("Recent posts P2")


@pytest.mark.slow
def test_a_template_of_the_sites_may_show_anything(blog: Site) -> None:
    """Its pages are written whatever it shows has changed."""
    conf(blog, {"guide": ["confblog/mine.html"]}, templates_path=["t"])
    text = "{{ confblog.recent(0).lines | map(attribute='html') | join(' ') }}"
    blog.write("t/confblog/mine.html", text)
    assert "P2 P1" in blog.build().read("guide.html")
    blog.post("2021-01-01-p1", title="Renamed")
    assert "P2 Renamed" in blog.build().read("guide.html")


@pytest.mark.slow
def test_a_template_that_goes_gives_way_to_ours(blog: Site) -> None:
    """Sphinx sees templates that are newer, not those that are older or gone."""
    conf(blog, {"**": ["confblog/recent.html"]}, templates_path=["t"])
    path = blog.write("t/confblog/recent.html", "First.")
    assert "First." in blog.build().read("guide.html")
    path.write_text("Mine.")
    os.utime(path, (1, 1))
    assert "Mine." in blog.build().read("guide.html")
    path.unlink()
    assert "Mine." not in blog.build().read("guide.html")


# What is written again.


def written(site: Site, **options: object) -> list[str]:
    """The HTML pages that a build writes."""
    outdir = site.srcdir.parent / "_build" / "html"
    before = {path: path.stat().st_mtime_ns for path in outdir.rglob("*.html")}
    time.sleep(0.02)
    site.build(**options)  # type: ignore[arg-type]
    names = (
        path.relative_to(outdir).with_suffix("").as_posix()
        for path in outdir.rglob("*.html")
        if before.get(path) != path.stat().st_mtime_ns
    )
    return sorted(set(names) - {"genindex", "search"})


@pytest.mark.slow
def test_a_body_concerns_no_sidebar(ready: Site) -> None:
    """Not even when it takes longer to read."""
    ready.post(
        "2022-01-02-p2", "First 2.\n\nREADMORE\n\n" + "More words. " * 500, title="P2",
        series="Tales", tags="t2, all", author="Ann", category="Talk",
    )  # fmt: skip
    assert "guide" not in written(ready)


@pytest.mark.slow
def test_only_pages_whose_sidebars_change_are_written(blog: Site) -> None:
    """A new post without tags concerns the page of recent posts and years, not that of tags."""
    sidebars = {
        "guide": ["confblog/recent.html"], "tagged": ["confblog/tags.html"],
        "other": ["confblog/archive.html"], "feeds": ["confblog/feeds.html"],
    }  # fmt: skip
    conf(blog, sidebars, html_baseurl=BASE, confblog_archives="year", confblog_sidebar_posts=2)
    for name in ("other", "feeds", "tagged"):
        blog.write(f"{name}.md", f"---\norphan: true\n---\n# {name}\n")
    blog.build()
    blog.post("2025-01-01-new", title="New")
    own = {"guide", "tagged", "other", "feeds"}
    assert own & set(written(blog)) == {"guide", "other"}
    blog.post("2020-01-01-old", title="Old", tags="all")
    assert own & set(written(blog)) == {"tagged", "other"}
    assert written(blog) == []


@pytest.mark.slow
def test_a_title_concerns_the_sidebars_that_show_it(blog: Site) -> None:
    """An old post's title is in no list of recent posts."""
    conf(blog, {"**": ["confblog/recent.html"]}, confblog_sidebar_posts=1)
    blog.build()
    blog.post("2021-01-01-p1", title="Renamed")
    assert "guide" not in written(blog)
    blog.post("2022-01-02-p2", title="Renamed too")
    assert "guide" in written(blog)


@pytest.mark.slow
def test_the_last_post_takes_the_sidebars_along(ready: Site) -> None:
    """And the stylesheet."""
    for path in (ready.srcdir / "blog").glob("*.md"):
        path.unlink()
    built = ready.build()
    assert "confblog" not in built.read("guide.html")
    assert not built.exists("_static/confblog.css")


@pytest.mark.slow
def test_options_of_sidebars_are_no_news_later(blog: Site) -> None:
    """Once all pages have been written with them, a next post concerns only those that show it."""
    conf(blog, {})
    blog.build()
    conf(blog, {"index": ["confblog/tags.html"]})
    assert "guide" in written(blog)
    blog.post("2025-01-01-new", title="New")
    assert {"guide", "index"}.isdisjoint(written(blog))


# Themes.


@pytest.mark.slow
def test_a_theme_without_its_own_place_ignores_sidebars(blog: Site) -> None:
    """Nothing breaks, and pages are as they were but for the stylesheet."""
    pytest.importorskip("sphinx_rtd_theme")
    built = blog.build(html_theme="sphinx_rtd_theme")
    assert "confblog-sidebar" not in built.read("guide.html")


@pytest.mark.slow
def test_sidebars_in_the_options_of_a_theme(blog: Site) -> None:
    """On the pages that the option says."""
    pytest.importorskip("pydata_sphinx_theme")
    blog.write("other.md", "---\norphan: true\n---\n# Other\n")
    items = {"guide": ["page-toc", "confblog/recent"], "other": ["confblog/tags.html"]}
    options = {"secondary_sidebar_items": items, "primary_sidebar_end": ["confblog/tagcloud"]}
    site_options = {"html_theme": "pydata_sphinx_theme", "html_theme_options": options}
    conf(blog, {}, **site_options)
    built = blog.build()
    guide, other = built.read("guide.html"), built.read("other.html")
    assert words(sidebar(guide, "recent")).startswith("Recent posts P2")
    assert words(sidebar(other, "tags")).startswith("Tags all (2)")
    assert all(sidebar(page, "tagcloud") for page in (guide, other, built.read("index.html")))
