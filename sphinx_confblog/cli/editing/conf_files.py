"""Edits the text of a `conf.py`, and leaves everything else in it as it is."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.util.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Statement: TypeAlias = ast.Assign | ast.AnnAssign
    Literal: TypeAlias = ast.List | ast.Tuple


OPTION = "extensions"
#: The mark at the beginning of files that some editors save.
BOM = "\ufeff"
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")


def target_of(node: ast.stmt) -> ast.expr | None:
    """Return the target of an assignment with a single one."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return node.targets[0]
    return node.target if isinstance(node, ast.AnnAssign) and node.value is not None else None


@dataclass(slots=True)
class ConfFile:
    """The text of a ``conf.py`` and what is to become of it."""

    text: str
    tree: ast.Module = field(init=False)
    lines: list[str] = field(init=False)
    #: Start, end and new text.
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    #: Behind the last statement of an option.
    place: int | None = None

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.text)
        self.lines = lines_of(self.text)

    def assigned(self, option: str) -> list[int]:
        """Return the lines that assign a name."""
        return [node.lineno for node in self._names(option) if isinstance(node.ctx, ast.Store)]

    def is_used(self, option: str) -> bool:
        """Tell whether the value of a name is read anywhere."""
        return any(isinstance(node.ctx, ast.Load) for node in self._names(option))

    def _names(self, option: str) -> Iterator[ast.Name]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name) and node.id == option:
                yield node

    def statement(self, option: str) -> Statement | None:
        """Return the only assignment of an option, if it is a plain statement on its own lines."""
        if len(self.assigned(option)) != 1:
            return None
        for node in self.tree.body:
            target = target_of(node)
            if isinstance(target, ast.Name) and target.id == option:
                assert isinstance(node, ast.Assign | ast.AnnAssign)
                return node if self.is_alone(node) else None
        return None

    def is_alone(self, node: ast.stmt) -> bool:
        """Tell whether a statement shares its lines with no other."""
        return node.col_offset == 0 and _REST.match(self.text, self.end(node)) is not None

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Return the offset where a node begins."""
        return self._position(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Return the offset where a node ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._position(node.end_lineno, node.end_col_offset)

    def _position(self, line: int, column: int) -> int:
        # Python counts columns in bytes.
        before = sum(map(len, self.lines[: line - 1]))
        return before + len(self.lines[line - 1].encode()[:column].decode())

    def rename(self, statement: Statement, name: str) -> None:
        """Rename the target of an assignment; if other lines use it, assign both names."""
        target = target_of(statement)
        assert isinstance(target, ast.Name)
        end = self.pass_by(statement)
        if self.is_used(target.id):
            self.edits.append((end, end, f"{name} = {target.id}\n"))
        else:
            self.edits.append((self.start(target), self.end(target), name))

    def remove(self, statement: ast.stmt) -> None:
        """Remove the assignment of an option, with the rest of its line."""
        end = self.pass_by(statement)
        self.edits.append((self.start(statement), end, ""))

    def remove_line(self, statement: ast.stmt) -> None:
        """Remove another statement, with the rest of its line."""
        rest = _REST.match(self.text, self.end(statement))
        self.edits.append((self.start(statement), rest.end() if rest else self.end(statement), ""))

    def goes(self, node: ast.expr | ast.stmt) -> bool:
        """Tell whether a node is removed."""
        place = self.start(node)
        return any(start <= place < end and not new for start, end, new in self.edits)

    def pass_by(self, statement: ast.stmt) -> int:
        """Return the offset after a statement and the rest of its line; new options go there."""
        rest = _REST.match(self.text, self.end(statement))
        end = rest.end() if rest else self.end(statement)
        self.place = max(self.place or 0, end)
        return end

    def texts(self, wanted: Callable[[str], bool]) -> Iterator[ast.Constant]:
        """Yield the string literals for which *wanted* is true."""
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and wanted(node.value)
            ):
                yield node

    def retext(self, node: ast.expr, new: str) -> None:
        """Replace a string literal, in the same quotes."""
        quote = "'" if self.text[self.start(node) :].lstrip("rRuUbB")[:1] == "'" else '"'
        self.edits.append((self.start(node), self.end(node), f"{quote}{new}{quote}"))

    def drop(self, node: ast.expr) -> None:
        """Remove an element from its list."""
        start, end = self.start(node), self.end(node)
        after = re.compile(r"[ \t]*,[ \t]*").match(self.text, end)
        if after:
            end = after.end()
        elif before := re.search(r",\s*$", self.text[:start]):
            start = before.start()
        line = self.text.rfind("\n", 0, start) + 1
        if after and not self.text[line:start].strip() and self.text[end : end + 1] == "\n":
            start, end = line, end + 1
        self.edits.append((start, end, ""))

    def insert(self, new: str) -> None:
        """Insert lines after the last statement of an option, or at the end."""
        place = len(self.text) if self.place is None else self.place
        apart = place and not self.text[:place].endswith("\n")
        self.edits.append((place, place, f"\n{new}" if apart else new))

    def append(self, node: Literal, text: str) -> None:
        """Append a string to a list or tuple literal, in the style of the others."""
        start, end = self.start(node) + 1, self.end(node) - 1
        after = self.end(node.elts[-1]) if node.elts else start
        last = self.text[after - 1] if node.elts else ""
        quote = last if last in {"'", '"'} else max("\"'", key=self.text.count)
        element, tail = f"{quote}{text}{quote}", self.text[after:end]
        if "\n" in tail:
            new = self._in_lines(tail, element, node)
        else:
            new = f", {element}{tail.rstrip()}" if node.elts else element
        self.edits.append((after, end, new))

    def add_operand(self, value: ast.expr, text: str, kind: type) -> None:
        """Add a list, or a tuple, with a string to a sum of such."""
        quote = max("\"'", key=self.text.count)
        literals = {list: f"[{quote}{text}{quote}]", tuple: f"({quote}{text}{quote},)"}
        if kind in literals:
            self.edits.append((self.end(value), self.end(value), f" + {literals[kind]}"))

    def _in_lines(self, tail: str, element: str, node: Literal) -> str:
        """Return the text between the last element and the closing bracket, with one more line."""
        before, _, closing = tail.rpartition("\n")
        newline = "\r\n" if before.endswith("\r") else "\n"
        before = before.removesuffix("\r")
        line = self.lines[node.elts[-1].lineno - 1] if node.elts else ""
        # Python counts columns in bytes.
        own = bool(node.elts) and not line.encode()[: node.elts[-1].col_offset].strip()
        indent = line[: len(line) - len(line.lstrip())] if own else "    "
        comma = "," if re.match(r"\s*,", before) or not node.elts else ""
        lead = "" if comma else ","
        return f"{lead}{before}{newline}{indent}{element}{comma}{newline}{closing}"

    @property
    def after(self) -> str:
        """Return the text with all edits."""
        text = self.text
        numbered = [(start, end, n, new) for n, (start, end, new) in enumerate(self.edits)]
        for start, end, _, new in sorted(numbered, reverse=True):
            text = text[:start] + new + text[end:]
        return text


def literal(value: object, indent: str = "") -> str:
    """Return a value as Python source that formatters leave alone."""
    if isinstance(value, str):
        return f'"{value}"' if _is_plain(value) else repr(value)
    if isinstance(value, list) and value:
        return _bracketed("[", [literal(item, indent + "    ") for item in value], "]", indent)
    if isinstance(value, dict) and value:
        items = [f"{literal(k)}: {literal(v, indent + '    ')}" for k, v in value.items()]
        return _bracketed("{", items, "}", indent)
    return repr(value)


def _is_plain(text: str) -> bool:
    return text.isprintable() and not set(text) & {'"', "\\"}


def _bracketed(opening: str, items: list[str], closing: str, indent: str) -> str:
    line = f"{opening}{', '.join(items)}{closing}"
    if len(line) + len(indent) < 60 and "\n" not in line:
        return line
    inner = "".join(f"{indent}    {item},\n" for item in items)
    return f"{opening}\n{inner}{indent}{closing}"


def with_extension(source: str, name: str, kind: type = list) -> str | None:
    """Return the text of ``conf.py`` with one more extension, in the style of the list.

    The list may be a literal, or a sum such as ``common + ["a"]``, whose value is of a *kind*.
    None if it is set in another way, or in several places. A file that does not mention
    extensions gets a list at its end.
    """
    if source.startswith(BOM):
        after = with_extension(source.removeprefix(BOM), name, kind)
        return None if after is None else BOM + after
    try:
        conf = ConfFile(source)
    except (SyntaxError, ValueError):
        return None
    if not conf.assigned(OPTION) and not conf.is_used(OPTION):
        return None if _imports_all(conf.tree) else _appended(source, name)
    value = _extensions(conf.tree)
    if value is None:
        return None
    if literals := [node for node in _operands(value) if isinstance(node, ast.List | ast.Tuple)]:
        conf.append(literals[-1], name)
    elif len([*_operands(value)]) > 1:
        conf.add_operand(value, name, kind)
    return conf.after if _is_right(conf.after, value, name) else None


def _imports_all(tree: ast.Module) -> bool:
    """Tell whether a file has a star import, which may define the extensions."""
    return any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        for node in ast.walk(tree)
    )


def _appended(source: str, name: str) -> str:
    newline = "\r\n" if "\r\n" in source else "\n"
    end = "" if not source or source.endswith("\n") else newline
    return f'{source}{end}{newline}{OPTION} = ["{name}"]{newline}'


def _extensions(tree: ast.Module) -> ast.expr | None:
    """Return the value of the only assignment to the list, or else of the last ``+=``.

    None if that is not a statement of its own at the top level.
    """
    values: list[ast.expr | None] = []
    added: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(map(_is_option, node.targets)):
            values.append(node.value if node in tree.body and len(node.targets) == 1 else None)
        elif isinstance(node, ast.AnnAssign) and _is_option(node.target):
            values.append(node.value if node in tree.body else None)
        elif isinstance(node, ast.AugAssign) and _is_option(node.target) and node in tree.body:
            added.append(node.value)
    values = values or [*added[-1:]]
    return values[0] if len(values) == 1 else None


def _is_option(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == OPTION


def _operands(value: ast.expr) -> Iterator[ast.expr]:
    """Return the operands of a sum, or the value itself."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _operands(value.left)
        yield from _operands(value.right)
    else:
        yield value


def _is_right(edited: str, before: ast.expr, name: str) -> bool:
    """Tell whether the edited text has the old extensions and one more."""
    try:
        after = _extensions(ast.parse(edited))
    except (SyntaxError, ValueError):
        return False
    wanted = [*_parts(before), ast.dump(ast.Constant(name))]
    return after is not None and sorted(_parts(after)) == sorted(wanted)


def _parts(value: ast.expr) -> Iterator[str]:
    """Return the elements of the literals in a sum, and its other operands."""
    for node in _operands(value):
        elements = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
        yield from map(ast.dump, elements)
