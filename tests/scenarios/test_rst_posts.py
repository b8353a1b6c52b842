"""Posts in reStructuredText, from their fields to their pages."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from conftest import CONF, plain_site
from pofiles import write_po

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

INDEX = "Site\n====\n\nWelcome.\n\n.. postlist::\n   :style: cards\n"
PELICAN = """One thing
#########

:date: 2020-01-01 10:20
:venue: Berlin
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
    return in_rst(site)


def in_rst(site: Site) -> Site:
    """Write the front page in reStructuredText."""
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
    # MyST has its pages set formulas of their own alone; those of other pages are set anywhere.
    assert "mathjax_ignore" not in built.read("blog/one.html")
    index = built.text("index")
    assert "Text with a link ." in index
    assert "More." not in index
    assert built.exists("blog/tags/c-plus-plus.html")


def test_fields_of_the_blog_are_no_data_of_the_page(rst: Site) -> None:
    """Sphinx keeps its own fields, and those that mean nothing to the blog, and shows none."""
    rst.write("blog/one.rst", PELICAN)
    rst.write("blog/two.rst", ":date: 2020-01-02\n:tocdepth: 1\n:own: x\n\nTwo\n===\n\nText.\n")
    built = rst.build()
    assert built.app.env.metadata["blog/one"] == {"venue": "Berlin", "orphan": ""}
    assert built.app.env.metadata["blog/two"] == {"tocdepth": 1, "own": "x", "orphan": ""}
    assert "Berlin" not in built.body("blog/one")
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
    assert "'soon'" in built.warnings
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


EVERYTHING = """.. _start:

One thing
#########

:date: 2020-01-01
:tags: red
:series: Tour
:slug: first
:aliases: /old/one/
:image: pic.png
:description: What it is.

First, see :ref:`far`, `below <far_>`_, :doc:`two`, :blog:post:`two` and :download:`data.txt`.

.. image:: pic.png

.. TEASER_END

.. _far:

Far
===

.. code-block:: python

   1 + 1
"""
TWO = ":date: 2020-01-02\n:series: Tour\n\nTwo\n===\n\n:doc:`one` and :ref:`start`, READMORE.\n"


@pytest.fixture
def full(rst: Site) -> Site:
    """A site with posts that use what there is."""
    return with_all(rst)


def with_all(rst: Site) -> Site:
    """Write those posts."""
    rst.write("blog/one.rst", EVERYTHING)
    rst.write("blog/two.rst", TWO)
    rst.write("blog/pic.png", b"\x89PNG")
    rst.write("blog/data.txt", "data")
    rst.write("blog/2020-01-03-trip/index.rst", "Trip\n====\n\n:unlisted:\n\n.. image:: own.png\n")
    rst.write("blog/2020-01-03-trip/own.png", b"\x89PNG")
    return rst


def test_all_that_posts_have(full: Site) -> None:
    """Permalinks, links, files, aliases, feeds, bundles and unlisted posts."""
    built = full.build(
        confblog_permalink="{year}/{slug}", html_baseurl="https://x.org/", confblog_feeds=["atom"]
    )
    page = built.read("blog/2020/first.html")
    assert 'href="two.html"' in page
    assert 'href="#far"' in page
    assert "https://x.org/_images/pic.png" in page
    assert 'content="What it is."' in page
    assert 'href="first.html#start"' in built.body("blog/2020/two")
    assert "url=../../blog/2020/first.html" in built.read("old/one/index.html")
    index = built.body("blog/index")
    assert "2020/first.html#far" in index
    assert "1 + 1" not in index
    assert 'src="../_images/pic.png"' in index
    assert "data.txt" in index
    assert "Trip" not in index
    assert built.exists("_images/own.png")
    assert "https://x.org/_images/pic.png" in built.read("blog/atom.xml")
    assert "part 1 of 2" in built.text("blog/2020/first").lower()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """That site, whose builders share what the first of them has read."""
    return with_all(in_rst(plain_site(tmp_path_factory.mktemp("shared") / "site")))


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"]
)
def test_all_builders(shared: Site, builder: str) -> None:
    """Each builds without a warning."""
    shared.build(builder, version="1", copyright="2020", author="Ann")


@pytest.mark.slow
def test_two_processes_build_the_same(full: Site) -> None:
    """Reading in parallel comes to the same pages."""
    for number in range(4):
        full.write(f"blog/2021-01-{number + 10}-more.rst", TWO)
    first, second = full.build(out="one"), full.build(out="two", jobs=2)
    assert first.everything() == second.everything()


def test_translators_are_given_fields_and_text(full: Site) -> None:
    """With their places; what they make of it is shown."""
    full.write("blog/two.rst", ":title: Two\n:date: 2020-01-02\n\nFirst.\n\nREADMORE\n\nLast.\n")
    found = full.build("gettext", out="pot").read("blog.pot")
    assert re.search(r'blog/two\.rst:1\nmsgid "Two"', found)
    assert re.search(r'blog/one\.rst:12\nmsgid "What it is\."', found)
    assert '"One thing"' in found
    assert "READMORE" not in found.replace("`one` and :ref:`start`, READMORE", "")
    german = {"Two": "Zwei", "First.": "Erstens.", "Last.": "Zuletzt.", "One thing": "Eins"}
    write_po(full, "de/LC_MESSAGES/blog", german)
    built = full.build(language="de", out="de")
    assert "Erstens. Weiterlesen : Zwei" in built.text("blog/index")
    assert built.text("blog/two").startswith("Zwei ¶")
    assert "Erstens. Zuletzt." in built.text("blog/two")
    assert built.text("blog/one").startswith("Eins ¶")


def test_new_posts_are_written_in_rst(rst: Site, confblog: Caller) -> None:
    """If that is asked for, or the newest post is; they are built as they are meant."""
    title = "What `*args` and C_ mean: 2 > 1\\"
    day = ("--date", "2020-01-05 10:00")
    said = confblog("new", title, "--format", "rst", "--tags", "C\\D, -", *day)
    assert said.out == "blog/2020-01-05-what-args-and-c-mean-2-1.rst\n"
    confblog("new", "Second", "--date", "2020-01-06")
    confblog("new", "A", "--date", "2020-01-07", "--draft", "--bundle")
    assert (
        (rst.srcdir / "blog/2020-01-06-second.rst")
        .read_text()
        .startswith("Second\n======\n\nWrite ")
    )
    path = rst.srcdir / "blog/2020-01-07-a/index.rst"
    assert path.read_text().startswith("A\n====\n\n:draft:\n\nWrite ")
    records = confblog("list", "--json").records
    assert [record["title"] for record in records] == ["A", "Second", title]
    assert records[2]["terms"] == {"tags": ["C\\D", "-"]}
    assert [record["state"] for record in records] == ["draft", "published", "published"]
    built = rst.build(smartquotes=False)
    assert html.unescape(built.text("blog/2020-01-05-what-args-and-c-mean-2-1")).startswith(title)


def test_a_site_without_rst_gets_none(site: Site, confblog: Caller) -> None:
    """What the site would not read is not written."""
    site.write("conf.py", f"{CONF}source_suffix = {{'.md': 'markdown'}}\n")
    said = confblog("new", "One", "--format", "rst", code=2)
    assert "the site does not read reStructuredText" in said.err
    assert not (site.srcdir / "blog").exists()


def test_the_check_says_what_a_build_says(full: Site, confblog: Caller) -> None:
    """At the same lines, whatever the form of the head."""
    full.write("blog/bad.rst", "Bad\n===\n\n:date: soon\n:drat: true\n")
    full.write("blog/yaml.rst", "---\ndate: 2020-01-01\ndraft: maybe\n---\n")
    full.write("blog/lists.rst", ":date: 2020-01-01\n\nL\n=\n\n.. postlist::\n   :style: x\n")
    warnings = full.build(clean=False).warnings
    said = confblog("check", code=1).out
    for name, line in (("bad", 4), ("bad", 5), ("yaml", 3), ("lists", 6)):
        found = re.search(rf"blog/{name}\.rst:{line}: WARNING: .*\n", warnings)
        assert found
        assert found[0] in said
    assert said.count("\n") == warnings.count("\n") == 4


def test_a_post_may_change_its_format(rst: Site) -> None:
    """The page of a later build is that of a clean one."""
    rst.write("blog/one.rst", PELICAN)
    rst.build()
    (rst.srcdir / "blog/one.rst").unlink()
    rst.post("one", "Text.\n", date="2020-01-01", title="Now Markdown")
    later = rst.build()
    assert later.text("blog/one").startswith("Now Markdown")
    assert later.everything() == rst.build(out="clean").everything()


def test_a_file_name_gives_the_language(rst: Site) -> None:
    """The suffix before the format's, as for Markdown; each language has its lists."""
    rst.write("blog/2020-01-01-one.rst", "One\n===\n\nText.\n")
    rst.write("blog/2020-01-01-one.de.rst", "Eins\n====\n\nText.\n")
    built = rst.build(confblog_languages=["en", "de"])
    assert "Eins" in built.text("blog/de/index")
    assert "Eins" not in built.text("blog/index")
