"""Withholds drafts, scheduled and expired posts, and the files in their folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.model.post import Withheld
from sphinx_confblog.model.source_layout import bundle_of, folders_of
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Set
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.discovery.setup import BlogSetup, FileProblem, SiteSetup
    from sphinx_confblog.model.post import Post, ReadResult


class BlogPosts(NamedTuple):
    """The posts of a blog in one language, and what of its files is withheld."""

    setup: BlogSetup
    posts: tuple[Post, ...]
    #: The files that may be posts, by docname.
    files: Mapping[str, Path]
    #: Docnames that are not built, and why.
    withheld: Mapping[str, Withheld]
    #: Dates of the scheduled posts.
    scheduled: tuple[datetime, ...]
    #: Terms that withheld posts have: taxonomy -> names. Asking for them is no mistake.
    withheld_terms: Mapping[str, frozenset[str]]
    #: Problems of files, in their order.
    problems: tuple[FileProblem, ...]
    #: Docnames of the indexes of the blog's other languages.
    editions: tuple[str, ...] = ()


def sort_posts(
    setup: BlogSetup, files: Mapping[str, Path], results: Mapping[str, ReadResult]
) -> BlogPosts:
    """Sort the files of a blog, docname -> path, into posts that this build shows and others."""
    posts, withheld, scheduled = [], {}, []
    terms: dict[str, frozenset[str]] = {}
    for docname, result in results.items():
        post, reason = result.post, result.withheld
        if post is not None:
            reason = post.withheld(setup.now)
            if setup.shows(reason):
                posts.append(post)
                continue
            if reason is Withheld.SCHEDULED:
                scheduled.append(post.date)
            for taxonomy, names in post.terms.items():
                terms[taxonomy] = terms.get(taxonomy, frozenset()).union(names)
        if reason is not None:
            withheld[docname] = reason
    problems = [
        (files[name], problem) for name, result in results.items() for problem in result.problems
    ]
    return BlogPosts(
        setup=setup,
        posts=tuple(posts),
        files=files,
        withheld=withheld,
        scheduled=tuple(scheduled),
        withheld_terms=terms,
        problems=tuple(problems),
    )


def withhold_attached(setup: SiteSetup, blogs: Iterable[BlogPosts]) -> list[BlogPosts]:
    """Withhold the posts that lie in the folder of a withheld one."""
    parts = list(blogs)
    withheld = {name: reason for part in parts for name, reason in part.withheld.items()}
    kept = []
    for part in parts:
        owners = setup.own_folders(withheld)
        inside = {
            post.docname: withheld[holder]
            for post in (part.posts if owners else ())
            if (holder := holder_of(post, owners)) is not None
        }
        withheld |= inside
        posts = tuple(post for post in part.posts if post.docname not in withheld)
        kept.append(part._replace(posts=posts, withheld={**part.withheld, **inside}))
    return kept


def holder_of(post: Post, owners: Mapping[str, str]) -> str | None:
    """Return the post whose folder contains another post; *owners* is folder -> docname of post."""
    holder = next((owners[f] for f in folders_of(post.docname) if f in owners), None)
    # The same post in another language is next to it, and isn't part of it.
    return None if holder is None or post.docname.startswith(f"{holder}.") else holder


def withheld_folders(
    setup: SiteSetup, withheld: Collection[str], posts: Mapping[str, Post]
) -> dict[str, str]:
    """Return folder -> docname of the withheld post that has it, and no public one has."""
    public = {bundle_of(post.source_docname) for post in posts.values()}
    folders = setup.own_folders(withheld, bundle_of) | setup.own_folders(withheld)
    return {folder: name for folder, name in folders.items() if folder not in public}


def attached(
    setup: SiteSetup,
    documents: Set[str],
    withheld: Collection[str],
    posts: Mapping[str, Post],
) -> frozenset[str]:
    """Return the documents in the folders of withheld posts."""
    public = {bundle_of(post.source_docname) for post in posts.values()}
    drafts = setup.own_folders(withheld, bundle_of).keys() - public
    folders = setup.own_folders(withheld).keys() | drafts
    # The post in another language is there, too, and may be public.
    others = documents - posts.keys()
    return frozenset(name for name in others if not folders.isdisjoint(folders_of(name)))
