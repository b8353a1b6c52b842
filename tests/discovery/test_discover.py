"""The discovery of blogs: records made from options, files and the heads that are remembered."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sphinx.util.matching import Matcher

from sphinx_confblog.config.options import BlogConfig
from sphinx_confblog.discovery.blogs import discover
from sphinx_confblog.discovery.page_templates import load_templates
from sphinx_confblog.discovery.setup import BlogSetup, SiteSetup
from sphinx_confblog.i18n import Language
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.model.site_addresses import SiteFiles

if TYPE_CHECKING:
    from pathlib import Path


def setup_of(srcdir: Path) -> SiteSetup:
    """A site in English whose blog has all options as they are by default."""
    config = BlogConfig(timezone=ZoneInfo("UTC"))
    blog = BlogSetup(
        options=config, config=config, language=Language("en", str, b""), key="",
        folder=config.path, encoding="utf-8-sig", suffixes=((".md", "markdown"),),
        now=datetime(2020, 1, 1, tzinfo=UTC), templates=load_templates([]),
    )  # fmt: skip
    return SiteSetup(
        srcdir=srcdir, blogs=(blog,), matchers=((blog, Matcher(config.post_patterns)),),
        language=lambda tag: Language(tag, str, b""), site_files=SiteFiles(), root_doc="index",
        markdown_is_ours=True, suffix_is_lent=True,
    )  # fmt: skip


def write(srcdir: Path, **files: str) -> dict[str, Path]:
    """Write posts below ``blog``: name with ``__`` for a slash -> front matter."""
    paths = {}
    for name, front in files.items():
        path = srcdir / "blog" / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{front}\n---\n\nText.\n", "utf-8")
        paths[path.relative_to(srcdir).with_suffix("").as_posix()] = path
    return paths


def test_blogs_are_made_of_what_is_given(tmp_path: Path) -> None:
    """The same options, files and heads make the same blogs, and stay as they are."""
    setup = setup_of(tmp_path)
    files = write(tmp_path, a="date: 2019-01-01\ntags: x", b="date: 2019-01-02\npermalink: /b")
    documents, given = frozenset({*files, "index"}), dict(files)
    first, second = (discover(setup, files, documents, {}) for _ in range(2))
    assert (files, first.heads) == (given, second.heads)
    assert (first.posts, first.pages, first.moved) == (second.posts, second.pages, second.moved)
    assert list(first.posts) == ["b", "blog/a"]
    assert first.moved == {"blog/b": "b"}
    assert "blog/tags/x" in first.pages
    with pytest.raises(FrozenInstanceError):
        first.posts = {}  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        first.main.key = "other"  # type: ignore[misc]


def test_heads_of_unchanged_files_are_not_read_again(tmp_path: Path) -> None:
    """What is remembered is taken as long as time and size of the file are the same."""
    setup = setup_of(tmp_path)
    files = write(tmp_path, a="date: 2019-01-01", b="date: 2019-01-01")
    heads = discover(setup, files, files.keys(), {}).public_heads()
    write(tmp_path, b="date: 2019-01-01\ntags: new")
    again = discover(setup, files, files.keys(), heads)
    assert again.heads["blog/a"] is heads["blog/a"]
    assert again.posts["blog/b"].terms == {"tags": ("new",)}


def test_a_term_of_many_posts_is_kept_once(tmp_path: Path) -> None:
    """In memory, and in what is saved between builds."""
    files = write(
        tmp_path, a="date: 2019-01-01\ntags: [one tag]", b="date: 2019-01-02\ntags: one tag"
    )
    heads = discover(setup_of(tmp_path), files, files.keys(), {}).public_heads()
    first, second = (post.terms["tags"][0] for head in heads.values() if (post := head.result.post))
    assert first is second


def test_nothing_of_withheld_posts_is_remembered(tmp_path: Path) -> None:
    """Neither of drafts, nor of those to come, nor of posts in the folder of a draft."""
    files = write(
        tmp_path, a="date: 2019-01-01", draft="date: 2019-01-01\ndraft: true",
        next="date: 2021-01-01", whole__index="date: 2019-01-01\ndraft: true",
        whole__part="date: 2019-01-01",
    )  # fmt: skip
    blogs = discover(setup_of(tmp_path), files, {*files, "blog/whole/page"}, {})
    assert blogs.withheld == {
        "blog/draft": Withheld.DRAFT,
        "blog/next": Withheld.SCHEDULED,
        "blog/whole/index": Withheld.DRAFT,
        "blog/whole/part": Withheld.DRAFT,
    }
    assert blogs.attached == {"blog/whole/page"}
    assert list(blogs.public_heads()) == ["blog/a"]
    assert list(blogs.posts) == ["blog/a"]
