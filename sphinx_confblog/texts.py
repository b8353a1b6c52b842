"""Texts of front matter: offered to translators, and used as they have translated them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_confblog.domain import blog_domain
from sphinx_confblog.nodes import front_text
from sphinx_confblog.util.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.post import Post

#: Fields of a post that are prose -> the keys of front matter that they may come from.
PROSE = {
    "title": ("title",),
    "excerpt": ("excerpt", "summary"),
    "description": ("description",),
    "image_alt": ("image_alt",),
}


def front_texts(post: Post, source: str, lines: Mapping[str, int]) -> list[front_text]:
    """The texts of a post's front matter; *lines* are those of its keys."""
    found = []
    for name, keys in PROSE.items():
        if text := getattr(post, name):
            node = front_text("", name=name, originals=paragraphs(text), shown=paragraphs(text))
            node.source, node.line = source, next((lines[k] for k in keys if k in lines), 1)
            found.append(node)
    return found


def translations(document: nodes.document) -> Iterator[tuple[str, str]]:
    """Names and texts of what has been translated."""
    for node in document.findall(front_text):
        if node["shown"] != node["originals"]:
            yield node["name"], "\n\n".join(node["shown"])


def note_translations(env: BuildEnvironment, docname: str, texts: dict[str, str]) -> None:
    """Remember the translated texts of a post."""
    if texts:
        blog_domain(env).translations[docname] = texts


def in_language(env: BuildEnvironment, post: Post) -> Post:
    """A post with the texts of its front matter in the site's language, where it has them."""
    texts: dict[str, Any] = {**blog_domain(env).translations.get(post.docname, {})}
    return replace(post, **texts) if texts else post
