"""Rewrites Markdown, also in notebooks: separators, and other generators' syntax."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from sphinx_confblog.config.validators import SEPARATORS
from sphinx_confblog.frontmatter.notebook import PROGRAMS, cells_of, loaded, text_of
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.importers.front_matter import Head
from sphinx_confblog.importers.records import CELL_BREAK, KEPT
from sphinx_confblog.importers.rst import masked_rst, note_directives, rst_languages
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.util.liquid import without_raw
from sphinx_confblog.util.markdown_code import blocks, masked, replace_outside
from sphinx_confblog.util.text import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_confblog.importers.records import Article


#: The minor version of notebooks from which on cells have ids.
_WITH_IDS = 5
_BETWEEN_CELLS = f"\n\n{CELL_BREAK}\n\n"


def split_cells(content: str) -> Head:
    """Return a notebook's cells of Markdown as one body, and no front matter.

    Raises UnreadableError for what MyST-NB cannot read.
    """
    try:
        notebook = loaded(content)
    except FrontMatterError as error:
        raise UnreadableError(str(error), error.line) from None
    texts = [text_of(cell) for cell in cells_of(notebook) if cell["cell_type"] == "markdown"]
    return Head({}, _BETWEEN_CELLS.join(texts), notebook=notebook)


def notebook_text(notebook: dict[str, Any], head: str, body: str) -> str:
    """Return a notebook with *head* as its first cell, and its cells of Markdown from *body*.

    Metadata that a build would read as front matter is kept below ``imported``.
    """
    metadata = notebook["metadata"]
    known = {key: value for key, value in metadata.items() if key in PROGRAMS}
    if rest := {key: value for key, value in metadata.items() if key not in PROGRAMS}:
        known[KEPT] = rest
    # MyST-NB warns of code in no known language.
    known.setdefault("language_info", language_of(known.get("kernelspec")))
    texts = iter(body.split(_BETWEEN_CELLS))
    cells = [
        with_text(cell, next(texts)) if cell["cell_type"] == "markdown" else cell
        for cell in cells_of(notebook)
    ]
    first = {"cell_type": "raw", "metadata": {}, "source": head}
    if int(notebook.get("nbformat_minor") or 0) >= _WITH_IDS:
        first["id"] = "front-matter"
    made = {**notebook, "cells": [first, *cells], "metadata": known}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def language_of(kernel: object) -> dict[str, str]:
    """Return a notebook's data about its language, by its kernel."""
    language = kernel.get("language") if isinstance(kernel, dict) else None
    if language in {None, "python"}:
        return {"name": "python", "pygments_lexer": "ipython3"}
    return {"name": str(language)}


def with_text(cell: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a cell with a new text; pictures that are attached to it are put into the text."""
    attachments = cell.get("attachments")
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            # MyST-NB does not find attachments.
            text = text.replace(f"attachment:{name}", f"data:{kind};base64,{data}")
    return {key: value for key, value in cell.items() if key != "attachments"} | {"source": text}


#: Kind -> what finds it, and what it is called. What is never closed is looked after for a bounded
#: distance: else a long text of openings would take time by its square.
KINDS: dict[str, tuple[re.Pattern[str], str]] = {
    "liquid": (re.compile(r"\{%.{0,1000}?%\}|\{\{(?![<%]).{0,1000}?\}\}", re.DOTALL), "Liquid"),
    "erb": (re.compile(r"<%.{0,1000}?%>", re.DOTALL), "ERB"),
    "hugo": (re.compile(r"\{\{(<.{0,1000}?>|%.{0,1000}?%)\}\}", re.DOTALL), "a shortcode"),
    "jinja": (
        re.compile(r"(?<!\{)\{%.{0,1000}?%\}|\{\{(?![<%]).{0,1000}?\}\}", re.DOTALL),
        "template code"),
    "mdx": (re.compile(r"^(?:import|export)\b.*$", re.MULTILINE), "an MDX line"),
    "jsx": (re.compile(r"</?[A-Z][\w.]*(?:\s[^<>]{0,1000})?/?>|\{/\*.{0,1000}?\*/\}"
        r"|<[a-z][\w-]*\s[^<>{}]{0,300}=\{[^\n}]{0,300}", re.DOTALL),
            "a JSX component"),
    "colons": (re.compile(r"^ {0,3}:::+ *[\w{\[].*$", re.MULTILINE), "an admonition with :::"),
    "mkdocs": (
        re.compile(r"^ *(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+[\"\w].*$|^ *-+8<-+.*$", re.MULTILINE),
        "an MkDocs block"),
    "attributes": (
        re.compile(r"\{:[ \t]?[^}\n]{0,500}\}|(?<!\{)\{[ \t]{0,9}[.#][\w-][^}\n]{0,500}\}"),
        "an attribute list"),
    "alerts": (re.compile(r"^[ \t]*>[ \t]*\[!\w[\w-]{0,60}\].*$", re.MULTILINE), "an alert"),
    "emoji": (re.compile(r"(?<![\w:]):[a-z0-9+-][a-z0-9_+-]{0,60}:(?![\w:])"), "an emoji's name"),
    "icons": (re.compile(r"(?<![\w:]):(?:material|fontawesome|octicons|simple|bootstrap)-[\w-]+:"),
              "an icon"),
    "wordpress": (re.compile(
        r"\\?\[(?:/[a-z][\w-]*|[a-z][\w-]{0,60}(?:=| [^\]\n=]{0,200}=)[^\]\n]{0,1000}|"
        r"(?:gallery|caption|embed|audio|video|playlist|code|toc|contact-form-\d)\b[^\]\n]*)\\?\]",
        re.IGNORECASE), "a shortcode"),
    "pelican": (re.compile(r"\{(?:filename|static|attach|category|tag|author|index)\}\S*"),
                "a Pelican link"),
    "nikola": (re.compile(r"\blink://[^\s)\"'<>]{1,300}"), "a Nikola link"),
    "percent": (re.compile(r"^%.*$", re.MULTILINE), "a line that MyST reads as a comment"),
    "break": (re.compile(r"^\+\+\+.*$", re.MULTILINE), "a line that MyST reads as a block break"),
}  # fmt: skip
#: Kinds that are looked for in all Markdown.
MARKDOWN_KINDS = ("percent", "break")


def note_leftovers(article: Article, kinds: tuple[str, ...]) -> None:
    """Note syntax of the old generator, unknown directives and unknown languages of code."""
    shown = masked_rst(article.body) if article.is_rst else masked(article.body)
    for kind in dict.fromkeys((*kinds, *(() if article.is_rst else MARKDOWN_KINDS))):
        pattern, name = KINDS[kind]
        for match in pattern.finditer(without_raw(shown) if kind == "liquid" else shown):
            if kind == "percent" and match[0].startswith("%}"):
                continue
            line = shown.count("\n", 0, match.start())
            article.remark(line, f"{name} is left in the text: {shorten(match[0])}")
    if article.is_rst:
        note_directives(article)
    for line, language in rst_languages(article) if article.is_rst else languages(article):
        note_language(article, line, language)


#: The start of fenced code with an attribute list, as in ```` ``` { .bash .copy } ````.
_FENCE = re.compile(
    r"^(?P<start>.*?(?:`{3,}|~{3,}))[ \t]*\{[ \t]*(?P<list>[.#:\w][^{}\n]*)\}[ \t]*$"
)
#: The first line of indented code, as CodeHilite reads it.
_HILITE = re.compile(r"(?::::|#!)(?!/)[ \t]*([\w+#.-]+)[^\n]*\n")
#: Classes that only add a button, or leave it out.
_BUTTONS = frozenset({".copy", ".no-copy", ".select", ".no-select"})


def map_fences(article: Article) -> None:
    """Name the language of code as MyST reads it.

    It may be in an attribute list, or in the first line of indented code.
    """
    lines = article.body.split("\n")
    for token in blocks(article.body):
        if token.type == "code_block" and token.map and (match := _HILITE.match(token.content)):
            _fence(article, lines, (token.map[0], token.map[1]), match[1])
        if token.type != "fence" or not token.map or not re.match(r"\s*\{[ \t]*[.#]", token.info):
            continue
        number = token.map[0]
        if match := _FENCE.match(lines[number]):
            words = match["list"].split()
            language = next(
                (word[1:] for word in words if word[0] == "." and word not in _BUTTONS), ""
            )
            rest = [word for word in words if word != f".{language}" and word not in _BUTTONS]
            if rest:
                article.remark(number, f"attributes of code were left out: {' '.join(rest)}")
            lines[number] = f"{match['start']}{language}"
    article.body = "\n".join(lines)


def _fence(article: Article, lines: list[str], span: tuple[int, int], language: str) -> None:
    """Write indented code, whose first line names a language, as a fence of as many lines."""
    start, stop = span
    indent = len(lines[start]) - len(lines[start].lstrip(" "))
    is_code = all(not line[:indent].strip() for line in lines[start:stop])
    if indent < 4 or not is_code or (stop < len(lines) and lines[stop].strip()):
        article.remark(start, f"the language of indented code is left: {language}")
        return
    outer = " " * (indent - 4)
    runs = [len(run) for line in lines[start:stop] for run in re.findall("`{3,}", line)]
    fence = "`" * (max(runs, default=2) + 1)
    code = [outer + line[indent:] if line.strip() else "" for line in lines[start + 1 : stop]]
    lines[start : stop + 1] = [f"{outer}{fence}{language}", *code, f"{outer}{fence}"]


def languages(article: Article) -> Iterator[tuple[int, str]]:
    """Yield the languages of fenced code, with their lines from 0."""
    for token in blocks(article.body):
        words = token.info.split() if token.type == "fence" else []
        if words and not words[0].startswith("{") and token.map:
            yield token.map[0], words[0]


def note_language(article: Article, line: int, language: str) -> None:
    """Note a language of code that no highlighter knows: Sphinx warns of it."""
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        text = f'no highlighter is known for the language "{shorten(language)}"'
        article.remark(line, text)


#: MyST's extensions -> what needs them.
EXTENSIONS = {
    "linkify": re.compile(
        r"^(?![ \t>]*\[[^\]\n]+\]:)(?:[^\n]{0,1000}?[ \t]\(?)?https?://[\w-]+\.[\w-]", re.MULTILINE
    ),
    "deflist": re.compile(
        r"^(?![ \t]{0,3}(?:[>#|:]|[-+*][ \t]))(?=[^\n]*\S)[^\n]*\n(?:[ \t]*\n)?:[ \t]{1,8}\S",
        re.MULTILINE,
    ),
    "dollarmath": re.compile(r"(?<![\\$])\$\$(?=[^$])[^$]{1,2000}\$\$(?!\$)"),
    "strikethrough": re.compile(r"(?<![~\\])~~(?=[^\s~])[^\n]{0,1000}?[^\s~]~~(?!~)"),
    "tasklist": re.compile(r"^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]+\S", re.MULTILINE),
}


def extensions_in(article: Article, *, linkifies: bool) -> set[str]:
    """Return the extensions of MyST that a post needs."""
    if article.is_rst or article.converted:
        return set()
    shown = masked(article.body)
    used = {name for name, pattern in EXTENSIONS.items() if pattern.search(shown)}
    return used if linkifies else used - {"linkify"}


#: An image for light or for dark pages alone, as Material for MkDocs and GitHub write it.
_SCHEME = re.compile(
    r"!\[(?P<alt>(?:\\.|[^\[\]\\\n]){0,1000})\]\(<?(?P<path>[^()<>\s]{1,2000})"
    r"#(?:only|gh)-(?P<scheme>light|dark)(?:-mode-only)?>?"
    r"(?:[ \t]+(?P<title>\"[^\"\n]*\"|'[^'\n]*'))?\)"
)


def map_schemes(article: Article) -> None:
    """Write images for light or for dark pages as HTML with the classes that themes know."""

    def mapped(match: re.Match[str], line: int) -> str:
        name = f"only-{match['scheme']}"
        article.remark(
            line, f"an image has the class {name}, which furo and pydata-sphinx-theme support"
        )
        title = f" title={match['title']}" if match["title"] else ""
        alt = escape(match["alt"])
        return f'<img class="{name}" src="{match["path"]}" alt="{alt}"{title}>'

    article.body = replace_outside(article.body, _SCHEME, mapped)


MARK = "<!-- more -->"
RST_MARK = ".. readmore::"
#: Marks of Nikola and Pelican that may say more.
_RST_COMMENTS = re.compile(r"^\.\. (?:TEASER_END:|END_TEASER\b|PELICAN_END_SUMMARY\b).*$")
_COMMENTS = re.compile(
    r"<!--[ \t]*(?:TEASER_END:[^\n>]{0,200}|END_TEASER\b[^\n>]{0,200}?)-->",
    re.MULTILINE,
)


def map_marks(article: Article, marks: tuple[str, ...]) -> None:
    """Replace other excerpt marks by one that is read here, outside code."""
    new, shown = (RST_MARK, masked_rst(article.body)) if article.is_rst else (MARK, None)
    others = [mark.strip() for mark in marks if mark.strip() and not is_known(mark)]
    ordered = sorted(others, key=len, reverse=True)
    comments = _RST_COMMENTS if article.is_rst else _COMMENTS
    pattern = re.compile("|".join([*map(_pattern, ordered), comments.pattern]), re.MULTILINE)

    def mapped(match: re.Match[str], line: int) -> str:
        article.remark(line, f"the excerpt separator {match[0]} became {new}")
        return new

    article.body = replace_outside(article.body, pattern, mapped, shown=shown)


def is_known(mark: str) -> bool:
    """Return whether the extension takes this text for an excerpt mark without being told."""
    return _words(mark) in {_words(known) for known in SEPARATORS}


def _words(mark: str) -> tuple[str, ...]:
    inner = re.fullmatch(r"\s*<!--(.*)-->\s*", mark, re.DOTALL)
    return ("<!--", *inner[1].split()) if inner else (mark.strip(),)


def _pattern(mark: str) -> str:
    words = _words(mark)
    if words[0] == "<!--":
        return r"<!--\s*" + r"\s+".join(map(re.escape, words[1:])) + r"\s*-->"
    return rf"(?<!\w){re.escape(mark)}(?!\w)"
