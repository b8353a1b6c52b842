"""The languages of a blog: each has a blog of its own below the blog's folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_confblog.catalog import Catalog
from sphinx_confblog.tongues import among, same
from sphinx_confblog.words import speaking, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_confblog.blog import Blog
    from sphinx_confblog.config import BlogConfig
    from sphinx_confblog.post import Post
    from sphinx_confblog.words import Speech


def divide(
    blog: Blog, posts: Iterable[Post], speech: Callable[[str], Speech]
) -> list[tuple[Blog, list[Post]]]:
    """A blog with the posts in its own language, and one for each other language of its posts."""
    own: list[Post] = []
    others: dict[str, list[Post]] = {}
    for post in posts:
        tag = language_of(post, blog)
        (own if tag is None else others.setdefault(tag, [])).append(post)
    editions = [(edition(blog, tag, speech(tag)), others[tag]) for tag in sorted(others)]
    blog.editions = tuple(found.config.below("index") for found, _ in editions)
    return [(blog, own), *editions]


def language_of(post: Post, blog: Blog) -> str | None:
    """The other language of the blog that a post is written in; None if it is the blog's own."""
    if post.language is None or same(post.language, blog.tag):
        return None
    listed = blog.config.languages
    return post.language if listed is None else among(post.language, listed)


def edition(blog: Blog, tag: str, spoken: Speech) -> Blog:
    """A blog in another language, without posts yet."""
    options = options_of(blog, tag)
    with speaking(spoken.translate):
        config = translated(options)
    counted = blog.config.path if "{language}" in (config.permalink or "") else config.path
    return replace(
        blog,
        options=options,
        config=config,
        language=tag.replace("-", "_"),
        words=spoken.words,
        translate=spoken.translate,
        key=f"{blog.key}/{tag}",
        folder=counted,
        editions=(),
        catalog=Catalog(),
        pages={},
        listings={},
        sources={},
        withheld={},
        scheduled=[],
        problems=[],
    )


def options_of(blog: Blog, tag: str) -> BlogConfig:
    """The options of a blog in another language."""
    own = (blog.options.languages or {}).get(tag, {})
    path = blog.options.below(tag.lower())
    return replace(blog.options, **{"path": path, "posts": (), **own})
