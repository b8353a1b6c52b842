"""Generated pages are documents of the site, like any other."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from conftest import Built, Site

ALL = [
    "archive", "archive/2020", "archive/2021", "authors/ann", "authors/bob", "authors/index",
    "categories/index", "categories/notes", "index", "series/index", "series/numbers",
    "tags/c-plus-plus", "tags/docker", "tags/index",
]  # fmt: skip


#: One taxonomy, where what is looked at are the pages of tags.
TAGS: dict[str, Any] = {"confblog_taxonomies": {"tags": "Tags"}}


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with three posts that use every taxonomy."""
    return with_posts(site)


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once with pages of years."""
    site = plain_site(tmp_path_factory.mktemp("generated") / "site")
    return with_posts(site).build(confblog_archives="year")


def with_posts(site: Site) -> Site:
    """Write the posts."""
    site.post("2020-01-01-one", title="One", tags="Docker", author="Ann", category="Notes")
    site.post("2020-02-02-two", title="Two", tags="docker, C++", authors="[Ann, Bob]")
    site.post("2021-03-03-three", title="Three", tags="docker", series="Numbers")
    return site


def documents(built: Built) -> list[str]:
    """The blog's documents but its posts."""
    names = (name for name in built.app.env.found_docs if name.startswith("blog/"))
    return sorted(name.removeprefix("blog/") for name in names if "/20" not in name[:7])


def test_one_page_for_each_list(yearly: Built) -> None:
    """The index, the archive, and each taxonomy with its terms."""
    assert documents(yearly) == ALL


@pytest.mark.slow
def test_months_and_no_archive(blog: Site) -> None:
    """The option says which periods have pages; the archive leads to them, however few posts."""
    built = blog.build(confblog_archives="month")
    assert "archive/2020/01.html" in built.read("blog/archive.html")
    monthly = documents(built)
    assert [name for name in monthly if name.startswith("archive/")] == [
        "archive/2020", "archive/2020/01", "archive/2020/02", "archive/2021", "archive/2021/03",
    ]  # fmt: skip
    assert "archive" not in documents(blog.build("dummy", confblog_archives=None))


def test_each_list_is_paged(blog: Site) -> None:
    """So many posts on a page, and the next ones on the next."""
    built = blog.build(confblog_posts_per_page=2, confblog_term_posts_per_page=2, **TAGS)
    assert {"page/2", "tags/docker/page/2"} <= set(documents(built))
    first, second = built.text("blog/index"), built.text("blog/page/2")
    assert ("Three" in first, "Two" in first, "One" in first) == (True, True, False)
    assert ("Three" in second, "Two" in second, "One" in second) == (False, False, True)
    assert "Older" in first
    assert "Newer" in second
    assert "Blog, page 2" in built.read("blog/page/2.html")


def test_seven_posts_five_a_page(site: Site) -> None:
    """Page 1 has items 1 to 5 and a way on, page 2 has 6 and 7 and a way back, newest first."""
    for number in range(1, 8):
        site.post(f"2020-01-0{number}-p", title=f"Post {number}")
    built = site.build(confblog_posts_per_page=5)
    first, second = built.text("blog/index"), built.text("blog/page/2")
    assert [n for n in range(1, 8) if f"Post {n}" in first] == [3, 4, 5, 6, 7]
    assert [n for n in range(1, 8) if f"Post {n}" in second] == [1, 2]
    assert first.index("Post 7") < first.index("Post 6")
    assert not built.exists("blog/page/3.html")


def test_without_a_post_file_nothing_is_generated(site: Site) -> None:
    """A site is no blog before somebody writes a post."""
    assert documents(site.build("dummy")) == []


def test_a_withheld_post_makes_the_index_exist(site: Site) -> None:
    """The navigation can be written before the first post is public."""
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    site.post("2020-01-01-one", title="One", tags="secret", draft="true")
    built = site.build(confblog_archives="year")
    assert documents(built) == ["archive", "index"]
    assert "nothing here yet" in built.text("blog/index")


def test_they_stand_in_toctrees_and_can_be_linked(blog: Site) -> None:
    """By name, by pattern, and with the role for documents."""
    blog.write(
        "index.md",
        "# Site\n\n```{toctree}\nblog/index\n```\n\n```{toctree}\n:glob:\nblog/tags/*\n```\n\n"
        "{doc}`blog/authors/ann` and {doc}`/blog/archive/2020` and [two](blog/2020-02-02-two.md)\n",
    )
    text = blog.build(confblog_archives="year").text("index")
    for title in ("Blog", "docker", "C++", "Ann and 2020 and two"):
        assert title in text


def test_they_are_in_the_inventory_and_the_search(yearly: Built) -> None:
    """Other projects and readers find them."""
    body = (yearly.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]
    inventory = zlib.decompress(body).decode()
    for name in ALL:
        assert f"blog/{name} std:doc -1 blog/{name}.html" in inventory
        assert f'"blog/{name}"' in yearly.read("searchindex.js")


def test_the_users_own_document_wins(blog: Site) -> None:
    """A document of the same name takes the page's place."""
    blog.write("blog/index.md", "# Our news\n\nHand-made.\n")
    blog.write("blog/tags/docker.md", "# Whales\n\n```{postlist}\n:tags: docker\n```\n")
    built = blog.build(suppress_warnings=["toc.not_included"], **TAGS)
    assert "Hand-made." in built.text("blog/index")
    assert "Whales" in built.text("blog/tags/docker")
    assert 'href="tags/docker.html"' in built.read("blog/2020-01-01-one.html")


@pytest.mark.slow
def test_two_documents_of_one_file_are_named(blog: Site) -> None:
    """With dirhtml, a page beside a folder is the same page as the index in it."""
    for name in ("blog", "guide", "guide/index", "blog/tags"):
        blog.write(f"{name}.md", f"---\norphan: true\n---\n\n# {name}\n")
    blog.build(**TAGS)
    blog.build("text", **TAGS)
    said = blog.build("dirhtml", clean=False, **TAGS).warnings
    for name in ("blog", "guide", "blog/tags"):
        text = f"{name}.md:1: WARNING: {name!r} and '{name}/index' are the same page with dirhtml"
        assert said.count(f"{text}; rename one [confblog.address]") == 1
    assert said.count("WARNING") == 3


@pytest.mark.slow
def test_a_tag_that_loses_its_last_post_loses_its_page(blog: Site) -> None:
    """The page, and all that leads to it."""
    assert blog.build(**TAGS).exists("blog/tags/c-plus-plus.html")
    blog.post("2020-02-02-two", title="Two", tags="docker")
    built = blog.build(**TAGS)
    assert not built.exists("blog/tags/c-plus-plus.html")
    assert "C++" not in built.text("blog/tags/index")


def test_a_template_of_the_users(blog: Site) -> None:
    """Below templates_path, for a kind of page and for one taxonomy of it."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    blog.write("t/confblog/term.md", "# On {{ title }}\n\n```{blog:listing}\n```\n")
    blog.write("t/confblog/authors/term.md", "# By {{ title }}\n\n```{blog:listing}\n```\n")
    built = blog.build()
    assert "On C++" in built.text("blog/tags/c-plus-plus")
    assert "By Ann" in built.text("blog/authors/ann")


def test_a_broken_template_is_named(blog: Site) -> None:
    """The page is made from the package's template, and the message says which file is wrong."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    path = blog.write("t/confblog/term.md", "# {{ title }}\n\n{{ nothing.here }}\n")
    built = blog.build(clean=False, **TAGS)
    assert f"{path}:3: WARNING: " in built.warnings
    assert "'nothing' is undefined" in built.warnings
    assert "[confblog.template]" in built.warnings
    assert "One" in built.text("blog/tags/docker")


def test_posts_need_no_toctree(yearly: Built) -> None:
    """Nothing warns of them, and nothing of the pages that list them."""
    assert "toc.not_included" not in yearly.warnings


def test_gettext_offers_what_authors_wrote(blog: Site) -> None:
    """Titles and texts of posts, but not our words nor the names of terms."""
    catalog = blog.build("gettext", confblog_archives="year", **TAGS).read("blog.pot")
    assert 'msgid "One"' in catalog
    assert 'msgid "docker"' not in catalog
    assert 'msgid "Archive"' not in catalog


def test_lists_show_translated_titles_and_excerpts(blog: Site) -> None:
    """A translated site is translated throughout."""
    blog.post("2020-01-01-one", "Good morning.\n", title="One")
    blog.write(
        "locale/de/LC_MESSAGES/blog.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "One"\nmsgstr "Eins"\n\nmsgid "Good morning."\nmsgstr "Guten Morgen."\n',
    )
    built = blog.build(language="de", locale_dirs=["locale"], confblog_archives="year", **TAGS)
    assert "Eins" in built.text("blog/index")
    assert "Guten Morgen." in built.text("blog/index")
    assert "1. Januar 2020" in built.text("blog/index")
    assert "Eins" in built.text("blog/archive/2020")


@pytest.mark.slow
def test_no_template_breaks_the_build(blog: Site) -> None:
    """Whatever is wrong with one, the package's own takes its place."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    templates = {
        "tags": b'{% extends "tags/term.md" %}', "authors": b"# \xff",
        "categories": b"# {{ 1 // 0 }}", "series": b"# {% if %}",
        "topics": b"# {{ title + 1 }}",
    }  # fmt: skip
    for taxonomy, template in templates.items():
        blog.write(f"t/confblog/{taxonomy}/term.md", template)
    blog.post("2022-04-04-four", title="Four", topics="sea")
    built = blog.build(clean=False, confblog_taxonomies={name: name.title() for name in templates})
    for taxonomy in templates:
        assert f"t/confblog/{taxonomy}/term.md" in built.warnings
    assert built.warnings.count("[confblog.template]") == len(templates)
    assert "One" in built.text("blog/tags/docker")
    for page in ("authors/bob", "categories/notes", "series/numbers", "topics/sea"):
        assert built.body(f"blog/{page}").count("<li") >= 1


def test_a_withheld_document_takes_no_page_away(blog: Site) -> None:
    """A draft at the address of a generated page does not count before it is public."""
    blog.write("blog/tags/docker.md", "---\ndraft: true\n---\n# Secret\n")
    built = blog.build(**TAGS)
    assert "One" in built.text("blog/tags/docker")
    assert b"Secret" not in b"".join(built.everything().values())


def test_a_template_can_build_on_the_packages_own(blog: Site) -> None:
    """It is there by another name, and links are those of a file in the page's place."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    text = '{% include "shipped/term.md" %}\n\nSee {doc}`../archive`.\n'
    blog.write("t/confblog/term.md", text)
    shown = blog.build(confblog_archives="year", **TAGS).text("blog/tags/docker")
    assert "One" in shown
    assert "See Archive ." in shown


def test_a_page_of_the_users_can_take_over_the_listing(site: Site) -> None:
    """A document in the place of a generated page lists what that one would, with its pager."""
    for day in range(1, 4):
        site.post(f"2020-01-0{day}-p{day}", title=f"Post {day}")
    site.write("blog/index.md", "# Mine\n\n```{blog:listing}\n:style: cards\n```\n")
    built = site.build(confblog_posts_per_page=2, suppress_warnings=["toc"])
    assert "Mine" in built.text("blog/index")
    assert "Post 3" in built.text("blog/index")
    assert "Post 1" not in built.text("blog/index")
    assert 'href="page/2.html"' in built.body("blog/index")
    site.post("2020-01-01-p1", title="Post 1", draft="true")
    site.post("2020-01-02-p2", title="Renamed")
    later = site.build(confblog_posts_per_page=2, suppress_warnings=["toc"])
    assert "Renamed" in later.text("blog/index")
    assert "confblog-pager" not in later.body("blog/index")


def test_long_lists_leave_out_numbers(site: Site) -> None:
    """The pager has both ends and the neighbours of a page, and says where it leaves out others."""
    for day in range(1, 10):
        site.post(f"2020-01-0{day}-p{day}")
    built = site.build(confblog_posts_per_page=1)
    for page, shown in {
        "blog/index": "1 2 … 9 Older",
        "blog/page/3": "Newer 1 2 3 4 … 9 Older",
        "blog/page/5": "Newer 1 … 4 5 6 … 9 Older",
        "blog/page/9": "Newer 1 … 8 9",
    }.items():
        assert built.text(page).endswith(shown)


def test_search_finds_pages_and_no_objects(site: Site) -> None:
    """Posts and terms are pages, so as objects they would be found twice."""
    site.post("a", date="2020-01-01", tags="docker")
    index = site.build().read("searchindex.js")
    assert '"objects":{}' in index
    assert '"blog/tags/docker"' in index
