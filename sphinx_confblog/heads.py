"""Reading the heads of the files that may be posts, and remembering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.formats import format_of
from sphinx_confblog.frontmatter import FrontMatterError
from sphinx_confblog.kept import Head
from sphinx_confblog.names import telling_name
from sphinx_confblog.reading import read_post, unreadable
from sphinx_confblog.soundness import FileError, check_kind, check_name, check_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.post import Reading
    from sphinx_confblog.reading import ReadingRules


def read_heads(
    files: Mapping[str, Path],
    remembered: dict[str, Head],
    rules: ReadingRules,
    now: datetime,
) -> dict[str, Reading]:
    """Read the head of each file, docname -> path, that has changed since it was *remembered*.

    What is remembered is brought up to date, for the files that are public now; what is
    remembered of other files stays.
    """
    readings = {}
    for docname, path in files.items():
        head = current_head(docname, path, remembered.get(docname), rules, now)
        readings[docname] = head.reading
        if public(head.reading, now):
            remembered[docname] = head
        else:
            remembered.pop(docname, None)
    return readings


def current_head(
    docname: str, path: Path, known: Head | None, rules: ReadingRules, now: datetime
) -> Head:
    """The head of one file: the *known* one if the file is as it was."""
    try:
        check_name(docname)
        status = path.stat()
        check_kind(status)
    except OSError as error:
        return Head(0, 0, unreadable(refusal(error)))
    except FileError as error:
        return Head(0, 0, unreadable(error))
    if known is not None and (known.mtime, known.size) == (status.st_mtime_ns, status.st_size):
        return known
    return Head(status.st_mtime_ns, status.st_size, read_sound_file(docname, path, rules, now))


def read_sound_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> Reading:
    """What the head of one file says; a file that Sphinx could not read is withheld."""
    try:
        reading = read_file(docname, path, rules, now)
        # Nobody need know of a draft that it is no text yet.
        if public(reading, now):
            check_text(path, rules.encoding)
    except OSError as error:
        return unreadable(refusal(error))
    except FileError as error:
        return unreadable(error)
    return reading


def read_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> Reading:
    """What the head of one file says. Raises OSError if it cannot be read."""
    try:
        head = format_of(path.name, rules.suffixes).read(path)
    except FrontMatterError as error:
        return unreadable(error)
    return read_post(docname=docname, filename=telling_name(path), head=head, rules=rules, now=now)


def refusal(error: OSError) -> FileError:
    """What to say of a file that the system does not give."""
    return FileError(f"the file cannot be read: {error.strerror}")


def public(reading: Reading, now: datetime) -> bool:
    """Whether what was read may be kept: nothing of a withheld post is."""
    if reading.post is not None:
        return reading.post.withheld(now) is None
    return reading.withheld is None
