"""``confblog init``: a blog in an existing docs site, by a few changes that are shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.commands.changes import Change, agreed, show
from sphinx_confblog.commands.drafting import draft
from sphinx_confblog.commands.failures import CommandError, Exit
from sphinx_confblog.commands.findings import gathering
from sphinx_confblog.commands.flags import add_change_flags, add_site_flags, described
from sphinx_confblog.commands.front import enter_index
from sphinx_confblog.commands.site import EXTENSION, open_site, shown_path
from sphinx_confblog.commands.terminal import Terminal
from sphinx_confblog.discovery.report import counted
from sphinx_confblog.extending import OPTION, with_extension

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sphinx_confblog.commands.flags import Subparsers
    from sphinx_confblog.commands.site import Site

DESCRIPTION = """
Starts a blog in a docs site that Sphinx builds already: adds the extension to conf.py, writes a
first post, dated today, and puts the blog's index into a toctree of the front page. It shows
the changes and asks before it makes them. What is there already stays as it is, so a second
call changes nothing.

Files that are written in a way that is not surely understood are never touched: the command
says what to do by hand, and its exit code is 1.
"""
EXAMPLES = """
confblog init                  in a folder with conf.py, or the one above docs
confblog init --dry-run        show the changes and make none
confblog init --conf manual    for a site in the folder manual
"""
FIRST_POST = """\
This site has a blog now. Its index lists the newest posts, and each tag has a page of its own.

{separator}

What stands above the separator is the excerpt that lists show; the rest stands on this page
alone. Change this post, or delete it and write your own:

```console
$ confblog new "A title"
```
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "init", "start a blog in a docs site", DESCRIPTION, EXAMPLES)
    add_change_flags(parser)
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Show the changes, ask, and make them."""
    terminal = Terminal(quiet=options.quiet)
    with gathering():
        site = open_site(options)
    changes, by_hand = plan(site)
    show(changes, terminal)
    for text in by_hand:
        terminal.say(f"By hand: {text}")
    if not changes:
        if not by_hand:
            terminal.note("Nothing to do: the blog is set up.")
        return Exit.FOUND if by_hand else Exit.FINE
    if options.dry_run:
        return Exit.FINE
    if not agreed(changes, terminal, options, f"Make {counted(len(changes), 'change')}?"):
        return Exit.FOUND
    source, output = shown_path(site.srcdir), shown_path(output_folder(site.srcdir) / "html")
    terminal.note(f"Done. Now: sphinx-build -b html {source} {output}")
    return Exit.FOUND if by_hand else Exit.FINE


def output_folder(srcdir: Path) -> Path:
    """Where sphinx-quickstart has output go: beside a folder named ``source``, else below."""
    return srcdir.parent / "build" if srcdir.name == "source" else srcdir / "_build"


def plan(site: Site) -> tuple[list[Change], list[str]]:
    """The changes that make a blog, and what is left to be done by hand."""
    changes: list[Change] = []
    by_hand: list[str] = []
    for step in (extend_conf, add_post, enter_index):
        found = step(site)
        if isinstance(found, Change):
            changes.append(found)
        elif found is not None:
            by_hand.append(found)
    return changes, by_hand


def extend_conf(site: Site) -> Change | str | None:
    """Add the extension to ``conf.py``."""
    if site.has_extension:
        return None
    path = site.confdir / CONFIG_FILENAME
    by_hand = f'add "{EXTENSION}" to the list {OPTION} in {shown_path(path)}'
    try:
        before = path.read_bytes().decode()
    except UnicodeDecodeError:
        return by_hand
    after = with_extension(before, EXTENSION)
    return by_hand if after is None else Change(path, before, after)


def add_post(site: Site) -> Change | str | None:
    """Write a first post, where there is none."""
    if site.blog.exists:
        return None
    config = site.blog.config
    today = site.blog.now.astimezone(config.timezone).date()
    separator = next(iter(config.excerpt_separators), "")
    values: dict[str, str | bool] = {"title": "The blog is open", "tags": "news"}
    try:
        return draft(site, today, values, body=FIRST_POST.format(separator=separator))
    except CommandError as error:
        return f"write a first post ({error})"
