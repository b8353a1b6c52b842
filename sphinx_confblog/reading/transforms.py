"""Transforms posts while they are read: title, headings, byline and READMORE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.transforms.references import Footnotes
from sphinx import addnodes
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.transforms import SphinxTransform

from sphinx_confblog.discovery.project import blog_of, blogs_of
from sphinx_confblog.frontmatter.formats import RST
from sphinx_confblog.nodes import excerpt_end, post_byline, post_footer, toctree_place
from sphinx_confblog.reading.excerpts import remove_with_shell
from sphinx_confblog.reading.post_fields import (
    front_texts,
    note_translations,
    translations,
    unread_cover,
)
from sphinx_confblog.reading.separators import is_example, separators_of
from sphinx_confblog.reading.source import NOTE, SourceNote, may_precede
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from sphinx_confblog.model.post import Post


#: What may come before a document's text, and stays there.
PRELUDE = (nodes.field_list, nodes.docinfo, nodes.meta)
#: Where no excerpt ends.
MISPLACED = "an excerpt cannot end in a table, a footnote or a field; move it into the text."
#: Classes that MyST gives to top sections, so that MathJax leaves the text alone.
NO_MATHJAX = ("tex2jax_ignore", "mathjax_ignore")


class PostTransform(SphinxTransform):
    """A transform of posts alone."""

    def apply(self, **kwargs: object) -> None:
        """Work on the document if it is a post that is being read."""
        note = self.env.current_document.get(NOTE)
        post = blogs_of(self.env).posts.get(self.env.docname)
        if post is None or note is None:
            return
        note.document = self.document
        self.work(post, note)

    def work(self, post: Post, note: SourceNote) -> None:
        """Do what the transform is for."""
        raise NotImplementedError


class PostTitle(PostTransform):
    """Gathers the text under one title, the post's; its headings close up beneath it."""

    # Before translations are put in (20), and before anything looks at sections.
    default_priority = 1

    def work(self, post: Post, note: SourceNote) -> None:
        """Make the post's section, from its first heading or a new one."""
        drop_heading_warnings(self.document)
        prelude, body = split_prelude(self.document.children)
        section, title = nodes.section(), None
        targets: list[nodes.Node] = []
        heading = note.heading_in(body)
        if heading is not None and serves_as_title(heading, body, post.title):
            section, title, targets = take_heading(heading, body)
        keeps = title and (post.title is None or has_source(title, post.title))
        section += title if title and keeps else self.make_title(post, note)
        docname, source = self.env.docname, self.document["source"]
        cover = unread_cover(post, source, note.line_of("image"))
        texts = front_texts(post, source, note.key_lines)
        section += post_byline("", *cover, *texts, docname=docname)
        section.extend(body)
        self.document.children = with_data(prelude, note.data)
        self.document.extend([*targets, section])
        self.finish(section, note)

    def make_title(self, post: Post, note: SourceNote) -> nodes.title:
        """Return a title from front matter, or from the words of the file name."""
        text = post.title or words_of(post.slug)
        title = nodes.title(text, "", nodes.Text(text))
        title.source, title.line = self.document["source"], note.line_of("title")
        if post.title is not None:
            # Translators are given it as a text of the front matter, not as Markdown.
            title["translatable"] = False
        return title

    def finish(self, section: nodes.Element, note: SourceNote) -> None:
        """Give the section its classes and its id."""
        title = section[0]
        assert isinstance(title, nodes.title)
        title["classes"].append("p-name")
        section["classes"] += ["confblog-post", "h-entry"]
        # Titles of reStructuredText do not know where they are.
        section.source = title.source or self.document["source"]
        section.line = title.line or section.line or 1
        if note.format is not RST and self.config["myst_update_mathjax"]:
            section["classes"] += [c for c in NO_MATHJAX if c not in section["classes"]]
        if not section["ids"]:
            section["names"].append(nodes.fully_normalize_name(title.astext()))
            self.document.note_implicit_target(section, section)


class PostFooter(PostTransform):
    """Puts the footer below the text of a post, and below its footnotes."""

    # After MyST has put the footnotes at the end of the document (3 after docutils' transform).
    default_priority = Footnotes.default_priority + 10

    def work(self, post: Post, note: SourceNote) -> None:
        """Move what is below the post's section into it, and add the footer."""
        children = self.document.children
        section = next(node for node in children if isinstance(node, nodes.section))
        below = children[children.index(section) + 1 :]
        for node in below:
            self.document.remove(node)
        section.extend([*below, post_footer("", docname=self.env.docname)])


class TranslatedTexts(PostTransform):
    """Puts translated front matter into the post."""

    # As soon as translations have been put in (20).
    default_priority = 21

    def work(self, post: Post, note: SourceNote) -> None:
        """Put the translated title in its place, and remember the other texts."""
        texts = dict(translations(self.document))
        note_translations(self.env, post.docname, texts)
        if post.title is not None:
            title = next(self.document.findall(nodes.title))
            is_made = title.attributes.pop("translatable", None) is not None
            if is_made and (text := texts.get("title")):
                title.children = []
                title += nodes.Text(text)


class GeneratedText(SphinxTransform):
    """Keeps the words of generated pages from translators: the package has its own catalogs."""

    # Before translations are put in (20).
    default_priority = 1

    def apply(self, **kwargs: object) -> None:
        """Mark the text of the package's templates, and the title of every generated page."""
        blogs, docname = blogs_of(self.env), self.env.docname
        if (page := blogs.pages.get(docname)) is None:
            return
        shipped = blogs.rendered(docname).is_shipped
        heading = next(self.document.findall(nodes.title), None)
        if page.long_title and heading is not None and heading.astext() == page.title:
            # Sphinx takes this for browsers and search, as it does the directive ``title``.
            self.document.setdefault("title", page.long_title)
        own = {page.title, page.long_title}
        for node in self.document.findall(nodes.TextElement):
            # Sphinx translates no inline elements, and dissolves those that are marked.
            if not isinstance(node, nodes.inline) and (shipped or node.astext() in own):
                node["translatable"] = False


class SetToctreesAside(SphinxTransform):
    """Keeps the toctrees of generated pages from extensions that want all of them in one file.

    ``sphinx_external_toc`` warns of any other toctree. The index lists its pages in one.
    """

    # Before that extension looks for toctrees (100).
    default_priority = 99

    def apply(self, **kwargs: object) -> None:
        """Put a place in the place of each toctree."""
        if self.env.docname in blogs_of(self.env).pages:
            for toctree in list(self.document.findall(addnodes.toctree)):
                toctree.parent.replace(toctree, toctree_place(toctree=toctree))


class PutToctreesBack(SphinxTransform):
    """Puts the toctrees of generated pages back."""

    default_priority = 101

    def apply(self, **kwargs: object) -> None:
        """Put each toctree where it was."""
        if self.env.docname in blogs_of(self.env).pages:
            for place in list(self.document.findall(toctree_place)):
                place.parent.replace(place, place["toctree"])


def name_template_to_translators(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Name the user's template as the source in catalogs (``doctree-resolved``, at last).

    It is one place for all pages that are made from it, and no page that comes or goes changes it.
    """
    blogs = blogs_of(app.env)
    if not isinstance(app.builder, MessageCatalogBuilder) or docname not in blogs.pages:
        return
    page = blogs.rendered(docname)
    for node in () if page.is_shipped else doctree.findall(nodes.Element):
        if node.source == doctree["source"]:
            node.source = str(page.path)


class ReadMore(PostTransform):
    """Takes the separators out of the text, and remembers where they were."""

    default_priority = 2

    def work(self, post: Post, note: SourceNote) -> None:
        """Put an invisible node in the place of each separator."""
        for mark in filter(is_example, list(self.document.findall(excerpt_end))):
            # A directive's: other separators are text there.
            text = f"readmore: {MISPLACED} It is ignored."
            warn(Kind.READMORE, text, f"{mark.source}:{mark.line}")
            remove_with_shell(mark)
        separators = separators_of(post, blog_of(self.env, post.docname).config)
        is_rst = note.format is RST
        separators.mark(self.document, comments=is_rst)
        for node, line, problem in separators.misspelt(self.document, comments=is_rst):
            source = node.source or self.document["source"]
            warn(Kind.READMORE, problem, f"{source}:{line_of(node, note.lines) + line}")
        note.cuts = list(self.document.findall(excerpt_end))


def line_of(node: nodes.Element, lines: list[str]) -> int:
    """Return the line of a node in some *lines*.

    docutils gives the line below a heading, and that where a comment ends, or none.
    """
    if not isinstance(node, nodes.comment | nodes.title):
        return node.line or 1
    end = min(node.line or len(lines), len(lines))
    naming = (number for number in range(end, 0, -1) if node.astext() in lines[number - 1])
    return next(naming, node.line or 1)


class Rules(PostTransform):
    """Allows a rule right below a heading or another rule, as blogs have them.

    docutils wants something between them. A comment will do, and is shown nowhere.
    """

    default_priority = 3

    def work(self, post: Post, note: SourceNote) -> None:
        """Put a comment before each rule that has nothing else there."""
        for rule in list(self.document.findall(nodes.transition)):
            parent = rule.parent
            before = parent[: parent.index(rule)]
            if not before or isinstance(before[-1], nodes.title | nodes.transition):
                parent.insert(len(before), nodes.comment())


def split_prelude(children: list[nodes.Node]) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Divide a document's text from what comes before it."""
    count = next((n for n, c in enumerate(children) if not isinstance(c, PRELUDE)), len(children))
    return list(children[:count]), list(children[count:])


def with_data(prelude: list[nodes.Node], data: Mapping[str, str]) -> list[nodes.Node]:
    """Add data of the page before its text, where Sphinx looks for it."""
    fields = [
        nodes.field(
            "", nodes.field_name("", name), nodes.field_body("", nodes.paragraph(text, text))
        )
        for name, text in data.items()
    ]
    if fields:
        fielded = (node for node in prelude if isinstance(node, nodes.field_list | nodes.docinfo))
        if (info := next(fielded, None)) is None:
            info = nodes.docinfo()
            prelude.append(info)
        info.extend(fields)
    return prelude


def take_heading(
    heading: nodes.section, body: list[nodes.Node]
) -> tuple[nodes.section, nodes.Node, list[nodes.Node]]:
    """Put a section's text in its place in *body*; return the empty section, title and labels."""
    index = body.index(heading)
    title, *text = heading.children
    body[index : index + 1] = text
    targets: list[nodes.Node] = []
    while index and isinstance(body[index - 1], nodes.target):
        index -= 1
        targets.insert(0, body.pop(index))
    heading.children = []
    return heading, title, targets


def serves_as_title(heading: nodes.section, body: list[nodes.Node], title: str | None) -> bool:
    """Return whether a heading is the post's title: there is no other, or it repeats it."""
    if title is None:
        return True
    first = next(n for n in body if not may_precede(n))
    own = heading[0]
    repeats = normal(own.astext()) == normal(title) or has_source(own, title)
    return first is heading and repeats


def has_source(heading: nodes.Node, title: str) -> bool:
    """Return whether a heading with markup is typed just like a title, as in ``Use *forge*``."""
    assert isinstance(heading, nodes.title)
    typed = normal(heading.rawsource)
    return typed == normal(title) and typed != normal(heading.astext())


def normal(text: str) -> str:
    """Return a text for comparing, without case and extra white space."""
    return " ".join(text.split()).casefold()


def words_of(slug: str) -> str:
    """Return the words of an address, as the title of a post that has no other."""
    words = " ".join(slug.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]


def drop_heading_warnings(document: nodes.document) -> None:
    """Take out the messages that MyST put in for heading levels; see ``myst.AnyHeading``."""
    for message in list(document.findall(nodes.system_message)):
        if "[myst.header]" in message.astext():
            message.parent.remove(message)
