"""`confblog import`: imports the posts of another generator."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sphinx_confblog.cli.common import CommandError, Exit, described
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.importers.files import Moment
from sphinx_confblog.importers.html import ToolMissingError
from sphinx_confblog.importers.job import READERS, Job, import_blog

if TYPE_CHECKING:
    import argparse

    from sphinx_confblog.cli.common import Subparsers


DESCRIPTION = f"""
Imports the posts of another blog as Markdown files with front matter; posts in
reStructuredText stay that, with fields. FORMAT is what the old blog is made with:
{", ".join(sorted(READERS))}.

Keys of front matter get the names that are known here, and dates the form. Old addresses become
aliases, or a pattern is proposed for conf.py. Images are copied, links lead to the new files,
and bodies stay as they are otherwise. What was not public becomes a draft. What is left of the
old generator's language is listed, with file and line.

The old blog is never changed, its configuration never run. No file that differs is overwritten
without --force, so that a second call changes nothing. The report names every old file. The exit
code is 1 if something was not imported.
"""
EXAMPLES = """
confblog import jekyll ../old-blog docs/blog --dry-run   see what would happen
confblog import hugo ../old-blog docs/blog               do it
confblog import wordpress export.xml docs/blog           from the file that WordPress exports
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    summary = "import the posts of another blog"
    parser = described(subparsers, "import", summary, DESCRIPTION, EXAMPLES)
    parser.add_argument(
        "format", type=format_name, choices=sorted(READERS), metavar="FORMAT",
        help="what the old blog is made with",
    )  # fmt: skip
    parser.add_argument(
        "source", type=Path, metavar="SOURCE",
        help="the old blog's folder; for WordPress, also a file",
    )  # fmt: skip
    parser.add_argument(
        "dest", type=Path, metavar="DEST", help="folder for the posts, such as docs/blog"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
    parser.add_argument("--force", action="store_true", help="replace files that differ")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--timezone", type=zone, default=ZoneInfo("UTC"), metavar="ZONE",
        help="zone of dates that name none, where the old blog does not say (UTC)",
    )  # fmt: skip
    parser.add_argument(
        "--blog-path", metavar="PATH",
        help="the new site's confblog_path (the name of the folder DEST)",
    )  # fmt: skip
    return parser


def run(options: argparse.Namespace) -> int:
    """Import a blog and print the report."""
    source, target = options.source, options.dest
    refuse_senseless(source, target)
    path = target.resolve().name if options.blog_path is None else options.blog_path
    only = source.name if source.is_file() else ""
    job = Job(
        format=options.format, source=source.parent if only else source, target=target,
        path=path.strip("/"), moment=Moment(datetime.now(UTC), options.timezone), only=only,
        force=options.force, dry=options.dry_run, watch=Terminal().watched,
    )  # fmt: skip
    try:
        report = import_blog(job)
    except ToolMissingError as error:
        raise CommandError(str(error)) from error
    sys.stdout.write(report.as_json() if options.json else report.as_text())
    return Exit.FOUND if report.failed else Exit.FINE


def refuse_senseless(source: Path, target: Path) -> None:
    """Refuse places that nothing can be imported from, or to."""
    if not source.exists():
        raise CommandError(f"{source} does not exist")
    if target.exists() and not target.is_dir():
        raise CommandError(f"{target} is no folder")
    if source.resolve() == target.resolve():
        raise CommandError("the old blog and the new one must be two folders")


def format_name(name: str) -> str:
    """Send those who have ABlog to the command that moves it."""
    if name == "ablog":
        raise ArgumentTypeError("run 'confblog move ablog': it converts an ABlog site in place")
    return name


def zone(name: str) -> ZoneInfo:
    """Return the time zone of a name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ArgumentTypeError(f'"{name}" is no time zone, such as "Europe/Paris"') from None
