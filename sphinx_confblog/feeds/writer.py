"""Writes the feeds that changed at the end of a build."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinx_confblog.added_files import AddedFiles
from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.feeds.bodies import Bodies
from sphinx_confblog.feeds.entries import Items
from sphinx_confblog.feeds.plan import feed_plan, planned_files
from sphinx_confblog.feeds.records import Entry
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_confblog.feeds.plan import Feed, FeedPlan
    from sphinx_confblog.output_state import OutputFolder


logger = logging.getLogger(__name__)


def update_feeds(app: Sphinx, exception: Exception | None) -> None:
    """Write the feeds that have changed (``build-finished``)."""
    if exception is not None or not makes_site(app.builder):
        return
    plan, output = feed_plan(app.env), output_of(app.env)
    explain_absence(plan, app.builder)
    output.end_pages()
    files = feed_files_of(app)
    files.leave_out_blocked()
    if not output.is_changed and is_current(plan.carried, files, files.before, output):
        return
    output.begin(feeds=files.planned)
    bodies = Bodies(app)
    bodies.clear(plan.carried)
    for blog in blogs_of(app.env).all:
        others = []
        for feed in plan.written[blog.key].feeds:
            paths = [feed.path(name) for name in blog.config.feeds]
            if output.is_settled and is_current(feed.posts, files, paths, output):
                files.keep(paths)
            else:
                others.append(feed)
        if others:
            bodies.complete({name for feed in others for name in feed.posts})
            write_feeds(others, Items(app.env, blog), bodies, files)
    output.note_files(feeds=files.now)


def explain_absence(plan: FeedPlan, builder: Builder) -> None:
    """Say why there are no feeds, if the site has posts for some."""
    if any(wanted.feeds for wanted in plan.wanted.values()) and not plan.carried:
        base = Addresses(builder).base
        fault = f"{base!r} has no host" if base else "is not set"
        logger.info("blog: no feeds are written: html_baseurl %s", fault)


def remove_old_feeds(app: Sphinx, builder: Builder) -> None:
    """Remove feeds that are gone (``write-started``)."""
    feed_files_of(app).remove_old()


def feed_files_of(app: Sphinx) -> AddedFiles:
    """Return the files of the feeds of a build."""
    return AddedFiles(app, "feeds", planned_files(app.env) if makes_site(app.builder) else ())


def is_current(
    posts: Iterable[str], files: AddedFiles, paths: Iterable[str], output: OutputFolder
) -> bool:
    """Return whether feeds of some *posts* are there, and no page of these was written."""
    return output.written.isdisjoint(posts) and files.are_there(paths)


def write_feeds(feeds: Iterable[Feed], items: Items, bodies: Bodies, files: AddedFiles) -> None:
    """Write what has changed of some feeds of a blog."""
    general, contents = items.general(), FeedContents(items, bodies)

    @cache
    def key(docname: str) -> bytes:
        return digest(repr((items.key(docname), bodies.stamp(docname))))

    for feed in feeds:
        mark = digest(repr((general, feed, [key(name) for name in feed.posts]))).hex()
        for name in items.config.feeds:
            if (path := feed.path(name)) in files.planned:
                files.update(path, mark, partial(contents.of, feed, name))


#: So many entries are kept for other feeds: with 200 a build took 17 MiB more, and no less time.
KEPT = 20


class FeedContents:
    """Makes the content of feeds; most posts are in several, and new ones in the most."""

    def __init__(self, items: Items, bodies: Bodies) -> None:
        self.items, self.bodies = items, bodies
        count = KEPT // max(len(items.config.feeds), 1)
        self.kept = frozenset(items.views.blog.catalog.listed[:count])
        self.entries: dict[str, Entry] = {}
        #: What entries of new posts have become in each format.
        self.made: dict[str, dict[Entry, Any]] = {}

    def of(self, feed: Feed, format_: str) -> bytes:
        """Return a feed in one format."""
        # Most builds write no feed: they do not wait for the libraries.
        from sphinx_confblog.feeds.formats import atom_feed, json_feed, rss_feed  # noqa: PLC0415

        writers = {"atom": atom_feed, "rss": rss_feed, "json": json_feed}
        entries, made = list(map(self.entry, feed.posts)), self.made.setdefault(format_, {})
        content = writers[format_](self.items.channel(feed, format_), entries, made)
        for docname, entry in zip(feed.posts, entries, strict=True):
            if docname not in self.kept:
                made.pop(entry, None)
        return content

    def entry(self, docname: str) -> Entry:
        """Return the entry of a post."""
        if docname in self.entries:
            return self.entries[docname]
        entry = Entry(self.items.item(docname), self.bodies.read(docname))
        if docname in self.kept:
            self.entries[docname] = entry
        return entry
