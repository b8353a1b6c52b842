"""Converts HTML to Markdown."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from docutils.nodes import make_id

from sphinx_confblog.importers.source_tree import UnreadableError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


#: Elements that Markdown cannot express.
KEPT = frozenset({
    "iframe", "video", "audio", "object", "embed", "form", "svg", "math", "details", "canvas",
    "script", "style", "dl", "figure", "picture", "map", "noscript", "center", "ins", "u", "mark",
    "small", "abbr", "cite", "sub", "sup", "kbd", "span", "font",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "details", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe",
    "main", "nav", "ol", "p", "pre", "section", "table", "ul", "video", "audio", "script",
    "style", "object", "embed", "noscript",
})  # fmt: skip
_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|\{(?=[\w:-]+\}`)")
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[ \t]*){3,}$|=+[ \t]*$|~{3,}|:{3,}|%|\+\+\+|"
    r"\|(?=.*\|)|\((?=[^\n]*\)=))|^([ \t]*\d{1,9})([.)](?=\s|$))",
    re.MULTILINE,
)
#: Elements whose content comes out as if they were not there.
TRANSPARENT = frozenset({"div", "section", "article", "main", "center"})
#: Elements that an anchor may begin.
FILLED = frozenset({"p", "li", "td", "th"})
#: The tags of words in a line; ``<int>`` is none of them.
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|"
    r"sup|tt|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]]*[^\s<>\"'\[\].,;:!?)]")
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

    *breaks* says that empty lines divide paragraphs, line ends break lines, and addresses are
    links, as in texts that WordPress keeps.
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
            _link_addresses(soup)
        keep_comments(soup)
        _tell_lists_apart(soup)
        text = _converter(_keep_anchors(soup)).convert_soup(soup)
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
        elif isinstance(node, NavigableString) and "\n" not in node and not node.strip():
            filler.add_space(node)
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


def _link_addresses(soup: BeautifulSoup) -> None:
    """Make links of the addresses in a text, outside links and code."""
    for node in soup.find_all(string=_ADDRESS):
        if node.find_parent(["a", "code", "pre", "script", "style", "svg", "textarea"]):
            continue
        text, end = str(node), 0
        for match in _ADDRESS.finditer(text):
            link = soup.new_tag("a", href=match[0])
            link.string = match[0]
            node.insert_before(text[end : match.start()], link)
            end = match.end()
        node.replace_with(text[end:])


def _tell_lists_apart(soup: BeautifulSoup) -> None:
    """Mark every second one of lists that follow on each other: Markdown would join them."""
    for node in soup.find_all(["ol", "ul"]):
        before = _element_before(node)
        if before is not None and before.name == node.name and not before.get("data-other"):
            node["data-other"] = "yes"


def _element_before(node: Any) -> Any:
    """Return the element that comes out right before a node; None if text does, or nothing."""
    before = node.previous_sibling
    while before is not None and before.name is None and _is_empty(before):
        before = before.previous_sibling
    if before is None:
        parent = node.parent
        return _element_before(parent) if parent and parent.name in TRANSPARENT else None
    while before.name in TRANSPARENT:
        inner = [child for child in before.children if child.name or not _is_empty(child)]
        if not inner:
            return _element_before(before)
        before = inner[-1]
    return before if before.name else None


def _is_empty(node: Any) -> bool:
    """Return whether a text is a comment or blank."""
    from bs4 import Comment  # noqa: PLC0415  optional

    return isinstance(node, Comment) or not node.strip()


def _keep_anchors(soup: BeautifulSoup) -> set[str]:
    """Put anchors in front of elements whose ids Markdown would lose; return all ids."""
    ids = set()
    for node in soup.find_all(lambda tag: tag.get("id") or (tag.name == "a" and tag.get("name"))):
        name = str(node.get("id") or node.get("name"))
        ids.add(name)
        heading = re.fullmatch("h[1-6]", node.name)
        if any(_is_html(parent) for parent in (node, *node.parents)) or (
            heading and make_id(node.get_text()) == name
        ):
            continue
        anchor = soup.new_tag("confblog-anchor", id=name)
        if node.name in FILLED:
            first = node.find(True, recursive=False) if node.name == "li" else None
            (first if first is not None and first.name == "p" else node).insert(0, anchor)
        elif node.name in BLOCKS or node.name == "table":
            anchor["class"] = "block"
            node.insert_before(anchor)
        else:
            node.insert_before(anchor)
    return ids


def _converter(ids: set[str]) -> Any:
    """Return a converter that keeps HTML which Markdown cannot express; *ids* are the page's."""
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
            if node.name == "confblog-anchor":
                return _as_anchor(node)
            if _is_html(node):
                return _as_html(node)
            return str(super().process_tag(node, parent_tags=parent_tags))

        def convert_a(self, el: Any, text: str, parent_tags: Any = None) -> str:
            """Return a link; one to an element of the page stays HTML, as the element's id does."""
            return _own_link(el, text, ids) or str(super().convert_a(el, text, parent_tags))

        def convert_li(self, el: Any, text: str, parent_tags: Any = None) -> str:
            """Return an item; adjacent lists have different marks."""
            return _marked(el, str(super().convert_li(el, text, parent_tags)))

        def convert_del(self, el: Any, text: str, parent_tags: Any = None) -> str:
            """Return text that is struck through."""
            return text if "_noformat" in (parent_tags or ()) else _struck(el, text)

        convert_s = convert_strike = convert_del

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


def _own_link(node: Any, text: str, ids: set[str]) -> str:
    """Return a link to an element of the page, or one that shows its address; else nothing."""
    href = str(node.get("href") or "")
    if href == node.get_text() and _ADDRESS.fullmatch(href):
        return f"<{href}>"
    if text.strip() and href.startswith("#") and href[1:] in ids:
        return f'<a href="{escape(href)}">{text}</a>'
    return ""


def _marked(node: Any, item: str) -> str:
    """Return an item with the mark of its list."""
    if node.parent is None or not node.parent.get("data-other"):
        return item
    return re.sub(r"\A(?:-|(\d+)\.)", lambda m: f"{m[1]})" if m[1] else "*", item)


def _struck(node: Any, text: str) -> str:
    """Return text that is struck through, as HTML: Markdown needs an extension of MyST for it."""
    if not text.strip():
        return text
    return _as_html(node) if "\n\n" in text else f"<del>{text}</del>"


def plain_text(html: str) -> str:
    """Return HTML without the tags of words in a line, as readers see a title."""
    return unescape(_INLINE_TAG.sub("", html)).strip()


def _as_anchor(node: Any) -> str:
    """Return an empty element with an id."""
    name = escape(node["id"])
    return f'\n\n<div id="{name}"></div>\n\n' if node.get("class") else f'<span id="{name}"></span>'


def _is_html(node: Any) -> bool:
    """Return whether an element stays HTML."""
    is_lettered = node.name == "ol" and (node.has_attr("reversed") or node.get("type", "1") != "1")
    return node.name in KEPT or is_lettered or _is_rich_table(node)


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
