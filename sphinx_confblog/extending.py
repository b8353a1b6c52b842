"""Adds an extension to ``conf.py``, where its list of extensions is a plain one."""

from __future__ import annotations

import ast
import re
from typing import TypeAlias

from sphinx_confblog.fences import lines_of

OPTION = "extensions"

_Literal: TypeAlias = "ast.List | ast.Tuple"


def with_extension(source: str, name: str) -> str | None:
    """The text of a ``conf.py`` with one more extension, in the style of the list.

    None if there is no one place where the list is written as a literal of texts. A file
    that never speaks of extensions gets a list at its end.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    if not any(isinstance(node, ast.Name) and node.id == OPTION for node in ast.walk(tree)):
        return None if _imports_all(tree) else _appended(source, name)
    literal = _literal(tree)
    if literal is None:
        return None
    edited = _inserted(source, literal, name)
    return edited if _is_right(edited, literal, name) else None


def _imports_all(tree: ast.Module) -> bool:
    """Whether names come from other files, the list of extensions perhaps among them."""
    return any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        for node in ast.walk(tree)
    )


def _appended(source: str, name: str) -> str:
    newline = "\r\n" if "\r\n" in source else "\n"
    end = "" if not source or source.endswith("\n") else newline
    return f'{source}{end}{newline}{OPTION} = ["{name}"]{newline}'


def _literal(tree: ast.Module) -> _Literal | None:
    """The list of extensions, if it is set once, at the top level, to a literal of texts."""
    values = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(map(_is_option, node.targets)):
            values.append(node.value if node in tree.body and len(node.targets) == 1 else None)
        elif isinstance(node, ast.AnnAssign) and _is_option(node.target):
            values.append(node.value if node in tree.body else None)
    if len(values) != 1 or not isinstance(value := values[0], ast.List | ast.Tuple):
        return None
    return value if all(map(_is_text, value.elts)) else None


def _is_option(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == OPTION


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _inserted(source: str, literal: _Literal, name: str) -> str:
    """The text with one more element; whether it is right is another's to say."""
    lines = lines_of(source)
    end = _position(lines, literal.end_lineno, literal.end_col_offset) - 1
    start = _position(lines, literal.lineno, literal.col_offset) + 1
    last = literal.elts[-1] if literal.elts else None
    after = _position(lines, last.end_lineno, last.end_col_offset) if last else start
    quote = source[after - 1] if last else max("\"'", key=source.count)
    element = f"{quote}{name}{quote}"
    tail = source[after:end]
    if "\n" not in tail:
        return source[:after] + _in_line(tail, element, first=last is None) + source[end:]
    return source[:after] + _in_lines(source, tail, element, literal) + source[end:]


def _in_line(tail: str, element: str, *, first: bool) -> str:
    """What stands between the last element and the bracket in the same line, with one more."""
    if first:
        return element
    return f", {element}{tail.rstrip()}"


def _in_lines(source: str, tail: str, element: str, literal: _Literal) -> str:
    """What stands between the last element and the bracket in a later line, with one more."""
    before, _, closing = tail.rpartition("\n")
    newline = "\r\n" if before.endswith("\r") else "\n"
    before = before.removesuffix("\r")
    indent = "    "
    if literal.elts:
        line = lines_of(source)[literal.elts[-1].lineno - 1]
        if line.lstrip()[:1] in {"'", '"'}:
            indent = line[: len(line) - len(line.lstrip())]
    comma = "," if re.match(r"\s*,", before) or not literal.elts else ""
    lead = "" if comma else ","
    return f"{lead}{before}{newline}{indent}{element}{comma}{newline}{closing}"


def _position(lines: list[str], line: int | None, column: int | None) -> int:
    """The index in a text of a place that the syntax tree names, in bytes of UTF-8."""
    assert line is not None
    assert column is not None
    before = sum(map(len, lines[: line - 1]))
    return before + len(lines[line - 1].encode()[:column].decode())


def _is_right(edited: str, literal: _Literal, name: str) -> bool:
    """Whether the edited text is one that Python reads as the old list with one more element."""
    try:
        found = _literal(ast.parse(edited))
    except (SyntaxError, ValueError):
        return False
    wanted = [*ast.literal_eval(literal), name]
    return found is not None and list(ast.literal_eval(found)) == wanted
