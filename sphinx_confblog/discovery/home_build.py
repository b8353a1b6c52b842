"""Reads a blog that is built elsewhere: its documents and their titles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.blog import heading_of_post
from sphinx_confblog.domain import Home
from sphinx_confblog.model.versions import release_posts

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinx_confblog.discovery.blogs import Blogs

#: The URL of what is being built, on Read the Docs.
CANONICAL = "READTHEDOCS_CANONICAL_URL"


def home_url(config: Config, home: str | None) -> str:
    """Return the URL that the blog is built at, if it is not what is being built; else "".

    *home* is ``confblog_home``. A site that does not know its own URL has its blog.
    """
    here = str(config.html_baseurl or "") or os.environ.get(CANONICAL, "")
    if not home or not here or same_site(here, home):
        return ""
    return home.rstrip("/") + "/"


def same_site(one: str, other: str) -> bool:
    """Return whether two URLs are the same but for the scheme and a slash at the end."""
    return _bare(one) == _bare(other)


def _bare(url: str) -> str:
    return url.partition("://")[2].rstrip("/").lower()


def make_home(url: str, blogs: Blogs) -> Home:
    """Return the documents of blogs that are built at *url*: none that is withheld.

    A preview here is none there.
    """
    public = {name: post for name, post in blogs.posts.items() if not blogs.of(name).marks(post)}
    docnames = {name: name for name in public}
    docnames |= {source: name for source, name in blogs.moved.items() if name in public}
    listings = {name: page for blog in blogs.all for name, page in blog.listings.items()}
    docnames |= {name: name for name in listings}
    titles = {
        name: post.title or heading_of_post(blogs.of(name), blogs.of(name).files, post) or post.slug
        for name, post in public.items()
    }
    titles |= {name: page.title for name, page in listings.items()}
    releases = release_posts(blog.catalog for blog in blogs.all)
    return Home(
        url=url,
        docnames=docnames,
        titles=titles,
        index_page=blogs.main.config.below("index"),
        releases={key: name for key, name in releases.items() if name in public},
    )
