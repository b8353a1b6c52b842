"""Posts in reStructuredText, from their fields to their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF

if TYPE_CHECKING:
    from conftest import Site

INDEX = "Site\n====\n\nWelcome.\n\n.. postlist::\n   :style: cards\n"
PELICAN = """One thing
#########

:date: 2020-01-01 10:20
:modified: 2020-02-02
:tags: red, C++
:authors: Ada Love, Bob

Text with a `link`_.

READMORE

.. _link: https://example.org/

Below
=====

More.

Deeper
------

Yes.
"""


@pytest.fixture
def rst(site: Site) -> Site:
    """A site whose own pages are reStructuredText alone."""
    (site.srcdir / "index.md").unlink()
    site.write("index.rst", INDEX)
    return site


def test_a_site_of_rst_has_posts(rst: Site) -> None:
    """A file with fields is a post, with the lists that follow from them."""
    rst.write("blog/one.rst", PELICAN)
    built = rst.build()
    assert "blog: 1 post published" in built.status
    text = built.text("blog/one")
    assert text.startswith("One thing ¶ January 1, 2020 · by Ada Love and Bob")
    assert "Below ¶ More. Deeper ¶ Yes." in text
    assert "READMORE" not in text
    index = built.text("index")
    assert "Text with a link ." in index
    assert "More." not in index
    assert built.exists("blog/tags/c-plus-plus.html")


def test_fields_of_the_blog_are_no_data_of_the_page(rst: Site) -> None:
    """Sphinx keeps its own fields, and those that mean nothing to the blog, and shows none."""
    rst.write("blog/one.rst", PELICAN)
    rst.write("blog/two.rst", ":date: 2020-01-02\n:tocdepth: 1\n:own: x\n\nTwo\n===\n\nText.\n")
    built = rst.build()
    assert built.app.env.metadata["blog/one"] == {"modified": "2020-02-02", "orphan": ""}
    assert built.app.env.metadata["blog/two"] == {"tocdepth": 1, "own": "x", "orphan": ""}
    assert "modified" not in built.body("blog/one")
    assert "field-list" not in built.body("blog/one")


def test_a_draft_in_rst_is_withheld(rst: Site) -> None:
    """A field without a value is enough."""
    rst.write("blog/one.rst", f":draft:\n\n{PELICAN}")
    built = rst.build()
    assert "withheld: 1 draft" in built.status
    assert not built.exists("blog/one.html")


def test_pages_elsewhere_are_left_alone(rst: Site) -> None:
    """A page with a date that does not stand among the posts is what it is without the blog."""
    rst.write("changes.rst", f":orphan:\n\n{PELICAN}")
    with_blog = rst.build(out="with").everything()
    rst.write("conf.py", CONF.replace("sphinx_confblog", "sphinx.ext.duration"))
    rst.write("index.rst", INDEX.partition(".. postlist")[0])
    without = rst.build(out="without", clean=False).everything()
    assert with_blog["changes.html"] == without["changes.html"]


def test_a_warning_names_the_line_of_the_field(rst: Site) -> None:
    """What is not understood is said, with its place, and withheld."""
    rst.write("blog/one.rst", PELICAN.replace("2020-01-01 10:20", "soon"))
    built = rst.build(clean=False)
    assert "blog/one.rst:4: WARNING: date: " in built.warnings
    assert '"soon"' in built.warnings
    assert not built.exists("blog/one.html")


def test_a_prologue_stands_below_the_title(rst: Site) -> None:
    """What the site puts before each text is no part of a post's head, and hides none of it."""
    rst.write("blog/one.rst", PELICAN)
    rst.write("blog/two.rst", ":date: 2020-01-02\n:own: x\n\nTwo\n===\n\nText.\n")
    built = rst.build(rst_prolog=".. note:: Beware.\n\n.. |it| replace:: that\n")
    assert built.text("blog/one").startswith("One thing ¶ January 1, 2020 ")
    assert built.text("blog/two").startswith("Two ¶ January 2, 2020 ")
    assert "Beware." in built.text("blog/two")
    assert built.app.env.metadata["blog/two"] == {"own": "x", "orphan": ""}
