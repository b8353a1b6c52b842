"""Turns the text that WordPress stores into paragraphs, links and blocks of code."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe",
    "main", "nav", "ol", "p", "pre", "section", "table", "ul", "video", "audio", "script",
    "style", "object", "embed", "noscript",
})  # fmt: skip
ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]*[^\s<>\"'\[\].,;:!?)]")
_UNLINKED = ["a", "code", "pre", "script", "style", "svg", "textarea"]
_ITEMS = ("li", "dd", "td", "th")
#: Parents of paragraphs. Items and cells have some if empty lines are in their text.
_HOLDERS = ("blockquote", "div", "section", "article", "main", "center", *_ITEMS)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
#: Code between two shortcodes of the plugin SyntaxHighlighter.
_CODE = re.compile(
    r"(?<!\[)\[(sourcecode|source|code)(\s[^\[\]\n]{0,300})?\](.{0,20000}?)\[/\1\]",
    re.DOTALL | re.IGNORECASE,
)
_LANGUAGE = re.compile(r"""\blang(?:uage)?\s*=\s*["']?([\w+#.-]+)""", re.IGNORECASE)


def with_code(html: str) -> str:
    """Return the text of a post with its shortcodes of code as elements."""
    return _CODE.sub(_code_element, html)


def _code_element(match: re.Match[str]) -> str:
    language = _LANGUAGE.search(match[2] or "")
    name = f' class="language-{language[1]}"' if language else ""
    code = escape(unescape(match[3]), quote=False).strip("\n")
    return f"<pre><code{name}>{code}</code></pre>"


def add_paragraphs(soup: BeautifulSoup) -> None:
    """Wrap runs of text in paragraphs, as WordPress does when it shows a post."""
    for holder in [soup, *soup.find_all(_HOLDERS)]:
        if holder.name not in _ITEMS or _has_empty_line(holder):
            _fill(soup, holder)


def _has_empty_line(node: Any) -> bool:
    """Return whether an empty line divides the text directly in an element."""
    texts = [str(child) for child in node.children if child.name is None]
    return any(_EMPTY_LINE.search(text) for text in texts if text.strip())


def _fill(soup: BeautifulSoup, holder: Any) -> None:
    """Wrap the runs of text in an element."""
    run: list[Any] = []
    for child in list(holder.children):
        if child.name in BLOCKS:
            _wrap(soup, run)
            run = []
        else:
            run.append(child)
    _wrap(soup, run)


def _wrap(soup: BeautifulSoup, run: list[Any]) -> None:
    """Make paragraphs of the nodes of a run, which are divided by empty lines."""
    from bs4.element import NavigableString, PreformattedString  # noqa: PLC0415  optional

    filler = _Filler(soup)
    for node in run:
        if isinstance(node, PreformattedString):
            filler.end()
        elif isinstance(node, NavigableString) and "\n" not in node and not node.strip():
            filler.add_space(node)
        elif isinstance(node, NavigableString):
            for number, part in enumerate(_EMPTY_LINE.split(str(node))):
                if number:
                    filler.end()
                for place, line in enumerate(part.split("\n")):
                    if place:
                        filler.broken = True
                    filler.add(node, NavigableString(line) if line.strip() else None)
            node.extract()
        else:
            filler.add(node, node)


class _Filler:
    """Fills paragraphs one after another; a line end becomes a break if another line follows."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.paragraph: Any = None
        self.broken = False

    def end(self) -> None:
        """Begin a new paragraph with the next piece."""
        self.paragraph, self.broken = None, False

    def add_space(self, node: Any) -> None:
        """Add a space between two pieces."""
        if self.paragraph is None:
            node.extract()
        else:
            self.paragraph.append(node)

    def add(self, before: Any, piece: Any) -> None:
        """Add a piece that is not empty; a new paragraph is put before a node."""
        if piece is None:
            return
        if self.paragraph is None:
            self.paragraph = self.soup.new_tag("p")
            before.insert_before(self.paragraph)
        elif self.broken:
            self.paragraph.append(self.soup.new_tag("br"))
        self.broken = False
        self.paragraph.append(piece)


def link_addresses(soup: BeautifulSoup) -> None:
    """Make links of the addresses in a text, outside links, code and elements without text."""
    from bs4.element import NavigableString  # noqa: PLC0415  optional

    for node in soup.find_all(string=ADDRESS):
        # Comments, scripts and the like are strings of other types.
        if type(node) is not NavigableString or node.find_parent(_UNLINKED):
            continue
        text, end = str(node), 0
        for match in ADDRESS.finditer(text):
            link = soup.new_tag("a", href=match[0])
            link.string = match[0]
            node.insert_before(text[end : match.start()], link)
            end = match.end()
        node.replace_with(text[end:])
