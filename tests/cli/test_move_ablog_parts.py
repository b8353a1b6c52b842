"""What becomes of each thing that a site tells ABlog."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outline import read_blocks

from sphinx_confblog.cli.ablog.plan import post_patterns
from sphinx_confblog.cli.ablog.post_options import read_date
from sphinx_confblog.cli.ablog.records import Settings
from sphinx_confblog.cli.ablog.site_options import given_slugs, slugs_of

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site
    from outline import Block

CONF = 'extensions = ["myst_parser", "ablog"]\n'
FOLDER = Path(__file__).parents[1] / "cases" / "ablog"
POST = "---\nblogpost: true\ndate: 2026-01-15\ntags: a, b\nauthor: ada\n---\n# A\n\nT.\n"
YEAR = "[0-9][0-9][0-9][0-9]"
HEAD = "---\nblogpost: true\n"
RST = "A\n=\n\n.. post:: 2026-01-15"
BY_HAND = {
    "if True:\n    blog_path = 'news'\n": "conf.py:3: By hand: blog_path is not set by a simple",
    "blog_authors = dict(ada=('Ada', None))\n": "conf.py:2: By hand: blog_authors is computed",
    "def setup(app):\n    app.env.ablog_posts = {}\n": "conf.py:3: By hand: this needs ABlog",
    "import ablog\nx = ablog.__version__\n": "conf.py:2: By hand: this needs ABlog",
}


@pytest.mark.parametrize(
    "case", read_blocks(FOLDER / "markdown.md", 2), ids=lambda case: case.title
)
def test_markdown_posts(site: Site, confblog: Caller, case: Block) -> None:
    """A post becomes one of ours, and nothing else of it changes; once."""
    before, (after,) = case.source, case.expected
    site.write("conf.py", CONF)
    path = site.write("blog/a.md", before)
    for _ in range(2):
        confblog("move", "ablog", "--yes", "--no-compare", code=None)
        assert path.read_text() == after


@pytest.mark.slow
def test_rst_posts(site: Site, confblog: Caller) -> None:
    """So does one in reStructuredText; the site builds without a warning."""
    cases = list(read_blocks(FOLDER / "restructuredtext.md", 2))
    site.write("conf.py", CONF)
    paths = [site.write(f"blog/{n}/a.rst", case.source) for n, case in enumerate(cases)]
    for _ in range(2):
        confblog("move", "ablog", "--yes", "--no-compare")
        for path, case in zip(paths, cases, strict=True):
            assert (path.read_text(),) == tuple(case.expected), case.title
    built = site.build()
    for number in range(len(cases)):
        assert "2026" in built.text(f"blog/{number}/a")


def test_lists(site: Site, confblog: Caller) -> None:
    """A list becomes one of ours."""
    cases = list(read_blocks(FOLDER / "lists.md", 2))
    site.write("conf.py", CONF)
    site.write("blog/a.md", POST)
    page = "---\norphan: true\n---\n\n# Page\n\n{}\nText.\n"
    paths = [site.write(f"p{n}.md", page.format(case.source)) for n, case in enumerate(cases)]
    for _ in range(2):
        confblog("move", "ablog", "--yes", "--no-compare", code=None)
        for path, case in zip(paths, cases, strict=True):
            assert path.read_text() == page.format(*case.expected), case.title
    site.build("dummy")


@pytest.mark.parametrize("case", read_blocks(FOLDER / "conf.md", 2), ids=lambda case: case.title)
def test_conf(site: Site, confblog: Caller, case: Block) -> None:
    """Options become ours where they stand, and everything else of the file stays."""
    if "import ablog" in case.source:
        pytest.importorskip("ablog")
    before, (after,) = case.source, case.expected
    path = site.write("conf.py", CONF + before)
    site.write("blog/a.md", POST)
    confblog("move", "ablog", "--yes", "--no-compare")
    moved = path.read_text()
    assert 'extensions = ["myst_parser", "sphinx_confblog"]' in moved
    assert after in moved
    left = re.compile(r"\b(?:blog|post)_\w+|\bablog\b")
    assert set(left.findall(moved)) <= set(left.findall(after))
    confblog("move", "ablog", "--yes", "--no-compare")
    assert path.read_text() == moved


@pytest.mark.parametrize("conf", BY_HAND)
def test_what_is_not_understood_is_left_and_named(site: Site, confblog: Caller, conf: str) -> None:
    """It is said with file and line, and the exit code is 1."""
    pytest.importorskip("ablog")
    path = site.write("conf.py", CONF + conf)
    site.write("blog/a.md", POST)
    said = confblog("move", "ablog", "--yes", "--no-compare", code=1)
    assert BY_HAND[conf] in said.out
    assert conf in path.read_text()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.md", f"{HEAD}date: someday\n---\nT.\n", "'someday' cannot be read"),
        ("a.md", f"{HEAD}date: 2026-01-15\ndraft: true\n---\nT.\n", "withholds it: draft"),
        ("a.md", "---\nblogpost: [\n---\nT.\n", "front matter cannot be read"),
        ("a.rst", f"{RST}\n\nB\n-\n\n.. post:: 2025-01-15\n\nT.\n", "a.rst:9: By hand: another"),
        ("a.rst", "A\n=\n\n.. postlist:: 3\n   :sort:\n", "this lists the oldest"),
        ("a.rst", f"{RST}\n\n.. update:: soon\n\n   X.\n", "'soon' cannot be read"),
    ],
)  # fmt: skip
def test_pages_with_something_left_to_do(
    site: Site, confblog: Caller, name: str, text: str, said: str
) -> None:
    """What a person must look at is said, and the exit code is 1."""
    site.write("conf.py", CONF)
    site.write(f"blog/{name}", text)
    assert said in confblog("move", "ablog", "--yes", "--no-compare", code=1).out


def test_a_further_post_gives_its_terms_to_the_page(site: Site, confblog: Caller) -> None:
    """It becomes a comment, and its year leads to the archive."""
    site.write("conf.py", CONF)
    text = (
        "A\n=\n\n.. post:: 2026-01-15\n\nB\n-\n\n.. post:: 2025-01-15\n   :tags: x\n\n   Y.\n\nT.\n"
    )
    path = site.write("blog/a.rst", text)
    confblog("move", "ablog", "--yes", "--no-compare", code=1)
    assert ":tags: x\n" in path.read_text()
    built = site.build()
    assert "Y." not in built.text("blog/a")
    assert 'url=archive.html"' in built.read("blog/2025.html")
    assert built.exists("blog/tag/x.html")


def test_line_ends_and_marks_stay(site: Site, confblog: Caller) -> None:
    """A file keeps its line ends and its byte order mark, and needs none at its end."""
    site.write("conf.py", CONF.replace("\n", "\r\n"))
    text = "\ufeff---\nblogpost: true\ndate: Jan 15, 2026\n---\n# A\n\nText."
    path = site.write("blog/a.md", text.replace("\n", "\r\n"))
    confblog("move", "ablog", "--yes", "--no-compare")
    assert path.read_bytes().decode() == "\ufeff---\r\ndate: 2026-01-15\r\n---\r\n# A\r\n\r\nText."


def test_notebooks_of_another_extension_are_named(site: Site, confblog: Caller) -> None:
    """What this extension does not read as a post is said."""
    site.write("conf.py", 'extensions = ["nbsphinx", "ablog"]\n')
    site.write("blog/a.ipynb", '{"cells": [{"source": ".. post:: 2026-01-15"}]}')
    said = confblog("move", "ablog", "--yes", "--no-compare", code=1)
    assert "blog/a.ipynb:1: By hand: a post in a notebook" in said.out


def test_documents_of_the_site_keep_their_addresses(site: Site, confblog: Caller) -> None:
    """Where the site has a page of its own, no redirect is asked for."""
    site.write("conf.py", f'{CONF}html_sidebars = {{"blog": ["ablog/tagcloud.html"]}}\n')
    site.write("index.md", "# Site\n\n```{toctree}\nblog\n```\n")
    site.write("blog.md", "# My list\n\nWelcome.\n\n```{postlist}\n```\n")
    site.write("blog/a.md", POST)
    assert (
        "blog.md:1: ABlog showed its list" in confblog("move", "ablog", "--yes", "--no-compare").out
    )
    built = site.build()
    assert "My list" in built.text("blog")
    assert (
        'html_sidebars = {"blog": ["confblog/tagcloud.html"]}'
        in built.app.confdir.joinpath("conf.py").read_text()
    )


def test_the_blog_may_be_the_whole_site(site: Site, confblog: Caller) -> None:
    """Without a folder of the blog's own, pages stand at the top; patterns may lead elsewhere."""
    site.write("conf.py", f'{CONF}blog_path = "."\nblog_post_pattern = ["posts/*", "../x/*"]\n')
    site.write("../x/a.md", POST)
    path = site.write("posts/a.md", POST)
    confblog("move", "ablog", "--yes", "--no-compare")
    assert "blogpost" not in path.read_text()
    conf = (site.srcdir / "conf.py").read_text()
    assert 'confblog_redirects = {\n    "drafts": "index",\n    "tag": "tag/index",\n' in conf
    assert site.build().exists("tag/a.html")


def test_a_site_without_ablog_is_left_alone(site: Site, confblog: Caller) -> None:
    """Lists and posts of ours stay as they are."""
    site.post("2026-01-15-a", tags="a")
    site.write("index.md", "# Site\n\n```{postlist}\n:tags: a\n:limit: 3\n```\n")
    said = confblog("move", "ablog", "--yes", "--no-compare")
    assert "Nothing to do" in said.err


def test_posts_are_named_by_patterns_that_name_nothing_else() -> None:
    """The blog's folder if that will do, else ABlog's patterns, folders, and single files."""

    def patterns(posts: str, others: str = "", **raw: object) -> list[str]:
        names = {*posts.split(), *others.split()}
        files = {name: f"{name}.md" for name in names}
        return post_patterns({*posts.split()}, {*others.split()}, Settings(raw=raw), files)

    assert patterns("blog/a blog/b/c") == []
    assert patterns("news/a", blog_path="news") == []
    assert patterns("posts/a", blog_post_pattern="posts/*.md") == ["posts/*.md"]
    assert patterns("posts/a x/y/b", blog_post_pattern="posts/*.md") == ["posts/*.md", "x/**"]
    assert patterns("posts/2025/a posts/2026/b") == ["posts/**"]
    assert patterns("posts/2025/a posts/2026/b", "posts/c") == [f"posts/{YEAR}/**"]
    assert patterns("2025/01/a 2026/b") == [f"{YEAR}/**"]
    assert patterns("2025/a 2026/b", "2024/c") == ["2025/**", "2026/**"]
    assert patterns("a b/c", "b/d") == ["a", "b/c"]
    assert patterns("blog/a", "blog/b/c") == ["blog/*"]


def test_terms_keep_their_pages() -> None:
    """A term is given a slug where its page would be elsewhere; what cannot be had redirects."""
    assert given_slugs({"docker": ["docker"], "c++": ["c"], "my_tag": ["my_tag"]}) == {
        "c++": "c", "my_tag": "my_tag",
    }  # fmt: skip
    assert given_slugs({"c": ["c"], "c++": ["c"]}) == {}
    said, moved = slugs_of(
        ["ada", "Ada Lovelace", "Index", "Page"], {"ada": ("Ada Lovelace", None)}
    )
    assert said == {
        "ada": {"name": "Ada Lovelace", "slug": "ada-lovelace"},
        "Index": {"slug": "index-2"},
        "Page": {"slug": "page-2"},
    }
    assert moved == {"page": "page-2"}


def test_spellings_with_one_page_become_one_term() -> None:
    """The page that ABlog wrote for one of them has the posts of all; names are not merged."""
    said, moved = slugs_of(["Big Data", "C", "big-data", "C++"], {})
    assert (said, moved) == ({"big-data": {"aliases": ["Big Data"]}}, {})
    known = {name: (name, None) for name in ("Big Data", "big-data")}
    assert "aliases" not in str(slugs_of(known, known)[0])


@pytest.mark.parametrize(
    ("text", "form", "date"),
    [
        ("15.01.2026", "%d.%m.%Y", "2026-01-15"),
        ("15.01.2026 09:30", "%d.%m.%Y %H:%M", "2026-01-15 09:30:00"),
        ("Jan 15, 2026", "%d.%m.%Y", "2026-01-15"),
        ("15", "%d", "15"),
        ("some day", "%Y", "some day"),
    ],
)
def test_dates(text: str, form: str, date: str) -> None:
    """In the site's form or a usual one; what has no year is no date."""
    assert read_date(text, form) == date
