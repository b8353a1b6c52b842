"""Turns the options of directives into requests for lists, and says what is wrong with them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.config import blog_keys
from sphinx_confblog.frontmatter.keys import forms
from sphinx_confblog.model.query import (
    IGNORED,
    OPTIONS,
    PeriodsQuery,
    Query,
    TermsQuery,
    TermsStyle,
    choice,
    parse_query,
    unknown_terms,
)
from sphinx_confblog.util.language_tags import among, parse_tag
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import did_you_mean
from sphinx_confblog.warnings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs

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


#: Such as ``:limit: 5``, ``limit: 5`` or ``limit=5``.
_OPTION_LIKE = r":?([\w-]+)(?::|\s*=)\s*(.*)"
RIGHT_BELOW = "on the line right below the directive's name. It is ignored."


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
    base = blogs.named(name or blog_keys.name_of(blogs.of(docname).key))
    if base is None:
        known = [blog_keys.typed(blog.key) for blog in blogs.all if blog.key]
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
