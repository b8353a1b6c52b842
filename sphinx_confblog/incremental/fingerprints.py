"""Digests of what pages show of the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, blogs_of, cached
from sphinx_confblog.feeds.page_links import feed_links, site_feed_links
from sphinx_confblog.html.comments import comments_record
from sphinx_confblog.html.metadata import about
from sphinx_confblog.html.sidebars.content import MENTIONS, REFERENCES, SidebarContents
from sphinx_confblog.html.template_variables import page_values
from sphinx_confblog.model.query import (
    AboutQuery,
    ChangesQuery,
    MentionsQuery,
    PeriodsQuery,
    TermsQuery,
)
from sphinx_confblog.reading.term_details import PEOPLE, said_of
from sphinx_confblog.releases.announcement import announcement_record
from sphinx_confblog.releases.gathered import change_records, image_name
from sphinx_confblog.releases.version_links import linked_versions
from sphinx_confblog.resolving.mentions.resolver import archived_missing
from sphinx_confblog.resolving.mentions.views import (
    asked_mentions,
    mention_records,
    post_record,
    related,
    selected_posts,
)
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.html.sidebars.content import SidebarContent
    from sphinx_confblog.model.query import Noted


#: Sidebars that each page has for itself; those of a post's details are in what its page shows.
OWN = (MENTIONS, REFERENCES)


def fingerprints(env: BuildEnvironment, using: Set[str]) -> dict[str, str]:
    """Return docname -> digest of what the page shows of blogs, its sidebars included.

    *using* are the documents that use a blog; others may have sidebars, or name feeds.
    """
    digests = {}
    panels_of = {blog.key: SidebarContents(BlogViews(env, blog)) for blog in blogs_of(env).all}
    for name in sorted(env.found_docs):
        panels = panels_of[blog_of(env, name).key]
        if name in using:
            own = page_fingerprint(panels.views, name)
        else:
            links = feed_links(env, name), site_feed_links(env, name)
            own = digest(repr(links)).hex() if any(links) else ""
        own += sidebar_fingerprint(panels, name)
        if announcement := announcement_record(env, name):
            own += digest(repr(announcement)).hex()
        if own:
            digests[name] = own
    return digests


def page_fingerprint(views: BlogViews, docname: str) -> str:
    """Return the digest of what a document of this blog, or of none, shows of blogs."""
    return digest(repr(page_records(views, docname))).hex()


def page_records(views: BlogViews, docname: str) -> list[object]:
    """Return what a document shows of blogs."""
    env, blog, domain = views.env, views.blog, views.domain
    records: list[object] = [blog.config.breadcrumbs, looks(views)]
    records += [blog.language.name, blog.language.digest]
    if docname in blog.catalog.posts:
        records += [entry_digests(views)[docname], neighbours(views, docname)]
        records += [env.toc_fignumbers.get(docname), notice_record(views, docname)]
        records += [sorted(map(repr, archived_missing(env).get(docname, ())))]
        records += [footer_records(views, docname), comments_record(env, docname)]
        records += [views.calendar(docname)]
    if page := blog.listings.get(docname):
        records += [page.siblings, page.number, page.parent and views.title(page.parent)]
        records += [views.calendar(docname)]
    for request in domain.queries.get(docname, ()):
        asked = views.for_request(request)
        records += [asked.blog.key, looks(asked), list_fingerprint(asked, request, docname)]
    records += [reference(views, *noted, docname) for noted in domain.references.get(docname, ())]
    records += [domain.recipes.get(docname), breadcrumbs(views), about(env, docname)]
    records += mention_records(views, docname)
    records += linked_versions(env, docname).items()
    records += [feed_links(env, docname), site_feed_links(env, docname)]
    return [*records, page_values(env, docname), views.versions(docname)]


def looks(views: BlogViews) -> list[object]:
    """Return the options of a blog that affect how its posts look, on pages and in lists."""
    config = views.blog.config
    featured = config.featured_page if config.featured_page in views.env.found_docs else None
    return [config.date_format, config.byline, config.covers, config.card_parts, featured]


@cached
def entry_digests(views: BlogViews) -> dict[str, bytes]:
    """Return docname -> digest of the entry and title of each post of a blog."""
    return {docname: entry_digest(views, docname) for docname in views.blog.catalog.posts}


def entry_digest(views: BlogViews, docname: str) -> bytes:
    """Return the digest of a post's entry and title."""
    facts = views.facts(docname)
    cover = image_name(views.env, facts.cover.uri) if facts.cover else ""
    faces = [image_name(views.env, link.face) for terms in facts.terms for link in terms.links]
    return digest(f"{docname}{facts!r}{views.title_markup(docname)}{cover}{faces}")


def list_fingerprint(views: BlogViews, request: Noted, docname: str) -> object:
    """Return what a list shows, with digests in the place of posts and excerpts."""
    if isinstance(request, TermsQuery):
        terms = views.terms(request.taxonomy)
        return views.terms_style(request), terms, [image_name(views.env, t.face) for t in terms]
    if isinstance(request, PeriodsQuery):
        listed = views.blog.catalog.listed if views.archive_lists_posts() else ()
        digests = entry_digests(views)
        return views.periods(), [digests[post] for post in listed]
    if isinstance(request, AboutQuery):
        return None  # Its recipe detects changes.
    if isinstance(request, ChangesQuery):
        return change_records(views, request, docname)
    if isinstance(request, MentionsQuery):
        posts = asked_mentions(views, request, docname)
        return [post_record(views.env, post) for post in posts]
    posts = selected_posts(views, request, docname)
    shown = shown_excerpt if request.style.has_excerpts else no_excerpt
    by_event = request.events is not None
    groups = views.sections(posts, request.group, by_event=by_event) if request.group else ()
    digests = entry_digests(views)
    return [(digests[post], shown(views, post)) for post in posts], groups


def shown_excerpt(views: BlogViews, docname: str) -> object:
    """Return the digest of a post's excerpt, whether it is all, and what is known later.

    These are the names of the files of its images, and the numbers of its figures. A file that is
    missing has no name: it may come later, and go again.
    """
    paths, numbers = views.domain.images.get(docname, ()), views.env.toc_fignumbers.get(docname)
    images = [image_name(views.env, path) for path in paths]
    missing = sorted(map(repr, archived_missing(views.env).get(docname, ())))
    shown = views.domain.excerpts.get(docname), views.domain.whole.get(docname)
    return *shown, images, numbers, missing


def no_excerpt(_views: BlogViews, _docname: str) -> None:
    """Return what lists without excerpts show of one."""


def footer_records(views: BlogViews, docname: str) -> object:
    """Return what is shown below a post: authors, related posts, and the parts of its series."""
    authors = [
        (said_of(author), views.pages.get((PEOPLE, author.key)), image_name(views.env, face))
        for author in views.described_authors(docname)
        for face in (views.face(author),)
    ]
    digests = entry_digests(views)
    closest = [digests[name] for name in related(views, docname)]
    parts = views.series_parts(docname)
    return authors, closest, [(part, [digests[name] for name in part.around]) for part in parts]


@cached
def breadcrumbs(views: BlogViews) -> list[str]:
    """Return the titles of the pages that lead to the blog's index, with their markup."""
    parent_of = {
        child: parent
        for parent, children in sorted(views.env.toctree_includes.items(), reverse=True)
        for child in children
    }
    chain: list[str | None] = [views.blog.config.below("index")]
    while (parent := parent_of.get(chain[-1] or "")) and parent not in chain:
        chain.append(parent)
    return [views.title_markup(name) for name in chain if name]


def notice_record(views: BlogViews, docname: str) -> object:
    """Return the notice of an archived post, with the title of the post that replaces it."""
    notice = views.notice(docname)
    return notice and (notice, notice.newer and views.title_markup(notice.newer))


def neighbours(views: BlogViews, docname: str) -> list[tuple[str, str]]:
    """Return the posts before and after a post in time, with their titles."""
    names = views.blog.catalog.neighbours.get(docname, ())
    return [(name, views.title_markup(name)) if name else ("", "") for name in names]


def reference(views: BlogViews, role: str, target: str, docname: str) -> object:
    """Return what a reference to one of the blog's objects leads to, and how it is called."""
    place = views.domain.target(role, target, docname)
    return (*place, views.title_markup(place[0])) if place else None


def sidebar_fingerprint(panels: SidebarContents, docname: str) -> str:
    """Return the digest of what the sidebars of a page of this blog show; "" if it has none.

    A template of the site's own may show anything.
    """
    names = panels.placed.placement.on(docname)
    if not names or not panels.blog.catalog.listed:
        return ""
    is_free = not panels.placed.own.isdisjoint(names)
    own = [panels.own(name, docname) for name in OWN if is_free or name in names]
    shown = digest(repr(own)).hex() if any(panel and panel.items for panel in own) else ""
    return sidebars_digest(panels, names) + shown


@cached
def sidebars_digest(panels: SidebarContents, names: tuple[str, ...]) -> str:
    """Return the digest of what some sidebars show.

    Details of a post are left out: what its page shows has them anyway.
    """
    shown = [panels.panel(name) for name in names]
    if not panels.placed.own.isdisjoint(names):
        shown += all_panels(panels)
    return digest(repr((names, panels.placed.sources, shown))).hex()


def all_panels(panels: SidebarContents) -> list[SidebarContent | None]:
    """Return everything that a sidebar's template of the site's own may ask for."""
    taxonomies = (panels.terms(name, 0) for name in panels.config.taxonomies)
    return [panels.recent(0), *taxonomies, panels.archive(), panels.feeds()]
