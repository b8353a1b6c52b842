"""Finds the front matter of a file: the text between two fences of dashes.

The fences are found by the rule of MyST's own reader (``mdit_py_plugins.front_matter``), so
that a block is front matter here exactly when it is front matter there.
"""

from __future__ import annotations

import re
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from sphinx_confblog.faults import FrontMatterError
from sphinx_confblog.util.text import HIDDEN, unix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


MAX_BYTES = 256 * 1024

_CHUNK = 4096
_OPENING = re.compile(r"(-{3,})([^\n]*)(?:\n|\Z)")
# What does as a fence elsewhere: TOML's, and dashes that an editor has joined to long ones.
_ANY_FENCE = re.compile(r"(?:-{3,}|\+{3}|-*[\u2013\u2014][-\u2013\u2014]*)[ \t]*(?:#.*)?")
# Blanks of all kinds, and what editors show nothing of, such as a second byte order mark.
_UNSEEN = re.compile(r"[\s\x00-\x1f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_KEY = re.compile(r"""["']?[\w-]+["']?[ \t]*[:=]""")
_HIDING = re.compile(
    r"""["']?(?:draft["']?[ \t]*[:=][ \t]*["']?(?:true|yes|on)
    |published["']?[ \t]*[:=][ \t]*["']?(?:false|no|off)
    |expires["']?[ \t]*[:=][ \t]*["']?[0-9].*)["']?[ \t]*(?:[ \t]\#.*)?""",
    re.IGNORECASE | re.VERBOSE,
)
# Besides what YAML forbids: the three characters that YAML alone takes for line ends, where
# an editor shows none; keys hidden behind them would escape the author's eye.
_FORBIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff\ufffe\uffff]")
_BYTES = range(0xDC80, 0xDD00)


def read_head(path: Path) -> str | None:
    r"""Read the front matter block of a file, with both fences and ``\n`` as line end.

    Reads no further than the block. Returns None for a file that begins with no ``---``.
    Raises FrontMatterError for a block that does not end, is larger than 256 KiB, is not
    UTF-8 or does not stand in the first line; OSError as :meth:`pathlib.Path.open` does.
    """
    with path.open("rb", buffering=0) as file:
        raw = file.read(_CHUNK).removeprefix(b"\xef\xbb\xbf")
        if not raw.startswith(b"---"):
            _refuse_misplaced(raw)
            return None
        while True:
            # Latin-1 keeps byte positions; the body need not be UTF-8 to find the fence.
            text = unix(raw.decode("latin-1"))
            end = fence_end(text)
            if end is not None and end < len(text):
                break
            more = file.read(3 * len(raw)) if len(raw) <= MAX_BYTES else b""
            if not more:
                break
            raw += more
    if end is None or end > MAX_BYTES:
        raise FrontMatterError(_unclosed(len(raw)))
    return _decoded(text[:end].encode("latin-1"))


def content_of(text: str) -> tuple[str, int]:
    """Take the YAML out of a block; the second number counts its lines, fences included.

    Raises FrontMatterError for a text that begins with no block, and for control characters.
    """
    opening = _OPENING.match(text)
    end = fence_end(text)
    if opening is None or end is None:
        raise FrontMatterError(_unclosed(len(text)))
    if opening[2].strip() and not opening[2].lstrip().startswith("#"):
        raise FrontMatterError("the opening --- of front matter must stand alone in its line")
    refuse_forbidden(text[:end])
    content = text[opening.end() : text.rfind("\n", 0, end) + 1]
    return content, text.count("\n", 0, end) + 1


def fence_end(text: str) -> int | None:
    """Position of the end of the closing fence's line; None without both fences."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = re.compile(rf"^(?:\.\.\.| {{0,3}}-{{{len(opening[1])},}})[ \t]*$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return found.end() if found else None


def refuse_forbidden(head: str) -> None:
    """Raise for a head with control characters, or bytes that are not UTF-8, in it."""
    if bad := _FORBIDDEN.search(head):
        line, code = head.count("\n", 0, bad.start()) + 1, ord(bad[0])
        # Python decodes a byte that is none of UTF-8's to one of these, if asked to.
        if code in _BYTES:
            raise FrontMatterError(f"the byte 0x{code - 0xDC00:02X} is not UTF-8", line)
        raise FrontMatterError(f"the control character U+{code:04X} is not allowed", line)


def _refuse_misplaced(raw: bytes) -> None:
    """Raise for what MyST would show as text though it was meant as front matter, drafts too."""
    text = unix(raw.decode(errors="replace"))
    unseen = _UNSEEN.match(text)
    start = unseen.end() if unseen else 0
    line = text.count("\n", 0, start) + 1
    first, *below = text[start:].split("\n")
    if _ANY_FENCE.fullmatch(first):
        block = list(_block(below))
        if not (block and _KEY.match(block[0].lstrip())) and not any(map(_hides, block)):
            return
        if first.startswith("---"):
            raise FrontMatterError("front matter must begin in the first line, first column", line)
        raise FrontMatterError("front matter must stand between lines of ---", line)
    for number, text in enumerate([first, *below], line):
        if _hides(text):
            raise FrontMatterError("front matter must stand between lines of ---", number)
        if not _KEY.match(text):
            return


def _block(lines: list[str]) -> Iterator[str]:
    """The lines of a block that may be front matter: up to another fence, else a blank line."""
    end = next((n for n, line in enumerate(lines) if _ANY_FENCE.fullmatch(line)), None)
    if end is None:
        return takewhile(str.strip, dropwhile(lambda line: not line.strip(), lines))
    return filter(str.strip, lines[:end])


def _hides(line: str) -> bool:
    """Whether a line of front matter would withhold a post."""
    return _HIDING.fullmatch(line.strip()) is not None


def _unclosed(size: int) -> str:
    if size > MAX_BYTES:
        return f"front matter is larger than {MAX_BYTES // 1024} KiB, or not closed by ---"
    return "front matter is opened by --- but not closed by a line of its own with ---"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{raw[error.start]:02X} is not UTF-8"
        raise FrontMatterError(message, line) from None
