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

    from sphinx_confblog.nodes import placeholder


class Changes(ListDirective):
    """Lists the changes of its version, or of that of the release post that it stands in."""

    optional_arguments = 1
    final_argument_whitespace = True
    node_class: ClassVar[type[placeholder]] = changes_list

    def run(self) -> list[nodes.Node]:
        """Return the placeholder, whichever build of the site has the blog."""
        return self.listed()

    def listed(self) -> list[nodes.Node]:
        """Find the version and leave the placeholder."""
        post = blog_of(self.env, self.env.docname).catalog.posts.get(self.env.docname)
        version = self.usage.argument or (post.version if post else None)
        if version is not None:
            return self.place(ChangesQuery(version))
        problem = (
            "there is no version; name one on the line of the directive, or with 'version:' in "
            "the front matter of the post. Nothing is shown."
        )
        self.complain([(Kind.CHANGES, problem)])
        return self.fallback()
