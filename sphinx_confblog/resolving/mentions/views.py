"""Returns the posts that mention a page or an object, and the objects that a post mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, blogs_of, cached, home_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.catalog import event_posts
from sphinx_confblog.model.mentions import (
    NONE,
    Mention,
    OutsideMention,
    PostMentions,
    nearest_name,
    posts_by_page,
    posts_by_place,
    posts_naming,
)
from sphinx_confblog.model.query import MentionsQuery, select
from sphinx_confblog.model.related import RelatedPosts, related_posts
from sphinx_confblog.resolving.mentions.objects import all_objects
from sphinx_confblog.resolving.mentions.resolver import update_mentions
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.text import digest, may_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.event import EventTime
    from sphinx_confblog.model.query import Query, Request

#: The value of ``confblog_mentions`` for lists below descriptions.
OBJECTS = "objects"
#: Objects that are places in prose, which a list of objects goes without.
PLACES = frozenset({"doc", "label"})


@cached
def post_mentions(env: BuildEnvironment) -> Mapping[str, PostMentions]:
    """Return docname -> what each listed post links to, the newest post first."""
    listed = {name for blog in blogs_of(env).all for name in blog.catalog.listed}
    return {name: known for name, known in update_mentions(env).items() if name in listed}


@cached
def by_page(env: BuildEnvironment) -> Mapping[str, tuple[str, ...]]:
    """Return docname of a page -> the posts that link to it."""
    return posts_by_page(post_mentions(env))


@cached
def by_place(env: BuildEnvironment) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return docname and id of a place -> the posts that link to it."""
    places: dict[str, dict[str, tuple[str, ...]]] = {}
    for (docname, anchor), posts in posts_by_place(post_mentions(env)).items():
        places.setdefault(docname, {})[anchor] = posts
    return places


def in_language_of(env: BuildEnvironment, docname: str, posts: Iterable[str]) -> tuple[str, ...]:
    """Return those of some posts that are in the language of a page."""
    if len(blogs_of(env).all) == 1:
        return tuple(posts)
    tag = blog_of(env, docname).tag
    return tuple(post for post in posts if blog_of(env, post).tag == tag)


def is_documentation(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page belongs to no blog."""
    blogs = blogs_of(env)
    return docname not in blogs.posts and docname not in blogs.pages


def asks_by_hand(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a page has a directive that shows the posts that link to it."""
    queries = blog_domain(env).queries.get(docname)
    return queries is not None and MentionsQuery() in queries


def shown_mentions(env: BuildEnvironment, docname: str) -> Mapping[str, tuple[str, ...]]:
    """Return id of a place ("": the page) -> posts that a page shows there without being asked."""
    # Posts, and pages without a document such as the search, show none: nothing is worked out.
    may = docname in env.all_docs and is_documentation(env, docname)
    return pages_with_mentions(env).get(docname, {}) if may else {}


@cached
def pages_with_mentions(env: BuildEnvironment) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return docname and id of each place -> posts that a documentation page shows there."""
    mode = blogs_of(env).main.config.mentions
    if mode is None:
        return {}
    if mode == OBJECTS:
        places = {
            docname: {anchor: posts for anchor, posts in anchors.items() if anchor}
            for docname, anchors in by_place(env).items()
        }
    else:
        places = {
            docname: {"": posts}
            for docname, posts in by_page(env).items()
            if not asks_by_hand(env, docname)
        }
    pages = {}
    for docname, by_anchor in places.items():
        anchors = by_anchor.items()
        shown = {anchor: in_language_of(env, docname, posts) for anchor, posts in anchors}
        if shown := {anchor: posts for anchor, posts in shown.items() if posts}:
            pages[docname] = shown
    return pages


def asked_mentions(views: BlogViews, request: MentionsQuery, docname: str) -> tuple[str, ...]:
    """Return the posts that a directive on a page asks for."""
    env = views.env
    if request.object is None:
        posts = by_page(env).get(docname, ())
    else:
        posts = posts_naming(post_mentions(env), request.object)
    return in_language_of(env, docname, posts)


def unknown_object(env: BuildEnvironment, request: Request) -> str | None:
    """Return the problem of a list of posts about an object that does not exist, or None."""
    if isinstance(request, MentionsQuery):
        directive, name = "blog:mentions: option 'object'", request.object
    else:
        directive, name = "postlist: option 'mentions'", getattr(request, "mentions", None)
    if name is None or home_of(env) is not None:
        return None
    objects = all_objects(env)
    known = {name for *_, name in objects} | {
        f"{domain}:{name}" for _, _, domain, _, name in objects
    }
    if name in known:
        return None
    return f"{directive}: no object or page is called {name!r}{may_mean(nearest_name(name, known))}"


def selected_posts(views: BlogViews, query: Query, docname: str) -> tuple[str, ...]:
    """Return the posts that a list on the page *docname* asks for."""
    if query.of_page:
        page = views.blog.listings.get(docname)
        posts = page.posts if page else ()
        return of_time(views.blog, posts, query.events) if query.events else posts

    def naming(name: str) -> tuple[str, ...]:
        return posts_naming(post_mentions(views.env), name)

    return select(query, views.blog.catalog, views.title, naming, views.blog.now)


def of_time(blog: Blog, posts: tuple[str, ...], when: EventTime) -> tuple[str, ...]:
    """Return the posts about upcoming or past events."""
    wanted = frozenset(event_posts(blog.catalog, when, blog.now))
    return tuple(name for name in posts if name in wanted)


def posts_about(env: BuildEnvironment, docname: str) -> tuple[str, ...]:
    """Return the posts that link to a page or to something on it, in the page's language."""
    return in_language_of(env, docname, by_page(env).get(docname, ()))


def referred_objects(views: BlogViews, docname: str) -> tuple[Mention | OutsideMention, ...]:
    """Return the objects that a post links to, those of this project first."""
    known = post_mentions(views.env).get(docname, NONE)
    own = (m for m in known.own if m.domain and m.type not in PLACES and m.docname != docname)
    return (*own, *known.outside)


@cached
def related(views: BlogViews, docname: str) -> tuple[str, ...]:
    """Return the posts related to a post, the closest first."""
    return shared_by_posts(views).of(docname)


@cached
def shared_by_posts(views: BlogViews) -> RelatedPosts:
    """Return what the posts of a blog share: terms and, where pages show these, objects."""
    blog = views.blog
    is_asked = blogs_of(views.env).main.config.mentions is not None or blog.config.references
    groups = object_groups(views) if is_asked else []
    return related_posts(blog.catalog, blog.config.related_posts, groups)


def object_groups(views: BlogViews) -> list[tuple[str, ...]]:
    """Return the posts of a blog that link to each object, in the order of the catalog."""
    objects: dict[tuple[str, str], dict[str, None]] = {}
    known = post_mentions(views.env)
    for post in views.blog.catalog.listed:
        for mention in known.get(post, NONE).own:
            if mention.domain and mention.type not in PLACES:
                objects.setdefault((mention.domain, mention.name), {})[post] = None
    return [tuple(posts) for posts in objects.values()]


def footer_objects(views: BlogViews, docname: str) -> tuple[Mention | OutsideMention, ...]:
    """Return the objects that are shown below a post: none, unless the option asks for them."""
    return referred_objects(views, docname) if views.blog.config.references else ()


def mention_records(views: BlogViews, docname: str) -> list[object]:
    """Return what a page shows of mentions, for comparing."""
    shown = shown_mentions(views.env, docname)
    records: list[object] = [
        (anchor, [post_record(views.env, post) for post in posts])
        for anchor, posts in shown.items()
    ]
    if docname in views.blog.catalog.posts:
        records += footer_objects(views, docname)
    return records


@cached
def post_record(env: BuildEnvironment, post: str) -> bytes:
    """Return the digest of what a line about a post shows: its date, title and URL."""
    views = BlogViews.at(env, post)
    config, shown = views.blog.config, views.blog.catalog.posts[post]
    day = shown.date, config.date_format, views.blog.language.name
    return digest(repr((post, day, views.title_markup(post), shown.external)))
