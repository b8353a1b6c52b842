"""Finding what ends an excerpt in a doctree, and taking it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.nodes import excerpt_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Where a separator is an example or a part of something else.
EXCLUDED = (
    nodes.TextElement,
    nodes.Invisible,
    nodes.citation,
    nodes.footnote,
    nodes.table,
)


class Separators:
    """The separators of a site: lines of text, and HTML comments."""

    def __init__(self, separators: Iterable[str]) -> None:
        texts = [s.strip() for s in separators]
        words = [match[1].split() for s in texts if (match := re.fullmatch(r"<!--(.*)-->", s))]
        self.lines = frozenset(s for s in texts if not s.startswith("<!--"))
        alternatives = "|".join(r"\s+".join(map(re.escape, w)) for w in words if w)
        self.comment = re.compile(rf"<!--\s*(?:{alternatives})\s*-->") if alternatives else None

    def mark(self, document: nodes.Element) -> None:
        """Put an ``excerpt_end`` in the place of each separator below *document*."""
        for node in list(candidates(document)):
            if isinstance(node, nodes.raw):
                self.mark_raw(node)
            elif node.parent is not None:
                self.mark_paragraph(node)

    def mark_raw(self, raw: nodes.raw) -> None:
        """Take comments out of a block of HTML; a block that they share with tags stays whole.

        The excerpt ends before the block if it begins with the comment, else after it.
        """
        text = raw.astext()
        if self.comment is None or not (match := self.comment.search(text)):
            return
        rest = self.comment.sub("", text)
        index = raw.parent.index(raw)
        if rest.strip():
            kept = nodes.raw(rest, rest, **raw.attributes)
            kept.source, kept.line = raw.source, raw.line
            pair = [excerpt_end(), kept] if not text[: match.start()].strip() else [kept, excerpt_end()]
            raw.parent[index : index + 1] = pair
        else:
            raw.parent[index : index + 1] = [excerpt_end()]

    def mark_paragraph(self, paragraph: nodes.Element) -> None:
        """Divide a paragraph at the lines that are separators; no empty part is left."""
        parts: list[list[nodes.Node]] = [[]]
        for line in lines(paragraph):
            if self.is_separator(line):
                parts.append([])
            else:
                parts[-1].extend(line)
        if len(parts) == 1:
            return
        result: list[nodes.Node] = []
        for number, part in enumerate(parts):
            if number:
                result.append(excerpt_end())
            if trimmed := trim(part):
                result.append(like(paragraph, trimmed, first=not any(is_text(n) for n in result)))
        parent = paragraph.parent
        index = parent.index(paragraph)
        parent[index : index + 1] = result

    def is_separator(self, line: list[nodes.Node]) -> bool:
        """Whether a line of a paragraph is a separator and nothing else."""
        if any(not isinstance(n, nodes.Text | nodes.raw) for n in line):
            return False
        text = "".join(n.astext() for n in line).strip()
        if text in self.lines:
            return all(isinstance(n, nodes.Text) for n in line)
        return self.comment is not None and self.comment.fullmatch(text) is not None


def candidates(document: nodes.Element) -> Iterator[nodes.Element]:
    """Paragraphs and blocks of HTML in reading order, but those that are examples."""
    for child in document.children:
        if isinstance(child, nodes.paragraph) or is_html(child):
            yield child  # type: ignore[misc]
        elif isinstance(child, nodes.Element) and not isinstance(child, EXCLUDED):
            yield from candidates(child)


def is_html(node: nodes.Node) -> bool:
    """Whether *node* is raw HTML."""
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


def lines(paragraph: nodes.Element) -> Iterator[list[nodes.Node]]:
    """The lines of a paragraph as they were typed, each with its end."""
    line: list[nodes.Node] = []
    for child in paragraph.children:
        if not isinstance(child, nodes.Text):
            line.append(child)
            continue
        for piece in child.astext().splitlines(keepends=True):
            line.append(nodes.Text(piece))
            if piece.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def trim(part: list[nodes.Node]) -> list[nodes.Node]:
    """The nodes of a line without white space at either end; nothing if that is all."""
    part = list(part)
    for index, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while part and isinstance(part[index], nodes.Text):
            if text := strip(part[index].astext()):
                part[index] = nodes.Text(text)
                break
            del part[index]
    return part


def like(paragraph: nodes.Element, children: list[nodes.Node], *, first: bool) -> nodes.Element:
    """A paragraph like another one with other children; the *first* one keeps its ids."""
    new = paragraph.copy()
    if not first:
        new["ids"], new["names"] = [], []
    new.extend(children)
    return new


def is_text(node: nodes.Node) -> bool:
    """Whether *node* is a part of a divided paragraph."""
    return not isinstance(node, excerpt_end)
