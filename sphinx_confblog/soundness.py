"""Tells whether a file can be a page at all: whether it is one, and holds text to its end."""

from __future__ import annotations

import codecs
import stat
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.records import FileError

if TYPE_CHECKING:
    import os
    from pathlib import Path


#: What file systems take for a name, less ``.doctree``, in bytes.
LONGEST_NAME = 255 - 8
_CHUNK = 1 << 16


def check_name(docname: str) -> None:
    """Raise FileError for a name that cannot stand in an address, or becomes too long for a file.

    Sphinx stops at either.
    """
    try:
        parts = docname.encode().split(b"/")
    except UnicodeEncodeError:
        raise FileError("the file's name is not UTF-8") from None
    if len(longest := max(parts, key=len)) > LONGEST_NAME:
        raise FileError(
            f"the name is {len(longest)} bytes long, {LONGEST_NAME} are the most that Sphinx can "
            "add its suffixes to"
        )


def check_kind(status: os.stat_result) -> None:
    """Raise FileError for what is no file: reading a pipe waits, reading a device may not end."""
    if not stat.S_ISREG(status.st_mode):
        raise FileError("this is no file, but a pipe, a device or the like")


def check_text(path: Path, encoding: str) -> None:
    """Raise FileError for a file that does not hold text, at the line where it ends to be some.

    Sphinx stops at such a file, with the site unfinished. Takes as little memory for a large
    file as for a small one. Raises OSError as :meth:`pathlib.Path.open` does.
    """
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        return  # Sphinx says so of its own option
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            pending = decoder.getstate()[0]
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise _no_text(error, line, len(pending)) from None
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise _no_text(error, line, 0) from None


def _no_text(error: UnicodeDecodeError, line: int, pending: int) -> FileError:
    """What to say of bytes that are no text; *line* is that of the first but *pending* ones."""
    byte = error.object[error.start]
    name = "UTF-8" if error.encoding.startswith("utf-8") else error.encoding
    line += error.object.count(b"\n", pending, max(error.start, pending))
    return FileError(f"the byte 0x{byte:02X} is not {name}", line)
