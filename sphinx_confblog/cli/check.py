"""`confblog check`: all warnings of the blog, without a build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.config import CONFIG_FILENAME

from sphinx_confblog.cli.checks.pages import report_pages
from sphinx_confblog.cli.common import Exit, add_site_flags, described
from sphinx_confblog.cli.editing.conf_files import OPTION
from sphinx_confblog.cli.editing.toctrees import undated_pages, unread_markdown
from sphinx_confblog.cli.findings import gathering, unsuppressed
from sphinx_confblog.cli.site import open_site, shown_path
from sphinx_confblog.cli.terminal import Terminal
from sphinx_confblog.config.loader import place_of
from sphinx_confblog.discovery.reports.missed_posts import stray_posts, warn_strays, warn_undated
from sphinx_confblog.discovery.reports.problems import report_blog, report_missing_successors
from sphinx_confblog.discovery.reports.summary import summaries
from sphinx_confblog.domain import Targets
from sphinx_confblog.feeds.plan import feed_files, feeds_of
from sphinx_confblog.html.comments import report_missing_templates
from sphinx_confblog.html.redirects import find_redirects, paths_of, report_addresses
from sphinx_confblog.releases.announcement import report_announce_option
from sphinx_confblog.util.text import counted, may_mean
from sphinx_confblog.warnings import TYPE, Kind, warn

if TYPE_CHECKING:
    import argparse
    from typing import Any

    from sphinx_confblog.cli.checks.references import DeadReference, GoneObject
    from sphinx_confblog.cli.common import Subparsers
    from sphinx_confblog.cli.findings import Finding
    from sphinx_confblog.cli.site import Site
    from sphinx_confblog.discovery.project import BlogProject
    from sphinx_confblog.reading.links.address_index import OldAddressIndex

    #: Key of a blog -> the pages that links in its posts may lead to.
    Indexes = dict[str, OldAddressIndex]


DESCRIPTION = """
Shows the blog's warnings without building the site: about options in conf.py, front matter, terms,
page templates and directives. Warnings in suppress_warnings are left out. To find broken links to
posts and terms, use --references or run a build.

With --references, the command reads all documents, as a build does, and lists broken references in
posts: roles and Markdown links, with a suggestion if there is a similar target. With --json, each
is an object with the keys path, line, role, target, suggestion (or null) and archived. References
in archived posts don't count for the exit code.

With --redirects, it lists the objects, labels and documents in the objects.inv of an older build
that were removed, with the posts that refer to them. With --json, each is an object with the keys
domain, type, name, url, suggestion (or null) and posts (path:line).

The exit code is 1 if there is anything to show, so you can use the command in continuous
integration. To make a build fail because of warnings, use sphinx-build -W.
"""
EXAMPLES = """
confblog check                               all warnings
confblog check --json | jq '.[].path'        the files with warnings
confblog check --references                  broken references in posts
confblog check --redirects old/objects.inv   objects removed since the last release
"""


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    parser = described(subparsers, "check", DESCRIPTION, EXAMPLES)
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--references", action="store_true", help="list broken references in posts")
    kinds.add_argument(
        "--redirects", metavar="FILE", type=Path,
        help="list objects removed since an older objects.inv, and the posts that refer to them",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the warnings as JSON")
    add_site_flags(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Show the warnings."""
    terminal = Terminal(quiet=options.quiet)
    if options.references or options.redirects:
        return check_references(options, terminal)
    with gathering() as findings:
        site = open_site(options)
        report_all(site, terminal)
    reported = unsuppressed(findings, site.config.suppress_warnings)
    if options.json:
        terminal.say(json.dumps([record(finding) for finding in reported], indent=2))
    else:
        for finding in reported:
            terminal.say(line(finding, terminal))
        said = "; ".join(summaries(site.blogs))
        terminal.note(f"{said}; {counted(len(reported), 'warning')}")
    return Exit.FOUND if reported else Exit.FINE


def check_references(options: argparse.Namespace, terminal: Terminal) -> int:
    """Show broken references in posts, or objects that were removed."""
    # Other checks need no build: they don't wait for its modules.
    from sphinx_confblog.cli.checks.references import (  # noqa: PLC0415
        all_read,
        dead_references,
        gone_objects,
    )

    with gathering():
        site = open_site(options)
    with all_read(site, options.settings) as env:
        gone = gone_objects(env, options.redirects) if options.redirects else []
        dead = [] if options.redirects else dead_references(env)
    if options.json:
        records = [*(each._asdict() for each in gone), *(each._asdict() for each in dead)]
        terminal.say(json.dumps(records, indent=2))
    else:
        for text in (*map(dead_line, dead), *(text for each in gone for text in gone_lines(each))):
            terminal.say(text)
        terminal.note(
            f"{counted(len(gone), 'object')} removed"
            if options.redirects
            else counted(len(dead), "broken reference")
        )
    return Exit.FOUND if gone or not all(each.archived for each in dead) else Exit.FINE


def dead_line(dead: DeadReference) -> str:
    """Return the line about a broken reference."""
    archived = " (archived)" if dead.archived else ""
    place = f"{dead.path}:{dead.line}" if dead.line else dead.path
    return f"{place}: {dead.role} {dead.target!r} not found{may_mean(dead.suggestion)}{archived}"


def gone_lines(gone: GoneObject) -> list[str]:
    """Return the lines about an object that is gone: what it was, and where posts refer to it."""
    first = f"{gone.domain}:{gone.type} {gone.name} was removed from {gone.url}"
    return [first + may_mean(gone.suggestion), *(f"  {place}" for place in gone.posts)]


def report_all(site: Site, terminal: Terminal) -> None:
    """Warn of all that is wrong, in the order of a build."""
    docnames = sorted(site.project.docnames)
    conf = site.confdir / CONFIG_FILENAME
    pages = {f"{docname}.html": docname for docname in docnames}
    base = str(site.config.html_baseurl or "")
    feeds = {
        blog.key: feeds_of(blog, site.config.project) for blog in site.blogs.all if "://" in base
    }
    if site.lack:
        warn(Kind.CONFIG, f"{site.lack}.", place_of(OPTION, conf))
    with_feeds = [blog for blog in site.blogs.all if blog.key in feeds]
    planned = [*feed_files(feeds, with_feeds), *(p for b in site.blogs.all for p in b.calendars())]
    files = paths_of(pages, site.blogs.setup.site_files, planned)
    rejected = find_redirects(site.project, files, base)[1]
    report_blog(site.project, conf)
    report_missing_successors(site.project, targets_of(site.project))
    if pages:
        report_addresses(site.project, files, rejected, conf)
    report_announce_option(site.blogs, site.config.root_doc, conf)
    report_pages(site, terminal.watched(docnames, len(docnames), "checking pages"))
    for docname, path in undated_pages(site).items():
        warn_undated(site.blogs, docname, path)
    warn_strays(stray_posts(site.project, site.config.extensions, docnames))
    warn_strays(unread_markdown(site))
    report_missing_templates(site.blogs, site.config, site.confdir)


def targets_of(project: BlogProject) -> Targets:
    """Return what roles and front matter can name."""
    targets = Targets()
    targets.blogs, targets.owners = project.linked
    return targets


def line(finding: Finding, terminal: Terminal) -> str:
    """Return a warning as a build prints it, with its path relative to the current folder."""
    text = f"{finding.message} [{TYPE}.{finding.subtype}]"
    warned = f"{terminal.coloured('WARNING:', 'red')} {text}"
    if finding.path is None:
        return warned
    place = shown_path(finding.path) + (f":{finding.line}" if finding.line else "")
    return f"{terminal.coloured(place, 'bold')}: {warned}"


def record(finding: Finding) -> dict[str, Any]:
    """Return a warning as JSON data."""
    return {
        "path": shown_path(finding.path) if finding.path else None,
        "line": finding.line,
        "kind": f"{TYPE}.{finding.subtype}",
        "message": finding.message,
    }
