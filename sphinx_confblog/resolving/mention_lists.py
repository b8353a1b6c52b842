"""Shows on documentation pages which posts mention them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.project import blog_of, builder_of, cached
from sphinx_confblog.nodes import afterword, block, heading, inline, items_list
from sphinx_confblog.resolving.links import Linker
from sphinx_confblog.resolving.mention_views import shown_mentions
from sphinx_confblog.resolving.post_page import dated_item, related_item
from sphinx_confblog.resolving.records import Day
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.environment import BuildEnvironment

#: So many posts are shown at once.
NEWEST = 5
#: The place of a value in the HTML of a list.
HOLE = re.compile(r"\{(\w+)\}")
#: Characters as docutils writes them in HTML.
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", ">": "&gt;", "@": "&#64;"})


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
            for anchor, place in list(self.places(shown)):
                place.append(mentions_node(linker, shown[anchor], is_page=not anchor))

    def places(self, shown: Mapping[str, object]) -> Iterator[tuple[str, nodes.Element]]:
        """Yield the ids of places with the elements that lists are added to."""
        if "" in shown:
            sections = (n for n in self.document.children if isinstance(n, nodes.section))
            yield "", next(sections, self.document)
        elif shown:
            for signature in self.document.findall(addnodes.desc_signature):
                anchor = next((name for name in signature["ids"] if name in shown), None)
                if anchor is not None and isinstance(
                    content := signature.parent[-1], addnodes.desc_content
                ):
                    yield anchor, content


def mentions_node(linker: Linker, posts: tuple[str, ...], *, is_page: bool) -> nodes.Element:
    """Return the list of the newest posts that speak of something; the others can be opened."""
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
    nav = block("nav", "confblog-mentions", *content, aria_label=words)
    if is_page:
        return afterword("", nav, tag="div", classes=["confblog-footer", "no-search"])
    return block("div", "confblog-object-mentions no-search", nav)


def posts_list(linker: Linker, posts: tuple[str, ...]) -> nodes.Element:
    """Return a list of posts with their dates.

    On web pages, it is one node with HTML: the many nodes of popular objects' lists took 2 % of a
    build, as each is looked at some thirty times. What HTML that is, the builder says once.
    """
    if isinstance(linker.builder, StandaloneHTMLBuilder) and (form := list_form(linker.env)):
        lines = [form.line(linker, post) for post in posts]
        if all(lines):
            html = f"{form.start}{''.join(lines)}{form.end}"
            return nodes.raw("", html, format="html")
    items = (related_item(BlogViews.at(linker.env, post), linker, post) for post in posts)
    return items_list("confblog-list", *items)


class ListForm(NamedTuple):
    """The HTML of a list, as a builder writes it."""

    start: str
    #: What an item has before and after its values, and the names of these, in turn.
    item: tuple[str, ...]
    end: str

    def line(self, linker: Linker, post: str) -> str:
        """Return the item of a post; "" if its title is more than text, or its page elsewhere."""
        env = linker.env
        entry, title = BlogViews.at(env, post).entry(post), env.titles[post].children
        if entry.external is not None or any(type(node) is not nodes.Text for node in title):
            return ""
        values = {
            "iso": entry.date.iso,
            "day": entry.date.shown,
            "uri": linker.builder.get_relative_uri(linker.docname, post),
            "title": "".join(node.astext() for node in title),
        }
        parts = (
            values[part].translate(ESCAPED) if number % 2 else part
            for number, part in enumerate(self.item)
        )
        return "".join(parts)


@cached
def list_form(env: BuildEnvironment) -> ListForm | None:
    """Return the form of a list on web pages; None if the builder writes lists of its own kind."""
    link = nodes.reference("", "{title}", internal=True, refuri="{uri}")
    items = items_list("confblog-list", dated_item(Day("{day}", "{iso}"), link))
    html = cast("StandaloneHTMLBuilder", builder_of(env)).render_partial(items)["fragment"]
    parts = re.fullmatch(r"(<ul.*?>\n)(<li.*</li>\n)(</ul>\n)", html, re.DOTALL)
    return ListForm(parts[1], tuple(HOLE.split(parts[2])), parts[3]) if parts else None
