"""The command ``import``: its options, and what it prints."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sphinx_confblog.importing.fromhtml import ToolMissingError
from sphinx_confblog.importing.reading import Moment
from sphinx_confblog.importing.running import READERS, Job, import_blog

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

#: Exit codes: all is well; something was not imported; the command makes no sense.
FINE, INCOMPLETE, WRONG = 0, 1, 2

EXAMPLES = """\
examples:
  confblog import jekyll ../old-blog docs/blog --dry-run
  confblog import wordpress export.xml docs/blog
"""


def add_parser(subparsers: _SubParsersAction[ArgumentParser]) -> ArgumentParser:
    """Add the command to a parser with subcommands."""
    parser = subparsers.add_parser(
        "import",
        help="import the posts of another blog",
        description="Import the posts of another blog as Markdown files. What is there already "
        "is never overwritten without --force, and every file of the old blog is reported.",
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("format", choices=sorted(READERS), help="what the old blog is made with")
    parser.add_argument(
        "source", type=Path, help="the old blog's folder; for WordPress, also a file"
    )
    parser.add_argument("dest", type=Path, help="folder for the posts, such as docs/blog")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
    parser.add_argument("--force", action="store_true", help="replace files that differ")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--timezone", type=_zone, default=ZoneInfo("UTC"), metavar="ZONE",
        help="zone of dates that name none, where the old blog does not say (UTC)",
    )  # fmt: skip
    parser.add_argument(
        "--blog-path", metavar="PATH",
        help="the new site's confblog_path (the name of the folder DEST)",
    )  # fmt: skip
    return parser


def run(options: Namespace) -> int:
    """Import a blog and print the report; the exit code is returned."""
    source, target = options.source, options.dest
    if problem := _problem(source, target):
        sys.stderr.write(f"confblog import: {problem}\n")
        return WRONG
    path = target.resolve().name if options.blog_path is None else options.blog_path
    only = source.name if source.is_file() else ""
    job = Job(
        format=options.format, source=source.parent if only else source, target=target,
        path=path.strip("/"), moment=Moment(datetime.now(UTC), options.timezone), only=only,
        force=options.force, dry=options.dry_run,
    )  # fmt: skip
    try:
        report = import_blog(job)
    except ToolMissingError as error:
        sys.stderr.write(f"confblog import: {error}\n")
        return WRONG
    sys.stdout.write(report.as_json() if options.json else report.as_text())
    return INCOMPLETE if report.failed else FINE


def _problem(source: Path, target: Path) -> str:
    """Why nothing can be imported from here to there."""
    if not source.exists():
        return f"{source} does not exist"
    if target.exists() and not target.is_dir():
        return f"{target} is no folder"
    if source.resolve() == target.resolve():
        return "the old blog and the new one must be two folders"
    return ""


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ArgumentTypeError(f'"{name}" is no time zone, such as "Europe/Paris"') from None
