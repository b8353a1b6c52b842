"""Pictures of excerpts that come, change and go are followed on the lists that show them."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

import pytest
from later import assert_outputs, build_as_clean, outputs

if TYPE_CHECKING:
    from conftest import Built, Site

CUT = "\n\nREADMORE\n\nMore.\n"


def picture(width: int) -> bytes:
    """A GIF of some width."""
    return b"GIF89a" + struct.pack("<HH", width, 1) + bytes(3) + b";"


def sources(built: Built, docname: str) -> list[str]:
    """The addresses of the images on a page."""
    return [part.partition('"')[0] for part in built.body(docname).split(' src="')[1:]]


def widths(built: Built, docname: str) -> list[str]:
    """The widths of the images on a page, which docutils writes in two ways."""
    return re.findall(r'<img [^>]*width(?:="|: )(\d+)', built.body(docname))


@pytest.mark.slow
def test_a_missing_picture_that_arrives_and_goes(site: Site) -> None:
    """Lists show it as soon as the post does, and no longer than that."""
    site.post("2020-01-01-a", "![A](pic.gif)" + CUT, title="A")
    site.post("2020-01-02-b", "Text." + CUT, title="B", tags="t")
    site.write("index.md", "# Site\n\n```{postlist}\n:style: cards\n```\n")
    first = site.build(clean=False)
    assert "image file not readable" in first.warnings
    without = outputs(first)
    path = site.write("blog/pic.gif", picture(1))
    built = build_as_clean(site)
    pages = {"blog/2020-01-01-a", "blog/index", "index"}
    assert built.written() == pages
    assert sources(built, "blog/index") == ["../_images/pic.gif"]
    assert sources(built, "index") == ["_images/pic.gif"]
    path.unlink()
    built = site.build(clean=False)
    assert_outputs(built, without)
    assert built.written() == pages


def test_a_picture_below_the_cut_concerns_its_post_alone(site: Site) -> None:
    """No list shows it, so no list is written."""
    site.post("2020-01-01-a", "Text." + CUT + "\n![A](pic.gif)\n", title="A")
    site.build(clean=False)
    site.write("blog/pic.gif", picture(1))
    assert build_as_clean(site).written() == {"blog/2020-01-01-a"}


def test_a_scaled_picture_that_becomes_another(site: Site) -> None:
    """Pages say how large it is shown."""
    scaled = "```{image} pic.gif\n:scale: 50\n```\n"
    site.post("2020-01-01-a", scaled + CUT, title="A")
    site.write("blog/pic.gif", picture(100))
    assert widths(site.build(), "blog/index") == ["50"]
    site.write("blog/pic.gif", picture(60))
    assert widths(build_as_clean(site), "blog/index") == ["30"]


def test_pictures_that_change_names(site: Site) -> None:
    """Two pictures of one name are told apart by a number, which goes to whoever is read first."""
    site.post("a/2020-01-01-a", "![A](pic.gif)" + CUT, title="A")
    site.post("b/2020-01-02-b", "Text." + CUT, title="B")
    site.write("blog/a/pic.gif", picture(1))
    site.write("blog/b/pic.gif", picture(2))
    assert sources(site.build(), "blog/index") == ["../_images/pic.gif"]
    site.post("a/2020-01-01-a", "Text." + CUT, title="A")
    site.post("b/2020-01-02-b", "![B](pic.gif)" + CUT, title="B")
    assert sources(build_as_clean(site), "blog/index") == ["../_images/pic.gif"]


def test_a_missing_cover_that_arrives(site: Site) -> None:
    """Cards show it, and so does whoever previews a link to the post."""
    site.post("2020-01-01-a", "Text." + CUT, title="A", image="pic.gif")
    site.build(clean=False)
    site.write("blog/pic.gif", picture(1))
    assert sources(build_as_clean(site), "blog/index") == ["../_images/pic.gif"]


@pytest.mark.slow
def test_a_missing_file_that_arrives_and_goes(site: Site) -> None:
    """A link to a file becomes a download, on the post and on lists."""
    site.post("2020-01-01-a", "[paper](paper.txt)" + CUT, title="A")
    first = site.build(clean=False)
    assert "download" not in first.body("blog/index")
    without = outputs(first)
    path = site.write("blog/paper.txt", "Text.")
    built = build_as_clean(site)
    assert built.written() == {"blog/2020-01-01-a", "blog/index"}
    assert "paper.txt" in built.body("blog/index")
    path.unlink()
    assert_outputs(site.build(clean=False), without)
