"""Moves of files, numbers and whole pages that Sphinx itself does not follow."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from later import SKIPPED, assert_outputs, build_as_clean, outputs

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Site

CUT = "\n\nREADMORE\n\nMore.\n"


def swap(one: Path, other: Path) -> None:
    """Swap two files as ``mv`` does: each keeps its time."""
    aside = one.with_name("aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


@pytest.fixture
def two(site: Site) -> tuple[Site, Path, Path]:
    """A site with two posts, each with an image, and their files."""
    for name in "ab":
        site.write(f"blog/{name}.gif", "GIF89a")
    one = site.post("2020-01-01-a", f"Words of A. ![A](a.gif){CUT}", title="A", tags="red")
    return site, one, site.post("2020-02-02-b", f"Words of B. ![B](b.gif){CUT}", title="B")


@pytest.mark.slow
def test_two_posts_that_are_swapped(two: tuple[Site, Path, Path]) -> None:
    """Each is read again, though neither file is newer; Sphinx leaves ordinary pages as they were.

    Nothing is read when only their times are others, as in a copy of the site.
    """
    site, one, other = two
    site.build()
    swap(one, other)
    built = build_as_clean(site)
    assert "Words of B." in built.text("blog/2020-01-01-a")
    assert "2 changed" in built.status
    one.chmod(0o600)
    shutil.copy2(other, other.with_name("copy"))
    other.with_name("copy").replace(other)
    swapped = outputs(built)
    built = site.build()
    assert_outputs(built, swapped)
    assert (built.written(), " 0 changed" in built.status) == (set(), True)


def test_a_post_that_an_older_file_replaces(two: tuple[Site, Path, Path]) -> None:
    """As from a backup: the file is older than the page that was made of the one before."""
    site, one, _ = two
    site.build()
    site.post("2020-01-01-a", f"Old words.{CUT}", title="Old")
    os.utime(one, (1_000_000_000, 1_000_000_000))
    assert "Old words." in build_as_clean(site).text("blog/index")


def numbers(built: Built) -> list[bool]:
    """Whether the pages of a post, of the index and of the guide have numbers."""
    names = ("blog/2020-01-01-a", "blog/index", "guide")
    return ['<span class="section-number">' in built.read(f"{name}.html") for name in names]


@pytest.mark.slow
def test_a_toctree_that_numbers_no_more(two: tuple[Site, Path, Path]) -> None:
    """No page keeps its number; Sphinx leaves it in titles and tables of contents."""
    site, _, _ = two
    index = "# Site\n\n```{toctree}\n:numbered:\nguide\nblog/index\nblog/2020-01-01-a\n```\n"
    site.write("index.md", index)
    site.write("guide.md", "# Guide\n\n## Part\n")
    first = site.build()
    assert numbers(first) == [True, True, True]
    numbered = outputs(first)
    site.write("index.md", index.replace(":numbered:\n", ""))
    assert numbers(build_as_clean(site)) == [False, False, False]
    site.write("index.md", index)
    assert_outputs(site.build(), numbered)


@pytest.mark.slow
def test_a_sitemap_lists_what_is_not_written(two: tuple[Site, Path, Path]) -> None:
    """The extension ``sphinx_sitemap`` lists the pages of one build alone."""
    pytest.importorskip("sphinx_sitemap")
    site, _, other = two
    conf = "extensions.append('sphinx_sitemap')\nhtml_baseurl = 'https://site.example/'\n"
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf)
    built = site.build("dirhtml")
    first, clean = built.read("sitemap.xml"), outputs(built)
    built = site.build("dirhtml")
    assert_outputs(built, clean)
    assert (built.written(), built.read("sitemap.xml")) == (set(), first)
    other.write_text(other.read_text().replace("title:", "unlisted: true\ntitle:"))
    assert "2020-02-02-b" in first
    assert "2020-02-02-b" not in build_as_clean(site, "dirhtml").read("sitemap.xml")


@pytest.mark.parametrize("builder", ["epub", "json"])
def test_sitemaps_of_other_builders(two: tuple[Site, Path, Path], builder: str) -> None:
    """Any builder with a file for each page makes one."""
    pytest.importorskip("sphinx_sitemap")
    site, _, b = two
    conf = "extensions.append('sphinx_sitemap')\nhtml_baseurl = 'https://site.example/'\n"
    conf += "copyright = version = '1'\n"
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf)
    site.post("2020-03-03-hidden", title="Hidden", unlisted="true")
    first = site.build(builder, clean=False).read("sitemap.xml")
    assert "blog/index.html" in first
    assert "hidden" not in first
    b.write_text(b.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert site.build(builder, clean=False).read("sitemap.xml") == first


def test_a_sitemap_lists_modules_that_are_not_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extension ``viewcode`` writes a module's page when it has changed."""
    pytest.importorskip("sphinx_sitemap")
    site.write("../bobbins.py", 'def wind():\n    """Wind."""\n')
    monkeypatch.syspath_prepend(site.srcdir.parent)
    names = ["sphinx_confblog", "sphinx.ext.autodoc", "sphinx.ext.viewcode", "sphinx_sitemap"]
    site.write("conf.py", f"extensions = {names}\nhtml_baseurl = 'https://site.example/'\n")
    described = "```{eval-rst}\n.. autofunction:: bobbins.wind\n```\n"
    for builder, end in (("html", ".html"), ("dirhtml", "/")):
        site.post("2020-01-01-a", described, title="A")
        first = site.build(builder).read("sitemap.xml")
        assert first.count(f"/_modules/bobbins{end}<") == 1
        site.post("2020-01-01-a", f"{described}\nMore.\n", title="A")
        assert site.build(builder).read("sitemap.xml") == first


def test_redirects_that_are_lost(site: Site) -> None:
    """With the whole output, or alone, they come back as pages do, though nothing has changed."""
    conf = "confblog_redirect_lists = ['netlify']\nhtml_baseurl = 'https://site.example/'\n"
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf)
    site.post("2020-01-01-a", title="A", aliases="old/place.html")
    first = site.build()
    outputs = first.everything(skip=SKIPPED)
    for name in ("old/place.html", "_redirects", "blog/atom.xml"):
        (first.outdir / name).unlink()
        assert site.build().everything(skip=SKIPPED) == outputs
    shutil.rmtree(first.outdir)
    assert site.build().everything(skip=SKIPPED) == outputs
