"""Which feeds there are, and which posts they carry."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from records import FIRST_DAY, catalog, post

from sphinx_confblog.config.options import BlogConfig
from sphinx_confblog.feeds.plan import BlogFeeds, feed_title, plan_feeds
from sphinx_confblog.i18n import Language
from sphinx_confblog.model.catalog import TermInfo

if TYPE_CHECKING:
    from sphinx_confblog.model.post import Post

ENGLISH = Language("en", str, b"")
NOW = FIRST_DAY + timedelta(100)


def plan(*posts: Post, infos: Any = None, **options: Any) -> BlogFeeds:
    """The feeds of some posts."""
    config = BlogConfig(**options)
    return plan_feeds(catalog(*posts, infos=infos), config, NOW, ENGLISH, "Site: Blog")


def test_the_blog_and_each_term_have_a_feed() -> None:
    """The blog's own comes first; a term's lies in the folder of its page."""
    found = plan(post("a", tags="C++, docker"), post("b", 1, tags="docker"))
    assert [(feed.home, feed.folder, feed.title, feed.posts) for feed in found.feeds] == [
        ("blog/index", "blog", "Site: Blog", ("blog/b", "blog/a")),
        (
            "blog/tags/c-plus-plus",
            "blog/tags/c-plus-plus",
            "Posts tagged “C++” · Site: Blog",
            ("blog/a",),
        ),
        (
            "blog/tags/docker",
            "blog/tags/docker",
            "Posts tagged “docker” · Site: Blog",
            ("blog/b", "blog/a"),
        ),
    ]
    assert found.by_home["blog/tags/docker"] is found.feeds[2]
    assert found.carried == {"blog/a", "blog/b"}


@pytest.mark.parametrize(
    ("path", "format_", "expected"),
    [
        ("blog", "atom", "blog/atom.xml"),
        ("blog", "rss", "blog/rss.xml"),
        ("a/b", "json", "a/b/feed.json"),
        ("", "atom", "atom.xml"),
    ],
)
def test_where_feeds_lie(path: str, format_: str, expected: str) -> None:
    """In the blog's folder, or at the top if that is the blog."""
    assert plan(post("a"), path=path).feeds[0].path(format_) == expected


@pytest.mark.parametrize(("length", "count"), [(2, 2), (0, 5), (9, 5)])
def test_a_feed_holds_the_newest_posts(length: int, count: int) -> None:
    """0 means all; what no feed holds is not carried."""
    posts = [post(f"p{n}", n, tags="t") for n in range(5)]
    found = plan(*posts, feed_length=length)
    names = ("blog/p4", "blog/p3", "blog/p2", "blog/p1", "blog/p0")[:count]
    assert [feed.posts for feed in found.feeds] == [names, names]
    assert found.carried == set(names)


def test_what_is_not_public_is_in_no_feed() -> None:
    """Previewed and unlisted posts are left out, and others move up for them."""
    posts = (
        post("draft", 9, tags="t, drafts", draft=True),
        post("later", 200, tags="t"),
        post("gone", 8, tags="t", expires=NOW),
        post("hidden", 7, tags="t, hidden", unlisted=True),
        post("old", 1, tags="t"),
    )
    found = plan(*posts, feed_length=1)
    assert [(feed.folder, feed.posts) for feed in found.feeds] == [
        ("blog", ("blog/old",)),
        ("blog/tags/t", ("blog/old",)),
    ]


def test_without_a_public_post_there_is_no_feed() -> None:
    """Not even an empty one."""
    assert plan(post("draft", draft=True, tags="t")) == BlogFeeds()
    assert plan() == BlogFeeds()


def test_only_terms_with_a_page_have_a_feed() -> None:
    """A taxonomy that the site has no pages for has no feeds either."""
    assert len(plan(post("a", tags="t"), taxonomies={"authors": "Authors"}).feeds) == 1


def test_a_feed_says_what_it_is_about() -> None:
    """Descriptions are those of the blog and of the terms."""
    infos = {"tags": {"t": TermInfo(id="t", name="Tee", description="On tea.")}}
    found = plan(post("a", tags="t"), infos=infos, description="All of it.")
    assert [(feed.title, feed.subtitle) for feed in found.feeds] == [
        ("Site: Blog", "All of it."),
        ("Posts tagged “Tee” · Site: Blog", "On tea."),
    ]


@pytest.mark.parametrize(
    ("project", "title", "own", "expected"),
    [
        ("Lantern", "Blog", None, "Lantern: Blog"),
        ("Lantern", "The Lantern blog", None, "The Lantern blog"),
        ("Blog of Ada", "Blog", None, "Blog of Ada"),
        ("Project name not set", "Blog", None, "Blog"),
        ("Lantern", "Blog", "All that is new", "All that is new"),
    ],
)
def test_a_feed_says_whose_it_is(project: str, title: str, own: str, expected: str) -> None:
    """Its title has the project's name, once, unless the site names the feed."""
    assert feed_title(BlogConfig(title=title, feed_title=own), ENGLISH, project) == expected
