"""Makes feed entries from posts, and detects whether they have changed."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sphinx_confblog.discovery.generated_pages import taxonomy_docname
from sphinx_confblog.discovery.project import builder_of
from sphinx_confblog.feeds.plan import FORMATS, NAMELESS
from sphinx_confblog.feeds.records import (
    Category,
    Channel,
    Enclosure,
    Item,
    Person,
    feed_date,
    one_line,
)
from sphinx_confblog.resolving.rendering import summary
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import Addresses
from sphinx_confblog.util.language_tags import web_tag
from sphinx_confblog.util.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.feeds.plan import Feed
    from sphinx_confblog.model.catalog import Term
    from sphinx_confblog.model.post import Post


AUTHORS = "authors"
#: The taxonomies whose terms are what an entry is about.
TOPICS = ("tags", "categories")
#: By suffix: the tables of a machine are not those of another.
IMAGES = {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
ANY_FILE = "application/octet-stream"


class Items:
    """Makes the records of one blog's feeds in a build; each post's is made once."""

    def __init__(self, env: BuildEnvironment, blog: Blog) -> None:
        self.env = env
        self.views = BlogViews(env, blog)
        self.addresses = Addresses(builder_of(env))
        self.config = self.views.blog.config
        self.made: dict[str, Item] = {}

    def general(self) -> str:
        """Return what all feeds depend on, for comparing."""
        sphinx = self.env.config
        site = self.addresses.base, sphinx.project, sphinx.author, self.views.blog.language.name
        return repr((self.config, site))

    def key(self, docname: str) -> object:
        """Return what the record of a post is made from: quicker to compare than to make it."""
        post = self.views.blog.catalog.posts[docname]
        domain, cover = self.views.domain, self.views.cover(docname)
        texts = post.description, domain.translations.get(docname), domain.excerpts.get(docname)
        entry = docname, self.views.facts(docname), self.views.title_markup(docname)
        return entry, texts, post.language, cover and self.size(cover.uri)

    def channel(self, feed: Feed, format_: str) -> Channel:
        """Return a feed in one format, without its entries."""
        url = self.file(feed.path(format_))
        return Channel(
            # One for all formats: they are the same feed.
            id=self.file(feed.path("atom")),
            url=url,
            media_type=FORMATS[format_].media_type,
            home=self.page(feed.home),
            title=one_line(feed.title) or url,
            subtitle=one_line(feed.subtitle),
            author=Person(self.publisher()),
            language=web_tag(self.views.blog.language.name),
        )

    def publisher(self) -> str:
        """Return the author of the feed, for posts that name none."""
        sphinx = self.env.config
        names = (one_line(sphinx.author), one_line(sphinx.project), one_line(self.config.title))
        return next((name for name in names if name not in NAMELESS), self.addresses.base)

    def item(self, docname: str) -> Item:
        """Return the record of a post."""
        if docname not in self.made:
            self.made[docname] = self.make_item(self.views.blog.catalog.posts[docname])
        return self.made[docname]

    def make_item(self, post: Post) -> Item:
        """Make the record of a post."""
        published, updated = feed_date(post.date), self.update(post)
        whole = self.config.feed_content == "full"
        return Item(
            url=self.page(post.docname),
            title=one_line(self.views.title(post.docname)) or one_line(post.slug) or post.docname,
            published=published,
            updated=updated,
            summary=one_line(summary(self.env, post.docname)) if whole else "",
            language=web_tag(post.language),
            authors=tuple(self.authors(post)),
            categories=tuple(self.categories(post)),
            enclosure=self.enclosure(post.docname),
            external=post.external and one_line(post.external),
        )

    def update(self, post: Post) -> datetime | None:
        """Return the date of a post's update, if it is later than its publication."""
        changed = post.updated is not None and post.updated > post.date
        return feed_date(post.updated) if post.updated and changed else None

    def authors(self, post: Post) -> Iterator[Person]:
        """Yield the authors of a post."""
        for name, term in self.views.blog.catalog.post_terms(post, AUTHORS):
            info = term.info if term else None
            email = one_line(info.email or "") if info else ""
            url = urljoin(f"{self.addresses.base}/", info.url) if info and info.url else None
            yield Person(
                one_line(name) or "?", url or self.term_page(term), email if "@" in email else None
            )

    def categories(self, post: Post) -> Iterator[Category]:
        """Yield the tags and categories of a post."""
        for taxonomy in TOPICS:
            for name, term in self.views.blog.catalog.post_terms(post, taxonomy):
                paged = term is not None and taxonomy in self.config.taxonomies
                folder = taxonomy_docname(self.config, taxonomy, "")
                scheme = self.file(folder) if paged else None
                yield Category(term.slug if term else name, one_line(name), scheme)

    def term_page(self, term: Term | None) -> str | None:
        """Return the URL of a term's page, if it has one."""
        pages = self.views.pages
        docname = pages.get((term.taxonomy, term.key)) if term else None
        return self.page(docname) if docname else None

    def enclosure(self, docname: str) -> Enclosure | None:
        """Return the cover of a post as an attached file."""
        cover = self.views.cover(docname)
        url = self.addresses.image(cover.uri) if cover else None
        if cover is None or url is None:
            return None
        suffix = posixpath.splitext(urlsplit(url).path)[1].lower()
        return Enclosure(one_line(url), IMAGES.get(suffix, ANY_FILE), self.size(cover.uri))

    def size(self, uri: str) -> int:
        """Return the size of an image in bytes; 0 if it isn't in the source folder."""
        path = Path(self.env.srcdir, uri)
        return path.stat().st_size if not names_host(uri) and path.is_file() else 0

    def page(self, docname: str) -> str:
        """Return the URL of a page."""
        return str(self.addresses.page(docname))

    def file(self, path: str) -> str:
        """Return the URL of a file."""
        return str(self.addresses.file(path))
