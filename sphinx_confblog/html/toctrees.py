"""Shows pages that aren't in a toctree in the themes' navigation, below their parent page."""

from __future__ import annotations

from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import blog_of, cached
from sphinx_confblog.html.page_context import leads_to
from sphinx_confblog.util.builders import makes_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx


#: A host for joining relative URLs.
HOST = "http://host/"
#: A placeholder for the URL of a link; no text of a site contains it.
LINK = "\0"


class PageIncludes(dict[str, list[str]]):
    """What toctrees include, with one page more; *original* is without it."""

    def __init__(self, original: dict[str, list[str]], parent: str, page: str) -> None:
        super().__init__(original)
        self.original = original
        self[parent] = [*original.get(parent, ()), page]


def place_in_toctree(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Show a page at the one above it in toctrees (``html-page-context``, before themes).

    Themes ask ``toctree`` of the context. Those based on pydata's also ask the environment which
    page a page is below (``toctree_includes``), and have no method for it. It is told of one page
    at a time: each further one would cost all others time.
    """
    builder = app.builder
    forget_place(app)
    if not isinstance(builder, StandaloneHTMLBuilder) or not makes_site(builder):
        return
    place = place_of(builder, pagename)
    if place is None:
        return
    env = app.env
    env.toctree_includes = PageIncludes(env.toctree_includes, place, pagename)
    if "toctree" in context:
        context["toctree"] = lambda **options: toctree_at(builder, pagename, place, **options)


def forget_place(app: Sphinx, exception: Exception | None = None) -> None:
    """Show no more pages in toctrees than there are in them (also ``build-finished``)."""
    if isinstance(includes := app.env.toctree_includes, PageIncludes):
        app.env.toctree_includes = includes.original


def place_of(builder: StandaloneHTMLBuilder, pagename: str) -> str | None:
    """Return the page above a post or a generated page; None for those in a toctree."""
    env = builder.env
    blog = blog_of(env, pagename)
    if builder.relations.get(pagename):
        return None
    if pagename in blog.pages:
        page: str | None = blog.pages[pagename].parent or blog.config.below("index")
    elif pagename in blog.catalog.posts:
        page = blog.config.below("index")
    else:
        return None
    while page and not builder.relations.get(page):
        page = leads_to(builder, page)
    return page


def toctree_at(
    builder: StandaloneHTMLBuilder,
    pagename: str,
    place: str,
    *,
    collapse: bool = True,
    includehidden: bool = False,
    **options: Any,
) -> str:
    """Return the site's toctree as the page *place* shows it, with links from *pagename*.

    The options are those of ``toctree`` in Sphinx's templates.
    """
    if options.get("maxdepth") == "":
        del options["maxdepth"]
    texts, urls = toctree_pieces(
        builder, place, collapse, includehidden, tuple(sorted(options.items()))
    )
    now = builder.get_target_uri(pagename)
    links = [escape(relative_uri(now, path) + end) for path, end in urls]
    return "".join(map("".join, zip_longest(texts, links, fillvalue="")))


@cached
def toctree_pieces(
    builder: StandaloneHTMLBuilder,
    place: str,
    collapse: bool,
    includehidden: bool,
    options: tuple[tuple[str, Any], ...],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the toctree that *place* shows: its HTML around its links, and their URLs.

    The URLs are relative to the site's folder, and divided into page and fragment. All pages below
    *place* share the result.
    """
    toctree = TocTree(builder.env).get_toctree_for(
        place, builder, collapse, includehidden=includehidden, **dict(options)
    )
    if toctree is None:
        return [], []
    base, urls = HOST + builder.get_target_uri(place), []
    for link in toctree.findall(nodes.reference):
        if link.get("internal"):
            path, mark, anchor = urljoin(base, link["refuri"]).partition("#")
            urls.append((path.removeprefix(HOST), mark + anchor))
            link["refuri"] = LINK
    return str(builder.render_partial(toctree)["fragment"]).split(LINK), urls
