"""The posts of a site as rows: what becomes of each, and why."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.editing.page_sources import read_text
from sphinx_confblog.cli.site import shown_path
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.headings import heading_of
from sphinx_confblog.model.source_layout import telling_name
from sphinx_confblog.reading.transforms import words_of
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.unread_files import UnreadFile
    from sphinx_confblog.model.event import Event
    from sphinx_confblog.model.post import Post, ReadResult, Withheld


class State(enum.StrEnum):
    """What becomes of a post."""

    PUBLISHED = "published"
    """Its page is built, and lists include it."""
    UNLISTED = "unlisted"
    """Its page is built, but no list includes it."""
    DRAFT = "draft"
    """Withheld, because of ``draft: true`` or ``published: false``."""
    SCHEDULED = "scheduled"
    """Withheld until its date, which is in the future."""
    EXPIRED = "expired"
    """Withheld, because its ``expires`` date has passed."""
    UNREADABLE = "not understood"
    """Withheld, because of a mistake in its front matter, until you fix it."""
    UNREAD = "not read"
    """Not a page, because Sphinx doesn't read files of its format."""


class Row(NamedTuple):
    """One post; dates as in ISO 8601."""

    #: The name of its blog; nothing for the site's first.
    blog: str
    docname: str
    #: Its file, as one can open it from here.
    path: str
    title: str
    date: str | None
    updated: str | None
    expires: str | None
    state: State
    #: Why it is withheld, or in no list.
    reasons: tuple[str, ...]
    #: Whether a build with these options has a page for it; previews have pages for drafts.
    built: bool
    pinned: bool
    featured: bool
    language: str | None
    #: The event that it is about, for programs.
    event: dict[str, Any] | None
    #: Taxonomy -> names.
    terms: Mapping[str, tuple[str, ...]]

    def record(self) -> dict[str, Any]:
        """Return the row as JSON data."""
        return self._asdict()


def rows(site: Site) -> Iterator[Row]:
    """Return all posts, newest first; those without a date come last."""
    dated = []
    undated = []
    for blog in site.blogs.configured:
        for name in blog.files:
            result = site.blogs.heads[name].result
            if result.post is not None:
                row = row_of(site, blog, name, result.post)
                dated.append((result.post.date, name, row))
            elif result.withheld is not None:
                undated.append(unclear(site, blog, name, result))
    undated += [unread_row(site, file) for file in site.blogs.unread]
    yield from (row for *_, row in sorted(dated, key=lambda item: item[:2], reverse=True))
    yield from sorted(undated, key=lambda row: (row.date or "", row.docname), reverse=True)


def row_of(site: Site, blog: Blog, name: str, post: Post) -> Row:
    """Return the row of a post."""
    path = blog.files[name]
    reason = post.withheld(blog.now) or blog.withheld.get(name)
    return Row(
        blog=blog.key,
        docname=site.blogs.moved.get(name, name),
        path=shown_path(path),
        title=post.title or heading_in(site, path) or words_of(post.slug),
        date=post.date.isoformat(),
        updated=post.updated.isoformat() if post.updated else None,
        expires=post.expires.isoformat() if post.expires else None,
        state=state_of(post, reason),
        reasons=tuple(reasons(post, blog)) or inside(reason),
        built=name not in blog.withheld,
        pinned=post.pinned,
        featured=post.featured,
        language=post.language,
        event=event_data(post.event) if post.event else None,
        terms=post.terms,
    )


def event_data(event: Event) -> dict[str, Any]:
    """Return an event as JSON data; whole days are dates without a time."""
    start, end = (
        (day.date() if event.all_day else day).isoformat() if day else None
        for day in (event.start, event.end)
    )
    place = event.location._asdict() if event.location else None
    return {
        "start": start,
        "end": end,
        "location": place,
        "url": event.url,
        "status": event.status.value,
    }


def unclear(site: Site, blog: Blog, name: str, result: ReadResult) -> Row:
    """Return the row of a file that is withheld because it was not understood."""
    path = blog.files[name]
    state = State(result.withheld.value) if result.withheld else State.UNREADABLE
    reasons = tuple(f"line {problem.line}: {problem.text}" for problem in result.problems)
    return row_of_file(blog.key, name, path, state, reasons, heading_in(site, path))


def unread_row(site: Site, file: UnreadFile) -> Row:
    """Return the row of a file whose format is not read."""
    name = file.path.relative_to(site.srcdir).with_suffix("").as_posix()
    return row_of_file(file.blog, name, file.path, State.UNREAD, (file.text,))


def row_of_file(
    blog: str, name: str, path: Path, state: State, reasons: tuple[str, ...],
    heading: str | None = None,
) -> Row:  # fmt: skip
    """Return a row with what the name of a file says."""
    stem = telling_name(path).removesuffix(path.suffix)
    day = date_from_name(stem)
    return Row(
        blog=blog,
        docname=name,
        path=shown_path(path),
        title=heading or words_of(day[1] if day else stem),
        date=day[0].isoformat() if day else None,
        updated=None,
        expires=None,
        state=state,
        reasons=reasons,
        built=False,
        pinned=False,
        featured=False,
        language=None,
        event=None,
        terms={},
    )


def heading_in(site: Site, path: Path) -> str | None:
    """Return the heading of a file that becomes a post's title."""
    return heading_of(read_text(path), format_of(path.name, site.blog.suffixes))


def state_of(post: Post, reason: Withheld | None) -> State:
    """Return the state of a post."""
    if reason is not None:
        return State(reason.value)
    return State.UNLISTED if post.unlisted else State.PUBLISHED


def reasons(post: Post, blog: Blog) -> Iterator[str]:
    """Return every reason that keeps a post from readers, or from lists."""
    if post.draft:
        yield "it is marked as a draft"
    if post.expires is not None and post.expires <= blog.now:
        yield f"it expired on {post.expires:%Y-%m-%d}"
    if post.date > blog.now:
        yield f"its date is in the future: {post.date:%Y-%m-%d %H:%M %Z}".rstrip()
    if post.unlisted:
        yield "it is marked as unlisted"


def inside(reason: Withheld | None) -> tuple[str, ...]:
    """Return the reason for a post that is withheld because of the folder it is in."""
    return ("it is in the folder of a withheld post",) if reason is not None else ()
