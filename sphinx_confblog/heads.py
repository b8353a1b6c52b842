"""Reading the heads of the files that may be posts, and remembering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.formats import format_of
from sphinx_confblog.frontmatter import FrontMatterError
from sphinx_confblog.kept import Head
from sphinx_confblog.names import telling_name
from sphinx_confblog.post import Reading
from sphinx_confblog.reading import read_post, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

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
        status = path.stat()
    except OSError:
        return Head(0, 0, Reading())
    if known is not None and (known.mtime, known.size) == (status.st_mtime_ns, status.st_size):
        return known
    return Head(status.st_mtime_ns, status.st_size, read_file(docname, path, rules, now))


def read_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> Reading:
    """What the head of one file says."""
    try:
        head = format_of(path.name, rules.suffixes).read(path)
    except FrontMatterError as error:
        return unreadable(error)
    except OSError as error:
        return unreadable(FrontMatterError(f"the file cannot be read: {error.strerror}"))
    return read_post(docname=docname, filename=telling_name(path), head=head, rules=rules, now=now)


def public(reading: Reading, now: datetime) -> bool:
    """Whether what was read may be kept: nothing of a withheld post is."""
    if reading.post is not None:
        return reading.post.withheld(now) is None
    return reading.withheld is None
