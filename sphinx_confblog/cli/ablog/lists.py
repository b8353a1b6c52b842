"""Rewrites the ``postlist`` directives of ABlog."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.post_options import labels_of
from sphinx_confblog.cli.ablog.records import TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from sphinx_confblog.cli.ablog.records import Page
    from sphinx_confblog.cli.page_sources import Directive


POSTLIST = "postlist"
#: Options that ABlog alone has, and what is to be said of them.
GONE = {
    "date": "the format of dates is that of confblog_date_format in all lists",
    "list-style": "the look of a list is CSS",
    "expand": 'a card has its own "Read more"',
}
#: Options of ours that ABlog has not: a list with one of them has been moved already.
OURS = frozenset(["limit", "style", "authors", "categories", "languages", "since", "until"])


def move_lists(
    page: Page, directives: list[Directive], labels: Mapping[str, Container[str]] | None
) -> None:
    """Rewrite the lists of a page; *labels* is our taxonomy -> the labels that posts have.

    Without them, it is not known what posts have.
    """
    for found in directives:
        if found.name == POSTLIST and _is_old(found):
            name = "{postlist}" if page.markdown else "postlist::"
            opening, indent = opened(page, found.line, name)
            options = [f"{indent}:{key}: {value}" for key, value in _options(page, found, labels)]
            page.replace(found.line - 1, found.end, [f"{opening}{name}", *options])


def opened(page: Page, line: int, name: str) -> tuple[str, str]:
    """What stands before the name of a directive in its line, and before its options."""
    before = page.lines[line - 1].partition(name)[0]
    if not page.markdown:
        return before, re.sub(r"\S", " ", before)
    inner = re.sub(r"[`:~]{3,}[ \t]*$", "", before)
    return before, re.sub(r"[-+*]|\d+[.)]", lambda match: " " * len(match[0]), inner)


def _is_old(found: Directive) -> bool:
    """Whether a list is told something that only ABlog understands, or otherwise."""
    if found.argument or found.options.keys() & (GONE.keys() | {"excerpts", "format"}):
        return True
    if found.options.keys() & {"author", "category", "language"}:
        return True
    several = any("," in found.options.get(name, "") for name in ("tags", "location"))
    flag = "sort" in found.options and not found.options["sort"]
    return flag or (several and not _is_ours(found))


def _is_ours(found: Directive) -> bool:
    """Whether a list says something that ABlog does not understand."""
    signs = any("+" in found.options.get(name, "") for name in ("tags", "location"))
    return signs or bool(found.options.keys() & OURS)


def _options(
    page: Page, found: Directive, labels: Mapping[str, Container[str]] | None
) -> Iterator[tuple[str, str]]:
    """The options of the new list."""
    for option, taxonomy in TAXONOMIES.items():
        asked = labels_of(found.options.get(option))
        known = [name for name in asked if labels is None or name in labels.get(taxonomy, ())]
        for label in [label for label in asked if label not in known]:
            page.note(found.line, f"{option}: no post has {label!r}, so ABlog took no note of it")
        # A post must have all of them.
        if known:
            yield taxonomy, known[0] if len(known) == 1 else ", ".join(f"+{name}" for name in known)
    if found.argument.isdecimal():
        yield "limit", found.argument
    if "sort" in found.options:
        yield "sort", "date"
        if found.argument:
            what = "sort: these were the newest posts, the oldest first; now they are the oldest"
            page.note(found.line, what, by_hand=True)
    yield from _style(page, found)
    for option, text in GONE.items():
        if option in found.options:
            page.note(found.line, f"{option} is gone: {text}")


def _style(page: Page, found: Directive) -> Iterator[tuple[str, str]]:
    """The style that looks most like a format."""
    form = found.options.get("format", "{date} - {title}").strip()
    if "excerpts" in found.options:
        yield "style", "cards"
    else:
        names = {name for _, name, _, _ in _parsed(form) if name}
        if names <= {"title"}:
            yield "style", "titles"
        elif not names <= {"title", "date"}:
            yield "style", "table"
    if form not in {"{date} - {title}", "{title}"}:
        page.note(found.line, f"format: {form} became a style; see the lists in the docs")


def _parsed(form: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(form))
    except ValueError:
        return []
