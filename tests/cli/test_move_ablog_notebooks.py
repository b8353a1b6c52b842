"""Posts of ABlog's in notebooks, which MyST-NB shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller
    from conftest import Site

# Sphinx's own default of source_suffix may be that of another site of the process.
CONF = """\
extensions = ["myst_nb", "ablog"]
source_suffix = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}
nb_execution_mode = "off"
blog_baseurl = "https://example.org/"
html_theme = "alabaster"
"""
FORMS: list[dict[str, Any]] = [{"indent": 1}, {}, {"indent": 2, "ensure_ascii": False}]
HEAD = {
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
    "language_info": {"name": "python", "pygments_lexer": "python"},
    "blogpost": True,
}


def cell(text: str | list[str], kind: str = "markdown") -> dict[str, Any]:
    """A cell of a notebook."""
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text, **code}


def notebook(*cells: dict[str, Any], metadata: dict[str, Any] | None = None, **form: Any) -> str:
    """The text of a notebook."""
    return json.dumps(
        {"cells": [*cells], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 4}, **form
    )


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog that shows notebooks."""
    pytest.importorskip("myst_nb")
    site.write("conf.py", CONF)
    return site


def metadata_of(path: Path) -> dict[str, Any]:
    """The metadata of a notebook."""
    found: dict[str, Any] = json.loads(path.read_text())["metadata"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_the_first_cell_is_a_head(old: Site, confblog: Caller, form: dict[str, Any]) -> None:
    """Its keys become ours; the rest of the file stays, to the byte."""

    def made(*lines: str) -> str:
        return notebook(cell([*lines, "---\n", "# Ä\n", "T."]), cell("More."), **form)

    path = old.write("blog/a.ipynb", made("---\n", "blogpost: true\n", "date: Jan 5, 2026\n"))
    said = confblog("move", "ablog", "--yes", "--no-compare")
    what = "ABlog does not read front matter in a cell; here it makes a post of the notebook"
    assert f"blog/a.ipynb:10002: {what}\n" in said.out
    assert path.read_text() == made("---\n", "date: 2026-01-05\n")
    assert old.build().exists("blog/2026.html")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_metadata_is_a_head(old: Site, confblog: Caller, form: dict[str, Any]) -> None:
    """Keys in the metadata of the notebook become ours, and the rest of the file stays."""
    cells = [cell("# Ä\n\nOne.\n\nTwo.\n\nThree."), cell("1 + 1", "code")]
    before = {**HEAD, "date": "Jan 5, 2026", "tags": ["a", "b"], "language": "en", "excerpt": 2}
    path = old.write("blog/a.ipynb", notebook(*cells, metadata=before, **form))
    confblog("move", "ablog", "--yes", "--no-compare")
    cells[0]["source"] = "# Ä\n\nOne.\n\nTwo.\n\n<!-- more -->\n\nThree."
    after = {
        "kernelspec": HEAD["kernelspec"], "language_info": HEAD["language_info"],
        "date": "2026-01-05", "tags": ["a", "b"], "languages": "en",
    }  # fmt: skip
    assert path.read_text() == notebook(*cells, metadata=after, **form)
    assert path.read_text().count("2026-01-05") == 1
    assert "the site does not use ABlog" in confblog("move", "ablog", "--yes").err
    built = old.build()
    assert built.exists("blog/tag/a.html")
    assert "Three." not in built.text("blog/index")


def test_a_notebook_of_code_alone_is_a_post(old: Site, confblog: Caller) -> None:
    """Without any cell of text, its metadata is its head."""
    metadata = {**HEAD, "date": "Jan 5, 2026", "title": "Code"}
    path = old.write("blog/a.ipynb", notebook(cell("1 + 1", "code"), metadata=metadata))
    confblog("move", "ablog", "--yes", "--no-compare")
    assert metadata_of(path)["date"] == "2026-01-05"
    assert "blogpost" not in metadata_of(path)


def test_a_pattern_makes_posts_of_notebooks(old: Site, confblog: Caller) -> None:
    """A notebook with a date in its metadata is no draft; one without is, and says so there."""
    old.write("conf.py", f'{CONF}blog_post_pattern = "blog/*"\n')
    post = old.write("blog/a.ipynb", notebook(cell("# A"), metadata={"date": "2026-01-15"}))
    draft = old.write("blog/b.ipynb", notebook(cell("# B"), metadata={"blogpost": True}))
    before = post.read_text()
    said = confblog("move", "ablog", "--yes", "--no-compare")
    assert "blog/a.ipynb" not in said.out
    assert "blog/b.ipynb:1: no date: ABlog builds such drafts" in said.out
    assert post.read_text() == before
    assert metadata_of(draft) == {"draft": True}


def test_lines_of_metadata_are_those_of_the_file(old: Site, confblog: Caller) -> None:
    """What is wrong with a value is said with its line."""
    metadata = {**HEAD, "date": "some day"}
    path = old.write("blog/a.ipynb", notebook(cell("# A"), metadata=metadata, indent=1))
    lines = path.read_text().split("\n")
    number = next(n for n, line in enumerate(lines, 1) if "blogpost" in line)
    said = confblog("move", "ablog", "--yes", "--no-compare", code=1)
    assert f"blog/a.ipynb:{number}: By hand: the date 'some day' cannot be read" in said.out


@pytest.mark.slow
def test_ablog_agrees(old: Site, confblog: Caller) -> None:
    """Notebooks that are posts to ABlog are posts after the move."""
    pytest.importorskip("ablog")
    metadata = {**HEAD, "date": "Jan 5, 2026", "tags": ["a", "b"]}
    old.write("blog/a.ipynb", notebook(cell("# A\n\nT."), metadata=metadata))
    assert "\n1 post before, 1 now\n" in confblog("move", "ablog", "--yes").out


def test_what_is_counted_in_other_cells_is_left_to_do(old: Site, confblog: Caller) -> None:
    """Paragraphs of further cells are not looked at, which is said; images are."""
    metadata = {**HEAD, "date": "2026-01-15", "excerpt": 2, "image": 1}
    path = old.write(
        "blog/a.ipynb", notebook(cell("# A"), cell("One.\n\n![x](x.png)"), metadata=metadata)
    )
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    what = "excerpt: 2 paragraphs, which are not all in the first cell with text"
    assert f"blog/a.ipynb:1: By hand: {what}: put <!-- more --> below the last of them\n" in out
    assert metadata_of(path)["image"] == "x.png"


def test_directives_in_other_cells_are_left_to_do(old: Site, confblog: Caller) -> None:
    """Each is named with its line, until it is gone; a post among them is no draft."""
    old.write("conf.py", f'{CONF}blog_post_pattern = "blog/*"\n')
    ours = "```{postlist}\n:limit: 3\n```\n"
    cells = [
        cell("# A\n\n```{update} 2026-01-15\nX.\n```\n"),
        cell("T.\n\n```{post} 2026-01-15\n```\n\n```{update} 2026-01-16\nX.\n```\n"),
        cell(f"{ours}\n```{{postlist}} 3\n```\n```{{eval-rst}}\n.. postlist:: 3\n```\n"),
    ]
    text = notebook(*cells, metadata={**HEAD})
    path = old.write("blog/a.ipynb", text)
    for _ in range(2):
        out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
        assert "blog/a.ipynb:20004: By hand: post is not in the first cell with text: move" in out
        assert "blog/a.ipynb:20007: By hand: update is not in the first cell with text" in out
        assert "blog/a.ipynb:30006: By hand: postlist is not in the first cell with text" in out
        assert "blog/a.ipynb:30009: By hand: postlist is not in the first cell with text" in out
        assert out.count("By hand") == 4
        assert "no date" not in out
        assert path.read_text() == text


def test_an_update_in_the_first_cell_is_converted(old: Site, confblog: Caller) -> None:
    """As on any page."""
    path = old.write("blog/a.ipynb", notebook(cell("# A\n\n```{update} 2026-01-15\nX.\n```\n")))
    confblog("move", "ablog", "--yes", "--no-compare")
    assert "{admonition} Updated on 15 January 2026" in path.read_text()


@pytest.mark.parametrize(("text", "is_told"), [("Text.", True), ("![](b.png)", False)])
def test_images_that_code_makes_are_told(
    old: Site, confblog: Caller, text: str, *, is_told: bool
) -> None:
    """They have no file that lists could show."""
    made = cell("plot()", "code")
    data = {"image/png": "aGk="}
    made["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    head = HEAD | {"date": "2026-01-15", "image": 1}
    old.write("blog/a.ipynb", notebook(cell(f"# A\n\n{text}"), made, metadata=head))
    out = confblog("move", "ablog", "--yes", "--no-compare").out
    assert ("an image that the notebook's code makes" in out) is is_told
