"""What lists of posts are about, in the site's language: the descriptions of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.core import UnknownLocaleError, get_global, parse_locale

from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.i18n import _, period_name

if TYPE_CHECKING:
    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.model.catalog import Term


def page_description(page: Page, config: BlogConfig, language: str) -> str:
    """The description of a generated page; further pages of a list have one of their own."""
    text = " ".join(list_description(page, config, language).split())
    if page.number == 1:
        return text
    return _("Page {number}: {description}").format(number=page.number, description=text)


def list_description(page: Page, config: BlogConfig, language: str) -> str:
    """What a list is about, on whichever of its pages."""
    blog = config.title
    if page.term is not None:
        return term_description(page.term, config)
    if page.kind is PageKind.ARCHIVE:
        return _("All posts of {blog} by date").format(blog=blog)
    if page.kind is PageKind.PERIOD:
        period = period_name(page.period, language)
        return _("Posts of {blog} from {period}").format(blog=blog, period=period)
    if page.kind is PageKind.TAXONOMY:
        title = config.taxonomies.get(page.taxonomy or "", page.title)
        return _("{taxonomy} of {blog}").format(taxonomy=title, blog=blog)
    return config.description or _("Posts of {blog}").format(blog=blog)


def term_description(term: Term, config: BlogConfig) -> str:
    """What the site says of a term; else what its posts have in common."""
    if term.info is not None and term.info.description:
        return term.info.description
    phrases = {
        "tags": _("Posts tagged {term}"),
        "authors": _("Posts by {term}"),
        "categories": _("Posts in the category {term}"),
        "series": _("Posts of the series {term}"),
    }
    other = _("Posts with {term} ({taxonomy})")
    title = config.taxonomies.get(term.taxonomy, term.taxonomy)
    return phrases.get(term.taxonomy, other).format(term=term.name, taxonomy=title)


def locale_name(language: str) -> str:
    """A language with the country where most speak it, as in ``de_DE``; nothing if unknown."""
    try:
        lang, country, *_rest = parse_locale(language.replace("-", "_"))
        if country is None:
            likely = get_global("likely_subtags").get(language.replace("-", "_")) or lang
            country = parse_locale(likely)[1]
    except (ValueError, UnknownLocaleError):
        return ""
    return f"{lang}_{country}" if country and country.isalpha() else ""
