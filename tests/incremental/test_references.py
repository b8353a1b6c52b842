"""References follow what posts define, and posts follow what others define."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEXED
from later import assert_outputs, build_as_clean, outputs

if TYPE_CHECKING:
    from conftest import Site

#: What a post defines.
DEFINITIONS = """:title: A

.. program:: tool

.. option:: --force
   -f

.. glossary::

   Ölkännchen
      A can.

   Jug
      Another.

.. math:: a = b
   :label: sum

.. py:module:: mod
   :synopsis: Does things.

.. py:function:: fun()

.. cpp:function:: void outer::cppfun(int width)

.. [Rec2020] Somebody.

.. figure:: pic.gif
   :name: fig-a

   The figure.
"""
#: What shows the post that is edited.
ALWAYS = ("blog/2020-01-01-a", "blog/index", "index")
#: Sphinx's search forgets the entries for the index of each page that a build does not write.
INDEX = ("searchindex.js",)
#: Each way to refer to something, on a page of its own.
PAGES = {
    "option": ":option:`tool -f`",
    "option-of-program": ".. program:: tool\n\n:option:`--force=yes`",
    "term": ":term:`JUG`",
    "term-of-other-letters": ":term:`ölKÄNNCHEN`",
    "equation": ":eq:`sum`",
    "citation": "[Rec2020]_",
    "module": ":py:mod:`mod`",
    "current-module": ".. py:currentmodule:: mod\n\n:py:func:`fun`",
    "namespace": ".. cpp:namespace:: outer\n\n:cpp:func:`cppfun`",
    "figure": ":numref:`fig-a`",
}


@pytest.fixture
def referring(site: Site) -> Site:
    """A site whose pages refer to what a post defines."""
    conf = 'numfig = True\nsource_suffix = {".rst": "restructuredtext", ".md": "markdown"}\n'
    site.write("conf.py", CONF + INDEXED + conf)
    for name, text in PAGES.items():
        site.write(f"{name}.rst", f":orphan:\n\nPage\n====\n\n{text}\n")
    # Posts outside of toctrees have no numbers, and the index of modules stays.
    site.write("index.md", "# Site\n\n```{toctree}\nblog/2020-01-01-a\n```\n")
    site.write("other.rst", ":orphan:\n\nOther\n=====\n\n.. py:module:: other\n")
    site.write("blog/pic.gif", "GIF89a")
    site.write("blog/2020-01-01-a.rst", DEFINITIONS)
    site.write("blog/2020-01-02-b.md", "---\ntitle: B\n---\n\nText.\n")
    return site


@pytest.mark.slow
def test_what_an_edited_post_defines_no_longer_and_again(referring: Site) -> None:
    """Pages that refer to it are written again, and say so."""
    first = outputs(referring.build(), *INDEX)
    referring.write("blog/2020-01-01-a.rst", ":title: A\n\nText.\n")
    built = build_as_clean(referring, clean=False, besides=INDEX)
    assert built.written() == {*PAGES, *ALWAYS}
    # Sphinx warns of neither Python's nor C++'s names.
    quiet = {"module", "current-module", "namespace"}
    assert [n for n in PAGES if f"{n}.rst:" not in built.warnings and n not in quiet] == []
    referring.write("blog/2020-01-01-a.rst", DEFINITIONS)
    built = referring.build()
    assert_outputs(built, first, *INDEX)
    assert built.written() == {*PAGES, *ALWAYS}


@pytest.mark.slow
def test_numbers_and_words_that_references_show(referring: Site) -> None:
    """What comes first in the post gives the second its number."""
    referring.build()
    more = ".. math:: c = d\n   :label: first\n\n.. figure:: pic.gif\n\n   Another.\n\n"
    text = DEFINITIONS.replace("Does", "Undoes").replace(".. program", f"{more}.. program")
    referring.write("blog/2020-01-01-a.rst", text)
    built = build_as_clean(referring, besides=INDEX)
    assert built.written() == {*ALWAYS, "equation", "figure", "module", "current-module"}
    assert "Fig. 2" in built.text("figure")


def test_a_slug_that_goes(site: Site) -> None:
    """A link to a heading of a post shows the heading."""
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + "myst_heading_anchors = 3\n")
    site.write("index.md", "# Site\n\n[](blog/2020-01-01-a.md#one)\n")
    site.post("2020-01-01-a", "Text.\n\n## One\n\nText.\n", title="A")
    assert "One" in site.build().text("index")
    site.post("2020-01-01-a", "Text.\n\n## Two\n\nText.\n", title="A")
    assert "One" not in build_as_clean(site, clean=False).text("index")


LINKS = """{doc}`/guide`, [](/guide.md), {ref}`part`, {py:func}`fun`, {option}`tool --all`, \
{term}`can`, [](/gone.md)

READMORE

More.
"""
GUIDE = """(part)=
# Guide

```{py:function} fun()
```
```{program} tool
```
```{option} --all
```
```{glossary}
Can
  Holds things.
```
"""


@pytest.mark.slow
@pytest.mark.parametrize("content", ["full", "excerpt"])
def test_an_ordinary_page_that_changes_its_title(site: Site, content: str) -> None:
    """Descriptions, lists and feeds show what pages are called.

    Sphinx leaves ordinary pages as they are that refer to it by its title.
    """
    conf = f"html_baseurl = 'https://site.example/'\nconfblog_feed_content = '{content}'\n"
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf)
    site.write("guide.md", GUIDE)
    site.write("index.md", "# Site\n\n```{toctree}\nguide\n```\n")
    site.post("2020-01-01-a", LINKS, title="A")
    site.build(clean=False)
    site.write("guide.md", GUIDE.replace("# Guide", "# Manual"))
    built = build_as_clean(site, clean=False, besides=INDEX)
    assert built.written() == {"blog/2020-01-01-a", "blog/index", "guide", "index"}
    assert 'content="Manual, Manual, Manual, ' in built.read("blog/2020-01-01-a.html")
    assert "Manual" in built.read("blog/atom.xml")


@pytest.mark.slow
def test_ordinary_pages_and_objects_that_come_and_go(site: Site) -> None:
    """Posts that refer to them are written again, and those that link to their files read."""
    site.write("guide.md", GUIDE)
    site.post("2020-01-01-a", LINKS, title="A")
    site.build(clean=False)
    shown = {"blog/2020-01-01-a", "blog/index"}
    site.write("guide.md", GUIDE.replace("fun()", "fan()"))
    built = build_as_clean(site, clean=False, besides=INDEX)
    assert built.written() == {*shown, "guide"}
    without = outputs(built, *INDEX)
    came = site.write("gone.md", "---\norphan: true\n---\n\n# Here again\n")
    built = build_as_clean(site, clean=False, besides=INDEX)
    assert built.written() == {*shown, "gone"}
    assert "Here again" in built.text("blog/index")
    came.unlink()
    for path in ("gone.html", "_sources/gone.md.txt"):
        # Sphinx leaves what it made of pages that are gone.
        (built.outdir / path).unlink()
    built = site.build(clean=False)
    assert_outputs(built, without, *INDEX)
    assert built.written() == shown


@pytest.mark.slow
def test_the_number_of_a_section(site: Site) -> None:
    """A reference by number follows the order of the chapters."""
    conf = "numfig = True\n"
    site.write("conf.py", (site.srcdir / "conf.py").read_text() + conf)
    chapters = "# Site\n\n```{toctree}\n:numbered:\none\ntwo\n```\n"
    for name in ("one", "two"):
        site.write(f"{name}.md", f"({name})=\n# Chapter {name}\n")
    site.write("index.md", chapters)
    site.post("2020-01-01-a", "{numref}`two`\n\nREADMORE\n\nMore.\n", title="A")
    assert "Section 2" in site.build().text("blog/index")
    site.write("index.md", chapters.replace("one\ntwo", "two\none"))
    built = build_as_clean(site)
    assert "Section 1" in built.text("blog/index")
    assert built.written() == {"blog/2020-01-01-a", "blog/index", "index", "one", "two"}
