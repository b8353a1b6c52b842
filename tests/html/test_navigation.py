"""Readers keep their place: breadcrumbs, the site's navigation, neighbours, the way back."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, cast

import pytest
from conftest import plain_site
from lxml import etree

from sphinx_confblog.html.navigation import lacks_neighbours

if TYPE_CHECKING:
    from conftest import Built, Kept, Site

CRUMBS = re.compile(r'<nav class="confblog-breadcrumbs headerlink"[^>]*>(.*?)</nav>')
#: A theme without breadcrumbs and neighbours. With the usual one of tests, pages have neither.
ALABASTER: dict[str, Any] = {"html_theme": "alabaster", "confblog_archives": "year"}
POST, TAG = "blog/2026-01-02-two", "blog/tags/red"


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with a page, and with three posts that have a tag."""
    return fill(site)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Kept, Built]:
    """The site in a theme without breadcrumbs and neighbours, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("alabaster") / "site"))
    return site.build_and_keep(**ALABASTER)


@pytest.fixture(scope="module")
def usual(first: tuple[Kept, Built]) -> Built:
    """That build."""
    return first[1]


@pytest.fixture
def ready(first: tuple[Kept, Built]) -> Site:
    """The site as it was built."""
    return first[0].restore()


@pytest.fixture(scope="module")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site in a theme that has both, built once."""
    return fill(plain_site(tmp_path_factory.mktemp("classic"))).build(html_theme="classic")


def fill(site: Site) -> Site:
    """Write the pages and posts."""
    toctree = "```{toctree}\npage\nblog/index\nExample <https://example.com/>\n```\n"
    site.write("index.md", f"# Site\n\n{toctree}")
    site.write("page.md", "# Page\n")
    for number, name in enumerate(("one", "two", "three"), 1):
        site.post(f"2026-01-0{number}-{name}", title=f"{name} & co", tags="red")
    return site


def crumbs(built: Built, docname: str) -> list[tuple[str, str]]:
    """The breadcrumbs of a page: addresses and titles."""
    return [
        pair
        for line in CRUMBS.findall(built.read(f"{docname}.html"))
        for pair in re.findall('href="([^"]*)">(.*?)</a>', line)
    ]


def navigation(built: Built, path: str, xpath: str) -> list[tuple[str, str, bool]]:
    """The entries of a page's navigation: where each leads, its text, whether it is current."""
    root = etree.HTML(built.read(path))
    return [
        (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), link.get("href"))),
            "".join(link.itertext()).strip(),
            "current" in item.get("class", "").split(),
        )
        for item in root.xpath(f"{xpath}//li")
        for link in item.xpath("a | p/a | div/a | details/../a")[:1]
    ]


@pytest.mark.slow
def test_breadcrumbs_above_the_title(usual: Built) -> None:
    """On posts, terms and archives; the index is where they begin."""
    built = usual
    assert crumbs(built, POST) == [("index.html", "Blog")]
    assert crumbs(built, TAG) == [("../index.html", "Blog"), ("index.html", "Tags")]
    year = [("../index.html", "Blog"), ("../archive.html", "Archive")]
    assert crumbs(built, "blog/archive/2026") == year
    assert crumbs(built, "blog/archive") == [("index.html", "Blog")]
    assert crumbs(built, "blog/index") == crumbs(built, "page") == []
    body = built.body(POST)
    assert body.index("confblog-breadcrumbs") < body.index("<h1")


def test_breadcrumbs_have_a_name_in_the_language_of_the_blog(blog: Site) -> None:
    """Screen readers tell them from other navigation."""
    page = blog.build(**ALABASTER, language="de").read(f"{POST}.html")
    assert 'headerlink" aria-label="Navigationspfad"' in page


@pytest.mark.slow
def test_breadcrumbs_by_theme_and_by_option(blog: Site, classic: Built) -> None:
    """Themes with breadcrumbs of their own need none; the option decides anyhow."""
    assert crumbs(blog.build(**ALABASTER, confblog_breadcrumbs=False), POST) == []
    assert crumbs(classic, POST) == []
    assert crumbs(blog.build(html_theme="classic", confblog_breadcrumbs=True), POST)


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_the_navigation_shows_where_a_post_is(blog: Site, usual: Built, jobs: int) -> None:
    """Its blog is current and open there, and in no other page's navigation."""
    xpath = "//div[@class='sphinxsidebarwrapper']/ul"
    built = blog.build(jobs=jobs, **ALABASTER) if jobs else usual
    assert navigation(built, f"{POST}.html", xpath) == [
        ("page.html", "Page", False),
        ("blog/index.html", "Blog", True),
        ("blog/archive.html", "Archive", False),
        ("blog/tags/index.html", "Tags", False),
        ("blog/https:/example.com", "Example", False),
    ]
    assert navigation(built, f"{TAG}.html", xpath)[1:4] == [
        ("blog/index.html", "Blog", True),
        ("blog/archive.html", "Archive", False),
        ("blog/tags/index.html", "Tags", True),
    ]
    assert [entry[2] for entry in navigation(built, "page.html", xpath)] == [True, False, False]
    assert type(built.app.env.toctree_includes) is dict


def test_the_navigation_in_folders(blog: Site) -> None:
    """Links lead to the same pages from folders."""
    built = blog.build("dirhtml", **ALABASTER)
    found = navigation(built, f"{POST}/index.html", "//div[@class='sphinxsidebarwrapper']/ul")
    assert [entry[0] for entry in found[:4]] == ["page", "blog", "blog/archive", "blog/tags"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "xpath"),
    [
        ("furo", "//div[@class='sidebar-tree']"),
        ("sphinx_book_theme", "//nav[contains(@class, 'bd-links')]"),
        ("pydata_sphinx_theme", "//header"),
    ],
)
def test_the_navigation_of_themes(blog: Site, theme: str, xpath: str) -> None:
    """The blog is current; it is open where there is a tree, else what it leads to is beside."""
    pytest.importorskip(theme)
    for name in ("01-one", "03-three"):
        (blog.srcdir / f"blog/2026-01-{name}.md").unlink()
    built = blog.build(html_theme=theme)
    found = {title: current for _, title, current in navigation(built, f"{POST}.html", xpath)}
    assert found["Blog"]
    assert not found["Page"]
    page = built.read(f"{POST}.html")
    assert re.search('<li class="[^"]*toctree-l[12][^"]*"><a [^>]*href="tags/index.html">', page)
    assert bool(crumbs(built, POST)) is (theme != "pydata_sphinx_theme")


@pytest.mark.slow
def test_previous_and_next_where_the_theme_has_none(
    blog: Site, usual: Built, classic: Built
) -> None:
    """The theme's own are not repeated, and the ends of the blog have one neighbour."""
    nav = re.compile(r'<a class="confblog-(prev|next)" [^>]*href="([^"]*)"><span>([^<]*)</span>')
    older = ("prev", "2026-01-01-one.html", "Older post")
    newer = ("next", "2026-01-03-three.html", "Newer post")
    assert nav.findall(usual.body(POST)) == [older, newer]
    assert "</span> three &amp; co</a>" in usual.body(POST)
    assert len(nav.findall(usual.body("blog/2026-01-01-one"))) == 1
    assert nav.findall(usual.body(TAG)) == []
    relbars = blog.build(**ALABASTER, html_theme_options={"show_relbars": "true"})
    assert nav.findall(relbars.read(f"{POST}.html")) == []
    assert nav.findall(classic.read(f"{POST}.html")) == []


class Theme:
    """A theme with options, and a builder with it."""

    name = "sphinx_immaterial"

    def __init__(self, features: object) -> None:
        self.theme = self
        self.theme_options = {"features": features}

    def get_options(self) -> dict[str, str]:
        """The options as the theme comes."""
        return {"features": ""}


def test_previous_and_next_in_immaterial() -> None:
    """A feature of the theme brings them; as the theme comes, they are ours."""
    for features in ("", [], ["navigation.top"]):
        assert lacks_neighbours(cast("Any", Theme(features)))
    assert not lacks_neighbours(cast("Any", Theme(["navigation.top", "navigation.footer"])))


def test_posts_lead_back_to_the_index(blog: Site, usual: Built) -> None:
    """Below their text, in web pages."""
    foot = '<p class="confblog-foot headerlink"><a href="index.html">All posts</a></p>'
    assert foot in usual.body(POST)
    assert "All posts" not in blog.build("text").read(f"{POST}.txt")


@pytest.mark.slow
def test_a_later_build_has_the_same_navigation(ready: Site) -> None:
    """A taxonomy that comes is in the navigation of all pages."""
    ready.post("2026-01-04-four", title="Four", author="Ann")
    later, clean = ready.build(**ALABASTER), ready.build(out="_clean", **ALABASTER)
    assert later.everything() == clean.everything()
    assert ">Authors</a>" in later.read(f"{POST}.html")
