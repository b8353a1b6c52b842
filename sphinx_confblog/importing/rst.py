"""Takes the head off posts in reStructuredText, writes a new one, and finds what is no code."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import (
    find_docinfo,
    find_heads,
    front_of,
    lines_of_rst,
    read_docinfo,
    title_end,
    title_of,
    unescaped,
)
from sphinx_confblog.frontmatter.writer import fields
from sphinx_confblog.importing.article import KEPT
from sphinx_confblog.importing.heads import Head
from sphinx_confblog.importing.regions import MASK, VERBATIM
from sphinx_confblog.importing.tree import UnreadableError
from sphinx_confblog.util.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import FrontMatter, Value

#: A directive, or the definition of a substitution by one.
DIRECTIVE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?"
    r"(?P<name>[\w:.+-]+?)::(?:[ \t]+(?P<argument>\S.*))?$"
)
#: A comment; nothing that a label, a footnote or a substitution is.
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?![\[_|])|[ \t]*$)")
_LITERAL = re.compile(r"``(?=\S)(?:[^\n]|\n(?![ \t]*\n))+?``")


def split_fields(content: str) -> Head:
    """Blank the fields at the top of a text, and return them; raises UnreadableError.

    The fields are those that the blog's own reader finds; the other lines keep their numbers.
    """
    try:
        found = read_docinfo(content)
    except FrontMatterError as error:
        raise UnreadableError(f"fields: {error}", error.line) from None
    if found is None:
        return Head({}, content)
    lines = content.splitlines()
    for field in find_docinfo(lines_of_rst(content)).fields:
        lines[field.start : field.stop] = [""] * (field.stop - field.start)
    entries = found.front.entries
    return Head(
        {key: entry.value for key, entry in entries.items()}, "\n".join([*lines, ""]), 1,
        {key: entry.line for key, entry in entries.items()}, found.front.duplicates,
    )  # fmt: skip


def title_in(body: str) -> str:
    """Return the title that a text begins with; nothing if there is none."""
    return unescaped(title_of(lines_of_rst(body)) or "")


def with_fields(front: Mapping[str, Value], body: str) -> str:
    """Return a text with fields at its top.

    Fields stand below the title that the text begins with, unless they give another title.
    """
    lines = body.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    title = title_end(lines_of_rst(body), start) if "title" not in front else None
    stop = start if title is None else title
    rest = "\n".join(lines[stop:]).strip("\n")
    above = "\n".join([*lines[start:stop], "", ""]) if title is not None else ""
    return f"{above}{fields(front)}\n{rest}\n" if rest else f"{above}{fields(front)}"


def read_fields(front: Mapping[str, Value]) -> FrontMatter | None:
    """Read fields as they will be written; raises FrontMatterError."""
    return front_of(find_heads(fields(front)))


def as_fields(front: Mapping[str, Value]) -> dict[str, Value]:
    """Return front matter in the forms that fields have: texts and lists of texts."""
    found: dict[str, Value] = {}
    for key, value in front.items():
        if key == KEPT and isinstance(value, dict):
            for name, kept in value.items():
                _add(found, f"{KEPT}-{name}", kept)
        else:
            _add(found, key, value)
    return found


def _add(found: dict[str, Value], key: str, value: Value) -> None:
    name = one_line(key).lower().strip(":") or KEPT
    while name in found:
        name = f"{KEPT}-{name}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        items = [one_line(str(item)) for item in value]
        found[name] = [item for item in items if item]
    elif isinstance(value, str):
        found[name] = "\n".join(map(one_line, value.splitlines())).strip("\n")
    else:
        found[name] = one_line(json.dumps(value, ensure_ascii=False))


def code_lines(lines: list[str]) -> set[int]:
    """Return the numbers, from 0, of lines in literal blocks, code and comments."""
    found: set[int] = set()
    hidden: int | None = None
    for number, line in enumerate(lines):
        text = line.expandtabs(8)
        indent = len(text) - len(text.lstrip())
        if not text.strip():
            continue
        if hidden is not None and indent > hidden:
            found.add(number)
            continue
        hidden = None
        if match := DIRECTIVE.match(text):
            if match["name"] in VERBATIM:
                hidden = indent
        elif _COMMENT.match(text) or text.rstrip().endswith("::"):
            hidden = indent
    return found


def masked_rst(body: str) -> str:
    """Return a text with code blanked out, of the same length and with the same lines."""
    lines = body.split("\n")
    code = code_lines(lines)
    shown = "\n".join(
        MASK * len(line) if number in code else line for number, line in enumerate(lines)
    )
    return _LITERAL.sub(lambda match: re.sub(r"[^\n]", MASK, match[0]), shown)
