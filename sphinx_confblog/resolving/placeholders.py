"""Fills the placeholders of a page: bylines and footers of posts, and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.project import blogs_of, builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.i18n import directed
from sphinx_confblog.nodes import (
    block,
    blog_list,
    placeholder,
    post_byline,
    post_footer,
    written_excerpt,
)
from sphinx_confblog.resolving.links.linker import Linker
from sphinx_confblog.resolving.lists import ListBuilder
from sphinx_confblog.resolving.mentions.views import unknown_object
from sphinx_confblog.resolving.post_page import footer_nodes, post_head
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import writes_assembled
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx_confblog.i18n import Language


class FillPlaceholders(SphinxPostTransform):
    """Puts in the place of each placeholder what it stands for."""

    # Before references are resolved (10): what is put in has some.
    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Fill the placeholders of a document, or of several that were put together."""
        env, builder, docname = self.env, builder_of(self.env), self.env.docname
        if isinstance(builder, I18nBuilder):
            # What authors wrote in the placeholders is for translators, what fills them is not.
            return
        linker, assembled = Linker(env, builder, docname), writes_assembled(builder)
        places: dict[type[placeholder], list[placeholder]] = {}
        if assembled or docname in blogs_of(env).posts or docname in blog_domain(env).queries:
            for node in self.document.findall(placeholder):
                places.setdefault(type(node), []).append(node)
        for placed in (*places.get(post_byline, ()), *places.get(post_footer, ())):
            self.fill_post(placed, linker)
        for written in places.get(written_excerpt, ()):
            if written["shown"]:
                written.replace_self(written.children)
        for placed in places.get(blog_list, ()):
            self.fill_list(placed, linker)

    def fill_post(self, placed: placeholder, linker: Linker) -> None:
        """Put in what stands above or below the text of a post."""
        docname: str = placed["docname"]
        views = BlogViews.at(self.env, docname)
        if isinstance(placed, post_byline):
            placed.replace_self(post_head(views, linker, docname, self.document))
        else:
            placed.replace_self(footer_nodes(views, linker, docname))

    def fill_list(self, placed: placeholder, linker: Linker) -> None:
        """Put in a list of the blog that it asks for."""
        request = placed["request"]
        views = BlogViews.at(self.env, placed["docname"]).for_request(request)
        filled = ListBuilder(views, linker, placed).fill(request)
        if filled and (around := self.other_language(views)):
            filled = [block("div", "", *filled, **around)]
        if not filled and not placed.children and (problem := unknown_object(self.env, request)):
            warn(Kind.POSTLIST, problem, placed)
        placed.replace_self(filled or fallback(placed, views.blog.language))

    def other_language(self, views: BlogViews) -> dict[str, str]:
        """Return the attributes of a list in another language than its page; none in the same."""
        blogs, docname, language = blogs_of(self.env), self.env.docname, views.blog.language.name
        owner = blogs.owners.get(docname)
        around = owner.language.name if owner else self.config.language.replace("-", "_")
        if language == around:
            return {}
        return {"lang": views.blog.tag, **directed(language, around)}


class DropExcerpts(SphinxPostTransform):
    """Takes out the excerpts that only lists show, which leave warnings about them to the page."""

    # After references have been resolved (10).
    default_priority = 12

    def run(self, **kwargs: object) -> None:
        """Take out the excerpts that are not shown."""
        builder, is_post = builder_of(self.env), self.env.docname in blogs_of(self.env).posts
        if (is_post or writes_assembled(builder)) and not isinstance(builder, I18nBuilder):
            for written in list(self.document.findall(written_excerpt)):
                written.parent.remove(written)


def fallback(placed: placeholder, language: Language) -> list[nodes.Node]:
    """Return the author's text for an empty list, else a default text on generated pages."""
    _ = language.translate
    if placed.children or not placed.get("of_page"):
        return list(placed.children)
    return [nodes.paragraph("", "", nodes.Text(_("There is nothing here yet.")))]
