"""The post that the project exists for, untouched, in every builder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

POST = "blog/2015-06-12-dotscale-2015"
TAGS = ["cloud", "docker", "event", "infrastructure", "paris", "dotscale"]
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext",
    "json", "xml", "pickle", "pseudoxml",
]  # fmt: skip


@pytest.fixture
def seeded(site: Site, seed: Path) -> Site:
    """A site with the seed post."""
    (site.srcdir / "blog").mkdir()
    shutil.copy(seed, site.srcdir / "blog")
    return site


@pytest.mark.parametrize("jobs", [0, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_without_a_warning(seeded: Site, builder: str, jobs: int) -> None:
    """Every builder takes it, nitpicky and in parallel too, and READMORE is never shown."""
    built = seeded.build(builder, jobs=jobs, nitpicky=True, version="1", copyright="us")
    files = built.everything(skip=(".doctrees", "_sources"))
    assert files
    assert [name for name, data in files.items() if b"READMORE" in data] == []


def test_its_page(seeded: Site) -> None:
    """One heading of the first level, sections below, a byline with date, author and tags."""
    body = seeded.build().body(POST)
    assert body.count("<h1") == 1
    assert body.count("<h2") == 4
    assert "<h3" not in body
    assert (
        '<time class="dt-published" datetime="2015-06-12T13:29:57+02:00">June 12, 2015</time>'
        in body
    )
    assert 'href="authors/misc.html">misc</a>' in body
    for tag in TAGS:
        assert f'href="tags/{tag}.html">{tag}</a>' in body


def test_the_index_shows_its_two_paragraphs(seeded: Site) -> None:
    """The excerpt ends at the separator; a link leads on."""
    text = seeded.build().text("blog/index")
    assert "Last monday, I went to DotScale" in text
    assert "saved a seat for me." in text
    assert "Locksmith" not in text
    assert "Read more : DotScale 2015" in text
