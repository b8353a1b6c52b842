"""Writes imported posts, once our own reader accepts them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS, ReadingRules
from sphinx_confblog.frontmatter.markdown import MAX_BYTES, parse_head
from sphinx_confblog.frontmatter.records import FrontMatter, FrontMatterError
from sphinx_confblog.frontmatter.values import IGNORED, ITEM_IGNORED
from sphinx_confblog.frontmatter.writer import fields, front_matter
from sphinx_confblog.importers.records import KEPT, Outcome
from sphinx_confblog.importers.rst import as_fields, read_fields
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.model.post import Withheld
from sphinx_confblog.model.post_reader import read_post
from sphinx_confblog.util.files import holds, write_whole

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sphinx_confblog.frontmatter.writer import Values
    from sphinx_confblog.importers.records import Article
    from sphinx_confblog.model.post import ReadResult


TAXONOMIES = ("tags", "authors", "categories", "series")


def judge(article: Article, rules: ReadingRules, now: datetime) -> ReadResult:
    """Return what a build will read of a post; keys it rejects are moved below ``imported``.

    A post that is not understood well enough to know that it may be public becomes a draft.
    Raises UnreadableError for front matter that cannot be written.
    """
    seen: set[str] = set()
    while True:
        reading = _read(article, rules, now)
        if reading.post is None and reading.withheld is None:
            article.withhold(1, "no date was found")
        elif reading.problems:
            # A problem of the file's name stays, whatever key is moved.
            if (text := reading.problems[0].text) in seen:
                raise UnreadableError(text)
            seen.add(text)
            _set_aside(article, reading)
        else:
            return reading


def _set_aside(article: Article, reading: ReadResult) -> None:
    """Move the key that the first problem is about below ``imported``."""
    head = _written(article)
    problem = reading.problems[0]
    key = next((k for k, e in head.entries.items() if e.line == problem.line), "")
    line = article.key_lines.get(key, 1)
    if key not in article.front or key == KEPT:
        raise UnreadableError(f"front matter: {problem.text}")
    said = problem.text.partition(";")[0]
    said = said.removesuffix(IGNORED).removesuffix(ITEM_IGNORED).rstrip(". ")
    article.keep(key)
    if key in VISIBILITY_KEYS or reading.withheld in {Withheld.UNREADABLE, Withheld.EXPIRED}:
        article.withhold(line, said)
    else:
        where = f'as "{KEPT}-{key}"' if article.is_rst else f'below "{KEPT}"'
        article.note(line, f"{said}; it is kept {where}")


def _read(article: Article, rules: ReadingRules, now: datetime) -> ReadResult:
    if article.is_rst:
        article.front = as_fields(article.front)
    head = _written(article)
    if {key: entry.value for key, entry in head.entries.items()} != article.front:
        raise UnreadableError("front matter cannot be converted without changing its values")
    name = article.file.rpartition("/")[2]
    return read_post(docname=article.name, filename=name, head=head, rules=rules, now=now)


def _written(article: Article) -> FrontMatter:
    """Return front matter as it will be read again; raises UnreadableError."""
    write = fields if article.is_rst else yaml_head
    size = len(write(article.front).encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise UnreadableError(f"front matter is larger than {MAX_BYTES // 1024} KiB")
    try:
        if article.is_rst:
            return read_fields(article.front) or FrontMatter({})
        return parse_head(yaml_head(article.front))
    except FrontMatterError as error:
        raise UnreadableError(f"front matter: {error}") from None


def yaml_head(front: Values) -> str:
    """Return front matter as YAML, for the project's own reader."""
    return front_matter(front, portable=False)


DIFFERS = "a different file already exists; --force overwrites it"


def write(
    path: Path, content: bytes, *, force: bool, dry: bool, done: Outcome = Outcome.IMPORTED
) -> tuple[Outcome, str]:
    """Write a file, and return the outcome, with the reason if it failed; raises OSError."""
    if holds(path, content) and not path.is_symlink():
        return Outcome.UNCHANGED, ""
    if os.path.lexists(path) and (not force or path.is_dir()):
        return Outcome.FAILED, DIFFERS
    if not dry:
        write_whole(path, content)
    return done, ""


def copy(source: Path, path: Path, *, force: bool, dry: bool) -> tuple[Outcome, str]:
    """Copy a file, and return the outcome, with the reason if it failed; raises OSError."""
    return write(path, source.read_bytes(), force=force, dry=dry, done=Outcome.COPIED)
