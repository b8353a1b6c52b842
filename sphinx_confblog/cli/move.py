"""`confblog move`: changes a site that uses another blog extension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.plan import plan_move
from sphinx_confblog.cli.common import Exit, add_change_flags, add_site_flags, described
from sphinx_confblog.cli.edits import agreed, show
from sphinx_confblog.cli.site import gathering, open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.discovery.report import counted

if TYPE_CHECKING:
    import argparse

    from sphinx_confblog.cli.ablog.plan import Plan
    from sphinx_confblog.cli.common import Subparsers


DESCRIPTION = """
Moves a site with another blog extension to this one, in place: the options of conf.py, the
heads of posts, the lists of posts and the sidebars are rewritten, and every page and feed keeps
its address. It shows the changes and asks before it makes them. A second call changes nothing.

What is not surely understood stays as it is, and is named with file and line: then the exit
code is 1. Commit the site before, so that you can look at the changes.
"""
EXAMPLES = """
confblog move ablog --dry-run   show the changes and make none
confblog move ablog             the site in the current folder, or the one above docs
confblog move ablog -c manual   a site in the folder manual
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    summary = "move a site from another blog extension, in place"
    parser = described(subparsers, "move", summary, DESCRIPTION, EXAMPLES)
    parser.add_argument("format", choices=["ablog"], help="the extension that the site has")
    parser.add_argument(
        "--dirhtml", action="store_true",
        help="the site is built with the dirhtml builder: its addresses end with a slash",
    )  # fmt: skip
    add_change_flags(parser)
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Show the changes, ask, and make them."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        plan = plan_move(open_site(options), dirhtml=options.dirhtml)
    show(plan.changes, terminal)
    tell(plan, terminal)
    code = Exit.FOUND if any(note.open for note in plan.notes) else Exit.FINE
    if not plan.changes:
        if code is Exit.FINE:
            terminal.note("Nothing to do: nothing here is written for ABlog.")
        return code
    if options.dry_run:
        return code
    question = f"Change {counted(len(plan.changes), 'file')}?"
    if not agreed(plan.changes, terminal, options, question):
        return Exit.FOUND
    terminal.note("Done. Now build the site, and look at what git diff shows.")
    return code


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
        terminal.note(f"{files} to change, {posts} among them{rest}")
