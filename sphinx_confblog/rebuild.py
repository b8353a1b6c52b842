"""What must be read and written again, so that a later build's output is that of a clean one.

Sphinx reads a document again when its file has changed. The blog adds what depends on other
files: generated pages whose source comes out different, and all pages whose lists, links,
neighbours or navigation have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.comments import own_state
from sphinx_confblog.digests import digest
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.excerpts import has_excerpt
from sphinx_confblog.feeds import feed_links
from sphinx_confblog.following import answers
from sphinx_confblog.mentions import mentioning, objects_of
from sphinx_confblog.names import folders_of
from sphinx_confblog.output_state import OutputState
from sphinx_confblog.panels import Panels
from sphinx_confblog.portraits import said_of
from sphinx_confblog.project import blog_of, blogs_of, output_of, writes_assembled
from sphinx_confblog.query import AboutQuery
from sphinx_confblog.shelves import placed_in
from sphinx_confblog.views import Views

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.blogs import Blogs


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Documents to read again though their file is unchanged (``env-get-outdated``)."""
    blogs, known = blogs_of(env), blog_domain(env).recipes
    fresh = added | changed
    concerned = {*blogs.pages, *blogs.posts, *known} & env.found_docs - fresh
    outdated = {name for name in concerned if known.get(name) != recipe_of(env, name)}
    kept = blogs.posts.keys() & concerned - outdated
    outdated |= {name for name in kept if not has_excerpt(env, name)}
    moved = newly_withheld(env) | (removed & known.keys())
    elsewhere = newly_moved(env)
    if not env.all_docs.keys() <= added:
        # A link to a file is made out when it is read: anew, once the file comes or goes.
        moved |= elsewhere | added & {*blogs.pages, *blogs.posts}
        outdated |= mentioning(env, moved)
        # Patterns may find a file under another address.
        outdated |= env.glob_toctrees & env.found_docs if elsewhere else set()
    return sorted(outdated - fresh)


def newly_moved(env: BuildEnvironment) -> set[str]:
    """The posts whose addresses or files are others than when documents were last read.

    Both names of each are among it: links may have named the file.
    """
    domain, now = blog_domain(env), blogs_of(env).moved
    before, domain.data["moved"] = domain.moved, dict(now)
    return {name for pair in before.items() ^ now.items() for name in pair}


def newly_withheld(env: BuildEnvironment) -> set[str]:
    """The withheld posts that were none when documents were last read; digests are remembered."""
    domain = blog_domain(env)
    before = domain.withheld
    now = {digest(name): name for name in blogs_of(env).withheld}
    domain.data["withheld"] = set(now)
    return {name for key, name in now.items() if key not in before}


def recipe_of(env: BuildEnvironment, docname: str) -> bytes | None:
    """Digest of what reading a document depends on besides its own file; None: nothing."""
    blogs, blog = blogs_of(env), blog_of(env, docname)
    parts: list[object] = [own] if (own := own_recipe(blogs, docname)) is not None else []
    if requests := blog_domain(env).queries.get(docname):
        # The dates in its options are read in the site's zone.
        parts += [str(blog.config.timezone), asked_blogs(env, docname)]
        if AboutQuery() in requests:
            page = blog.listings.get(docname)
            parts.append(said_of(page.term if page else None))
    if followed := answers(env, docname):
        # Where links of an old blog lead: pages and files come and go.
        parts.append(followed)
    if docname in env.glob_toctrees and (hidden := blogs.unlisted()):
        parts.append(hidden)
    return digest(repr(parts)) if parts else None


def own_recipe(blogs: Blogs, docname: str) -> bytes | None:
    """What reading a post or a generated page depends on besides its own file; else None."""
    if docname in blogs.pages:
        return digest(blogs.rendered(docname).text)
    if post := blogs.posts.get(docname):
        config = blogs.of(docname).config
        # As text, which the caller makes a digest of: there are as many as posts.
        return repr((config.excerpt_separators, config.excerpt_paragraphs, post.source)).encode()
    return None


def note_recipe(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a document's reading depended on (``doctree-read``)."""
    docname = app.env.docname
    recipe = recipe_of(app.env, docname)
    if recipe is not None:
        blog_domain(app.env).recipes[docname] = recipe


def find_changed_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Documents to write again because what they show has changed (``env-get-updated``)."""
    output, inputs = output_of(env), inputs_of(env)
    then = output.previous_state
    if then.inputs == inputs:
        # Nothing was read, and the blog is as it was: nothing shows anything else.
        return []
    now = current_state(env, inputs)
    changed = set(env.found_docs)
    if then.navigation == now.navigation:
        differ = differing(then.shown, now.shown)
        renamed = differing(then.titles, now.titles) | differing(then.objects, now.objects)
        mentions = mentioning(env, renamed)
        changed &= differ | mentions | showing(env, mentions)
    # Builders that put documents together resolve them under the name of one.
    output.expect_pages(now, set() if writes_assembled(app.builder) else changed)
    return sorted(changed)


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The keys whose values are not the same in two dicts."""
    return {name for name, _ in before.items() ^ now.items()}


def inputs_of(env: BuildEnvironment) -> str:
    """Digest of all that output can follow from: what was read when, the options, the marks."""
    found = blogs_of(env).all
    marks = [n for blog in found for n, post in blog.catalog.posts.items() if blog.marks(post)]
    options = [(blog.key, blog.config, blog.language, blog.words) for blog in found]
    more = env.config.html_baseurl, own_state(env), placed_in(env), blogs_of(env).versions
    parts = sorted(env.all_docs.items()), marks, options, more
    return digest(repr(parts)).hex()


def current_state(env: BuildEnvironment, inputs: str) -> OutputState:
    """Return what pages show now, and what they follow from."""
    blogs, domain, views = blogs_of(env), blog_domain(env), Views(env, blog_of(env))
    using = {*blogs.posts, *blogs.pages, *domain.queries, *domain.references}
    own = sorted({*blogs.posts, *blogs.pages} & env.titles.keys())
    # What lies in the folder of a post is withdrawn with it.
    folders = blogs.setup.own_folders(
        post.source or name for name, post in blogs.posts.items()
    ).keys()
    within = (name for name in env.found_docs if not folders.isdisjoint(folders_of(name)))
    users = using.union(within) if folders else using
    return OutputState(
        inputs=inputs,
        shown=shown(env, using),
        titles={name: digest(views.title_markup(name)).hex() for name in own},
        objects=objects_of(env, set(own)),
        navigation=navigation(env, set(own)).hex() if own else "",
        images=used(env.images.values(), users),
        downloads=used(env.dlfiles.values(), users),
    )


def shown(env: BuildEnvironment, using: set[str]) -> dict[str, str]:
    """Docname -> digest of what a page shows of blogs, its sidebars included."""
    found = {}
    makers = {blog.key: Panels(Views(env, blog)) for blog in blogs_of(env).all}
    for name in sorted(env.found_docs):
        panels = makers[blog_of(env, name).key]
        views = panels.views
        # A page that uses the blog has its feeds among what it shows.
        links = () if name in using else feed_links(env, name)
        own = views.shown(name).hex() if name in using else digest(repr(links)).hex() * bool(links)
        if digests := own + panels.shown(name):
            found[name] = digests
    return found


def used(files: Iterable[tuple[set[str], object]], docnames: set[str]) -> list[str]:
    """The names of copied files that some of *docnames* use."""
    return sorted(str(name) for users, name in files if users & docnames)


def navigation(env: BuildEnvironment, own: set[str]) -> bytes:
    """Digest of where posts and generated pages stand in toctrees, and what they are called there.

    Themes show toctrees on every page of a site.
    """
    entries = [
        (parent, child, str(env.titles[child]))
        for parent, children in sorted(env.toctree_includes.items())
        for child in children
        if (child in own or parent in own) and child in env.titles
    ]
    return digest(repr(entries))


def showing(env: BuildEnvironment, posts: set[str]) -> set[str]:
    """Documents with the excerpts of some of *posts*."""
    queries = blog_domain(env).queries
    shows = (name for name in queries if posts & Views.at(env, name).excerpts_shown(name))
    return set(shows) if posts else set()


def asked_blogs(env: BuildEnvironment, docname: str) -> list[tuple[str, bool]]:
    """The blogs that a document names in its lists, and whether there are such blogs."""
    names = (getattr(query, "blog", None) for query in blog_domain(env).queries[docname])
    return [(name, blogs_of(env).named(name) is not None) for name in names if name is not None]


def begin_changes(app: Sphinx, _builder: object) -> None:
    """Note that pages change for the blog's sake (``write-started``)."""
    output = output_of(app.env)
    if output.is_changed:
        output.begin()


def note_page(app: Sphinx, _doctree: object, docname: str) -> None:
    """Note that a document is being written (``doctree-resolved``)."""
    output_of(app.env).note_page(docname)


def commit_output(app: Sphinx, exception: Exception | None) -> None:
    """Save what the output folder holds, if the build has ended well (``build-finished``)."""
    if exception is None:
        output_of(app.env).commit()
