"""The command line: one parser with a subcommand each."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from sphinx_confblog import __version__
from sphinx_confblog.cli import check, import_, init, move, new
from sphinx_confblog.cli import list as list_
from sphinx_confblog.cli.common import CommandError, Exit
from sphinx_confblog.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_confblog.cli.common import Subparsers


#: In the order of the help. Each has ``add_parser(subparsers)``, which returns its parser, and
#: ``run(options)``, which returns an exit code.
COMMANDS = (init, new, list_, check, import_, move)
DESCRIPTION = """
Manage the blog of a Sphinx site. The commands read conf.py and the front matter of posts; to build
the site, use sphinx-build.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; without *arguments*, those that the program was called with."""
    parser, _ = make_parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return Exit.UNUSABLE
    for stream in (sys.stdout, sys.stderr):
        # A terminal may be unable to show a title.
        getattr(stream, "reconfigure", dict)(errors="backslashreplace")
    return watched(options)


def watched(options: argparse.Namespace) -> int:
    """Run a command, and report an error in one line."""
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except CommandError as error:
        Terminal().error(str(error))
        return error.code
    except KeyboardInterrupt:
        Terminal().error("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Who reads has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FOUND
    except OSError as error:
        Terminal().error(str(error))
        return Exit.UNUSABLE
    return code


def make_parser() -> tuple[argparse.ArgumentParser, Subparsers]:
    """Return the parser, and the parsers of its commands."""
    parser = argparse.ArgumentParser(
        prog="confblog",
        description=DESCRIPTION.strip(),
        epilog="Run confblog COMMAND --help for the options of a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sphinx_confblog {__version__}")
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers).set_defaults(run=command.run)
    return parser, subparsers
