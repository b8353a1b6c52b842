"""Finds pages that must be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, output_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.html.comments import own_sections
from sphinx_confblog.html.default_image import OWNER
from sphinx_confblog.html.sidebars.placement import placed_in
from sphinx_confblog.incremental.contents import contents_of
from sphinx_confblog.incremental.definitions import definitions_of
from sphinx_confblog.incremental.fingerprints import fingerprints
from sphinx_confblog.incremental.leftovers import layout_of, output_path
from sphinx_confblog.incremental.referrers import document_needle, mentioning
from sphinx_confblog.model.query import Query
from sphinx_confblog.model.source_layout import folders_of
from sphinx_confblog.releases.announcement import announced
from sphinx_confblog.releases.gathered import copied_pages, copied_references
from sphinx_confblog.releases.version_links import linked_versions
from sphinx_confblog.resolving.mentions.views import selected_posts, shown_mentions
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import address_forms
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.output_state import OutputState


def find_changed_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the documents to write again: what they show has changed (``env-get-updated``)."""
    output, settings = output_of(env), settings_of(env)
    inputs = digest(repr((sorted(env.all_docs.items()), settings))).hex()
    then = output.previous_state
    if then.inputs == inputs:
        # Nothing was read, and the blog is as it was: nothing shows anything else.
        return []
    now = current_state(env, then, inputs, settings)
    changed = set(env.found_docs)
    if then.navigation == now.navigation:
        differ = differing(then.shown, now.shown)
        renamed = set(map(document_needle, differing(then.titles, now.titles)))
        renamed |= differing(then.objects, now.objects)
        mentions = mentioning(env, renamed)
        changed &= differ | mentions | showing(env, mentions)
    # Builders that put documents together resolve them under the name of one.
    output.expect_pages(now, changed if layout_of(app.builder).page_end else set())
    return sorted(changed)


def settings_of(env: BuildEnvironment) -> str:
    """Return the digest of what pages follow from besides the documents: the options, the marks."""
    blogs = blogs_of(env).all
    marks = [n for blog in blogs for n, post in blog.catalog.posts.items() if blog.marks(post)]
    aged = [name for blog in blogs for name in (*blog.archived(), "", *blog.past_events())]
    options = [(blog.key, blog.config, blog.language.name, blog.language.digest) for blog in blogs]
    site = blogs_of(env).setup.site_files
    files = sorted(site.pages), sorted(site.paths), site.suffixes
    more = (
        env.config.html_baseurl,
        address_forms(builder_of(env)),
        own_sections(env),
        placed_in(env),
        blogs_of(env).versions,
        files,
        announced(env),
        [BlogViews(env, blog).calendars() for blog in blogs],
        blog_domain(env).home,
    )
    return digest(repr((marks, aged, options, more))).hex()


def current_state(
    env: BuildEnvironment, then: OutputState, inputs: str, settings: str
) -> OutputState:
    """Return what pages show now, and what they follow from."""
    blogs, domain, views = blogs_of(env), blog_domain(env), BlogViews(env, blog_of(env))
    own = sorted({*blogs.posts, *blogs.pages} & env.titles.keys())
    state = then._replace(
        inputs=inputs,
        objects=definitions_of(env, set(own), copied_references(env)),
        layouts=[layout_of(builder_of(env))],
    )
    if then.contents and then.contents == contents_of(env, settings):
        return state
    mentioned = {name for name in env.found_docs if shown_mentions(env, name)}
    linking = {name for name in domain.changes if linked_versions(env, name)}
    using = {*blogs.posts, *blogs.pages, *domain.queries, *domain.references, *mentioned, *linking}
    # What is in the folder of a post is withdrawn with it.
    folders = blogs.setup.own_folders(post.source_docname for post in blogs.posts.values()).keys()
    within = (name for name in env.found_docs if not folders.isdisjoint(folders_of(name)))
    users = using.union(within) if folders else using
    return state._replace(
        shown=fingerprints(env, using),
        titles={name: digest(views.title_markup(name)).hex() for name in own},
        navigation=navigation(env, set(own)).hex() if own else "",
        images=used(env.images.values(), {*users, OWNER}),
        downloads=used(env.dlfiles.values(), users),
        # Last: to know what pages show may take the site's objects, which are part of it then.
        contents=contents_of(env, settings),
    )


def used(files: Iterable[tuple[set[str], object]], docnames: set[str]) -> list[str]:
    """Return the names of copied files that some of *docnames* use."""
    return sorted(str(name) for users, name in files if users & docnames)


def navigation(env: BuildEnvironment, own: set[str]) -> bytes:
    """Return the digest of what posts and generated pages bring to every page of a site.

    Themes show toctrees with titles and numbers, and a link to the index of Python's modules.
    """
    entries = [
        (parent, child, str(env.titles[child]), env.toc_secnumbers.get(child))
        for parent, children in sorted(env.toctree_includes.items())
        for child in children
        if (child in own or parent in own) and child in env.titles
    ]
    return digest(repr((entries, bool(env.domains.python_domain.modules))))


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the keys whose values differ between two dicts."""
    return {name for name, _ in before.items() ^ now.items()}


def showing(env: BuildEnvironment, posts: Set[str]) -> set[str]:
    """Return the documents that show excerpts of some of *posts*, or changes that they name."""
    queries = blog_domain(env).queries if posts else {}
    listing = {name for name in queries if not posts.isdisjoint(excerpts_on(env, name))}
    copied = copied_pages(env).items() if posts else ()
    return listing | {name for name, pages in copied if not posts.isdisjoint(pages)}


def excerpts_on(env: BuildEnvironment, docname: str) -> set[str]:
    """Return the posts whose excerpts a page shows."""
    views, requests = BlogViews.at(env, docname), blog_domain(env).queries[docname]
    cards = (r for r in requests if isinstance(r, Query) and r.style.has_excerpts)
    return {
        post for query in cards for post in selected_posts(views.for_request(query), query, docname)
    }


def begin_changes(app: Sphinx, _builder: object) -> None:
    """Note that pages change for the blog's sake (``write-started``)."""
    output = output_of(app.env)
    if output.is_changed:
        output.begin()


def note_page(app: Sphinx, _doctree: object, docname: str) -> None:
    """Note that a document is being written (``doctree-resolved``)."""
    output_of(app.env).note_page(docname)


#: The templates of pages that list what documents define, or look for it.
INDEXES = frozenset(
    {
        *("genindex.html", "genindex-split.html", "genindex-single.html"),
        *("domainindex.html", "search.html"),
    }
)


def note_index(app: Sphinx, pagename: str, templatename: str, *_: object) -> None:
    """Note that an index is being written (``html-page-context``)."""
    if templatename in INDEXES:
        output_of(app.env).note_index(output_path(app.builder, pagename))


def commit_output(app: Sphinx, exception: Exception | None) -> None:
    """Save the state of the output folder, if the build has succeeded (``build-finished``)."""
    if exception is None:
        output_of(app.env).commit()
