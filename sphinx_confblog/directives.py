"""The directives: ``postlist`` for any page, ``readmore``, and those of generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_confblog.asked import (
    LISTING_OPTIONS,
    ask_archive,
    ask_listing,
    ask_posts,
    ask_readmore,
    ask_terms,
)
from sphinx_confblog.discovery.project import blog_of, blogs_of
from sphinx_confblog.domain import NAME, all_taxonomies, blog_domain
from sphinx_confblog.model.query import OPTIONS, AboutQuery, Query
from sphinx_confblog.nodes import blog_list, excerpt_end
from sphinx_confblog.portraits import about_nodes
from sphinx_confblog.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.asked import Complaint
    from sphinx_confblog.model.query import Request


class ListDirective(SphinxDirective):
    """Leaves a placeholder, and tells the domain what it asks for."""

    has_content = True

    def place(self, request: Request, *, of_page: bool = False) -> list[nodes.Node]:
        """The placeholder, with the directive's text for the case that nothing is found."""
        node = blog_list("", *self.parse_content_to_nodes(), request=request, of_page=of_page)
        node["docname"] = self.env.docname
        self.set_source_info(node)
        blog_domain(self.env).note_query(self.env.docname, request)
        return [node]

    def complain(self, complaints: Iterable[Complaint]) -> None:
        """Warn at the directive's line."""
        for kind, problem in complaints:
            warn(kind, f"{self.name}: {problem}", self.get_location())


class PostList(ListDirective):
    """Shows the posts that its options select."""

    def run(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        blogs, docname = blogs_of(self.env), self.env.docname
        query, complaints = ask_posts(blogs, docname, self.options, has_text=bool(self.content))
        self.complain(complaints)
        return self.place(query) if query else self.parse_content_to_nodes()


class ReadMore(SphinxDirective):
    """Ends the excerpt of the post that it stands in, as READMORE does."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark, which is taken out once the excerpt is cut; warn on other pages."""
        if complaint := ask_readmore(blog_of(self.env, self.env.docname), self.env.docname):
            kind, problem = complaint
            warn(kind, f"{self.name}: {problem}", self.get_location())
            return []
        mark = excerpt_end()
        self.set_source_info(mark)
        return [mark]


class PageListing(ListDirective):
    """Shows the posts of the generated page that it stands on."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = dict.fromkeys(
        LISTING_OPTIONS, directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        query, complaints = ask_listing(blog_of(self.env, self.env.docname), self.options)
        self.complain(complaints)
        return self.place(Query(style=query.style, group=query.group, of_page=True), of_page=True)


class TermListing(ListDirective):
    """Shows the terms of a taxonomy: its argument, or that of the generated page."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = dict.fromkeys(
        ("style", "blog", "language"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Find the taxonomy and leave the placeholder."""
        taxonomy = self.arguments[0] if self.arguments else None
        query, complaints = ask_terms(blogs_of(self.env), self.env.docname, taxonomy, self.options)
        self.complain(complaints)
        return self.place(query, of_page=True) if query else self.parse_content_to_nodes()


class ArchiveListing(ListDirective):
    """Shows the archive."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = dict.fromkeys(
        ("blog", "language"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        query, complaints = ask_archive(blogs_of(self.env), self.env.docname, self.options)
        self.complain(complaints)
        return self.place(query, of_page=True) if query else self.parse_content_to_nodes()


class About(SphinxDirective):
    """Shows what ``confblog_terms`` says of the term whose page it stands on."""

    def run(self) -> list[nodes.Node]:
        """Make the nodes; as what they show is noted, the page is read again when it changes."""
        docname = self.env.docname
        blog_domain(self.env).note_query(docname, AboutQuery())
        page = blog_of(self.env, docname).listings.get(docname)
        return about_nodes(page.term) if page and page.term else []


def setup_directives(app: Sphinx, config: Config) -> None:
    """Register the directives; taxonomies are options of lists (``config-inited``)."""
    options = dict.fromkeys((*OPTIONS, *all_taxonomies(config)), directives.unchanged)
    app.add_directive("postlist", type("PostList", (PostList,), {"option_spec": options}))
    app.add_directive("readmore", ReadMore)
    app.add_directive_to_domain(NAME, "listing", PageListing)
    app.add_directive_to_domain(NAME, "terms", TermListing)
    app.add_directive_to_domain(NAME, "archive", ArchiveListing)
    app.add_directive_to_domain(NAME, "about", About)
