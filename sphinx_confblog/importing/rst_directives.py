"""Writes directives of reStructuredText as those of MyST, where that keeps them as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.importing.rst_parser import Directive, parse

if TYPE_CHECKING:
    from sphinx_confblog.importing.rst_blocks import Writer

#: Directives whose content is text without an argument before it.
ADMONITIONS = frozenset(
    [
        "attention",
        "caution",
        "danger",
        "error",
        "hint",
        "important",
        "note",
        "tip",
        "warning",
        "seealso",
    ]
)
#: Directives whose content is text, below an argument.
TEXTS = frozenset(["admonition", "container", "sidebar", "topic", "only", "figure"])
#: Directives whose content is taken as it is.
VERBATIM = frozenset(
    [
        "code",
        "code-block",
        "sourcecode",
        "math",
        "raw",
        "literalinclude",
        "image",
        "toctree",
        "highlight",
        "contents",
    ]
)
_OPTION = re.compile(r":(?![: ])([^:\n\\]+):(?: +(.*))?$")


def directive(node: Directive, writer: Writer) -> str:
    """A directive as a fence; one that might mean something else there stays exact."""
    name = str(node["name"]).lower()
    lines: list[str] = list(node["lines"])
    if name in ADMONITIONS:
        return _admonition(name, lines, writer)
    if name in TEXTS | VERBATIM:
        argument, options, content = parts(lines)
        if name in TEXTS:
            content = _converted(content, writer).split("\n")
        if argument is not None:
            return _fence(name, argument, options, content)
    return _exact(node, writer)


def parts(lines: list[str]) -> tuple[str | None, list[str], list[str]]:
    """Argument, options and content of a directive; no argument if it takes several lines."""
    head, content = _split_at_blank(lines)
    argument = head.pop(0).strip() if head else ""
    if head and not all(_OPTION.match(line) for line in head):
        return None, [], []
    return argument, head, content


def options_of(lines: list[str]) -> tuple[str, dict[str, str], list[str]]:
    """Argument, options by name and content of a directive, read generously."""
    head, content = _split_at_blank(lines)
    argument = head.pop(0).strip() if head else ""
    options: dict[str, str] = {}
    last = ""
    for line in head:
        if match := _OPTION.match(line.strip()):
            last = match[1]
            options[last] = (match[2] or "").strip()
        elif last:
            options[last] += f" {line.strip()}"
        else:
            argument = f"{argument} {line.strip()}".strip()
    return argument, options, content


def _split_at_blank(lines: list[str]) -> tuple[list[str], list[str]]:
    first = next((n for n, line in enumerate(lines) if n and not line.strip()), len(lines))
    content = lines[first:]
    while content and not content[0].strip():
        content.pop(0)
    return lines[:first], content


def _admonition(name: str, lines: list[str], writer: Writer) -> str:
    first = lines[0].strip() if lines else ""
    rest = lines[1:]
    options = []
    if not first:
        while rest and _OPTION.match(rest[0]):
            options.append(rest.pop(0))
    content = _converted([first, *rest] if first else rest, writer)
    return _fence(name, "", options, content.split("\n"))


def _converted(lines: list[str], writer: Writer) -> str:
    """The content of a directive, which is text, in Markdown."""
    document = parse("\n".join(lines).strip("\n"))
    return writer.blocks(document.children, level=3)


def _fence(name: str, argument: str, options: list[str], content: list[str]) -> str:
    body = "\n".join(content).strip("\n")
    head = "\n".join(options)
    inner = f"{head}\n\n{body}" if head and body else head or body
    # An option must not be taken from what is text.
    if not head and body.startswith((":", "---")):
        inner = f"\n{body}"
    run = max((len(found) for found in re.findall("`{3,}", inner)), default=2)
    fence = "`" * (run + 1)
    opening = f"{fence}{{{name}}} {argument}".rstrip()
    return f"{opening}\n{inner}\n{fence}" if inner else f"{opening}\n{fence}"


def _exact(node: Directive, writer: Writer) -> str:
    document = parse("\n".join(list(node["lines"])[1:]))
    holder = Directive(node.rawsource, *document.children)
    return writer.exact(holder)
