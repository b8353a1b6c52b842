"""Writes blocks of reStructuredText as MyST Markdown; what has no words there stays exact.

A block that Markdown cannot express goes into an ``eval-rst`` fence as it was typed: Sphinx
reads it with the same parser as before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.importing.article import Remark
from sphinx_confblog.importing.rst_directives import directive
from sphinx_confblog.importing.rst_inline import InexpressibleError, Inline, Names, label
from sphinx_confblog.importing.rst_parser import Block, Directive, Role, Substitution

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEPT_COMMENTS = ("TEASER_END", "more", "truncate")


@dataclass(slots=True)
class Writer:
    """Writes the blocks of one document."""

    names: Names
    #: What ``::`` opens: Sphinx highlights such code by its default language.
    code: str = "```"
    remarks: list[Remark] = field(default_factory=list)
    inline: Inline = field(init=False)
    #: Whether a list takes other signs than usual.
    other: bool = False

    def __post_init__(self) -> None:
        self.inline = Inline(self.names)

    def blocks(self, children: Iterable[nodes.Node], level: int = 1) -> str:
        """Blocks with empty lines between them."""
        parts: list[str] = []
        before: nodes.Node | None = None
        other = False
        for child in children:
            # Two lists in a row would be one, if their signs were the same.
            twins = kind(child) == kind(before) and kind(child).endswith("_list")
            other = twins and not other
            self.other = other
            text = self.block(child, level)
            if text:
                parts.append(text)
                before = child
        return "\n\n".join(parts)

    def block(self, node: nodes.Node, level: int) -> str:
        """One block."""
        if isinstance(node, nodes.section):
            return self.section(node, level)
        if isinstance(node, Block):
            return self.wrapped(node, level)
        if isinstance(node, Directive):
            return directive(node, self)
        try:
            return self.strictly(node, level)
        except InexpressibleError:
            return self.exact(node)

    def section(self, node: nodes.section, level: int) -> str:
        """A heading and what stands below it."""
        title, *rest = node.children
        assert isinstance(title, nodes.Element)
        try:
            text = " ".join(self.inline.write(title).split("\n"))
        except InexpressibleError as error:
            self.note(node, f"a heading lost markup: {error}")
            text = title.astext()
        places = [name for name in node["names"] if name in self.names.wanted]
        heading = "".join(f"({label(name)})=\n" for name in places)
        heading += f"{'#' * min(level, 6)} {text}"
        return "\n\n".join(part for part in (heading, self.blocks(rest, level + 1)) if part)

    def wrapped(self, node: Block, level: int) -> str:
        """A block whose source is known."""
        try:
            return "\n\n".join(self.strictly(child, level) for child in node.children)
        except InexpressibleError:
            return self.exact(node)

    def strictly(self, node: nodes.Node, level: int) -> str:
        """A block that has words in Markdown; raises InexpressibleError."""
        writer = getattr(self, f"write_{node.__class__.__name__}", None)
        if writer is None or isinstance(node, nodes.Text):
            raise InexpressibleError(node.__class__.__name__)
        return str(writer(node))

    def exact(self, node: nodes.Node) -> str:
        """A block as it was typed, for Sphinx to read as reStructuredText."""
        source = getattr(node, "rawsource", "") or node.astext()
        if isinstance(node, nodes.Element):
            source = self.with_uris(node, source)
        return fenced("{eval-rst}", source)

    def with_uris(self, node: nodes.Element, source: str) -> str:
        """The source of a block with addresses in the place of names defined elsewhere."""
        for reference in node.findall(nodes.reference):
            raw = reference.rawsource
            if not raw.endswith("_") or ">`_" in raw:
                continue
            try:
                uri = self.inline.uri(reference)
            except InexpressibleError as error:
                self.note(reference, f"is not resolved: {error}")
                continue
            if raw not in source or isinstance(node.children[0], nodes.table):
                self.note(reference, f"{reference.astext()}: its address is {uri}, write it there")
            elif uri.startswith("#"):
                new = f":ref:`{reference.astext()} <{uri[1:]}>`"
                source = source.replace(raw, new, 1)
            else:
                source = source.replace(raw, f"`{reference.astext()} <{uri}>`__", 1)
        for role in node.findall(Role):
            source = source.replace(role.rawsource, self.inline.role_with_place(role), 1)
        for lost in node.findall(lambda n: isinstance(n, nodes.substitution_reference)):
            self.note(lost, f"|{lost.astext()}| stands in a block that keeps its markup")
        for lost in node.findall(nodes.footnote_reference):
            self.note(lost, f"the footnote {lost.astext()} is referred to in such a block")
        return source

    def note(self, node: nodes.Node, text: str) -> None:
        """Note something at a node's line."""
        while node.line is None and node.parent is not None:
            node = node.parent
        self.remarks.append(Remark(node.line or 1, text))

    def write_paragraph(self, node: nodes.Element) -> str:
        """A paragraph."""
        return self.inline.write(node)

    def write_bullet_list(self, node: nodes.Element) -> str:
        """A list with dashes."""
        return self.items(node, ["* " if self.other else "- "] * len(node))

    def write_enumerated_list(self, node: nodes.Element) -> str:
        """A numbered list; letters have no words in Markdown."""
        if node.get("enumtype") != "arabic" or node.get("prefix"):
            raise InexpressibleError("enumeration")
        start = int(node.get("start", 1))
        sign = ")" if self.other else "."
        return self.items(node, [f"{start + number}{sign} " for number in range(len(node))])

    def items(self, node: nodes.Element, marks: list[str]) -> str:
        """The items of a list, close to each other if each one is a paragraph."""
        parts = []
        for item, mark in zip(node.children, marks, strict=True):
            assert isinstance(item, nodes.Element)
            text = self.blocks(item.children)
            parts.append(mark + indented(text, len(mark)).lstrip() if text else mark.rstrip())
        loose = any(len(item.children) > 1 for item in node.children)
        return ("\n\n" if loose else "\n").join(parts)

    def write_block_quote(self, node: nodes.Element) -> str:
        """A quote; one with a source has no words in Markdown."""
        if any(isinstance(child, nodes.attribution) for child in node.children):
            raise InexpressibleError("attribution")
        return re.sub(r"^", "> ", self.blocks(node.children), flags=re.MULTILINE)

    def write_literal_block(self, node: nodes.Element) -> str:
        """Code."""
        return fenced(self.code.removeprefix("```"), node.astext())

    def write_transition(self, node: nodes.Element) -> str:
        """A line."""
        return "***"

    def write_comment(self, node: nodes.Element) -> str:
        """A comment that nobody sees, or the mark that ends an excerpt."""
        text = node.astext().strip()
        if text in _KEPT_COMMENTS:
            return f"<!-- {text} -->"
        return "\n".join(f"% {line}".rstrip() for line in text.split("\n")) if text else ""

    def write_target(self, node: nodes.Element) -> str:
        """A place; the address of a link goes where the link is."""
        if "refuri" in node:
            unused = [name for name in node["names"] if name not in self.names.used]
            return "\n".join(f"[{name}]: {node['refuri']}" for name in unused)
        if "refname" in node or node.get("anonymous"):
            return ""
        return "\n".join(f"({label(name)})=" for name in node["names"])

    def write_footnote(self, node: nodes.Element) -> str:
        """A footnote."""
        if node.get("auto") == "*":
            raise InexpressibleError("symbol footnote")
        name = next(map(str, node["names"]), "")
        children = [child for child in node.children if not isinstance(child, nodes.label)]
        if not name:
            self.names.met += 1
            name = f"auto-{self.names.met}"
        return f"[^{label(name)}]: " + indented(self.blocks(children), 4).lstrip()

    def write_Substitution(self, node: Substitution) -> str:  # noqa: N802  named for the node
        """Nothing: what the name stands for is written where it is used."""
        return ""

    def write_system_message(self, node: nodes.Element) -> str:
        """Nothing, but a remark."""
        if int(node["level"]) > 1:
            text = node.children[0].astext() if node.children else node.astext()
            self.remarks.append(Remark(int(node.get("line", 1)), f"docutils: {text}"))
        return ""


def kind(node: nodes.Node | None) -> str:
    """What docutils made of a block."""
    return node.children[0].__class__.__name__ if isinstance(node, Block) and len(node) else ""


def indented(text: str, width: int) -> str:
    """A text with blanks before each line that is not empty."""
    return re.sub(r"^(?=.)", " " * width, text, flags=re.MULTILINE)


def fenced(info: str, content: str) -> str:
    """A fenced block, with as many backticks as it takes."""
    run = max((len(found) for found in re.findall("`{3,}", content)), default=2)
    fence = "`" * (run + 1)
    return f"{fence}{info}\n{content}\n{fence}"
