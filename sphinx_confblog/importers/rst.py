"""Rewrites posts in reStructuredText: fields, links and directives."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING

from docutils.nodes import fully_normalize_name
from docutils.parsers.rst.languages import en

from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.rst import (
    find_docinfo,
    find_heads,
    front_of,
    lines_of_rst,
    read_docinfo,
    title_end,
    title_of,
    unescaped,
)
from sphinx_confblog.frontmatter.writer import fields
from sphinx_confblog.importers.front_matter import Head
from sphinx_confblog.importers.records import KEPT
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.util.markdown_code import MASK, VERBATIM, replace_outside
from sphinx_confblog.util.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx_confblog.frontmatter.records import FrontMatter, Value
    from sphinx_confblog.importers.links import Links, Target
    from sphinx_confblog.importers.records import Article

    New = Callable[[re.Match[str], int], str]


#: A directive, or the definition of a substitution by one.
DIRECTIVE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?"
    r"(?P<name>[\w:.+-]+?)::(?:[ \t]+(?P<argument>\S.*))?$"
)
#: A comment; nothing that a label, a footnote or a substitution is.
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?![\[_|])|[ \t]*$)")
_LITERAL = re.compile(r"``(?=\S)(?:[^\n]|\n(?![ \t]*\n))+?``")


def split_fields(content: str) -> Head:
    """Blank the fields at the top of a text, and return them; raises UnreadableError.

    The fields are those that the blog's own reader finds; the other lines keep their numbers.
    """
    try:
        docinfo = read_docinfo(content)
    except FrontMatterError as error:
        raise UnreadableError(f"fields: {error}", error.line) from None
    if docinfo is None:
        return Head({}, content)
    lines = content.splitlines()
    for field in find_docinfo(lines_of_rst(content)).fields:
        lines[field.start : field.stop] = [""] * (field.stop - field.start)
    entries = docinfo.front.entries
    return Head(
        {key: entry.value for key, entry in entries.items()}, "\n".join([*lines, ""]), 1,
        {key: entry.line for key, entry in entries.items()}, docinfo.front.duplicates,
    )  # fmt: skip


def title_in(body: str) -> str:
    """Return the title that a text begins with; nothing if there is none."""
    return unescaped(title_of(lines_of_rst(body)) or "")


def with_fields(front: Mapping[str, Value], body: str) -> str:
    """Return a text with fields at its top.

    Fields go below the title that the text begins with, unless they give another title.
    """
    lines = body.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    title = title_end(lines_of_rst(body), start) if "title" not in front else None
    stop = start if title is None else title
    rest = "\n".join(lines[stop:]).strip("\n")
    above = "\n".join([*lines[start:stop], "", ""]) if title is not None else ""
    return f"{above}{fields(front)}\n{rest}\n" if rest else f"{above}{fields(front)}"


def read_fields(front: Mapping[str, Value]) -> FrontMatter | None:
    """Read fields as they will be written; raises FrontMatterError."""
    return front_of(find_heads(fields(front)))


def as_fields(front: Mapping[str, Value]) -> dict[str, Value]:
    """Return front matter in the forms that fields have: texts and lists of texts."""
    result: dict[str, Value] = {}
    for key, value in front.items():
        if key == KEPT and isinstance(value, dict):
            for name, kept in value.items():
                _add(result, f"{KEPT}-{name}", kept)
        else:
            _add(result, key, value)
    return result


def _add(result: dict[str, Value], key: str, value: Value) -> None:
    name = one_line(key).lower().strip(":") or KEPT
    while name in result:
        name = f"{KEPT}-{name}"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        items = [one_line(str(item)) for item in value]
        result[name] = [item for item in items if item]
    elif isinstance(value, str):
        result[name] = "\n".join(map(one_line, value.splitlines())).strip("\n")
    else:
        result[name] = one_line(json.dumps(value, ensure_ascii=False))


def code_lines(lines: list[str]) -> set[int]:
    """Return the numbers, from 0, of lines in literal blocks, code and comments."""
    numbers: set[int] = set()
    hidden: int | None = None
    for number, line in enumerate(lines):
        text = line.expandtabs(8)
        indent = len(text) - len(text.lstrip())
        if not text.strip():
            continue
        if hidden is not None and indent > hidden:
            numbers.add(number)
            continue
        hidden = None
        if match := DIRECTIVE.match(text):
            if match["name"] in VERBATIM:
                hidden = indent
        elif _COMMENT.match(text) or text.rstrip().endswith("::"):
            hidden = indent
    return numbers


def masked_rst(body: str) -> str:
    """Return a text with code blanked out, of the same length and with the same lines."""
    lines = body.split("\n")
    code = code_lines(lines)
    shown = "\n".join(
        MASK * len(line) if number in code else line for number, line in enumerate(lines)
    )
    return _LITERAL.sub(lambda match: re.sub(r"[^\n]", MASK, match[0]), shown)


def raw_html(body: str) -> str:
    """Return a text with all but the content of ``.. raw:: html`` blanked out."""
    lines = body.split("\n")
    code, shown = code_lines(lines), []
    inside: int | None = None
    for number, line in enumerate(lines):
        text = line.expandtabs(8)
        indent = len(text) - len(text.lstrip())
        if inside is not None and text.strip() and indent <= inside:
            inside = None
        shown.append(MASK * len(line) if inside is None else line)
        match = DIRECTIVE.match(text)
        if match and match["name"] == "raw" and number not in code:
            inside = indent if "html" in (match["argument"] or "").lower().split() else None
    return "\n".join(shown)


#: ``.. image:: path``, and the option ``:target: address`` below it.
_IMAGE = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[ \t]+(?P<path>\S[^\n]*?)[ \t]*$"
    r"|^[ \t]+:target:[ \t]+(?P<target>\S+)[ \t]*$",
    re.MULTILINE,
)
#: ``.. _name: address``, ``.. __: address`` and ``__ address``.
_TARGET = re.compile(
    r"^[ \t]*(?:\.\.[ \t]+_(?P<name>_|`[^`\n]+`|(?:\\.|[^:\\\n`]|:(?=\S))+):|__)[ \t]+"
    r"(?P<address>\S[^\n]*?)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
#: ```words <address>`_``; names and words are shorter than so many characters.
_EMBEDDED = re.compile(
    r"(?<![\w`:])`(?P<words>[^`<>]{0,1000}?)\s*<(?P<address>[^`<>]{1,2000})>`__?(?!\w)"
)
_REFERENCE = re.compile(
    r"(?<![\w`:])`(?P<phrase>[^`<>]{1,1000})`_(?![\w_])"
    r"|(?<![\w`:./|-])(?P<word>[^\W_](?:[\w.+-]*[^\W_])?)_(?![\w_`])"
)


class RstLinks:
    """Rewrites the links of one post; *links* knows where files and addresses are now."""

    def __init__(self, links: Links, article: Article) -> None:
        self.links, self.article = links, article
        #: Name of a link's address -> the role and the target that take its place.
        self.roles: dict[str, tuple[str, str]] = {}

    def rewrite(self) -> None:
        """Rewrite images, then addresses, then the references to them, then raw HTML."""
        self.replace(_IMAGE, self.image, ("path", "target"))
        self.replace(_TARGET, self.named)
        self.replace(_EMBEDDED, self.embedded)
        if self.roles:
            self.replace(_REFERENCE, self.reference)
        self.links.in_html(self.article, raw_html(self.article.body))

    def replace(self, pattern: re.Pattern[str], new: New, groups: tuple[str, ...] = ()) -> None:
        """Replace what a pattern finds outside code."""
        body = self.article.body
        self.article.body = replace_outside(body, pattern, new, groups, masked_rst(body))

    def target(self, address: str, line: int, *, image: bool = False) -> Target:
        """Return where an address leads now; remarks go to the line, counted from 0."""
        plain = re.sub(r"\\(\S)", r"\1", re.sub(r"(?<!\\)\s+", "", address))
        return self.links.target(
            plain.replace("\\ ", " "), self.article,
            lambda text: self.article.remark(line, text), shown="an image" if image else "",
        )  # fmt: skip

    def image(self, match: re.Match[str], line: int) -> str:
        """Return the new path of an image, or the address that it links to."""
        if match["path"]:
            target = self.target(match["path"], line, image=True)
            return self.path(target).replace(" ", "\\ ") if target.file else match["path"]
        target = self.target(match["target"], line)
        if target.file:
            self.article.remark(line, f"an image cannot link to {target.file}; link to its page")
        return match["target"] if target.file or not target.moved else target.address

    def named(self, match: re.Match[str], line: int) -> str:
        """Return the line of an address, or nothing if roles take its place."""
        name, address = match["name"], match["address"]
        if re.search(r"(?<!\\)_$", address):
            return match[0]
        target = self.target(address, line)
        if target.file and name not in {None, "_"}:
            self.roles[normal_name(name.strip("`"))] = self.role(target, line)
            return "\n" if match[0].endswith("\n") else ""
        if target.file:
            what = ":{}:`… <{}>`".format(*self.role(target, line))
            self.article.remark(line, f"a link without a name cannot lead to a file; write {what}")
        return match[0].replace(address, target.address) if target.moved else match[0]

    def embedded(self, match: re.Match[str], line: int) -> str:
        """Return a link that contains its URL."""
        address = match["address"]
        if re.search(r"(?<!\\)_$", address):
            known = self.roles.get(normal_name(address[:-1]))
            return as_role(*known, match["words"]) if known else match[0]
        target = self.target(address, line)
        if target.file:
            role, path = self.role(target, line)
            if match[0].endswith("`_"):
                self.roles.setdefault(normal_name(match["words"]), (role, path))
            return as_role(role, path, match["words"] or posixpath.basename(path))
        return match[0].replace(address, target.address) if target.moved else match[0]

    def reference(self, match: re.Match[str], line: int) -> str:
        """Return a reference whose address is gone as a role."""
        words = match["phrase"] or match["word"]
        known = self.roles.get(normal_name(words))
        return as_role(*known, words) if known else match[0]

    def role(self, target: Target, line: int) -> tuple[str, str]:
        """Return the role that leads to a file, and what it is told."""
        path = self.path(target)
        if target.file not in self.links.new_files:
            return "download", path
        if target.anchor:
            self.article.remark(
                line, f"a link leads to the top of the post now, not to {target.anchor}"
            )
        return "doc", posixpath.splitext(path)[0]

    def path(self, target: Target) -> str:
        """Return the path from the post to a file below the destination."""
        return posixpath.relpath(target.file, posixpath.dirname(self.article.name) or ".")


def normal_name(words: str) -> str:
    """Return a name as docutils compares it."""
    return fully_normalize_name(re.sub(r"\\(.)", r"\1", words))


def as_role(role: str, target: str, words: str) -> str:
    """Return a role with its words."""
    return f":{role}:`{' '.join(words.split())} <{target}>`"


#: Sphinx's own, those of docutils, and the blog's.
KNOWN = frozenset(
    [
        *en.directives,
        *("acks", "centered", "code-block", "codeauthor", "default-domain", "deprecated"),
        *("glossary", "highlight", "hlist", "index", "literalinclude", "moduleauthor", "object"),
        *("only", "productionlist", "rst-class", "sectionauthor", "seealso", "sourcecode"),
        *("tabularcolumns", "toctree", "versionadded", "versionchanged", "versionremoved"),
        *("postlist", "readmore", "excerpt"),
    ]
)


#: Those whose argument is the language of their text.
CODE = frozenset({"code", "code-block", "sourcecode"})
#: The options that Sphinx's directive ``code`` has; ``code-block`` has others.
OF_CODE = {"class", "force", "name", "number-lines"}


def directives_of(article: Article) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the directives of a post outside code and comments, with their lines from 0."""
    lines = article.body.split("\n")
    code = code_lines(lines)
    for number, line in enumerate(lines):
        match = DIRECTIVE.match(line)
        if match and number not in code:
            yield number, match


#: Options of code as Pelican, Nikola and docutils name them -> as Sphinx does.
OPTIONS = {
    "number-lines": "linenos", "linenos": "linenos", "linenostart": "lineno-start",
    "hl_lines": "emphasize-lines",
    **{name: name for name in ("caption", "class", "dedent", "force", "name", "lineno-start",
                               "emphasize-lines")},
}  # fmt: skip
_OPTION = re.compile(r"(?P<start>[ \t]+):(?P<name>[\w-]+):[ \t]*(?P<value>.*?)[ \t]*")


def adapt_directives(article: Article) -> None:
    """Write directives that docutils and Sphinx have under one name as Sphinx has them.

    Lines may come and go, so this is the last change to a body.
    """
    lines = article.body.split("\n")
    for number, match in reversed(list(directives_of(article))):
        name, start = match["name"], match.start("name")
        if name == "class":
            # Sphinx's is one of Python's.
            lines[number] = f"{lines[number][:start]}rst-{lines[number][start:]}"
        elif name in CODE:
            stop = number + 1
            while stop < len(lines) and _OPTION.fullmatch(lines[stop]):
                stop += 1
            options = [m for line in lines[number + 1 : stop] if (m := _OPTION.fullmatch(line))]
            if name == "code" and {m["name"] for m in options} <= OF_CODE:
                continue
            if name == "code":
                lines[number] = f"{lines[number][:start]}code-block{lines[number][start + 4 :]}"
            lines[number + 1 : stop] = _as_options(article, number, options)
    article.body = "\n".join(lines)


def _as_options(article: Article, number: int, options: list[re.Match[str]]) -> list[str]:
    """Return the options of code as Sphinx has them; others are left out, with a remark."""
    made: dict[str, str] = {}
    start = options[0]["start"] if options else ""
    for option in options:
        name, value = OPTIONS.get(option["name"]), option["value"]
        if name is None:
            text = f"an option of code was left out: {option[0].strip()}"
            article.remark(number + 1, text)
        elif name == "linenos":
            made[name] = ""
            if option["name"] == "number-lines" and value.isdecimal():
                made["lineno-start"] = value
        else:
            made[name] = ",".join(value.split()) if option["name"] == "hl_lines" else value
    return [f"{start}:{name}: {value}".rstrip() for name, value in made.items()]


def note_directives(article: Article) -> None:
    """Note directives that Sphinx does not know; those of domains are not checked."""
    for number, match in directives_of(article):
        if match["name"] not in KNOWN and ":" not in match["name"]:
            article.remark(
                number, f"an unknown directive is left in the text: {shorten(match[0].strip())}"
            )


def rst_languages(article: Article) -> Iterator[tuple[int, str]]:
    """Yield the languages of code, with their lines from 0."""
    for number, match in directives_of(article):
        if match["name"] in CODE and match["argument"]:
            yield number, match["argument"]
