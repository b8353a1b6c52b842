"""Updates become admonitions, in posts and on other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

CONF = 'extensions = ["myst_parser", "ablog"]\n'
DONE = "Nothing to do: the site does not use ABlog."
#: Pages that are no posts, before and after.
PAGES = {
    "page.rst": (
        "Page\n====\n\n.. update:: 1 May 2014\n\n   *X*\n",
        "Page\n====\n\n.. admonition:: Updated on 01 May 2014\n   :class: note update\n\n   *X*\n",
    ),
    "page.md": (
        "# Page\n\n```{update} 20 Apr, 2014\nNews.\n```\n",
        "# Page\n\n```{admonition} Updated on 20 April 2014\n:class: note update\nNews.\n```\n",
    ),
}


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog with a post."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", "---\nblogpost: true\ndate: 2026-01-15\n---\n# A\n\nText.\n")
    return site


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_are_no_posts_keep_their_updates(old: Site, confblog: Caller, name: str) -> None:
    """They have no front matter before, and none after."""
    before, after = PAGES[name]
    path = old.write(name, before)
    confblog("move", "ablog", "--yes", "--no-compare")
    assert path.read_text() == after
    assert DONE in confblog("move", "ablog", "--yes").err


@pytest.mark.parametrize("name", ["page.rst", "blog/page.rst"])
def test_a_date_that_is_not_understood_is_named_until_it_is_mended(
    old: Site, confblog: Caller, name: str
) -> None:
    """In a post and elsewhere; another run converts it then, and a post gets its date."""
    field = ":blogpost: true\n:date: 2026-01-15\n:updated: 2026-01-16\n\n"
    head = field if name.startswith("blog") else ""
    path = old.write(name, f"{head}Page\n====\n\n.. update:: soon\n\n   News.\n")
    for _ in range(2):
        line = path.read_text().split("\n").index(".. update:: soon") + 1
        said = confblog("move", "ablog", "--yes", "--no-compare", code=1)
        what = "By hand: the date 'soon' cannot be read; write it like 2026-01-15"
        assert DONE not in said.err
    # The head of the post is shorter after the first run.
    assert f"{name}:{line}: {what}, and run this command again\n" in said.out
    path.write_text(path.read_text().replace("soon", "2026-02-03"))
    confblog("move", "ablog", "--yes")
    assert ".. admonition:: Updated on 03 February 2026\n" in path.read_text()
    assert (":updated: 2026-02-03\n" in path.read_text()) == bool(head)
    assert DONE in confblog("move", "ablog", "--yes").err


def test_pages_whose_head_is_filled_in_keep_their_updates(old: Site, confblog: Caller) -> None:
    """Only posts are left as they are where the site's own code changes sources."""
    old.write("conf.py", f"{CONF}def setup(app):\n    app.connect('source-read', print)\n")
    path = old.write("page.md", "---\nx: '{{ y }}'\n---\n```{update} 2026-01-15\nNews.\n```\n")
    confblog("move", "ablog", "--yes", "--no-compare")
    assert "```{admonition} Updated on 15 January 2026\n" in path.read_text()
