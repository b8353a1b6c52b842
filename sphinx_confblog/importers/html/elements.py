"""Turns elements of HTML into Markdown, with the library markdownify."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from bs4.element import NavigableString
from markdownify import MarkdownConverter
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from sphinx_confblog.importers.html.escaping import escaped, fenced, target
from sphinx_confblog.importers.html.preparing import (
    EMPHASIS,
    HTML_BLOCKS,
    INLINE,
    is_html,
)
from sphinx_confblog.importers.html.wordpress import ADDRESS, BLOCKS

#: Keeps empty lines in code until the others are dropped.
EMPTY = "\x1f"


class Converter(MarkdownConverter):  # type: ignore[misc]
    """Keeps HTML that Markdown cannot express."""

    def __init__(self, ids: set[str]) -> None:
        super().__init__(heading_style="ATX", bullets="-", newline_style="backslash")
        #: The ids of the page's elements.
        self.ids = ids

    def escape(self, text: str, parent_tags: Any = None) -> str:
        """Return a text with a backslash before Markdown's markup, and nowhere else."""
        return escaped(text)

    def process_tag(self, node: Any, parent_tags: Any = None) -> str:
        """Return an element as Markdown, or as it is."""
        if node.name == "confblog-mark":
            return f"\n\n{node['text']}\n\n"
        if node.name == "confblog-anchor":
            return _as_anchor(node)
        if is_html(node) and "_noformat" not in (parent_tags or ()):
            return _as_html(node)
        return str(super().process_tag(node, parent_tags=parent_tags))

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a link."""
        return text if "_noformat" in parent_tags else _link(el, text, self.ids)

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return an image; in code, nothing."""
        return "" if "_noformat" in parent_tags else _image(el)

    def convert_em(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return emphasised text."""
        return text if "_noformat" in parent_tags else _emphasised(el, text)

    convert_b = convert_strong = convert_i = convert_em

    def convert_span(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return an element that Markdown cannot express, with Markdown in it."""
        return text if "_noformat" in parent_tags else _phrase(el, text)

    convert_abbr = convert_cite = convert_font = convert_ins = convert_kbd = convert_span
    convert_mark = convert_small = convert_sub = convert_sup = convert_u = convert_span

    def convert_code(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return code in a line; right after other code, it is HTML."""
        # An element of a line has none of Markdown's lines in it.
        text = text if "_noformat" in parent_tags else text.replace("\n", " ")
        code = super().convert_code(el, text, parent_tags)
        touches = "_noformat" not in parent_tags and _char_before(el) == "`"
        return f"<code>{escaped(text)}</code>" if touches else str(code)

    convert_samp = convert_code

    def convert_br(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a line break; in code of a line, a space."""
        if "_noformat" in parent_tags:
            return "\n" if "pre" in parent_tags else " "
        return str(super().convert_br(el, text, parent_tags))

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a block of code."""
        code = re.sub(r"\A *\n|\n *\Z", "", text)
        code = re.sub(r"^[ \t]*$", EMPTY, code, flags=re.MULTILINE)
        return fenced(code, _language(el)) if code.strip(f"{EMPTY}\n") else ""

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return a cell, whose bars divide no others."""
        return str(super().convert_td(el, text.replace("|", "\\|"), parent_tags))

    convert_th = convert_td

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return an item; adjacent lists have different marks."""
        return _marked(el, str(super().convert_li(el, text, parent_tags)))

    def convert_del(self, el: Any, text: str, parent_tags: Any) -> str:
        """Return text that is struck through."""
        return text if "_noformat" in parent_tags else _struck(el, text)

    convert_s = convert_strike = convert_del


def _link(node: Any, text: str, ids: set[str]) -> str:
    """Return a link; one to an element of the page stays HTML, as the element's id does."""
    href, title = str(node.get("href") or ""), str(node.get("title") or "")
    inner = text.strip()
    if not inner or not node.has_attr("href"):
        return text
    if href == node.get_text() and ADDRESS.fullmatch(href):
        return f"<{href}>"
    if "\n\n" in inner:
        return _as_html(node)
    link = f"[{inner}]({target(href, title)})"
    if (href.startswith("#") and href[1:] in ids) or _char_before(node) == "!":
        link = f'<a href="{escape(href)}">{inner}</a>'
    return text.replace(inner, link, 1)


def _image(node: Any) -> str:
    """Return an image; without an address, its alternative text."""
    alt = escaped(" ".join(str(node.get("alt") or "").split()))
    src = str(node.get("src") or "")
    return f"![{alt}]({target(src, str(node.get('title') or ''))})" if src.strip() else alt


def _emphasised(node: Any, text: str) -> str:
    """Return emphasised text: in asterisks, or as HTML where Markdown would show them."""
    inner, mark = text.strip(), EMPHASIS[node.name]
    if not inner or "\n\n" in inner:
        return text
    tag = "strong" if mark == "**" else "em"
    fits = _fits(inner[0], _char_before(node)) and _fits(inner[-1], _char_after(node))
    return text.replace(inner, f"{mark}{inner}{mark}" if fits else f"<{tag}>{inner}</{tag}>", 1)


def _fits(inner: str, outer: str) -> bool:
    """Return whether Markdown takes an asterisk between two characters for a mark."""
    return outer.isspace() or (inner.isalnum() and outer not in {"*", "\\"})


def _char_before(node: Any) -> str:
    """Return the character that comes out before an element in a line; a space at its start."""
    return _char_beside(node, "previous_sibling", -1)


def _char_after(node: Any) -> str:
    """Return the character that comes out after an element in a line; a space at its end."""
    return _char_beside(node, "next_sibling", 0)


def _char_beside(node: Any, side: str, place: int) -> str:
    beside = getattr(node, side)
    if beside is None:
        inline = node.parent is not None and node.parent.name in INLINE
        return _char_beside(node.parent, side, place) if inline else " "
    if beside.name is None:
        return str(beside)[place : place + 1 or None] or _char_beside(beside, side, place)
    if beside.name in EMPHASIS:
        return "*"
    return "`" if beside.name in {"code", "samp"} else " " if beside.name == "br" else "<"


def _marked(node: Any, item: str) -> str:
    """Return an item with the mark of its list."""
    if node.parent is None or not node.parent.get("data-other"):
        return item
    return re.sub(r"\A(?:-|(\d+)\.)", lambda m: f"{m[1]})" if m[1] else "*", item)


def _struck(node: Any, text: str) -> str:
    """Return text that is struck through, as HTML: Markdown needs an extension of MyST for it."""
    if not text.strip():
        return text
    return (
        _as_html(node)
        if "\n\n" in text
        else text.replace(text.strip(), f"<del>{text.strip()}</del>")
    )


def _as_anchor(node: Any) -> str:
    """Return an empty element with an id."""
    name = escape(node["id"])
    return f'\n\n<div id="{name}"></div>\n\n' if node.get("class") else f'<span id="{name}"></span>'


def _as_html(node: Any) -> str:
    """Return an element as HTML that Markdown takes for HTML to its end."""
    if node.name not in HTML_BLOCKS:
        _escape_texts(node)
    # An empty line would end a block of HTML, and a line with one tag alone would begin one.
    line_end = "\n" if node.name in HTML_BLOCKS else " "
    html = re.sub(r"\n\s*", line_end, str(node))
    return f"\n\n{html}\n\n" if node.name in BLOCKS else html


def _escape_texts(node: Any) -> None:
    """Escape the texts in an element in a line, where Markdown is read."""
    for text in node.find_all(string=True):
        if type(text) is NavigableString:
            text.replace_with(escaped(str(text)))


def _start_tag(node: Any) -> str:
    """Return the start tag of an element."""
    values = {k: " ".join(v) if isinstance(v, list) else v for k, v in node.attrs.items()}
    return f"<{node.name}" + "".join(f' {k}="{escape(v)}"' for k, v in values.items()) + ">"


def _phrase(node: Any, text: str) -> str:
    """Return an element in a line as HTML, with Markdown in it; of one with blocks, those."""
    if "\n\n" in text:
        return text
    # A tag alone in a line would begin a block of HTML.
    inner = re.sub(r"\A\s+|\s+\Z", " ", escaped(text) if node.name == "kbd" else text)
    return f"{_start_tag(node)}{inner}</{node.name}>"


#: Classes and attributes that name the language of code, as plugins for WordPress use them.
_LANGUAGE_CLASS = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|brush:\s*)([\w+#.-]+)")
_LANGUAGE_KEYS = ("data-lang", "data-language", "data-enlighter-language", "lang")


def _language(node: Any) -> str:
    """Return the language that a block of code names."""
    for element in (node.find("code"), node):
        if element is None:
            continue
        if match := _LANGUAGE_CLASS.search(" ".join(element.get("class") or [])):
            return match[1]
        for key in _LANGUAGE_KEYS:
            # The attribute may name the language of people, too.
            if (name := str(element.get(key) or "")) and _is_known(name):
                return name
    return ""


def _is_known(language: str) -> bool:
    """Return whether code in a language can be highlighted."""
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        return False
    return True
