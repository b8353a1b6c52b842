"""The directives, and the list requests their options make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_confblog.discovery.project import blog_of, blogs_of
from sphinx_confblog.domain import NAME, all_taxonomies, blog_domain
from sphinx_confblog.model.catalog import NamedLink
from sphinx_confblog.model.query import (
    OPTIONS,
    AboutQuery,
    PeriodsQuery,
    Query,
    TermsQuery,
    TermsStyle,
    choice,
    parse_query,
    unknown_terms,
)
from sphinx_confblog.nodes import (
    avatar,
    block,
    blog_list,
    excerpt_end,
    inline,
    items_list,
    written_excerpt,
)
from sphinx_confblog.util.language_tags import among, parse_tag
from sphinx_confblog.util.text import paragraphs
from sphinx_confblog.util.urls import short
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.catalog import Term, TermInfo
    from sphinx_confblog.model.query import Request

    #: The kind of a warning, and its text without the name of the directive.
    Complaint: TypeAlias = tuple[Kind, str]


#: Options of the list of a generated page.
LISTING_OPTIONS = ("style", "group-by")


def parse_postlist(
    blogs: Blogs, docname: str, options: Mapping[str, str], *, has_text: bool
) -> tuple[Query | None, list[Complaint]]:
    """Return the request of a ``postlist``, and its problems; *has_text* if it has a fallback."""
    try:
        blog, key = asked_blog(blogs, docname, options)
    except ValueError as error:
        return None, [] if has_text else [(Kind.POSTLIST, f"{error}; nothing is shown")]
    query, problems = parse_query(options, blog.rules.taxonomies, blog.config.zone)
    complaints = [(Kind.POSTLIST, problem) for problem in problems]
    if not has_text:
        unknown = unknown_terms(query, blog.known_terms(), blog.catalog)
        complaints += [(Kind.TERM, problem) for problem in unknown]
    return replace(query, blog=key), complaints


def asked_blog(blogs: Blogs, docname: str, options: Mapping[str, str]) -> tuple[Blog, str | None]:
    """Return the blog that a list names and its name; by default, that of its page and None.

    Raises ValueError, with words, if there is no such blog.
    """
    name, language = (options.get(key, "").strip() for key in ("blog", "language"))
    if not name and not language:
        return blogs.of(docname), None
    base = blogs.named(name) if name else blogs.named(blogs.of(docname).key.partition("/")[0])
    if base is None:
        accepted = ", ".join(blog.key.removeprefix("/") for blog in blogs.all if blog.key)
        raise ValueError(f"option 'blog': {name!r} is none of the blogs {accepted or '(none)'}")
    spoken = {blog.tag: blog for blog in (base, *blogs.languages_of(base))}
    tag = among(parse_tag(language) or "?", spoken) if language else base.tag
    if tag is None:
        raise ValueError(f"option 'language': there are no posts in {language!r}")
    return spoken[tag], spoken[tag].key


def ask_listing(blog: Blog, options: Mapping[str, str]) -> tuple[Query, list[Complaint]]:
    """Return the request of the list on a generated page, and its problems."""
    known = {name: options[name] for name in LISTING_OPTIONS if name in options}
    query, problems = parse_query(known, (), blog.config.zone)
    return query, [(Kind.POSTLIST, problem) for problem in problems]


def ask_terms(
    blogs: Blogs, docname: str, taxonomy: str | None, options: Mapping[str, str]
) -> tuple[TermsQuery | None, list[Complaint]]:
    """Return the request of a list of terms, and its problems; the page may tell the taxonomy."""
    try:
        blog, key = asked_blog(blogs, docname, options)
    except ValueError as error:
        return None, [(Kind.POSTLIST, f"{error}; nothing is shown")]
    page = blog.listings.get(docname)
    taxonomy = taxonomy or (page.taxonomy if page else None)
    if taxonomy not in blog.config.taxonomies:
        accepted = ", ".join(blog.config.taxonomies)
        problem = f"{taxonomy!r} is none of the taxonomies {accepted}; nothing is shown"
        return None, [(Kind.POSTLIST, problem)]
    try:
        style = choice(TermsStyle, options["style"].strip()) if "style" in options else None
    except ValueError as error:
        problem = f"option 'style': {error}; the option is ignored"
        return TermsQuery(taxonomy, blog=key), [(Kind.POSTLIST, problem)]
    return TermsQuery(taxonomy, style, key), []


def ask_archive(
    blogs: Blogs, docname: str, options: Mapping[str, str]
) -> tuple[PeriodsQuery | None, list[Complaint]]:
    """Return the request of an archive, and its problems."""
    try:
        return PeriodsQuery(asked_blog(blogs, docname, options)[1]), []
    except ValueError as error:
        return None, [(Kind.POSTLIST, f"{error}; nothing is shown")]


def ask_readmore(blog: Blog, docname: str) -> Complaint | None:
    """Return what is wrong with a ``readmore``: its page may not be a post."""
    if docname in blog.catalog.posts:
        return None
    return Kind.READMORE, "this page is no post, and has no excerpt; it is ignored"


#: The taxonomy whose terms are people: their pages are business cards to programs, too.
#: See https://microformats.org/wiki/h-card.
PEOPLE = "authors"


def said_of(term: Term | None) -> object:
    """Return the data that the nodes of a term are made from, for comparing."""
    if term is None or (info := term.info) is None:
        return None
    return term.name, info.description, info.url, info.email, info.avatar, info.links


def about_nodes(term: Term) -> list[nodes.Node]:
    """Return the nodes of a term's details, if there are any."""
    info = term.info
    if info is None or not (info.avatar or info.description or any(links_of(info))):
        return []
    person = term.taxonomy == PEOPLE
    text: list[nodes.Element] = [paragraph(part) for part in paragraphs(info.description or "")]
    if links := list(links_of(info)):
        items = (link_item(link, person=person) for link in links)
        text.append(items_list("confblog-links", *items))
    if person:
        text.insert(0, inline("data", "p-name", value=term.name))
    children = [block("div", "confblog-about-text", *text)]
    if info.avatar:
        children.insert(0, picture(info.avatar))
    return [block("div", f"confblog-about{' h-card' * person}", *children)]


def paragraph(text: str) -> nodes.Element:
    """Return a paragraph of plain text."""
    return nodes.paragraph("", "", nodes.Text(text), classes=["p-note"])


def picture(uri: str) -> nodes.Element:
    """Return a decorative picture: the page's title names the term already."""
    image = nodes.image("", uri=uri, alt="", classes=["confblog-avatar", "u-photo"])
    return avatar("", image, tag="div", classes=["confblog-portrait"])


def links_of(info: TermInfo) -> Iterator[NamedLink]:
    """Return the links of a term: its site, its email address and its profiles."""
    if info.url:
        yield NamedLink(short(info.url) or info.url, info.url)
    if info.email:
        yield NamedLink(info.email, f"mailto:{info.email}")
    yield from info.links


def link_item(link: NamedLink, *, person: bool) -> nodes.list_item:
    """Return a link; that of a person has ``rel="me"``.

    See https://microformats.org/wiki/rel-me.
    """
    mail = link.url.lower().startswith("mailto:")
    node = nodes.reference("", "", nodes.Text(link.name), refuri=link.url, internal=False)
    if person:
        node["classes"] = ["u-email" if mail else "u-url"]
        node["rel"] = "me"
    return nodes.list_item("", nodes.paragraph("", "", node))


class ListDirective(SphinxDirective):
    """Leaves a placeholder, and tells the domain what it asks for."""

    has_content = True

    def place(self, request: Request, *, of_page: bool = False) -> list[nodes.Node]:
        """Return the placeholder, with the directive's content as fallback for an empty list."""
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
        query, complaints = parse_postlist(
            blogs, docname, self.options, has_text=bool(self.content)
        )
        self.complain(complaints)
        return self.place(query) if query else self.parse_content_to_nodes()


class ReadMore(SphinxDirective):
    """Ends the excerpt of the post that it stands in, as READMORE does."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark, which is removed once the excerpt is cut; warn on other pages."""
        if complaint := ask_readmore(blog_of(self.env, self.env.docname), self.env.docname):
            kind, problem = complaint
            warn(kind, f"{self.name}: {problem}", self.get_location())
            return []
        mark = excerpt_end()
        self.set_source_info(mark)
        return [mark]


class Excerpt(SphinxDirective):
    """Holds the excerpt of the post that it stands in: lists show it, the page only if asked."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {"show": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Parse the content; where it is no excerpt, it is shown with a warning."""
        self.assert_has_content()
        content = self.parse_content_to_nodes()
        docname = self.env.docname
        placed = written_excerpt("", *content, docname=docname, shown="show" in self.options)
        self.set_source_info(placed)
        if docname in blog_of(self.env, docname).catalog.posts:
            return [placed]
        problem = "this page is no post, so no list shows its excerpt; it is shown here"
        warn(Kind.READMORE, f"{self.name}: {problem}", self.get_location())
        return content


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
    app.add_directive("excerpt", Excerpt)
    app.add_directive_to_domain(NAME, "listing", PageListing)
    app.add_directive_to_domain(NAME, "terms", TermListing)
    app.add_directive_to_domain(NAME, "archive", ArchiveListing)
    app.add_directive_to_domain(NAME, "about", About)
