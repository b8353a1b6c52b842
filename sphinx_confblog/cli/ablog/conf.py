"""Rewrites ``conf.py``: the extension, its options and its sidebars."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.cli.ablog.records import FOLDERS, NEW, OLD
from sphinx_confblog.cli.ablog.site_options import (
    DEFAULTS,
    GONE,
    OPTIONS,
    RENAMED,
    REPLACED,
    is_nothing,
)
from sphinx_confblog.cli.editing.conf_files import ConfFile, literal

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from sphinx_confblog.cli.ablog.records import Page, Settings
    from sphinx_confblog.cli.editing.conf_files import Statement


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
#: The one option that an empty string does not unset: the blog is the whole site.
EMPTY = ("blog_path", "")
_SIDEBAR = re.compile(rf"(?:ablog/)?({'|'.join(sorted(SIDEBARS, key=len, reverse=True))})(\.html)?")


def sidebars_in(page: Page) -> set[str]:
    """Return the names of our sidebars that replace the ones in ``conf.py``."""
    matches = (_SIDEBAR.fullmatch(text) for text in re.findall(r"ablog/[\w.]+", page.text))
    return {name for match in matches if match and (name := SIDEBARS[match[1]])}


def old_sidebars(settings: Settings, own: Container[str]) -> dict[str, str | None]:
    """Return ABlog's sidebars in the value of ``html_sidebars`` -> ours; *own* templates stay."""
    value = settings.get("html_sidebars")
    lists = value.values() if isinstance(value, dict) else ()
    names = {str(name) for names in lists if isinstance(names, list | tuple) for name in names}
    matches = {name: _SIDEBAR.fullmatch(name) for name in sorted(names) if name not in own}
    return {
        name: f"confblog/{new}.html" if (new := SIDEBARS[match[1]]) else None
        for name, match in matches.items()
        if match and match[2]
    }


def move_conf(
    page: Page, settings: Settings, wanted: Mapping[str, Any], documents: Container[str | None],
    templates: Container[str],
) -> str:  # fmt: skip
    """Return the new text of ``conf.py``; add the options in *wanted* that it does not set.

    *documents* and *templates* are the site's own.
    """
    try:
        conf = ConfFile(page.text)
    except (SyntaxError, ValueError):
        page.note(1, "this file cannot be parsed: change its options", by_hand=True)
        return page.text
    _move_extension(page, conf)
    _move_imports(page, conf)
    lists = [name for name in (settings.path, *map(settings.below, FOLDERS.values())) if name]
    moved = {name: f"{name}/index" for name in lists if name not in documents}
    _move_sidebars(page, conf, settings, moved, templates)
    for option in OPTIONS:
        _move_option(page, conf, settings, option)
    missing = {}
    for name, value in wanted.items():
        if lines := conf.assigned(name):
            if settings.get(name) != value and isinstance(value, dict):
                what = f"{name} is already set: make sure that it contains {literal(value)}"
                page.note(lines[0], what, by_hand=True)
        elif name not in set(map(RENAMED.get, settings.raw)):
            missing[name] = value
    if missing:
        conf.insert("".join(f"{name} = {literal(value)}\n" for name, value in missing.items()))
    _look_for_rest(page, conf)
    return conf.after


def _move_extension(page: Page, conf: ConfFile) -> None:
    listed = [
        node
        for statement in ast.walk(conf.tree)
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
        and any(isinstance(n, ast.Name) and n.id == "extensions" for n in ast.walk(statement))
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and node.value in {OLD, NEW}
    ]
    there = any(node.value == NEW for node in listed)
    for number, node in enumerate(node for node in listed if node.value == OLD):
        if there or number:
            conf.drop(node)
        else:
            conf.retext(node, NEW)
    if not listed:
        page.note(1, f'replace "{OLD}" with "{NEW}" in extensions', by_hand=True)


def _move_sidebars(
    page: Page, conf: ConfFile, settings: Settings, moved: Mapping[str, str], own: Container[str]
) -> None:
    """Name our sidebars, and our pages where these have other names than ABlog's.

    The site's *own* templates stay.
    """
    nodes = _nodes_of({"html_sidebars"}, conf)
    keys = {key for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
    for node in _nodes_of({"html_theme_options"}, conf):
        # Options of themes may have pages as keys.
        inner = node.values if isinstance(node, ast.Dict) else ()
        keys |= {key for value in inner if isinstance(value, ast.Dict) for key in value.keys}
    done = set()
    for node in conf.texts(lambda text: text in moved or _SIDEBAR.fullmatch(text) is not None):
        text = str(node.value)
        match = None if text in own else _SIDEBAR.fullmatch(text)
        if node in keys and text in moved:
            conf.retext(node, moved[text])
        # Names without a folder mean ABlog's templates in lists of sidebars alone.
        elif match and (text.startswith("ablog/") or (match[2] and node in nodes - keys)):
            _move_sidebar(page, conf, node, match)
            done.add(text)
    for name, new in old_sidebars(settings, own).items():
        if name not in done:
            todo = f"write {new}" if new else "remove it: themes have these links"
            what = f"html_sidebars has {name}, which comes from elsewhere: {todo}"
            page.note((conf.assigned("html_sidebars") or [1])[0], what, by_hand=True)


def _nodes_of(names: set[str], conf: ConfFile) -> set[ast.AST]:
    """Return all nodes of the statements about some names, and about those that they use."""
    nodes: set[ast.AST] = set()
    for statement in ast.walk(conf.tree):
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr):
            inner = list(ast.walk(statement))
            changed = inner if isinstance(statement, ast.Expr) else _targets(statement)
            if any(isinstance(node, ast.Name) and node.id in names for node in changed):
                nodes.update(inner)
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    return nodes if used <= names else _nodes_of(names | used, conf)


def _targets(statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> list[ast.AST]:
    """Return the nodes of what a statement assigns to."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return [node for target in targets for node in ast.walk(target)]


def _move_sidebar(page: Page, conf: ConfFile, node: ast.Constant, match: re.Match[str]) -> None:
    name = SIDEBARS[match[1]]
    if name is None:
        conf.drop(node)
        page.note(node.lineno, f"the sidebar {match[0]!r} was removed: themes have these links")
    else:
        conf.retext(node, f"confblog/{name}{match[2] or ''}")


def _move_option(page: Page, conf: ConfFile, settings: Settings, option: str) -> None:
    if not (lines := conf.assigned(option)):
        return
    new, statement, value = RENAMED.get(option), conf.statement(option), settings.get(option)
    if statement is None:
        what = f"set {new} instead" if new else (REPLACED | GONE)[option] or "see the new options"
        page.note(lines[0], f"{option} is not set by a simple assignment: {what}", by_hand=True)
    elif new is not None and (not is_nothing(value) or (option, value) == EMPTY):
        if not conf.assigned(new):
            conf.rename(statement, new)
            return
        if settings.get(new) != value:
            what = f"{option} was {value!r}; {new} is already set, and its value is used"
            page.note(lines[0], what, by_hand=True)
        _remove(page, conf, option, statement)
    elif (
        option in REPLACED and option not in DEFAULTS
        and statement.value and not _is_literal(statement.value)
    ):  # fmt: skip
        what = f"{option} is computed: the new options contain its current value"
        page.note(lines[0], what, by_hand=True)
    else:
        _remove(page, conf, option, statement)
        if (why := (REPLACED | GONE).get(option)) and (value or option in GONE):
            page.note(lines[0], f"{option} was removed: {why}")


def _remove(page: Page, conf: ConfFile, option: str, statement: Statement) -> None:
    """Take an option out, unless other lines use its value."""
    if conf.is_used(option):
        page.note(statement.lineno, f"{option} is kept, because other lines use it")
    else:
        conf.remove(statement)


def _move_imports(page: Page, conf: ConfFile) -> None:
    """Take out the folder of ABlog's templates, and the import that it takes."""
    calls = [
        node
        for node in ast.walk(conf.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"ablog.get_html_templates_path", "get_html_templates_path"}
    ]
    listed = [
        call
        for call in calls
        for node in ast.walk(conf.tree)
        if isinstance(node, ast.List) and call in node.elts
    ]
    for call in listed:
        conf.drop(call)
    names = [node for node in ast.walk(conf.tree) if isinstance(node, ast.Name) and node.id == OLD]
    if len(calls) != len(listed) or len(names) > len(listed):
        return
    for statement in conf.tree.body:
        whole = ast.unparse(statement) in {
            "import ablog",
            "from ablog import get_html_templates_path",
        }
        if whole and conf.is_alone(statement):
            conf.remove_line(statement)


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return False
    return True


def _look_for_rest(page: Page, conf: ConfFile) -> None:
    """Say where the file still needs ABlog."""
    for node in ast.walk(conf.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        needs = (isinstance(node, ast.Name) and node.id == OLD) or (
            isinstance(node, ast.Attribute) and node.attr.startswith(f"{OLD}_")
        )
        if needs or any(name.partition(".")[0] == OLD for name in names):
            assert isinstance(node, ast.expr | ast.stmt)
            if not conf.goes(node):
                page.note(node.lineno, "this needs ABlog", by_hand=True)
