"""The post that the project exists for, untouched, in every builder."""

from __future__ import annotations

import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site

if TYPE_CHECKING:
    from collections.abc import Callable
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
    return with_seed(site, seed)


#: Those of which several processes write; the others write alone, whatever has read.
PARALLEL = ["html", "dirhtml", "epub", "text", "json", "xml", "pickle", "pseudoxml"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Site]:
    """A site for each number of processes, which builders build in folders of their own."""
    return cache(lambda jobs: plain_site(tmp_path_factory.mktemp(f"seed{jobs}") / "site"))


def with_seed(site: Site, seed: Path) -> Site:
    """Put the seed post into a site."""
    (site.srcdir / "blog").mkdir(exist_ok=True)
    shutil.copy2(seed, site.srcdir / "blog")
    return site


@pytest.mark.parametrize(
    ("builder", "jobs"),
    [
        *((builder, 0) for builder in BUILDERS),
        *(pytest.param(builder, 2, marks=pytest.mark.slow) for builder in PARALLEL),
    ],
)
def test_builds_without_a_warning(
    shared: Callable[[int], Site], seed: Path, builder: str, jobs: int
) -> None:
    """Every builder takes it, nitpicky too, and READMORE is never shown.

    Each writes what the first of them has read, and in parallel what was read in parallel.
    """
    site = with_seed(shared(jobs), seed)
    # Sphinx asks for doctrees of its own there.
    out = "_catalogs" if builder == "gettext" else "_build"
    built = site.build(builder, out=out, jobs=jobs, nitpicky=True, version="1", copyright="us")
    files = built.everything(skip=(".doctrees", "_sources"))
    assert files
    assert [name for name, data in files.items() if b"READMORE" in data] == []


def test_its_page_and_the_index(seeded: Site) -> None:
    """One heading of the first level, sections below, a byline with date, author and tags.

    In the index, the excerpt ends at the separator; a link leads on.
    """
    built = seeded.build()
    body = built.body(POST)
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
    text = built.text("blog/index")
    assert "Last monday, I went to DotScale" in text
    assert "saved a seat for me." in text
    assert "Locksmith" not in text
    assert "Read more : DotScale 2015" in text
