"""Spares the garbage collector what it would do in vain."""

from __future__ import annotations

import gc
import inspect
import io
from contextlib import contextmanager
from importlib.resources import as_file
from types import GeneratorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Files, and what is like a file but only in memory.
FILES = {io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper}
IN_MEMORY = {io.StringIO, io.BytesIO}
STANDARD_STREAMS = range(3)
#: ``certifi``, which ``requests`` needs, holds a file of its package open like that, and closes
#: it itself when the process ends.
RESOURCES = as_file.__module__


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
    frees all memory at once. It has to if one of them expects to be told of its end: a file with
    text that isn't written yet, for instance.
    """
    objects = gc.get_objects()
    kinds = {kind for kind in set(map(type, objects)) if is_told(kind)}
    if not any(expects_end(thing) for thing in objects if type(thing) in kinds):
        gc.freeze()


def is_told(kind: type) -> bool:
    """Return whether objects of a class are told when they are freed."""
    return any("__del__" in vars(each) for each in kind.__mro__)


def expects_end(thing: Any) -> bool:
    """Return whether an object of such a class may have something left to do."""
    if isinstance(thing, GeneratorType):
        # One that has begun may be within a `try` or `with`, but for expressions.
        if inspect.getgeneratorstate(thing) != inspect.GEN_SUSPENDED or thing.gi_frame is None:
            return False
        module = thing.gi_frame.f_globals.get("__name__")
        return thing.__name__ != "<genexpr>" and module != RESOURCES
    if type(thing) in FILES:
        try:
            is_written = not thing.closed and thing.writable()
            return is_written and thing.fileno() not in STANDARD_STREAMS
        except (OSError, ValueError):
            # It is no file of the system, or it was detached.
            return True
    return type(thing) not in IN_MEMORY
