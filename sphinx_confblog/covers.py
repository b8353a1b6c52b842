"""The cover of a post: taken up when it is read, shown on its page and on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.domain import blog_domain
from sphinx_confblog.nodes import block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from sphinx_confblog.entry import Cover
    from sphinx_confblog.model.post import Post

#: By this class a cover is known among the images of a doctree.
CLASS = "confblog-cover-image"


def unread_cover(post: Post, source: str, line: int) -> list[nodes.image]:
    """The cover as an image that Sphinx has not looked at yet; none without ``image``."""
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
            if found := [candidates["?"]] if "?" in candidates else there:
                blog_domain(env).covers[env.docname] = found[0]
            return


def copy_cover(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Have a cover copied even if no page shows it: others do (``doctree-resolved``)."""
    uri = blog_domain(app.env).covers.get(docname, "")
    if uri in app.env.images and hasattr(app.builder, "images"):
        app.builder.images.setdefault(uri, app.env.images[uri][1])


def cover_node(cover: Cover) -> nodes.Node:
    """The cover as it is shown."""
    kind = "?" if "://" in cover.uri else "*"
    image = nodes.image("", uri=cover.uri, alt=cover.alt, candidates={kind: cover.uri})
    image["classes"] = [CLASS, "u-featured"]
    return block("div", "confblog-cover", image)


def shows(content: Iterable[nodes.Node], cover: Cover) -> bool:
    """Whether there is an image in *content* that is the cover itself."""
    return any(
        image["uri"] == cover.uri and CLASS not in image["classes"]
        for node in content
        for image in node.findall(nodes.image)
    )
