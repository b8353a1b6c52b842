"""Posts with the same date are sorted by their file names, or by their titles."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Built, Site


@pytest.fixture
def blog(site: Site) -> Site:
    """Four posts of one day, whose titles are in another order than their names, and one more."""
    site.write("conf.py", 'project = "Site"\nextensions = ["sphinx_confblog"]\n')
    site.post("a", "# Zebra `code`\n\nText.\n", date="2026-01-15")
    site.post("b", title="apple", date="2026-01-15")
    site.write("blog/c.rst", ":date: 2026-01-15\n\nMango\n=====\n\nText.\n")
    site.post("d", "Text.\n", date="2026-01-15", title="Banana")
    site.post("e", title="Newest", date="2026-01-16")
    return site


def order(built: Built) -> str:
    """The names of the posts as the index has them."""
    names = re.findall(
        r'confblog-card-title[^>]*>\s*<a[^>]*href="([a-z])\.html"', built.body("blog/index")
    )
    return "".join(names)


@pytest.mark.slow
def test_by_name_and_by_title(blog: Site) -> None:
    """The last one comes first; a later build follows the option."""
    assert order(blog.build()) == "edcba"
    assert order(blog.build(confblog_ties="title")) == "ebacd"
    assert order(blog.build()) == "edcba"


@pytest.mark.slow
def test_a_heading_that_is_edited_moves_its_post(blog: Site) -> None:
    """A later build is like a clean one, in lists and in the neighbors of posts."""
    blog.build(confblog_ties="title")
    blog.post("a", "# Aardvark\n\nText.\n", date="2026-01-15")
    later = blog.build(confblog_ties="title")
    assert order(later) == "ebcda"
    clean = blog.build(confblog_ties="title", out="clean")
    for name in "abcde":
        assert later.read(f"blog/{name}.html") == clean.read(f"blog/{name}.html")


@pytest.mark.slow
def test_a_notebook_goes_by_its_first_heading(blog: Site) -> None:
    """Notebooks have titles as well; a file that cannot be read goes by its name."""
    pytest.importorskip("myst_nb")
    suffixes = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}
    blog.write(
        "conf.py", f'extensions = ["myst_nb", "sphinx_confblog"]\nsource_suffix = {suffixes}\n'
    )
    cell = {"cell_type": "markdown", "metadata": {}, "source": "# Lemon\n\nText."}
    notebook = {"cells": [cell], "metadata": {"date": "2026-01-15"}, "nbformat": 4}
    blog.write("blog/f.ipynb", json.dumps({**notebook, "nbformat_minor": 4}))
    assert order(blog.build(confblog_ties="title")) == "ebacfd"
