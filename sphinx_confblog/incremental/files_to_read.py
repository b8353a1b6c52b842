"""Finds documents that must be read again."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain

from sphinx_confblog.discovery.page_templates import is_shipped, shown_by_shipped
from sphinx_confblog.discovery.project import blog_of, blogs_of, builder_of, home_of, project_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.incremental.referrers import document_needle, linked_files, mentioning
from sphinx_confblog.model.query import AboutQuery
from sphinx_confblog.reading.excerpts import has_excerpt
from sphinx_confblog.reading.links.old_targets import answers
from sphinx_confblog.reading.source import is_rewritten
from sphinx_confblog.reading.term_details import said_of
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.post import ScannedHead


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """Return the documents to read again though their file is unchanged (``env-get-outdated``)."""
    blogs, known = blogs_of(env), blog_domain(env).recipes
    fresh = added | changed
    concerned = {*blogs.pages, *blogs.posts, *known, *env.glob_toctrees} & env.found_docs - fresh
    outdated = {name for name in concerned if known.get(name) != recipe_of(env, name)}
    kept = blogs.posts.keys() & concerned - outdated
    outdated |= {name for name in kept if not has_excerpt(env, name)}
    outdated |= {name for name in touched(env) & (kept - outdated) if is_rewritten(env, name)}
    moved = newly_withheld(env) | (removed & known.keys())
    elsewhere = newly_moved(env)
    if not env.all_docs.keys() <= added:
        # A link to a file is resolved when it is read: again, once the file is added or removed.
        moved |= elsewhere | added & {*blogs.pages, *blogs.posts}
        outdated |= mentioning(env, map(document_needle, moved))
        # Patterns may find a file under another address.
        outdated |= env.glob_toctrees & env.found_docs if elsewhere else set()
    if has_come_or_gone(env):
        outdated |= env.found_docs
    return sorted(outdated - fresh)


def has_come_or_gone(env: BuildEnvironment) -> bool:
    """Return whether the blog is built here and was elsewhere, or the other way round."""
    domain, home = blog_domain(env), home_of(env)
    before, domain.data["home"] = domain.data["home"], home.url if home else ""
    return bool(before != domain.data["home"])


def touched(env: BuildEnvironment) -> set[str]:
    """Return the posts whose files have other times or sizes than when heads were last read.

    Sphinx reads a file again if it is newer than its last reading. It may be another, older one.
    """
    blogs, before = blogs_of(env), project_of(env).remembered
    return {
        name
        for name, post in blogs.posts.items()
        if stamp(before.get(source := post.source_docname)) != stamp(blogs.heads.get(source))
    }


def stamp(head: ScannedHead | None) -> tuple[object, ...] | None:
    """Return data to detect that a file has changed."""
    return head and head[:-1]


def newly_moved(env: BuildEnvironment) -> set[str]:
    """Return the posts whose address or file has changed since documents were last read.

    Both docnames of each are included: links may have named the file.
    """
    domain, now = blog_domain(env), blogs_of(env).moved
    before, domain.data["moved"] = domain.moved, dict(now)
    return {name for pair in before.items() ^ now.items() for name in pair}


def newly_withheld(env: BuildEnvironment) -> set[str]:
    """Return the posts withheld since documents were last read; digests are remembered."""
    domain = blog_domain(env)
    before = domain.withheld
    now = {digest(name): name for name in blogs_of(env).withheld}
    domain.data["withheld"] = set(now)
    return {name for key, name in now.items() if key not in before}


def recipe_of(env: BuildEnvironment, docname: str) -> bytes | None:
    """Return the digest of what reading a document depends on besides its file, if anything."""
    blogs, blog = blogs_of(env), blog_of(env, docname)
    parts: list[object] = [own] if (own := own_recipe(blogs, docname)) is not None else []
    if requests := blog_domain(env).queries.get(docname):
        # The dates in its options are read in the site's zone.
        parts += [str(blog.config.zone), asked_blogs(env, docname)]
        if AboutQuery() in requests:
            page = blog.listings.get(docname)
            parts.append(said_of(page.term if page else None))
    if followed := answers(env, docname):
        # Where links of an old blog lead: pages and files come and go.
        parts.append(followed)
    if existing := linked_files(env, docname):
        parts.append(existing)
    if named := blog_domain(env).elsewhere.get(docname):
        parts.append(places_elsewhere(env, named))
    if docname in env.glob_toctrees and (hidden := blogs.unlisted()):
        parts.append(hidden)
    return digest(repr(parts)) if parts else None


def places_elsewhere(env: BuildEnvironment, named: Iterable[str]) -> list[tuple[str, str] | None]:
    """Return the URL and title of documents in the build that has the blog.

    Toctrees and directives show them as they were when the page was read.
    """
    if (home := home_of(env)) is None:
        return []
    builder = builder_of(env)
    docnames = (home.docnames.get(name) for name in named)
    return [(home.address(name, builder), home.titles[name]) if name else None for name in docnames]


def own_recipe(blogs: Blogs, docname: str) -> bytes | None:
    """Return what reading a post or a generated page depends on besides its file; else None."""
    if page := blogs.pages.get(docname):
        if is_shipped(template := blogs.template(docname)):
            # Quicker than rendering hundreds of pages, of which none is read.
            shown = shown_by_shipped(page, blogs.of(docname).config)
            return repr((blogs.cache.get(text_of, template), shown)).encode()
        return digest(repr((blogs.rendered(docname).text, page.long_title)))
    if post := blogs.posts.get(docname):
        config = blogs.of(docname).config
        # As text, which the caller makes a digest of: there are as many as posts.
        return repr((config.excerpt_separators, config.excerpt_paragraphs, post.source)).encode()
    return None


def text_of(template: Path) -> bytes:
    """Return the digest of a template's text: another release may have another one."""
    return digest(template.read_text("utf-8"))


def asked_blogs(env: BuildEnvironment, docname: str) -> list[tuple[str, bool]]:
    """Return the blogs that a document names in its lists, and whether each exists."""
    names = (getattr(query, "blog", None) for query in blog_domain(env).queries[docname])
    return [(name, blogs_of(env).named(name) is not None) for name in names if name is not None]


def depend_on_catalogs(app: Sphinx, doctree: nodes.document) -> None:
    """Read a page again when its translation is deleted (``doctree-read``).

    Sphinx notes the catalogs before it reads a page, and forgets them as it does.
    """
    env, config = app.env, app.config
    if not app.builder.use_message_catalog or not blogs_of(env).exists:
        return
    domain = docname_to_domain(env.docname, config.gettext_compact)
    languages = [config.language, config.language.partition("_")[0]]
    for folder in config.locale_dirs:
        for path in gettext.find(domain, str(env.srcdir / folder), languages, all=True):
            env.note_dependency(path)


def note_recipe(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a document's reading depended on (``doctree-read``)."""
    docname = app.env.docname
    recipe = recipe_of(app.env, docname)
    if recipe is not None:
        blog_domain(app.env).recipes[docname] = recipe
