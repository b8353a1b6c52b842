"""What the directives ask for, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.model.query import (
    PeriodsQuery,
    Query,
    TermsQuery,
    TermsStyle,
    choice,
    parse_query,
    unknown_terms,
)
from sphinx_confblog.util.language_tags import among, parse_tag
from sphinx_confblog.warnings import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs

    #: The kind of a warning, and its text without the name of the directive.
    Complaint: TypeAlias = tuple[Kind, str]

#: Options of the list of a generated page.
LISTING_OPTIONS = ("style", "group-by")


def ask_posts(
    blogs: Blogs, docname: str, options: Mapping[str, str], *, has_text: bool
) -> tuple[Query | None, list[Complaint]]:
    """What a ``postlist`` asks for; one *has_text* for the case that nothing is found."""
    try:
        blog, key = asked_blog(blogs, docname, options)
    except ValueError as error:
        return None, [] if has_text else [(Kind.POSTLIST, f"{error}; nothing is shown")]
    query, problems = parse_query(options, blog.rules.taxonomies, blog.config.timezone)
    complaints = [(Kind.POSTLIST, problem) for problem in problems]
    if not has_text:
        unknown = unknown_terms(query, blog.known_terms(), blog.catalog)
        complaints += [(Kind.TERM, problem) for problem in unknown]
    return replace(query, blog=key), complaints


def asked_blog(blogs: Blogs, docname: str, options: Mapping[str, str]) -> tuple[Blog, str | None]:
    """The blog that a list names, and its name; that of its page, and no name, if it names none.

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
    """What the list of a generated page asks for."""
    known = {name: options[name] for name in LISTING_OPTIONS if name in options}
    query, problems = parse_query(known, (), blog.config.timezone)
    return query, [(Kind.POSTLIST, problem) for problem in problems]


def ask_terms(
    blogs: Blogs, docname: str, taxonomy: str | None, options: Mapping[str, str]
) -> tuple[TermsQuery | None, list[Complaint]]:
    """What a list of terms asks for: those of *taxonomy*, or of the page on which it stands."""
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
    """What an archive on a page asks for."""
    try:
        return PeriodsQuery(asked_blog(blogs, docname, options)[1]), []
    except ValueError as error:
        return None, [(Kind.POSTLIST, f"{error}; nothing is shown")]


def ask_readmore(blog: Blog, docname: str) -> Complaint | None:
    """What is wrong with the end of an excerpt: the page may be no post."""
    if docname in blog.catalog.posts:
        return None
    return Kind.READMORE, "this page is no post, and has no excerpt; it is ignored"
