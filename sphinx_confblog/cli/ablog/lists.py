"""Rewrites the ``postlist`` directives of ABlog."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from sphinx_confblog.cli.ablog.post_options import labels_of
from sphinx_confblog.cli.ablog.records import TAXONOMIES
from sphinx_confblog.cli.editing.page_sources import directives_in_rst, numbered

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from sphinx_confblog.cli.ablog.records import Page
    from sphinx_confblog.cli.editing.page_sources import Directive


POSTLIST = "postlist"
#: A line of a table of reStructuredText, and a directive that begins in a cell of it.
_ROW = re.compile(r"\s*[|+].*[|+]$")
_CELL = re.compile(r"\| *(?P<cell>\.\. +[a-z]+::[^|]*)(?=\|)")
#: Options that ABlog alone has, and what is to be said of them.
GONE = {
    "date": "all lists use confblog_date_format",
    "list-style": "style lists with CSS",
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
    for item in directives:
        if is_old(item):
            opening, indent = opened(page, item)
            options = [f"{indent}:{key}: {value}" for key, value in _options(page, item, labels)]
            page.replace(item.line - 1, item.end, [f"{opening}{item.written(POSTLIST)}", *options])


def note_in_tables(page: Page, names: Container[str]) -> None:
    """Note the lists in cells of tables, and the directives with some other *names*.

    A cell is as wide as it is drawn, so they stay.
    """
    lines = [(number, text) for number, text in numbered(page.text) if _ROW.match(text)]
    for index, (number, text) in enumerate(lines):
        for match in _CELL.finditer(text):
            cell = slice(match.start("cell"), match.end("cell"))
            item = next(directives_in_rst([(n, line[cell]) for n, line in lines[index:]]))
            if item.name in names or is_old(item):
                what = f"{item.name} in a cell of a table is not converted: rewrite it"
                page.note(number, what, by_hand=True)


def opened(page: Page, directive: Directive) -> tuple[str, str]:
    """Return what precedes a directive's name in its line, and the indent of its options."""
    before = page.lines[directive.line - 1].partition(directive.written(directive.name))[0]
    if not directive.is_fence:
        # It may be in a quote of Markdown.
        return before, re.sub(r"[^\s>]", " ", before)
    inner = re.sub(r"[`:~]{3,}[ \t]*$", "", before)
    return before, re.sub(r"[-+*]|\d+[.)]", lambda match: " " * len(match[0]), inner)


def is_old(postlist: Directive) -> bool:
    """Tell whether a directive is a list with ABlog's options."""
    if postlist.name != POSTLIST:
        return False
    if postlist.argument or postlist.options.keys() & (GONE.keys() | {"excerpts", "format"}):
        return True
    if postlist.options.keys() & {"author", "category", "language"}:
        return True
    several = any("," in postlist.options.get(name, "") for name in ("tags", "location"))
    flag = "sort" in postlist.options and not postlist.options["sort"]
    return flag or (several and not _is_ours(postlist))


def _is_ours(postlist: Directive) -> bool:
    """Tell whether a list uses options that ABlog lacks."""
    signs = any("+" in postlist.options.get(name, "") for name in ("tags", "location"))
    return signs or bool(postlist.options.keys() & OURS)


def _options(
    page: Page, postlist: Directive, labels: Mapping[str, Container[str]] | None
) -> Iterator[tuple[str, str]]:
    """Yield the options of the new list with their values."""
    for option, taxonomy in TAXONOMIES.items():
        asked = labels_of(postlist.options.get(option))
        for label in asked:
            if labels is not None and label not in labels.get(taxonomy, ()):
                what = (
                    f"{option}: no post has {label!r}, so ABlog ignored it; now the list is empty"
                )
                page.note(postlist.line, what, by_hand=True)
        # A post must have all of them.
        if asked:
            yield taxonomy, asked[0] if len(asked) == 1 else ", ".join(f"+{name}" for name in asked)
    if postlist.argument.isdecimal():
        yield "limit", postlist.argument
    if "sort" in postlist.options:
        yield "sort", "date"
        if postlist.argument:
            what = "sort: ABlog listed the newest posts, oldest first; this lists the oldest posts"
            page.note(postlist.line, what, by_hand=True)
    yield from _style(page, postlist)
    for option, text in GONE.items():
        if option in postlist.options:
            page.note(postlist.line, f"{option} was removed: {text}")


def _style(page: Page, postlist: Directive) -> Iterator[tuple[str, str]]:
    """Yield the style closest to the given format."""
    form = postlist.options.get("format", "{date} - {title}").strip()
    if "excerpts" in postlist.options:
        yield "style", "cards"
    else:
        names = {name for _, name, _, _ in _parsed(form) if name}
        if names <= {"title"}:
            yield "style", "titles"
        elif not names <= {"title", "date"}:
            yield "style", "table"
    if form not in {"{date} - {title}", "{title}"}:
        page.note(postlist.line, f"format: {form} was replaced with the closest style")


def _parsed(form: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(form))
    except ValueError:
        return []
