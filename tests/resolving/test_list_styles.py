"""Posts below one another, side by side, or as lines: by option on the index, and on any page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Site


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with two posts, one of them with a cover."""
    site.write("blog/lamp.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    site.post("2026-01-01-one", "First.\n\nREADMORE\n\nMore.\n", title="One", image="lamp.svg")
    site.post("2026-01-02-two", "Second.\n\nREADMORE\n\nMore.\n", title="Two")
    return site


def test_the_index_in_a_grid(blog: Site) -> None:
    """Its cards stand in one box, which is the list itself in builders without boxes."""
    body = blog.build(confblog_index_style="grid").body("blog/index")
    assert body.count('<div class="confblog-grid') == 1
    assert body.count('<article class="confblog-card') == 2
    assert "First." in body
    assert body.count('<div class="confblog-cover') == 1
    text = blog.build("text", confblog_index_style="grid").read("blog/index.txt")
    assert "First." in text


def test_covers_lead_to_posts(blog: Site) -> None:
    """For pointers alone; one that says what it shows is read, too."""
    front = {"image": "lamp.svg", "image_alt": "A lamp", "external": "https://example.org/"}
    blog.post("2026-01-03-three", "Third.\n", title="Three", **front)
    body = blog.build().body("blog/index")
    links = re.findall(r'<div class="confblog-cover">\n(<a .*?>)\n<img alt="(.*?)"', body)
    assert links == [
        ('<a href="https://example.org/" tabindex="-1">', "A lamp"),
        ('<a aria-hidden="true" href="2026-01-01-one.html" tabindex="-1">', ""),
    ]
    assert "tabindex" not in blog.build("singlehtml").read("index.html")


def test_covers_in_lists_load_when_they_come_in_view(blog: Site) -> None:
    """That of a post's own page is in view at once."""
    built = blog.build()
    lazy = r'<img [^>]*loading="lazy"[^>]*lamp\.svg'
    assert re.search(lazy, built.body("blog/index"))
    assert "lamp.svg" in built.body("blog/2026-01-01-one")
    assert 'loading="lazy"' not in built.body("blog/2026-01-01-one")


def test_the_index_as_a_list(blog: Site) -> None:
    """It shows dates and titles alone, and the pages of terms do as ever."""
    body = blog.build(confblog_index_style="list").body("blog/index")
    assert "confblog-card" not in body
    assert "confblog-items confblog-list" in body
    assert "First." not in body


def test_another_style_is_seen_by_a_later_build(blog: Site) -> None:
    """The index is as a clean build makes it, and no post is written for it."""
    blog.build(confblog_index_style="list")
    later = blog.build(confblog_index_style="grid")
    assert later.read("blog/index.html") == (
        blog.build(confblog_index_style="grid", out="_clean").read("blog/index.html")
    )
    assert "blog/2026-01-01-one" not in later.written()


def test_a_template_of_ones_own_names_its_style(blog: Site) -> None:
    """The option is for templates that ask for it."""
    blog.write("_templates/confblog/index.md", "# Mine\n\n```{blog:listing}\n:style: titles\n```\n")
    body = blog.build(templates_path=["_templates"], confblog_index_style="grid").body("blog/index")
    assert "confblog-titles" in body


def test_a_grid_on_any_page(blog: Site) -> None:
    """Each group has a grid of its own."""
    blog.write("page.md", "# Page\n\n```{postlist}\n:style: grid\n:group-by: year\n```\n")
    blog.write("index.md", "# Site\n\n```{toctree}\npage\n```\n")
    blog.post("2025-01-02-old", title="Old")
    body = blog.build().body("page")
    assert body.count('<div class="confblog-grid') == 2
    blog.post("2026-01-01-one", "Changed.\n\nREADMORE\n\nMore.\n", title="One")
    assert "Changed." in blog.build().body("page")


@pytest.mark.slow
def test_the_pages_of_terms_and_periods(blog: Site) -> None:
    """Each kind has an option of its own, and a later build follows it."""
    blog.post("2026-01-03-three", "Third.\n\nREADMORE\n\nMore.\n", title="Three", tags="a")
    blog.build(confblog_archives="year")
    signs = {"cards": "Third.", "grid": "confblog-grid", "list": "confblog-list"}
    for terms, years in (("cards", "list"), ("grid", "cards"), ("list", "grid")):
        built = blog.build(
            confblog_term_style=terms, confblog_archive_style=years, confblog_archives="year"
        )
        for page, style in (("blog/tags/a", terms), ("blog/archive/2026", years)):
            body = built.body(page)
            assert signs[style] in body
            assert ("Third." in body) is (style != "list")
            assert ("confblog-grid" in body) is (style == "grid")
    lists = blog.build(confblog_archives="year")
    assert "Third." not in lists.body("blog/tags/a") + lists.body("blog/archive/2026")


@pytest.mark.parametrize(
    "options",
    [
        {},
        pytest.param({"html_theme": "furo"}, marks=pytest.mark.slow),
        pytest.param({"builder": "dirhtml"}, marks=pytest.mark.slow),
    ],
)
def test_lines_of_plain_titles_and_of_others(site: Site, options: dict[str, Any]) -> None:
    """A line is the same whether all titles are mere text or one beside it has markup or marks."""
    if theme := options.get("html_theme"):
        pytest.importorskip(theme)
    # Two titles of mere text have three tags, and each of the others has one of these.
    site.post("2026-01-01-a", '# R&D \\<b> "x" me@example.org \\*\n', tags="x, y, z")
    site.post("2026-01-02-b", "# Plain\n", tags="x, y, z")
    site.post("2026-01-03-c", "# With *markup*\n", tags="y")
    site.post("2026-01-04-d", "# Marked\n", tags="z", featured="true")
    built = site.build(confblog_term_style="list", **options)

    def lines(tag: str) -> list[str]:
        end = "/index.html" if options.get("builder") else ".html"
        return re.findall(r'<li class="h-entry">.*', built.read(f"blog/tags/{tag}{end}"))

    assert len(lines("x")) == 2
    assert lines("y")[1:] == lines("z")[1:] == lines("x")
    assert "<em>markup</em>" in lines("y")[0]
    assert "confblog-mark-featured" in lines("z")[0]
