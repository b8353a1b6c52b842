"""The directive `blog:changes`, which lists the changes of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.model.query import ChangesQuery
from sphinx_confblog.nodes import changes_list
from sphinx_confblog.reading.directives import ListDirective
from sphinx_confblog.warnings import Kind

if TYPE_CHECKING:
    from docutils import nodes

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.nodes import placeholder
    from sphinx_confblog.reading.list_requests import Complaint, Usage


def ask_changes(
    blog: Blog, docname: str, usage: Usage
) -> tuple[ChangesQuery | None, list[Complaint]]:
    """Return the request of a list of changes, or what is wrong: there may be no version."""
    post = blog.catalog.posts.get(docname)
    version = usage.argument or (post.version if post else None)
    if version is not None:
        return ChangesQuery(version), []
    problem = (
        "there is no version; name one on the line of the directive, or with 'version:' in "
        "the front matter of the post. Nothing is shown."
    )
    return None, [(Kind.CHANGES, problem)]


class Changes(ListDirective):
    """Lists the changes of a version: its argument, or that of its release post."""

    optional_arguments = 1
    final_argument_whitespace = True
    node_class: ClassVar[type[placeholder]] = changes_list

    def run(self) -> list[nodes.Node]:
        """Return the placeholder, whichever build of the site has the blog."""
        return self.listed()

    def listed(self) -> list[nodes.Node]:
        """Find the version and leave the placeholder."""
        docname = self.env.docname
        query, complaints = ask_changes(blog_of(self.env, docname), docname, self.usage)
        self.complain(complaints)
        return self.place(query) if query else self.fallback()
