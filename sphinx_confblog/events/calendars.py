"""Makes calendar entries from posts about events."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of, builder_of
from sphinx_confblog.model.event import CALENDAR
from sphinx_confblog.resolving.rendering import summary
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import Addresses
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.event import Event


class CalendarEntry(NamedTuple):
    """An event as calendars show it."""

    #: By which calendars know it again.
    uid: str
    title: str
    description: str
    location: str
    #: The event's website, else the post's page; None if that has no absolute URL.
    url: str | None
    event: Event
    #: When the post was last updated.
    changed: datetime


class Calendar(NamedTuple):
    """One calendar file."""

    #: "" for the file of one event, which is added to a calendar that its reader has.
    title: str
    entries: tuple[CalendarEntry, ...]


def calendars_of(env: BuildEnvironment) -> dict[str, Calendar]:
    """Return the path of each calendar file of a build, with what it contains."""
    files: dict[str, Calendar] = {}
    for blog in blogs_of(env).all:
        maker = CalendarEntries(env, blog)
        for path, posts in maker.views.calendars().items():
            is_one = path == f"{posts[0]}{CALENDAR}"
            entries = tuple(map(maker.entry, posts))
            files[path] = Calendar("" if is_one else maker.title(), entries)
    return files


def calendar_paths(env: BuildEnvironment) -> list[str]:
    """Return the paths of the calendar files of a build, below the output folder."""
    return [path for blog in blogs_of(env).all for path in BlogViews(env, blog).calendars()]


class CalendarEntries:
    """Makes the calendar entries of one blog; each post's is made once."""

    def __init__(self, env: BuildEnvironment, blog: Blog) -> None:
        self.env = env
        self.views = BlogViews(env, blog)
        self.addresses = Addresses(builder_of(env))
        self.made: dict[str, CalendarEntry] = {}

    def title(self) -> str:
        """Return the title of the blog's calendar."""
        blog = self.views.blog
        return one_line(f"{blog.language.events_title()} · {blog.config.title}")

    def entry(self, docname: str) -> CalendarEntry:
        """Return the entry of a post."""
        if docname not in self.made:
            self.made[docname] = self.make_entry(docname)
        return self.made[docname]

    def make_entry(self, docname: str) -> CalendarEntry:
        """Make the entry of a post, which has an event."""
        post = self.views.blog.catalog.posts[docname]
        assert post.event is not None
        page = self.addresses.page(docname)
        texts = one_line(summary(self.env, docname)), page if post.event.url else None
        return CalendarEntry(
            uid=self.uid(docname),
            title=one_line(self.views.title(docname)) or docname,
            description="\n\n".join(filter(None, texts)),
            location=self.location(post.event),
            url=post.event.url or page,
            event=post.event,
            changed=post.updated or post.date,
        )

    def uid(self, docname: str) -> str:
        """Return an identifier that depends on the site's URL and the post's docname alone.

        It is a UUID, as RFC 7986 recommends. HTTP and HTTPS are the same site. Without a URL, the
        project's name is used.
        """
        site = self.addresses.base.partition("://")[2] or str(self.env.config.project)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{site}/{docname}"))

    def location(self, event: Event) -> str:
        """Return the place of an event: for one on the web, its URL if there is one."""
        shown, place = self.views.event(event), event.location
        url = place.url if place and place.online else None
        return one_line(url or shown.place)
