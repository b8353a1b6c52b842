"""The command ``import``: what it refuses, what it leaves alone, and blogs that mean harm."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from imports import CASES, confblog_import, files, front, posts_in, put

if TYPE_CHECKING:
    from pathlib import Path

POST = "---\ntitle: T\ndate: 2014-01-01\n---\n\nText.\n"

LAUGHS = (
    b"---\na: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
    b"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
    b"e: [*d,*d,*d,*d]\n---\n"
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A blog made with Jekyll, with one post."""
    folder = tmp_path / "old"
    put(folder / "_posts" / "2014-01-01-a.md", POST)
    return folder


def test_wrong_use(old: Path, tmp_path: Path) -> None:
    """What makes no sense is refused with a reason, and nothing is written."""
    missing = confblog_import("jekyll", tmp_path / "nothing", tmp_path / "new")
    assert (missing.code, "does not exist" in missing.err) == (2, True)
    same = confblog_import("jekyll", old, old)
    assert (same.code, "same folder" in same.err) == (2, True)
    taken = confblog_import("jekyll", old, put(tmp_path / "file", "x"))
    assert (taken.code, "is not a folder" in taken.err) == (2, True)
    assert confblog_import("nosuch", old, tmp_path / "new").code == 2
    zone = confblog_import("jekyll", old, tmp_path / "new", "--timezone", "Nowhere/X")
    assert (zone.code, "not a time zone" in zone.err) == (2, True)
    assert not (tmp_path / "new").exists()


def test_sites_with_ablog_are_moved(old: Path, tmp_path: Path) -> None:
    """Asking for it names the command that converts such a site."""
    ran = confblog_import("ablog", old, tmp_path / "new")
    assert ran.code == 2
    assert "confblog move ablog" in ran.err.splitlines()[-1]
    assert not (tmp_path / "new").exists()


def test_edits_are_not_overwritten(old: Path, tmp_path: Path) -> None:
    """A file that someone has edited stays, and is told; ``--force`` replaces it."""
    new = tmp_path / "new"
    confblog_import("jekyll", old, new)
    put(new / "2014-01-01-a.md", "mine")
    ran = confblog_import("jekyll", old, new, "--json")
    assert ran.code == 1
    assert ran.outcome("_posts/2014-01-01-a.md")["why"].startswith(
        "a different file already exists"
    )
    assert (new / "2014-01-01-a.md").read_text() == "mine"
    assert confblog_import("jekyll", old, new, "--force").code == 0
    assert "Text." in (new / "2014-01-01-a.md").read_text()


def test_the_destination_may_lie_in_the_old_blog(old: Path) -> None:
    """What was imported is not taken for a part of the old blog the next time."""
    first = confblog_import("jekyll", old, old / "docs" / "_posts", "--json")
    again = confblog_import("jekyll", old, old / "docs" / "_posts", "--json")
    assert first.code == again.code == 0
    assert again.outcome("docs/_posts/")["why"] == "the folder for the new posts"
    assert len(list((old / "docs" / "_posts").iterdir())) == 1


def test_aliases_depend_on_where_the_blog_lives(old: Path, tmp_path: Path) -> None:
    """An address that does not change needs no alias."""
    put(old / "_config.yml", "permalink: /news/:year-:month-:day-:title.html\n")
    confblog_import("jekyll", old, tmp_path / "x", "--blog-path", "news")
    assert "aliases" not in front(tmp_path / "x" / "2014-01-01-a.md")
    confblog_import("jekyll", old, tmp_path / "blog")
    assert front(tmp_path / "blog" / "2014-01-01-a.md")["aliases"] == ["/news/2014-01-01-a.html"]


def test_two_posts_of_one_name(old: Path, tmp_path: Path) -> None:
    """Neither of two posts is lost when their names are the same, or differ in case."""
    put(old / "_drafts" / "2014-01-01-A.md", "---\ntitle: U\n---\nNot yet.\n")
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    assert set(files(tmp_path / "new")) == {"2014-01-01-A.md", "2014-01-01-a-2.md"}
    assert "another post has the file name" in "".join(ran.remarks("_posts/2014-01-01-a.md"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe", "is not UTF-8"),
        (b"---\ntitle: [\n---\n", "front matter"),
        (b"---\ntitle: x\n", "not closed"),
        (b"---\na: &a [*a]\n---\n", "contains itself"),
        (LAUGHS, "more than 10,000 values"),
        (b"a\0b", "null characters"),
        (b"---\ntitle: " + b"x" * 300_000 + b"\n---\n", "256 KiB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(old: Path, tmp_path: Path, content: bytes, why: str) -> None:
    """One bad file is left out with its reason; the others come through."""
    put(old / "_posts" / "2014-01-02-bad.md", content)
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    assert ran.code == 1
    entry = ran.outcome("_posts/2014-01-02-bad.md")
    assert entry["outcome"] == "not imported"
    assert why in entry["why"]
    assert set(files(tmp_path / "new")) == {"2014-01-01-a.md"}


def test_a_byte_order_mark_and_windows_lines(old: Path, tmp_path: Path) -> None:
    """Both are read, and not written."""
    put(old / "_posts" / "2014-01-01-a.md", b"\xef\xbb\xbf" + POST.replace("\n", "\r\n").encode())
    confblog_import("jekyll", old, tmp_path / "new")
    assert (tmp_path / "new" / "2014-01-01-a.md").read_bytes().startswith(b"---\ntitle: T\n")
    assert b"\r" not in (tmp_path / "new" / "2014-01-01-a.md").read_bytes()


def test_broken_settings_are_told(old: Path, tmp_path: Path) -> None:
    """Posts come through without the settings; that addresses are guesses is said."""
    put(old / "_config.yml", "permalink: [\n")
    ran = confblog_import("jekyll", old, tmp_path / "new", "--json")
    assert "settings were not read" in ran.outcome("_config.yml")["why"]
    assert ran.data["notes"] == ["_config.yml could not be read: old URLs follow the defaults"]


@pytest.mark.parametrize(
    "entity", ['<!ENTITY x "y">', '<!ENTITY x SYSTEM "file:///etc/hostname">', ""]
)
def test_bombs_in_xml_do_not_explode(tmp_path: Path, entity: str) -> None:
    """Exports with a document type are refused: entities could fill the memory, or read files."""
    put(tmp_path / "old" / "x.xml", f"<!DOCTYPE rss [{entity}]><rss><channel>&x;</channel></rss>")
    ran = confblog_import("wordpress", tmp_path / "old", tmp_path / "new", "--json")
    assert ran.code == 1
    assert "entities" in ran.outcome("x.xml")["why"]


def test_an_export_may_be_named_itself(tmp_path: Path) -> None:
    """The file alone is enough; what else lies in its folder is not looked at."""
    source = CASES / "wordpress" / "source"
    ran = confblog_import("wordpress", source / "export.xml", tmp_path / "new", "--json")
    assert ran.code == 0
    assert "other.xml" not in {entry["source"] for entry in ran.data["files"]}


def test_missing_tools_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an optional package the command says how to get it, and writes nothing."""
    monkeypatch.setitem(sys.modules, "markdownify", None)
    monkeypatch.delitem(sys.modules, "sphinx_confblog.importers.html.elements", raising=False)
    ran = confblog_import("wordpress", CASES / "wordpress" / "source", tmp_path / "new")
    assert ran.code == 2
    assert 'pip install "sphinx-confblog[import]"' in ran.err
    assert not (tmp_path / "new").exists()
    fine = confblog_import("jekyll", CASES / "jekyll" / "source", tmp_path / "new")
    assert fine.err == ""


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("jekyll", "_posts/2014-01-01-a.md", "---\npublished: false\n---\n"),
        ("jekyll", "_posts/2014-01-01-a.md", "---\ndraft: false\ndraft: true\n---\n"),
        ("jekyll", "_posts/2014-01-01-a.md", "---\npublished: nope\n---\n"),
        ("jekyll", "_posts/2014-01-01-a.md", "---\nDraft: true\n---\n"),
        ("hugo", "content/posts/a.md", "+++\ndraft = true\ndate = 2014-01-01\n+++\n"),
        ("hugo", "content/posts/a.md", "+++\nheadless = true\ndate = 2014-01-01\n+++\n"),
        ("hugo", "content/posts/a.md", "---\ndate: 2014-01-01\nexpiryDate: 2015-01-01\n---\n"),
        ("hugo", "content/posts/a.md", "---\ndate: 2014-01-01\nbuild:\n  render: never\n---\n"),
        ("pelican", "content/a.md", "Title: T\nDate: 2014-01-01\nStatus: draft\n\nx\n"),
        ("pelican", "content/a.md", "Title: T\nDate: 2014-01-01\nStatus: skip\n\nx\n"),
        ("nikola", "posts/a.md", "<!--\n.. date: 2014-01-01\n.. status: private\n-->\n\nx\n"),
        ("nikola", "posts/a.rst", ".. date: 2014-01-01\n.. status: draft\n\nx\n"),
        ("nikola", "posts/a.rst", ".. date: 2014-01-01\n\n:draft: perhaps\n\nx\n"),
        ("pelican", "content/a.rst", "T\n=\n\n:date: 2014-01-01\n:status: draft\n\nx\n"),
        ("pelican", "content/a.rst", ":date: 2014-01-01\n:status: skip\n\nT\n=\n\nx\n"),
        ("pelican", "content/a.rst", "T\n=\n\n:date: someday\n\nx\n"),
        ("nikola", "posts/a.md", "<!--\n.. date: 2014-01-01\n.. tags: draft, b\n-->\n\nx\n"),
        ("docusaurus", "blog/2014-01-01-a.md", "---\ndraft: true\n---\n"),
        ("mkdocs", "docs/blog/posts/a.md", "---\ndate: 2014-01-01\ndraft: true\n---\n"),
        ("mkdocs", "docs/blog/posts/a.md", "---\ntitle: no date\n---\n"),
        ("middleman", "source/2014-01-01-a.html.md", "---\npublished: false\n---\n"),
        ("middleman", "source/2014-01-01-a.html.md", ';;;\n"published": false\n;;;\n'),
        ("middleman", "source/2014-01-01-a.html.md", "# coding: x\n---\npublished: false\n---\n"),
    ],
)
def test_nothing_becomes_public(tmp_path: Path, name: str, path: str, text: str) -> None:
    """What was not public, or may not have been, is no public post after the import."""
    put(tmp_path / "old" / path, text)
    ran = confblog_import(name, tmp_path / "old", tmp_path / "new", "--json")
    assert ran.code == 0
    (written,) = posts_in(tmp_path / "new")
    said = front(written)
    withheld = said.get("draft") == "true" or said.get("published") == "false"
    assert withheld or str(said.get("expires", "")) < "2016"
    assert withheld or "expires" in said


def test_defaults_and_cascades_count(tmp_path: Path) -> None:
    """What a whole section is, its posts are."""
    put(tmp_path / "j" / "_config.yml",
        "defaults:\n  - scope: {path: secret}\n    values: {published: false}\n")  # fmt: skip
    put(tmp_path / "j" / "secret" / "_posts" / "2014-01-01-a.md", POST)
    confblog_import("jekyll", tmp_path / "j", tmp_path / "new-j")
    assert front(tmp_path / "new-j" / "secret" / "2014-01-01-a.md")["published"] == "false"
    put(tmp_path / "h" / "content" / "posts" / "_index.md", "---\ncascade:\n  draft: true\n---\n")
    put(tmp_path / "h" / "content" / "posts" / "a.md", POST)
    confblog_import("hugo", tmp_path / "h", tmp_path / "new-h")
    assert front(tmp_path / "new-h" / "a.md")["draft"] == "true"


def test_files_of_the_system_stay_there(old: Path, tmp_path: Path) -> None:
    """No path in a post reaches out of the old blog's folder."""
    put(tmp_path / "secret.png", "secret")
    body = "![](../../secret.png) ![](/../../secret.png) <img src='../../secret.png'>\n"
    put(old / "_posts" / "2014-01-01-a.md", f"{POST}{body}")
    confblog_import("jekyll", old, tmp_path / "new")
    assert set(files(tmp_path / "new")) == {"2014-01-01-a.md"}


def test_folders_that_no_post_needs_are_one_line(old: Path, tmp_path: Path) -> None:
    """The report as text counts their files; the one as JSON names each."""
    for name in ("x/a.png", "x/y/b.md", "x/y/c", "x/d.js", "few/e.js", "few/f.js"):
        put(old / name, "x")
    put(old / "_posts/g.js", "x")
    lines = confblog_import("jekyll", old, tmp_path / "blog").out.split("\n")
    assert [line for line in lines if "x/" in line] == [
        "skipped       x/: 4 files that are not posts, and no post refers to them"
    ]
    assert "skipped       few/e.js: not a post, and no post refers to it" in lines
    assert "skipped       _posts/g.js: not a post, and no post refers to it" in lines
    ran = confblog_import("jekyll", old, tmp_path / "blog", "--json")
    assert ran.outcome("x/y/b.md")["why"] == "not a post"


def test_anchors_of_headings_are_proposed(old: Path, tmp_path: Path) -> None:
    """MyST makes none otherwise, and old posts link to them."""
    conf = confblog_import("jekyll", old, tmp_path / "blog", "--json").data["conf"]
    assert "myst_heading_anchors" not in conf
    put(old / "_posts/2020-01-02-h.md", "---\ntitle: H\n---\n[x](#part)\n\n## Part\n")
    conf = confblog_import("jekyll", old, tmp_path / "blog", "--json").data["conf"]
    assert conf["myst_heading_anchors"] == 6
