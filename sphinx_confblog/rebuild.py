"""What must be read and written again, so that a later build's output is that of a clean one.

Sphinx reads a document again when its file has changed. The blog adds what depends on other
files: generated pages whose source comes out different, and all pages whose lists, links,
neighbours or navigation have changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.digests import digest
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.excerpts import excerpt_path
from sphinx_confblog.project import blog_of
from sphinx_confblog.views import Views
from sphinx_confblog.written import Written, load_written, save_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Documents to read again though their file is unchanged (``env-get-outdated``)."""
    blog, known = blog_of(env), blog_domain(env).recipes
    concerned = {*blog.pages, *blog.catalog.posts, *known} & env.found_docs - added - changed
    outdated = {name for name in concerned if known.get(name) != blog.recipe(name)}
    kept = blog.catalog.posts.keys() & concerned - outdated
    outdated |= {name for name in kept if not excerpt_path(env, name).is_file()}
    if not env.all_docs.keys() <= added:
        # A link to a file is made out when it is read: anew, once the file comes or goes.
        moved = (added & {*blog.pages, *blog.catalog.posts}) | (removed & known.keys())
        outdated |= mentioning(env, moved) - added - changed
    return sorted(outdated)


def note_recipe(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a document's reading depended on (``doctree-read``)."""
    docname = app.env.docname
    recipe = blog_of(app.env).recipe(docname)
    if recipe is not None:
        blog_domain(app.env).recipes[docname] = recipe


def find_changed_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Documents to write again because what they show has changed (``env-get-updated``)."""
    before, state = load_written(app), state_of(env)
    if before.state == state:
        # Nothing was read, and the blog is as it was: nothing shows anything else.
        return []
    now = current(app)
    now.state = state
    blog_of(env).memo.written = now
    if before.navigation != now.navigation:
        return sorted(env.found_docs)
    changed = {name for name, shown in now.shown.items() if before.shown.get(name) != shown}
    changed |= before.shown.keys() - now.shown.keys()
    mentions = mentioning(env, {name for name, _ in before.titles.items() ^ now.titles.items()})
    return sorted((changed | mentions | showing(env, mentions)) & env.found_docs)


def state_of(env: BuildEnvironment) -> str:
    """Digest of all that output can follow from: what was read when, the options, the marks."""
    blog = blog_of(env)
    marks = [name for name, post in blog.catalog.posts.items() if blog.marks(post)]
    return digest(repr((sorted(env.all_docs.items()), marks, blog.config, blog.language))).hex()


def current(app: Sphinx) -> Written:
    """What the output folder holds once this build is done."""
    env = app.env
    blog, views = blog_of(env), Views(env)
    domain = blog_domain(env)
    using = {*blog.catalog.posts, *blog.pages, *domain.queries, *domain.references}
    own = sorted({*blog.catalog.posts, *blog.pages} & env.titles.keys())
    return Written(
        shown={name: views.shown(name).hex() for name in sorted(using & env.found_docs)},
        titles={name: digest(views.title_markup(name)).hex() for name in own},
        navigation=navigation(env, set(own)).hex() if own else "",
        images=used(env.images.values(), using),
        downloads=used(env.dlfiles.values(), using),
    )


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


def mentioning(env: BuildEnvironment, names: Set[str]) -> set[str]:
    """Documents that may link to some of *names*, which have come, gone or changed their title.

    A search of the pickled doctrees for the last part of the names: it may find too much.
    """
    needles = [name.removesuffix("/index").rpartition("/")[2].encode() for name in names]
    found = set()
    for docname in env.found_docs if needles else ():
        path = Path(env.doctreedir, f"{docname}.doctree")
        try:
            doctree = path.read_bytes()
        except OSError:
            continue
        if any(needle in doctree for needle in needles):
            found.add(docname)
    return found


def showing(env: BuildEnvironment, posts: set[str]) -> set[str]:
    """Documents with the excerpts of some of *posts*."""
    views, queries = Views(env), blog_domain(env).queries
    return {name for name in queries if posts & views.excerpts_shown(name)} if posts else set()


def remember_written(app: Sphinx, exception: Exception | None) -> None:
    """Save what stands in the output folder when the build has ended well (``build-finished``)."""
    written = blog_of(app.env).memo.written
    if exception is None and written is not None and written != load_written(app):
        save_written(app, written)
