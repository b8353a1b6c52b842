"""Names and titles come out of an import as the old blog showed them."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import pytest
from imports import confblog_import, posts_in, put

from sphinx_confblog.frontmatter.formats import MARKDOWN, RST
from sphinx_confblog.frontmatter.keys import ReadingRules
from sphinx_confblog.model.post_reader import read_post

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Site

    from sphinx_confblog.model.post import Post

#: Format -> a file with front matter in YAML.
FILES = {
    "docusaurus": "blog/2020-01-02-a.md",
    "hugo": "content/posts/a.md",
    "jekyll": "_posts/2020-01-02-a.md",
    "middleman": "source/2020-01-02-a.html.md",
    "mkdocs": "docs/blog/posts/a.md",
    "nikola": "posts/a.md",
    "pelican": "content/a.md",
}
RULES = ReadingRules(zone=UTC, taxonomies=("tags", "authors", "categories", "series"))
TITLE = "vector<int>, __init__ and *args"

each_format = pytest.mark.parametrize("name", FILES)


def imported(tmp_path: Path, name: str, path: str, text: str) -> Post:
    """Return the only post of an old blog as a build reads it."""
    put(tmp_path / "old" / path, text)
    confblog_import(name, tmp_path / "old", tmp_path / "blog")
    (new,) = posts_in(tmp_path / "blog")
    head = (RST if new.suffix == ".rst" else MARKDOWN).read(new)
    now = datetime(2030, 1, 1, tzinfo=UTC)
    post = read_post(docname=new.stem, filename=new.name, head=head, rules=RULES, now=now).post
    assert post is not None
    return post


@each_format
@pytest.mark.parametrize("author", ["Evgeni Golov", "Golov, Evgeni"])
def test_an_author_stays_one(tmp_path: Path, name: str, author: str) -> None:
    """Neither spaces nor commas divide the value of a key in the singular."""
    text = f"---\ntitle: A\ndate: 2020-01-02\nauthor: {author}\n---\nText.\n"
    post = imported(tmp_path, name, FILES[name], text)
    assert post.terms["authors"] == (author,)


@each_format
@pytest.mark.parametrize("category", ["Bread and Butter", "Bread, Butter"])
def test_a_category_stays_one(tmp_path: Path, name: str, category: str) -> None:
    """The same for a category."""
    text = f"---\ntitle: A\ndate: 2020-01-02\ncategory: {category}\n---\nText.\n"
    post = imported(tmp_path, name, FILES[name], text)
    assert post.terms["categories"] == (category,)


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("nikola", "posts/a.rst", ".. title: A\n.. date: 2020-01-02\n.. author: Golov, Evgeni\n"),
        ("pelican", "content/a.rst", "A\n=\n\n:date: 2020-01-02\n:author: Golov, Evgeni\n"),
        ("pelican", "content/a.md", "Title: A\nDate: 2020-01-02\nAuthor: Golov, Evgeni\n"),
        (
            "docusaurus",
            "blog/a.md",
            "---\ndate: 2020-01-02\nauthors: [{name: 'Golov, Evgeni'}]\n---\n",
        ),
        (
            "mkdocs",
            "docs/blog/posts/a.md",
            "---\ndate: 2020-01-02\nauthors: ['Golov, Evgeni']\n---\n",
        ),
    ],
)
def test_an_author_stays_one_in_other_forms(
    tmp_path: Path, name: str, path: str, text: str
) -> None:
    """So does one in fields, comments and lists."""
    post = imported(tmp_path, name, path, f"{text}\nText.\n")
    assert post.terms["authors"] == ("Golov, Evgeni",)


def test_several_authors_of_pelican(tmp_path: Path) -> None:
    """The plural holds several, with semicolons or commas between them."""
    text = "Title: A\nDate: 2020-01-02\nAuthors: Golov, Evgeni; Ada\nAuthor: Bob\n\nText.\n"
    post = imported(tmp_path, "pelican", "content/a.md", text)
    assert post.terms["authors"] == ("Golov, Evgeni", "Ada")


@pytest.mark.parametrize("name", ["docusaurus", "hugo", "nikola"])
def test_names_of_characters_in_plain_titles(tmp_path: Path, name: str) -> None:
    """These generators show titles as text, in which ``&nbsp;`` is no space."""
    text = "---\ntitle: Use &nbsp; and &lt;\ndate: 2020-01-02\n---\nText.\n"
    assert imported(tmp_path, name, FILES[name], text).title == "Use &nbsp; and &lt;"


@pytest.mark.parametrize("name", ["jekyll", "middleman", "mkdocs", "pelican"])
def test_names_of_characters_in_titles_of_html(tmp_path: Path, name: str) -> None:
    """These put titles into pages as HTML, in which ``&mdash;`` is a dash."""
    text = "---\ntitle: This &mdash; that\ndate: 2020-01-02\n---\nText.\n"
    assert imported(tmp_path, name, FILES[name], text).title == "This \N{EM DASH} that"


def test_titles_are_built_as_they_were_typed(site: Site, tmp_path: Path) -> None:
    """No part of a title is markup, on pages, in lists and in the feed."""
    for name, path in FILES.items():
        text = f"---\ntitle: {TITLE}\ndate: 2020-01-02\n---\nText.\n"
        put(tmp_path / name / path.replace("a.", f"{name}."), text)
        confblog_import(name, tmp_path / name, site.srcdir / "blog" / name)
    built = site.build(html_baseurl="https://a.org/")
    for page in ("blog/hugo/hugo", "blog/pelican/pelican", "blog/jekyll/2020-01-02-jekyll"):
        assert f'<h1 class="p-name">{escape(TITLE)}<' in built.read(f"{page}.html")
    assert built.read("blog/index.html").count(f">{escape(TITLE)}</a></h2>") == 7
    assert built.read("blog/atom.xml").count(f">{escape(TITLE)}</title>") == 7
