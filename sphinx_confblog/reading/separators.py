"""Finds the separator that ends an excerpt in a doctree, and removes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinx_confblog.nodes import excerpt_end
from sphinx_confblog.util.html_fragments import open_tags
from sphinx_confblog.util.separator_slips import COMMENT_START, LONGEST, Slips, comments_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.model.post import Post


#: Where a separator is an example or a part of something else.
EXCLUDED = (
    nodes.TextElement,
    nodes.Invisible,
    nodes.citation,
    nodes.field_list,
    nodes.footnote,
    nodes.table,
)


#: What emphasizes a whole line.
MARKUP = (nodes.emphasis, nodes.literal, nodes.strong, nodes.title_reference)
#: Separators that other tools read with a text behind them -> the pattern of both. WordPress has
#: ``<!--more Read on-->``, without a space before it; Nikola ``<!-- TEASER_END: Read on -->``.
_WITH_TEXT = {"more": r"(?<=<!--)more [^<>]{0,200}?", "TEASER_END": r"TEASER_END:[^<>]{0,200}?"}


class Separators:
    """The separators of a site: lines of text, and HTML comments."""

    def __init__(self, separators: Iterable[str]) -> None:
        texts = [s.strip() for s in separators]
        words = [match[1].split() for s in texts if (match := re.fullmatch(r"<!--(.*)-->", s))]
        self.lines = frozenset(s for s in texts if not s.startswith(COMMENT_START))
        patterns = [r"\s+".join(map(re.escape, w)) for w in words if w]
        patterns += [_WITH_TEXT[w[0]] for w in words if len(w) == 1 and w[0] in _WITH_TEXT]
        alternatives = "|".join(patterns)
        self.comment = re.compile(rf"<!--\s*(?:{alternatives})\s*-->") if alternatives else None
        #: What a paragraph with one of them has in its text, in lower case.
        self.signs = frozenset((COMMENT_START, *(s.casefold() for s in self.lines)))
        self.slips = Slips(self.lines, [" ".join(w) for w in words], self.comment)

    def mark(self, document: nodes.Element, *, comments: bool = False) -> None:
        """Put an ``excerpt_end`` in the place of each separator below *document*.

        *comments* tells whether comments of reStructuredText count as those of HTML do.
        """
        for node in list(filter(self.may_hold, candidates(document))):
            if isinstance(node, nodes.comment):
                if comments and self.is_comment(node.astext()):
                    replace(node, [excerpt_end()])
            elif isinstance(node, nodes.raw):
                self.mark_raw(node)
            else:
                self.mark_comments(node)
                self.mark_lines(node)

    def is_comment(self, text: str) -> bool:
        """Return whether a comment with this text is a separator."""
        forms = (text.strip(), f"<!-- {text.strip()} -->")
        return self.comment is not None and any(map(self.comment.fullmatch, forms))

    def misspelt(
        self, document: nodes.Element, *, comments: bool = False
    ) -> Iterator[tuple[nodes.Element, int, str]]:
        """Return what was meant to be a separator, once the others are marked.

        That is the node, the line in it, counted from 0, and what is wrong. *comments* is as above.
        """
        for node in candidates(document):
            text = node.astext()
            if COMMENT_START in text:
                yield from self.misspelt_comments(node)
            if isinstance(node, nodes.comment) and comments:
                problem = self.slips.in_comment(text, f".. {text}")
                yield from [(node, 0, problem)] if problem else ()
            elif isinstance(node, nodes.paragraph) and has_short_line(text):
                yield from ((node, line, problem) for line, problem in self.misspelt_lines(node))
        for title in headings(document):
            if problem := self.slips.in_heading(title.astext()):
                yield title, 0, problem

    def misspelt_comments(self, node: nodes.Element) -> Iterator[tuple[nodes.Element, int, str]]:
        """Return the comments of HTML that were meant to be separators, as above."""
        for raw in filter(is_html, node.findall(nodes.raw)):
            text = raw.astext()
            for match in comments_in(text):
                if problem := self.slips.in_comment(match[1], match[0]):
                    yield raw, text.count("\n", 0, match.start()), problem

    def misspelt_lines(self, paragraph: nodes.paragraph) -> Iterator[tuple[int, str]]:
        """Return the lines of a paragraph that were meant to be separators, counted from 0."""
        # MyST puts empty texts around markup.
        inner = [node for node in paragraph.children if node.astext()]
        if len(inner) == 1 and isinstance(inner[0], MARKUP):
            if problem := self.slips.in_markup(paragraph.astext(), paragraph.rawsource):
                yield 0, problem
        else:
            for number, line in enumerate(lines(paragraph)):
                words = [node for node in line if not is_break(node)]
                text = "".join(node.astext() for node in words)
                plain = all(isinstance(node, nodes.Text) for node in words)
                if plain and (problem := self.slips.in_line(text)):
                    yield number, problem

    def may_hold(self, node: nodes.Element) -> bool:
        """Return whether a node may contain a separator, in any case; most don't."""
        if isinstance(node, nodes.comment):
            return True
        text = node.astext().casefold()
        return any(sign in text for sign in self.signs)

    def mark_comments(self, paragraph: nodes.Element) -> None:
        """Take comments out of a paragraph, which stays whole."""
        fragments = [n for n in paragraph.findall(nodes.raw) if is_html(n) and self.comment]
        for raw in fragments:
            self.mark_raw(raw)
        if self.comment is not None:
            # What translators are shown.
            paragraph.rawsource = self.comment.sub("", paragraph.rawsource)

    def mark_raw(self, raw: nodes.raw) -> None:
        """Divide HTML at the comments, which are taken out; no empty part is left."""
        if self.comment is None or not self.comment.search(raw.astext()):
            return
        result: list[nodes.Node] = []
        for number, text in enumerate(self.comment.split(raw.astext())):
            if number:
                result.append(excerpt_end())
            if text.strip():
                part = nodes.raw(text, text, **raw.attributes)
                part.source, part.line = raw.source, raw.line
                result.append(part)
        replace(raw, result)

    def mark_lines(self, paragraph: nodes.Element) -> None:
        """Divide a paragraph at the lines that are separators; no empty part is left."""
        parts: list[list[nodes.Node]] = [[]]
        for line in lines(paragraph):
            if self.is_separator(line) and not open_tags(html_of(parts[-1])):
                parts.append([])
            else:
                parts[-1].extend(line)
        if len(parts) == 1:
            return
        sources = self.divide(paragraph.rawsource)
        if len(sources) != len(parts):
            sources = [""] * len(parts)
        result: list[nodes.Node] = []
        for number, (part, source) in enumerate(zip(parts, sources, strict=True)):
            if number:
                result.append(excerpt_end())
            if trimmed := trim(part):
                result.append(like(paragraph, trimmed, source, first=not any(map(is_text, result))))
        replace(paragraph, result)

    def divide(self, source: str) -> list[str]:
        """Return the source of a paragraph, divided at the same lines."""
        parts: list[list[str]] = [[]]
        for line in source.split("\n"):
            if line.strip().removesuffix("\\").rstrip() in self.lines:
                parts.append([])
            else:
                parts[-1].append(line)
        return ["\n".join(part) for part in parts]

    def is_separator(self, line: list[nodes.Node]) -> bool:
        """Return whether a line of a paragraph is a separator and nothing else."""
        words = [node for node in line if not is_break(node)]
        if not all(isinstance(node, nodes.Text) for node in words):
            return False
        return "".join(node.astext() for node in words).strip() in self.lines


def has_short_line(text: str) -> bool:
    """Return whether a line of a text is short enough for a separator."""
    return any(len(line) <= LONGEST for line in text.split("\n"))


def separators_of(post: Post, config: BlogConfig) -> Separators:
    """Return the separators of a post: its own one, or those of its blog."""
    own = (post.excerpt_separator,) if post.excerpt_separator else None
    return Separators(own or config.excerpt_separators)


def headings(document: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the headings in a post's text, below that of its title."""
    for section in document.children:
        for child in section.children if isinstance(section, nodes.section) else ():
            if isinstance(child, nodes.section):
                yield cast("nodes.Element", child[0])
        if isinstance(section, nodes.section):
            yield from headings(section)


def candidates(document: nodes.Element) -> Iterator[nodes.Element]:
    """Yield paragraphs, comments and raw HTML in reading order, except in examples."""
    for child in document.children:
        if not isinstance(child, nodes.Element):
            continue
        if isinstance(child, nodes.paragraph | nodes.comment) or is_html(child):
            yield child
        elif not isinstance(child, EXCLUDED):
            yield from candidates(child)


def is_example(node: nodes.Node) -> bool:
    """Return whether a node is in a place where separators are examples."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, EXCLUDED) and not isinstance(node, nodes.paragraph):
            return True
    return False


def is_html(node: nodes.Node) -> bool:
    """Return whether *node* is raw HTML."""
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


def is_break(node: nodes.Node) -> bool:
    """Return whether *node* is (a part of) a hard line break, as MyST makes them."""
    return isinstance(node, nodes.raw) and node.astext().endswith("\n")


def html_of(part: list[nodes.Node]) -> list[str]:
    """Return the fragments of HTML among the nodes of a paragraph."""
    return [node.astext() for node in part if is_html(node)]


def lines(paragraph: nodes.Element) -> Iterator[list[nodes.Node]]:
    """Yield the lines of a paragraph as they were typed, each with its end."""
    line: list[nodes.Node] = []
    for node in pieces(paragraph):
        if line and ends_line(line[-1]) and not is_break(node):
            yield line
            line = []
        line.append(node)
    if line:
        yield line


def pieces(paragraph: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the nodes of a paragraph, its text in lines."""
    for child in paragraph.children:
        if isinstance(child, nodes.Text):
            yield from map(nodes.Text, re.findall(r"[^\n]*\n|[^\n]+", child.astext()))
        else:
            yield child


def ends_line(node: nodes.Node) -> bool:
    """Return whether a line of the source ends behind *node*."""
    return is_break(node) or (isinstance(node, nodes.Text) and node.astext().endswith("\n"))


def trim(part: list[nodes.Node]) -> list[nodes.Node]:
    """Return the nodes of a line without white space at either end."""
    part = list(part)
    for index, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while part and (is_break(part[index]) or isinstance(part[index], nodes.Text)):
            if not is_break(part[index]) and (text := strip(part[index].astext())):
                part[index] = nodes.Text(text)
                break
            del part[index]
    return part


def like(
    paragraph: nodes.Element, children: list[nodes.Node], source: str, *, first: bool
) -> nodes.Element:
    """Return a copy of a paragraph with other children; only the *first* one keeps its ids."""
    new = paragraph.copy()
    if not first:
        new["ids"], new["names"] = [], []
    new.extend(children)
    new.rawsource = source or new.astext()
    return new


def is_text(node: nodes.Node) -> bool:
    """Return whether *node* is a part of a divided paragraph."""
    return not isinstance(node, excerpt_end)


def replace(node: nodes.Element, others: list[nodes.Node]) -> None:
    """Put *others* in the place of a node."""
    index = node.parent.index(node)
    node.parent[index : index + 1] = others
