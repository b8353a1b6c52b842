"""Commands that read all documents: dead references, objects that are gone, mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Caller
    from conftest import Site

API = """\
API
===

.. py:module:: anvil

.. py:function:: forge(iron)

.. py:function:: tools.melt(iron)

.. _forging:

Forging
-------
"""
POST = """\
# A

{py:func}`anvil.forge`

{py:func}`anvil.melt` and [it](#anvil.frge)

{py:class}`int` and {py:func}`nothing.at_all`
"""


@pytest.fixture
def docs(site: Site) -> Site:
    """A site with objects and posts that refer to them."""
    site.write("api.rst", API)
    site.write("index.md", "# Site\n\n```{toctree}\napi\n```\n")
    site.post("2026-01-01-a", POST)
    site.post("2019-01-02-b", "# B\n\n[](/api.rst) {py:func}`~anvil.smelt`\n", archived="true")
    site.post("2026-01-03-c", "# C\n\n{py:func}`anvil.gone`\n", draft="true")
    return site


def test_dead_references(docs: Site, confblog: Caller) -> None:
    """Each has file, line, role and target, and what may be meant."""
    said = confblog("check", "--references", code=1)
    assert said.out.splitlines() == [
        (
            "blog/2019-01-02-b.md:7: py:func 'anvil.smelt' not found; did you mean "
            "'anvil.tools.melt'? (archived)"
        ),
        (
            "blog/2026-01-01-a.md:5: py:func 'anvil.melt' not found; did you mean "
            "'anvil.tools.melt'?"
        ),
        "blog/2026-01-01-a.md:5: myst 'anvil.frge' not found; did you mean 'anvil.forge'?",
        "blog/2026-01-01-a.md:7: py:func 'nothing.at_all' not found",
    ]
    assert said.err == "4 broken references\n"
    record = confblog("check", "--references", "--json", code=1).records[1]
    assert record == {
        "path": "blog/2026-01-01-a.md", "line": 5, "role": "py:func", "target": "anvil.melt",
        "suggestion": "anvil.tools.melt", "archived": False,
    }  # fmt: skip


def test_archived_posts_do_no_harm(docs: Site, confblog: Caller) -> None:
    """The exit code is 0 if only archived posts have dead references, or those are ignored."""
    docs.post("2026-01-01-a", "# A\n\n{py:func}`anvil.melt`\n")
    docs.write("conf.py", f'{CONF}nitpick_ignore = [("py:func", "anvil.melt")]\n')
    said = confblog("check", "--references")
    assert said.out.count("not found") == 1
    (docs.srcdir / "blog/2019-01-02-b.md").unlink()
    said = confblog("check", "--references")
    assert (said.out, said.err) == ("", "0 broken references\n")
    docs.write("conf.py", f'{CONF}nitpick_ignore_regex = [("py:.*", r"anvil\\..*")]\n')
    assert confblog("check", "--references", "--json").records == []


def test_previews_count(docs: Site, confblog: Caller) -> None:
    """Drafts are read only where the options ask for them."""
    assert "anvil.gone" not in confblog("check", "--references", code=1).out
    previewed = confblog("check", "--references", "-D", "confblog_drafts=1", code=1)
    assert "'anvil.gone'" in previewed.out


@pytest.mark.slow
def test_gone_objects(docs: Site, confblog: Caller) -> None:
    """What an older build had and this has not, with the posts that refer to it."""
    docs.post("2026-01-01-a", "# A\n\n{py:func}`anvil.forge` {ref}`forging` [g](../guide.md)\n")
    docs.write("guide.md", "---\norphan: true\n---\n\n# Guide\n")
    built = docs.build()
    inventory = str(built.outdir / "objects.inv")
    assert confblog("check", "--redirects", inventory).out == ""
    docs.write("api.rst", API.replace("function:: forge", "function:: tools.forge"))
    (docs.srcdir / "guide.md").unlink()
    said = confblog("check", "--redirects", inventory, code=1)
    assert said.out.splitlines() == [
        (
            "py:function anvil.forge was removed from api.html#anvil.forge; did you mean "
            "'anvil.tools.forge'?"
        ),
        "  blog/2026-01-01-a.md:3",
        "std:doc guide was removed from guide.html",
        "  blog/2026-01-01-a.md:3",
    ]
    assert said.err == "2 objects removed\n"
    record = confblog("check", "--redirects", inventory, "--json", code=1).records[0]
    assert record == {
        "domain": "py", "type": "function", "name": "anvil.forge", "url": "api.html#anvil.forge",
        "suggestion": "anvil.tools.forge", "posts": ["blog/2026-01-01-a.md:3"],
    }  # fmt: skip


@pytest.mark.parametrize("content", [None, b"", b"Not an inventory\n"])
def test_no_inventory(docs: Site, confblog: Caller, content: bytes | None) -> None:
    """A file that is missing or something else is named."""
    if content is not None:
        docs.write("old.inv", content)
    said = confblog("check", "--redirects", "old.inv", code=2)
    assert "--redirects: old.inv is not an inventory" in said.err


@pytest.mark.slow
def test_mentions(docs: Site, confblog: Caller) -> None:
    """Posts that link to an object, a page, or anything; JSON says what they link to."""
    assert "2026-01-01-a" in confblog("list", "--mentions", "anvil.forge").out
    (record,) = confblog("list", "--mentions", "py:anvil.forge", "--json").records
    assert record["docname"] == "blog/2026-01-01-a"
    assert record["mentions"] == [
        {"domain": "py", "type": "function", "name": "anvil.forge", "docname": "api",
         "anchor": "anvil.forge"}
    ]  # fmt: skip
    assert record["outside"] == []
    both = confblog("list", "--mentions", "anvil.forge", "--mentions", "api", "--json").records
    assert len(both) == 2
    assert confblog("list", "--mentions", "--json").records == both
    assert "mentions" not in confblog("list", "--json").records[0]


def test_no_mention(docs: Site, confblog: Caller) -> None:
    """A name that no post links to is said, with one that is like it."""
    said = confblog("list", "--mentions", "anvil.frge")
    assert said.out == ""
    assert "no post links to 'anvil.frge'; did you mean 'anvil.forge'?" in said.err


def test_site_that_cannot_be_read(docs: Site, confblog: Caller) -> None:
    """A build that fails is an error in one line."""
    (docs.srcdir / "index.md").unlink()
    assert "the site cannot be read" in confblog("check", "--references", code=2).err
    docs.write("conf.py", "extensions = ['myst_parser']\n")
    docs.write("index.md", "# Site\n")
    assert "is not in extensions" in confblog("check", "--references", code=2).err


def test_no_trace(docs: Site, confblog: Caller, tmp_path: Path) -> None:
    """Nothing is written beside the sources, and what the site prints is no result."""
    docs.write("conf.py", f"{CONF}print('said by conf.py')\n")
    before = sorted(tmp_path.rglob("*"))
    said = confblog("check", "--references", code=1)
    assert "said by conf.py" not in said.out
    assert sorted(tmp_path.rglob("*")) == before
