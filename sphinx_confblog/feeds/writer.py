"""Writes the feeds that changed at the end of a build."""

from __future__ import annotations

from functools import cache
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinx_confblog.discovery.project import blogs_of, output_of
from sphinx_confblog.discovery.report import warn_blocked
from sphinx_confblog.discovery.site_files import blocked_paths
from sphinx_confblog.feeds.bodies import Bodies
from sphinx_confblog.feeds.entries import Items
from sphinx_confblog.feeds.plan import feed_plan, planned_files
from sphinx_confblog.feeds.records import Entry
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.files import remove_written, write_if_changed
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

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
    outdir, there = Path(app.outdir), output.previous_state.feeds
    blocked = blocked_files(app)
    warn_blocked(app, blocked, "feed")
    if is_current(plan, output, outdir):
        return
    blogs = blogs_of(app.env).all
    output.begin(feeds=(path for path in planned_files(app.env) if path not in blocked))
    bodies = Bodies(app)
    bodies.clear(plan.carried)
    now: dict[str, str] = {}
    for blog in blogs:
        feeds, formats = plan.written[blog.key].feeds, blog.config.feeds
        standing = {feed for feed in feeds if is_standing(feed, formats, output, outdir)}
        now |= {path: there[path] for feed in standing for path in map(feed.path, formats)}
        if others := [feed for feed in feeds if feed not in standing]:
            bodies.complete({name for feed in others for name in feed.posts})
            now |= write_feeds(others, Items(app.env, blog), bodies, there, blocked)
    output.note_feeds(now)


def explain_absence(plan: FeedPlan, builder: Builder) -> None:
    """Say why there are no feeds, if the site has posts for some."""
    if any(wanted.feeds for wanted in plan.wanted.values()) and not plan.carried:
        base = Addresses(builder).base
        fault = f"{base!r} has no host" if base else "is not set"
        logger.info("blog: no feeds are written: html_baseurl %s", fault)


def remove_old_feeds(app: Sphinx, builder: Builder) -> None:
    """Remove feeds that are gone, or that files of the site take the place of (``write-started``).

    Before pages are written and files are copied, as these may need the place.
    """
    output = output_of(app.env)
    if not output.is_changed:
        return
    outdir = Path(builder.outdir)
    planned = set(planned_files(app.env)) if makes_site(builder) else set()
    kept = planned - blogs_of(app.env).setup.site_files.paths
    there = {path for state in output.earlier_states for path in state.feeds}
    remove_written(there - kept, outdir)


def blocked_files(app: Sphinx) -> list[str]:
    """Return the files of feeds that cannot be written, as something of the site is there."""
    site_files = blogs_of(app.env).setup.site_files
    return blocked_paths(planned_files(app.env), site_files, Path(app.outdir))


def is_current(plan: FeedPlan, output: OutputFolder, outdir: Path) -> bool:
    """Return whether nothing has changed: neither the blog, nor the page of a post in a feed."""
    if output.is_changed or not output.written.isdisjoint(plan.carried):
        return False
    return all(isfile(f"{outdir}/{path}") for path in output.previous_state.feeds)  # noqa: PTH113


def is_standing(feed: Feed, formats: Iterable[str], output: OutputFolder, outdir: Path) -> bool:
    """Return whether the files of a feed are right: nothing that it carries can have changed."""
    if not output.is_settled or not output.written.isdisjoint(feed.posts):
        return False
    paths = [feed.path(name) for name in formats]
    return output.previous_state.feeds.keys() >= set(paths) and all(
        isfile(f"{outdir}/{path}")  # noqa: PTH113
        for path in paths
    )


def write_feeds(
    feeds: Iterable[Feed],
    items: Items,
    bodies: Bodies,
    before: Mapping[str, str],
    blocked: Container[str],
) -> dict[str, str]:
    """Write what has changed of some feeds of a blog.

    Returns the path of each feed with the digest of what it carries; *before* are those of the
    build before. No file is written at *blocked* paths.
    """
    formats, outdir = items.config.feeds, Path(bodies.builder.outdir)
    general, contents = items.general(), FeedContents(items, bodies)
    now: dict[str, str] = {}

    @cache
    def key(docname: str) -> bytes:
        return digest(repr((items.key(docname), bodies.stamp(docname))))

    for feed in feeds:
        mark = digest(repr((general, feed, [key(name) for name in feed.posts]))).hex()
        free = [name for name in formats if feed.path(name) not in blocked]
        now |= {feed.path(name): mark for name in free}
        stale = [n for n in free if is_stale(feed.path(n), mark, before, outdir)]
        for name in stale:
            write_if_changed(outdir / feed.path(name), contents.of(feed, name))
    return now


def is_stale(path: str, mark: str, before: Mapping[str, str], outdir: Path) -> bool:
    """Return whether a feed must be written again."""
    return before.get(path) != mark or not isfile(f"{outdir}/{path}")  # noqa: PTH113


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
