"""Which objects Python must finalize when a process ends."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pytest

from sphinx_confblog.util.collector import has_finalizer, must_finalize, standard_streams

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Finalized:
    """A class with a finalizer."""

    def __del__(self) -> None:
        """Do nothing."""


class AlsoFinalized(Finalized):
    """A class that inherits a finalizer."""


def steps() -> Iterator[int]:
    """Be within a block, once it has begun."""
    try:
        yield 1
    finally:
        pass


@contextmanager
def block() -> Iterator[None]:
    """Begin and end."""
    yield


def begun(generator: Iterator[Any]) -> Iterator[Any]:
    """Begin a generator."""
    next(generator)
    return generator


@pytest.mark.parametrize("kind", [Finalized, AlsoFinalized, io.FileIO, io.StringIO, type(steps())])
def test_classes_with_a_finalizer(kind: type) -> None:
    """Their own, or that of a base class."""
    assert has_finalizer(kind)


@pytest.mark.parametrize("kind", [object, dict, type, io.UnsupportedOperation, type("A", (), {})])
def test_classes_without_a_finalizer(kind: type) -> None:
    """Most have none."""
    assert not has_finalizer(kind)


def test_files_that_are_written(tmp_path: Path) -> None:
    """Text may wait in them; and a temporary file is removed when it is closed."""
    path = tmp_path / "a"
    with path.open("w") as text, path.open("r+b") as both, path.open("wb", 0) as raw:
        for file in (text, text.buffer, both, raw):
            assert must_finalize(file)
    assert not any(map(must_finalize, (text, both, raw)))
    with tempfile.NamedTemporaryFile() as temporary:
        assert must_finalize(vars(temporary)["_closer"])


def test_files_that_are_no_files_of_the_system() -> None:
    """Nobody knows what is behind them, but for those in memory."""
    inner = io.BytesIO()
    text = io.TextIOWrapper(inner)
    assert must_finalize(text)
    text.detach()
    assert must_finalize(text)
    assert not must_finalize(inner)
    assert not must_finalize(io.StringIO())


def test_files_that_are_read(tmp_path: Path) -> None:
    """Nothing is lost with them."""
    path = tmp_path / "a"
    path.touch()
    with path.open() as text, path.open("rb") as buffered:
        for file in (text, buffered, buffered.raw):
            assert not must_finalize(file)


def test_standard_streams() -> None:
    """Python writes what waits in them; in a stream of somebody's own on the same file it waits."""
    assert sys.__stdout__ is not None
    found = list(standard_streams())
    for stream in (sys.stdout, sys.__stdout__, sys.__stdout__.buffer):
        assert stream in found
    with open(1, "w", closefd=False) as own:
        assert own not in found
        assert must_finalize(own)


def test_generators() -> None:
    """What comes after a ``yield`` may be the end of a block."""
    assert must_finalize(begun(steps()))
    assert not must_finalize(steps())
    assert not must_finalize(begun(number for number in (1, 2)))
    ended = steps()
    assert list(ended) == [1]
    assert not must_finalize(ended)


def test_contexts() -> None:
    """One that is entered expects its end, but for a file of a package: ``certifi`` has one."""
    entered = block()
    with entered:
        assert must_finalize(vars(entered)["gen"])
    context = as_file(files("docutils") / "docutils.conf")
    with context:
        assert not must_finalize(vars(context)["gen"])


def test_files_of_an_archive(tmp_path: Path) -> None:
    """They are copied for as long as they are used, and removed then."""
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "text")
    with ZipFile(tmp_path / "a.zip") as archive:
        context = as_file(ZipPath(archive, "a.txt"))
        with context:
            assert must_finalize(vars(context)["gen"])


def test_databases() -> None:
    """Connections clean up when they are freed."""
    assert has_finalizer(sqlite3.Connection)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        assert must_finalize(connection)


def test_others() -> None:
    """Any other finalizer may have something to do."""
    assert must_finalize(Finalized())
