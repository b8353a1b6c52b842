"""Copies `confblog_image`, the default image in metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig


#: Among the documents that use images, this is not a document: docnames don't begin with a colon.
OWNER = ":confblog_image"


def image_uri(config: BlogConfig) -> str | None:
    """Return the default image of a blog as doctrees name images: a path, or a URL."""
    return config.image and config.image.lstrip("/")


def note_images(app: Sphinx, env: BuildEnvironment) -> None:
    """Have the default images of all blogs among the site's images (``env-updated``).

    No page shows them. Each index depends on its blog's, so that a new version is copied.
    """
    env.images.purge_doc(OWNER)
    for blog in blogs_of(env).all:
        uri, index = image_uri(blog.config), blog.config.below("index")
        if uri and "://" not in uri and index in env.found_docs:
            env.images.add_file(OWNER, uri)
            env.note_dependency(uri, docname=index)


def copy_images(app: Sphinx, builder: Builder) -> None:
    """Have the default images copied (``write-started``)."""
    for uri, (users, name) in app.env.images.items() if makes_site(builder) else ():
        if OWNER in users:
            builder.images.setdefault(uri, name)
