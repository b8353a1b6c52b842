"""Release posts that gather the changes that the docs name of their version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import plain_site
from later import build_as_clean
from sphinx import version_info

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

API = """\
API
===

.. versionadded:: 2.4

.. py:module:: anvil

.. py:class:: Forge(iron)

   Makes something.

   .. versionchanged:: 2.4.0
      Takes *iron* as :py:func:`cool` does, see :ref:`notes` and :doc:`guide`.

      .. code-block:: python

         Forge(iron)

   .. py:method:: heat()

      .. version-added:: v2.4

.. py:function:: cool(iron)

   .. deprecated:: 2.4
      Use :py:meth:`Forge.heat`.
   .. versionadded:: 2.3
      Old.

.. option:: --hot <degrees>

   .. versionadded:: 2.4 Hotter than before.

.. _notes:

Notes on iron
-------------

.. versionremoved:: 2.4
   Rust, as in [1]_.

.. only:: never

   .. versionadded:: 2.4
      Nobody sees this.

.. [1] A note.
"""
if version_info < (9,):
    # Names with a hyphen came with Sphinx 9.
    API = API.replace("version-added", "versionadded")
GUIDE = "# The guide\n\n```{versionadded} 2.4\nThe [guide](guide.md).\n```\n"
#: Sphinx forgets the index entries of the pages that a build does not write.
INDEX = ("searchindex.js",)
LIST = re.compile(r'<div class="confblog-changes.*?</ul>\n</div>', re.DOTALL)
CHANGES = "# Anvil 2.4\n\nIt is out.\n\n```{blog:changes}\n```\n"


@pytest.fixture
def docs(site: Site) -> Site:
    """A site with pages that name changes, and a release post."""
    return with_changes(site)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site, built once with an address."""
    site = with_changes(plain_site(tmp_path_factory.mktemp("changes") / "site"))
    return site.build(html_baseurl="https://a.example/")


def with_changes(site: Site) -> Site:
    """Give a site the pages and the post."""
    site.write("api.rst", API)
    site.write("guide.md", GUIDE)
    site.write("index.md", "# Site\n\n```{toctree}\napi\nguide\nblog/index\n```\n")
    site.post("2026-01-01-out", CHANGES, version="2.4")
    return site


def listed(built: Built, docname: str = "blog/2026-01-01-out") -> str:
    """The HTML of the list of changes of a page."""
    match = LIST.search(built.body(docname))
    assert match is not None
    return match[0]


def outline(html: str) -> list[str]:
    """The headings and the beginnings of items, as text."""
    parts = re.findall(r"<(h\d|p)\b[^>]*>(.*?)</(?:h\d|p)>", html, re.DOTALL)
    return [f"{tag} {re.sub('<[^>]+>', '', text)}" for tag, text in parts]


def test_gathered_by_kind_and_module(built: Built) -> None:
    """Changes are grouped by kind, then by module or page, each with its object and its text."""
    assert outline(listed(built)) == [
        "h2 New",
        "h3 anvil", "p Forge.heat",
        "h3 API", "p API", "p --hot: Hotter than before.",
        "h3 The guide", "p The guide.",
        "h2 Changed",
        "h3 anvil", "p Forge: Takes iron as cool() does, see Notes on iron and The guide.",
        "h2 Deprecated",
        "h3 anvil", "p cool: Use Forge.heat().",
        "h2 Removed",
        "h3 API", "p Notes on iron: Rust, as in .",
    ]  # fmt: skip


def test_links_and_markup(built: Built) -> None:
    """Each change links to its object; its text keeps its markup, and links lead where they led."""
    html = listed(built)
    for link in (
        "../api.html", "../api.html#anvil.Forge", "../api.html#anvil.Forge.heat",
        "../api.html#anvil.cool", "../api.html#cmdoption-hot", "../api.html#notes-on-iron",
        "../api.html#notes", "../guide.html",
    ):  # fmt: skip
        assert f'href="{link}"' in html
    assert "<em>iron</em>" in html
    assert '<div class="highlight-python' in html
    assert "Added in version" not in html
    assert re.findall(' id="(.*?)"', html) == [
        f"changes-2-4-{kind}" for kind in ("new", "changed", "deprecated", "removed")
    ]


def test_ids_are_given_once(docs: Site) -> None:
    """A page with two lists of a version has its ids once."""
    text = "```{blog:changes} 2.4\n```\n"
    docs.write("page.md", f"---\norphan: true\n---\n# Page\n\n{text}\n## More\n\n{text}")
    built = docs.build()
    assert built.body("page").count('id="changes-2-4-new"') == 1
    assert built.body("page").count(">New<") == 2


def test_a_version_by_name(docs: Site) -> None:
    """Any page may name a version; what a page names itself is left out."""
    text = GUIDE + "\n```{blog:changes} 2.3\n```\n\n```{blog:changes} 2.4\n```\n"
    docs.write("guide.md", text)
    built = docs.build()
    assert outline(listed(built, "guide")) == ["h2 New", "h3 anvil", "p cool: Old."]
    assert "Hotter" in built.body("guide")
    assert "confblog.css" in built.read("guide.html")


def test_nothing_gathered(docs: Site) -> None:
    """A version that no page names is warned of at the directive's line, with the nearest one."""
    docs.write("guide.md", "# Guide\n\n```{blog:changes} 2.5.0\n```\n")
    warnings = docs.build(clean=False).warnings
    assert "guide.md:3: WARNING: blog:changes: no page has changes for version '2.5.0'" in warnings
    assert "did you mean '2.4'? [confblog.changes]" in warnings
    docs.write("guide.md", "# Guide\n\n```{blog:changes} 2.5.0\nNothing.\n```\n")
    assert "Nothing." in docs.build().body("guide")


def test_without_a_version(docs: Site, confblog: Caller) -> None:
    """A directive that has no version says how to name one, as ``confblog check`` does."""
    docs.post("2026-01-02-b", "# B\n\n```{blog:changes}\n```\n")
    text = "2026-01-02-b.md:3: WARNING: blog:changes: there is no version; name one"
    assert text in docs.build(clean=False).warnings
    assert text in confblog("check", code=1).out


def test_unlisted_posts_leave_no_trace(docs: Site) -> None:
    """What an unlisted post says of a version is shown by that alone."""
    change = "# Secret\n\n```{versionadded} 2.4\nHidden.\n```\n"
    docs.post("2026-01-02-secret", change, unlisted="true")
    assert "Hidden" not in listed(docs.build())


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, whose builders share what the first of them has read."""
    site = with_changes(plain_site(tmp_path_factory.mktemp("shared") / "site"))
    site.write("guide.md", "# Guide\n\n```{versionadded} 2.4\nNew guide.\n```\n")
    return site


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "latex", "text", "gettext"])
def test_all_builders(shared: Site, builder: str) -> None:
    """Each builder shows the changes as it can, and has nothing to warn of."""
    # Sphinx asks for doctrees of its own there.
    out = "_catalogs" if builder == "gettext" else "_build"
    shared.build(builder, out=out, root_doc="index")


@pytest.mark.slow
def test_later_builds(docs: Site) -> None:
    """The post is written again when a change comes, goes or is told in other words."""
    shown = [listed(docs.build())]
    for old, new in (
        ("Hotter than", "Much hotter than"), ("versionadded:: 2.3", "versionadded:: 2.4"),
        ("   .. deprecated:: 2.4\n      Use :py:meth:`Forge.heat`.\n", ""),
        ("cool(iron)", "chill(iron)"), ("Notes on iron\n", "Notes on gold\n"),
    ):  # fmt: skip
        text = (docs.srcdir / "api.rst").read_text("utf-8")
        docs.write("api.rst", text.replace(old, new))
        built = docs.build(clean=False)
        assert "blog/2026-01-01-out" in built.written()
        shown.append(listed(built))
    assert len(set(shown)) == len(shown)
    later = build_as_clean(docs, clean=False, besides=INDEX)
    assert later.written() == set()
    assert listed(later) == shown[-1]


@pytest.mark.slow
def test_what_a_text_refers_to_changes(docs: Site) -> None:
    """The post is written again when something that a change refers to is called otherwise."""
    docs.write("other.md", "(there)=\n# Other\n\nText.\n")
    docs.write("guide.md", "# Guide\n\n```{versionadded} 2.4\nSee {ref}`there`.\n```\n")
    docs.write("index.md", "# Site\n\n```{toctree}\napi\nguide\nother\nblog/index\n```\n")
    docs.build()
    docs.write("other.md", "(there)=\n# Another\n\nText.\n")
    later, clean = docs.build(), docs.build(out="clean")
    assert outline(listed(later))[6:8] == ["h3 Guide", "p See Another."]
    assert listed(later) == listed(clean)


@pytest.mark.slow
def test_two_processes(docs: Site) -> None:
    """Two processes build what one does."""
    docs.write("more.md", f"---\norphan: true\n---\n{GUIDE}")
    one = docs.build(out="one")
    assert docs.build(out="two", jobs=2).everything() == one.everything()


def test_another_build_has_the_blog(docs: Site) -> None:
    """A page lists changes whichever build of the site has the blog."""
    docs.write("guide.md", "# Guide\n\n```{blog:changes} 2.3\n```\n")
    away = {"confblog_home": "https://a.example/new/", "html_baseurl": "https://a.example/1.0/"}
    assert outline(listed(docs.build(**away), "guide"))[0] == "h2 New"  # type: ignore[arg-type]


def test_another_language(docs: Site) -> None:
    """The headings are in the language of the post, whose blog has a list of releases too."""
    front = {"version": "2.4", "language": "fr"}
    docs.post("2026-01-01-out.fr", "# Sortie\n\n```{blog:changes}\n```\n", **front)
    built = docs.build()
    assert outline(listed(built, "blog/2026-01-01-out.fr"))[0] == "h2 Nouveautés"
    assert "Sortie" in built.text("blog/fr/releases")


def test_feeds(built: Built) -> None:
    """The text of the post in feeds has its changes, with absolute links."""
    feed = built.read("blog/atom.xml")
    assert "Hotter than before." in feed
    assert "https://a.example/api.html#anvil.Forge" in feed
