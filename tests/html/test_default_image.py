"""`confblog_image` stands in for covers where others show a page of the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from heads import head

if TYPE_CHECKING:
    from conftest import Site

BASE = "https://example.org/"
IMAGE = f"{BASE}_images/site.png"


@pytest.fixture
def blog(site: Site) -> Site:
    """A site with an image of its own, a post with a cover and one without."""
    site.write(
        "conf.py",
        f'project = "Site"\nextensions = ["sphinx_confblog"]\nhtml_baseurl = "{BASE}"\n'
        'confblog_image = "images/site.png"\n',
    )
    site.write("images/site.png", b"\x89PNG")
    site.write("blog/cover.png", b"\x89PNG 2")
    site.post("2020-01-01-cover", title="Cover", image="cover.png", image_alt="A cover")
    site.post("2020-01-02-bare", title="Bare", tags="a")
    return site


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_pages_without_an_image(blog: Site, jobs: int) -> None:
    """Posts and lists have it in all metadata, with the blog's title; no page shows it."""
    built = blog.build(jobs=jobs)
    for name in ("blog/2020-01-02-bare", "blog/index", "blog/tags/a", "blog/archive"):
        found = head(built, name)
        assert (found.graph["og:image"], found.graph["og:image:alt"]) == (IMAGE, "Blog")
        assert found.named("twitter:card") == ["summary_large_image"]
        assert "site.png" not in built.body(name)
    assert head(built, "blog/2020-01-02-bare").data[0]["image"] == IMAGE
    assert head(built, "blog/index").data[0]["image"] == IMAGE
    assert head(built, "blog/2020-01-01-cover").graph["og:image"] == f"{BASE}_images/cover.png"
    assert head(built, "index").graph == {}
    assert (built.outdir / "_images/site.png").read_bytes() == b"\x89PNG"


@pytest.mark.slow
def test_the_image_changes(blog: Site) -> None:
    """A later build writes the pages that show it, and copies a new version of the file."""
    conf = (blog.srcdir / "conf.py").read_text()
    blog.build()
    assert blog.build().written() == set()
    blog.write("images/site.png", b"\x89PNG, better")
    built = blog.build()
    assert (built.outdir / "_images/site.png").read_bytes() == b"\x89PNG, better"
    blog.write("conf.py", conf.replace("images/site.png", "https://x.example/a.png"))
    built = blog.build()
    assert built.written() >= {"blog/2020-01-02-bare", "blog/index"}
    assert "blog/2020-01-01-cover" not in built.written()
    assert head(built, "blog/index").graph["og:image"] == "https://x.example/a.png"
    assert not built.exists("_images/site.png")


@pytest.mark.slow
def test_each_blog_has_its_own(blog: Site) -> None:
    """A blog without one has the site's; nothing is said without metadata."""
    blog.write("news/2020-01-01-a.md", "# News\n")
    blog.write("other/2020-01-01-b.md", "# Other\n")
    blog.write("images/news.png", b"\x89PNG")
    blogs = {"news": {"image": "/images/news.png"}, "other": {}}
    built = blog.build(confblog_blogs=blogs, confblog_archives=None)
    assert head(built, "news/2020-01-01-a").graph["og:image"] == f"{BASE}_images/news.png"
    assert head(built, "other/2020-01-01-b").graph["og:image"] == IMAGE
    built = blog.build(confblog_blogs=blogs, confblog_metadata=False, confblog_archives=None)
    assert head(built, "blog/2020-01-02-bare").graph == {}


def test_a_missing_file(blog: Site) -> None:
    """It is reported once, at its line of conf.py."""
    (blog.srcdir / "images/site.png").unlink()
    (warning,) = blog.build(clean=False).warnings.splitlines()
    assert "conf.py:4: WARNING: confblog_image is 'images/site.png', but should be a" in warning
