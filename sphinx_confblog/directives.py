"""The directives: ``postlist`` for any page, and those that generated pages are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.domains import ObjType
from sphinx.util.docutils import SphinxDirective

from sphinx_confblog.domain import NAME, ROLES, BlogRole, blog_domain, role_of
from sphinx_confblog.listoptions import OPTIONS, choice, parse_query, unknown_terms
from sphinx_confblog.nodes import blog_list
from sphinx_confblog.portraits import about_nodes
from sphinx_confblog.project import blog_of
from sphinx_confblog.query import AboutQuery, PeriodsQuery, Query, TermsQuery, TermsStyle
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.query import Request


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

    def complain(self, problem: str, kind: Kind = Kind.POSTLIST) -> None:
        """Warn at the directive's line."""
        warn(kind, f"{self.name}: {problem}", self.get_location())


class PostList(ListDirective):
    """Shows the posts that its options select."""

    def run(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        blog = blog_of(self.env)
        query, problems = parse_query(self.options, blog.rules.taxonomies, blog.config.timezone)
        for problem in problems:
            self.complain(problem)
        if not self.content:
            for problem in unknown_terms(query, blog.known_terms(), blog.catalog):
                self.complain(problem, Kind.TERM)
        return self.place(query)


class PageListing(ListDirective):
    """Shows the posts of the generated page that it stands on."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "style": directives.unchanged,
        "group-by": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Check the options and leave the placeholder."""
        query, problems = parse_query(self.options, (), blog_of(self.env).config.timezone)
        for problem in problems:
            self.complain(problem)
        return self.place(Query(style=query.style, group=query.group, of_page=True), of_page=True)


class TermListing(ListDirective):
    """Shows the terms of a taxonomy: its argument, or that of the generated page."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {"style": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Find the taxonomy and leave the placeholder."""
        blog = blog_of(self.env)
        page = blog.listings.get(self.env.docname)
        taxonomy = self.arguments[0] if self.arguments else page and page.taxonomy
        if taxonomy not in blog.config.taxonomies:
            accepted = ", ".join(blog.config.taxonomies)
            self.complain(f"{taxonomy!r} is none of the taxonomies {accepted}; nothing is shown")
            return self.parse_content_to_nodes()
        return self.place(TermsQuery(taxonomy, self.style()), of_page=True)

    def style(self) -> TermsStyle | None:
        """The style asked for; one that is not understood is reported."""
        if "style" in self.options:
            try:
                return choice(TermsStyle, self.options["style"].strip())
            except ValueError as error:
                self.complain(f"option 'style': {error}; the option is ignored")
        return None


class ArchiveListing(ListDirective):
    """Shows the archive."""

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        return self.place(PeriodsQuery(), of_page=True)


class About(SphinxDirective):
    """Shows what ``confblog_terms`` says of the term whose page it stands on."""

    def run(self) -> list[nodes.Node]:
        """Make the nodes; as what they show is noted, the page is read again when it changes."""
        docname = self.env.docname
        blog_domain(self.env).note_query(docname, AboutQuery())
        page = blog_of(self.env).listings.get(docname)
        return about_nodes(page.term) if page and page.term else []


def setup_directives(app: Sphinx, config: Config) -> None:
    """Register directives, roles and types of object, by taxonomies too (``config-inited``)."""
    configured = config["confblog_taxonomies"]
    taxonomies = dict.fromkeys((*ROLES, *(configured if isinstance(configured, dict) else ())))
    options = dict.fromkeys((*OPTIONS, *taxonomies), directives.unchanged)
    app.add_directive("postlist", type("PostList", (PostList,), {"option_spec": options}))
    app.add_directive_to_domain(NAME, "listing", PageListing)
    app.add_directive_to_domain(NAME, "terms", TermListing)
    app.add_directive_to_domain(NAME, "archive", ArchiveListing)
    app.add_directive_to_domain(NAME, "about", About)
    types = app.registry.domain_object_types.setdefault(NAME, {})
    for role in dict.fromkeys(map(role_of, taxonomies)):
        app.add_role_to_domain(NAME, role, BlogRole(warn_dangling=True))
        types[role] = ObjType(role, role)
