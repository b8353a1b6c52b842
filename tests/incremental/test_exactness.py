"""A later build's output is that of a clean one, byte for byte, whatever was edited."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import Site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from later import assert_same
from sparing import as_usual
from worldposts import CHANGES, CITED, DEFINED, LINK, NAMES, PICTURE
from worlds import (
    ALIASES,
    ARCHIVED,
    CLOCKS,
    FEEDS,
    PEOPLE,
    RELEASES,
    SIDEBARS,
    TALK,
    UTTERANCES,
    World,
    edits,
    starts,
)

from sphinx_confblog.incremental.performance.speedups import CompiledTemplates

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built
    from worlds import Edit

pytestmark = pytest.mark.slow
#: CI tries the same worlds each time, a desk twice as many, which are new.
EXAMPLES = int(os.environ.get("CONFBLOG_EXAMPLES", "6" if os.environ.get("CI") else "12"))

ONE, TWO, THREE, FOUR, FIVE = NAMES[:5]
FUTURE = "event: {start: 2024-01-01, location: Lyon, url: 'https://e.example/', status: cancelled}"
#: What posts show or define besides, each on pages of its own.
START: list[Edit] = [
    ("option", "confblog_related_posts = 2\n"), ("numbered", True),
    ("change", THREE, "excerpt", PICTURE), ("change", FIVE, "excerpt", LINK),
    ("change", FOUR, "body", DEFINED),
]  # fmt: skip
#: One thing after the other that pages, feeds and redirects show, so that none is missed by chance.
#: Edits are made at once where each of them writes pages that the others leave alone.
WALK: list[list[Edit]] = [
    [("change", ONE, "tags", ("blue", "C++")), ("change", FOUR, "tags", ("C++",))],
    [("change", FIVE, "tags", ("C++",))],
    [("change", FIVE, "title", "Third"), ("quiet", True)],
    [("front", ONE, "series: Tour"), ("front", FIVE, "series: Tour")],
    [("change", FIVE, "title", "Title")],
    [("option", TALK)],
    [("file", "_templates/talk.html")],
    [("option", TALK), ("option", UTTERANCES), ("pics", True),
     ("change", FOUR, "body", "More words.")],
    [("guide", True), ("swap", ONE, TWO), ("numbered", False)],
    [("option", PEOPLE)],
    [("file", "terms.yml"), ("file", "ann.svg"), ("lose", "blog/archive")],
    [("option", FEEDS), ("front", TWO, "image: /lamp.gif")],
    [("option", RELEASES), ("change", FOUR, "body", CHANGES)],
    [("front", TWO, "version: 1.0"), ("file", "api.rst")],
    [("guide", False), ("front", ONE, "version: 0.10"), ("clock", CLOCKS[2])],
    [("clock", CLOCKS[1]), ("file", "api.rst")],
    [("front", TWO, "version: 1.0"), ("change", FOUR, "body", "More words."), ("guide", True)],
    [("option", ARCHIVED), ("change", ONE, "excerpt", CITED), ("front", ONE, "superseded_by: two")],
    [("file", "api.rst"), ("change", TWO, "title", "Other *title*"), ("clock", CLOCKS[0])],
    [("front", ONE, "archived: false"), ("clock", CLOCKS[2])],
    [("file", "api.rst"), ("clock", CLOCKS[1]),
     ("front", ONE, "event: 2021-12-20 19:00 Europe/Paris")],
    [("front", TWO, "event: 2020-06-11")],
    [("front", FOUR, FUTURE), ("option", "confblog_term_posts_per_page = 1\n"),
     ("change", TWO, "title", "Third"), ("change", ONE, "excerpt", LINK)],
    [("guide", False), ("clock", CLOCKS[2])],
    [("guide", True), ("front", FOUR, FUTURE), ("change", TWO, "draft", True)],
    [("change", TWO, "draft", False), ("front", ONE, "unlisted: true"), ("lose", "blog/events")],
    [("front", ONE, "unlisted: true"), ("option", "confblog_calendars = False\n")],
    [("option", "confblog_term_posts_per_page = 1\n"), ("option", "confblog_calendars = False\n"),
     ("clock", CLOCKS[1]), ("change", TWO, "title", "Other *title*")],
    [("front", TWO, "description: Said of it.")],
    [("front", TWO, "language: fr")],
    [("file", "lamp.gif"), ("option", "author = 'Ann & Co'\n")],
    [("option", "confblog_title = 'Journal'\n"), ("option", ALIASES)],
    [("change", TWO, "title", "Third")],
    [("rename", TWO, NAMES[6]), ("option", SIDEBARS)],
    [("front", FIVE, "external: https://example.org/")],
    [("change", THREE, "tags", ("red", "blue"))],
    [("option", SIDEBARS), ("option", ALIASES)],
    [("option", "confblog_feed_discovery = 'site'\n"), ("option", "confblog_metadata = False\n")],
    [("option", "html_baseurl = ''\n"), ("builder", "dirhtml"), ("delete", ONE)],
]  # fmt: skip


def build(site: Site, out: str, world: World, jobs: int) -> Built:
    """Build the site at the moment of its clock; all builders share one output folder.

    What templates were compiled to is kept beside the doctrees, as it is for users.
    """
    folder = site.srcdir.parent / out
    world.lose_pages(folder / "html")
    (folder / "html").mkdir(parents=True, exist_ok=True)
    if not (folder / "dirhtml").exists():
        (folder / "dirhtml").symlink_to("html")
    os.environ["SOURCE_DATE_EPOCH"] = world.clock
    try:
        # Old addresses may be taken, and names stand twice: what is warned of is tested elsewhere.
        with as_usual(CompiledTemplates):
            return site.build(world.builder, out=out, jobs=jobs, clean=False)
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


def run(folder: Path, start: list[Edit], steps: list[tuple[int, list[Edit]]]) -> None:
    """Build after each step with its number of jobs, and compare with a clean build."""
    site = Site(folder / "source")
    site.srcdir.mkdir(parents=True)
    world = World()
    for number, (jobs, step) in enumerate([(0, start), *steps]):
        for edit in step:
            world.apply(edit)
        world.write(site)
        later = build(site, "later", world, jobs)
        if number:
            shutil.rmtree(folder / "clean", ignore_errors=True)
            assert_same(later, build(site, "clean", world, 0))
        world.lost.clear()


def test_each_part_of_what_is_shown_is_followed(tmp_path: Path) -> None:
    """Comments, people, feeds, redirects and all else that others show follow their sources."""
    run(tmp_path, START, [(0, step) for step in WALK])


@settings(
    max_examples=EXAMPLES, deadline=None, database=None,
    # Shrinking would take hundreds of builds; the steps are few as it is.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    start=starts,
    steps=st.lists(
        st.tuples(st.sampled_from([0, 2]), st.lists(edits, min_size=1, max_size=3)),
        min_size=1,
        max_size=3,
    ),
    builder=st.sampled_from(["html", "dirhtml"]),
)
def test_later_builds_equal_clean_ones(
    start: list[Edit],
    steps: list[tuple[int, list[Edit]]],
    builder: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever is edited, one process or two, by turns, come to the output of a clean build."""
    run(tmp_path_factory.mktemp("world"), [("builder", builder), *start], steps)
