"""Writes the head of a post: front matter in Markdown, fields elsewhere."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.pages import body_start
from sphinx_confblog.cli.editing.conf_files import BOM
from sphinx_confblog.frontmatter.markdown import fence_end, parse_head
from sphinx_confblog.frontmatter.notebook import front_of, loaded
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import find_docinfo, lines_of_rst
from sphinx_confblog.frontmatter.writer import field, front_matter
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from sphinx_confblog.cli.ablog.records import Page
    from sphinx_confblog.cli.editing.page_sources import Directive
    from sphinx_confblog.frontmatter.records import FrontMatter, Value


#: What the name of a key begins with that ABlog ignored, and so does this extension now.
UNUSED = "unused_"


#: Keys that MyST keeps to itself: with no others, a page has no front matter for ABlog.
_OF_MYST = frozenset({"html_meta", "myst", "mystnb", "substitutions"})
#: What a handler of source-read fills in.
_VARIABLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def head_of_page(page: Page) -> dict[str, tuple[Value, int]] | None:
    """Return the keys in the head of a page with value and line; None if it is unreadable."""
    if not page.markdown:
        fields = find_docinfo(lines_of_rst(unix(page.text))).fields
        return {field.name: (field.value, field.start + 1) for field in reversed(fields)}
    text = unix(page.text)
    try:
        if page.metadata is not None:
            whole = page.whole.removeprefix(BOM)
            front = front_of(loaded(whole), whole)
        else:
            front = None if fence_end(text) is None else parse_head(text)
    except FrontMatterError as error:
        what = f"front matter cannot be read: {error}"
        page.note(error.line - page.first, what, by_hand=True)
        return None
    entries = front.entries if front else {}
    return {key: (entry.value, entry.line - page.first) for key, entry in entries.items()}


def has_docinfo(page: Page, head: Mapping[str, object]) -> bool:
    """Tell whether a page has keys for ABlog; without, ``blog_post_pattern`` makes no post of it.

    Fields below the title are text to it.
    """
    if page.markdown:
        return bool(head.keys() - _OF_MYST)
    return bool(find_docinfo(lines_of_rst(unix(page.text))).first)


def open_line(page: Page, blocks: Iterable[Directive]) -> int | None:
    """Return the line of the first variable in the head of a page, or in its *blocks*."""
    if page.metadata is not None and _VARIABLE.search(json.dumps(page.metadata)):
        return 1 - page.first
    lines = page.lines
    numbers = list(range(body_start(page)))
    if not page.markdown:
        for field in find_docinfo(lines_of_rst(unix(page.text))).fields:
            numbers += range(field.start, field.stop)
    for block in blocks:
        numbers += range(block.line - 1, block.end)
    return next((n + 1 for n in numbers if _VARIABLE.search(lines[n])), None)


def write_head(page: Page, front: Mapping[str, Value | None], unused: Collection[str]) -> None:
    """Set keys in the head of a page; remove those whose value is None.

    Keys that are *unused* get names that nothing reads.
    """
    if page.metadata is not None:
        _write_metadata(page, front, unused)
    elif page.markdown:
        _write_yaml(page, front, unused)
    else:
        _write_fields(page, front, unused)


def _write_metadata(page: Page, front: Mapping[str, Value | None], unused: Collection[str]) -> None:
    """Write keys to a notebook: to the YAML in its first cell, or to its metadata."""
    assert page.metadata is not None
    text = unix(page.text)
    has_yaml = fence_end(text) is not None
    in_cell = parse_head(text).entries.keys() if has_yaml else set()
    for key in page.metadata.keys() & set(unused):
        page.new_metadata |= {key: None, UNUSED + key: page.metadata[key]}
    for key, value in front.items():
        if key in page.metadata or not has_yaml:
            page.new_metadata[key] = value
    rest = {
        key: value
        for key, value in front.items()
        if key in in_cell or (has_yaml and key not in page.metadata)
    }
    if rest or in_cell & set(unused):
        _write_yaml(page, rest, unused)


def _write_yaml(page: Page, front: Mapping[str, Value | None], unused: Collection[str]) -> None:
    text = unix(page.text)
    if fence_end(text) is None:
        given = {key: value for key, value in front.items() if value is not None}
        new = front_matter(given, portable=False)
        page.top += [*new.splitlines(), *_apart(page)]
        return
    head = parse_head(text)
    spans = _spans(page.lines, head)
    _rename(page, spans, unused, r"^(?P<mark>['\"]?){}(?P=mark)(?=\s*:)")
    _set(page, front, spans, _yaml, head.end - 1)


def _rename(
    page: Page, spans: dict[str, tuple[int, int]], names: Collection[str], pattern: str
) -> None:
    """Rename keys in place; *spans* no longer has them."""
    for key in spans.keys() & set(names):
        start, _ = spans.pop(key)
        match = re.search(pattern.format(re.escape(key)), page.lines[start], re.IGNORECASE)
        if match is None:
            what = f"{key}: ABlog ignored this key, but this extension does not; remove it"
            page.note(start + 1, what, by_hand=True)
        else:
            line = page.lines[start]
            page.replace(
                start, start + 1, [f"{line[: match.start()]}{UNUSED}{key}{line[match.end() :]}"]
            )


def _apart(page: Page) -> list[str]:
    """Return a blank line, unless the page begins with one."""
    text = page.after
    return [] if text and not text.split("\n", 1)[0].strip() else [""]


def _spans(lines: list[str], head: FrontMatter) -> dict[str, tuple[int, int]]:
    """Return the slice of lines of each key, with the lines of its value."""
    starts = {key: entry.line - 1 for key, entry in head.entries.items()}
    bounds = sorted({*starts.values(), *(line - 1 for _, line in head.duplicates), head.end - 1})
    spans = {}
    for key, start in starts.items():
        stop = bounds[bisect_right(bounds, start)]
        # What is below the value belongs to the next key.
        while stop > start + 1 and lines[stop - 1].rstrip()[:1] in {"", "#"}:
            stop -= 1
        spans[key] = (start, stop)
    return spans


def _yaml(key: str, value: Value) -> list[str]:
    return front_matter({key: value}, portable=False).splitlines()[1:-1]


def _write_fields(page: Page, front: Mapping[str, Value | None], unused: Collection[str]) -> None:
    docinfo = find_docinfo(lines_of_rst(unix(page.text)))
    spans = {field.name: (field.start, field.stop) for field in reversed(docinfo.fields)}
    if not spans:
        new = [line for k, v in front.items() if v is not None for line in field(k, v)]
        page.top += [*new, *_apart(page)]
        return
    _rename(page, spans, unused, r"(?<=:){}(?=:)")
    _set(page, front, spans, field, docinfo.fields[-1].stop)


def _set(
    page: Page, front: Mapping[str, Value | None], spans: dict[str, tuple[int, int]],
    written: Callable[[str, Value], list[str]], end: int,
) -> None:  # fmt: skip
    """Replace the lines of keys that exist, and add the others before line *end*, from 0."""
    added: list[str] = []
    for key, value in front.items():
        lines = [] if value is None else written(key, value)
        if key not in spans:
            added += lines
        elif page.lines[slice(*spans[key])] != lines:
            page.replace(*spans[key], lines)
    if added:
        page.replace(end, end, added)
