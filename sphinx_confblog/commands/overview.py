"""``confblog list``: the posts of a site, and why some are withheld."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinx_confblog.commands.failures import Exit
from sphinx_confblog.commands.findings import gathering
from sphinx_confblog.commands.flags import add_blog_flag, add_site_flags, described
from sphinx_confblog.commands.posts import State, has_term, rows
from sphinx_confblog.commands.site import open_site
from sphinx_confblog.commands.tables import cut, shown, table
from sphinx_confblog.commands.terminal import Terminal
from sphinx_confblog.discovery.report import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sphinx_confblog.commands.flags import Subparsers
    from sphinx_confblog.commands.posts import Row
    from sphinx_confblog.commands.site import Site

DESCRIPTION = """
Lists the posts, the newest first: date, state, title and file, and why a post is withheld from
readers or from lists. The flags for states, tags and authors choose among them; several states
mean any of them, several tags or authors as well.

With --json, each post is an object with the keys blog, docname, path, title, date, updated, expires
(ISO 8601, or null), state, reasons (texts), built (whether a build with these options has its
page), pinned, featured, language and terms (taxonomy -> names).
"""
EXAMPLES = """
confblog list                        all posts
confblog list --drafts --scheduled   what readers do not see yet
confblog list --tag docker --json    posts about Docker, for another program
"""
#: Flag -> the state that it asks for, and its help.
STATES = {
    "--published": (State.PUBLISHED, "published posts"),
    "--unlisted": (State.UNLISTED, "posts that are built, and in no list"),
    "--drafts": (State.DRAFT, "drafts"),
    "--scheduled": (State.SCHEDULED, "posts whose date is to come"),
    "--expired": (State.EXPIRED, "posts that have expired"),
    "--not-understood": (State.UNREADABLE, "files that are withheld for what is wrong with them"),
}
COLOURS = {
    State.PUBLISHED: "green",
    State.UNLISTED: "blue",
    State.DRAFT: "yellow",
    State.SCHEDULED: "yellow",
    State.EXPIRED: "faint",
    State.UNREADABLE: "red",
}


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "list", "list posts, and why some are withheld",
                       DESCRIPTION, EXAMPLES)  # fmt: skip
    for flag, (state, help_) in STATES.items():
        parser.add_argument(
            flag, action="append_const", dest="states", const=state, help=f"list {help_}"
        )
    for flag, taxonomy in (("--tag", "tags"), ("--author", "authors")):
        parser.add_argument(
            flag, action="append", default=[], dest=taxonomy, metavar="NAME",
            help=f"list posts that have this {flag.strip('-')}, in any spelling",
        )  # fmt: skip
    add_blog_flag(parser, "list posts of this blog")
    parser.add_argument("--json", action="store_true", help="write the posts as JSON")
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """List the posts."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        site = open_site(options)
    found = [row for row in rows(site) if is_wanted(row, options, site)]
    if options.json:
        terminal.say(json.dumps([row.record() for row in found], indent=2))
        return Exit.FINE
    for text in lines(found, terminal):
        terminal.say(text)
    terminal.note(counted(len(found), "post"))
    if wrong := len(site.blogs.problems()):
        terminal.note(f"confblog check tells of {counted(wrong, 'problem')}")
    return Exit.FINE


def is_wanted(row: Row, options: argparse.Namespace, site: Site) -> bool:
    """Whether the flags ask for a post."""
    if options.states and row.state not in options.states:
        return False
    if options.blog is not None and row.blog != options.blog:
        return False
    chosen = (("tags", options.tags), ("authors", options.authors))
    return all(
        any(
            has_term(row, taxonomy, name, site.blogs.named(row.blog) or site.blog) for name in names
        )
        for taxonomy, names in chosen
        if names
    )


def lines(found: list[Row], terminal: Terminal) -> Iterator[str]:
    """The table, and below each post that needs it, why."""
    cells = [((row.date or "")[:10], row.state, cut(shown(row.title)), row.path) for row in found]

    def paint(column: int, cell: str, padded: str) -> str:
        return terminal.coloured(padded, COLOURS[State(cell)]) if column == 1 else padded

    for row, text in zip(found, table(cells, paint), strict=True):
        yield text
        for reason in row.reasons:
            yield terminal.coloured(f"{'':10}  {reason}", "faint")
