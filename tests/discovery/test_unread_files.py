"""Files among the posts whose formats Sphinx does not read are named, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confblog.model.source_layout import looks_like_post

if TYPE_CHECKING:
    from commands import Caller
    from conftest import Site

HEAD = "---\ntitle: A\ndate: 2014-01-02\n---\n"


@pytest.mark.parametrize(
    ("path", "text", "advice"),
    [
        ("blog/2014-01-02-a.textile", "h1. A\n", "convert it to Markdown"),
        ("blog/2014-01-02-a.html", "<p>A</p>\n", "convert it to Markdown"),
        ("blog/2014-01-02-a.html.erb", HEAD, "convert it to Markdown"),
        ("blog/_posts/2014-01-02-a.html", HEAD, "convert it to Markdown"),
        ("blog/2014-01-02-a/index.html", "<p>A</p>\n", "convert it to Markdown"),
        ("blog/a.adoc", HEAD, "convert it to Markdown"),
        ("blog/a.org", "#+TITLE: A\n#+DATE: 2014-01-02\n", "convert it to Markdown"),
        ("blog/2014-01-02-a.ipynb", "{}", "load myst_nb to read notebooks"),
        ("blog/2014-01-02-a.mkd", "A\n", "add the suffix to source_suffix"),
    ],
)
def test_posts_in_other_formats_are_named(
    site: Site, confblog: Caller, path: str, text: str, advice: str
) -> None:
    """A build and ``check`` warn of them, and ``list`` lists them."""
    site.post("b", date="2025-01-15")
    site.write(path, text)
    built = site.build(clean=False)
    (warning,) = built.warnings.splitlines()
    assert f"{path}:1: WARNING: this looks like a post, but " in warning
    assert advice in warning
    assert warning.endswith("[confblog.file]")
    (record,) = confblog("check", "--json", code=1).records
    assert record["message"] in warning
    (row,) = confblog("list", "--not-read", "--json").records
    assert (row["path"], row["state"], row["built"]) == (path, "not read", False)
    assert path in confblog("list").out
    assert site.build(clean=False).warnings == built.warnings


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("blog/demo.html", "<p>A</p>\n<script>\nvar x = {\ndate: new Date()\n}</script>\n"),
        ("blog/2014-01-02-a.png", "png"),
        ("blog/2014-01-02-b.html", "<p>The same as b.</p>\n"),
        ("blog/2014-01-02-a.txt", "A\n"),
        ("blog/page.html.erb", "---\ntitle: A\n---\n"),
        ("other/2014-01-02-a.html", "<p>A</p>\n"),
        ("_static/2014-01-02-a.html", "<p>A</p>\n"),
        ("old/2014-01-02-a.html", "<p>A</p>\n"),
    ],
)
def test_other_files_are_none(site: Site, path: str, text: str) -> None:
    """Files that posts show, and those that are excluded, are no posts."""
    site.post("b", date="2025-01-15")
    site.post("2014-01-02-b")
    site.write(path, text)
    conf: dict[str, Any] = {
        "confblog_posts": ["blog/**", "_static/**", "old/**"],
        "exclude_patterns": ["old"],
    }
    site.build(html_static_path=["_static"] if path.startswith("_static") else [], **conf)


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
