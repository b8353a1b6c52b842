"""Discovers all blogs of a site, and assigns posts and URLs to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_confblog.config import blog_keys
from sphinx_confblog.discovery.blog import make_blog, rendered_page
from sphinx_confblog.discovery.editions import Translation, divide, group, key_of
from sphinx_confblog.discovery.generated_pages import EVENTS, RELEASES, period_patterns
from sphinx_confblog.discovery.page_templates import is_shipped
from sphinx_confblog.discovery.scanner import is_public, read_heads
from sphinx_confblog.discovery.symlinks import OUTSIDE, outside
from sphinx_confblog.discovery.unread_files import find_unread
from sphinx_confblog.discovery.withheld_posts import (
    attached,
    sort_posts,
    withheld_folders,
    withhold_attached,
)
from sphinx_confblog.frontmatter.formats import line_of
from sphinx_confblog.frontmatter.records import Problem
from sphinx_confblog.model.permalinks import AddressAssigner, with_language
from sphinx_confblog.model.site_addresses import GENERATED, GeneratedPlaces, folded
from sphinx_confblog.model.source_layout import INDEX
from sphinx_confblog.util.cache import BuildCache
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.discovery.page_templates import RenderedPage
    from sphinx_confblog.discovery.setup import BlogSetup, FileProblem, SiteSetup
    from sphinx_confblog.discovery.unread_files import UnreadFile
    from sphinx_confblog.discovery.withheld_posts import BlogPosts
    from sphinx_confblog.model.permalinks import AddressConflict
    from sphinx_confblog.model.post import Post, ScannedHead, Withheld


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Blogs:
    """All blogs of a site as one build sees them; :func:`discover` makes them."""

    setup: SiteSetup
    #: As ``conf.py`` has them; the site's first blog is the first.
    configured: tuple[Blog, ...]
    #: These, each followed by its other languages.
    all: tuple[Blog, ...]
    #: The files that may be posts, by docname.
    files: Mapping[str, Path]
    #: Their heads.
    heads: Mapping[str, ScannedHead]
    #: Docname of a post or generated page -> its blog.
    owners: Mapping[str, Blog]
    posts: Mapping[str, Post]
    #: The generated pages by docname.
    pages: Mapping[str, Page]
    #: Docname of a post's file -> the post's own, for those that differ.
    moved: Mapping[str, str]
    #: Docnames that are not built, and why.
    withheld: Mapping[str, Withheld]
    #: Documents that belong to withheld posts; they are not built either.
    attached: frozenset[str]
    #: Problems of files that conflict, or are in the wrong folder.
    conflicts: tuple[FileProblem, ...]
    #: Problems of options: the option without its prefix, and text.
    path_conflicts: tuple[tuple[str, str], ...]
    #: Docname -> the same in other languages, and itself.
    versions: Mapping[str, tuple[Translation, ...]]
    #: Files that look like posts, and are not read.
    unread: tuple[UnreadFile, ...]
    #: Results that are computed once per build.
    cache: BuildCache = field(default_factory=BuildCache)

    @property
    def private_folders(self) -> dict[str, str]:
        """Folder of a withheld post -> the post, unless a public one has it as well."""
        return withheld_folders(self.setup, self.withheld, self.posts)

    @property
    def main(self) -> Blog:
        """The site's first blog: that of pages that belong to none."""
        return self.configured[0]

    @property
    def exists(self) -> bool:
        """Whether there is a post file, published or not."""
        return bool(self.posts or self.withheld)

    def of(self, docname: str | None) -> Blog:
        """Return the blog that a document belongs to, or else the site's first."""
        return self.owners.get(docname or "", self.main)

    def named(self, name: str) -> Blog | None:
        """Return the blog that a name means; None if there is no such blog."""
        known = {blog.key: blog for blog in self.all}
        return next((known[key] for key in blog_keys.meant(name) if key in known), None)

    def languages_of(self, blog: Blog) -> list[Blog]:
        """Return a blog in each of its other languages."""
        return [
            other
            for other in self.all
            if other.key.startswith(blog_keys.key_in_language(blog.key, ""))
        ]

    def problems(self) -> list[FileProblem]:
        """Return the problems of files: path and problem."""
        return [*(problem for blog in self.all for problem in blog.problems), *self.conflicts]

    def unlisted(self) -> list[str]:
        """Return the docnames of the posts that no list may show."""
        return [name for name, post in self.posts.items() if post.unlisted]

    def template(self, docname: str) -> Path:
        """Return the template that a generated page is made from."""
        path = self.of(docname).sources[docname]
        # The package's own do not fail.
        return path if is_shipped(path) else self.rendered(docname).path

    def rendered(self, docname: str) -> RenderedPage:
        """Return the source of a generated page."""
        return self.cache.get(rendered_page, self.of(docname), docname)

    def public_heads(self) -> dict[str, ScannedHead]:
        """Return the heads that may be stored for the next build: withheld posts never are."""
        now = self.main.now
        return {
            name: head
            for name, head in self.heads.items()
            if name not in self.withheld and is_public(head.result, now)
        }


def discover(
    setup: SiteSetup,
    files: Mapping[str, Path],
    documents: Set[str],
    remembered: Mapping[str, ScannedHead],
    others: Iterable[str] = (),
) -> Blogs:
    """Find the posts among *files*, docname -> path, and the pages that they call for.

    *documents* are the docnames that the user wrote: they win over generated pages. *remembered*
    are the heads of files as they were read before; those of changed files are read again.
    *others* are the paths of files that Sphinx does not read.
    """
    scan = scan_files(setup, files, remembered)
    shares = withhold_attached(setup, scan.shares)
    withheld = {name: reason for part in shares for name, reason in part.withheld.items()}
    parts = [part for whole in shares for part in divide(whole, setup.language)]
    placed = assign_addresses(setup, parts, documents - withheld.keys())
    # The files of moved posts are no documents of their own.
    built = documents - withheld.keys() - placed.moved.keys()
    blogs = make_blogs(placed.parts, built)
    owners, path_conflicts = assign_pages(blogs)
    posts = {name: post for blog in blogs for name, post in blog.catalog.posts.items()}
    versions, doubles = group(translations(blogs))
    unread = tuple(find_unread(others, documents, setup.srcdir, setup.blog_for_file))
    conflicts = (
        *address_problems(setup, files, placed.conflicts),
        *(double_problem(setup, files, posts[name], other) for name, other in doubles),
        *stray_problems(setup, files, posts.values()),
        *((file.path, file.problem) for file in unread),
    )
    names = {blog.key for blog in setup.blogs}
    configured = tuple(blog for blog in blogs if blog.key in names)
    return Blogs(
        setup=setup,
        configured=configured,
        all=blogs,
        files={name: path for blog in configured for name, path in blog.files.items()},
        heads=scan.heads,
        owners=owners,
        posts=posts,
        pages={name: page for blog in blogs for name, page in blog.pages.items()},
        moved=placed.moved,
        withheld=withheld,
        attached=attached(setup, built, withheld, posts),
        conflicts=conflicts,
        path_conflicts=path_conflicts,
        versions=versions,
        unread=unread,
    )


class Scan(NamedTuple):
    """What the heads of all files say."""

    #: The posts of each blog as configured, and those of them that are withheld.
    shares: list[BlogPosts]
    heads: dict[str, ScannedHead]


def scan_files(
    setup: SiteSetup, files: Mapping[str, Path], remembered: Mapping[str, ScannedHead]
) -> Scan:
    """Read the heads of files that have changed, and sort the posts of each blog."""
    scan = Scan([], {})
    for blog, share in assign_files(setup, files):
        read = read_heads(share, remembered, blog.rules, blog.now)
        scan.heads.update(read)
        results = {name: head.result for name, head in read.items()}
        scan.shares.append(sort_posts(blog, share, results))
    return scan


def assign_files(
    setup: SiteSetup, files: Mapping[str, Path]
) -> list[tuple[BlogSetup, Mapping[str, Path]]]:
    """Return each blog with its files."""
    if len(setup.blogs) == 1:
        return [(setup.blogs[0], files)]
    shares: dict[str, dict[str, Path]] = {blog.key: {} for blog in setup.blogs}
    for name, path in files.items():
        blog = setup.blog_for_file(name, path.relative_to(setup.srcdir).as_posix())
        if blog is not None:
            shares[blog.key][name] = path
    return [(blog, shares[blog.key]) for blog in setup.blogs]


class PlacedPosts(NamedTuple):
    """The posts of all blogs at their addresses."""

    parts: list[BlogPosts]
    #: Docname of a post's file -> the post's own, for those that differ.
    moved: dict[str, str]
    conflicts: list[AddressConflict]


def assign_addresses(
    setup: SiteSetup, parts: Iterable[BlogPosts], documents: Set[str]
) -> PlacedPosts:
    """Give posts the addresses that they ask for, as far as these are free of *documents*."""
    parts = list(parts)
    has_releases = any(post.version for part in parts for post in part.posts)
    has_events = any(post.event for part in parts for post in part.posts)
    lists = (*[RELEASES] * has_releases, *[EVENTS] * has_events)
    placed = PlacedPosts([], {}, [])
    for part in parts:
        blog = part.setup
        assigner = AddressAssigner(
            pattern=blog.config.permalink,
            folder=blog.folder,
            taxonomies=blog.rules.taxonomies,
            generated=generated_places([other.setup for other in parts], blog, lists),
            documents=documents | set(placed.moved.values()),
            site=setup.site_files,
        )
        pattern = blog.config.permalink or ""
        moved, conflicts = assigner.assign(with_language(part.posts, (pattern,), blog.tag))
        posts = tuple(at_address(post, moved) for post in part.posts)
        placed.parts.append(part._replace(posts=posts))
        placed.moved.update(moved)
        placed.conflicts.extend(conflicts)
    return placed


def generated_places(
    blogs: Iterable[BlogSetup], own: BlogSetup, besides: tuple[str, ...] = ()
) -> GeneratedPlaces:
    """Return where the generated pages of *blogs* are, as posts of the blog *own* see them.

    *besides* are names of pages that not every blog has.
    """
    configs = [blog.config for blog in blogs]
    folders = {own.folder, *(config.path for config in configs)}
    names = {path.partition("/")[0] for config in configs for path in config.page_paths.values()}
    periods = [pattern for config in configs for pattern in period_patterns(config)]
    return GeneratedPlaces(
        folders=frozenset(f"{folded(path)}/" if path else "" for path in folders),
        names=frozenset((*GENERATED, *besides, *map(folded, (*own.rules.taxonomies, *names)))),
        periods=re.compile("|".join(periods)) if periods else None,
    )


def at_address(post: Post, addresses: Mapping[str, str]) -> Post:
    """Return a post at its own address."""
    if post.docname not in addresses:
        return post
    return post._replace(docname=addresses[post.docname], source=post.docname)


def make_blogs(parts: Iterable[BlogPosts], documents: Set[str]) -> tuple[Blog, ...]:
    """Make the blogs; of two that have a page of one name, the first has it."""
    taken, blogs = set(documents), []
    for part in parts:
        blogs.append(make_blog(part, taken))
        taken |= blogs[-1].pages.keys()
    return tuple(blogs)


def assign_pages(
    blogs: Iterable[Blog],
) -> tuple[dict[str, Blog], tuple[tuple[str, str], ...]]:
    """Return the blog of each post and generated page, and the conflicts of options."""
    owners: dict[str, Blog] = {}
    conflicts = []
    for blog in blogs:
        shared = next((name for name in blog.listings if name in owners), None)
        for name in (*blog.catalog.posts, *blog.listings):
            owners.setdefault(name, blog)
        if shared is not None:
            conflicts.append(path_conflict(blog, owners[shared], shared))
    return owners, tuple(conflicts)


def path_conflict(blog: BlogSetup, owner: BlogSetup, docname: str) -> tuple[str, str]:
    """Say that a blog lacks a page, because another one has it: option and text."""
    of_language = any(blog_keys.language_of(setup.key) for setup in (blog, owner))
    text = (
        f"{docname!r} would be a page of {called(owner)} and of {called(blog)}; "
        "the first one gets it, so the other one needs another path"
    )
    return ("languages" if of_language else "blogs", text)


def called(blog: BlogSetup) -> str:
    """Return the name of a blog in messages."""
    name, language = blog_keys.name_of(blog.key), blog_keys.language_of(blog.key)
    words = f"the blog {name!r}" if name else "the site's first blog"
    return f"{words} in {language!r}" if language else words


def translations(blogs: Iterable[Blog]) -> Iterator[tuple[object, Translation]]:
    """Return the key that translations of a document share, and the document, for each document."""
    for blog in blogs:
        name, tag = blog_keys.name_of(blog.key), blog.tag
        if blog.listings:
            yield ("index", name), Translation(tag, blog.config.below(INDEX))
        for docname in blog.catalog.listed:
            yield key_of(blog.catalog.posts[docname], name), Translation(tag, docname)


def address_problems(
    setup: SiteSetup, files: Mapping[str, Path], conflicts: Iterable[AddressConflict]
) -> Iterator[FileProblem]:
    """Say of files that their posts have other addresses than those asked for."""
    suffixes = setup.blogs[0].suffixes
    for docname, text in conflicts:
        line = line_of(files[docname], {"permalink", "slug"}, suffixes)
        yield files[docname], Problem("address", line, text)


def double_problem(
    setup: SiteSetup, files: Mapping[str, Path], post: Post, other: str
) -> FileProblem:
    """Say that a post is not linked with its translations, because another one is."""
    path = files[post.source_docname]
    text = f"{other!r} is the same post in the same language; translations link to it, not"
    line = line_of(path, {"translation_key"}, setup.blogs[0].suffixes)
    return path, Problem("key", line, f"{text} to {post.docname!r}")


def stray_problems(
    setup: SiteSetup, files: Mapping[str, Path], posts: Iterable[Post]
) -> Iterator[FileProblem]:
    """Say of posts' files that they are links to somewhere outside of the source folder."""
    sources = {name: files[name] for name in (post.source_docname for post in posts)}
    for name in outside(sources, setup.srcdir):
        yield files[name], Problem("link", 1, OUTSIDE)
