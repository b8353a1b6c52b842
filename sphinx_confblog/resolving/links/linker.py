"""Makes links between documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from sphinx_confblog.nodes import face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.resolving.records import Entry


class Linker:
    """Makes links from one document to others."""

    def __init__(self, env: BuildEnvironment, builder: Builder, docname: str) -> None:
        self.env = env
        self.builder = builder
        self.docname = docname

    def link(
        self,
        target: str | None,
        content: Sequence[nodes.Node],
        classes: str = "",
        *,
        anchor: str = "",
    ) -> nodes.Node:
        """Return a link around *content* to a document, or to an id in it.

        Return the content alone if the document has no address.
        """
        if target is not None:
            try:
                uri = self.builder.get_relative_uri(self.docname, target)
            except NoUri:
                pass
            else:
                uri += f"#{anchor}" if anchor else ""
                reference = nodes.reference("", "", *content, internal=True, refuri=uri)
                reference["classes"] = classes.split()
                return reference
        return nodes.inline("", "", *content, classes=classes.split())

    def text(self, target: str | None, text: str, classes: str = "") -> nodes.Node:
        """Return a link with a text."""
        return self.link(target, [nodes.Text(text)], classes)

    def face(self, uri: str) -> list[nodes.Node]:
        """Return a picture beside a name, and have its file copied; nothing without a *uri*."""
        if not uri:
            return []
        if uri in self.env.images and hasattr(self.builder, "images"):
            self.builder.images.setdefault(uri, self.env.images[uri][1])
        return [face(uri=uri)]

    def to_post(self, entry: Entry, classes: str = "") -> nodes.Node:
        """Return a link with a post's title, to the post or, if it is external, to its URL."""
        if entry.external is None:
            return self.titled(entry.docname, classes)
        title = self.title(entry.docname)
        link = nodes.reference("", "", *title, refuri=entry.external, internal=False)
        link["classes"] = classes.split()
        return link

    def titled(self, target: str, classes: str = "") -> nodes.Node:
        """Return a link with the title of the document that it leads to."""
        return self.link(target, self.title(target), classes)

    def title(self, docname: str) -> list[nodes.Node]:
        """Return a copy of the nodes of a document's title."""
        if docname not in self.env.titles:
            return [nodes.Text(docname)]
        return [child.deepcopy() for child in self.env.titles[docname].children]
