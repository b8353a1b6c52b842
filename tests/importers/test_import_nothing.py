"""Imports that find no post, and folders of other generators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import FORMATS, confblog_import, put

if TYPE_CHECKING:
    from pathlib import Path

POST = "---\ntitle: A\ndate: 2020-01-02\n---\nText.\n"
#: Format -> where the message says that it looked.
SEARCHED = {
    "docusaurus": "**/*.{md,mdx}",
    "hugo": "**/*.{md,markdown,mkd,mdown,html}",
    "jekyll": "_posts/**/*.{md,markdown,mkd,mdown,html}, _drafts/**/*.{md,markdown,mkd,mdown,html}",
    "middleman": "{year}-{month}-{day}-{title}.html.*",
    "mkdocs": "blog/posts/**/*.{md,markdown,mkd,mdown}",
    "nikola": "posts/**/*.{md,markdown,mkd,mdown,rst,txt,html,htm,ipynb}",
    "pelican": "**/*.{md,markdown,mkd,mdown,rst,html,htm}",
    "wordpress": "*.xml",
}
#: Format -> a file that only it has, and what is in it.
SIGNS = {
    "docusaurus": ("docusaurus.config.ts", "export default {};\n"),
    "hugo": ("hugo.toml", "title = 'A'\n"),
    "jekyll": ("_config.yml", "title: A\n"),
    "middleman": ("config.rb", "activate :blog\n"),
    "mkdocs": ("mkdocs.yml", "site_name: A\n"),
    "nikola": ("conf.py", "BLOG_TITLE = 'A'\n"),
    "pelican": ("pelicanconf.py", "SITENAME = 'A'\n"),
    "wordpress": ("e.xml", '<rss xmlns:wp="http://wordpress.org/export/1.2/"></rss>'),
    "ablog": ("conf.py", "extensions = ['ablog']\n"),
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of an old blog."""
    (tmp_path / "old").mkdir()
    return tmp_path / "old"


@pytest.mark.parametrize("name", FORMATS)
def test_an_import_that_finds_no_post_fails(old: Path, tmp_path: Path, name: str) -> None:
    """The report says where posts were looked for, and where files are that look like some."""
    for path in ("notes/2020-01-02-a.textile", "notes/2020-01-03-b.textile", "til/c.org"):
        put(old / path, "date: 2020-01-02\n\nText.\n")
    put(old / "til/picture.png", "png")
    put(old / "til/page.txt", "Nothing.\n")
    ran = confblog_import(name, old, tmp_path / "new")
    assert ran.code == 1
    errors = [line for line in ran.out.splitlines() if line.startswith("error: ")]
    assert errors[0] == f"error: no posts found; searched for {SEARCHED[name]}"
    assert errors[1:] == ["error: files that look like posts are in notes (2), til (1)"]
    assert not (tmp_path / "new").exists()
    assert len(confblog_import(name, old, tmp_path / "new", "--json").data["errors"]) == 2


@pytest.mark.parametrize("name", SIGNS)
def test_a_wrong_format_is_named(old: Path, tmp_path: Path, name: str) -> None:
    """A file that only another generator has tells which one made the blog."""
    path, text = SIGNS[name]
    put(old / path, text)
    asked = "mkdocs" if name == "jekyll" else "jekyll"
    command = "move ablog" if name == "ablog" else f"import {name}"
    (error,) = confblog_import(asked, old, tmp_path / "new", "--json").data["errors"][1:]
    assert error.startswith(f"{path} belongs to ")
    assert error.endswith(f": use 'confblog {command}'")


def test_a_wrong_format_that_finds_posts_is_named(old: Path, tmp_path: Path) -> None:
    """Much of what one generator reads, another one reads in its own way."""
    put(old / "hugo.toml", "title = 'A'\n")
    put(old / "content/posts/a.md", POST)
    ran = confblog_import("pelican", old, tmp_path / "new", "--json")
    assert ran.code == 0
    assert ran.data["notes"] == ["hugo.toml belongs to Hugo: use 'confblog import hugo'"]
    assert confblog_import("hugo", old, tmp_path / "other", "--json").data["notes"] == []


def test_a_theme_in_a_folder_is_no_site(old: Path, tmp_path: Path) -> None:
    """Where posts are found, only the top folder tells the generator."""
    put(old / "_posts/2020-01-02-a.md", POST)
    put(old / "themes/a/_config.yml", "title: A\n")
    put(old / "tools/hugo.toml", "title = 'A'\n")
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    assert (ran.code, ran.data["notes"]) == (0, [])


def test_a_site_in_a_folder_is_named(old: Path, tmp_path: Path) -> None:
    """The folder may be the one above."""
    put(old / "site/hugo.toml", "title = 'A'\n")
    put(old / "site/content/posts/a.md", "---\ntitle: A\n---\nText.\n")
    errors = confblog_import("hugo", old, tmp_path / "new", "--json").data["errors"]
    assert errors[1] == (
        "site/hugo.toml belongs to Hugo: use 'confblog import hugo' in the folder site"
    )


def test_posts_that_cannot_be_read_are_posts(old: Path, tmp_path: Path) -> None:
    """Their lines say what is wrong, so there is no more to say."""
    put(old / "_posts/2020-01-02-a.md", "---\ntitle: [\n---\n")
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    assert (ran.code, ran.data["errors"]) == (1, [])
