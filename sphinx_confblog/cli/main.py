"""The command line: one parser with a subcommand each."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog import __version__
from sphinx_confblog.cli.common import COMMANDS, CommandError, Exit
from sphinx_confblog.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from sphinx_confblog.cli.common import Subparsers


DESCRIPTION = """
Manage the blog of a Sphinx site. The commands read conf.py and the front matter of posts; to build
the site, use sphinx-build.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; without *arguments*, those that the program was called with."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The program was called without, as with ``<&-``.
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    given = sys.argv[1:] if arguments is None else arguments
    parser, _ = make_parser(frozenset(given))
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


def make_parser(
    named: Container[str] = COMMANDS,
) -> tuple[argparse.ArgumentParser, Subparsers]:
    """Return the parser, and the parsers of its commands.

    Only the modules of commands that are *named* are imported; the others have no flags. Each
    module has ``add_parser(subparsers)``, which returns its parser, and ``run(options)``, which
    returns an exit code.
    """
    parser = argparse.ArgumentParser(
        prog="confblog",
        description=DESCRIPTION.strip(),
        epilog="Run confblog COMMAND --help for the options of a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"sphinx_confblog {__version__}")
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        if name not in named:
            subparsers.add_parser(name, help=summary)
            continue
        end = "_" if iskeyword(name) else ""
        command = import_module(f"sphinx_confblog.cli.{name}{end}")
        command.add_parser(subparsers).set_defaults(run=command.run)
    return parser, subparsers
