"""Finds directives in the sources of pages, without reading them as a build does."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.frontmatter.formats import MARKDOWN, NOTEBOOK, known_format
from sphinx_confblog.frontmatter.markdown import fence_end
from sphinx_confblog.frontmatter.notebook import texts_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx_confblog.cli.site import Site

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
_RST_COMMENT = re.compile(r"\s*\.\.(?:\s+(?!\[|_|\|)|$)")
_RST_OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?")


class Directive(NamedTuple):
    """A directive in a page."""

    name: str
    #: The text after its name.
    argument: str
    options: dict[str, str]
    #: Its text, without the blank line that separates it from the options.
    body: tuple[tuple[int, str], ...]
    #: Line of its name in the file, counted from 1.
    line: int
    #: Line where its options end.
    end: int
    #: Whether it is a fence of Markdown; in ``eval-rst``, it is not.
    is_fence: bool = False

    def written(self, name: str) -> str:
        """Return a name as this directive has its own in the source."""
        return f"{{{name}}}" if self.is_fence else f"{name}::"

    @property
    def has_text(self) -> bool:
        """Tell whether it has content; an argument counts where it takes none."""
        return bool(self.argument or self.body)


def numbered(text: str) -> Lines:
    """Return the lines of a file with their numbers."""
    return list(enumerate(unix(text).expandtabs(8).split("\n"), start=1))


def directives_in_rst(lines: Lines) -> Iterator[Directive]:
    """Yield the directives of a page, nested ones too; not those in code and comments."""
    hidden: int | None = None
    for index, (number, text) in enumerate(lines):
        indent = indentation(text)
        if not text.strip() or (hidden is not None and indent > hidden):
            continue
        hidden = None
        if match := _DIRECTIVE.fullmatch(text.rstrip()):
            column = len(match[1])
            block = deeper(lines[index + 1 :], column)
            yield _rst_directive(match[2], (match[3] or "").strip(), block, number)
            if match[2] in LITERAL:
                hidden = indent
        elif _RST_COMMENT.match(text) or text.rstrip().endswith("::"):
            hidden = indent


def indentation(text: str) -> int:
    """Return the number of spaces at the start of a line."""
    return len(text) - len(text.lstrip(" "))


def deeper(lines: Iterable[tuple[int, str]], column: int) -> Lines:
    """Return the leading lines indented deeper than a column, without trailing blank ones."""
    block: Lines = []
    for number, text in lines:
        if text.strip() and indentation(text) <= column:
            break
        block.append((number, text))
    while block and not block[-1][1].strip():
        block.pop()
    return block


def _rst_directive(name: str, argument: str, block: Lines, line: int) -> Directive:
    """Return a directive, given the lines below its name."""
    options: dict[str, str] = {}
    last = None
    taken = 0
    if match := _RST_OPTION.fullmatch(argument):
        last, argument = match[1].lower(), ""
        options[last] = (match[2] or "").strip()
    for _, text in block:
        if not text.strip():
            break
        if match := _RST_OPTION.fullmatch(text.rstrip()):
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


#: How deep quotes and directives are looked for in each other; MyST gives up soon after that.
MAX_DEPTH = 50
_FENCE = re.compile(r" {0,3}(?P<fence>(?P<char>[`~:])(?P=char){2,})(?P<info>.*)")
_NAME = re.compile(r"\{([^\s{}]+)\}(?:\s+(.*))?")
_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)])(?: {1,4}(?! )| (?= )|$)")
_QUOTE = re.compile(r" {0,3}>( ?)")
_OPTION = re.compile(r"\s*:(?!::)([^:]+):(?:\s+(.*))?\s*")
_YAML_OPTION = re.compile(r"\s*([^\s:#]+)\s*:(?:\s+(.*))?\s*")
_COMMENT = re.compile(r" {0,3}<!--")


def directives_in_markdown(
    lines: Lines, *, colons: bool = False, depth: int = MAX_DEPTH
) -> Iterator[Directive]:
    """Yield the directives of a page, nested ones too; not those in code and comments.

    *colons* is whether fences may be made of colons, *depth* how deep to look.
    """
    if not depth:
        return
    items: list[int] = []
    index = 0
    while index < len(lines):
        number, text = lines[index]
        index += 1
        if not text.strip():
            continue
        while items and indentation(text) < items[-1]:
            items.pop()
        rest = _inside(text, items)
        base = items[-1] if items else 0
        if _QUOTE.match(rest):
            quote = _quote(lines[index - 1 :], base)
            index += len(quote) - 1
            yield from directives_in_markdown(quote, colons=colons, depth=depth - 1)
        elif _COMMENT.match(rest):
            index = _after_comment(lines, index - 1)
        elif fence := _opening(rest, colons=colons):
            body, count = _fenced(lines[index:], fence, base)
            index += count
            yield from _of_fence(fence, body, number, colons=colons, depth=depth - 1)


def _inside(text: str, items: list[int]) -> str:
    """Return a line's text inside its list items; add those that begin here to *items*."""
    base = items[-1] if items else 0
    rest = text[base:]
    while match := _ITEM.match(rest):
        base += match.end()
        items.append(base)
        rest = text[base:]
    return rest


def _quote(lines: Lines, base: int) -> Lines:
    """Return the lines of a quote, without its marks."""
    quote: Lines = []
    for number, text in lines:
        match = _QUOTE.match(text[base:])
        if match is None:
            break
        quote.append((number, text[base + match.end() :]))
    return quote


def _after_comment(lines: Lines, index: int) -> int:
    """Return the index of the line after an HTML comment."""
    ends = (n for n in range(index, len(lines)) if "-->" in lines[n][1])
    return next(ends, len(lines)) + 1


def _opening(text: str, *, colons: bool) -> re.Match[str] | None:
    """Match the opening of a fence."""
    match = _FENCE.match(text)
    if match is None or (match["char"] == ":" and not colons):
        return None
    return None if match["char"] == "`" and "`" in match["info"] else match


def _fenced(lines: Lines, fence: re.Match[str], base: int) -> tuple[Lines, int]:
    """Return the lines inside a fence, and how many belong to it."""
    closing = re.compile(rf" {{0,3}}{re.escape(fence['char'])}{{{len(fence['fence'])},}}\s*")
    margin = base + fence.start("fence")
    body: Lines = []
    for number, text in lines:
        if text.strip() and indentation(text) < base:
            return body, len(body)
        if closing.fullmatch(text[base:]):
            return body, len(body) + 1
        body.append((number, text[min(margin, indentation(text)) :]))
    return body, len(body)


def _of_fence(
    fence: re.Match[str], body: Lines, line: int, *, colons: bool, depth: int
) -> Iterator[Directive]:
    """Yield the directive of a fence, and those inside it."""
    match = _NAME.fullmatch(fence["info"].strip())
    if match is None:
        if fence["char"] != ":":
            return
    elif match[1] == "eval-rst":
        yield from directives_in_rst(body)
        return
    else:
        directive = _directive(match[1], match[2] or "", body, line)
        yield directive
        if match[1] in LITERAL:
            return
        body = list(directive.body)
    yield from directives_in_markdown(body, colons=colons, depth=depth)


def _directive(name: str, argument: str, body: Lines, line: int) -> Directive:
    """Return a directive, given the lines inside its fence."""
    options, count = _options([text for _, text in body])
    rest = body[count:]
    if rest and not rest[0][1].strip():
        rest = rest[1:]
    end = body[count - 1][0] if count else line
    return Directive(name, argument, options, tuple(rest), line, end, is_fence=True)


def _options(texts: list[str]) -> tuple[dict[str, str], int]:
    """Return the options at the beginning of a text, and the number of their lines."""
    pattern, first, last = _OPTION, 0, 0
    if texts and texts[0].startswith("---"):
        pattern, first = _YAML_OPTION, 1
        ends = (n for n in range(1, len(texts)) if texts[n].startswith("---"))
        last = next(ends, len(texts))
    else:
        while last < len(texts) and re.match(r"\s*:(?!::)", texts[last]):
            last += 1
    matches = (pattern.fullmatch(text) for text in texts[first:last])
    options = {match[1]: _scalar(match[2] or "") for match in matches if match}
    return options, min(last + first, len(texts))


def _scalar(text: str) -> str:
    """Return the value of an option, without quotes or a comment."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip()


def read_text(path: Path) -> str:
    """Return the text of a file; an empty string if it cannot be read."""
    try:
        return unix(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return ""


def directives_in(site: Site, path: Path, text: str) -> Iterator[Directive]:
    """Yield the directives of a page, in order."""
    form = known_format(path.name, site.blog.suffixes)
    colons = "colon_fence" in site.config.myst_enable_extensions
    if form is NOTEBOOK:
        for lines in lines_of_notebook(text):
            yield from directives_in_markdown(lines, colons=colons)
    elif form is MARKDOWN:
        front = text.count("\n", 0, fence_end(text) or 0)
        yield from directives_in_markdown(numbered(text)[front:], colons=colons)
    elif path.suffix != ".ipynb":
        yield from directives_in_rst(numbered(text))


def lines_of_notebook(text: str) -> Iterator[Lines]:
    """Yield the lines of each Markdown cell; none if the file isn't a notebook."""
    with contextlib.suppress(FrontMatterError):
        for base, source in texts_of(text):
            yield [(base + number, line) for number, line in numbered(source)]


def is_markdown(site: Site, path: Path) -> bool:
    """Tell whether a file is Markdown; it may be a template."""
    return known_format(path.name, site.blog.suffixes) is MARKDOWN
