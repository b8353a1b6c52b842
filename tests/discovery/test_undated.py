"""Files among the posts that have no date, and blogs without posts: each says what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import CONF

from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.model.post_reader import undated as undated_words

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Built, Site

TEXT = "# Hello\n\nText.\n"


@pytest.fixture(autouse=True)
def today(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's clock stands still; the site is made before."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768435200")


def undated(built: Built) -> list[str]:
    """What a build says of files without a date."""
    return [line for line in built.warnings.splitlines() if "has no date" in line]


ADVICE = {
    "hello.md": "rename it to 2026-01-15-hello.md, or add 'date: 2026-01-15' to its front matter",
    "bundle/index.md": (
        "rename its folder to 2026-01-15-bundle, or add 'date: 2026-01-15' to its front matter"
    ),
    "other.rst": "rename it to 2026-01-15-other.rst, or add the field ':date: 2026-01-15'",
}


@pytest.mark.slow
def test_a_file_without_a_date_says_so(site: Site, confblog: Caller) -> None:
    """In each build, in the check and in the list, with the way to make it a post."""
    said = set()
    for name, advice in ADVICE.items():
        path = site.write(f"blog/{name}", "Hello\n=====\n" if "rst" in name else TEXT)
        words = f"has no date, so it is an ordinary page. To make it a post, {advice}."
        said.add(f"{path}:1: WARNING: this file {words} [confblog.date]")
    builds = [site.build(clean=False) for _ in range(2)]
    builds.append(site.build("dirhtml", out="_two", jobs=2, clean=False))
    for built in builds:
        found = undated(built)
        assert len(found) == len(said)
        assert set(found) == said
    checked = confblog("check", code=1).out.splitlines()
    assert {f"{site.srcdir}/{line}" for line in checked} == said
    listed = confblog("list").err
    for line in said:
        place, _, words = line.removeprefix(f"{site.srcdir}/").partition(":1: WARNING: this file ")
        assert f"\n{place} {words.removesuffix(' [confblog.date]')}\n" in listed


#: Files whose dates are elsewhere, and the words about each.
ELSEWHERE = {
    "20260110-x.md": (
        ": '20260110' in its name is not written as YYYY-MM-DD. To make it a post, rename it to "
        "2026-01-10-x.md, or add 'date: 2026-01-10' to its front matter."
    ),
    "2026-01-12-bundle/post.md": (
        ". To make it a post, rename it to index.md, as the date of its folder is only for that, "
        "or add 'date: 2026-01-12' to its front matter."
    ),
    "2026/01/09/x.md": (
        ". To make it a post, rename it to 2026-01-09-x.md, or add 'date: 2026-01-09' to its front "
        "matter."
    ),
    "2026/01/08-x.md": (
        ". To make it a post, rename it to 2026-01-08-x.md, or add 'date: 2026-01-08' to its front "
        "matter."
    ),
    "2026/01-07-x/index.md": (
        ". To make it a post, rename its folder to 2026-01-07-x, or add 'date: 2026-01-07' to its "
        "front matter."
    ),
    "below.rst": (
        ". To make it a post, rename it to 2026-01-15-below.rst, or add the field "
        "':date: 2026-01-15'. The date in line 6 is not read: front matter is at the top, or right "
        "below a title with a complete underline."
    ),
}


def test_a_date_in_another_place_is_named(site: Site, confblog: Caller) -> None:
    """The form of the file's name, the file in a folder, or the line is said to be wrong."""
    for name in ELSEWHERE:
        site.write(
            f"blog/{name}", "T\n==\n\nText.\n\n:date: 2026-01-10\n" if "rst" in name else TEXT
        )
    said = {
        f"blog/{name}:1: WARNING: this file has no date, so it is an ordinary page{words} "
        "[confblog.date]"
        for name, words in ELSEWHERE.items()
    }
    built = undated(site.build(clean=False))
    assert {line.removeprefix(f"{site.srcdir}/") for line in built} == said
    assert set(confblog("check", code=1).out.splitlines()) == said


def test_a_page_in_a_toctree_is_one_on_purpose(site: Site, confblog: Caller) -> None:
    """One that another page includes is, too."""
    site.post("2020-01-01-one")
    ways = {
        "hello": "```{toctree}\nblog/hello\n```\n",
        "titled": "```{toctree}\nHello <blog/titled>\n```\n",
        "pattern": "```{toctree}\n:glob:\n:hidden:\n\nblog/pat*\n```\n",
        "included": "```{include} blog/included.md\n```\n",
    }
    for name in ways:
        site.write(f"blog/{name}.md", TEXT.replace("#", "##"))
    site.write("index.md", "# Site\n\n" + "\n".join(ways.values()))
    assert undated(site.build(clean=False)) == []
    assert confblog("check").out == ""
    assert "has no date" not in confblog("list").err


def test_other_pages_among_posts_are_on_purpose(site: Site, confblog: Caller) -> None:
    """Orphans, pages in a post's folder, and a page of your own instead of a generated one."""
    site.write("blog/hello.md", "---\norphan: true\n---\n\n# Hello\n")
    site.write("blog/index.md", "# My index\n")
    site.post("2020-01-01-one/index")
    site.write("blog/2020-01-01-one/more.md", "# More\n")
    assert undated(site.build(clean=False)) == []
    assert confblog("check").out == ""
    assert "has no date" not in confblog("list").err


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("", "no posts in blog/"),
        ("confblog_path = 'news'", "no posts in news/"),
        ("confblog_path = ''", "no posts in the source folder"),
        ("confblog_posts = ['news/*', 'old/**']", "no posts match news/*, old/**"),
    ],
)
def test_a_blog_without_posts_says_so(site: Site, confblog: Caller, conf: str, said: str) -> None:
    """It is no warning: the first post may be still to come."""
    site.write("conf.py", f"{CONF}{conf}\n")
    said = f'blog: {said} (create one with confblog new "Title")'
    assert said in site.build().status.splitlines()
    assert confblog("check").err == f"{said}; 0 warnings\n"
    assert confblog("list").err == f"0 posts\n{said}\n"


def test_each_blog_without_posts_says_so(site: Site, confblog: Caller) -> None:
    """The site's first blog need not have any if others have."""
    site.write("conf.py", f"{CONF}confblog_blogs = {{'news': {{}}, 'dev': {{}}}}\n")
    site.write("news/2020-01-01-one.md", TEXT)
    status = site.build().status
    assert "blog news: 1 post published" in status
    assert "blog dev: no posts in dev/" in status
    assert "blog: no posts" not in status
    assert "blog dev: no posts in dev/" in confblog("check").err


def test_a_notebook_has_its_date_in_its_metadata() -> None:
    """Its front matter may be there."""
    rules = ReadingRules(zone=UTC, taxonomies=(), suffixes=((".ipynb", "myst-nb"),))
    text = undated_words("blog/hello", "hello.ipynb", rules, datetime(2026, 1, 15, tzinfo=UTC))
    assert text.endswith(
        'rename it to 2026-01-15-hello.ipynb, or add "date": "2026-01-15" to its metadata'
    )


def test_a_post_that_options_leave_out_is_named(site: Site, confblog: Caller) -> None:
    """There is one, so nobody is told to create the first."""
    site.write("conf.py", f'{CONF}exclude_patterns = ["blog/20*"]\n')
    site.post("2020-01-01-one")
    said = "blog: no posts in blog/; blog/2020-01-01-one.md is left out, for example by"
    assert f"{said} exclude_patterns" in site.build().status.splitlines()
    assert confblog("check").err == f"{said} exclude_patterns; 0 warnings\n"
