"""Reads the heads of files that may be posts, and caches them between builds."""

from __future__ import annotations

import codecs
import stat
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.keys import without_keys
from sphinx_confblog.frontmatter.records import FileError, FrontMatterError, not_text
from sphinx_confblog.model.post import ScannedHead
from sphinx_confblog.model.post_reader import read_post, unreadable
from sphinx_confblog.model.source_layout import telling_name

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.frontmatter.keys import ReadingRules
    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.model.post import ReadResult


#: The longest name in file systems, without ``.doctree``, in bytes.
LONGEST_NAME = 255 - 8
_CHUNK = 1 << 16
#: The usual encodings of sources: what is ASCII needs no decoder.
_UTF_8 = frozenset({"utf-8", "utf-8-sig"})


def check_name(docname: str) -> None:
    """Raise FileError for a name that cannot be in a URL, or becomes too long for a file.

    Sphinx stops at either.
    """
    try:
        parts = docname.encode().split(b"/")
    except UnicodeEncodeError:
        raise FileError("the file name is not UTF-8; rename the file") from None
    if len(longest := max(parts, key=len)) > LONGEST_NAME:
        raise FileError(
            f"the file name is {len(longest)} bytes long, but Sphinx allows {LONGEST_NAME}; "
            "shorten it"
        )


def check_kind(status: os.stat_result) -> None:
    """Raise FileError for what isn't a file: reading a pipe waits, reading a device may not end."""
    if not stat.S_ISREG(status.st_mode):
        raise FileError("this is not a regular file, but a pipe, a device or the like")


def check_text(path: Path, encoding: str) -> None:
    """Raise FileError for a file that is not text, at the first line that isn't.

    Sphinx stops at such a file, with the site unfinished. Takes as little memory for a large
    file as for a small one. Raises OSError as :meth:`pathlib.Path.open` does.
    """
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        return  # Sphinx says so of its own option
    line = 1
    with path.open("rb", buffering=0) as file:
        chunk = file.read(_CHUNK)
        if encoding in _UTF_8 and chunk.isascii() and not file.read(1):
            return
        file.seek(0)
        while chunk := file.read(_CHUNK):
            pending = decoder.getstate()[0]
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise not_text(error, line, len(pending)) from None
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise not_text(error, line) from None


def read_heads(
    files: Mapping[str, Path],
    remembered: Mapping[str, ScannedHead],
    rules: ReadingRules,
    now: datetime,
) -> dict[str, ScannedHead]:
    """Return the head of each file, docname -> path; *remembered* ones of files as they were."""
    return {
        docname: current_head(docname, path, remembered.get(docname), rules, now)
        for docname, path in files.items()
    }


def current_head(
    docname: str, path: Path, known: ScannedHead | None, rules: ReadingRules, now: datetime
) -> ScannedHead:
    """Return the head of one file: the *known* one if the file is unchanged."""
    try:
        check_name(docname)
        status = path.stat()
        check_kind(status)
    except OSError as error:
        return ScannedHead(0, 0, 0, unreadable(refusal(error)))
    except FileError as error:
        return ScannedHead(0, 0, 0, unreadable(error))
    mtime = status.st_mtime_ns
    stamp = mtime, status.st_ctime_ns - mtime, status.st_size
    if known is not None and known[:3] == stamp:
        return known
    return ScannedHead(*stamp, read_sound_file(docname, path, rules, now))


def read_sound_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> ReadResult:
    """Return what the head of one file says; a file that Sphinx could not read is withheld."""
    try:
        result = read_file(docname, path, rules, now)
        # Nobody need know of a draft that it is no text yet.
        if is_public(result, now):
            check_text(path, rules.encoding)
    except OSError as error:
        return unreadable(refusal(error))
    except FileError as error:
        return unreadable(error)
    return result


def read_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> ReadResult:
    """Return what the head of one file says. Raises OSError if it cannot be read."""
    try:
        head = format_of(path.name, rules.suffixes).read(path)
    except FrontMatterError as error:
        return unreadable(error)
    return read_post(
        docname=docname, filename=telling_name(path), head=head, rules=rules, now=now,
        defaults=defaults_of(docname, f"{docname}{path.suffix}", rules),
    )  # fmt: skip


def defaults_of(docname: str, path: str, rules: ReadingRules) -> dict[str, Value]:
    """Return the front matter that a file has by default; the last pattern that matches wins."""
    found: dict[str, Value] = {}
    for pattern, given in rules.defaults:
        matches = matcher(pattern)
        if matches(docname) or matches(path):
            found = {**without_keys(found, given, rules.taxonomies), **given}
    return found


@lru_cache(maxsize=64)
def matcher(pattern: str) -> Matcher:
    """Return what tells the files that a pattern, or the name of a folder, matches."""
    return Matcher([pattern, f"{pattern}/**"])


def refusal(error: OSError) -> FileError:
    """Return the error for a file that cannot be opened."""
    return FileError(f"the file cannot be read: {error.strerror}")


def say_the_same(before: Mapping[str, ScannedHead], now: Mapping[str, ScannedHead]) -> bool:
    """Return whether the heads of files say what they said *before*, whether read again or not."""
    return before.keys() == now.keys() and all(
        # Dates that are equal may be written in different zones.
        head is (known := before[name]) or repr(head.result) == repr(known.result)
        for name, head in now.items()
    )


def is_public(result: ReadResult, now: datetime) -> bool:
    """Return whether what was read may be stored: withheld posts never are."""
    if result.post is not None:
        return result.post.withheld(now) is None
    return result.withheld is None
