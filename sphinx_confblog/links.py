"""Links between documents, in builders that know both and in those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.entry import Entry


class Linker:
    """Makes links from one document to others."""

    def __init__(self, env: BuildEnvironment, builder: Builder, docname: str) -> None:
        self.env = env
        self.builder = builder
        self.docname = docname

    def link(
        self, target: str | None, content: Sequence[nodes.Node], classes: str = ""
    ) -> nodes.Node:
        """A link around *content* to a document; the content alone where it is not to be had."""
        if target is not None:
            try:
                uri = self.builder.get_relative_uri(self.docname, target)
            except NoUri:
                pass
            else:
                reference = nodes.reference("", "", *content, internal=True, refuri=uri)
                reference["classes"] = classes.split()
                return reference
        return nodes.inline("", "", *content, classes=classes.split())

    def text(self, target: str | None, text: str, classes: str = "") -> nodes.Node:
        """A link with a text."""
        return self.link(target, [nodes.Text(text)], classes)

    def to_post(self, entry: Entry, classes: str = "") -> nodes.Node:
        """A link to a post with its title, or away to where the post leads."""
        if entry.external is None:
            return self.titled(entry.docname, classes)
        title = self.title(entry.docname)
        link = nodes.reference("", "", *title, refuri=entry.external, internal=False)
        link["classes"] = classes.split()
        return link

    def titled(self, target: str, classes: str = "") -> nodes.Node:
        """A link with the title of the document that it leads to."""
        return self.link(target, self.title(target), classes)

    def title(self, docname: str) -> list[nodes.Node]:
        """A copy of a document's title."""
        if docname not in self.env.titles:
            return [nodes.Text(docname)]
        return [child.deepcopy() for child in self.env.titles[docname].children]
