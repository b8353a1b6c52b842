"""The page at ``blog_path``, which ABlog replaces by its list of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

CONF = """\
extensions = ["myst_parser", "ablog"]
html_theme = "alabaster"
templates_path = ["_templates"]
blog_baseurl = "https://example.org/"
html_sidebars = {"blog": ["tags.html"]}
"""
POST = "---\nblogpost: true\ndate: 2026-01-15\n---\n# A\n\nText.\n"
STUBS = {
    "blog.rst": (
        ":orphan:\n\n.. What ABlog needs.\n\n.. _the-blog:\n\nBlog\n====\n\n"
        ".. postlist:: 3\n   :excerpts:\n"
    ),
    "blog.md": (
        "---\norphan: true\n---\n\n(the-blog)=\n# Blog\n\n% Needed.\n<!-- By\n\nABlog -->\n\n"
        "```{postlist} 3\n```\n"
    ),
}
PAGES = {
    "index.md": (
        "# Site\n\n```{toctree}\nguide/index\n/blog\n```\n\n"
        "[Posts](blog.md), [](/blog), {doc}`blog`, {doc}`all <blog>`, <project:blog.md>, "
        "[a](blog/a.md), [web](https://example.org/blog).\n"
    ),
    "guide/index.rst": (
        "Guide\n=====\n\n.. toctree::\n   :glob:\n\n   *\n   ../blo*\n\n"
        "See :doc:`../blog` and :doc:`the news </blog>`.\n"
    ),
    "guide/blog.rst": "Another\n=======\n\n:doc:`blog` is one, :doc:`/blog` the other.\n",
    "_templates/tags.html": "<a href=\"{{ pathto('blog') }}\">x</a> {{ pathto('blog/a') }}\n",
}
MOVED = {
    "index.md": (
        "# Site\n\n```{toctree}\nguide/index\n/blog/index\n```\n\n"
        "[Posts](blog/index), [](/blog/index), {doc}`blog/index`, {doc}`all <blog/index>`, "
        "<project:blog/index.md>, [a](blog/a.md), [web](https://example.org/blog).\n"
    ),
    "guide/index.rst": (
        "Guide\n=====\n\n.. toctree::\n   :glob:\n\n   *\n   /blog/index\n\n"
        "See :doc:`../blog/index` and :doc:`the news </blog/index>`.\n"
    ),
    "guide/blog.rst": "Another\n=======\n\n:doc:`blog` is one, :doc:`/blog/index` the other.\n",
    "_templates/tags.html": "<a href=\"{{ pathto('blog/index') }}\">x</a> {{ pathto('blog/a') }}\n",
}


@pytest.fixture
def old(site: Site) -> Site:
    """A site on ABlog that links to its list of posts in each way."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    for name, text in PAGES.items():
        site.write(name, text)
    return site


@pytest.mark.parametrize("name", STUBS)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_with_nothing_else_goes(
    old: Site, confblog: Caller, name: str, builder: str
) -> None:
    """What led to it leads to the list of posts, which is where it was."""
    path = old.write(name, STUBS[name])
    flags = ["--dirhtml"] if builder == "dirhtml" else []
    said = confblog("move", "ablog", "--yes", "--no-compare", *flags)
    assert f"{name}:1: the list of posts is now blog/index" in said.out
    assert "+++ /dev/null" in said.out
    assert not path.exists()
    assert {name: (old.srcdir / name).read_text() for name in MOVED} == MOVED
    assert '{"blog/index": ["tags.html"]}' in (old.srcdir / "conf.py").read_text()
    built = old.build(builder)
    address = "blog/index.html" if builder == "html" else "blog/"
    front = built.read("index.html")
    assert front.count(f'href="{address}"') == 7
    assert "Text." in built.read("blog/index.html")


def test_links_go_on_to_show_the_title_of_the_page(old: Site, confblog: Caller) -> None:
    """Where the blog has another title, entries of toctrees and roles name the old one."""
    old.write("blog.md", "# What is new\n")
    confblog("move", "ablog", "--yes", "--no-compare")
    text = (old.srcdir / "index.md").read_text()
    assert "\nWhat is new </blog/index>\n```" in text
    assert "{doc}`What is new <blog/index>`, {doc}`all <blog/index>`" in text
    assert old.build().text("index").count("What is new") == 2


@pytest.mark.parametrize(
    ("text", "flags", "said"),
    [
        ("# Blog\n\nWelcome.\n", [], "ABlog wrote its list of posts over this page; the list is"),
        ("# Blog\n\n```{postlist}\n```\n\nWelcome.\n", ["--dirhtml"], "with dirhtml, this page"),
        ("# Blog\n\n% No.\n\n<!-- No. -->\nYes.\n<!-- No. -->\n", [], "ABlog wrote its list of"),
        ("(x)=\n# Blog\n", [], "ABlog wrote its list of posts over this page; the list is"),
    ],
)
def test_a_page_with_more_stays(
    site: Site, confblog: Caller, text: str, flags: list[str], said: str
) -> None:
    """Its text, its labels and its toctrees are the site's; what to do is said."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("guide.md", "# Guide\n\n[x](#x)\n")
    path = site.write("blog.md", text)
    out = confblog("move", "ablog", "--yes", "--no-compare", *flags, code=1).out
    assert f"blog.md:1: By hand: {said}" in out
    assert "# Blog" in path.read_text()


@pytest.mark.parametrize("text", ["Blog\n====\n", "# Blog #\n", "% Nothing.\n"])
def test_titles_in_each_form_are_nothing_else(site: Site, confblog: Caller, text: str) -> None:
    """An underlined title, one with signs at both ends, and no title at all."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    path = site.write("blog.md", text)
    confblog("move", "ablog", "--yes", "--no-compare")
    assert not path.exists()


def test_a_page_with_more_and_a_list_may_stay(site: Site, confblog: Caller) -> None:
    """Readers find the posts there, as they did."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog.md", "# Blog\n\nWelcome.\n\n```{postlist}\n```\n")
    said = confblog("move", "ablog", "--yes", "--no-compare")
    assert "blog.md:1: ABlog showed its list of posts here; it is now blog/index" in said.out


def test_a_page_beside_an_index_of_the_site_stays(site: Site, confblog: Caller) -> None:
    """Neither of them is the list of posts."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog/index.md", "# Mine\n")
    path = site.write("blog.md", "# Blog\n")
    out = confblog("move", "ablog", "--yes", "--no-compare", code=1).out
    assert "blog/index is your own page: add a postlist" in out
    assert path.exists()


def test_a_page_beside_an_index_with_a_list_stays(site: Site, confblog: Caller) -> None:
    """Readers find the posts on the other page."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog/index.md", "# Mine\n\n```{postlist}\n```\n")
    site.write("blog.md", "# Blog\n\nText.\n\n```{postlist}\n```\n")
    said = confblog("move", "ablog", "--yes", "--no-compare")
    assert "blog.md:1: ABlog showed its list of posts here; it is now blog/index" in said.out


@pytest.mark.parametrize("text", ["# Mine\n", "# Mine\n\n```{postlist}\n```\n"])
def test_an_index_of_the_site_needs_a_list(site: Site, confblog: Caller, text: str) -> None:
    """Without one, no page would have all posts."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog/index.md", text)
    has_list = "postlist" in text
    out = confblog("move", "ablog", "--yes", "--no-compare", code=0 if has_list else 1).out
    what = "ABlog had its list of posts at blog, which leads here now: add a postlist"
    assert (f"blog/index.md:1: By hand: {what}\n" in out) != has_list


def test_a_pattern_that_matches_other_pages_stays(site: Site, confblog: Caller) -> None:
    """The list of posts gets an entry of its own below it; an entry by name needs none."""
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    site.write("blog.md", "# Blog\n")
    site.write("bloom.md", "# Bloom\n")
    toctree = "```{toctree}\n:glob:\n\nblo*\n```\n\n"
    named = toctree.replace("\nblo*", "\nblog\nblo*")
    path = site.write("index.md", f"# Site\n\n{toctree}{named}")
    confblog("move", "ablog", "--yes", "--no-compare")
    after = toctree.replace("blo*", "blo*\n/blog/index")
    assert path.read_text() == f"# Site\n\n{after}{named.replace('blog', 'blog/index')}"


@pytest.mark.slow
@pytest.mark.parametrize("flags", [[], ["--dirhtml"]])
def test_nothing_is_missing_after_the_move(old: Site, confblog: Caller, flags: list[str]) -> None:
    """The comparison with ABlog's own build agrees."""
    pytest.importorskip("ablog")
    old.write("blog.rst", STUBS["blog.rst"])
    assert "\n1 post before, 1 now\n" in confblog("move", "ablog", "--yes", *flags).out
