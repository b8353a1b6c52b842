"""The list of releases: its order, its feed, and what search engines are told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from conftest import plain_site
from later import build_as_clean

if TYPE_CHECKING:
    from conftest import Built, Site

VERSIONS = {"2.4": 1, "3.0rc1": 2, "2.10": 3, "3.0": 4, "next": 5, "2.4.0": 6}
BASE = "https://anvil.example.org/"
PAGE = "blog/releases"


@pytest.fixture
def blog(site: Site) -> Site:
    """A blog with release posts in no order, and another post."""
    return fill(site)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The blog, built once with an address, labels, and a page that has a link by one."""
    site = fill(plain_site(tmp_path_factory.mktemp("releases")))
    site.write("guide.md", "---\norphan: true\n---\n# Guide\n\n{ref}`blog-releases`\n")
    return site.build(html_baseurl=BASE, confblog_labels=True)


def fill(site: Site) -> Site:
    """Write the posts."""
    for version, day in VERSIONS.items():
        site.post(f"2026-01-{day:02}-p{day}", f"# Anvil {version}\n", version=version)
    site.post("2026-01-09-other", "# No release\n")
    site.write("index.md", "# Site\n\n```{toctree}\nblog/index\n```\n")
    return site


def titles(built: Built, docname: str = PAGE) -> list[str]:
    """The titles of the posts that a page lists."""
    return re.findall(r'<a class="[^"]*p-name[^"]*"[^>]*>(.*?)</a>', built.body(docname))


def json_ld(built: Built, docname: str) -> dict[str, Any]:
    """What a page says to search engines."""
    match = re.search(r"<script [^>]*ld\+json[^>]*>(.*?)</script>", built.read(f"{docname}.html"))
    assert match is not None
    data: dict[str, Any] = json.loads(match[1])
    return data


def test_order(built: Built) -> None:
    """The highest version comes first; of the same version, the newest post; others come last."""
    assert titles(built) == [
        "Anvil 3.0", "Anvil 3.0rc1", "Anvil 2.10", "Anvil 2.4.0", "Anvil 2.4", "Anvil next",
    ]  # fmt: skip
    assert "<h1>Releases" in built.body(PAGE)
    assert PAGE in built.app.env.toctree_includes["blog/index"]


def test_no_release(site: Site) -> None:
    """Without a listed post with a version, there is no such page, and its address is free."""
    site.post("2026-01-01-a", "# A\n\nText of A.\n", slug="releases")
    built = site.build(confblog_permalink="{slug}")
    assert titles(built, "blog/index") == ["A"]
    assert "Text of A." in built.text(PAGE)


def test_unlisted(site: Site) -> None:
    """Unlisted posts are in no list."""
    site.post("2026-01-01-a", "# A\n", version="2.4", unlisted="true")
    site.post("2026-01-02-b", "# B\n")
    assert not site.build().exists(f"{PAGE}.html")


def test_a_taxonomy_of_that_name(blog: Site) -> None:
    """A taxonomy called ``releases``, or at its path, wins; the page may move."""
    taxonomies = {"tags": "Tags", "releases": "Releases"}
    assert not blog.build(confblog_taxonomies=taxonomies).exists(f"{PAGE}.html")
    assert not blog.build(confblog_page_paths={"tags": "releases"}).exists(f"{PAGE}.html")
    assert blog.build(confblog_page_paths={"releases": "versions"}).exists("blog/versions.html")


def test_feed(built: Built) -> None:
    """The feed has release posts alone, the newest first; the page names it and links to it."""
    feed = ET.fromstring(built.read(f"{PAGE}/atom.xml"))  # noqa: S314
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}title") == "Releases · Site: Blog"
    entries = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert entries == [f"Anvil {version}" for version in reversed(VERSIONS)]
    assert f'href="{BASE}{PAGE}/atom.xml"' in built.read(f"{PAGE}.html")
    assert 'href="releases/atom.xml"' in built.body(PAGE)


def test_json_ld(built: Built) -> None:
    """The page lists its posts by version; each post names its version."""
    page = json_ld(built, PAGE)
    assert (page["@type"], page["name"]) == ("CollectionPage", "Releases")
    items = page["mainEntity"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5, 6]
    assert items[0]["name"] == "Anvil 3.0"
    assert items[0]["url"] == f"{BASE}blog/2026-01-04-p4.html"
    assert json_ld(built, "blog/2026-01-04-p4")["about"] == {
        "@type": "SoftwareApplication", "name": "Site", "softwareVersion": "3.0",
        "releaseNotes": f"{BASE}blog/2026-01-04-p4.html",
    }  # fmt: skip
    assert "about" not in json_ld(built, "blog/2026-01-09-other")


def test_label(built: Built) -> None:
    """With labels for the blog's pages, this one has one, too."""
    assert f'href="{PAGE}.html"' in built.body("guide")


@pytest.mark.slow
def test_later_builds(blog: Site) -> None:
    """The page follows each version that comes, changes or goes."""
    conf = (blog.srcdir / "conf.py").read_text("utf-8")
    blog.write("conf.py", f'{conf}html_baseurl = "{BASE}"\n')
    blog.build()
    blog.post("2026-01-01-p1", "# Anvil 2.4\n", version="4.0")
    assert titles(build_as_clean(blog))[0] == "Anvil 2.4"
    for day in VERSIONS.values():
        (blog.srcdir / f"blog/2026-01-{day:02}-p{day}.md").unlink()
    assert not build_as_clean(blog).exists(f"{PAGE}.html")
