"""Runs builds in processes of their own, which need not import Sphinx and all else again."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
import warnings
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

from sphinx.cmd.build import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Hook = Callable[[str, tuple[object, ...]], None]

CONTEXT = multiprocessing.get_context("fork" if hasattr(os, "fork") else None)


def sphinx_build(*arguments: object, hook: Hook | None = None) -> tuple[int, str]:
    """Build; return the exit code and what was written. The hook is for events of Python's."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        log.touch()
        process = CONTEXT.Process(target=_run, args=(str(log), hook, *map(str, arguments)))
        process.start()
        process.join()
        assert process.exitcode is not None
        return process.exitcode, log.read_text("utf-8")


def run_module(command: list[str], **_: object) -> CompletedProcess[str]:
    """Run ``python -P -m module``, as :func:`subprocess.run` does; return what it says last."""
    module, *arguments = command[3:]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        log.touch()
        process = CONTEXT.Process(target=_run_main, args=(str(log), module, *arguments))
        process.start()
        process.join()
        assert process.exitcode is not None
        return CompletedProcess(command, process.exitcode, None, log.read_text("utf-8"))


def _run_main(log: str, module: str, *arguments: str) -> None:
    """Call what a module does as a program, in this process."""
    hide_warnings()
    with open(os.devnull, "w") as nothing, Path(log).open("w", encoding="utf-8") as file:  # noqa: PTH123
        sys.stdout, sys.stderr = nothing, file
        importlib.import_module(module).main(*arguments)


def hide_warnings() -> None:
    """Show none of the warnings that users are not shown; tests make errors of them."""
    warnings.resetwarnings()
    for kind in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
        warnings.simplefilter("ignore", kind)


def _run(log: str, hook: Hook | None, *arguments: str) -> None:
    """Build in this process, and end it."""
    hide_warnings()
    with open(log, "w", encoding="utf-8") as file:  # noqa: PTH123  as a hook is used to
        sys.stdout = sys.stderr = file
        if hook:
            sys.addaudithook(hook)
        sys.exit(main(arguments))
