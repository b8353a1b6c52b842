"""Reading the heads of the files that may be posts, and remembering them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.frontmatter.records import FileError, FrontMatterError
from sphinx_confblog.model.post import ScannedHead
from sphinx_confblog.model.post_reader import read_post, unreadable
from sphinx_confblog.model.source_layout import telling_name
from sphinx_confblog.soundness import check_kind, check_name, check_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.frontmatter.keys import ReadingRules
    from sphinx_confblog.model.post import ReadResult


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
    """The head of one file: the *known* one if the file is as it was."""
    try:
        check_name(docname)
        status = path.stat()
        check_kind(status)
    except OSError as error:
        return ScannedHead(0, 0, unreadable(refusal(error)))
    except FileError as error:
        return ScannedHead(0, 0, unreadable(error))
    if known is not None and (known.mtime, known.size) == (status.st_mtime_ns, status.st_size):
        return known
    return ScannedHead(
        status.st_mtime_ns, status.st_size, read_sound_file(docname, path, rules, now)
    )


def read_sound_file(docname: str, path: Path, rules: ReadingRules, now: datetime) -> ReadResult:
    """What the head of one file says; a file that Sphinx could not read is withheld."""
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
    """What the head of one file says. Raises OSError if it cannot be read."""
    try:
        head = format_of(path.name, rules.suffixes).read(path)
    except FrontMatterError as error:
        return unreadable(error)
    return read_post(docname=docname, filename=telling_name(path), head=head, rules=rules, now=now)


def refusal(error: OSError) -> FileError:
    """What to say of a file that the system does not give."""
    return FileError(f"the file cannot be read: {error.strerror}")


def is_public(result: ReadResult, now: datetime) -> bool:
    """Whether what was read may be kept: nothing of a withheld post is."""
    if result.post is not None:
        return result.post.withheld(now) is None
    return result.withheld is None
