"""What posts link to."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.resolving.mentions.objects import objects_of
from sphinx_confblog.resolving.mentions.resolver import update_mentions

if TYPE_CHECKING:
    from conftest import Built, Site

    from sphinx_confblog.model.mentions import PostMentions

API = """\
API
===

.. _forge notes:

Notes on forging
----------------

.. py:module:: anvil

.. py:function:: forge(iron)

.. py:class:: Tongs

   .. py:method:: grip()

.. c:function:: int melt(int ore)

.. cpp:namespace:: smith

.. cpp:class:: Hammer

.. js:function:: cool(time)

.. rst:directive:: smelt

.. program:: forge

.. option:: --heat

.. envvar:: FORGE_HEAT

.. confval:: anvil_heat

.. glossary::

   Slag
      Waste.

.. math:: a = b
   :label: melting
"""
#: Source of a reference in Markdown -> domain, type, name and id of what it means.
MEANT = {
    "{py:func}`anvil.forge`": ("py", "function", "anvil.forge", "anvil.forge"),
    "{py:func}`.forge`": ("py", "function", "anvil.forge", "anvil.forge"),
    "{py:meth}`it <anvil.Tongs.grip>`": ("py", "method", "anvil.Tongs.grip", "anvil.Tongs.grip"),
    "{py:mod}`anvil`": ("py", "module", "anvil", "module-anvil"),
    "{c:func}`melt`": ("c", "function", "melt", "c.melt"),
    "{cpp:class}`smith::Hammer`": ("cpp", "class", "smith::Hammer", "_CPPv4N5smith6HammerE"),
    "{js:func}`cool`": ("js", "function", "cool", "cool"),
    "{rst:dir}`smelt`": ("rst", "directive", "smelt", "directive-smelt"),
    "{option}`forge --heat`": ("std", "cmdoption", "forge.--heat", "cmdoption-forge-heat"),
    "{envvar}`FORGE_HEAT`": ("std", "envvar", "FORGE_HEAT", "envvar-FORGE_HEAT"),
    "{confval}`anvil_heat`": ("std", "confval", "anvil_heat", "confval-anvil_heat"),
    "{term}`slag`": ("std", "term", "Slag", "term-Slag"),
    "{ref}`forge notes`": ("std", "label", "forge notes", "forge-notes"),
    "{any}`anvil.forge`": ("py", "function", "anvil.forge", "anvil.forge"),
    "{doc}`/api`": ("std", "doc", "api", ""),
    "{eq}`melting`": ("", "", "", "equation-melting"),
    "[the API](/api.rst)": ("std", "doc", "api", ""),
    "[forge](#anvil.forge)": ("py", "function", "anvil.forge", "anvil.forge"),
    "[](<#forge notes>)": ("std", "label", "forge notes", "forge-notes"),
    "<project:../api.rst#anvil.forge>": ("py", "function", "anvil.forge", "anvil.forge"),
}


def write_site(site: Site, body: str) -> None:
    """Write a page of all kinds of objects, and a post."""
    site.write("api.rst", API)
    site.write("index.md", "# Site\n\n```{toctree}\napi\n```\n")
    site.post("2026-01-01-a", f"# A\n\n{body}\n")


def mentions(built: Built) -> PostMentions:
    """What the post links to."""
    return update_mentions(built.app.env)["blog/2026-01-01-a"]


@pytest.mark.slow
def test_what_is_meant(site: Site) -> None:
    """Roles and links of all domains lead to their objects."""
    write_site(site, "Text.")
    for number, source in enumerate(MEANT):
        site.post(f"2026-01-02-{number}", f"# A\n\n{source}\n")
    records = update_mentions(site.build("dummy", clean=False).app.env)
    for number, (source, meant) in enumerate(MEANT.items()):
        found = records[f"blog/2026-01-02-{number}"]
        assert [mention[:3] + mention[4:] for mention in found.own] == [meant], source
        assert {mention.docname for mention in found.own} == {"api"}
        assert (found.outside, found.missing) == ((), ())


def test_objects_of_the_standard_domain(site: Site) -> None:
    """What is known of options, labels and documents is what their domain lists."""
    write_site(site, "(here)=\n\n{envvar}`FORGE_HEAT`")
    domain = site.build("dummy").app.env.domains.standard_domain
    listed = [(page, anchor, kind, name) for name, _, kind, page, anchor, _ in domain.get_objects()]
    assert {kind for _, _, kind, _ in listed} >= {"doc", "cmdoption", "envvar", "term", "label"}
    assert sorted(objects_of(domain)) == sorted(listed)


def test_each_once_in_order(site: Site) -> None:
    """What is linked to twice is mentioned once, where it comes first."""
    write_site(site, "{py:mod}`anvil`, {py:func}`anvil.forge`, [it](#anvil.forge), {py:mod}`anvil`")
    found = mentions(site.build("dummy"))
    assert [mention.name for mention in found.own] == ["anvil", "anvil.forge"]


def test_what_leads_nowhere(site: Site) -> None:
    """A reference that leads nowhere is known with its line."""
    write_site(site, "{py:func}`anvil.forge`\n\n{py:func}`anvil.smelt`")
    found = mentions(site.build("dummy"))
    assert [(x.domain, x.type, x.target, x.line) for x in found.missing] == [
        ("py", "func", "anvil.smelt", 5)
    ]


@pytest.mark.parametrize("source", ["{py:func}`open`", "[](inv:python:py:function#open)"])
def test_other_projects(site: Site, source: str) -> None:
    """Objects of inventories have a URL and the name of their project."""
    head = b"# Sphinx inventory version 2\n# Project: Python\n# Version: 3.13\n# zlib\n"
    lines = zlib.compress(b"open py:function 1 library/functions.html#$ -\n")
    site.write("python.inv", head + lines)
    write_site(site, source)
    found = mentions(
        site.build(
            "dummy", extensions=["sphinx_confblog", "sphinx.ext.intersphinx"],
            intersphinx_mapping={"python": ("https://docs.python.org/3", "python.inv")},
        )
    )  # fmt: skip
    assert found.own == ()
    assert [(o.text, o.url) for o in found.outside] == [
        ("open", "https://docs.python.org/3/library/functions.html#open")
    ]
    assert "Python" in found.outside[0].title


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex", "epub"])
def test_builders(site: Site, builder: str) -> None:
    """What a post mentions does not depend on what the site is built for."""
    write_site(site, "{py:func}`anvil.forge` {numref}`forge notes`")
    found = mentions(site.build(builder, clean=False, numfig=True))
    assert [mention.name for mention in found.own] == ["anvil.forge", "forge notes"]


def test_later_builds(site: Site) -> None:
    """Mentions follow the objects, and are resolved anew only where something has changed."""
    write_site(site, "{py:func}`anvil.forge`")
    site.post("2026-01-02-b", "# B\n\n{py:mod}`anvil`\n")
    before = mentions(site.build("dummy"))
    site.write("api.rst", API.replace("forge(iron)", "smelt(iron)"))
    assert mentions(site.build("dummy")).missing != ()
    site.write("api.rst", API)
    built = site.build("dummy")
    assert mentions(built) == before
    assert list(update_mentions(built.app.env)) == ["blog/2026-01-02-b", "blog/2026-01-01-a"]


def test_headings_that_have_no_label(site: Site) -> None:
    """A mention of a heading follows its ID, which no inventory lists."""
    write_site(site, "[it](/page.md#一)")
    for headings, anchor in [("## 一\n", "id1"), ("## 二\n\n## 一\n", "id2")]:
        site.write("page.md", f"---\norphan: true\n---\n# P\n\n{headings}")
        found = mentions(site.build("dummy", myst_heading_anchors=2))
        assert [(mention.docname, mention.anchor) for mention in found.own] == [("page", anchor)]


def test_the_same_from_several_posts(site: Site) -> None:
    """What is resolved once for several posts leads each of them to its own place."""
    own = "```{py:function} anvil.own()\n```\n"
    write_site(site, f"{own}\n{{py:func}}`anvil.own` {{py:func}}`anvil.forge`")
    site.post("2026-01-02-b", "# B\n\n{py:func}`anvil.own` {py:func}`anvil.forge`\n")
    both = update_mentions(site.build("dummy").app.env)
    assert both["blog/2026-01-01-a"] == both["blog/2026-01-02-b"]
    assert [(mention.docname, mention.anchor) for mention in both["blog/2026-01-02-b"].own] == [
        ("blog/2026-01-01-a", "anvil.own"),
        ("api", "anvil.forge"),
    ]


@pytest.mark.slow
def test_two_processes(site: Site) -> None:
    """Two processes that read know what one knows."""
    for day in range(1, 5):
        site.post(f"2026-01-{day:02}-p", f"# P{day}\n\n{{py:func}}`anvil.forge`\n")
    write_site(site, "{py:mod}`anvil`")
    one = update_mentions(site.build("dummy", out="one").app.env)
    assert update_mentions(site.build("dummy", out="two", jobs=2).app.env) == one


def test_rst(site: Site) -> None:
    """Posts in reStructuredText mention objects too, below ``currentmodule`` as well."""
    write_site(site, "Text.")
    site.write(
        "blog/2026-01-02-b.rst", "B\n=\n\n.. py:currentmodule:: anvil\n\n:py:class:`Tongs`\n"
    )
    found = update_mentions(site.build("dummy").app.env)["blog/2026-01-02-b"]
    assert [mention.name for mention in found.own] == ["anvil.Tongs"]
