"""What all commands share: flags, exit codes and errors."""

from __future__ import annotations

import argparse
import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    #: What argparse makes for the commands of a parser.
    Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


#: The commands in the order of the help, with what each of them does.
COMMANDS = {
    "init": "add a blog to a site",
    "new": "create a post",
    "preview": "show the site in a browser while you write",
    "list": "list posts and their states",
    "check": "show warnings without building the site",
    "import": "import the posts of another blog",
    "move": "convert a site from another blog extension",
}


def described(
    subparsers: Subparsers, name: str, description: str, examples: str
) -> argparse.ArgumentParser:
    """Add a command's parser, whose help has a description and examples."""
    lines = "\n".join(f"  {line}" for line in examples.strip().splitlines())
    return subparsers.add_parser(
        name,
        help=COMMANDS[name],
        description=description.strip(),
        epilog=f"examples:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_change_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags of commands that show changes to a site before they make them."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-y", "--yes", action="store_true", help="make the changes without asking")
    group.add_argument(
        "--dry-run", action="store_true", help="show the changes without making them"
    )


def add_site_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say which site a command is about."""
    group = parser.add_argument_group("site")
    group.add_argument(
        "-c", "--conf", metavar="FOLDER",
        help="folder of conf.py; by default, the current folder or the closest one above it that "
        "has conf.py, or has it in docs, doc, source, docs/source or doc/source",
    )  # fmt: skip
    group.add_argument(
        "-s", "--source", metavar="FOLDER",
        help="source folder, if it isn't the folder of conf.py",
    )  # fmt: skip
    group.add_argument(
        "-D", action="append", default=[], dest="settings", metavar="NAME=VALUE", type=setting,
        help="override an option of conf.py, as with sphinx-build",
    )  # fmt: skip
    group.add_argument("-q", "--quiet", action="store_true", help="print results only")


def add_blog_flag(parser: argparse.ArgumentParser, help_: str) -> None:
    """Add the flag that chooses one of several blogs."""
    parser.add_argument("--blog", metavar="NAME", help=f"{help_}, by its name in confblog_blogs")


def setting(text: str) -> str:
    """Return the value of ``-D``, or raise ArgumentTypeError."""
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return text


class Exit(enum.IntEnum):
    """Exit codes of every command."""

    FINE = 0
    """Success."""
    FOUND = 1
    """There are problems, or something is left to do."""
    UNUSABLE = 2
    """The arguments are invalid, or the site can't be read."""
    INTERRUPTED = 130
    """Interrupted with Ctrl-C."""


class CommandError(Exception):
    """A command cannot go on; the message says why, and what to do."""

    def __init__(self, message: str, code: Exit = Exit.UNUSABLE) -> None:
        super().__init__(message)
        self.code = code
