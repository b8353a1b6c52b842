"""What the heads of pages say of the blog and its people, as plain records.

They are part of what tells that a page is to be written again; see
:mod:`sphinx_confblog.fingerprints`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.phrases import page_description
from sphinx_confblog.resolving.byline import AUTHORS
from sphinx_confblog.util.urls import is_web_url

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.catalog import Term


class Profile(NamedTuple):
    """Somebody who writes posts."""

    name: str
    #: The page of their posts.
    docname: str | None
    #: Their own site.
    url: str | None
    #: What the site says of them.
    description: str | None = None
    #: Other pages of theirs.
    links: tuple[str, ...] = ()
    #: Their picture: a path below the source folder, or a URL.
    avatar: str | None = None


class About(NamedTuple):
    """What the head of a page says besides what its post does."""

    #: The title of the blog.
    blog: str
    #: Whether there is more than a description.
    metadata: bool
    #: What a list of posts is about; a post says that itself.
    description: str = ""
    #: The authors of a post, or the one whom a list is about.
    people: tuple[Profile, ...] = ()


def about(env: BuildEnvironment, docname: str) -> About | None:
    """What the head of a post's page, or of a generated page, says; None for any other page."""
    blog = blog_of(env, docname)
    title, metadata = blog.config.title, blog.config.metadata
    if post := blog.catalog.posts.get(docname):
        authors = blog.catalog.post_terms(post, AUTHORS)
        people = (profile(env, blog, name, term) for name, term in authors)
        # What is said of them stands on their own pages.
        people = (Profile(p.name, p.docname, p.url) for p in people)
        return About(title, metadata, people=tuple(people))
    if page := blog.pages.get(docname):
        with blog.speaking():
            description = page_description(page, blog.config, blog.language)
        of_author = page.taxonomy == AUTHORS and page.term is not None
        whom = (profile(env, blog, page.term.name, page.term),) if page.term and of_author else ()
        return About(title, metadata, description, whom)
    return None


def profile(env: BuildEnvironment, blog: Blog, name: str, term: Term | None) -> Profile:
    """What is known of an author; only the name of one without a page."""
    if term is None:
        return Profile(name, None, None)
    docname = blog.objects.term_pages.get((AUTHORS, term.key))
    if (info := term.info) is None:
        return Profile(name, docname, None)
    url = info.url if info.url and is_web_url(info.url) else None
    links = tuple(link.url for link in info.links if is_web_url(link.url))
    return Profile(name, docname, url, info.description, links, info.avatar)
