"""A new post that all pages announce, until its days are over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from apart import sphinx_build
from later import build_as_clean

if TYPE_CHECKING:
    from conftest import Built, Site

#: The day of the builds: that of the announced post, and some days on.
DAY = 1768435200  # 2026-01-15
ON: dict[str, Any] = {"confblog_announce": {"tags": "release", "days": 7}}
LINK = re.compile(r'<a class="confblog-announced" href="([^"]*)">(.*?)</a>')
LAYOUT = """\
{% extends "!layout.html" %}
{% block document %}{% include "confblog/announcement.html" %}{{ super() }}{% endblock %}
"""


@pytest.fixture
def blog(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with release posts and another post, and a layout that announces."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    site.write("guide.md", "# Guide\n")
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/index\n```\n")
    site.post("2026-01-01-old", "# Old\n", tags="release")
    site.post("2026-01-14-new", "# New & *shiny*\n", tags="release")
    site.post("2026-01-15-other", "# Other\n")
    site.post("2026-02-01-next", "# Next\n", tags="release")
    site.write("_templates/layout.html", LAYOUT)
    conf = (site.srcdir / "conf.py").read_text("utf-8")
    site.write("conf.py", f'{conf}templates_path = ["_templates"]\n')
    return site


def announced(built: Built, name: str = "guide") -> list[tuple[str, str]]:
    """The links of announcements on a page, with their texts."""
    return LINK.findall(built.read(f"{name}.html"))


@pytest.mark.slow
def test_all_pages(blog: Site) -> None:
    """All pages but its own announce the newest post of the query, and no scheduled one."""
    built = blog.build(**ON, html_use_index=True)
    for name in ("guide", "index", "search", "genindex"):
        assert announced(built, name) == [("blog/2026-01-14-new.html", "New &amp; shiny")]
        assert "confblog.css" in built.read(f"{name}.html")
    assert announced(built, "blog/2026-01-15-other") == [("2026-01-14-new.html", "New &amp; shiny")]
    assert announced(built, "blog/2026-01-14-new") == []
    off = blog.build(out="off")
    assert announced(off) == []
    assert "confblog.css" not in off.read("guide.html")


def test_drafts_in_previews(blog: Site) -> None:
    """A post that only previews show is not announced by them."""
    built = blog.build(confblog_future=True, **ON)
    assert announced(built) == [("blog/2026-01-14-new.html", "New &amp; shiny")]


@pytest.mark.slow
def test_options(blog: Site) -> None:
    """An empty dict announces all posts, for two weeks; what is wrong is reported."""
    assert announced(blog.build(confblog_announce={}))[0][1] == "Other"
    assert announced(blog.build(confblog_announce={"tags": "later"})) == []
    built = blog.build(confblog_announce={"tgas": "release"}, clean=False)
    said = "option 'tgas' does not exist; did you mean 'tags'? Nothing is announced."
    assert f"conf.py:1: WARNING: confblog_announce: {said} [confblog.config]" in built.warnings
    assert announced(built) == []


@pytest.mark.slow
def test_gone_by_itself(blog: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once its days are over, the next build writes all pages without it."""
    conf = (blog.srcdir / "conf.py").read_text("utf-8")
    blog.write("conf.py", f"{conf}confblog_announce = {ON['confblog_announce']}\n")
    blog.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY + 4 * 86400))
    assert announced(blog.build())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY + 6 * 86400))
    later = build_as_clean(blog, besides=("searchindex.js",))
    assert announced(later) == []
    assert "guide" in later.written()
    blog.post("2026-01-20-more", "# More\n", tags="release")
    later = build_as_clean(blog, besides=("searchindex.js",))
    assert announced(later, "index") == [("blog/2026-01-20-more.html", "More")]


@pytest.mark.slow
def test_two_processes(blog: Site) -> None:
    """Two processes build what one does."""
    one = blog.build(out="one", **ON)
    assert blog.build(out="two", jobs=2, **ON).everything() == one.everything()


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "text"])
def test_no_other_builders(blog: Site, builder: str) -> None:
    """Only web pages announce."""
    built = blog.build(builder, clean=False, root_doc="index", **ON)
    assert not [n for n, text in built.everything().items() if b'class="confblog-announced' in text]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "bar"),
    [("furo", '<div class="announcement">'), ("shibuya", '<div class="announcement">'),
     ("pydata_sphinx_theme", "bd-header-announcement"),
     ("sphinx_book_theme", "bd-header-announcement")],
)  # fmt: skip
def test_bars_of_themes(blog: Site, theme: str, bar: str) -> None:
    """Themes with a bar show the post there; their own announcement wins."""
    pytest.importorskip(theme)
    (blog.srcdir / "_templates/layout.html").unlink()
    for name in ("01-01-old", "01-14-new", "02-01-next"):
        (blog.srcdir / f"blog/2026-{name}.md").unlink()
    options: dict[str, Any] = {
        "confblog_announce": {}, "confblog_taxonomies": {}, "html_theme": theme,
    }  # fmt: skip
    page = blog.build(clean=False, **options).read("guide.html")
    assert page.index(bar) < page.index('class="confblog-announced"')
    own = {"announcement": "Mine"}
    assert announced(blog.build(clean=False, html_theme_options=own, **options)) == []


@pytest.mark.slow
def test_immaterial(blog: Site) -> None:
    """Immaterial shows the post in its bar, which readers can close; that theme patches Sphinx."""
    pytest.importorskip("sphinx_immaterial")
    options = {"font": False, "features": ["announce.dismiss"]}
    conf = (
        'project = "Site"\nextensions = ["sphinx_confblog", "sphinx_immaterial"]\n'
        f'html_theme = "sphinx_immaterial"\nhtml_theme_options = {options}\n'
        f"confblog_announce = {ON['confblog_announce']}\n"
    )
    blog.write("conf.py", conf)
    out = blog.srcdir.parent / "out"
    assert sphinx_build("-q", blog.srcdir, out) == (0, "")
    page = (out / "guide.html").read_text("utf-8")
    assert page.index("md-banner__button") < page.index('class="confblog-announced"')
