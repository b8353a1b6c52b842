"""Finds the paragraphs and images of a page, to cut its excerpt or to name its cover."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.rst import lines_of_rst, title_end
from sphinx_confblog.importers.code import blocks, masked
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.fromablog.records import Page

#: What begins a block of reStructuredText that is no paragraph.
_OTHER = re.compile(
    r"\s|\.\.(?: |$)|__ |:[^:]+:(?: |$)|[-*+•] |\(?(?:\w|\d+|#)[.)] |\||>>> |[=+-]{3,}"
)
_ADORNED = re.compile(r"([!-/:-@\[-`{-~])\1*")
_IMAGE_MD = re.compile(
    r"!\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)|[`:]{3,}\{(?:image|figure)\}[ \t]+(\S+)"
)
_FENCE = re.compile(r"\s*[`:]{3,}\{")
_IMAGE_RST = re.compile(r"^\s*\.\. (?:\|[^|]+\| )?(?:image|figure):: *(\S+)")


def body_start(page: Page) -> int:
    """The first line below front matter, from 0."""
    text = unix(page.text)
    return text.count("\n", 0, fence_end(text) or 0) + 1 if page.markdown and fence_end(text) else 0


def paragraphs(page: Page) -> list[tuple[int, int]]:
    """The paragraphs of the page that stand in no other block: first line and behind the last."""
    start = body_start(page)
    if page.markdown:
        tokens = blocks("\n".join(page.lines[start:]))
        found = (t.map for t in tokens if t.type == "paragraph_open" and t.level == 0 and t.map)
        return [(start + first, start + stop) for first, stop in found]
    return list(_rst_paragraphs(lines_of_rst(unix(page.text))))


def _rst_paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    index = 0
    while index < len(lines):
        if not lines[index]:
            index += 1
            continue
        end = title_end(lines, index)
        if end is not None:
            index = end
            continue
        stop = next((n for n in range(index, len(lines)) if not lines[n]), len(lines))
        if not _OTHER.match(lines[index]) and not _ADORNED.fullmatch(lines[index]):
            yield index, stop
        index = stop


def images(page: Page) -> list[str]:
    """The paths of the page's images, in order."""
    if page.markdown:
        # Code is masked, with the fences of directives: they are looked for where they stand.
        shown = masked(page.text).split("\n")
        lines = page.text.split("\n")
        fences = (line if _FENCE.match(line) else s for s, line in zip(shown, lines, strict=True))
        found = _IMAGE_MD.finditer("\n".join(fences))
        return [match[1] or match[2] for match in found]
    return [match[1] for line in page.lines if (match := _IMAGE_RST.match(line))]
