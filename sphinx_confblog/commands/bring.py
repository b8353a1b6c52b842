"""``confblog import`` on a terminal: one sees how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.commands.terminal import Terminal
from sphinx_confblog.importing import command

if TYPE_CHECKING:
    import argparse

    from sphinx_confblog.commands.flags import Subparsers


def add_parser(subparsers: Subparsers) -> argparse.ArgumentParser:
    """Add the command's parser."""
    return command.add_parser(subparsers)


def run(options: argparse.Namespace) -> int:
    """Import a blog and print the report."""
    return command.run(options, Terminal().watched)
