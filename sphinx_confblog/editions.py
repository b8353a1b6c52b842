"""The languages of a blog: each has a blog of its own below the blog's folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_confblog.i18n import speaking, translated
from sphinx_confblog.util.language_tags import among, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confblog.blog import BlogPosts, BlogSetup
    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.i18n import Speech
    from sphinx_confblog.model.post import Post


def divide(found: BlogPosts, speech: Callable[[str], Speech]) -> list[BlogPosts]:
    """Return the posts in a blog's own language, and those in each of its other languages."""
    own: list[Post] = []
    others: dict[str, list[Post]] = {}
    for post in found.posts:
        tag = language_of(post, found.setup)
        (own if tag is None else others.setdefault(tag, [])).append(post)
    editions = [
        replace(
            found,
            setup=edition(found.setup, tag, speech(tag)),
            posts=tuple(others[tag]),
            withheld={},
            scheduled=(),
            problems=(),
        )
        for tag in sorted(others)
    ]
    indexes = tuple(part.setup.config.below("index") for part in editions)
    return [replace(found, posts=tuple(own), editions=indexes), *editions]


def language_of(post: Post, blog: BlogSetup) -> str | None:
    """The other language of the blog that a post is written in; None if it is the blog's own."""
    if post.language is None or same(post.language, blog.tag):
        return None
    listed = blog.config.languages
    return post.language if listed is None else among(post.language, listed)


def edition(blog: BlogSetup, tag: str, spoken: Speech) -> BlogSetup:
    """A blog in another language."""
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
    )


def options_of(blog: BlogSetup, tag: str) -> BlogConfig:
    """The options of a blog in another language."""
    own = (blog.options.languages or {}).get(tag, {})
    path = blog.options.below(tag.lower())
    return replace(blog.options, **{"path": path, "posts": (), **own})
