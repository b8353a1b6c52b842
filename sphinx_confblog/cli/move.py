"""`confblog move`: changes a site that uses another blog extension."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.build import BuildError, build_site
from sphinx_confblog.cli.ablog.comparison import compare, read_output
from sphinx_confblog.cli.ablog.plan import plan_move
from sphinx_confblog.cli.ablog.records import OLD, Settings
from sphinx_confblog.cli.common import Exit, add_change_flags, add_site_flags, described
from sphinx_confblog.cli.editing.changes import confirmed, make, show
from sphinx_confblog.cli.findings import gathering
from sphinx_confblog.cli.site import open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.util.text import counted

if TYPE_CHECKING:
    from sphinx_confblog.cli.ablog.comparison import BuiltSite
    from sphinx_confblog.cli.ablog.plan import Plan
    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.site import Site


DESCRIPTION = """
Converts a site from another blog extension in place: it rewrites the options in conf.py, the front
matter of posts, lists of posts and sidebars. Every page and feed keeps its URL. It shows the
changes and asks before it makes them. Running it again changes nothing.

If something can't be converted safely, it stays as it is, and the command names its file and line
and exits with code 1. Commit your site first, so that you can review the changes.

At the end, the command builds the site with ABlog and with this extension, in temporary folders,
and compares posts, URLs, feed entries and dates. The exit code is 1 if something is missing.
"""
EXAMPLES = """
confblog move ablog --dry-run           show the changes without making them
confblog move ablog                     anywhere in your project
confblog move ablog --before _website   compare with an existing build
confblog move ablog -c manual           for the site in the folder manual
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "move", DESCRIPTION, EXAMPLES)
    parser.add_argument(
        "format", metavar="ablog", choices=["ablog"], help="blog extension of the site"
    )
    parser.add_argument(
        "--dirhtml", action="store_true",
        help="for a site built with the dirhtml builder, whose URLs end with a slash",
    )  # fmt: skip
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--before", metavar="FOLDER", type=folder,
        help="compare with this output of an ABlog build, instead of building the site with ABlog",
    )  # fmt: skip
    group.add_argument(
        "--no-compare", action="store_true", help="skip the builds and the comparison"
    )
    add_change_flags(parser)
    add_site_flags(parser)
    return parser


def folder(text: str) -> Path:
    """Accept the name of a folder."""
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text!r}")
    return path


def run(options: argparse.Namespace) -> int:
    """Show the changes, ask, make them, and compare the site before and after."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        site = open_site(options)
        plan = plan_move(site, dirhtml=options.dirhtml)
    show(plan.changes, terminal)
    tell(plan, terminal)
    is_open = any(note.open for note in plan.notes)
    if options.dry_run:
        return Exit.FOUND if is_open else Exit.FINE
    if plan.changes:
        if not confirmed(terminal, options, f"Change {counted(len(plan.changes), 'file')}?"):
            return Exit.FOUND
        before = built_before(site, options, terminal)
        make(plan.changes)
    else:
        before = read_output(options.before, {}) if options.before else None
        if not is_open and before is None:
            terminal.note("Nothing to do: the site does not use ABlog.")
    keeps_all = before is None or keeps(before, options, terminal)
    if plan.changes:
        terminal.note("Done. Now build the site, and review the changes with git diff.")
    return Exit.FINE if keeps_all and not is_open else Exit.FOUND


def built_before(site: Site, options: argparse.Namespace, terminal: Terminal) -> BuiltSite | None:
    """Return the site as ABlog builds it, or has built it; None if it is not to be compared."""
    if options.before:
        return read_output(options.before, {})
    if options.no_compare or OLD not in site.config.extensions:
        return None
    terminal.note("Building the site with ABlog, to compare it with the site after the move")
    try:
        return built(site, options, Settings(raw=site.values, dirhtml=options.dirhtml).builder)
    except BuildError as error:
        terminal.say(
            f"Not compared, because the build with ABlog failed: {error}\n"
            "To compare with an older build, run: confblog move ablog --before FOLDER"
        )
        return None


def built(site: Site, options: argparse.Namespace, builder: str) -> BuiltSite:
    """Build the site as its files are now. Raises BuildError."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return build_site(site, options.settings, Path(folder), builder)


def keeps(before: BuiltSite, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Build the site after the move, print what is gone, and return whether nothing is."""
    terminal.note("Building the site after the move")
    with gathering():
        site = open_site(options)
    try:
        now = built(site, options, before.builder)
    except BuildError as error:
        terminal.say(f"The site cannot be built after the move: {error}")
        return False
    posts = {
        post.source_docname: post.date.date().isoformat()
        for post in site.blogs.posts.values()
        if not post.unlisted
    }
    differences = compare(before, replace(now, posts=posts), site.blogs.withheld)
    for difference in differences:
        terminal.say(f"{difference.summary}{':' if difference.names else ''}")
        for name in difference.names:
            terminal.say(terminal.coloured(f"  {name}", "yellow"))
    return not any(difference.names for difference in differences)


def tell(plan: Plan, terminal: Terminal) -> None:
    """Print the notes, and the number of changes."""
    for note in plan.notes:
        text = f"By hand: {note.text}" if note.open else note.text
        place = f"{shown_path(note.path)}:{note.line}"
        terminal.say(f"{place}: {terminal.coloured(text, 'yellow') if note.open else text}")
    if plan.changes:
        files, posts = counted(len(plan.changes), "file"), counted(plan.posts, "post")
        by_hand = sum(note.open for note in plan.notes)
        rest = f"; {by_hand} left to do by hand" if by_hand else ""
        terminal.note(f"{files} to change, including {posts}{rest}")
