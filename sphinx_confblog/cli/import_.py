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
from sphinx_confblog.importers.html.to_markdown import ToolMissingError
from sphinx_confblog.importers.job import READERS, Job, import_blog

if TYPE_CHECKING:
    import argparse

    from sphinx_confblog.cli.common import Subparsers


DESCRIPTION = f"""
Imports the posts of another blog as Markdown files with front matter. Posts in reStructuredText
stay reStructuredText. FORMAT is the generator of the old blog:
{", ".join(sorted(READERS))}.

Front matter keys and dates are converted. Old URLs become aliases, or the report suggests a pattern
for conf.py. Images are copied, and links point to the new files. The rest of each post stays as it
is. Posts that weren't public become drafts. The report lists the old generator's syntax that stays
in the text, with file and line.

The old blog is never changed, and its configuration is never run. Existing files that differ are
only overwritten with --force, so running the command again changes nothing. The exit code is 1 if
something wasn't imported.
"""
EXAMPLES = """
confblog import jekyll ../old-blog docs/blog --dry-run   only show the report
confblog import hugo ../old-blog docs/blog               import the posts
confblog import wordpress export.xml docs/blog           import a WordPress export file
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "import", DESCRIPTION, EXAMPLES)
    parser.add_argument(
        "format", type=format_name, choices=sorted(READERS), metavar="FORMAT",
        help="generator of the old blog",
    )  # fmt: skip
    parser.add_argument(
        "source", type=Path, metavar="SOURCE",
        help="folder of the old blog; for WordPress, the export file or its folder",
    )  # fmt: skip
    parser.add_argument(
        "dest", type=Path, metavar="DEST", help="folder for the posts, such as docs/blog"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print the report without writing files"
    )
    parser.add_argument("--force", action="store_true", help="overwrite files that differ")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--timezone", type=zone, default=ZoneInfo("UTC"), metavar="ZONE",
        help="time zone of dates without one, if the old blog doesn't set it; by default, UTC",
    )  # fmt: skip
    parser.add_argument(
        "--blog-path", metavar="PATH",
        help="confblog_path of the new site; by default, the name of DEST",
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
    """Raise CommandError for folders that can't be imported from or to."""
    if not source.exists():
        raise CommandError(f"{source} does not exist")
    if target.exists() and not target.is_dir():
        raise CommandError(f"{target} is not a folder; choose another DEST")
    if source.resolve() == target.resolve():
        raise CommandError("SOURCE and DEST are the same folder; choose another DEST")


def format_name(name: str) -> str:
    """Return the name of a format; for ABlog, refer to its own command."""
    if name == "ablog":
        raise ArgumentTypeError("run 'confblog move ablog': it converts an ABlog site in place")
    return name


def zone(name: str) -> ZoneInfo:
    """Return the time zone of a name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ArgumentTypeError(
            f"'{name}' is not a time zone; use a name such as Europe/Paris"
        ) from None
