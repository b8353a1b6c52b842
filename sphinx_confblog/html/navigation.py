"""The links around the content of blog pages: to all terms and feeds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_confblog.discovery.generated_pages import PageKind, taxonomy_docname
from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.model.query import Query
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.i18n import Language

    #: Returns the relative URL of a document, or of a file (``resource=True``).
    PathTo = Callable[..., str]


def add_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add the blog's links around the content of a page (``html-page-context``)."""
    if not makes_site(app.builder) or "body" not in context:
        return
    if links := foot_links(app.env, pagename, context["pathto"]):
        context["body"] += f'<p class="confblog-foot">{" · ".join(links)}</p>\n'


def foot_links(env: BuildEnvironment, docname: str, pathto: PathTo) -> list[str]:
    """Return the links at the foot of an index or a term's page, as HTML."""
    blog = blog_of(env, docname)
    page = listing(env, blog, docname)
    if page is None:
        return []
    links = []
    if page.taxonomy is not None:
        taxonomy, target = page.taxonomy, taxonomy_docname(blog.config, page.taxonomy)
        text = blog.language.all_terms(taxonomy, blog.config.taxonomies[taxonomy])
        if target in env.found_docs:
            links.append(link(pathto(target), text))
    feed = feed_plan(env).written[blog.key].by_home.get(page.siblings[0])
    if feed is not None:
        formats = {name: feed.path(name) for name in blog.config.feeds}
        links.append(feeds_line(formats, blog.language, pathto))
    return links


def listing(env: BuildEnvironment, blog: Blog, docname: str) -> Page | None:
    """Return the index or the term's page that a document is, or takes the place of."""
    page = blog.listings.get(docname)
    if page is None or page.kind not in {PageKind.INDEX, PageKind.TERM}:
        return None
    requests = blog_domain(env).queries.get(docname, ())
    lists_posts = any(isinstance(request, Query) and request.of_page for request in requests)
    return page if docname in blog.pages or lists_posts else None


def feeds_line(formats: dict[str, str], language: Language, pathto: PathTo) -> str:
    """Return links to a feed in each of its formats; *formats* are their names and paths."""
    _ = language.translate
    urls = {name: pathto(quote(path), resource=True) for name, path in formats.items()}
    if len(urls) == 1:
        ((name, url),) = urls.items()
        return link(url, _("Feed"), FORMATS[name].media_type)
    links = (link(url, FORMATS[name].name, FORMATS[name].media_type) for name, url in urls.items())
    return (
        _("{taxonomy}: {terms}")
        .replace("{taxonomy}", escape(_("Feeds")))
        .replace("{terms}", language.between().join(links))
    )


def link(url: str, text: str, media_type: str = "") -> str:
    """Return a link as HTML; a *media_type* tells that it leads to a file."""
    attribute = f' type="{escape(media_type)}"' if media_type else ""
    return f'<a href="{escape(url)}"{attribute}>{escape(text)}</a>'
