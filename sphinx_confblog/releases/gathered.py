"""Collects the changes of a version from all documents."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blog_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.model.query import ChangesQuery
from sphinx_confblog.model.versions import version_key
from sphinx_confblog.resolving.lengths import is_met
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.changes import Change, ChangeKind
    from sphinx_confblog.model.mentions import Xref
    from sphinx_confblog.resolving.views import BlogViews


class Gathered(NamedTuple):
    """A change, and the document that names it."""

    docname: str
    change: Change


class Group(NamedTuple):
    """The changes of one kind in a module or, of what is in none, on a page."""

    kind: ChangeKind
    module: str
    docname: str
    """The page of the first of them."""
    changes: tuple[Gathered, ...]


@cached
def all_changes(env: BuildEnvironment) -> Mapping[object, tuple[Gathered, ...]]:
    """Return key of a version -> the changes that pages show, by page and in reading order."""
    versions: dict[object, list[Gathered]] = {}
    for docname in sorted(blog_domain(env).changes.keys() & env.found_docs):
        if is_hidden(env, docname):
            continue
        for change in blog_domain(env).changes[docname]:
            if all(is_met(env, condition) for condition in change.conditions):
                key = version_key(change.version)
                versions.setdefault(key, []).append(Gathered(docname, change))
    return {key: tuple(changes) for key, changes in versions.items()}


def is_hidden(env: BuildEnvironment, docname: str) -> bool:
    """Return whether a document is a post that no list shows."""
    post = blog_of(env, docname).catalog.posts.get(docname)
    return post is not None and post.unlisted


def changes_in(env: BuildEnvironment, version: str, docname: str) -> tuple[Gathered, ...]:
    """Return the changes of a version, without those that the page *docname* names itself."""
    changes = all_changes(env).get(version_key(version), ())
    return tuple(gathered for gathered in changes if gathered.docname != docname)


def grouped(changes: tuple[Gathered, ...]) -> list[Group]:
    """Return changes by kind, then by module, then by page; modules come before pages."""

    def place(gathered: Gathered) -> tuple[int, bool, str]:
        change = gathered.change
        kinds = list(type(change.kind))
        return kinds.index(change.kind), not change.module, change.module or gathered.docname

    groups = (tuple(group) for _, group in groupby(sorted(changes, key=place), place))
    return [Group(g[0].change.kind, g[0].change.module, g[0].docname, g) for g in groups]


def change_records(views: BlogViews, request: ChangesQuery, docname: str) -> list[object]:
    """Return what a list of changes shows, for comparing."""
    env = views.env
    return [
        (page, change, views.title_markup(page), [image_name(env, path) for path in change.images])
        for page, change in changes_in(env, request.version, docname)
    ]


def image_name(env: BuildEnvironment, path: str) -> str:
    """Return the name of an image in the output folder; "" if there is no such file."""
    return env.images[path][1] if path in env.images else ""


def asking(env: BuildEnvironment) -> Iterator[tuple[str, ChangesQuery]]:
    """Yield each document that lists changes, with its request."""
    for docname, requests in blog_domain(env).queries.items():
        yield from ((docname, each) for each in requests if isinstance(each, ChangesQuery))


def copied_pages(env: BuildEnvironment) -> dict[str, set[str]]:
    """Return docname of each page that lists changes -> the pages that these are copied from."""
    copied: dict[str, set[str]] = {}
    for docname, request in asking(env):
        changes = changes_in(env, request.version, docname)
        copied.setdefault(docname, set()).update(gathered.docname for gathered in changes)
    return copied


def copied_references(env: BuildEnvironment) -> tuple[Xref, ...]:
    """Return the references in the changes that pages list."""
    return tuple(
        xref
        for docname, request in asking(env)
        for _, change in changes_in(env, request.version, docname)
        for xref in change.xrefs
    )


def known_versions(env: BuildEnvironment) -> list[str]:
    """Return the versions that pages name changes of, as typed."""
    known = (c.version for changes in all_changes(env).values() for _, c in changes)
    return sorted(set(known), key=version_key)
