"""Docs of several versions, of which one has the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF, plain_site
from later import build_as_clean

if TYPE_CHECKING:
    from conftest import Built, Site

HOME = "https://docs.example.org/en/latest/"
OLD = "https://docs.example.org/en/1.2/"
INDEX = """\
# Site

```{toctree}
guide
blog/index
News <blog/tags/index>
blog/2026-01-01-a
```
"""
GUIDE = """\
# Guide

{doc}`/blog/2026-01-01-a`, {doc}`it </blog/2026-01-01-a>`, [file](/blog/2026-01-01-a.md),
[](/blog/2026-01-01-a.md), {blog:post}`a`, {blog:tag}`docker`, {doc}`/blog/tags/docker`,
{any}`/blog/2026-01-01-a`.

```{postlist}
:tags: docker
```
"""
LINK = 'href="https://docs.example.org/en/latest/{}"'


@pytest.fixture
def versions(site: Site) -> Site:
    """A site whose pages link to its blog, with a draft."""
    return fill(site)


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An old version of it, built once."""
    site = fill(plain_site(tmp_path_factory.mktemp("away") / "site"))
    return build(site, html_use_index=True)


def fill(site: Site) -> Site:
    """Write the pages and posts."""
    site.write("index.md", INDEX)
    site.write("guide.md", GUIDE)
    site.post("2026-01-01-a", "# Post A\n\nText.\n", tags="[docker]")
    site.post("2026-01-02-secret", "# Secret words\n\nText.\n", draft="true", tags="[hush]")
    return site


def build(site: Site, base: str = OLD, builder: str = "html", **options: Any) -> Built:
    """Build one version."""
    return site.build(builder, html_baseurl=base, confblog_home=HOME, **options)


@pytest.mark.slow
def test_at_home_nothing_changes(versions: Site) -> None:
    """The build that has the blog is what it is without the option."""
    there = build(versions, HOME, out="there")
    without = versions.build(out="without", html_baseurl=HOME)
    assert there.everything() == without.everything()
    other = build(versions, HOME.rstrip("/").replace("https", "http"), "dummy", out="x")
    assert "blog/2026-01-01-a" in other.app.env.found_docs


def test_away_there_is_no_blog(away: Built) -> None:
    """Neither posts nor lists nor feeds are built, and nothing of a draft is told."""
    built = away
    assert sorted(path.name for path in built.outdir.rglob("*.html")) == [
        "genindex.html", "guide.html", "index.html", "search.html",
    ]  # fmt: skip
    assert not built.exists("blog")
    texts = b"".join(built.everything().values())
    assert b"Secret" not in texts
    assert b"hush" not in texts
    assert f"blog: not in this build; its posts are at {HOME} (confblog_home)\n" in built.status


def test_links_lead_home(away: Built) -> None:
    """Roles, Markdown links, toctrees and lists lead to where the blog is."""
    built = away
    guide, front = built.body("guide"), built.read("index.html")
    assert guide.count(LINK.format("blog/2026-01-01-a.html")) == 6
    assert guide.count(LINK.format("blog/tags/docker.html")) == 2
    assert guide.count(LINK.format("blog/index.html")) == 1
    words = [word.strip() for word in built.text("guide").split("Guide ¶")[1].split(",")]
    assert words[:6] == ["Post A", "it", "file", "Post A", "Post A", "docker"]
    assert LINK.format("blog/index.html") in front
    assert LINK.format("blog/tags/index.html") in front
    assert ">News</a>" in front
    assert ">Blog</a>" in front
    assert not built.exists("_downloads")


def test_mentions_are_left_out(versions: Site) -> None:
    """Pages show no posts that link to them, but what they have in place of an empty list."""
    written = "# Guide\n\n```{blog:mentions}\nNothing yet.\n```\n"
    versions.write("guide.md", written)
    body = build(versions, confblog_mentions="page").body("guide")
    assert "Nothing yet." in body
    assert HOME not in body


def test_directory_urls(versions: Site) -> None:
    """Addresses have the form that this build gives its own."""
    built = build(versions, builder="dirhtml")
    text = built.read("guide/index.html")
    assert LINK.format("blog/2026-01-01-a/") in text
    assert LINK.format("blog/") in text


def test_permalinks(versions: Site) -> None:
    """Posts are at the addresses that they ask for."""
    built = build(versions, confblog_permalink="{year}/{slug}")
    assert LINK.format("blog/2026/a.html") in built.body("guide")


@pytest.mark.slow
def test_the_blog_goes_and_comes_back(versions: Site) -> None:
    """Builds in one folder equal clean ones, whichever came before."""
    # Sphinx keeps a copy of what it knew of other options.
    kept = (".doctrees", ".buildinfo.bak")
    home = build(versions, HOME).everything()
    away = build(versions).everything(skip=kept)
    assert away == build(versions, out="clean").everything()
    assert build(versions, HOME).everything(skip=kept) == home


@pytest.mark.slow
def test_two_processes(versions: Site) -> None:
    """Two processes write what one writes."""
    for number in range(4):
        versions.write(f"p{number}.md", f"---\norphan:\n---\n\n# P{number}\n\n{{blog:post}}`a`\n")
    assert build(versions, jobs=2, out="two").everything() == build(versions).everything()


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "singlehtml"])
def test_other_builders(versions: Site, builder: str) -> None:
    """Other builders link home as well."""
    build(versions, builder=builder, copyright="us", version="1")


def test_read_the_docs(versions: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a base URL of its own, a site on Read the Docs has that of its version."""
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", OLD)
    built = versions.build(confblog_home=HOME)
    assert not built.exists("blog/index.html")
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", HOME)
    assert versions.build(confblog_home=HOME, out="home").exists("blog/index.html")


def test_inventory(away: Built) -> None:
    """Other projects do not find objects of the blog where it is not."""
    assert list(away.app.env.domains["blog"].get_objects()) == []


def test_an_index_of_ones_own(versions: Site) -> None:
    """A document in the place of the index is built, and leads home."""
    versions.write("blog/index.md", "# News\n\n```{blog:listing}\n```\n")
    built = build(versions)
    assert LINK.format("blog/index.html") in built.body("blog/index")
    canonical = '<link rel="canonical" href="https://docs.example.org/en/{}"'
    assert canonical.format("latest/blog/index.html") in built.read("blog/index.html")
    assert canonical.format("1.2/guide.html") in built.read("guide.html")


@pytest.mark.parametrize(
    ("edit", "shown"),
    [
        ({"permalink": "/blog/b/"}, "latest/blog/b/index.html"),
        ({"title": "Other"}, ">Other<"),
        ({"draft": "true"}, ""),
    ],
)
def test_later_builds(versions: Site, edit: dict[str, str], shown: str) -> None:
    """Toctrees and links in the place of lists follow the blog."""
    options = f"html_baseurl, confblog_home = {OLD!r}, {HOME!r}\n"
    versions.write("conf.py", CONF + options)
    front = {"title": "Zqxq", "tags": "[docker]"}
    versions.post("2026-01-01-a", **front)
    versions.build()
    versions.write("conf.py", f"{CONF}{options}confblog_title = 'Journal'\n")
    versions.post("2026-01-01-a", **front | edit)
    later = build_as_clean(versions, clean="draft" not in edit)
    assert shown in later.read("index.html")
    assert ">Journal</a>" in later.body("guide")
    left = b"zqxq" in b"".join(later.everything().values()).lower()
    assert left == ("permalink" in edit)
    # The form of URLs is that of the builder.
    directories = build_as_clean(versions, "dirhtml", clean=False)
    assert LINK.format("blog/") in directories.body("guide/index")
