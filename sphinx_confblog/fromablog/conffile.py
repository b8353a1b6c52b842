"""Edits ``conf.py``: names, texts and whole statements, where they are written plainly."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.fences import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Statement: TypeAlias = ast.Assign | ast.AnnAssign

_REST = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")


def target_of(node: ast.stmt) -> ast.expr | None:
    """What a statement gives a value to, if that is one thing."""
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
        """The lines where a name is given a value."""
        return [node.lineno for node in self._names(option) if isinstance(node.ctx, ast.Store)]

    def is_used(self, option: str) -> bool:
        """Whether something else is made of the value of a name."""
        return any(isinstance(node.ctx, ast.Load) for node in self._names(option))

    def _names(self, option: str) -> Iterator[ast.Name]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name) and node.id == option:
                yield node

    def statement(self, option: str) -> Statement | None:
        """The only place that sets an option, if it is a plain statement on lines of its own."""
        if len(self.assigned(option)) != 1:
            return None
        for node in self.tree.body:
            target = target_of(node)
            if isinstance(target, ast.Name) and target.id == option:
                assert isinstance(node, ast.Assign | ast.AnnAssign)
                return node if self.is_alone(node) else None
        return None

    def is_alone(self, node: ast.stmt) -> bool:
        """Whether a statement has its lines for itself."""
        return node.col_offset == 0 and _REST.match(self.text, self.end(node)) is not None

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

    def rename(self, statement: Statement, name: str) -> None:
        """Give what a statement sets another name, or one more if others use the old one."""
        target = target_of(statement)
        assert isinstance(target, ast.Name)
        end = self.pass_by(statement)
        if self.is_used(target.id):
            self.edits.append((end, end, f"{name} = {target.id}\n"))
        else:
            self.edits.append((self.start(target), self.end(target), name))

    def remove(self, statement: ast.stmt) -> None:
        """Take a statement out, with the rest of its line."""
        end = self.pass_by(statement)
        self.edits.append((self.start(statement), end, ""))

    def remove_line(self, statement: ast.stmt) -> None:
        """Take a statement that is no option out, with the rest of its line."""
        rest = _REST.match(self.text, self.end(statement))
        self.edits.append((self.start(statement), rest.end() if rest else self.end(statement), ""))

    def goes(self, node: ast.expr | ast.stmt) -> bool:
        """Whether a node is taken out."""
        place = self.start(node)
        return any(start <= place < end and not new for start, end, new in self.edits)

    def pass_by(self, statement: ast.stmt) -> int:
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

    def retext(self, node: ast.expr, new: str) -> None:
        """Put another text in the place of one, in the same quotes."""
        quote = "'" if self.text[self.start(node) :].lstrip("rRuUbB")[:1] == "'" else '"'
        self.edits.append((self.start(node), self.end(node), f"{quote}{new}{quote}"))

    def drop(self, node: ast.expr) -> None:
        """Take an element out of the list that it stands in."""
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
        numbered = [(start, end, n, new) for n, (start, end, new) in enumerate(self.edits)]
        for start, end, _, new in sorted(numbered, reverse=True):
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
