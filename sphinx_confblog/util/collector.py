"""Reduces the work of the garbage collector, also at the end of the process."""

from __future__ import annotations

import gc
import inspect
import io
import sys
from contextlib import contextmanager, suppress
from importlib.resources import as_file
from types import GeneratorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The classes of files, and of streams that exist only in memory.
FILES = {io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper}
IN_MEMORY = {io.StringIO, io.BytesIO}
#: Modules whose classes finalize their objects without a `__del__`, in Python 3.11.
HIDDEN_FINALIZERS = {"sqlite3"}
#: Module and name of a generator that ``certifi``, which ``requests`` needs, keeps open: it yields
#: the path of an ordinary file, so there is nothing to remove afterwards.
CERTIFI_GENERATOR = (as_file.__module__, "_")


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector, which would look through all of them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def skip_finalization() -> None:
    """Freeze all objects, so that Python doesn't free them one by one (``atexit``).

    Freeing them took 0.3 s after a build of 300 pages, although the system frees the memory anyway.
    Nothing is frozen if an object has a finalizer with something to do, such as a file with text
    that isn't written yet, or if an object can't be examined.
    """
    with suppress(Exception):
        objects = gc.get_objects()
        kinds = {kind for kind in set(map(type, objects)) if has_finalizer(kind)}
        streams = {id(stream) for stream in standard_streams()}
        waiting = (o for o in objects if type(o) in kinds and id(o) not in streams)
        if not any(map(must_finalize, waiting)):
            gc.freeze()


def standard_streams() -> Iterator[object]:
    """Return the standard streams and their buffers, which Python flushes itself."""
    originals = sys.__stdin__, sys.__stdout__, sys.__stderr__
    for stream in (*originals, sys.stdin, sys.stdout, sys.stderr):
        buffer = getattr(stream, "buffer", None)
        yield from (stream, buffer, getattr(buffer, "raw", None))


def has_finalizer(kind: type) -> bool:
    """Return whether Python calls a finalizer before it frees an object of a class."""
    is_hidden = kind.__module__ in HIDDEN_FINALIZERS
    return is_hidden or any("__del__" in vars(each) for each in kind.__mro__)


def must_finalize(thing: Any) -> bool:
    """Return whether the finalizer of an object may have something to do."""
    if isinstance(thing, GeneratorType):
        # One that has started may be inside a `try` or `with`, unless it is an expression.
        if inspect.getgeneratorstate(thing) != inspect.GEN_SUSPENDED or thing.gi_frame is None:
            return False
        origin = thing.gi_frame.f_globals.get("__name__"), thing.__name__
        return thing.__name__ != "<genexpr>" and origin != CERTIFI_GENERATOR
    if type(thing) in FILES:
        try:
            return not thing.closed and bool(thing.writable())
        except ValueError:
            # The stream was detached from its buffer.
            return True
    return type(thing) not in IN_MEMORY
