"""Edits ``conf.py``: names, texts and whole statements, where they are written plainly."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_confblog.fences import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_REST = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")


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

    def assigned(self, option: str) -> Iterator[ast.AST]:
        """All places where a name is given a value."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == option:
                yield node

    def statement(self, option: str) -> ast.Assign | None:
        """The only place that sets an option, if it is a plain statement on lines of its own."""
        if len(list(self.assigned(option))) != 1:
            return None
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                target = node.targets[0]
                if isinstance(target, ast.Name) and target.id == option:
                    whole = node.col_offset == 0 and _REST.match(self.text, self.end(node))
                    return node if whole else None
        return None

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Where a node begins in the text."""
        return self._position(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Where a node ends in the text."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._position(node.end_lineno, node.end_col_offset)

    def _position(self, line: int, column: int) -> int:
        # Python counts columns in bytes.
        before = sum(map(len, self.lines[: line - 1]))
        return before + len(self.lines[line - 1].encode()[:column].decode())

    def rename(self, statement: ast.Assign, name: str) -> None:
        """Give what a statement sets another name."""
        target = statement.targets[0]
        self.edits.append((self.start(target), self.end(target), name))
        self.pass_by(statement)

    def remove(self, statement: ast.Assign) -> None:
        """Take a statement out, with the rest of its line."""
        end = self.pass_by(statement)
        self.edits.append((self.start(statement), end, ""))

    def pass_by(self, statement: ast.Assign) -> int:
        """Note where a statement ends, with the rest of its line."""
        rest = _REST.match(self.text, self.end(statement))
        end = rest.end() if rest else self.end(statement)
        self.place = max(self.place or 0, end)
        return end

    def texts(self, wanted: Callable[[str], bool]) -> Iterator[ast.Constant]:
        """The literal texts, outside of longer ones, that are wanted."""
        for node in ast.walk(self.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and wanted(node.value)
            ):
                yield node

    def retext(self, node: ast.Constant, new: str) -> None:
        """Put another text in the place of one, in the same quotes."""
        quote = "'" if self.text[self.start(node) :].lstrip("rRuUbB")[:1] == "'" else '"'
        self.edits.append((self.start(node), self.end(node), f"{quote}{new}{quote}"))

    def drop(self, node: ast.Constant) -> None:
        """Take a text out of the list that it stands in."""
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
        """Put lines behind the last statement of an option, or at the end."""
        place = len(self.text) if self.place is None else self.place
        apart = place and not self.text[:place].endswith("\n")
        self.edits.append((place, place, f"\n{new}" if apart else new))

    @property
    def after(self) -> str:
        """The text with all edits."""
        text = self.text
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2], reverse=True):
            text = text[:start] + new + text[end:]
        return text


def literal(value: object, indent: str = "") -> str:
    """A value as Python that formatters leave alone."""
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
