"""Adds front matter to the page: translated text and the cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_confblog.domain import blog_domain
from sphinx_confblog.nodes import block, front_text
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import paragraphs
from sphinx_confblog.util.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
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
    """Return the texts of a post's front matter as nodes; *lines* maps keys to their lines."""
    texts = []
    for name, keys in PROSE.items():
        if text := getattr(post, name):
            node = front_text("", name=name, originals=paragraphs(text), shown=paragraphs(text))
            node.source, node.line = source, next((lines[k] for k in keys if k in lines), 1)
            texts.append(node)
    return texts


def translations(document: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield names and texts of the fields that have been translated."""
    for node in document.findall(front_text):
        if node["shown"] != node["originals"]:
            yield node["name"], "\n\n".join(node["shown"])


def note_translations(env: BuildEnvironment, docname: str, texts: dict[str, str]) -> None:
    """Remember the translated texts of a post."""
    if texts:
        blog_domain(env).translations[docname] = texts


def in_language(env: BuildEnvironment, post: Post) -> Post:
    """Return a post with translated texts of its front matter, if there are any."""
    texts: dict[str, Any] = {**blog_domain(env).translations.get(post.docname, {})}
    return post._replace(**texts) if texts else post


#: By this class a cover is known among the images of a doctree.
CLASS = "confblog-cover-image"


def unread_cover(post: Post, source: str, line: int) -> list[nodes.image]:
    """Return the cover as an image that Sphinx is still to collect; none without ``image``."""
    if post.image is None:
        return []
    # Sphinx takes the line of an image that has no source text for unknown.
    image = nodes.image(post.image, uri=post.image, classes=[CLASS])
    image.source, image.line = source, line
    return [image]


def note_cover(app: Sphinx, doctree: nodes.document) -> None:
    """Remember a post's cover when Sphinx has found its file (``doctree-read``)."""
    env = app.env
    for image in doctree.findall(nodes.image):
        if CLASS in image["classes"]:
            candidates = image["candidates"]
            there = [uri for uri in sorted(candidates.values()) if uri in env.images]
            if uris := [candidates["?"]] if "?" in candidates else there:
                blog_domain(env).covers[env.docname] = uris[0]
            return


def copy_cover(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Have a cover copied even if no page shows it: others do (``doctree-resolved``)."""
    uri = blog_domain(app.env).covers.get(docname, "")
    if uri in app.env.images and hasattr(app.builder, "images"):
        app.builder.images.setdefault(uri, app.env.images[uri][1])


def cover_node(cover: Cover) -> nodes.Element:
    """Return the node of a cover."""
    kind = "?" if names_host(cover.uri) else "*"
    image = nodes.image("", uri=cover.uri, alt=cover.alt, candidates={kind: cover.uri})
    image["classes"] = [CLASS, "u-featured"]
    return block("div", "confblog-cover", image)


def shows(content: Iterable[nodes.Node], cover: Cover) -> bool:
    """Return whether there is an image in *content* that is the cover itself."""
    return any(
        image["uri"] == cover.uri and CLASS not in image["classes"]
        for node in content
        for image in node.findall(nodes.image)
    )


class Cover(NamedTuple):
    """The image of a post."""

    #: A path below the source folder, or a URL.
    uri: str
    #: What it shows; nothing if it is decoration.
    alt: str
