"""MyST's line with all its options: it is printed on sites that have set some, and no others."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from conftest import CONF

if TYPE_CHECKING:
    from conftest import Site


@pytest.mark.parametrize("front", ["index.md", "index.rst"])
def test_sites_without_markdown_of_their_own(site: Site, front: str) -> None:
    """Nothing is printed, and MyST is configured all the same."""
    (site.srcdir / "index.md").unlink()
    site.write(front, "# Site\n" if front.endswith("md") else "Site\n====\n")
    site.post("2020-01-01-a", "- [ ] task\n", title="A")
    built = site.build(myst_enable_extensions=["tasklist"])
    assert "myst v" not in built.status
    assert "task-list-item" in built.body("blog/2020-01-01-a")
    assert logging.getLogger("sphinx.myst_parser.sphinx_ext.main").filters == []


def test_mathematics(site: Site) -> None:
    """MyST's next handler, which sets MathJax up, finds the options."""
    site.write("conf.py", CONF.replace("[", '["sphinx.ext.mathjax", '))
    site.post("2020-01-01-a", "$x$\n", title="A")
    assert "tex2jax_process" in str(site.build(myst_enable_extensions=["dollarmath"]).everything())


def test_mistakes_in_options_of_myst_are_reported(site: Site) -> None:
    """Only the line that says nothing is wrong is left out."""
    built = site.build(clean=False, myst_heading_anchors="many")
    assert "myst" in built.warnings


def test_sites_with_markdown_of_their_own(site: Site) -> None:
    """What MyST prints there is theirs."""
    site.write("conf.py", CONF.replace("[", '["myst_parser", '))
    assert "myst v" in site.build().status
