"""The directives, and the list requests their options make."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, home_of
from sphinx_confblog.domain import NAME, all_taxonomies, blog_domain
from sphinx_confblog.frontmatter.keys import forms
from sphinx_confblog.model.catalog import NamedLink
from sphinx_confblog.model.query import (
    IGNORED,
    OPTIONS,
    AboutQuery,
    MentionsQuery,
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
    placeholder,
    written_excerpt,
)
from sphinx_confblog.util.language_tags import among, parse_tag
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean, paragraphs
from sphinx_confblog.util.urls import short
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.catalog import Term, TermInfo
    from sphinx_confblog.model.query import ChangesQuery, Request

    #: The kind of a warning, and its text without the name of the directive.
    Complaint: TypeAlias = tuple[Kind, str]


#: Options of the list of a generated page.
LISTING_OPTIONS = ("style", "group-by", "events")
#: Options of a list of terms, and of an archive.
TERMS_OPTIONS, ARCHIVE_OPTIONS = ("style", "blog", "language"), ("blog", "language")


class Usage(NamedTuple):
    """What is written in a directive."""

    #: Text on the line of the directive's name.
    argument: str = ""
    options: Mapping[str, str] = MappingProxyType({})
    #: The first line of the content.
    content: str = ""

    @property
    def has_text(self) -> bool:
        """Whether there is a text for an empty list."""
        return bool(self.argument or self.content)


class AnyOption(dict[str, "Callable[[str], object]"]):
    """Accepts options of any name: the directive itself says what is wrong with them.

    Without it, docutils leaves out a whole directive that has an unknown option.
    """

    def __missing__(self, name: str) -> Callable[[str], object]:
        return directives.unchanged


#: Such as ``:limit: 5``, ``limit: 5`` or ``limit=5``.
_OPTION_LIKE = r":?([\w-]+)(?::|\s*=)\s*(.*)"
RIGHT_BELOW = "on the line right below the directive's name. It is ignored."


def accepting(names: Iterable[str]) -> AnyOption:
    """Return an ``option_spec`` of some names, which accepts others as well."""
    return AnyOption(dict.fromkeys(names, directives.unchanged))


def parse_postlist(
    blogs: Blogs, docname: str, usage: Usage
) -> tuple[Query | None, list[Complaint], Usage]:
    """Return the request of a ``postlist``, its problems, and the usage without misplaced text."""
    try:
        blog, key = asked_blog(blogs, docname, usage.options)
    except ValueError as error:
        return None, [] if usage.has_text else [nothing_shown(error)], usage
    taxonomies = blog.rules.taxonomies
    singulars = {form: name for name in taxonomies for form in forms(name, taxonomies)}
    options, complaints = known_options(usage, (*OPTIONS, *taxonomies), singulars)
    stray = misplaced(usage, (*OPTIONS, *singulars), blog)
    if stray:
        complaints.append((Kind.POSTLIST, stray))
        usage = usage._replace(argument="", content=usage.content if usage.argument else "")
    query, problems = parse_query(options, taxonomies, blog.config.zone)
    complaints += [(Kind.POSTLIST, problem) for problem in problems]
    if not usage.has_text:
        unknown = unknown_terms(query, blog.known_terms(), blog.catalog)
        complaints += [(Kind.TERM, problem) for problem in unknown]
    return query._replace(blog=key), complaints, usage


def known_options(
    usage: Usage, names: Iterable[str], synonyms: Mapping[str, str] = MappingProxyType({})
) -> tuple[dict[str, str], list[Complaint]]:
    """Return the options of some *names*, or of *synonyms* for them, and what is wrong."""
    known, complaints = list(names), []
    options: dict[str, str] = {}
    for name, value in usage.options.items():
        plain = synonyms.get(name, name)
        if plain not in known:
            hint = did_you_mean(name, (*known, *synonyms))
            text = f"option {name!r} does not exist{hint} It is ignored."
            complaints.append((Kind.POSTLIST, text))
        else:
            options[plain] = f"{options[plain]}, {value}" if plain in options else value
    return options, complaints


def misplaced(usage: Usage, names: Iterable[str], blog: Blog) -> str | None:
    """Return what is wrong with a text that is meant as an option, or None."""
    text = usage.argument or usage.content
    if (match := re.fullmatch(_OPTION_LIKE, text)) and match[1] in names:
        return f"{text!r} is not read as an option; write ':{match[1]}: {match[2]}' {RIGHT_BELOW}"
    if not usage.argument:
        return None
    if text.isdecimal():
        return f"{text!r} is not an option; write ':limit: {text}' {RIGHT_BELOW}"
    of_term = (name for name in blog.rules.taxonomies if blog.catalog.term(name, text))
    taxonomy = next(of_term, None if " " in text else "tags")
    if taxonomy is None:
        return None
    return f"{text!r} is not an option; write one, such as ':{taxonomy}: {text}', {RIGHT_BELOW}"


def nothing_shown(error: ValueError) -> Complaint:
    """Return the complaint about a list that cannot be shown."""
    return Kind.POSTLIST, f"{error} Nothing is shown."


def asked_blog(blogs: Blogs, docname: str, options: Mapping[str, str]) -> tuple[Blog, str | None]:
    """Return the blog that a list names and its name; by default, that of its page and None.

    Raises ValueError, with a sentence, if there is no such blog.
    """
    name, language = (options.get(key, "").strip() for key in ("blog", "language"))
    if not name and not language:
        return blogs.of(docname), None
    base = blogs.named(name) if name else blogs.named(blogs.of(docname).key.partition("/")[0])
    if base is None:
        known = [blog.key.removeprefix("/") for blog in blogs.all if blog.key]
        names = f" Blogs: {', '.join(known)}." if known else " confblog_blogs is not set."
        hint = did_you_mean(name, known)
        raise ValueError(f"option 'blog': there is no blog {name!r}{hint}{names}")
    spoken = {blog.tag: blog for blog in (base, *blogs.languages_of(base))}
    tag = among(parse_tag(language) or "?", spoken) if language else base.tag
    if tag is None:
        raise ValueError(f"option 'language': there are no posts in {language!r}.")
    return spoken[tag], spoken[tag].key


def ask_listing(blog: Blog, usage: Usage) -> tuple[Query, list[Complaint]]:
    """Return the request of the list on a generated page, and its problems."""
    options, complaints = known_options(usage, LISTING_OPTIONS)
    query, problems = parse_query(options, (), blog.config.zone)
    return query, complaints + [(Kind.POSTLIST, problem) for problem in problems]


def ask_terms(
    blogs: Blogs, docname: str, usage: Usage
) -> tuple[TermsQuery | None, list[Complaint]]:
    """Return the request of a list of terms, and its problems; the page may tell the taxonomy."""
    options, complaints = known_options(usage, TERMS_OPTIONS)
    try:
        blog, key = asked_blog(blogs, docname, options)
    except ValueError as error:
        return None, [*complaints, nothing_shown(error)]
    page = blog.listings.get(docname)
    taxonomy = usage.argument or (page.taxonomy if page else None)
    if taxonomy not in blog.config.taxonomies:
        accepted = ", ".join(blog.config.taxonomies)
        hint = did_you_mean(taxonomy or "", blog.config.taxonomies)
        what = (
            f"{taxonomy!r} is not one of: {accepted}{hint}"
            if taxonomy
            else (f"name a taxonomy on the line of the directive: {accepted}.")
        )
        return None, [*complaints, nothing_shown(ValueError(what))]
    try:
        style = choice(TermsStyle, options["style"].strip()) if "style" in options else None
    except ValueError as error:
        problem = f"option 'style': {error} {IGNORED}"
        return TermsQuery(taxonomy, blog=key), [*complaints, (Kind.POSTLIST, problem)]
    return TermsQuery(taxonomy, style, key), complaints


def ask_archive(
    blogs: Blogs, docname: str, usage: Usage
) -> tuple[PeriodsQuery | None, list[Complaint]]:
    """Return the request of an archive, and its problems."""
    options, complaints = known_options(usage, ARCHIVE_OPTIONS)
    try:
        return PeriodsQuery(asked_blog(blogs, docname, options)[1]), complaints
    except ValueError as error:
        return None, [*complaints, nothing_shown(error)]


def ask_readmore(blog: Blog, docname: str) -> Complaint | None:
    """Return what is wrong with a ``readmore``: its page may not be a post."""
    if docname in blog.catalog.posts:
        return None
    return Kind.READMORE, "this page is not a post, so it has no excerpt. The directive is ignored."


def ask_excerpt(blog: Blog, docname: str, number: int) -> Iterator[Complaint]:
    """Yield what is wrong with an ``excerpt``; *number* counts those of its page, from 0."""
    post = blog.catalog.posts.get(docname)
    if post is None:
        problem = "this page is not a post, so no list shows its excerpt. The text is shown here."
        yield Kind.READMORE, problem
    elif number:
        yield (
            Kind.READMORE,
            "lists show the first excerpt of this post; this one is shown on its page",
        )
    elif post.excerpt is not None:
        yield Kind.READMORE, "lists show this excerpt; the one in the front matter is ignored"


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
    #: The class of its placeholder.
    node_class: ClassVar[type[placeholder]] = blog_list

    def run(self) -> list[nodes.Node]:
        """Return what stands for the list: a link, if another build of the site has the blog."""
        home = home_of(self.env)
        if home is None:
            return self.listed()
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

    def complain(self, complaints: Iterable[Complaint]) -> None:
        """Warn at the directive's line."""
        for kind, problem in complaints:
            warn(kind, f"{self.name}: {problem}", self.get_location())


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


#: Where the number of excerpts of the document that is read is kept.
EXCERPTS = "confblog_excerpts"


class Excerpt(SphinxDirective):
    """Holds the excerpt of the post that it stands in: lists show it, the page only if asked."""

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
        for kind, problem in ask_excerpt(blog_of(env, docname), docname, number):
            warn(kind, f"{self.name}: {problem}", self.get_location())
        is_used = number == 0 and docname in blog_of(env, docname).catalog.posts
        return [placed] if is_used else content


class PageListing(ListDirective):
    """Shows the posts of the generated page that it stands on."""

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
    """Shows the posts that link to the page that it stands on, or to an object."""

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
    """Shows what ``confblog_terms`` says of the term whose page it stands on."""

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
