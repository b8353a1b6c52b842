"""HTML that a template of the user's makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.html.comments import render_inserts

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {"a": {"title": "A <b>"}, "b": {"title": ""}}


def test_a_template_is_rendered_for_each_page(tmp_path: Path) -> None:
    """What it is given is escaped; blanks around it do not count."""
    (tmp_path / "c.html").write_text("\n<p>{{ title }}</p>\n")
    inserts = render_inserts([tmp_path], "c.html", PAGES)
    assert inserts.made == {"a": "<p>A &lt;b&gt;</p>", "b": "<p></p>"}
    assert inserts.faults == {}


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """Templates include others by name, from any of the folders."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / "c.html").write_text(f"{folder.name} {{% include 'd.html' %}}")
    (second / "d.html").write_text("{{ title | upper }}")
    assert render_inserts([first, second], "c.html", PAGES).made["a"] == "first A &lt;B&gt;"


def test_a_missing_template(tmp_path: Path) -> None:
    """It has no place."""
    inserts = render_inserts([tmp_path], "c.html", PAGES)
    assert inserts.made == {}
    assert inserts.faults == {"is not in any folder of templates_path": None}


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{% if %}", "{{ title | nothing }}", "{{ 1 // 0 }}",
               "{{ title.x.y }}", "{% include 'no.html' %}", "{{ title + 1 }}"],
)  # fmt: skip
def test_mistakes_name_their_line(tmp_path: Path, source: str) -> None:
    """Each is said once, whatever number of pages it spoils."""
    path = tmp_path / "c.html"
    path.write_text(f"<p>\n\n{source}</p>")
    inserts = render_inserts([tmp_path], "c.html", PAGES)
    assert inserts.made == {}
    assert [*inserts.faults.values()] == [f"{path}:3"]
    assert next(iter(inserts.faults)).startswith("cannot be rendered: ")


def test_mistakes_in_an_included_template(tmp_path: Path) -> None:
    """The innermost line is named."""
    (tmp_path / "c.html").write_text("{% include 'd.html' %}")
    (tmp_path / "d.html").write_text("\n{{ nothing }}")
    inserts = render_inserts([tmp_path], "c.html", PAGES)
    assert [*inserts.faults.values()] == [f"{tmp_path / 'd.html'}:2"]


def test_a_mistake_on_some_pages(tmp_path: Path) -> None:
    """The others have what the template makes."""
    (tmp_path / "c.html").write_text("{% if not title %}{{ nothing }}{% endif %}fine")
    inserts = render_inserts([tmp_path], "c.html", PAGES)
    assert inserts.made == {"a": "fine"}
    assert len(inserts.faults) == 1


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """It would stand before the comments."""
    (tmp_path / "c.html").write_text("<p></p>", "utf-8-sig")
    assert render_inserts([tmp_path], "c.html", PAGES).made["a"] == "<p></p>"


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Jinja says no more than its name."""
    (tmp_path / "c.html").write_text("{% include 'no.html' %}")
    faults = render_inserts([tmp_path], "c.html", PAGES).faults
    assert [*faults] == ["cannot be rendered: there is no template 'no.html'"]
