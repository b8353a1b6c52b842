"""One site in every theme: heads, sidebars, links to files, feeds, and pages without a blog."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from apart import sphinx_build
from conftest import Site
from heads import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# One worker has them all, so that no theme is built twice.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("themes")]

BASE = "https://example.org/docs/"
ORIGINAL = "https://elsewhere.example/a.html?b=1&c=2"
PRIVATE = "https://elsewhere.example/index.html"
REPOSITORY = "https://github.com/me/repo"
GITHUB = {"github_user": "me", "github_repo": "repo", "github_version": "main"}
SHOWN = ["confblog/recent.html", "confblog/tags.html", "confblog/details.html"]
INCLUDE = '{% include "confblog/sidebars.html" %}'


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What a site sets for a theme."""

    #: Its own sidebars before ours and after them, and a template that it needs to show any.
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    #: What it takes to link to the files of pages; None where it has no such links.
    options: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


THEMES = {
    "alabaster": Theme(before=("about.html", "navigation.html")),
    "furo": Theme(
        before=("sidebar/brand.html", "sidebar/scroll-start.html", "sidebar/navigation.html"),
        after=("sidebar/scroll-end.html",),
        options={"source_repository": REPOSITORY, "source_branch": "main"},
    ),
    "pydata_sphinx_theme": Theme(
        before=("sidebar-nav-bs",),
        options={"use_edit_page_button": True},
        context={"doc_path": "docs"},
    ),
    "sphinx_book_theme": Theme(
        before=("navbar-logo.html", "sbt-sidebar-nav.html"),
        options={"repository_url": REPOSITORY, "use_edit_page_button": True},
    ),
    "shibuya": Theme(before=("sidebars/localtoc.html",)),
    "sphinx_immaterial": Theme(
        templates=(("partials/nav.html", '{% include "!partials/nav.html" %}' + INCLUDE),),
        options={
            "font": False, "repo_url": REPOSITORY, "edit_uri": "blob/main/docs",
            "features": ["content.action.edit"],
        },
    ),
    "sphinx_rtd_theme": Theme(
        templates=(
            (
                "layout.html",
                '{% extends "!layout.html" %}{% block menu %}{{ super() }}'
                + INCLUDE
                + "{% endblock %}",
            ),
        ),
        options={},
        context={"display_github": True, "conf_py_path": "/docs/"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Themed:
    """The site in a theme: as ``html`` without an address, as ``dirhtml`` with one."""

    name: str
    html: Path
    dirhtml: Path

    def page(self, docname: str) -> str:
        """A page of the site of files."""
        return (self.html / f"{docname}.html").read_text("utf-8")

    def feeds(self) -> dict[str, bytes]:
        """All feeds of the site with an address."""
        found = self.dirhtml.rglob("atom.xml")
        return {path.relative_to(self.dirhtml).as_posix(): path.read_bytes() for path in found}

    def heads(self, docname: str) -> Iterator[tuple[Head, str]]:
        """The heads of a page, with the address of each site."""
        yield Head(self.page(docname)), ""
        yield Head((self.dirhtml / docname / "index.html").read_text("utf-8")), BASE


def write(site: Site, name: str) -> None:
    """Write the site in a theme."""
    theme = THEMES[name]
    options = {
        "project": "Site",
        "extensions": ["sphinx_confblog", *["sphinx_immaterial"] * (name == "sphinx_immaterial")],
        "html_theme": name,
        "html_theme_options": theme.options or {},
        "html_context": {**GITHUB, **(theme.context or {})},
        "html_sidebars": {"**": [*theme.before, *SHOWN, *theme.after]},
        "templates_path": ["t"],
        # Each page costs as much as ten of Sphinx's own theme.
        "confblog_archives": None,
        "confblog_taxonomies": {"tags": "Tags"},
    }
    site.write("conf.py", "".join(f"{key} = {value!r}\n" for key, value in options.items()))
    site.write("t/none.html", "")
    for path, text in theme.templates:
        site.write(f"t/{path}", text)
    site.write("index.md", "# Site\n\n```{toctree}\nguide\nblog/index\n```\n")
    site.write("guide.md", "# Guide\n\nText.\n")
    site.post(
        "2020-01-01-own", 'First `"words"` & more.\n', title="Own <b>", author="Ann", tags="a"
    )
    site.post("2020-01-02-copy", title="Copy", canonical=ORIGINAL)
    site.post("2020-01-03-hidden", title="Hidden", unlisted="true", canonical=PRIVATE)
    site.post("2020-01-04-moved", title="Moved", permalink="/blog/2020/moved")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Themed]:
    """Builds the site in a theme, once."""
    return cache(lambda name: built(name, tmp_path_factory.mktemp(name)))


@pytest.fixture(params=THEMES)
def themed(request: pytest.FixtureRequest, build: Callable[[str], Themed]) -> Themed:
    """The site in each theme."""
    pytest.importorskip(request.param)
    return build(request.param)


def built(name: str, folder: Path) -> Themed:
    """Build the site without a warning; in a process of its own where the theme patches Sphinx."""
    site = Site(folder / "source")
    write(site, name)
    if name != "sphinx_immaterial":
        # Tests of Sphinx's take another theme for its usual one, unless they are told not to.
        html = site.build(html_theme=name).outdir
        dirhtml = site.build("dirhtml", html_theme=name, html_baseurl=BASE).outdir
        return Themed(name, html, dirhtml)
    made = Themed(name, folder / "html", folder / "dirhtml")
    options = ["-q", "-W", "--keep-going", "-d", folder / "doctrees"]
    for address in ([made.html], ["-b", "dirhtml", "-D", f"html_baseurl={BASE}", made.dirhtml]):
        assert sphinx_build(*options, site.srcdir, *address) == (0, "")
    return made


def test_heads_are_whole(themed: Themed) -> None:
    """One description, one type and one record each; one canonical address where there is one."""
    for own, base in themed.heads("blog/2020-01-01-own"):
        assert own.named("description") == ['First "words" & more.']
        assert (own.graph["og:type"], own.graph["og:title"]) == ("article", "Own <b>")
        assert own.graph["og:description"] == 'First "words" & more.'
        assert own.graph["article:tag"] == "a"
        assert own.named("twitter:card") == ["summary"]
        assert [said["headline"] for said in own.data] == ["Own <b>"]
        assert own.canonical == ([f"{BASE}blog/2020-01-01-own/"] if base else [])
        assert own.named("robots") == []
    for copy, _ in themed.heads("blog/2020-01-02-copy"):
        assert copy.canonical == [ORIGINAL]
    for hidden, _ in themed.heads("blog/2020-01-03-hidden"):
        assert (hidden.canonical, hidden.named("robots")) == ([PRIVATE], ["noindex"])
    for tag, _ in themed.heads("blog/tags/a"):
        assert tag.named("description") == [tag.graph["og:description"]] == ["Posts tagged “a”"]


def test_sidebars_stand_in_the_themes_own_place(themed: Themed) -> None:
    """Each once; the details of a post beside posts alone."""
    page = themed.page("blog/2020-01-01-own")
    for name in ("recent", "tags", "details"):
        assert page.count(f'class="confblog-sidebar confblog-sidebar-{name}"') == 1, name
    assert "confblog-sidebar-details" not in themed.page("guide")


def test_edit_links_name_the_file(themed: Themed) -> None:
    """Those of a moved post lead to its file, as browsers reckon; generated pages have none."""
    links = edit_links(themed.page("blog/2020/moved"))
    assert bool(links) == (THEMES[themed.name].options is not None)
    assert all(link.endswith("/blog/2020-01-04-moved.md") for link in links), links
    assert edit_links(themed.page("blog/index")) == []


def test_themes_do_not_matter_to_feeds(themed: Themed, build: Callable[[str], Themed]) -> None:
    """The same feeds come out, whatever a page looks like."""
    if themed.name == "sphinx_immaterial":
        pytest.skip("the theme writes sections in another way, in pages and in feeds")
    assert themed.feeds() == build("alabaster").feeds()
    assert len(themed.feeds()) == 2


def edit_links(page: str) -> list[str]:
    """The addresses of files on GitHub that a page links to, as a browser makes them out."""
    found = re.findall(r'href="(https://github.com/me/repo/(?:edit|blob)/[^"?]*)', page)
    return [urljoin(address, posixpath.normpath(urlsplit(address).path)) for address in found]
