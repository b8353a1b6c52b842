"""Whole sites with ABlog that move: every address is kept."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import feedparser
import pytest
from ablogsites import MARKDOWN, RST, write_site
from apart import sphinx_build
from conftest import Site

from sphinx_confblog.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from commands import Caller
    from conftest import Built

SITES = {"rst": RST, "markdown": MARKDOWN}
#: Folders of what pages are made with, which have no addresses of their own.
ASSETS = {".doctrees", "_static", "_sources", "_images"}
#: What ABlog builds and does not publish: drafts, by their names without an ending.
DRAFTS = {"blog/draft", "blog/2020-01-01-later", "tips/five"}


@pytest.fixture(params=SITES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """A site that is made with ABlog."""
    write_site(tmp_path / "ablog" / "source", SITES[request.param])
    return Site(tmp_path / "ablog" / "source")


def addresses(folder: Path) -> set[str]:
    """The files of a built site that somebody may have linked to."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] not in ASSETS}


def built_with_ablog(site: Site, builder: str) -> Path:
    """Build a site with ABlog, which one process can do but once."""
    pytest.importorskip("ablog")
    folder = site.srcdir.parent / "old"
    code, said = sphinx_build("-q", "-b", builder, site.srcdir, folder)
    assert code == 0, said
    return folder


def move(confblog: Caller, site: Site, *flags: str, code: int = 0) -> str:
    """Call the command."""
    return confblog(
        "move", "ablog", "--yes", "--no-compare", "-c", str(site.srcdir), *flags, code=code
    ).out


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def without_drafts(found: set[str]) -> Iterator[str]:
    """Addresses other than those of drafts."""
    for path in found:
        if path.removesuffix(".html").removesuffix("/index") not in DRAFTS:
            yield path


@pytest.fixture(scope="module")
def move_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], tuple[Path, Built]]:
    """Moves a site of a kind, once for all that look at it with a builder."""

    @cache
    def moved(kind: str, builder: str) -> tuple[Path, Built]:
        site = Site(tmp_path_factory.mktemp(kind) / "source")
        write_site(site.srcdir, SITES[kind])
        before = built_with_ablog(site, builder)
        flags = ["--dirhtml"] if builder == "dirhtml" else []
        assert main(["move", "ablog", "--yes", "--no-compare", "-c", str(site.srcdir), *flags]) == 0
        return before, site.build(builder, out="new", html_theme="alabaster")

    return moved


@pytest.fixture(scope="module", params=product(SITES, ("html", "dirhtml")), ids="-".join)
def moved(
    request: pytest.FixtureRequest, move_once: Callable[[str, str], tuple[Path, Built]]
) -> tuple[Path, Built]:
    """A site as ABlog built it, and as it is built when it has moved."""
    return move_once(*request.param)


@pytest.mark.slow
def test_every_address_is_kept(moved: tuple[Path, Built]) -> None:
    """Each file that ABlog made is there, and is a page, a redirect or a feed; drafts are not."""
    before, built = moved
    assert set(without_drafts(addresses(before) - addresses(built.outdir))) == set()
    assert not set(DRAFTS) & built.app.env.found_docs


@pytest.mark.slow
def test_feeds_have_the_entries_that_they_had(moved: tuple[Path, Built]) -> None:
    """Nobody is shown a post for a second time: the ids are the same, in each feed."""
    before, built = moved
    feeds = [path for path in addresses(before) if path.endswith(".xml")]
    assert feeds
    for path in feeds:
        entries = [
            [entry.id for entry in feedparser.parse((folder / path).read_bytes()).entries]
            for folder in (before, built.outdir)
        ]
        # ABlog writes the feeds of "parser" and "Parser" to one place, and the last one stays;
        # so it does those of C and C++, which are two tags here.
        assert set(entries[0]) <= set(entries[1]) or "/tag/c/" in path
        if path.count("/") == 1:
            assert entries[0] == entries[1]


def test_a_second_call_changes_nothing(old: Site, confblog: Caller) -> None:
    """A site that has moved is left alone."""
    move(confblog, old)
    before = contents(old.srcdir)
    said = confblog("move", "ablog", "--yes", "--no-compare", "-c", str(old.srcdir))
    assert (said.out, said.err) == ("", "Nothing to do: the site does not use ABlog.\n")
    assert contents(old.srcdir) == before


def test_a_dry_run_shows_and_changes_nothing(old: Site, confblog: Caller) -> None:
    """The changes are shown as a diff, and made only if asked for."""
    before = contents(old.srcdir)
    said = confblog("move", "ablog", "--dry-run", "-c", str(old.srcdir))
    assert (
        '+    "sphinx_confblog"' in said.out or 'ext.intersphinx", "sphinx_confblog"]' in said.out
    )
    assert contents(old.srcdir) == before
    said = confblog("move", "ablog", "-c", str(old.srcdir), code=1)
    assert "Nothing was changed" in said.err
    assert contents(old.srcdir) == before


@pytest.mark.slow
def test_references_and_lists_lead_where_they_did(
    move_once: Callable[[str, str], tuple[Path, Built]],
) -> None:
    """Labels of ABlog's go on, and lists show the posts that they showed."""
    _, built = move_once("rst", "html")
    body = built.body("index")
    pages = (
        "index", "tag/index", "archive", "2025", "tag/speed", "author/ada-lovelace",
        "author/index", "category/releases", "location/pittsburgh-pa", "language/english",
        "first-post", "big/index", "category/index", "location/index", "language/index",
    )  # fmt: skip
    assert [page for page in pages if f'href="blog/{page}.html"' not in body] == []
    assert 'href="blog/atom.xml"' in body
    assert "Second" in built.text("index")
    assert built.body("guide").count("<li") == 1
    post = built.text("blog/first-post")
    assert "Updated on 20 February 2025" in post
    assert "Ada Lovelace and Bob Ross" in post
    index = built.text("blog/index")
    assert "Only for lists" in index
    assert "Only for lists" not in built.text("blog/big/index")
    assert ("Two." in index, "Three." in index) == (True, False)


def test_what_becomes_of_options_is_said(confblog: Caller, tmp_path: Path) -> None:
    """Each option that nothing takes the place of is named with its line, and why."""
    site = Site(tmp_path / "ablog" / "source")
    write_site(site.srcdir, RST)
    said = move(confblog, site)
    lines = RST["conf.py"].split("\n")
    for option in ("post_redirect_refresh", "post_show_prev_next", "fontawesome_included"):
        number = next(n for n, line in enumerate(lines, 1) if line.startswith(option))
        assert f"conf.py:{number}: {option} was removed: " in said
    assert "blog/draft.rst:4: no date: ABlog builds such drafts; here they are withheld" in said
    assert "By hand" not in said
