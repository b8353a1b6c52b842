"""The digest of all that pages show of the blog: if it's the same, no page is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.kept_data import KEPT
from sphinx_confblog.resolving.mentions.resolver import update_mentions
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: What reading leaves and no page shows as it is: lengths are shown in minutes, and mentions follow
#: from references and the site's objects.
UNSEEN = frozenset({"sources", "lengths", "post_mentions", "contents"})
SHOWN = tuple(key for key in KEPT if key not in UNSEEN)


def contents_of(env: BuildEnvironment, settings: str) -> str:
    """Return the digest of what all documents have for the blog to show, in hex.

    *settings* is the digest of what they are shown by. The words of a post are not in it but for
    its excerpt: most edits change nothing.
    """
    domain = blog_domain(env)
    if domain.data["inventory"]:
        # Some page shows mentions, or did in the build before.
        update_mentions(env)
    contents = domain.contents
    for name in env.all_docs.keys() - contents.keys():
        contents[name] = document_digest(env, name)
    views = [BlogViews(env, blog) for blog in blogs_of(env).all]
    numbers = env.toc_secnumbers, env.toc_fignumbers
    files = (*env.images.items(), *env.dlfiles.items())
    everywhere = (
        settings,
        sorted(env.found_docs),
        [(path, name, sorted(users)) for path, (users, name) in files],
        [sorted(of_document.items()) for of_document in numbers],
        [view.minutes(name) for view in views for name in view.blog.catalog.posts],
        domain.data["inventory"],
        bool(env.domains.python_domain.modules),
    )
    return digest(repr((everywhere, sorted(contents.items())))).hex()


def document_digest(env: BuildEnvironment, docname: str) -> bytes:
    """Return the digest of what a document has for the blog to show, as it was read."""
    data = blog_domain(env).data
    post = blogs_of(env).posts.get(docname)
    kept = [data[key].get(docname) for key in SHOWN]
    title, below = str(env.titles.get(docname)), env.toctree_includes.get(docname)
    return digest(repr((post, kept, title, below)))
