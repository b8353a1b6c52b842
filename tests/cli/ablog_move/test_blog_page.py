"""Links to the page at ``blog_path`` that is deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.cli.ablog.blog_page import Moved, repoint
from sphinx_confblog.cli.editing.page_sources import (
    directives_in_markdown,
    directives_in_rst,
    numbered,
)

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

CONF = 'extensions = ["myst_parser", "ablog"]\n'
POST = "---\nblogpost: true\ndate: 2026-01-15\n---\n# A\n\nText.\n"
MOVED = Moved("blog", "blog/index", "blog.md", None, frozenset(["index"]))
CARD = ":::{{grid-item-card}} Blog\n:link: {}\n:link-type: {}\nCard\n:::"
MARKDOWN = {
    "{any}`blog`, {any}`All <blog>`": "{any}`blog/index`, {any}`All <blog/index>`",
    "[x]: blog.md\n": "[x]: blog/index\n",
    '  [x]: <project:blog.md> "All"': '  [x]: <project:blog/index.md> "All"',
    "[x]: blog.md#new": "[x]: blog/index#new",
    CARD.format("blog", "doc"): CARD.format("blog/index", "doc"),
    CARD.format("/blog", "any"): CARD.format("/blog/index", "any"),
    "```{button-ref} blog\n:ref-type: doc\n```": "```{button-ref} blog/index\n:ref-type: doc\n```",
    "```{button-ref} /blog\n```": "```{button-ref} /blog/index\n```",
    "```{card} A\n---\nlink: blog\nlink-type: doc\n---\n```": (
        "```{card} A\n---\nlink: blog/index\nlink-type: doc\n---\n```"
    ),
}
RST = {
    ":any:`blog`, :any:`All <blog>`": ":any:`blog/index`, :any:`All <blog/index>`",
    ".. card:: Blog\n   :link: blog\n   :link-type: doc\n": (
        ".. card:: Blog\n   :link: blog/index\n   :link-type: doc\n"
    ),
    ".. button-ref:: blog\n   :ref-type: doc\n": ".. button-ref:: blog/index\n   :ref-type: doc\n",
}
#: What does not lead to the page.
OTHERS = [
    "[^x]: blog is a word.",
    "[x]: blog posts are no link.",
    "[x]: https://example.org/blog",
    CARD.format("blog", "url"),
    CARD.format("blog", "ref"),
    "```{button-ref} blog\n:ref-type: ref\n```",
    "{any}`blog/a`",
]


def markdown(text: str) -> str:
    """The text of a page in Markdown, with its links re-pointed."""
    directives = directives_in_markdown(numbered(text), colons=True)
    return repoint(text, "index", directives, MOVED)


@pytest.mark.parametrize("text", MARKDOWN)
def test_links_of_markdown(text: str) -> None:
    """Those of sphinx-design, too, and those by name."""
    assert markdown(text) == MARKDOWN[text]


@pytest.mark.parametrize("text", RST)
def test_links_of_restructuredtext(text: str) -> None:
    """Roles, and links of sphinx-design."""
    assert repoint(text, "index", directives_in_rst(numbered(text)), MOVED) == RST[text]


@pytest.mark.parametrize("text", OTHERS)
def test_other_links_stay(text: str) -> None:
    """Footnotes, URLs and labels."""
    assert markdown(text) == text


def test_what_needs_the_file_is_named(site: Site, confblog: Caller) -> None:
    """A page that includes it, or offers it for download."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog.md", "# Blog\n")
    site.write("index.md", "# Site\n\n```{include} blog.md\n```\n{download}`All <blog.md>`\n")
    site.write("guide/a.rst", "A\n=\n\n:download:`../blog.md`\n\n.. include:: /blog.md\n")
    site.write("guide/b.rst", "A\n=\n\n:download:`blog.md`\n")
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    what = "By hand: this needs blog.md, which is gone: remove it\n"
    for place in ("index.md:3", "index.md:5", "guide/a.rst:4", "guide/a.rst:6"):
        assert f"{place}: {what}" in out
    assert out.count(what) == 4


def test_links_that_stay_are_named(site: Site, confblog: Caller) -> None:
    """In a post that is left, and in further cells of notebooks."""
    pytest.importorskip("myst_nb")
    site.write(
        "conf.py",
        'extensions = ["myst_nb", "ablog"]\n'
        'source_suffix = {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"}\n'
        "def setup(app):\n    app.connect('source-read', print)\n",
    )
    site.write("blog.md", "# Blog\n")
    site.write("blog/a.md", POST)
    left = site.write("blog/b.md", f"{POST.replace('2026', '{{ year }}')}\n{{doc}}`/blog`\n")
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": text}
        for text in ("[a](blog.md)", "A.\n\n[b](blog.md)")
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path = site.write("a.ipynb", json.dumps(notebook))
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    what = "By hand: this leads to blog.md, which is gone: write"
    assert f"blog/b.md:9: {what} '{{doc}}`/blog/index`'\n" in out
    assert f"a.ipynb:20004: {what} '[b](blog/index)'\n" in out
    assert out.count(what) == 2
    assert "{doc}`/blog`" in left.read_text()
    assert '"[a](blog/index)"' in path.read_text()


def test_options_of_themes_name_the_new_page(site: Site, confblog: Caller) -> None:
    """Where pages are their keys; other keys and values stay."""
    line = 'html_theme_options = {{"blog": ["blog"], "secondary_sidebar_items": {{"{}": []}}}}\n'
    conf = site.write("conf.py", CONF + line.format("blog"))
    site.write("blog/a.md", POST)
    confblog("move", "ablog", "--yes", "--no-compare")
    assert line.format("blog/index") in Path(conf).read_text()


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("ABlog replaces this page:\nthis is for the {term}`toctree`.", True),
        ("Our news.", False),
        ("![ablog](a.png)", False),
        ("ABlog writes this.\n\n## More\n", False),
    ],
)
def test_a_page_that_speaks_of_ablog_goes(
    site: Site, confblog: Caller, text: str, *, goes: bool
) -> None:
    """No reader has seen what it says of its being replaced; other text is left to decide."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    path = site.write("blog.md", f"# Blog\n\n{text}\n")
    confblog("move", "ablog", "--yes", "--no-compare", code=0 if goes else 1)
    assert path.exists() is not goes
