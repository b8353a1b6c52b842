"""The archive draws its years, and terms are shown as a list or as a cloud."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built, Site

DATES = ["2020-01-01", "2020-01-09", "2020-01-20", "2020-03-03", "2021-12-31"]
SIZED = re.compile(r'"confblog-size-(\d)"><p><a [^>]*>([^<]*)</a> <span class="([^"]*)">')
LABEL = re.compile(r'<svg class="confblog-bars" role="img" aria-label="([^"]*)"')


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with some posts."""
    return fill(site)


def fill(site: Site) -> Site:
    """Write posts in three months, and tags that many and few of them have."""
    for number, date in enumerate(DATES):
        tags = ["Common", *(["zoo"] if number < 2 else []), *(["<b>"] if number == 4 else [])]
        site.post(f"{date}-p{number}", title=f"Post {number}", tags=", ".join(tags))
    return site


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once, with the archive on its front page as well."""
    site = fill(plain_site(tmp_path_factory.mktemp("indexes")))
    site.write("index.md", "# Site\n\n```{blog:archive}\n```\n")
    return site.build(confblog_archives="year")


def labels(built: Built, docname: str = "blog/archive") -> list[str]:
    """What the pictures of a page say."""
    return LABEL.findall(built.body(docname))


EXPECTED = [
    "Posts per month in 2021: December 1",
    "Posts per month in 2020: January 3 and March 1",
]


def test_a_picture_beside_each_year(usual: Built) -> None:
    """The posts are listed below it, and the heading still leads to the year."""
    assert labels(usual) == EXPECTED
    html = usual.body("blog/archive")
    assert html.index('href="archive/2020.html"') < html.index("in 2020") < html.index("Post 3")
    assert html.count("<title>") == 3
    assert "<title>January 3</title>" in html


@pytest.mark.slow
def test_a_picture_of_years_without_their_posts(blog: Site) -> None:
    """With many posts, the years are listed, each with the number of posts and the picture."""
    options: dict[str, Any] = {"confblog_term_posts_per_page": 2, "confblog_taxonomies": {}}
    built = blog.build(**options, confblog_archives="year")
    assert labels(built) == EXPECTED
    assert built.text("blog/archive").count("2020 (4)") == 1
    assert "Post" not in re.sub("Posts per month", "", built.text("blog/archive"))
    monthly = blog.build(**options, confblog_archives="month")
    assert labels(monthly) == EXPECTED
    assert "March (1) January (3)" in monthly.text("blog/archive")


def test_years_lead_to_their_months(blog: Site) -> None:
    """Posts stay grouped by year where months have pages: these stand below the picture."""
    built = blog.build(confblog_archives="month", confblog_taxonomies={})
    assert labels(built) == EXPECTED
    html = built.body("blog/archive")
    assert re.findall(r"<h2[^>]*><a[^>]*>([^<]*)<", html) == ["2021", "2020"]
    assert re.findall(r'"archive/(2020[^"]*).html">([^<]*)<', html) == [
        ("2020", "2020"), ("2020/03", "March"), ("2020/01", "January"),
    ]  # fmt: skip
    assert html.index("archive/2020/01") < html.index("Post 3")


def test_bars_are_comparable(usual: Built) -> None:
    """One scale serves all years: a post is as tall in each of them."""
    html = usual.body("blog/archive")
    tall = dict(re.findall(r'height="([\d.]+)"><title>(\w+ \d)<', html))
    by_month = {text: float(height) for height, text in tall.items()}
    assert by_month["January 3"] == 20
    assert re.findall(r'height="([\d.]+)"><title>(?:March|December) 1<', html) == ["6.7", "6.7"]


def test_on_any_page(usual: Built) -> None:
    """The archive can stand elsewhere."""
    assert labels(usual, "index") == EXPECTED


def test_in_the_sites_language(blog: Site) -> None:
    """Months have their names there."""
    built = blog.build(language="de", confblog_archives="year", confblog_taxonomies={})
    assert "Januar (3)" in labels(built)[1]


#: With pages of years alone, and too many posts to list them.
YEARS: dict[str, Any] = {
    "confblog_term_posts_per_page": 2, "confblog_archives": "year", "confblog_taxonomies": {},
}  # fmt: skip


@pytest.mark.slow
def test_the_picture_follows_the_posts(blog: Site) -> None:
    """A post that moves to another month of the same year has the archive written again."""
    options = YEARS
    blog.build(**options)
    (blog.srcdir / "blog/2020-03-03-p3.md").unlink()
    blog.post("2020-04-03-p3", title="Post 3", tags="Common")
    built = blog.build(**options)
    assert "blog/archive" in built.written()
    assert labels(built)[1] == "Posts per month in 2020: January 3 and April 1"


@pytest.mark.slow
def test_one_picture_changes_the_scale_of_all(blog: Site) -> None:
    """More posts in one month make the bars of all other years lower."""
    options = YEARS
    before = blog.build(**options).body("blog/archive")
    for number in range(9):
        blog.post(f"2021-12-0{number + 1}-more", title="More")
    after = blog.build(**options)
    assert 'height="6.7"><title>March 1<' in before
    assert 'height="2"><title>March 1<' in after.body("blog/archive")


@pytest.fixture(scope="module")
def sized(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Site]:
    """A site for each number of posts a page, whose builders share what the first has read."""

    @cache
    def make(size: int) -> Site:
        site = fill(plain_site(tmp_path_factory.mktemp(f"sized{size}")))
        site.write("index.md", "# Site\n\n```{toctree}\nblog/archive\n```\n")
        return site

    return make


@pytest.mark.parametrize(
    ("builder", "size"),
    [
        ("text", 2), ("text", 50), ("latex", 2), ("singlehtml", 50), ("epub", 2), ("json", 50),
        pytest.param("latex", 50, marks=pytest.mark.slow),
        pytest.param("singlehtml", 2, marks=pytest.mark.slow),
        pytest.param("epub", 50, marks=pytest.mark.slow),
        pytest.param("json", 2, marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_other_builders_have_no_pictures(
    sized: Callable[[int], Site], builder: str, size: int
) -> None:
    """They list the years, and the posts, as before."""
    options = YEARS | {"confblog_term_posts_per_page": size}
    built = sized(size).build(builder, clean=False, **options)
    shown = b"".join(built.everything().values())
    assert b"<svg" not in shown
    assert b"Posts per month" not in shown
    assert builder == "epub" or b"2020" in shown


def cloud(built: Built, docname: str) -> list[tuple[str, str]]:
    """The terms of a cloud with their sizes."""
    found = SIZED.findall(built.body(docname))
    assert {classes for *_, classes in found} <= {"confblog-unseen"}
    return [(name, size) for size, name, _ in found]


def test_terms_are_a_list(usual: Built) -> None:
    """Unless the site wants it otherwise."""
    assert cloud(usual, "blog/tags/index") == []
    assert "&lt;b&gt; (1) Common (5) zoo (2)" in usual.text("blog/tags/index")


def test_terms_as_a_cloud(blog: Site) -> None:
    """By name, in sizes; the numbers are there for those who do not see these."""
    built = blog.build(confblog_terms_style="cloud")
    assert cloud(built, "blog/tags/index") == [("&lt;b&gt;", "1"), ("Common", "5"), ("zoo", "3")]
    assert "&lt;b&gt; (1) Common (5) zoo (2)" in built.text("blog/tags/index")
    assert "Common (5)" in blog.build("text", confblog_terms_style="cloud").read(
        "blog/tags/index.txt"
    )


def test_a_style_for_one_list(blog: Site) -> None:
    """The directive says how its terms are shown, whatever the site has."""
    lists = "".join(f"```{{blog:terms}} tags\n:style: {s}\n```\n\n" for s in ("cloud", "list"))
    blog.write("index.md", f"# Site\n\n{lists}")
    for style in ("list", "cloud"):
        built = blog.build(confblog_terms_style=style)
        assert len(cloud(built, "index")) == 3
        assert built.body("index").count("confblog-terms ") == 1


def test_a_style_that_there_is_not(blog: Site) -> None:
    """It is named with the nearest one, and the terms are shown as the site has it."""
    page = blog.write("index.md", "# Site\n\n```{blog:terms} tags\n:style: clowd\n```\n")
    built = blog.build(clean=False)
    assert f"{page}:3: WARNING: blog:terms: option 'style': 'clowd' is not one of: list, cloud" in (
        built.warnings
    )
    assert "; did you mean 'cloud'? The option is ignored. [confblog.postlist]" in built.warnings
    assert "Common (5)" in built.text("index")


def test_a_new_style_is_written_where_it_is_seen(blog: Site) -> None:
    """Nothing is read again for it; besides, Sphinx writes what has it in a toctree."""
    blog.build()
    built = blog.build(confblog_terms_style="cloud")
    assert built.written() == {"blog/tags/index", "blog/index"}
    assert len(cloud(built, "blog/tags/index")) == 3
