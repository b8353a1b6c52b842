"""Files among the posts whose formats Sphinx does not read are named, not passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF, INDEX

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
    ("blog/2014-01-02-j.MD", "A\n", "rename it to 2014-01-02-j.md"),
    ("blog/k.Markdown", HEAD, "rename it to k.md"),
    ("blog/2014-01-02-l.txt", "---\ntitle: A\n---\n", "rename it to 2014-01-02-l.md"),
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


OUTSIDE = "it does not match blog/** (confblog_posts). Move it there, or"
PUBLISHED = f"this page is published despite {{}}, because it is not a post: {OUTSIDE} exclude it"
LOOKS = f"this looks like a post, but is an ordinary page: {OUTSIDE} rename it without the date."
#: Pages outside the blog, the text of each, and the line and the words of its warning.
STRAYS = [
    ("posts/2026-01-01-a.md", "---\ntitle: A\ntags: x\ndraft: true\n---\n# A\n", 4, "'draft'"),
    ("b.md", "---\npublished: false\n---\n# B\n", 2, "'published'"),
    ("c.md", "---\ntitle: C\nexpires: 2030-01-01\n---\n# C\n", 3, "'expires'"),
    ("d.rst", ":date: 2026-01-01\n:draft: yes\n\nD\n=\n", 2, "'draft'"),
    ("2026-01-02-e.md", "---\ntitle: E\ntags: [x]\n---\n# E\n", 3, None),
    ("2026-01-03-f/index.md", "---\ncategory: x\n---\n# F\n", 2, None),
]  # fmt: skip
FINE = {
    "dated.md": "---\ndate: 2026-01-01\ntags: x\n---\n# A\n",
    "2026-01-04-minutes.md": "---\ndate: 2026-01-04\nauthor: Ada\n---\n# A\n",
    "2026-01-05-minutes.md": "# A\n",
    "kept.md": "---\ndraft: false\npublished: true\nexpires: never\n---\n# A\n",
    "ablog.md": "---\nblogpost: true\ndraft: true\n---\n# A\n",
    "2026-01-06-ablog.md": "---\nblogpost: true\ntags: x\ndate: 2026-01-06\n---\n# A\n",
}


def strays(site: Site) -> list[str]:
    """Write pages outside the blog; return the warnings about some of them."""
    site.post("2020-01-01-post")
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n:glob:\n\n*\n*/*\n```\n")
    for path, text in (*FINE.items(), *((path, text) for path, text, *_ in STRAYS)):
        site.write(path, text)
    return [
        f"{path}:{line}: WARNING: {PUBLISHED.format(key) if key else LOOKS}"
        for path, _, line, key in STRAYS
    ]


def test_drafts_outside_the_blog_are_named(site: Site, confblog: Caller) -> None:
    """They are published: in each build, ``check`` and ``list`` say so, at the line of the key."""
    expected = strays(site)
    for _ in range(2):
        built = site.build(clean=False).warnings.splitlines()
        assert len(built) == len(expected)
        assert all(any(text in line for line in built) for text in expected)
    checked = confblog("check", code=1).out.splitlines()
    assert len(checked) == len(expected)
    assert all(any(line.startswith(text) for line in checked) for text in expected)
    listed = confblog("list").err
    assert all(text.replace("WARNING: ", "") in listed for text in expected)


def test_folders_of_drafts_outside_the_blog_are_named(site: Site, confblog: Caller) -> None:
    """A default withholds only posts, so the warning names the pages that are none."""
    site.post("2020-01-01-post")
    for name, head in {"a": "", "b": "---\ndraft: false\n---\n", "sub/c": ""}.items():
        site.write(f"ideas/{name}.md", f"{head}# A\n")
    site.write("index.md", f"{INDEX}\n```{{toctree}}\n:glob:\n\nideas/**\n```\n")
    site.write("conf.py", CONF + "confblog_defaults = {'ideas': {'draft': True}, 'draft': 'no'}\n")
    said = PUBLISHED.format("confblog_defaults")
    for lines in (site.build(clean=False).warnings, confblog("check", code=1).out):
        assert [line.partition(":")[0][-4:] for line in lines.splitlines()] == ["a.md", "c.md"]
        assert lines.count(f"md:1: WARNING: {said}") == 2


def test_posts_of_ablog_are_its_own(site: Site, confblog: Caller) -> None:
    """While a site still has ABlog, its posts need not be where ours are."""
    strays(site)
    site.write("conf.py", CONF.replace('"sphinx_confblog"', '"sphinx_confblog", "ablog"'))
    assert confblog("check").out == ""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_output_among_the_posts_is_not_named(site: Site, confblog: Caller, builder: str) -> None:
    """The pages of an earlier build are no posts, even if conf.py does not exclude them."""
    site.write("conf.py", CONF + "confblog_path = ''\n")
    site.write("2026-01-01-a.md", "---\ntags: x\n---\n\nText.\n")
    for _ in range(2):
        site.build(builder, out=f"{site.srcdir.name}/_out")
    assert site.build(builder).warnings == ""
    assert confblog("check").code == 0
    site.write("_out/2026-01-02-b.html", "<p>B</p>\n")
    assert "2026-01-02-b.html:1: WARNING" in confblog("check", code=1).out


#: Markdown that is no post, with the line that uses the blog; 0 if none does.
NOT_READ = {
    "lists.md": ("# Lists\n\n```{postlist} 3\n```\n", 3),
    "tab.md": ("# T\n\n````{note}\n```{blog:terms} tags\n```\n````\n", 4),
    "quote.md": ("# Q\n\n> :::{blog:archive}\n> :::\n", 3),
    "role.md": ("# R\n\nSee {blog:post}`a`.\n", 3),
    "README.md": ("# R\n\n`{blog:tag}`\n\n```md\n```{postlist}\n```\n", 0),
    "LICENSE.md": ("# L\n", 0),
}


def test_markdown_that_is_not_read(site: Site, confblog: Caller) -> None:
    """Where only posts are Markdown, other files that use the blog are reported."""
    (site.srcdir / "index.md").unlink()
    top = site.write("index.rst", "Top\n===\n\n.. toctree::\n\n   guide\n   part/it.md\n")
    site.write("guide.md", "# Guide\n")
    site.write("part/it.md", "# It\n")
    site.write("part.rst", ":orphan:\n\nPart\n====\n\n.. toctree::\n   :glob:\n\n   *\n")
    site.post("2025-01-15-a")
    said = set()
    for name, (text, line) in NOT_READ.items():
        path = site.write(name, text)
        word = text.partition("{")[2].partition("}")[0] if name != "tab.md" else "blog:terms"
        if line:
            said.add(f"{path}:{line}: WARNING: '{{{word}}}' has no effect here")
    for built in (site.build(clean=False), site.build(clean=False, jobs=2)):
        lines = [line for line in built.warnings.splitlines() if "only posts are read" in line]
        listed = [line for line in lines if line.startswith(f"{top}:4: ")]
        assert "nonexisting document 'guide'; guide.md is not read, as only posts" in listed[0]
        assert "nonexisting document 'part/it'; part/it.md is not read" in listed[1]
        assert {line.partition(", because only")[0] for line in lines if line not in listed} == said
        assert all("add 'myst_parser' to extensions" in line for line in lines)
    checked = confblog("check", code=1).out.splitlines()
    named = [line for line in checked if "this file is in a toctree, but is not read" in line]
    assert [line.partition(" ")[0] for line in named] == ["guide.md:1:", "part/it.md:1:"]
    rest = {f"{site.srcdir}/{line.partition(', because only')[0]}" for line in checked}
    assert rest > said
    assert len(checked) == len(said) + len(named)
    site.write("conf.py", CONF.replace("[", '["myst_parser", '))
    assert "only posts are read" not in site.build(clean=False).warnings


def test_markdown_that_a_page_includes_is_read(site: Site, confblog: Caller) -> None:
    """It is no page, but its directives work."""
    (site.srcdir / "index.md").unlink()
    include = ".. include:: part.md\n   :parser: myst_parser.sphinx_\n"
    site.write("index.rst", f"Top\n===\n\n{include}")
    site.write("part.md", "Part\n\n```{postlist}\n```\n")
    site.post("2025-01-15-a", title="Hello")
    assert "Hello" in site.build().text("index")
    assert "Hello" in site.build().text("index")
    confblog("check")
