"""The directives: each checks its options and leaves a placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, home_of
from sphinx_confblog.domain import NAME, all_taxonomies, blog_domain
from sphinx_confblog.model.query import OPTIONS, AboutQuery, MentionsQuery, Query
from sphinx_confblog.nodes import blog_list, excerpt_end, placeholder, written_excerpt
from sphinx_confblog.reading.list_requests import (
    ARCHIVE_OPTIONS,
    LISTING_OPTIONS,
    TERMS_OPTIONS,
    Usage,
    ask_archive,
    ask_excerpt,
    ask_listing,
    ask_readmore,
    ask_terms,
    parse_postlist,
)
from sphinx_confblog.reading.term_details import about_nodes
from sphinx_confblog.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.model.query import ChangesQuery, Request
    from sphinx_confblog.reading.list_requests import Complaint


class AnyOption(dict[str, "Callable[[str], object]"]):
    """Accepts options of any name: the directive itself says what is wrong with them.

    Without it, docutils leaves out a whole directive that has an unknown option.
    """

    def __missing__(self, name: str) -> Callable[[str], object]:
        return directives.unchanged


def accepting(names: Iterable[str]) -> AnyOption:
    """Return an ``option_spec`` of some names, which accepts others as well."""
    return AnyOption(dict.fromkeys(names, directives.unchanged))


class BlogDirective(SphinxDirective):
    """Warns of what is wrong with it."""

    def complain(self, complaints: Iterable[Complaint]) -> None:
        """Warn at the directive's line."""
        for kind, problem in complaints:
            warn(kind, f"{self.name}: {problem}", self.get_location())


class ListDirective(BlogDirective):
    """Leaves a placeholder, and notes its request in the domain."""

    has_content = True
    #: The class of its placeholder.
    node_class: ClassVar[type[placeholder]] = blog_list

    def run(self) -> list[nodes.Node]:
        """Return the list's placeholder, or a link if another build of the site has the blog."""
        home = home_of(self.env)
        if home is None:
            return self.listed()
        blog_domain(self.env).look_elsewhere(self.env.docname, home.index_page)
        link = home.link(home.index_page, builder_of(self.env))
        return [nodes.paragraph("", "", link, classes=["confblog-home"])]

    def listed(self) -> list[nodes.Node]:
        """Check the options and return the list's place."""
        raise NotImplementedError

    @property
    def usage(self) -> Usage:
        """What is written in the directive."""
        argument = " ".join(self.arguments).strip()
        return Usage(argument, self.options, self.content[0].strip() if self.content else "")

    def fallback(self) -> list[nodes.Node]:
        """Return the text for an empty list."""
        return self.parse_content_to_nodes()

    def place(self, request: Request | ChangesQuery, *, of_page: bool = False) -> list[nodes.Node]:
        """Return the placeholder, with the directive's content as fallback for an empty list."""
        node = self.node_class("", *self.fallback(), request=request, of_page=of_page)
        node["docname"] = self.env.docname
        self.set_source_info(node)
        blog_domain(self.env).note_query(self.env.docname, request)
        return [node]


class PostList(ListDirective):
    """Shows the posts that its options select."""

    optional_arguments = 1
    final_argument_whitespace = True

    def fallback(self) -> list[nodes.Node]:
        """Return the text for an empty list, which may begin on the line of the name."""
        text = self.parse_text_to_nodes(self.arguments[0]) if self.arguments else []
        return [*text, *super().fallback()]

    def listed(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        blogs, docname = blogs_of(self.env), self.env.docname
        query, complaints, usage = parse_postlist(blogs, docname, self.usage)
        if not usage.argument:
            self.arguments = []
        if not usage.content:
            self.content = StringList()
        self.complain(complaints)
        return self.place(query) if query else self.fallback()


class ReadMore(BlogDirective):
    """Ends the post's excerpt, as READMORE does."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark, which is removed once the excerpt is cut; warn on other pages."""
        if complaint := ask_readmore(blog_of(self.env, self.env.docname), self.env.docname):
            self.complain([complaint])
            return []
        mark = excerpt_end()
        self.set_source_info(mark)
        return [mark]


#: Where the number of excerpts of the document that is read is kept.
EXCERPTS = "confblog_excerpts"


class Excerpt(BlogDirective):
    """Contains the post's excerpt: lists show it, the page only with ``show``."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {"show": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Parse the content; where lists do not show it, the page does, with a warning."""
        self.assert_has_content()
        env, docname = self.env, self.env.docname
        number: int = env.current_document.get(EXCERPTS) or 0
        env.current_document[EXCERPTS] = number + 1
        content = self.parse_content_to_nodes()
        placed = written_excerpt("", *content, docname=docname, shown="show" in self.options)
        self.set_source_info(placed)
        self.complain(ask_excerpt(blog_of(env, docname), docname, number))
        is_used = number == 0 and docname in blog_of(env, docname).catalog.posts
        return [placed] if is_used else content


class PageListing(ListDirective):
    """Shows the posts of its generated page."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = accepting(LISTING_OPTIONS)

    def listed(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        query, complaints = ask_listing(blog_of(self.env, self.env.docname), self.usage)
        self.complain(complaints)
        asked = Query(style=query.style, group=query.group, events=query.events, of_page=True)
        return self.place(asked, of_page=True)


class TermListing(ListDirective):
    """Shows the terms of a taxonomy: its argument, or that of the generated page."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = accepting(TERMS_OPTIONS)

    def listed(self) -> list[nodes.Node]:
        """Find the taxonomy and leave the placeholder."""
        query, complaints = ask_terms(blogs_of(self.env), self.env.docname, self.usage)
        self.complain(complaints)
        return self.place(query, of_page=True) if query else self.parse_content_to_nodes()


class ArchiveListing(ListDirective):
    """Shows the archive."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = accepting(ARCHIVE_OPTIONS)

    def listed(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        query, complaints = ask_archive(blogs_of(self.env), self.env.docname, self.usage)
        self.complain(complaints)
        return self.place(query, of_page=True) if query else self.parse_content_to_nodes()


class Mentions(ListDirective):
    """Shows the posts that link to its page, or to an object."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "object": directives.unchanged_required
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder; only the build that has the blog knows what posts link to."""
        return self.listed() if home_of(self.env) is None else self.fallback()

    def listed(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        return self.place(MentionsQuery(self.options.get("object")))


class About(SphinxDirective):
    """Shows the details of its page's term from ``confblog_terms``."""

    def run(self) -> list[nodes.Node]:
        """Make the nodes; as what they show is noted, the page is read again when it changes."""
        docname = self.env.docname
        blog_domain(self.env).note_query(docname, AboutQuery())
        page = blog_of(self.env, docname).listings.get(docname)
        return about_nodes(page.term) if page and page.term else []


def setup_directives(app: Sphinx, config: Config) -> None:
    """Register the directives; taxonomies are options of lists (``config-inited``)."""
    options = accepting((*OPTIONS, *all_taxonomies(config)))
    app.add_directive("postlist", type("PostList", (PostList,), {"option_spec": options}))
    app.add_directive("readmore", ReadMore)
    app.add_directive("excerpt", Excerpt)
    app.add_directive_to_domain(NAME, "listing", PageListing)
    app.add_directive_to_domain(NAME, "terms", TermListing)
    app.add_directive_to_domain(NAME, "archive", ArchiveListing)
    app.add_directive_to_domain(NAME, "mentions", Mentions)
    app.add_directive_to_domain(NAME, "about", About)
