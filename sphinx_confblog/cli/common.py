"""What all commands share: flags, exit codes and errors."""

from __future__ import annotations

import argparse
import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    #: What argparse makes for the commands of a parser.
    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def described(
    subparsers: Subparsers, name: str, summary: str, description: str, examples: str
) -> argparse.ArgumentParser:
    """Add a command's parser, with a help that says what it is for and shows its use."""
    lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    return subparsers.add_parser(
        name,
        help=summary,
        description=description.strip(),
        epilog=f"examples:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_change_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of commands that show changes to a site before they make them."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-y", "--yes", action="store_true", help="make the changes without asking")
    group.add_argument("--dry-run", action="store_true", help="show the changes and make none")


def add_site_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say which site a command is about."""
    group = parser.add_argument_group("the site")
    group.add_argument(
        "-c", "--conf", metavar="FOLDER",
        help="the folder with conf.py; without it: the current folder, docs, doc, source, "
        "docs/source or doc/source",
    )  # fmt: skip
    group.add_argument(
        "-s", "--source", metavar="FOLDER",
        help="the folder with the pages, where it is not that of conf.py",
    )  # fmt: skip
    group.add_argument(
        "-D", action="append", default=[], dest="settings", metavar="NAME=VALUE", type=setting,
        help="override an option of conf.py, as sphinx-build does",
    )  # fmt: skip
    group.add_argument("-q", "--quiet", action="store_true", help="say only what was asked for")


def add_blog_flag(parser: argparse.ArgumentParser, help_: str) -> None:
    """Add the flag that chooses one of several blogs."""
    parser.add_argument("--blog", metavar="NAME", help=f"{help_}, as confblog_blogs names it")


def setting(text: str) -> str:
    """Accept what ``-D`` takes."""
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return text


class Exit(enum.IntEnum):
    """Exit codes of every command."""

    FINE = 0
    """All is well, or done."""
    FOUND = 1
    """Something was found, or was not done."""
    UNUSABLE = 2
    """The command was not understood, or the site cannot be read."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


class CommandError(Exception):
    """A command cannot go on; the message says why, and what to do."""

    def __init__(self, message: str, code: Exit = Exit.UNUSABLE) -> None:
        super().__init__(message)
        self.code = code
