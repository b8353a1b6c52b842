"""Posts in reStructuredText stay what they are: fields, links, images and marks are mapped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from imports import confblog_import, front, put

from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, ReadingRules
from sphinx_confblog.importers.links import Links
from sphinx_confblog.importers.output import judge
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.rst import (
    RstLinks,
    code_lines,
    masked_rst,
    read_fields,
    split_fields,
)
from sphinx_confblog.importers.source_tree import Tree, UnreadableError
from sphinx_confblog.model.post import Withheld

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

PELICAN = """\
A kite
######

:date: 2014-06-30 10:00
:modified: 2014-07-01
:tags: wind, C++
:authors: Ann; Bob
:status: published

First, see `the other one <{filename}/b.rst>`_ and `Flying`_.

.. image:: {static}/images/a.png
   :alt: A kite

.. PELICAN_END_SUMMARY

Steps
-----

Never ``{filename}/b.rst``.

.. _Flying: {filename}/b.rst
"""
OTHER = "Flying\n######\n\n:date: 2014-06-29\n\nUp.\n"
RULES = ReadingRules(zone=ZoneInfo("UTC"), taxonomies=("tags", "authors", "categories", "series"))
NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of an old blog of Pelican's."""
    put(tmp_path / "old" / "content" / "a.rst", PELICAN)
    put(tmp_path / "old" / "content" / "b.rst", OTHER)
    put(tmp_path / "old" / "content" / "images" / "a.png", "picture")
    return tmp_path / "old"


def test_a_post_stays_restructuredtext(old: Path, tmp_path: Path) -> None:
    """Fields are mapped where they stood; the text changes in links, images and the mark alone."""
    ran = confblog_import("pelican", old, tmp_path / "blog", "--json")
    assert ran.code == 0
    text = (tmp_path / "blog" / "a.rst").read_text()
    assert (
        text
        == """\
A kite
######

:date: 2014-06-30 10:00
:updated: 2014-07-01
:authors:
   - Ann
   - Bob
:tags: wind, C++
:slug: a-kite
:aliases:
   - /a-kite.html

First, see :doc:`the other one <b>` and :doc:`Flying <b>`.

.. image:: images/a.png
   :alt: A kite

.. readmore::

Steps
-----

Never ``{filename}/b.rst``.
"""
    )
    assert ran.remarks("content/a.rst") == [
        "15: the excerpt separator .. PELICAN_END_SUMMARY became .. readmore::"
    ]


def test_it_builds_as_it_was(old: Path, site: Site) -> None:
    """No warning; title, date, terms, excerpt, image, links and the old address are there."""
    ran = confblog_import("pelican", old, site.srcdir / "blog", "--json")
    built = site.build(confblog_path="blog")
    page = built.body("blog/a")
    assert "A kite" in built.text("blog/a")
    assert 'datetime="2014-06-30T10:00:00+00:00"' in page
    assert page.count('href="b.html"') >= 2
    assert "_images/a.png" in page
    assert built.exists("blog/tags/c-plus-plus.html")
    assert "url=blog/a.html" in built.read("a-kite.html")
    card = built.text("blog/index")
    assert "First, see the other one" in card
    assert "Steps" not in card
    assert ran.data["conf"] == {"confblog_permalink": "/{slug}"}


def test_a_post_of_nikola(tmp_path: Path, site: Site) -> None:
    """Comments become fields; a title among them stands above the text, whose headings stay."""
    text = (
        ".. title: Tea: a guide\n.. slug: tea\n.. date: 2014-06-30\n.. tags: hot, private\n"
        ".. previewimage: /images/cup.png\n\n"
        "Water.\n\n.. TEASER_END: go on\n\nSteps\n-----\n\nSee `it <link://slug/cup>`__.\n"
    )
    put(tmp_path / "old" / "posts" / "tea.rst", text.replace(", private", ""))
    put(
        tmp_path / "old" / "posts" / "two.txt", ".. title: Cup\n.. slug: cup\n.. date: 2014-01-01\n"
    )
    put(tmp_path / "old" / "posts" / "hidden.rst", text)
    put(tmp_path / "old" / "files" / "images" / "cup.png", b"GIF89a")
    ran = confblog_import("nikola", tmp_path / "old", site.srcdir / "blog", "--json")
    assert ran.code == 0
    new = (site.srcdir / "blog" / "tea.rst").read_text()
    assert new.startswith(":title: Tea: a guide\n:date: 2014-06-30\n")
    assert new.endswith("\n\nWater.\n\n.. readmore::\n\nSteps\n-----\n\nSee :doc:`it <two>`.\n")
    assert front(site.srcdir / "blog" / "tea.rst")["image"] == "assets/images/cup.png"
    assert front(site.srcdir / "blog" / "hidden.rst")["draft"] == "true"
    built = site.build(confblog_path="blog", **ran.data["conf"])
    assert built.exists("posts/tea/index.html")
    assert not [name for name in built.everything() if "hidden" in name]


@pytest.mark.parametrize(
    ("typed", "written", "remark"),
    [
        ("`x <b.rst>`_", ":doc:`x <b>`", ""),
        ("`x <b.rst>`__ and (`y\n<b>`_)", ":doc:`x <b>` and (:doc:`y <b>`)", ""),
        ("`x <https://www.old.example/old/b/#top>`_", ":doc:`x <b>`", "to the top of the post"),
        ("`x <pic.pdf>`_", ":download:`x <pic.pdf>`", ""),
        ("`<b.rst>`_", ":doc:`b <b>`", ""),
        ("Name_ here\n\n.. _name: /old/b/\n", ":doc:`Name <b>` here\n\n\n", ""),
        ("`The name`_, `x <the Name_>`_\n\n.. _`the name`: b.rst",
         ":doc:`The name <b>`, :doc:`x <b>`\n\n", ""),
        ("`x <b.rst>`_ and x_", ":doc:`x <b>` and :doc:`x <b>`", ""),
        ("x__\n\n__ b.rst\n", "x__\n\n__ b.rst\n", "write :doc:`… <b>`"),
        (".. _a: https://else.example/\n", ".. _a: https://else.example/\n", ""),
        (".. _a: /gone/\n", ".. _a: https://old.example/gone/\n", "linked to the old site"),
        ("`x </gone/>`_", "`x <https://old.example/gone/>`_", "linked to the old site"),
        ("`x <missing.rst>`_", "`x <missing.rst>`_", "was not imported"),
        ("`x <name_>`_ name_", "`x <name_>`_ name_", ""),
        ("`x <#steps>`_", "`x <#steps>`_", ""),
        (".. image:: /img/a\\ b.png", ".. image:: assets/img/a\\ b.png", ""),
        (".. |i| image:: /img/c.png\n   :target: b.rst",
         ".. |i| image:: assets/img/c.png\n   :target: b.rst", "an image cannot link"),
        (".. figure:: /img/c.png\n   :target: /gone/",
         ".. figure:: assets/img/c.png\n   :target: https://old.example/gone/", "old site"),
        (".. image:: ../../../etc/passwd", ".. image:: ../../../etc/passwd", "was not found"),
        (".. image:: https://else.example/i.png", ".. image:: https://else.example/i.png",
         "on another site"),
        ("``x <b.rst>`` `x`", "``x <b.rst>`` `x`", ""),
        ("Code::\n\n   `x <b.rst>`_", "Code::\n\n   `x <b.rst>`_", ""),
        (".. code-block:: rst\n\n   .. image:: /img/c.png",
         ".. code-block:: rst\n\n   .. image:: /img/c.png", ""),
        (".. note:: `x <b.rst>`_", ".. note:: :doc:`x <b>`", ""),
        (":doc:`x <b>`", ":doc:`x <b>`", ""),
        (":ref:`x <b.rst>`", ":ref:`x <b.rst>`", ""),
    ],
)  # fmt: skip
def test_links(typed: str, written: str, remark: str) -> None:
    """Links to posts and files become roles; others get their new address, or a remark."""
    blog = OldBlog(zone=ZoneInfo("UTC"), url="https://old.example", roots=("static", ""))
    post = Article(source="posts/a.rst", name="a", front={}, body=typed, suffix=".rst", slug="a")
    other = Article(source="posts/b.rst", name="b", front={}, body="", suffix=".rst", slug="b")
    other.address = "/old/b/"
    blog.articles = [post, other]
    paths = ["posts/a.rst", "posts/b.rst", "posts/pic.pdf", "static/img/a b.png",
             "static/img/c.png"]  # fmt: skip
    links = Links(Tree(None, paths), blog)  # type: ignore[arg-type]
    links.rewrite(post)
    RstLinks(links, post).rewrite()
    assert post.body == written
    assert bool(remark) is bool(post.remarks)
    assert remark in "".join(found.text for found in post.remarks)


@given(st.text(alphabet="ab <>`_.:|[]\n\\*-", max_size=60))
@example("`" * 60)
def test_text_without_links_is_left_alone(text: str) -> None:
    """Where nothing leads to a post or a file, no sign of a text changes."""
    post = Article(source="x.rst", name="x", front={}, body=text, suffix=".rst")
    blog = OldBlog(zone=ZoneInfo("UTC"), articles=[post])
    RstLinks(Links(Tree(None, []), blog), post).rewrite()  # type: ignore[arg-type]
    assert post.body == text


def test_fields_are_taken_off_in_place() -> None:
    """The lines below keep their numbers; fields that are given twice are told."""
    head = split_fields(":tags: a\n\nT\n=\n\n:date: x\n:tags: b\n   c\n\nText.\n")
    assert head.front == {"tags": "a", "date": "x"}
    assert head.lines == {"tags": 1, "date": 6}
    assert head.duplicates == (("tags", 7),)
    assert head.body == "\n\nT\n=\n\n\n\n\n\nText.\n"
    with pytest.raises(UnreadableError, match="control character"):
        split_fields(":date: \x01\n")


def test_code_is_masked() -> None:
    """Literal blocks, code, what is in comments, and literals in lines, of the same length."""
    body = "a::\n\n  b\n\n.. c\n   d\n\n.. code:: e\n\n   f\n\n.. note:: g\n\n   h ``i j``\n"
    assert code_lines(body.split("\n")) == {2, 5, 9}
    shown = masked_rst(body)
    assert len(shown) == len(body)
    assert [sign for sign in "bdfij" if sign in shown.replace("code", "")] == []


values = st.recursive(
    st.text(max_size=12),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@given(
    st.dictionaries(st.sampled_from(sorted(KNOWN_KEYS)) | st.text(max_size=9), values, max_size=6)
)
@example({"authors": "A; B"})
@example({"x": "- a", "a:b": ["", "- c"], "A:B": {"c": "d"}})
def test_any_fields_are_judged(given_front: dict[str, Any]) -> None:
    """Whatever an old blog says is written so that it is read without problems, or refused."""
    post = Article(source="a.rst", name="a", front=given_front, body="", suffix=".rst", slug="a")
    drafted = str(given_front.get("draft")).strip().lower() in {"true", "yes", "on"}
    try:
        reading = judge(post, RULES, NOW)
    except UnreadableError:
        return
    assert reading.problems == ()
    assert reading.post is not None
    if drafted:
        assert reading.withheld is Withheld.DRAFT
    read = read_fields(post.front)
    assert read is not None
    assert {key: entry.value for key, entry in read.entries.items()} == post.front


def test_what_is_not_understood_is_kept() -> None:
    """A field that would be misread gets a name that does nothing."""
    post = Article(
        source="a.rst", name="a", body="", suffix=".rst", slug="a",
        front={"date": "2014-01-01", "tittle": "T", "published": "perhaps"},
    )  # fmt: skip
    assert judge(post, RULES, NOW).withheld is Withheld.DRAFT
    assert post.front["imported-tittle"] == "T"
    assert post.front["imported-published"] == "perhaps"
