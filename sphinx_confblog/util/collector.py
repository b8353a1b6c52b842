"""Spares the garbage collector what it would do in vain."""

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

#: Files, and what is like a file but only in memory.
FILES = {io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper}
IN_MEMORY = {io.StringIO, io.BytesIO}
#: Modules with classes that act when an object is freed, though Python 3.11 doesn't show it.
SILENT = {"sqlite3"}
#: What ``certifi``, which ``requests`` needs, holds until it ends it itself: a file of a package
#: that is a file of the system, so that nothing has to be removed.
RESOURCE = (as_file.__module__, "_")


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


def leave_rest_to_system() -> None:
    """Have the collector ignore all objects, because the process ends (``atexit``).

    Else it frees them one by one, which took 0.3 s after a build of 300 pages, though the system
    frees all memory at once. It has to if one of them has something to do then, as far as its
    class says so: a file with text that isn't written yet, for instance. Whatever is strange
    about other objects, the process ends, as usual.
    """
    with suppress(Exception):
        objects = gc.get_objects()
        kinds = {kind for kind in set(map(type, objects)) if is_told(kind)}
        streams = {id(stream) for stream in standard_streams()}
        waiting = (o for o in objects if type(o) in kinds and id(o) not in streams)
        if not any(map(expects_end, waiting)):
            gc.freeze()


def standard_streams() -> Iterator[object]:
    """Return the standard streams, which Python flushes itself, and what they are made of."""
    originals = sys.__stdin__, sys.__stdout__, sys.__stderr__
    for stream in (*originals, sys.stdin, sys.stdout, sys.stderr):
        buffer = getattr(stream, "buffer", None)
        yield from (stream, buffer, getattr(buffer, "raw", None))


def is_told(kind: type) -> bool:
    """Return whether objects of a class are told when they are freed."""
    return kind.__module__ in SILENT or any("__del__" in vars(each) for each in kind.__mro__)


def expects_end(thing: Any) -> bool:
    """Return whether an object of such a class may have something left to do."""
    if isinstance(thing, GeneratorType):
        # One that has begun may be within a `try` or `with`, but for expressions.
        if inspect.getgeneratorstate(thing) != inspect.GEN_SUSPENDED or thing.gi_frame is None:
            return False
        origin = thing.gi_frame.f_globals.get("__name__"), thing.__name__
        return thing.__name__ != "<genexpr>" and origin != RESOURCE
    if type(thing) in FILES:
        try:
            return not thing.closed and bool(thing.writable())
        except ValueError:
            # It was detached.
            return True
    return type(thing) not in IN_MEMORY
