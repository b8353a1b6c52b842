"""What is known of an output folder: certain after a build that ended well, never before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.output_state import FORMAT, UNFINISHED, OutputFolder, OutputState, save_state

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

STATE = OutputState(
    inputs="1", shown={"a": "11", "b": "12"}, titles={"a": "21"}, objects={"label": "31"},
    navigation="41", images=["a.png"], redirects={"old.html": "51"}, plan="61",
    feeds={"atom.xml": "71"}, calendars={"a.ics": "81"},
)  # fmt: skip
NOW = OutputState(inputs="2", shown={"b": "13", "c": "14"}, navigation="41", images=["c.png"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a folder that an earlier build has written."""
    save_state(tmp_path / "state.json", STATE)
    return tmp_path / "state.json"


def found(path: Path) -> OutputState:
    """What the next build finds."""
    return OutputFolder.open(path).previous_state


def test_a_build_that_changes_nothing_saves_nothing(path: Path) -> None:
    """The file is not even written again."""
    before = path.stat().st_mtime_ns
    OutputFolder.open(path).commit()
    assert path.stat().st_mtime_ns == before


def test_while_the_folder_changes_nothing_is_certain(path: Path) -> None:
    """A build that is killed has left a state without digests, of both builds' pages."""
    folder = OutputFolder.open(path)
    folder.expect_pages(NOW, {"b", "c"})
    assert found(path) == STATE
    folder.begin(redirects=["new.html"])
    folder.begin(feeds=["rss.xml"])
    folder.begin(calendars=["b.ics"])
    assert found(path) == OutputState(
        shown={"a": "", "b": "", "c": ""}, titles={"a": ""}, objects={"label": ""},
        navigation=UNFINISHED, images=["a.png", "c.png"],
        redirects={"old.html": "51", "new.html": ""}, feeds={"atom.xml": "", "rss.xml": ""},
        calendars={"a.ics": "", "b.ics": ""},
    )  # fmt: skip
    assert OutputFolder.open(path).was_interrupted


def test_pages_that_were_not_written_show_what_they_did(path: Path) -> None:
    """The next build sees that they differ, and what else they may follow from."""
    folder = OutputFolder.open(path)
    folder.expect_pages(NOW, {"b", "c"})
    folder.note_page("c")
    folder.commit()
    assert found(path) == OutputState(
        shown={"b": "12", "c": "14"}, titles={"a": "21"}, objects={"label": "31"},
        navigation="41", images=["c.png"], redirects={"old.html": "51"}, plan="61",
        feeds={"atom.xml": "71"}, calendars={"a.ics": "81"},
    )  # fmt: skip


def test_feeds_calendars_and_redirects_are_noted_in_any_order(path: Path) -> None:
    """Also before it is known what pages show."""
    folder = OutputFolder.open(path)
    folder.note_files(feeds={"rss.xml": "72"})
    folder.note_files(calendars={"b.ics": "82"})
    folder.expect_pages(NOW, set())
    folder.note_redirects({"new.html": "52"}, "62")
    folder.commit()
    state = found(path)
    assert (state.inputs, state.feeds) == ("2", {"rss.xml": "72"})
    assert state.calendars == {"b.ics": "82"}
    assert (state.redirects, state.plan) == ({"new.html": "52"}, "62")


def test_a_page_written_for_another_reason_leaves_the_state(path: Path) -> None:
    """Nothing is certain meanwhile; in the end, all is as it was."""
    folder = OutputFolder.open(path)
    folder.note_page("a")
    assert OutputFolder.open(path).was_interrupted
    folder.commit()
    assert found(path) == STATE


def test_a_document_resolved_after_the_pages_is_not_written(path: Path) -> None:
    """Feeds need the text of posts whose pages wait for another build."""
    folder = OutputFolder.open(path)
    folder.expect_pages(NOW, {"b"})
    folder.end_pages()
    folder.note_page("b")
    assert folder.written == set()


def test_what_changes_after_the_commit_is_uncertain(path: Path) -> None:
    """A state that was saved too early does no harm."""
    folder = OutputFolder.open(path)
    folder.expect_pages(NOW, set())
    folder.begin(feeds=["rss.xml"])
    folder.commit()
    assert not OutputFolder.open(path).was_interrupted
    folder.begin(feeds=["rss.xml"])
    assert OutputFolder.open(path).was_interrupted


@pytest.mark.parametrize("text", ["", "[]", "{}", f'{{"format": {FORMAT}, "other": 1}}'])
def test_a_state_that_cannot_be_read_is_empty(path: Path, text: str) -> None:
    """So is that of another version: the next build writes everything."""
    path.write_text(text)
    assert found(path) == OutputState()


def test_a_folder_without_a_blog_has_no_file(path: Path) -> None:
    """Nothing of the blog is left once its last page is gone, and the last one that redirects."""
    folder = OutputFolder.open(path)
    folder.expect_pages(OutputState(inputs="2"), set())
    folder.note_files(feeds={})
    folder.note_files(calendars={})
    folder.commit()
    assert found(path) == OutputState(inputs="2", redirects=STATE.redirects, plan=STATE.plan)
    folder = OutputFolder.open(path)
    folder.expect_pages(OutputState(inputs="3"), set())
    folder.note_redirects({}, "")
    folder.commit()
    assert not path.exists()


def test_redirects_of_another_builder_are_known(path: Path, tmp_path: Path) -> None:
    """So that they are not taken for files of the site; what a killed build wrote is uncertain."""
    other = tmp_path / "other.json"
    folder = OutputFolder.open(other, [path])
    assert folder.earlier_redirects == STATE.redirects
    folder.expect_pages(NOW, {"b"})
    folder.begin(redirects=["old.html", "new.html"])
    for one, another in ((other, path), (path, other)):
        later = OutputFolder.open(one, [another])
        assert later.earlier_redirects == {"old.html": "", "new.html": ""}


EARLY = """
from sphinx_confblog.incremental.pages_to_write import commit_output

def setup(app):
    app.connect("build-finished", commit_output, 1)
"""


@pytest.mark.slow
def test_later_builds_are_right_though_the_state_is_saved_early(site: Site) -> None:
    """Handlers of ``build-finished`` may be called in any order."""
    conf = (
        'html_baseurl = "https://example.org/"\nconfblog_feeds = ["atom"]\n'
        'confblog_redirects = {"/old/": "blog/2020-01-01-a"}\n'
    )
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf + EARLY)
    site.post("2020-01-01-a", "One.\n", title="A")
    site.build()
    site.post("2020-01-01-a", "Two.\n", title="A", aliases="/former/")
    built = site.build()
    assert "Two." in built.read("blog/atom.xml")
    assert built.exists("former/index.html")
    site.post("2020-01-01-a", "Three.\n", title="A")
    built = site.build()
    assert built.everything() == site.build(out="clean").everything()
