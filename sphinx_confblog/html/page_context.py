"""The context of HTML pages: previous and next posts, breadcrumbs and the stylesheet."""

from __future__ import annotations

import posixpath
import shutil
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _ as sphinx_translation
from sphinx.writers.html5 import HTML5Translator

from sphinx_confblog.discovery.project import blog_of, blogs_of, cached, home_of, uses_blog
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.i18n import directed
from sphinx_confblog.model.post import plain
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.releases.announcement import announcement_record
from sphinx_confblog.resolving.mentions.views import shown_mentions
from sphinx_confblog.resolving.post_page import OTHERWISE
from sphinx_confblog.util.builders import Addresses, makes_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog


STYLESHEET = "confblog.css"
#: Characters that docutils writes in another way in HTML.
SPECIAL = frozenset('&<>"@')
STATIC = Path(__file__).parents[1] / "static"


def complete_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add stylesheet, neighbours and breadcrumbs to a blog page (``html-page-context``)."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if not uses_blog(app.env, pagename):
        announced = makes_site(builder) and announcement_record(app.env, pagename)
        if announced or shown_mentions(app.env, pagename):
            builder.add_css_file(STYLESHEET)
        return
    builder.add_css_file(STYLESHEET)
    blog = blog_of(app.env, pagename)
    in_other_language = blog.language.name != app.config.language.replace("-", "_")
    if in_other_language and pagename in blogs_of(app.env).owners:
        context["language"] = blog.tag
    if pagename in blog.catalog.posts:
        post = in_language(app.env, blog.catalog.posts[pagename])
        context["confblog_post"] = plain(post)
        set_neighbours(builder, blog, pagename, context)
        context["parents"] = parents(builder, pagename, blog.config.below("index"))
        if post.source is not None:
            set_source(builder, pagename, context)
        if post.unlisted:
            context["title"] = title(builder, pagename)
    elif page := blog.pages.get(pagename):
        # There is no file to be shown or edited.
        context["sourcename"] = context["page_source_suffix"] = ""
        if not builder.relations.get(pagename):
            lead = page.parent or blog.config.below("index")
            context["parents"] = parents(builder, pagename, lead)


def name_home(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Set the canonical URL of a page that replaces another build's (``html-page-context``)."""
    home = home_of(app.env)
    if home and pagename in home.docnames:
        context["pageurl"] = home.address(pagename, app.builder)


def set_source(builder: StandaloneHTMLBuilder, pagename: str, context: dict[str, Any]) -> None:
    """Name the source file of a post in the context, for any URL of the post.

    Themes put the page's name before its suffix to name its file: from there, the suffix leads
    back to the file.
    """
    path = str(builder.env.doc2path(pagename, base=False))
    context["page_source_suffix"] = "/" + posixpath.relpath(path, pagename)
    suffix, link = posixpath.splitext(path)[1], builder.config.html_sourcelink_suffix
    context["sourcename"] = pagename + suffix + (link if suffix != link else "")


def set_neighbours(
    builder: StandaloneHTMLBuilder, blog: Blog, pagename: str, context: dict[str, Any]
) -> None:
    """Make the posts before and after in time the page's previous and next ones."""
    related = {"N", "P"}
    links = [link for link in context.get("rellinks", ()) if link[2] not in related]
    earlier, later = blog.catalog.neighbours.get(pagename, (None, None))
    for key, docname, short, label in (
        ("next", later, "N", sphinx_translation("next")),
        ("prev", earlier, "P", sphinx_translation("previous")),
    ):
        context[key] = link_to(builder, pagename, docname) if docname else None
        if docname:
            links.append((docname, context[key]["title"], short, label))
    context["rellinks"] = links


def parents(builder: StandaloneHTMLBuilder, pagename: str, leading: str) -> list[dict[str, str]]:
    """Return the breadcrumbs of a page, outermost first: those of *leading*, and *leading*."""
    chain: list[str] = []
    docname: str | None = leading
    while docname and docname not in chain and docname != builder.config.root_doc:
        chain.append(docname)
        docname = leads_to(builder, docname)
    titled = (name for name in reversed(chain) if name in builder.env.titles)
    return [crumb(builder, pagename, name) for name in titled]


def crumb(builder: StandaloneHTMLBuilder, pagename: str, docname: str) -> dict[str, str]:
    """Return URL and title of a breadcrumb; the page of a term has the term's name."""
    link = link_to(builder, pagename, docname)
    page = blog_of(builder.env, docname).pages.get(docname)
    return link | {"title": escape(page.title)} if page and page.long_title else link


def leads_to(builder: StandaloneHTMLBuilder, docname: str) -> str | None:
    """Return the parent of a page: by a toctree, else by the order of the blog's pages."""
    if related := builder.relations.get(docname):
        return related[0]
    blog = blog_of(builder.env, docname)
    if docname in blog.pages and docname != (index := blog.config.below("index")):
        return blog.pages[docname].parent or index
    return None


def link_to(builder: StandaloneHTMLBuilder, pagename: str, docname: str) -> dict[str, str]:
    """Return URL and title of a page, as themes expect them."""
    return {"link": builder.get_relative_uri(pagename, docname), "title": title(builder, docname)}


@cached
def title(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the title of a page as HTML."""
    node = builder.env.titles[docname]
    if len(node) == 1 and isinstance(node[0], nodes.Text) and shows_text_as_it_is(builder):
        text = node.astext()
        if SPECIAL.isdisjoint(text):
            # Most titles: to render them takes as long as a dozen links.
            return text
    return builder.render_partial(node)["title"]


@cached
def shows_text_as_it_is(builder: StandaloneHTMLBuilder) -> bool:
    """Return whether text is written as Sphinx does: a theme may have a translator of its own."""
    return builder.get_translator_class().visit_Text is HTML5Translator.visit_Text


def set_direction(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Give the content of a blog page the direction of its text (``html-page-context``, at last).

    Themes don't, and there is no such attribute of sections.
    """
    owned = pagename in blogs_of(app.env).owners
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not owned or "body" not in context:
        return
    blog = blog_of(app.env, pagename)
    post = blog.catalog.posts.get(pagename)
    language = (post.language if post else None) or blog.language.name
    if attributes := directed(language, app.config.language):
        context["body"] = f'<div dir="{attributes["dir"]}">\n{context["body"]}\n</div>\n'


def copy_stylesheet(app: Sphinx, builder: Builder) -> None:
    """Copy the stylesheet to the output if there is a blog (``write-started``)."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    path = Path(builder.outdir, "_static", STYLESHEET)
    if blogs_of(app.env).exists or blog_domain(app.env).queries:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(STATIC / STYLESHEET, path)
    else:
        path.unlink(missing_ok=True)


def leave_out_of_git_dates(app: Sphinx, env: BuildEnvironment) -> None:
    """Give generated pages no commit date (``env-updated``, before dates are looked for).

    ``sphinx_last_updated_by_git`` runs Git in the folder of each source. Where there is no such
    folder, it says that there is no Git, and gives no page a date.
    """
    dates: dict[str, tuple[int | None, bool] | None] = getattr(env, "git_last_updated", {})
    for docname in blogs_of(env).pages.keys() & dates.keys():
        dates[docname] = None, False  # no date, no link to a source


def name_versions(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add ``hreflang`` links to a page's translations (``html-page-context``)."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    addresses, blogs = Addresses(app.builder), blogs_of(app.env)
    versions = blogs.versions.get(pagename, ()) if addresses.base else ()
    owners = {blogs.of(version.docname).key for version in versions}
    # All of them must name the same one, even where they belong to several blogs.
    usual = next((blog.key for blog in blogs.configured if blog.key in owners), None)
    for version in versions:
        tags = [version.language]
        if blogs.of(version.docname).key == usual:
            tags.append(OTHERWISE)
        for tag in tags:
            url = escape(addresses.page(version.docname) or "")
            link = f'<link rel="alternate" hreflang="{tag}" href="{url}" />\n'
            context["metatags"] = context.get("metatags", "") + link
