"""What is read and written again, and what is left alone."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with four posts."""
    for number in range(1, 5):
        text = f"First {number}.\n\nREADMORE\n\nLater {number}.\n"
        site.post(f"2020-01-0{number}-p{number}", text, title=f"P{number}", tags=f"t{number}, all")
    return site


def written(site: Site, **options: object) -> list[str]:
    """The HTML pages that a build writes."""
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
    return sorted(set(names) - always)


def counts(built: Built) -> str:
    """What Sphinx says it has read."""
    return next(line for line in built.status.splitlines() if " added, " in line)


def test_a_body_below_the_cut_concerns_its_own_page_alone(blog: Site) -> None:
    """No list shows it, so no list is written."""
    blog.build()
    blog.post("2020-01-02-p2", "First 2.\n\nREADMORE\n\nNews.\n", title="P2", tags="t2, all")
    assert written(blog) == ["blog/2020-01-02-p2"]


def test_an_excerpt_concerns_the_index(blog: Site) -> None:
    """The pages with its card are written, lists of titles are not."""
    blog.build()
    blog.post("2020-01-02-p2", "News.\n\nREADMORE\n\nLater 2.\n", title="P2", tags="t2, all")
    assert written(blog) == ["blog/2020-01-02-p2", "blog/index"]


def test_a_title_concerns_lists_and_neighbours(blog: Site) -> None:
    """Every page that names the post is written."""
    blog.build()
    text = "First 2.\n\nREADMORE\n\nLater 2.\n"
    blog.post("2020-01-02-p2", text, title="New", tags="t2, all")
    assert written(blog) == [
        "blog/2020-01-01-p1", "blog/2020-01-02-p2", "blog/2020-01-03-p3", "blog/archive",
        "blog/archive/2020", "blog/index", "blog/tags/all", "blog/tags/t2",
    ]  # fmt: skip


def test_a_new_post_is_all_that_is_read(blog: Site) -> None:
    """Adding a post reads it and the page of its new tag; deleting it reads nothing."""
    blog.build()
    path = blog.post("2020-01-05-p5", title="P5", tags="t5, all")
    assert "2 added, 0 changed, 0 removed" in counts(blog.build())
    path.unlink()
    assert "0 added, 0 changed, 2 removed" in counts(blog.build())


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_build_without_a_change_does_nothing(blog: Site, jobs: int) -> None:
    """Nothing is read, and no page is written."""
    blog.build(jobs=jobs)
    assert written(blog, jobs=jobs) == []
    assert "0 added, 0 changed, 0 removed" in counts(blog.build(jobs=jobs))


def test_each_builder_is_brought_up_to_date(blog: Site) -> None:
    """A change that one builder has seen is still news to another one."""
    blog.build()
    blog.build("text")
    text = "First 2.\n\nREADMORE\n\nLater 2.\n"
    blog.post("2020-01-02-p2", text, title="New", tags="t2, all")
    assert "New" in blog.build("text").read("blog/tags/all.txt")
    assert "New" in blog.build().text("blog/tags/all")


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


def test_words_of_a_deleted_post_leave_the_search(blog: Site) -> None:
    """Nobody finds, or reads in the index, what is no longer there."""
    path = blog.post("2020-01-05-p5", "Zebra.\n", title="Quagga", tags="okapi")
    assert "zebra" in blog.build().read("searchindex.js")
    path.unlink()
    index = blog.build().read("searchindex.js")
    assert [word for word in ("zebra", "quagga", "okapi") if word in index.lower()] == []


def test_lists_are_no_search_results(blog: Site) -> None:
    """A word of an excerpt is found in its post, a tag by its page's title."""
    blog.post("2020-01-05-p5", "Zebra.\n", title="P5", tags="okapi")
    index = blog.build().read("searchindex.js")
    docnames = index.partition('"docnames":[')[2].partition("]")[0].split(",")
    place = docnames.index('"blog/2020-01-05-p5"')
    assert f'"zebra":{place}' in index
    assert f'"okapi":{docnames.index(chr(34) + "blog/tags/okapi" + chr(34))}' in index
