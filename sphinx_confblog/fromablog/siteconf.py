"""Rewrites ``conf.py``: the extension, its options and its sidebars."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.fromablog.conffile import ConfFile, literal
from sphinx_confblog.fromablog.mapping import GONE, OPTIONS, RENAMED, REPLACED, is_nothing
from sphinx_confblog.fromablog.records import Note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_confblog.fromablog.records import Page, Settings

OLD, NEW = "ablog", "sphinx_confblog"
#: Sidebars of ABlog's -> ours; None: gone.
SIDEBARS = {
    "archives": "archive",
    "authors": "authors",
    "categories": "categories",
    "languages": "languages",
    "locations": "location",
    "postcard": "details",
    "postcard2": None,
    "postnavy": None,
    "recentposts": "recent",
    "tagcloud": "tagcloud",
}
_SIDEBAR = re.compile(rf"(?:ablog/)?({'|'.join(sorted(SIDEBARS, key=len, reverse=True))})(\.html)?")


def sidebars_in(page: Page) -> set[str]:
    """The sidebars of ours that a site shows once it has moved."""
    found = (_SIDEBAR.fullmatch(text) for text in re.findall(r"ablog/[\w.]+", page.text))
    return {name for match in found if match and (name := SIDEBARS[match[1]])}


def move_conf(page: Page, settings: Settings, wanted: Mapping[str, Any]) -> str:
    """The new text of ``conf.py``; *wanted* are options to be added, unless they are set."""
    try:
        conf = ConfFile(page.text)
    except (SyntaxError, ValueError):
        page.note(1, "it is not understood: change its options by hand", by_hand=True)
        return page.text
    _move_extension(page, conf)
    _move_sidebars(page, conf)
    for option in OPTIONS:
        _move_option(page, conf, settings, option)
    missing = {}
    for name, value in wanted.items():
        if any(conf.assigned(name)):
            if settings.get(name) != value and isinstance(value, dict):
                what = f"{name} is set already: see that it has {literal(value)}"
                page.note(next(conf.assigned(name)).lineno, what, by_hand=True)  # type: ignore[attr-defined]
        elif name not in set(map(RENAMED.get, settings.raw)):
            missing[name] = value
    if missing:
        conf.insert("".join(f"{name} = {literal(value)}\n" for name, value in missing.items()))
    after = conf.after
    _look_for_rest(page, after)
    return after


def _move_extension(page: Page, conf: ConfFile) -> None:
    found = [
        node
        for statement in ast.walk(conf.tree)
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
        and any(isinstance(n, ast.Name) and n.id == "extensions" for n in ast.walk(statement))
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and node.value == OLD
    ]
    there = any(conf.texts(lambda text: text == NEW))
    for number, node in enumerate(found):
        if there or number:
            conf.drop(node)
        else:
            conf.retext(node, NEW)
    if not found and not there:
        page.note(1, f'put "{NEW}" in the place of "{OLD}" in extensions', by_hand=True)


def _move_sidebars(page: Page, conf: ConfFile) -> None:
    inside = {
        id(node)
        for statement in ast.walk(conf.tree)
        if isinstance(statement, ast.Assign)
        and any(isinstance(n, ast.Name) and n.id == "html_sidebars" for n in ast.walk(statement))
        for node in ast.walk(statement)
    }
    for node in conf.texts(lambda text: _SIDEBAR.fullmatch(text) is not None):
        match = _SIDEBAR.fullmatch(str(node.value))
        # Names without a folder mean ABlog's templates in lists of sidebars alone.
        if match is None or not (
            node.value.startswith("ablog/") or (match[2] and id(node) in inside)
        ):  # type: ignore[union-attr]
            continue
        name = SIDEBARS[match[1]]
        if name is None:
            conf.drop(node)
            page.note(node.lineno, f"the sidebar {node.value!r} is gone: themes have such links")
        else:
            conf.retext(node, f"confblog/{name}{match[2] or ''}")


def _move_option(page: Page, conf: ConfFile, settings: Settings, option: str) -> None:
    places = list(conf.assigned(option))
    if not places:
        return
    line = places[0].lineno  # type: ignore[attr-defined]
    new, statement = RENAMED.get(option), conf.statement(option)
    value = settings.get(option)
    if statement is None:
        what = f"set {new} instead" if new else (REPLACED | GONE)[option] or "see the new options"
        page.note(line, f"{option} is not set by a plain statement: {what}", by_hand=True)
    elif new is not None and not is_nothing(value):
        if any(conf.assigned(new)):
            conf.remove(statement)
            if settings.get(new) != value:
                what = f"{option} was {value!r}; {new} is set already, and counts"
                page.note(line, what, by_hand=True)
        else:
            conf.rename(statement, new)
    elif option in REPLACED and not _is_literal(statement.value):
        what = f"{option} is computed: what it comes to now stands in our options"
        page.note(line, what, by_hand=True)
    else:
        conf.remove(statement)
        if why := (REPLACED | GONE).get(option):
            page.note(line, f"{option} is gone: {why}")


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return False
    return True


def _look_for_rest(page: Page, after: str) -> None:
    """Say where the file still speaks of ABlog."""
    for line, text in enumerate(after.split("\n"), start=1):
        code = text.partition("#")[0]
        if re.search(r"\bablog\b", code) and "sphinx_confblog" not in code:
            number = next((n for n, old in enumerate(page.lines, 1) if old == text), line)
            page.note(number, f"ABlog is named here: {text.strip()}", by_hand=True)


def notes_on_templates(path: Path, text: str) -> list[Note]:
    """Say where a template of the site's own asks ABlog for something."""
    return [
        Note(path, number, "a template that asks ABlog for something", open=True)
        for number, line in enumerate(text.split("\n"), start=1)
        if re.search(r"\bablog\b", line)
    ][:1]
