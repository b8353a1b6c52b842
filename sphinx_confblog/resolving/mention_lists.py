"""Shows on documentation pages which posts mention them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.project import blog_of, builder_of
from sphinx_confblog.nodes import afterword, block, heading, inline
from sphinx_confblog.resolving.links.linker import Linker
from sphinx_confblog.resolving.mentions.views import shown_mentions
from sphinx_confblog.resolving.post_page import posts_list
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: So many posts are shown at once.
NEWEST = 5


class AddMentions(SphinxPostTransform):
    """Adds to documentation pages which posts speak of them, or of the objects on them."""

    # Before references are resolved (10).
    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Add the lists to an HTML page."""
        env, builder = self.env, builder_of(self.env)
        if isinstance(builder, StandaloneHTMLBuilder) and not writes_assembled(builder):
            shown = shown_mentions(env, env.docname)
            linker = Linker(env, builder, env.docname)
            for anchor, name, place in list(self.places(shown)):
                place.append(mentions_node(linker, shown[anchor], name, is_page=not anchor))

    def places(self, shown: Mapping[str, object]) -> Iterator[tuple[str, str, nodes.Element]]:
        """Yield the ids and names of objects with the elements that lists are added to."""
        if "" in shown:
            # Below the text, and below the footnotes of Markdown, which are in no section.
            last = next(reversed(self.document.children), None)
            yield "", "", last if isinstance(last, nodes.section) else self.document
        elif shown:
            for signature in self.document.findall(addnodes.desc_signature):
                anchor = next((name for name in signature["ids"] if name in shown), None)
                if anchor is not None and isinstance(
                    content := signature.parent[-1], addnodes.desc_content
                ):
                    yield anchor, object_name(signature), content


def object_name(signature: addnodes.desc_signature) -> str:
    """Return the name of the object that a signature describes."""
    names = signature.get("module"), signature.get("fullname")
    return ".".join(filter(None, names)) if names[1] else signature.astext()


def mentions_node(
    linker: Linker, posts: tuple[str, ...], name: str = "", *, is_page: bool
) -> nodes.Element:
    """Return the list of the newest posts that speak of something; the others can be opened.

    The *name* of an object tells screen readers which of the lists of a page it is.
    """
    language = blog_of(linker.env, linker.docname).language
    _ = language.translate
    words = _("From the blog")
    title: nodes.Element = nodes.paragraph("", words, classes=["confblog-mentions-title"])
    if is_page:
        title = heading("", words, classes=["confblog-footer-title"], tag="h2")
    content = [title, posts_list(linker, posts[:NEWEST])]
    if others := posts[NEWEST:]:
        summary = inline("summary", "", nodes.Text(_("All {count}").format(count=len(posts))))
        more = posts_list(linker, others)
        content.append(block("details", "confblog-mentions-more", summary, more))
    label = _("{taxonomy}: {terms}").format(taxonomy=words, terms=name) if name else words
    nav = block("nav", "confblog-mentions", *content, aria_label=label)
    if is_page:
        return afterword("", nav, tag="div", classes=["confblog-footer", "no-search"])
    return block("div", "confblog-object-mentions no-search", nav)
