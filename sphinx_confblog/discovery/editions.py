"""The languages of a blog: one edition each, and the translations of a post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_confblog.config import blog_keys
from sphinx_confblog.i18n import language_name
from sphinx_confblog.util.language_tags import among, same
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.setup import BlogSetup
    from sphinx_confblog.discovery.withheld_posts import BlogPosts
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.post import Post


def divide(blog: BlogPosts, language: Callable[[str], Language]) -> list[BlogPosts]:
    """Return the posts in a blog's own language, and those in each of its other languages."""
    own: list[Post] = []
    others: dict[str, list[Post]] = {}
    for post in blog.posts:
        tag = language_of(post, blog.setup)
        (own if tag is None else others.setdefault(tag, [])).append(post)
    editions = [
        blog._replace(
            setup=edition(blog.setup, tag, language(tag)),
            posts=tuple(others[tag]),
            withheld={},
            scheduled=(),
            problems=(),
        )
        for tag in sorted(others)
    ]
    indexes = tuple(part.setup.config.below("index") for part in editions)
    return [blog._replace(posts=tuple(own), editions=indexes), *editions]


def language_of(post: Post, blog: BlogSetup) -> str | None:
    """Return the language of a post; None if it is the blog's own."""
    if post.language is None or same(post.language, blog.tag):
        return None
    listed = blog.config.languages
    return post.language if listed is None else among(post.language, listed)


def edition(blog: BlogSetup, tag: str, language: Language) -> BlogSetup:
    """Return a blog in another language."""
    options = options_of(blog, tag)
    config = language.translated(options)
    counted = blog.config.path if "{language}" in (config.permalink or "") else config.path
    return replace(
        blog,
        options=options,
        config=config,
        language=language,
        key=blog_keys.key_in_language(blog.key, tag),
        folder=counted,
    )


def options_of(blog: BlogSetup, tag: str) -> BlogConfig:
    """Return the options of a blog in another language."""
    own = (blog.options.languages or {}).get(tag, {})
    path = blog.options.below(tag.lower())
    # Readers couldn't tell two indexes with the same title apart.
    title = f"{blog.options.title} ({language_name(tag)})"
    return replace(blog.options, **{"path": path, "title": title, "posts": (), **own})


class Translation(NamedTuple):
    """A document in one language."""

    #: As in ``pt-BR``.
    language: str
    docname: str


def key_of(post: Post, blog: str) -> Hashable:
    """Return the key that a post shares with its translations.

    That is its ``translation_key`` or, in one *blog*, its file without the language at its end.
    """
    if post.translation_key is not None:
        return post.translation_key
    name = post.source_docname
    name = name.removesuffix(".html")
    stem, dot, end = name.rpartition(".")
    tag = end.replace("_", "-").lower()
    named = bool(dot) and post.language is not None and tag == post.language.lower()
    return blog, stem if named else name


def group(
    keyed: Iterable[tuple[Hashable, Translation]],
) -> tuple[Mapping[str, tuple[Translation, ...]], list[tuple[str, str]]]:
    """Return docname -> its translations by language, itself included, and the duplicates.

    A document that is there in one language alone is left out; of two in one language, the first
    counts, and the other is named with it if it has a key.
    """
    groups: dict[Hashable, dict[str, Translation]] = {}
    doubles = []
    for key, version in keyed:
        first = groups.setdefault(key, {}).setdefault(version.language, version)
        # Of files that differ in their ends alone, nobody has said that they are one post.
        if first is not version and isinstance(key, str):
            doubles.append((version.docname, first.docname))
    several = (tuple(sorted(group.values())) for group in groups.values() if len(group) > 1)
    return {version.docname: versions for versions in several for version in versions}, doubles
