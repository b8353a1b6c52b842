"""The links around blog pages: breadcrumbs, previous and next posts, all terms, feeds."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.generated_pages import PageKind, taxonomy_docname
from sphinx_confblog.discovery.project import blog_of, blogs_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.feeds.plan import FORMATS, feed_plan
from sphinx_confblog.model.event import CALENDAR_TYPE
from sphinx_confblog.model.query import Query
from sphinx_confblog.resolving.views import BlogViews
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


#: The lists that have links at their foot.
FOOTED = frozenset({PageKind.INDEX, PageKind.TERM, PageKind.RELEASES, PageKind.EVENTS})
#: Themes without breadcrumbs, as they come.
WITHOUT_BREADCRUMBS = frozenset(
    {"alabaster", "furo", "sphinx_book_theme", "shibuya", "sphinx_immaterial"}
)
#: Themes without links to the previous and the next page, unless an option brings them.
WITHOUT_NEIGHBOURS = {
    "alabaster": ("show_relbars", "show_relbar_top", "show_relbar_bottom"),
    "sphinx_immaterial": ("features",),
}
#: Of a list of features: the one that brings these links.
FOOTER = "navigation.footer"


def add_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add the blog's links around the content of a page (``html-page-context``)."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not makes_site(builder):
        return
    blog = blog_of(app.env, pagename)
    if "body" not in context or pagename not in blogs_of(app.env).owners:
        return
    is_post, above, below = pagename in blog.catalog.posts, "", ""
    if (is_post or pagename in blog.pages) and shows_breadcrumbs(builder, blog):
        above = breadcrumbs(blog, context)
    if is_post and lacks_neighbours(builder):
        below = neighbours(blog, context)
    if links := foot_links(app.env, pagename, context["pathto"]):
        below += f'<p class="confblog-foot headerlink">{" · ".join(links)}</p>\n'
    context["body"] = above + context["body"] + below


def shows_breadcrumbs(builder: StandaloneHTMLBuilder, blog: Blog) -> bool:
    """Return whether pages of a blog have breadcrumbs of ours: as asked for, else by the theme."""
    if blog.config.breadcrumbs is not None:
        return blog.config.breadcrumbs
    return builder.theme.name in WITHOUT_BREADCRUMBS


def lacks_neighbours(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether the theme has no links to the previous and the next post."""
    options = WITHOUT_NEIGHBOURS.get(builder.theme.name)
    given: dict[str, Any] = {**builder.theme.get_options(), **builder.theme_options}
    return options is not None and not any(is_on(given.get(name)) for name in options)


def is_on(value: object) -> bool:
    """Return whether the value of a theme's option is true; themes write it as text."""
    if isinstance(value, list | tuple):
        return FOOTER in value
    return str(value).lower() in {"true", "1", "yes", "on"}


def breadcrumbs(blog: Blog, context: dict[str, Any]) -> str:
    """Return the line above the title of a page that leads to the blog's index, as HTML."""
    if not (parents := context.get("parents")):
        return ""
    _ = blog.language.translate
    label = escape(_("Breadcrumbs"))
    items = (f'<li><a href="{escape(p["link"])}">{p["title"]}</a></li>' for p in parents)
    return (
        f'<nav class="confblog-breadcrumbs headerlink" aria-label="{label}">'
        f"<ol>{''.join(items)}</ol></nav>\n"
    )


def neighbours(blog: Blog, context: dict[str, Any]) -> str:
    """Return links to the posts before and after in time, as HTML; "" if there are none."""
    _ = blog.language.translate
    sides = (("prev", _("Older post")), ("next", _("Newer post")))
    links = [
        f'<a class="confblog-{side}" rel="{side}" href="{escape(other["link"])}">'
        f"<span>{escape(label)}</span> {other['title']}</a>"
        for side, label in sides
        if (other := context.get(side))
    ]
    label = escape(_("Newer and older posts"))
    start = f'<nav class="confblog-neighbours headerlink" aria-label="{label}">'
    return f"{start}{''.join(links)}</nav>\n" if links else ""


def foot_links(env: BuildEnvironment, docname: str, pathto: PathTo) -> list[str]:
    """Return the links at the foot of a post, an index or a term's page, as HTML."""
    blog = blog_of(env, docname)
    if docname in blog.catalog.posts:
        index = blog.config.below("index")
        text = blog.language.all_posts()
        return [link(pathto(index), text)] if index in env.found_docs else []
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
    if calendar := BlogViews(env, blog).calendar(docname):
        url = pathto(quote(calendar), resource=True)
        links.append(link(url, blog.language.calendar(), CALENDAR_TYPE))
    if feed is not None:
        formats = {name: feed.path(name) for name in blog.config.feeds}
        links.append(feeds_line(formats, blog.language, pathto))
    return links


def listing(env: BuildEnvironment, blog: Blog, docname: str) -> Page | None:
    """Return the index or the list of a term, releases or events that a page is or replaces."""
    page = blog.listings.get(docname)
    if page is None or page.kind not in FOOTED:
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
    """Return a link as HTML; with a *media_type* if it leads to a file."""
    attribute = f' type="{escape(media_type)}"' if media_type else ""
    return f'<a href="{escape(url)}"{attribute}>{escape(text)}</a>'
