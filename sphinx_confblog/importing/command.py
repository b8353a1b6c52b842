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
from sphinx_confblog.importing.running import READERS, Job, import_blog, unwatched

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from sphinx_confblog.importing.running import Watch

#: Exit codes: all is well; something was not imported; the command makes no sense.
FINE, INCOMPLETE, WRONG = 0, 1, 2

DESCRIPTION = """
Imports the posts of another blog as Markdown files with front matter, or as reStructuredText
with fields where they were that. FORMAT is what the old
blog is made with:
{formats}.

Keys of front matter get the names that are known here, and dates the form. Old addresses become
aliases, or a pattern is proposed for conf.py. Images are copied, links lead to the new files,
and bodies stay as they are otherwise. What was not public becomes a draft. What is left of the
old generator's language is listed, with file and line.

The old blog is never changed, its configuration never run. No file that differs is overwritten
without --force, so that a second call changes nothing. The report names every old file. The exit
code is 1 if something was not imported.
"""
EXAMPLES = """\
examples:
  confblog import jekyll ../old-blog docs/blog --dry-run   see what would happen
  confblog import hugo ../old-blog docs/blog               do it
  confblog import wordpress export.xml docs/blog           from the file that WordPress exports
"""


def add_parser(subparsers: _SubParsersAction[ArgumentParser]) -> ArgumentParser:
    """Add the command to a parser with subcommands."""
    parser = subparsers.add_parser(
        "import",
        help="import the posts of another blog",
        description=DESCRIPTION.strip().format(formats=", ".join(sorted(READERS))),
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "format", type=_format, choices=sorted(READERS), metavar="FORMAT",
        help="what the old blog is made with",
    )  # fmt: skip
    parser.add_argument(
        "source",
        type=Path,
        metavar="SOURCE",
        help="the old blog's folder; for WordPress, also a file",
    )
    parser.add_argument(
        "dest", type=Path, metavar="DEST", help="folder for the posts, such as docs/blog"
    )
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


def run(options: Namespace, watch: Watch = unwatched) -> int:
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
        force=options.force, dry=options.dry_run, watch=watch,
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


def _format(name: str) -> str:
    if name == "ablog":
        raise ArgumentTypeError("run 'confblog move ablog': it converts an ABlog site in place")
    return name


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ArgumentTypeError(f'"{name}" is no time zone, such as "Europe/Paris"') from None
