"""Files among the posts whose formats Sphinx does not read are named, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confblog.model.source_layout import looks_like_post

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

HEAD = "---\ntitle: A\ndate: 2014-01-02\n---\n"


#: Files, their texts, and what the warning advises.
UNREAD = [
    ("blog/2014-01-02-a.textile", "h1. A\n", "convert it to Markdown"),
    ("blog/2014-01-02-b.html", "<p>A</p>\n", "convert it to Markdown"),
    ("blog/2014-01-02-c.html.erb", HEAD, "convert it to Markdown"),
    ("blog/_posts/2014-01-02-d.html", HEAD, "convert it to Markdown"),
    ("blog/2014-01-02-e/index.html", "<p>A</p>\n", "convert it to Markdown"),
    ("blog/f.adoc", HEAD, "convert it to Markdown"),
    ("blog/g.org", "#+TITLE: A\n#+DATE: 2014-01-02\n", "convert it to Markdown"),
    ("blog/2014-01-02-h.ipynb", "{}", "load myst_nb to read notebooks"),
    ("blog/2014-01-02-i.mkd", "A\n", "add the suffix to source_suffix"),
]


def test_posts_in_other_formats_are_named(site: Site, confblog: Caller) -> None:
    """A build and ``check`` warn of them, and ``list`` lists them."""
    site.post("post", date="2025-01-15")
    for path, text, _ in UNREAD:
        site.write(path, text)
    built = site.build(clean=False)
    warnings = built.warnings.splitlines()
    assert len(warnings) == len(UNREAD)
    records = confblog("check", "--json", code=1).records
    rows = confblog("list", "--not-read", "--json").records
    assert len(rows) == len(records) == len(UNREAD)
    listed = confblog("list").out
    for path, _, advice in UNREAD:
        (warning,) = (line for line in warnings if f"{path}:1: WARNING: " in line)
        assert "WARNING: this looks like a post, but " in warning
        assert advice in warning
        assert warning.endswith("[confblog.file]")
        assert any(record["message"] in warning for record in records)
        (row,) = (row for row in rows if row["path"] == path)
        assert (row["state"], row["built"]) == ("not read", False)
        assert path in listed
    assert site.build(clean=False).warnings == built.warnings


def test_other_files_are_none(site: Site) -> None:
    """Files that posts show, and those that are excluded, are no posts."""
    site.post("b", date="2025-01-15")
    site.post("2014-01-02-b")
    files = {
        "blog/demo.html": "<p>A</p>\n<script>\nvar x = {\ndate: new Date()\n}</script>\n",
        "blog/2014-01-02-a.png": "png",
        "blog/2014-01-02-b.html": "<p>The same as b.</p>\n",
        "blog/2014-01-02-a.txt": "A\n",
        "blog/page.html.erb": "---\ntitle: A\n---\n",
        "other/2014-01-02-a.html": "<p>A</p>\n",
        "_static/2014-01-02-a.html": "<p>A</p>\n",
        "old/2014-01-02-a.html": "<p>A</p>\n",
    }
    for path, text in files.items():
        site.write(path, text)
    site.build(
        confblog_posts=["blog/**", "_static/**", "old/**"], exclude_patterns=["old"],
        html_static_path=["_static"],
    )  # fmt: skip


def test_each_blog_has_its_own(site: Site, confblog: Caller) -> None:
    """They belong to the blog whose patterns they match, whatever suffix these end in."""
    site.write("conf.py", 'extensions = ["sphinx_confblog"]\n'
        'confblog_blogs = {"news": {"path": "news", "posts": ["news/*.md"]}}\n')  # fmt: skip
    site.write("news/2014-01-02-a.textile", "A\n")
    site.write("blog/2014-01-02-b.textile", "B\n")
    rows = confblog("list", "--json").records
    assert {(row["blog"], row["path"]) for row in rows} == {
        ("news", "news/2014-01-02-a.textile"), ("", "blog/2014-01-02-b.textile"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "+++\ndate = 2014-01-02\n+++\n",
        '{\n  "title": "A",\n  "date": "2014-01-02",\n}\n',
        "A\n=\n\n:date: 2014-01-02\n",
        "Title: A\nDate: 2014-01-02 10:00\n\nText.\n",
        ".. title: A\n.. date: 2014-01-02 10:00:00 UTC\n",
        "#+date: 2014-01-02\n",
    ],
)
def test_dates_in_heads_of_any_format(head: str) -> None:
    """Front matter of each generator is seen to hold a date."""
    assert looks_like_post("a.x", head)
    assert not looks_like_post("a.x", head.replace("2014-01-02", "soon"))
