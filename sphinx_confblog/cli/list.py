"""`confblog list`: the posts of a site, and why some are withheld."""

from __future__ import annotations

import enum
import json
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.common import Exit, add_blog_flag, add_site_flags, described
from sphinx_confblog.cli.editing.page_sources import read_text
from sphinx_confblog.cli.editing.toctrees import undated_pages
from sphinx_confblog.cli.site import gathering, open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal, cut, shown, table
from sphinx_confblog.discovery.reports.missed_posts import stray_posts, undated_text
from sphinx_confblog.discovery.reports.problems import of_terms
from sphinx_confblog.discovery.reports.summary import summaries
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.headings import heading_of
from sphinx_confblog.model.mentions import posts_naming
from sphinx_confblog.model.source_layout import telling_name
from sphinx_confblog.reading.transforms import words_of
from sphinx_confblog.util.collector import uncollected
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import counted, did_you_mean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.unread_files import UnreadFile
    from sphinx_confblog.model.event import Event
    from sphinx_confblog.model.mentions import PostMentions
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
    """Return a row that says what the name of a file tells."""
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
        yield "its front matter makes it a draft"
    if post.expires is not None and post.expires <= blog.now:
        yield f"it expired on {post.expires:%Y-%m-%d}"
    if post.date > blog.now:
        yield f"its date is in the future: {post.date:%Y-%m-%d %H:%M %Z}".rstrip()
    if post.unlisted:
        yield "its front matter makes it unlisted"


def inside(reason: Withheld | None) -> tuple[str, ...]:
    """Return the reason for a post that is withheld because of the folder it is in."""
    return ("it is in the folder of a withheld post",) if reason is not None else ()


def has_term(row: Row, taxonomy: str, name: str, blog: Blog) -> bool:
    """Return whether a post has a term, in any spelling."""
    names = row.terms.get(taxonomy, ())
    return spelled(name, taxonomy, blog) in {spelled(each, taxonomy, blog) for each in names}


DESCRIPTION = """
Lists the posts, newest first, with date, state, title and file, and why a post is withheld or
unlisted. Filter the list by state, tag or author; if you repeat a filter, posts that match any of
its values are listed.

With --json, each post is an object with the keys blog, docname, path, title, date, updated, expires
(ISO 8601, or null), state, reasons (strings), built (whether a build creates its page), pinned,
featured, language, event (null, or an object with start, end, location, url and status) and
terms (taxonomy -> names).

With --mentions, all documents are read, as in a build, and posts that link to a page or an object
are listed; without a name, all posts that link to anything. With --json, each post then has two
more keys: mentions (objects with domain, type, name, docname and anchor) and outside (objects of
other projects, with text, url and title).
"""
EXAMPLES = """
confblog list                          all posts
confblog list --drafts --scheduled     posts that aren't public yet
confblog list --tag docker --json      posts with a tag, as JSON
confblog list --mentions anvil.forge   posts that link to an object
"""
#: Flag -> the state that it asks for, and its help.
STATES = {
    "--published": (State.PUBLISHED, "published posts"),
    "--unlisted": (State.UNLISTED, "posts that are built but not in any list"),
    "--drafts": (State.DRAFT, "drafts"),
    "--scheduled": (State.SCHEDULED, "posts with a date in the future"),
    "--expired": (State.EXPIRED, "posts that have expired"),
    "--not-understood": (State.UNREADABLE, "files that are withheld because of a mistake in them"),
    "--not-read": (State.UNREAD, "files that look like posts but have a format that isn't read"),
}
#: Flag -> the taxonomy whose terms it takes.
TERM_FLAGS = {"--tag": "tags", "--author": "authors"}
COLOURS = {
    State.PUBLISHED: "green",
    State.UNLISTED: "blue",
    State.DRAFT: "yellow",
    State.SCHEDULED: "yellow",
    State.EXPIRED: "faint",
    State.UNREADABLE: "red",
    State.UNREAD: "red",
}


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "list", DESCRIPTION, EXAMPLES)
    for flag, (state, help_) in STATES.items():
        parser.add_argument(
            flag, action="append_const", dest="states", const=state, help=f"list {help_}"
        )
    for flag, taxonomy in TERM_FLAGS.items():
        parser.add_argument(
            flag, action="append", default=[], dest=taxonomy, metavar="NAME",
            help=f"list posts with this {flag.strip('-')}; case and aliases don't matter",
        )  # fmt: skip
    parser.add_argument(
        "--mentions", action="append", nargs="?", const="", metavar="NAME",
        help="list posts that link to this page or object, such as anvil.forge or py:anvil.forge",
    )  # fmt: skip
    add_blog_flag(parser, "list posts of this blog")
    parser.add_argument("--json", action="store_true", help="print the posts as JSON")
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """List the posts."""
    if options.mentions:
        return list_posts(options)
    with uncollected():
        return list_posts(options)


def list_posts(options: argparse.Namespace) -> int:
    """List the posts; with ``--mentions``, all documents are read before."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        site = open_site(options)
    chosen = [row for row in rows(site) if is_wanted(row, options, site)]
    note_unknown_terms(options, site, terminal)
    mentions = mentions_in(options, site, terminal) if options.mentions else {}
    if options.mentions:
        chosen = [row for row in chosen if row.docname in mentions]
    if options.json:
        records = [row.record() | mentioned(mentions.get(row.docname)) for row in chosen]
        terminal.say(json.dumps(records, indent=2))
        return Exit.FINE
    for text in lines(chosen, terminal):
        terminal.say(text)
    terminal.note(counted(len(chosen), "post"))
    note_problems(site, terminal)
    return Exit.FINE


def note_problems(site: Site, terminal: Terminal) -> None:
    """Note why files that may be meant as posts are none, and that there are warnings."""
    if site.lack:
        terminal.note(f"{site.lack}.")
    if not site.blogs.exists:
        terminal.note(summaries(site.blogs)[0])
    for docname, path in undated_pages(site).items():
        terminal.note(f"{shown_path(path)} {undated_text(site.blogs, docname, path)}.")
    documents = sorted(site.project.docnames)
    for path, problem in stray_posts(site.project, site.config.extensions, documents):
        terminal.note(f"{shown_path(path)}:{problem.line}: {problem.text}")
    remarks = list(of_terms(site.project))
    for place, remark in remarks:
        if remark.moved:
            terminal.note(f"{shown_path(site.srcdir / place)}: {remark.text}.")
    if remarks or site.blogs.problems():
        terminal.note("Run confblog check to see all warnings.")


def mentions_in(
    options: argparse.Namespace, site: Site, terminal: Terminal
) -> dict[str, PostMentions]:
    """Return docname -> what each post links to that links to what the flags name."""
    # Most lists need no build: they don't wait for its modules.
    from sphinx_confblog.cli.references import all_read  # noqa: PLC0415
    from sphinx_confblog.resolving.mentions.objects import all_objects  # noqa: PLC0415
    from sphinx_confblog.resolving.mentions.resolver import update_mentions  # noqa: PLC0415

    with all_read(site, options.settings) as env:
        known = update_mentions(env)
        names = {each[-1] for each in all_objects(env)} | env.all_docs.keys()
    wanted: set[str] = set()
    for name in options.mentions:
        posts = posts_naming(known, name) if name else linking(known)
        wanted.update(posts)
        if name and not posts:
            terminal.note(f"--mentions: no post links to {name!r}{did_you_mean(name, names)}")
    return {docname: mentions for docname, mentions in known.items() if docname in wanted}


def linking(known: Mapping[str, PostMentions]) -> list[str]:
    """Return the posts that link to anything."""
    return [docname for docname, mentions in known.items() if mentions.own or mentions.outside]


def mentioned(mentions: PostMentions | None) -> dict[str, Any]:
    """Return what a post links to as JSON data; nothing if that was not asked for."""
    if mentions is None:
        return {}
    own, outside = mentions.own, mentions.outside
    return {"mentions": [m._asdict() for m in own], "outside": [o._asdict() for o in outside]}


def note_unknown_terms(options: argparse.Namespace, site: Site, terminal: Terminal) -> None:
    """Note the tags and authors in the arguments that no post has, with those that posts have."""
    blogs = [site.blog] if options.blog is not None else site.blogs.configured
    for flag, taxonomy in TERM_FLAGS.items():
        asked = getattr(options, taxonomy)
        known = names_of_terms(site, blogs, taxonomy) if asked else {}
        for name in asked:
            if not any(spelled(name, taxonomy, blog) in known for blog in blogs):
                hint = did_you_mean(term_key(name), known)
                names = ", ".join(sorted(known.values(), key=term_key)) or "none yet"
                terminal.note(f"{flag}: no post has {name!r}{hint} {taxonomy.title()}: {names}")


def names_of_terms(site: Site, blogs: Iterable[Blog], taxonomy: str) -> dict[str, str]:
    """Return term key -> name, of all terms that posts of some blogs have, drafts included."""
    names: dict[str, str] = {}
    for blog in blogs:
        for docname in blog.files:
            post = site.blogs.heads[docname].result.post
            for name in post.terms.get(taxonomy, ()) if post else ():
                names.setdefault(spelled(name, taxonomy, blog), name)
    return names


def spelled(name: str, taxonomy: str, blog: Blog) -> str:
    """Return the key of a term in any spelling."""
    key = term_key(name)
    return blog.catalog.spellings.get(taxonomy, {}).get(key, key)


def is_wanted(row: Row, options: argparse.Namespace, site: Site) -> bool:
    """Return whether the flags ask for a post."""
    if options.states and row.state not in options.states:
        return False
    if options.blog is not None and row.blog != options.blog:
        return False
    chosen = [(taxonomy, getattr(options, taxonomy)) for taxonomy in TERM_FLAGS.values()]
    return all(
        any(
            has_term(row, taxonomy, name, site.blogs.named(row.blog) or site.blog) for name in names
        )
        for taxonomy, names in chosen
        if names
    )


def lines(chosen: list[Row], terminal: Terminal) -> Iterator[str]:
    """Return the lines of the table, with the reasons below each post."""
    cells = [((row.date or "")[:10], row.state, cut(shown(row.title)), row.path) for row in chosen]

    def paint(column: int, cell: str, padded: str) -> str:
        return terminal.coloured(padded, COLOURS[State(cell)]) if column == 1 else padded

    for row, text in zip(chosen, table(cells, paint), strict=True):
        yield text
        for reason in row.reasons:
            yield terminal.coloured(f"{'':10}  {reason}", "faint")
