"""Converts HTML to Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.importers.source_tree import UnreadableError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


#: Elements that Markdown cannot express.
KEPT = frozenset(
    [
        "iframe",
        "video",
        "audio",
        "object",
        "embed",
        "form",
        "svg",
        "math",
        "details",
        "canvas",
        "script",
        "style",
        "dl",
        "figure",
        "picture",
        "map",
        "noscript",
        "center",
        "ins",
        "u",
        "mark",
        "small",
        "abbr",
        "cite",
        "sub",
        "sup",
        "kbd",
        "span",
        "font",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
        "video",
        "audio",
        "script",
        "style",
        "object",
        "embed",
        "noscript",
    ]
)
_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|\{(?=[\w:-]+\}`)")
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[ \t]*){3,}$|=+[ \t]*$|~{3,}|:{3,}|%|\+\+\+|"
    r"\|(?=.*\|)|\((?=[^\n]*\)=))|^([ \t]*\d{1,9})([.)](?=\s|$))",
    re.MULTILINE,
)
_MORE = re.compile(r"\s*(more|nextpage)\b.*", re.DOTALL)


class ToolMissingError(ImportError):
    """A library that a format needs is not installed; the message says how to get it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"this needs the package {name}, which is not installed: "
            'pip install "sphinx-confblog[import]"'
        )


def markdown(html: str, *, breaks: bool = False) -> str:
    """Return HTML as Markdown; raises ToolMissingError, and UnreadableError if it is too deep.

    *breaks* says that empty lines divide paragraphs and line ends break lines, as in texts
    that WordPress keeps.
    """
    try:
        from bs4 import BeautifulSoup  # noqa: PLC0415  optional
    except ImportError:
        raise ToolMissingError("beautifulsoup4") from None
    # Python's parser fails of some texts that begin with <![; browsers take both for comments.
    soup = BeautifulSoup(html.replace("<![", "<?["), "html.parser")
    try:
        if breaks:
            _add_paragraphs(soup)
        keep_comments(soup)
        text = _converter().convert_soup(soup)
    except RecursionError:
        raise UnreadableError("its HTML is nested too deeply") from None
    text = re.sub(r"[ \t]+$", "", re.sub(r"\\?\n{3,}", "\n\n", str(text)), flags=re.MULTILINE)
    return text.strip() + "\n" if text.strip() else ""


def keep_comments(soup: BeautifulSoup) -> None:
    """Replace comments that end excerpts by marks; other comments are dropped later."""
    from bs4 import Comment  # noqa: PLC0415  optional

    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        if match := _MORE.fullmatch(str(comment)):
            mark = soup.new_tag("confblog-mark")
            mark["text"] = f"<!--{match[1]}-->"
            parent = comment.parent
            comment.replace_with(mark)
            if parent is not None and parent.name == "p" and not parent.get_text(strip=True):
                parent.unwrap()


def _add_paragraphs(soup: BeautifulSoup) -> None:
    """Wrap runs of text in paragraphs, as WordPress does when it shows a post."""
    run: list[Any] = []
    for child in list(soup.children):
        name = getattr(child, "name", None)
        if name in BLOCKS:
            _wrap(soup, run)
            run = []
        else:
            run.append(child)
    _wrap(soup, run)


def _wrap(soup: BeautifulSoup, run: list[Any]) -> None:
    """Make paragraphs of the nodes of a run, which are divided by empty lines."""
    from bs4 import Comment  # noqa: PLC0415  optional
    from bs4.element import NavigableString  # noqa: PLC0415  optional

    filler = _Filler(soup)
    for node in run:
        if isinstance(node, Comment):
            filler.end()
        elif isinstance(node, NavigableString):
            for number, part in enumerate(re.split(r"\n[ \t]*\n\s*", str(node))):
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


def _converter() -> Any:
    """Return a converter that keeps HTML which Markdown cannot express."""
    try:
        from markdownify import MarkdownConverter  # noqa: PLC0415  optional
    except ImportError:
        raise ToolMissingError("markdownify") from None

    class Converter(MarkdownConverter):  # type: ignore[misc]
        """Keeps HTML that Markdown cannot express."""

        def escape(self, text: str, parent_tags: Any = None) -> str:
            """Return a text with a backslash before Markdown's markup, and nowhere else."""
            return escaped(text)

        def process_tag(self, node: Any, parent_tags: Any = None) -> str:
            """Return an element as Markdown, or as it is."""
            if node.name == "confblog-mark":
                return f"\n\n{node['text']}\n\n"
            if node.name in KEPT or _is_rich_table(node):
                return _as_html(node)
            return str(super().process_tag(node, parent_tags=parent_tags))

    return Converter(
        heading_style="ATX", bullets="-", newline_style="backslash",
        code_language_callback=_language, strip_pre="strip_one",
    )  # fmt: skip


def escaped(text: str) -> str:
    """Return a text with a backslash before everything that Markdown takes for markup."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[3]}\\{match[4]}"
    return f"{match[1]}\\{match[2]}"


def _as_html(node: Any) -> str:
    """Return an element as HTML, without empty lines: they would end a block of HTML."""
    html = re.sub(r"\n\s*\n", "\n", str(node))
    return f"\n\n{html}\n\n" if node.name in BLOCKS else html


def _is_rich_table(node: Any) -> bool:
    """Return whether a table holds what a Markdown table cannot."""
    if node.name != "table":
        return False
    spans = any(cell.has_attr("colspan") or cell.has_attr("rowspan") for cell in node("td"))
    return spans or node.find(["p", "ul", "ol", "pre", "img", "table", "br"]) is not None


def _language(node: Any) -> str:
    """Return the language that a block of code names."""
    code = node.find("code") or node
    for name in code.get("class") or []:
        if name.startswith(("language-", "lang-")):
            return str(name.partition("-")[2])
    return ""
