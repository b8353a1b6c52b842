"""`confblog list`: the posts of a site, and why some are withheld."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.common import Exit, add_blog_flag, add_site_flags, described
from sphinx_confblog.cli.editing.toctrees import undated_pages
from sphinx_confblog.cli.findings import gathering
from sphinx_confblog.cli.rows import Row, State, rows
from sphinx_confblog.cli.site import open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal, cut, shown, table
from sphinx_confblog.discovery.reports.missed_posts import stray_posts, undated_text
from sphinx_confblog.discovery.reports.problems import of_terms
from sphinx_confblog.discovery.reports.summary import summaries
from sphinx_confblog.model.mentions import posts_naming
from sphinx_confblog.util.collector import uncollected
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import counted, did_you_mean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.mentions import PostMentions


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
    from sphinx_confblog.cli.checks.references import all_read  # noqa: PLC0415
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
