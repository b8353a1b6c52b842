"""What the directives ask for, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.listoptions import choice, parse_query, unknown_terms
from sphinx_confblog.query import Query, TermsQuery, TermsStyle
from sphinx_confblog.warnings import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.blog import Blog

    #: The kind of a warning, and its text without the name of the directive.
    Complaint: TypeAlias = tuple[Kind, str]

#: Options of the list of a generated page.
LISTING_OPTIONS = ("style", "group-by")


def ask_posts(
    blog: Blog, options: Mapping[str, str], *, has_text: bool
) -> tuple[Query, list[Complaint]]:
    """What a ``postlist`` asks for; one *has_text* for the case that nothing is found."""
    query, problems = parse_query(options, blog.rules.taxonomies, blog.config.timezone)
    complaints = [(Kind.POSTLIST, problem) for problem in problems]
    if not has_text:
        unknown = unknown_terms(query, blog.known_terms(), blog.catalog)
        complaints += [(Kind.TERM, problem) for problem in unknown]
    return query, complaints


def ask_listing(blog: Blog, options: Mapping[str, str]) -> tuple[Query, list[Complaint]]:
    """What the list of a generated page asks for."""
    known = {name: options[name] for name in LISTING_OPTIONS if name in options}
    query, problems = parse_query(known, (), blog.config.timezone)
    return query, [(Kind.POSTLIST, problem) for problem in problems]


def ask_terms(
    blog: Blog, docname: str, taxonomy: str | None, options: Mapping[str, str]
) -> tuple[TermsQuery | None, list[Complaint]]:
    """What a list of terms asks for: those of *taxonomy*, or of the page on which it stands."""
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
        return TermsQuery(taxonomy), [(Kind.POSTLIST, problem)]
    return TermsQuery(taxonomy, style), []


def ask_readmore(blog: Blog, docname: str) -> Complaint | None:
    """What is wrong with the end of an excerpt: the page may be no post."""
    if docname in blog.catalog.posts:
        return None
    return Kind.READMORE, "this page is no post, and has no excerpt; it is ignored"
