"""What is read and written again, and what is left alone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ARCHIVES, CONF, INDEXED, plain_site
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from conftest import Built, Kept, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with four posts."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write four posts; there are archives."""
    site.write("conf.py", CONF + ARCHIVES + INDEXED)
    for number in range(1, 5):
        text = f"First {number}.\n\nREADMORE\n\nLater {number}.\n"
        site.post(f"2020-01-0{number}-p{number}", text, title=f"P{number}", tags=f"t{number}, all")
    return site


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The site, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("published") / "site"))
    site.build()
    return site.keep()


@pytest.fixture
def ready(kept_site: Kept) -> Site:
    """The site as it was built."""
    return kept_site.restore()


def written(site: Site, **options: object) -> list[str]:
    """The HTML pages that a build writes."""
    return built_and_written(site, **options)[1]


def built_and_written(site: Site, **options: object) -> tuple[Built, list[str]]:
    """Build; return what came of it, and the HTML pages that were written."""
    before = {path: path.stat().st_mtime_ns for path in (site.srcdir.parent / "_build").rglob("*")}
    time.sleep(0.02)
    built = site.build(**options)  # type: ignore[arg-type]
    pages = (path for path in built.outdir.rglob("*.html"))
    always = {"genindex", "search"}
    names = (
        p.relative_to(built.outdir).with_suffix("").as_posix()
        for p in pages
        if before.get(p) != p.stat().st_mtime_ns
    )
    return built, sorted(set(names) - always)


def counts(built: Built) -> str:
    """What Sphinx says it has read."""
    return next(line for line in built.status.splitlines() if " added, " in line)


def test_a_body_below_the_cut_concerns_its_own_page_alone(ready: Site) -> None:
    """No list shows it, so no list is written."""
    ready.post("2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all")
    assert written(ready) == ["blog/2020-01-02-p2"]


def test_an_excerpt_concerns_the_index(ready: Site) -> None:
    """The pages with its card are written, lists of titles are not."""
    ready.post("2020-01-02-p2", "News.\n\nREADMORE\n\nLater 2.\n", title="P2", tags="t2, all")
    assert written(ready) == ["blog/2020-01-02-p2", "blog/index"]


def test_a_title_concerns_lists_and_neighbours(ready: Site) -> None:
    """Every page that names the post is written."""
    text = "First 2.\n\nREADMORE\n\nLater 2.\n"
    ready.post("2020-01-02-p2", text, title="New", tags="t2, all")
    assert written(ready) == [
        "blog/2020-01-01-p1", "blog/2020-01-02-p2", "blog/2020-01-03-p3", "blog/archive",
        "blog/archive/2020", "blog/index", "blog/tags/all", "blog/tags/t2",
    ]  # fmt: skip


def test_a_new_post_is_all_that_is_read(ready: Site) -> None:
    """Adding a post reads it and the page of its new tag; deleting it reads nothing."""
    path = ready.post("2020-01-05-p5", title="P5", tags="t5, all")
    assert "2 added, 0 changed, 0 removed" in counts(ready.build())
    path.unlink()
    assert "0 added, 0 changed, 2 removed" in counts(ready.build())


@pytest.mark.slow
def test_a_build_without_a_change_does_nothing(ready: Site, blog: Site) -> None:
    """Nothing is read, and no page is written; with several processes neither."""
    blog.build(jobs=2)
    for site, jobs in ((ready, 0), (blog, 2)):
        built, names = built_and_written(site, jobs=jobs)
        assert names == []
        assert "0 added, 0 changed, 0 removed" in counts(built)


def test_each_builder_is_brought_up_to_date(ready: Site) -> None:
    """A change that one builder has seen is still news to another one."""
    ready.build("text")
    text = "First 2.\n\nREADMORE\n\nLater 2.\n"
    ready.post("2020-01-02-p2", text, title="New", tags="t2, all")
    assert "New" in ready.build("text").read("blog/tags/all.txt")
    assert "New" in ready.build().text("blog/tags/all")


def test_an_edited_template_is_read_again(blog: Site) -> None:
    """Pages that are made from a template of the user's follow it."""
    blog.write("conf.py", (blog.srcdir / "conf.py").read_text() + "templates_path = ['t']\n")
    template = "# {{ title }}\n\nOne.\n\n```{blog:listing}\n```\n"
    path = blog.write("t/confblog/tags/term.md", template)
    assert "One." in blog.build().text("blog/tags/all")
    path.write_text(template.replace("One", "Two"))
    os.utime(path, (1, 1))
    built = blog.build()
    assert "Two." in built.text("blog/tags/all")
    assert "Two." not in built.text("blog/archive/2020")


def test_a_scheduled_post_appears_when_its_hour_has_come(
    blog: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file has changed, only the time."""
    blog.post("2020-02-01-later", title="Later", tags="all")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1580500000")
    assert "Later" not in blog.build().text("blog/index")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1580600000")
    assert "Later" in blog.build().text("blog/index")


def test_words_come_into_the_search_and_leave_it(ready: Site) -> None:
    """A word of an excerpt is found in its post, a tag by its page's title; lists are no results.

    Nobody finds, or reads in the index, what is no longer there.
    """
    path = ready.post("2020-01-05-p5", "Zebra.\n", title="Quagga", tags="okapi")
    index = ready.build().read("searchindex.js")
    docnames = index.partition('"docnames":[')[2].partition("]")[0].split(",")
    post, tag = (docnames.index(f'"blog/{name}"') for name in ("2020-01-05-p5", "tags/okapi"))
    assert f'"zebra":{post}' in index
    assert f'"okapi":{tag}' in index
    path.unlink()
    index = ready.build().read("searchindex.js")
    assert [word for word in ("zebra", "quagga", "okapi") if word in index.lower()] == []


def test_a_label_that_goes_takes_its_links_along(ready: Site) -> None:
    """No page keeps the heading of a withdrawn post."""
    ready.write("index.md", "# Site\n\n{ref}`lab`\n")
    ready.post("2020-02-01-z", "(lab)=\n### Zanzibar\n\nText.\n", title="Z")
    assert "Zanzibar" in ready.build().text("index")
    ready.post("2020-02-01-z", "(lab)=\n### Zanzibar\n\nText.\n", title="Z", draft="true")
    built = ready.build(clean=False)
    assert "Zanzibar" not in built.read("index.html")
    assert "undefined label: 'lab'" in built.warnings


@pytest.mark.parametrize(
    ("builder", "suffix", "neighbours"),
    [("html", ".html", ["blog/2020-01-01-p1"]), ("text", ".txt", [])],
)
def test_a_build_of_one_file_does_not_hide_what_others_miss(
    ready: Site, builder: str, suffix: str, neighbours: list[str]
) -> None:
    """What was not written then is written by the next build."""
    ready.build(builder)
    ready.post("2020-01-02-p2", "First 2.\n", title="New")
    folder = ready.srcdir.parent / "_build"
    app = SphinxTestApp(builder, srcdir=ready.srcdir, builddir=folder)
    app.build(filenames=[ready.srcdir / "index.md"])
    app.cleanup()
    built = ready.build(builder)
    for docname in ("blog/index", "blog/archive", *neighbours):
        assert "New" in built.read(f"{docname}{suffix}")


def test_a_post_that_moves_to_another_folder_is_linked_there(ready: Site) -> None:
    """Its text and title are the same, its address is not."""
    text = (ready.srcdir / "blog/2020-01-02-p2.md").read_text()
    (ready.srcdir / "blog/2020-01-02-p2.md").unlink()
    ready.write("blog/sub/2020-01-02-p2.md", text)
    built = ready.build()
    for docname in ("blog/index", "blog/archive/2020"):
        assert "sub/2020-01-02-p2.html" in built.read(f"{docname}.html")


def test_what_another_builder_has_read_is_news(ready: Site) -> None:
    """Shared doctrees do not hide from HTML what was read for text."""
    terms = {"tags": {"all": {"description": "Everything."}}}
    ready.build("text", confblog_terms=terms)
    assert "Everything." in ready.build(confblog_terms=terms).text("blog/tags/all")


@pytest.mark.slow
def test_the_zone_of_a_lists_dates(ready: Site) -> None:
    """Changing the zone changes what a list with dates selects."""
    ready.write("index.md", "# Site\n\n```{postlist}\n:since: 2020-01-04\n```\n")
    ready.post("2020-01-05-late", title="Late", date="2020-01-03 20:00 UTC")
    assert "Late" not in ready.build().text("index")
    assert "Late" in ready.build(confblog_timezone="Asia/Tokyo").text("index")


def test_breadcrumbs_follow_the_page_that_leads_to_the_blog(blog: Site) -> None:
    """Its title is on every page of the blog."""
    blog.write("index.md", "# Site\n\n```{toctree}\nnews\n```\n")
    blog.write("news.md", "# News\n\n```{toctree}\n/blog/index\n```\n")
    blog.build("json")
    blog.write("news.md", "# Novelties\n\n```{toctree}\n/blog/index\n```\n")
    # Sphinx warns that it writes some of these files again.
    built = blog.build("json", clean=False)
    assert "Novelties" in built.read("blog/2020-01-01-p1.fjson")
    assert "Novelties" in built.read("blog/tags/all.fjson")


def test_unlisted_posts_stay_out_of_patterns(ready: Site) -> None:
    """A toctree that globs does not list them, from the build on in which they are unlisted."""
    ready.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/2020*\n```\n")
    assert "P2" in ready.build().text("index")
    ready.post("2020-01-02-p2", title="P2", unlisted="true")
    assert "P2" not in ready.build().text("index")


def test_an_authors_site_concerns_the_pages_that_name_it(ready: Site) -> None:
    """The heads of their posts and of their own page say where it is; nothing else does."""
    ready.post("2020-01-02-p2", "First 2.\n", title="P2", author="ann")
    ready.build()
    terms = {"authors": {"ann": {"name": "ann", "url": "https://ann.example/"}}}
    assert written(ready, confblog_terms=terms) == ["blog/2020-01-02-p2", "blog/authors/ann"]


def test_what_the_blog_is_about_concerns_its_index(blog: Site) -> None:
    """The description of the index is in the heads of its pages alone."""
    blog.build(confblog_posts_per_page=2)
    changed = {"confblog_posts_per_page": 2, "confblog_description": "All of it."}
    assert written(blog, **changed) == ["blog/index", "blog/page/2"]
