"""What becomes of ABlog's posts, and of pages that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.discovery.project import blogs_of

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

CONF = 'extensions = ["myst_parser", "ablog"]\n'
POST = "---\ndate: 2026-01-15\n---\n# A\n\nText.\n"
#: Pages without anything that ABlog takes for front matter.
PLAIN = {
    "about.rst": "About\n=====\n\nWho we are.\n",
    "fields.rst": "About\n=====\n\n:date: 2026-01-15\n\nWho we are.\n",
    "comment.rst": ".. A comment.\n\nAbout\n=====\n\nWho we are.\n",
    "index.md": "# About\n\nWho we are.\n\n```{postlist}\n```\n",
    "myst.md": "---\nmyst:\n  enable_extensions: []\n---\n# About\n\nWho we are.\n",
    "2026-01-15-name.md": "# About\n\nWho we are.\n",
}
#: Pages with any key or field above the title.
DRAFTS = {
    "a.md": "---\norphan: true\n---\n# About\n\nWho we are.\n",
    "a.rst": ":orphan:\n\nAbout\n=====\n\nWho we are.\n",
    "b.rst": "..\n  A comment.\n\n:orphan:\n\nAbout\n=====\n\nWho we are.\n",
}


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog, with a pattern of posts."""
    site.write("conf.py", f'{CONF}blog_post_pattern = "blog/**/*"\n')
    site.write("index.md", "# Site\n\n```{toctree}\n:glob:\nblog/*\n```\n")
    site.write("blog/2026/post.md", POST)
    return site


def move(confblog: Caller, code: int | None = 0) -> str:
    """Move the site."""
    return confblog("move", "ablog", "--yes", "--no-compare", code=code).out


def test_pages_without_front_matter_are_no_posts(old: Site, confblog: Caller) -> None:
    """A pattern that matches them does not withhold them, nor make posts of them."""
    paths = {name: old.write(f"blog/{name}", text) for name, text in PLAIN.items()}
    assert "including 1 post" in confblog("move", "ablog", "--yes", "--no-compare").err
    assert {name: path.read_text() for name, path in paths.items()} == PLAIN
    built = old.build("dummy")
    assert {f"blog/{name.rpartition('.')[0]}" for name in PLAIN} < built.app.env.found_docs
    assert [post["docname"] for post in confblog("list", "--json").records] == ["blog/2026/post"]


@pytest.mark.parametrize("name", DRAFTS)
def test_pages_with_any_key_are_drafts(old: Site, confblog: Caller, name: str) -> None:
    """As with ABlog, which the output says; what looks like no post is left to decide."""
    path = old.write(f"blog/{name}", DRAFTS[name])
    out = move(confblog, 1)
    assert f"blog/{name}:1: no date: ABlog builds such drafts" in out
    what = "only blog_post_pattern makes a draft of it: if it is a page, remove draft: true"
    assert f"blog/{name}:1: By hand: {what}\n" in out
    assert "draft: true\n" in path.read_text()


def test_drafts_with_a_key_of_posts_are_drafts(old: Site, confblog: Caller) -> None:
    """Somebody is going to write a post: nothing is left to do."""
    old.write("blog/a.md", "---\ntags: x\n---\n# A\n\nText.\n")
    assert "By hand" not in move(confblog)


def test_directives_in_eval_rst_build(old: Site, confblog: Caller) -> None:
    """They stay reStructuredText, and the page shows all that it showed."""
    blocks = {
        "post": ".. post:: 2026-01-16\n\n   The *point*.\n",
        "update": ".. update:: 2026-01-17\n\n   *News*.\n",
        "postlist": ".. postlist:: 3\n   :excerpts:\n",
    }
    text = "\n".join(f"```{{eval-rst}}\n{block}```\n" for block in blocks.values())
    old.write("blog/a.md", f"# About\n\nText.\n\n{text}")
    move(confblog)
    shown = old.build().text("blog/a")
    assert "The point ." in shown
    assert "Updated on 17 January 2026 News ." in shown


def test_an_excerpt_ends_above_a_directive_at_the_end(old: Site, confblog: Caller) -> None:
    """What is removed at the end of the file takes no separator with it."""
    text = "A\n=\n\nText.\n\n.. post:: 2026-01-15\n   :excerpt: 3\n\n\n"
    path = old.write("blog/a.rst", text)
    move(confblog)
    assert path.read_text().rstrip() == ":date: 2026-01-15\n\nA\n=\n\nText.\n\nREADMORE"


FIELDS = """\
```{eval-rst}
:blogpost: true
:date: Jan 15, 2026

:tags: a, b
:Title: One: two
```
# A

Text.
"""


def test_fields_in_markdown_become_front_matter(site: Site, confblog: Caller) -> None:
    """ABlog reads those of an ``eval-rst`` at the top; other keys of it stay."""
    site.write("conf.py", CONF)
    path = site.write("blog/a.md", FIELDS)
    assert "including 1 post" in confblog("move", "ablog", "--yes", "--no-compare").err
    head = "---\ndate: 2026-01-15\n\ntags: a, b\ntitle: 'One: two'\n---\n"
    assert path.read_text() == f"{head}# A\n\nText.\n"
    assert move(confblog) == ""


@pytest.mark.parametrize(
    ("typed", "tags"),
    [(":tags: a,\n   b c", ("a", "b c")), (":tags: - a\n       - b", ("a", "b"))],
)
def test_fields_with_several_lines(
    site: Site, confblog: Caller, typed: str, tags: tuple[str, ...]
) -> None:
    """Each keeps its value, and so do those below it."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", FIELDS.replace(":tags: a, b", typed))
    move(confblog)
    (post,) = blogs_of(site.build().app.env).main.catalog.posts.values()
    assert (post.title, post.terms["tags"]) == ("One: two", tags)


@pytest.mark.parametrize(
    "text",
    [
        FIELDS.replace(":blogpost: true\n", ""),
        FIELDS.replace("```\n#", "\nText.\n```\n#"),
        FIELDS.replace("```{eval-rst}", "```{code}"),
        f"Text.\n\n{FIELDS}",
    ],
)
def test_other_fields_in_markdown_stay(site: Site, confblog: Caller, text: str) -> None:
    """Nothing makes a post of the page, or it has more than fields."""
    site.write("conf.py", CONF)
    site.write("blog/b.md", "---\nblogpost: true\ndate: 2026-01-15\n---\n# B\n")
    path = site.write("blog/a.md", text)
    move(confblog, None)
    assert path.read_text() == text


def test_descriptions_do_not_become_excerpts(site: Site, confblog: Caller) -> None:
    """Lists go on to show the first paragraphs."""
    site.write("conf.py", CONF)
    head = "---\nblogpost: true\ndate: 2026-01-15\ndescription: About it.\n---\n# A\n\n"
    path = site.write("blog/a.md", f"{head}First.\n\nSecond.\n")
    move(confblog)
    assert path.read_text().endswith("# A\n\nFirst.\n\n<!-- more -->\n\nSecond.\n")
    assert "First." in site.build().text("blog/index")


@pytest.mark.parametrize("default", ["", 'blog_default_author = "ada"\n'])
def test_empty_options_of_a_post_say_nothing(old: Site, confblog: Caller, default: str) -> None:
    """ABlog's own command writes them, for authors to fill in."""
    old.write("conf.py", f'{CONF}blog_post_pattern = "blog/**/*"\n{default}')
    options = "   :tags:\n   :category:\n   :author:\n   :nocomments:\n"
    path = old.write("blog/a.rst", f"A\n=\n\n.. post:: 2026-01-15\n{options}\nText.\n")
    move(confblog)
    author = ":author: ada\n" if default else ""
    assert path.read_text() == f":date: 2026-01-15\n{author}:comments: false\n\nA\n=\n\nText.\n"
