"""The blogs of one build, and the languages of each: which posts are whose, where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.blog import rendered_page
from sphinx_confblog.editions import divide
from sphinx_confblog.formats import line_of
from sphinx_confblog.memo import BuildCache
from sphinx_confblog.names import INDEX, bundle_of, folders_of, own_folder
from sphinx_confblog.permalinks import Places, with_language
from sphinx_confblog.post import Problem
from sphinx_confblog.tangles import OUTSIDE, outside
from sphinx_confblog.versions import Version, group, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from sphinx_confblog.blog import Blog
    from sphinx_confblog.domain import BlogDomain
    from sphinx_confblog.pages import Page
    from sphinx_confblog.post import Post, Withheld
    from sphinx_confblog.rendering import RenderedPage
    from sphinx_confblog.words import Speech

    #: A blog with its posts.
    Part = tuple[Blog, list[Post]]


@dataclass(slots=True, kw_only=True, eq=False)
class Blogs:
    """All blogs of a site, brought up to date by :meth:`discover`."""

    #: As ``conf.py`` has them; the site's first blog is the first.
    configured: tuple[Blog, ...]
    #: Language -> how it is spoken.
    speech: Callable[[str], Speech]
    #: Pages of the site that no document makes.
    reserved: frozenset[str] = frozenset()
    #: These, each followed by its other languages.
    all: tuple[Blog, ...] = ()
    #: Docname of a post or generated page -> its blog.
    owners: dict[str, Blog] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    #: The generated pages by docname.
    pages: dict[str, Page] = field(default_factory=dict)
    #: Docname of a post's file -> the post's own, for those that differ.
    moved: dict[str, str] = field(default_factory=dict)
    #: Docnames that are not built, and why.
    withheld: dict[str, Withheld] = field(default_factory=dict)
    #: Documents that belong to withheld posts; they are not built either.
    attached: set[str] = field(default_factory=set)
    #: What to say of addresses: path and problem.
    clashes: list[tuple[Path, Problem]] = field(default_factory=list)
    #: What to say of options: the option without its prefix, and text.
    mixed_up: list[tuple[str, str]] = field(default_factory=list)
    #: Docname -> the same in other languages, and itself.
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    #: What is made of all that, once a build.
    cache: BuildCache = field(default_factory=BuildCache)

    @property
    def main(self) -> Blog:
        """The site's first blog: that of pages that belong to none."""
        return self.configured[0]

    @property
    def exists(self) -> bool:
        """Whether there is a post file, published or not."""
        return bool(self.posts or self.withheld)

    @property
    def files(self) -> dict[str, Path]:
        """The files that may be posts, by docname."""
        return {name: path for blog in self.configured for name, path in blog.files.items()}

    def of(self, docname: str | None) -> Blog:
        """The blog that a document belongs to, or else the site's first."""
        return self.owners.get(docname or "", self.main)

    def named(self, name: str, language: str = "") -> Blog | None:
        """The blog of a name, in its own language or another; None if there is no such blog.

        A language alone may stand for the name: then it is that of the site's first blog.
        """
        known = {blog.key: blog for blog in self.all or self.configured}
        if language:
            return known.get(f"{name}/{language}")
        return known.get(name) or known.get(f"/{name}")

    def languages_of(self, blog: Blog) -> list[Blog]:
        """A blog in each of its other languages."""
        return [found for found in self.all if found.key.startswith(f"{blog.key}/")]

    def problems(self) -> list[tuple[Path, Problem]]:
        """What to say of files: path and problem."""
        return [found for blog in self.all for found in blog.problems] + self.clashes

    def unlisted(self) -> list[str]:
        """Docnames of the posts that no list may show."""
        return [name for name, post in self.posts.items() if post.unlisted]

    def claim(self, docname: str, path: str) -> Blog | None:
        """The blog whose patterns a file matches; the site's first one comes last."""
        for blog, matches in self.cache.get(matchers, self.configured):
            if matches(docname) or matches(path):
                return blog
        return None

    def discover(
        self, files: Mapping[str, Path], documents: Set[str], domain: BlogDomain, srcdir: Path
    ) -> None:
        """Find the posts among *files*, docname -> path, and the pages that they call for.

        *documents* are the docnames that the user wrote: they win over generated pages.
        """
        self.cache = BuildCache()
        rules = [(blog.key, blog.rules, blog.config.post_patterns) for blog in self.configured]
        forget_heads(domain, files, repr(rules))
        shares = self.share(files, srcdir)
        found = [(b, b.find_posts(shares[b.key], domain.heads)) for b in self.configured]
        self.withheld = {name: why for blog, _ in found for name, why in blog.withheld.items()}
        found = [(blog, self.apart(blog, posts, domain)) for blog, posts in found]
        parts = [part for blog, posts in found for part in divide(blog, posts, self.speech)]
        self.all = tuple(blog for blog, _ in parts)
        self.settle(self.place(parts, documents), documents)
        domain.note_views(
            {blog.key: blog.view() for blog in self.all},
            {name: blog.key for name, blog in self.owners.items()},
        )

    def share(self, files: Mapping[str, Path], srcdir: Path) -> dict[str, dict[str, Path]]:
        """The files of each blog, by its name."""
        if len(self.configured) == 1:
            return {self.main.key: dict(files)}
        shares: dict[str, dict[str, Path]] = {blog.key: {} for blog in self.configured}
        for name, path in files.items():
            blog = self.claim(name, path.relative_to(srcdir).as_posix())
            if blog is not None:
                shares[blog.key][name] = path
        return shares

    def place(self, parts: list[Part], documents: Set[str]) -> list[Part]:
        """Give posts their addresses; who does not get the one asked for is reported."""
        taken = documents - self.withheld.keys()
        folders = [blog.config.path for blog in self.all]
        places_of = [path for blog in self.all for path in blog.config.page_paths.values()]
        names = {path.partition("/")[0] for path in places_of}
        self.moved, self.clashes, placed = {}, [], []
        for blog, posts in parts:
            config, taxonomies = blog.config, blog.rules.taxonomies
            places = Places(
                config.permalink, blog.folder, taxonomies, taken, folders, self.reserved, names
            )
            places.give(with_language(posts, (config.permalink or "",), blog.tag))
            self.note_clashes(places)
            self.moved |= places.moved
            taken = taken | set(places.moved.values())
            placed.append((blog, [at_address(post, places.moved) for post in posts]))
        return placed

    def note_clashes(self, places: Places) -> None:
        """Note who has another address than the one asked for."""
        files = self.files
        for docname, text in places.clashes:
            problem = Problem(
                "address", line_of(files[docname], {"permalink", "slug"}, self.main.suffixes), text
            )
            self.clashes.append((files[docname], problem))

    def settle(self, placed: Iterable[Part], documents: Set[str]) -> None:
        """Put the posts of each blog in order, and find all pages."""
        own = set(documents - self.withheld.keys() - self.moved.keys())
        self.owners, self.posts, self.pages, self.mixed_up = {}, {}, {}, []
        for blog, posts in placed:
            blog.settle(posts, own)
            own |= blog.pages.keys()
            self.posts |= blog.catalog.posts
            self.pages |= blog.pages
            shared = [name for name in blog.listings if name in self.owners]
            for name in (*blog.catalog.posts, *blog.listings):
                self.owners.setdefault(name, blog)
            if shared:
                self.note_mixed_up(blog, shared[0])
        self.versions, doubles = group(self.same())
        for name, other in doubles:
            self.note_double(name, other)

    def note_mixed_up(self, blog: Blog, docname: str) -> None:
        """Note that a blog lacks a page, because another one has it."""
        of_language = any("/" in found.key for found in (blog, self.owners[docname]))
        text = (
            f"{docname!r} would be a page of {called(self.owners[docname])} and of {called(blog)}; "
            "the first of them has it, and one of them needs another path"
        )
        self.mixed_up.append(("languages" if of_language else "blogs", text))

    def note_double(self, docname: str, other: str) -> None:
        """Note that a post is not linked with its translations, because another one is."""
        path = self.files[self.posts[docname].source or docname]
        text = f"{other!r} is the same post in the same language; translations are not linked"
        line = line_of(path, {"translation_key"}, self.main.suffixes)
        self.clashes.append((path, Problem("key", line, f"{text} with {docname!r}")))

    def same(self) -> Iterator[tuple[object, Version]]:
        """What tells that documents are the same in several languages, and each document."""
        for blog in self.all:
            name = blog.key.partition("/")[0]
            if blog.listings:
                yield ("index", name), Version(blog.tag, blog.config.below(INDEX))
            for docname in blog.catalog.listed:
                yield key_of(blog.catalog.posts[docname], name), Version(blog.tag, docname)

    def note_attached(self, documents: Iterable[str]) -> None:
        """Find the documents that belong to withheld posts: what lies in a folder of theirs."""
        public = {bundle_of(post.source or name) for name, post in self.posts.items()}
        drafts = self.own_folders(self.withheld, bundle_of).keys() - public
        folders = self.own_folders(self.withheld).keys() | drafts
        # The post in another language lies there, too, and may be public.
        others = set(documents) - self.posts.keys() - self.moved.keys()
        self.attached = {n for n in others if not folders.isdisjoint(folders_of(n))}

    def apart(self, blog: Blog, posts: list[Post], domain: BlogDomain) -> list[Post]:
        """The posts that do not lie in the folder of a withheld one; the others are withheld."""
        owners = self.own_folders(self.withheld)
        for post in posts if owners else ():
            holder = next((owners[f] for f in folders_of(post.docname) if f in owners), None)
            # The same post in another language lies beside it, and is no part of it.
            if holder is not None and not post.docname.startswith(f"{holder}."):
                blog.withheld[post.docname] = self.withheld[post.docname] = self.withheld[holder]
                # Nothing of it is kept, though it is public by itself.
                domain.heads.pop(post.docname, None)
        return [post for post in posts if post.docname not in self.withheld]

    def own_folders(
        self, sources: Iterable[str], of: Callable[[str], str] = own_folder
    ) -> dict[str, str]:
        """The folders of those posts that have some -> docnames of the posts' files."""
        found = {folder: name for name in sources if (folder := of(name))}
        paths = {blog.config.path for blog in self.configured}
        return {folder: name for folder, name in found.items() if folder not in paths}

    def note_strays(self, srcdir: Path) -> None:
        """Note the posts whose files are links to somewhere outside of the source folder."""
        files = self.files
        sources = [post.source or name for name, post in self.posts.items()]
        for name in outside({name: files[name] for name in sources}, srcdir):
            self.clashes.append((files[name], Problem("link", 1, OUTSIDE)))

    def rendered(self, docname: str) -> RenderedPage:
        """Return the source of a generated page."""
        return self.cache.get(rendered_page, self.of(docname), docname)


def matchers(configured: tuple[Blog, ...]) -> list[tuple[Blog, Matcher]]:
    """Return the patterns of each blog, in the order in which blogs are asked for a file."""
    main, *others = configured
    return [(blog, Matcher(blog.config.post_patterns)) for blog in (*others, main)]


def forget_heads(domain: BlogDomain, files: Mapping[str, Path], rules: str) -> None:
    """Forget the heads of files that are gone, and all if they are read by other *rules* now."""
    if domain.data["rules"] != rules:
        domain.heads.clear()
        domain.data["rules"] = rules
    for docname in domain.heads.keys() - files.keys():
        del domain.heads[docname]


def called(blog: Blog) -> str:
    """What a message calls a blog."""
    name, _, language = blog.key.partition("/")
    found = f"the blog {name!r}" if name else "the site's first blog"
    return f"{found} in {language!r}" if language else found


def at_address(post: Post, addresses: Mapping[str, str]) -> Post:
    """A post at its own address."""
    if post.docname not in addresses:
        return post
    return replace(post, docname=addresses[post.docname], source=post.docname)
