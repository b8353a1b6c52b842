"""``confblog new``: a file for a new post, with its front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.commands.drafting import draft, format_of_new
from sphinx_confblog.commands.failures import CommandError, Exit
from sphinx_confblog.commands.findings import gathering
from sphinx_confblog.commands.flags import add_blog_flag, add_site_flags, described
from sphinx_confblog.commands.site import open_site, shown_path
from sphinx_confblog.commands.terminal import Terminal
from sphinx_confblog.frontmatter.formats import MARKDOWN, RST
from sphinx_confblog.util.dates import DateError, parse_date
from sphinx_confblog.util.text import one_line

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from sphinx_confblog.commands.flags import Subparsers
    from sphinx_confblog.commands.site import Site

#: What posts can be written in, by the name that one asks for it.
FORMATS = {"markdown": MARKDOWN, "rst": RST}
DESCRIPTION = """
Makes the file of a new post: YYYY-MM-DD-title.md in the folder of the site's posts, with the
title in its front matter. It follows the newest post: if that lies in a folder of its year, has
no date in its name, or is reStructuredText with fields below its title, so does, or is, the new
one. It prints the file's name and never overwrites anything.

The date is in the file's name, or else in the front matter, as is a time of the day or a zone.
A date to come schedules the post: builds leave it out until then.
"""
EXAMPLES = """
confblog new "Anvil 2 is out" --tags "release, speed" --author Ada
confblog new "Anvil 3" --date "2027-03-01 09:00" --draft
confblog new "Anvil in brief" --format rst   a file in reStructuredText, with fields
confblog new "A walk in pictures" --bundle    a folder, with room for the pictures
$EDITOR "$(confblog new -q 'First thoughts')"  open it at once
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "new", "make the file of a new post", DESCRIPTION, EXAMPLES)
    parser.add_argument("title", metavar="TITLE", help="the title, with whatever signs")
    parser.add_argument("--tags", metavar="NAMES", help="tags, parted by commas")
    parser.add_argument("--author", metavar="NAMES", help="authors, parted by commas")
    parser.add_argument(
        "--date", metavar="DATE",
        help='such as 2026-06-12 or "2026-06-12 13:30 CEST"; without it, today',
    )  # fmt: skip
    parser.add_argument(
        "--draft", action="store_true", help="withhold it until the line draft: true is deleted"
    )
    parser.add_argument(
        "--bundle", action="store_true",
        help="make a folder YYYY-MM-DD-title with index.md, for a post with files of its own",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=FORMATS,
        help="what the post is written in; without it, that of the newest post, or markdown",
    )  # fmt: skip
    parser.add_argument("--slug", metavar="NAME", help="the name in the address, not the title's")
    parser.add_argument(
        "--folder", metavar="FOLDER", help="a folder below that of the pages, such as blog/news"
    )
    add_blog_flag(parser, "write for this blog of the site")
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Write the file and print its name."""
    terminal = Terminal(quiet=options.quiet)
    title = text_of(options.title, "the title")
    if not title:
        raise CommandError("the title is empty")
    with gathering():
        site = open_site(options)
    moment = moment_of(options.date, site)
    made = draft(
        site, moment.date(), values_of(options, title), slug=options.slug or "",
        folder=options.folder, bundle=options.bundle,
        form=FORMATS[options.format] if options.format else format_of_new(site),
    )  # fmt: skip
    made.make()
    terminal.say(shown_path(made.path))
    if moment > site.blog.now and not site.blog.config.future:
        terminal.note(f"it is scheduled: builds leave it out until {moment:%Y-%m-%d %H:%M %Z}")
    if not site.has_extension:
        terminal.note("conf.py does not name the extension sphinx_confblog yet: confblog init")
    return Exit.FINE


def values_of(options: argparse.Namespace, title: str) -> dict[str, str | bool]:
    """The keys of the front matter."""
    values: dict[str, str | bool] = {"title": title}
    if options.date and not re.fullmatch(r"[\d-]+", options.date.strip()):
        values["date"] = one_line(options.date)
    for key, given in (("author", options.author), ("tags", options.tags)):
        names = filter(None, map(one_line, text_of(given or "", key).split(",")))
        if text := ", ".join(names):
            values[key] = text
    if options.draft:
        values["draft"] = True
    return values


def text_of(text: str, what: str) -> str:
    """A text in one line. Raises CommandError for one that no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CommandError(f"{what} is not UTF-8") from error
    return one_line(text)


def moment_of(text: str | None, site: Site) -> datetime:
    """The date of the post, in the site's zone if it names none; without one, this moment."""
    zone = site.blog.config.timezone
    if not text:
        return site.blog.now.astimezone(zone)
    try:
        return parse_date(text, zone)
    except DateError as error:
        raise CommandError(f"--date: {error}") from error
