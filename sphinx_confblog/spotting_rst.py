"""Finds directives in reStructuredText without parsing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    #: Numbers of lines in their file, counted from 1, with their text.
    Lines: TypeAlias = "list[tuple[int, str]]"

#: Directives whose text is not parsed, or not as that of a page.
LITERAL = frozenset({
    "code", "code-block", "code-cell", "csv-table", "digraph", "doctest", "graph", "graphviz",
    "highlight", "jupyter-execute", "literalinclude", "math", "mermaid", "parsed-literal",
    "plantuml", "plot", "productionlist", "prompt", "raw", "sourcecode", "testcleanup",
    "testcode", "testoutput", "testsetup",
})  # fmt: skip

_DIRECTIVE = re.compile(
    r"(\s*(?:(?:[-*+•]|\(?(?:\w|\d+|#)[.)])\s+)*)\.\.\s+([\w:.+-]+?)::(?:\s+(.*))?"
)
_COMMENT = re.compile(r"\s*\.\.(?:\s+(?!\[|_|\|)|$)")
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive as it stands in a page."""

    name: str
    #: What stands behind its name.
    argument: str
    options: dict[str, str]
    #: Its text, without the blank line that parts it from the options.
    body: tuple[tuple[int, str], ...]
    #: Line of its name in the file, counted from 1.
    line: int
    #: Line where its options end.
    end: int

    @property
    def has_text(self) -> bool:
        """Whether it has a text, where it takes no argument."""
        return bool(self.argument or self.body)


def numbered(text: str) -> Lines:
    """The lines of a file."""
    return list(enumerate(unix(text).expandtabs(8).split("\n"), start=1))


def directives_in_rst(lines: Lines) -> Iterator[Directive]:
    """The directives of a page, those inside of others too; not those in code and comments."""
    hidden: int | None = None
    for index, (number, text) in enumerate(lines):
        indent = indentation(text)
        if not text.strip() or (hidden is not None and indent > hidden):
            continue
        hidden = None
        if match := _DIRECTIVE.fullmatch(text.rstrip()):
            column = len(match[1])
            block = deeper(lines[index + 1 :], column)
            yield _directive(match[2], (match[3] or "").strip(), block, number)
            if match[2] in LITERAL:
                hidden = indent
        elif _COMMENT.match(text) or text.rstrip().endswith("::"):
            hidden = indent


def indentation(text: str) -> int:
    """How many blanks a line begins with."""
    return len(text) - len(text.lstrip(" "))


def deeper(lines: Iterable[tuple[int, str]], column: int) -> Lines:
    """The first lines that are indented deeper than a column, and no blank ones behind them."""
    block: Lines = []
    for number, text in lines:
        if text.strip() and indentation(text) <= column:
            break
        block.append((number, text))
    while block and not block[-1][1].strip():
        block.pop()
    return block


def _directive(name: str, argument: str, block: Lines, line: int) -> Directive:
    """Divide what stands below a directive's name into options and text."""
    options: dict[str, str] = {}
    last = None
    taken = 0
    for _, text in block:
        if not text.strip():
            break
        if match := _OPTION.fullmatch(text.rstrip()):
            last = match[1].lower()
            options[last] = (match[2] or "").strip()
        elif last is not None:
            options[last] = f"{options[last]}\n{text.strip()}"
        else:
            break
        taken += 1
    body = block[taken:]
    while body and not body[0][1].strip():
        body.pop(0)
    end = block[taken - 1][0] if taken else line
    return Directive(name, argument, options, tuple(body), line, end)
