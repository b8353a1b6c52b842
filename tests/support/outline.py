"""Cases of titled blocks, and HTML boiled down to what they compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Elements that are left out, their content is not.
TRANSPARENT = {"span", "div", "section", "article", "colgroup", "thead", "tbody"}
VOID = {"img", "br", "hr", "input", "col"}
#: Elements that end a line.
LINES = {"p", "ul", "ol", "li", "blockquote", "pre", "dl", "dt", "dd", "tr", "aside", "table"}
LINES |= {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "figure", "figcaption", "details"}
KEPT = {"href", "src"}
#: Classes of elements that are left out with all they hold.
SKIPPED = {"headerlink", "confblog-byline"}


@dataclass(frozen=True, slots=True)
class Block:
    """A titled case: an input, and what is expected of it in one or more texts."""

    title: str
    source: str
    expected: tuple[str, ...]


def read_blocks(path: Path, parts: int) -> Iterator[Block]:
    """Yield the blocks of a file: each a title and *parts* texts, a line with a dot behind each."""
    texts, rest = [""], path.read_text("utf-8")
    for line in rest.splitlines(keepends=True):
        if line == ".\n":
            texts.append("")
        else:
            texts[-1] += line
    assert len(texts) % (parts + 1) == 1, f"{path} has a block of another length"
    for start in range(0, len(texts) - 1, parts + 1):
        title, source, *expected = texts[start : start + parts + 1]
        yield Block(title.strip(), source, tuple(expected))


class Outline(HTMLParser):
    """HTML without attributes, layout and what the blog adds; one block a line."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that counts."""
        values = {key: value or "" for key, value in attrs}
        if self.skipping or SKIPPED & set(values.get("class", "").split()):
            if tag not in VOID:
                self.skipping.append(tag)
        elif tag not in TRANSPARENT:
            kept = "".join(f' {key}="{values[key]}"' for key in sorted(KEPT & values.keys()))
            self.parts.append(f"<{tag}{kept}>")
            if tag in LINES - {"p", "li", "dt", "dd"} and tag[0] != "h":
                self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element that counts."""
        if self.skipping:
            self.skipping.pop()
        elif tag not in TRANSPARENT | VOID:
            self.parts.append(f"</{tag}>" + ("\n" if tag in LINES else ""))

    def handle_data(self, data: str) -> None:
        """Note text."""
        if not self.skipping:
            self.parts.append(re.sub(r"\s+", " ", data))


def outline(html: str) -> str:
    """Boil HTML down: the elements that count, with their addresses and text."""
    parser = Outline()
    parser.feed(html)
    parser.close()
    lines = (re.sub(r" +", " ", line).strip() for line in "".join(parser.parts).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)
