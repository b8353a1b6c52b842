"""What a later build need not look at: pages, while nothing that they show of the blog changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.incremental import fingerprints, pages_to_write

if TYPE_CHECKING:
    from conftest import Site

CONF = """
confblog_mentions = "page"
confblog_link_versions = True
confblog_feeds = []
"""
LISTS = """# Lists

```{postlist}
:style: cards
:limit: 2
```

(here)=
## Here
"""
WORDS = "Kept.\n\nREADMORE\n\nMore, by {doc}`/lists`.\n"
HEAD = {"title": "One", "date": "2026-01-05", "tags": "x, y"}


@pytest.fixture
def built(site: Site) -> Site:
    """A site with two posts and a page that lists them, built once."""
    site.write("conf.py", (site.srcdir / "conf.py").read_text("utf-8") + CONF)
    site.write("lists.md", LISTS)
    site.write("dot.png", b"\x89PNG\r\n\x1a\n")
    site.write("index.md", "# Site\n\n```{toctree}\nlists\nblog/index\n```\n")
    site.post("one", WORDS, **HEAD)
    site.post("two", "Text.\n", title="Two", date="2026-01-06", tags="x")
    site.build()
    return site


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A number for each time that all pages were looked at: how many there were."""
    usual, times = fingerprints.fingerprints, list[int]()

    def look(*arguments: Any) -> dict[str, str]:
        times.append(len(found := usual(*arguments)))
        return found

    monkeypatch.setattr(pages_to_write, "fingerprints", look)
    return times


def test_more_words_are_no_other_pages_business(built: Site, looks: list[int]) -> None:
    """Words below the excerpt, and a page of no blog, are read and written alone."""
    built.post("one", WORDS + "\nMore.\n", **HEAD)
    built.write("lists.md", LISTS + "\nMore.\n")
    # Sphinx writes the page above them in the toctree as well.
    assert built.build().written() == {"blog/one", "lists", "index"}
    assert not looks
    # And the build after knows that it was so.
    built.post("one", WORDS + "\nMore still.\n", **HEAD)
    assert built.build().written() == {"blog/one"}
    assert not looks


#: What is edited -> file, the text there and what takes its place, and a page that shows it too.
EDITS = {
    "title": ("blog/one.md", "title: One", "title: Uno", "lists"),
    "date": ("blog/one.md", "01-05", "01-04", "lists"),
    "term": ("blog/one.md", "x, y", "x, z", "lists"),
    "excerpt": ("blog/one.md", "Kept.", "Changed.", "lists"),
    "length": ("blog/one.md", "More, ", "More, " + "word " * 900, "lists"),
    "cover": ("blog/one.md", "tags:", "image: /dot.png\ntags:", "lists"),
    "mention": ("blog/one.md", "{doc}`/lists`", "{doc}`/index`", "lists"),
    "version": ("blog/one.md", "tags:", "version: 1\ntags:", "changed"),
    "label": ("lists.md", "(here)", "(there)", ""),
    "list": ("lists.md", "cards", "table", ""),
    "other title": ("lists.md", "# Lists", "# All lists", ""),
    "contents": ("index.md", "\nblog/index", "", "lists"),
}


@pytest.mark.slow
def test_what_others_show_has_all_pages_looked_at(built: Site, looks: list[int]) -> None:
    """One edit after the other, and what it changes elsewhere is written."""
    built.write("changed.md", "---\norphan: true\n---\n# Changed\n\n```{versionadded} 1\n```\n")
    built.build()
    for name, (file, old, new, shown) in EDITS.items():
        looks.clear()
        text = (built.srcdir / file).read_text("utf-8")
        assert old in text
        built.write(file, text.replace(old, new))
        found = built.build(clean=False)
        assert looks, name
        assert not shown or shown in found.written(), name
    assert found.everything() == built.build(out="_clean", clean=False).everything()
