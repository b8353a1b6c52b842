"""Deletes the page that ABlog needs at ``blog_path``, and re-points what leads to it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_confblog.cli.ablog.lists import POSTLIST
from sphinx_confblog.cli.ablog.pages import body_start, whole_block
from sphinx_confblog.cli.editing.toctrees import TOCTREE
from sphinx_confblog.frontmatter.rst import find_docinfo, lines_of_rst, title_end
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import lines_of, unix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.cli.ablog.records import Page, Settings
    from sphinx_confblog.cli.editing.page_sources import Directive, Lines


#: An entry of a toctree, and a role: both may have a title.
_ENTRY = re.compile(
    r"(?P<indent>\s*)(?:(?P<title>[^<>]*\S\s*)(?P<open><))?(?P<target>[^<>\s]+)(?P<after>>?\s*)"
)
_ROLE = re.compile(
    r"(?P<indent>(?::(?:doc|any):|\{(?:doc|any)\})`)(?:(?P<title>[^`<>]*\S\s*)(?P<open><))?"
    r"(?P<target>[^`<>]+)(?P<after>>?`)"
)
_LINK = re.compile(r"(?P<before>\]\(<?|<project:)(?P<target>[^\s()<>#:]+)(?P<after>[#)> ])")
#: What a link of Markdown by name leads to.
_DEFINITION = re.compile(
    r"(?P<before>\s*\[(?!\^)[^\]]+\]:\s+<?(?:project:)?)(?P<target>[^\s<>#]+)"
    r"(?P<after>#?\S*(?:\s+[\"'(].*)?\s*)"
)
#: Links of sphinx-design: an option of cards, and the argument of a button.
_OPTION = re.compile(r"(?P<before>[\s>]*:?link:\s+[\"']?)(?P<target>[^\s\"']+)(?P<after>.*\s*)")
_BUTTON = re.compile(r"(?P<before>.*\bbutton-ref(?:\}|::)\s+)(?P<target>\S+)(?P<after>\s*)")
#: Files that a page shows or offers.
_FILE = re.compile(r"(?:(?:\{download\}|:download:)`(?:[^`<>]*<)?|\bpath:)(?P<target>[^`<>()\s]+)")
_SHOWN = frozenset({"include", "literalinclude"})
_SUFFIX = re.compile(r"\.(?:rst|md|txt|ipynb)$")
_GLOB = re.compile(r"[*?\[]")
_PATHTO = re.compile(r"(?P<before>\bpathto\(\s*[\"'])(?P<target>[^\"']+)(?P<after>[\"'])")
_HEADING = re.compile(r"#\s+(.*?)(?:\s+#+)?\s*")
_LABEL = re.compile(r"\.\. _([^:`]+):|\(([^()]+)\)=")
_RST_COMMENT = re.compile(r"\.\.(?:\s+(?!\[|_|\||[\w:.+-]+::)|$)")
_COMMENT = re.compile(r"<!--[\s\S]*?-->|^%.*$", re.MULTILINE)
#: What a page that ABlog replaces says of that; and what begins anything else than prose.
_ABLOG = re.compile(r"\bablog\b", re.IGNORECASE)
_NO_PROSE = re.compile(r"\.\.|[`:~]{3}|[#!|>]|[-*+] |<")
_PROSE_LINES = 4
_UNDERLINE = re.compile(r"=+\s*")


class Moved(NamedTuple):
    """A page that is gone, and the one in its place."""

    old: str
    new: str
    #: The file of the page, in the source folder.
    file: str
    #: The title to show in links, where the new page has another one.
    title: str | None
    #: All other documents.
    documents: frozenset[str]


def title_and_rest(page: Page, directives: Iterable[Directive]) -> tuple[str | None, list[str]]:
    """Return a page's title, and its lines without head, title, comments and lists of posts."""
    lines = page.lines
    for directive in directives:
        if directive.name == POSTLIST:
            start, stop = whole_block(page, directive)
            lines[start:stop] = [""] * (stop - start)
    title, rest = _split_markdown(page, lines) if page.markdown else _split_rst(page, lines)
    return title, [line.strip() for line in rest if line.strip()]


def _split_markdown(page: Page, lines: list[str]) -> tuple[str | None, list[str]]:
    text = _COMMENT.sub("", "\n".join(lines[body_start(page) :]))
    rest = text.split("\n")
    for index, line in enumerate(rest):
        if match := _HEADING.fullmatch(line):
            return match[1], [*rest[:index], *rest[index + 1 :]]
        if line.strip() and _UNDERLINE.fullmatch("".join(rest[index + 1 : index + 2])):
            return line.strip(), [*rest[:index], *rest[index + 2 :]]
    return None, rest


def _split_rst(page: Page, lines: list[str]) -> tuple[str | None, list[str]]:
    for field in find_docinfo(lines_of_rst(unix(page.text))).fields:
        lines[field.start : field.stop] = [""] * (field.stop - field.start)
    title, index = None, 0
    while index < len(lines):
        end = title_end(lines, index) if title is None else None
        if end is not None:
            title = lines[end - 2].strip()
            lines[index:end] = [""] * (end - index)
        elif _RST_COMMENT.match(lines[index]):
            lines[index] = ""
            while index + 1 < len(lines) and lines[index + 1][:1] in {"", " "}:
                index += 1
                lines[index] = ""
        index += 1
    return title, lines


def is_stub(rest: list[str], others: Iterable[str]) -> bool:
    """Tell whether the rest of a page is nothing but labels that no other text refers to.

    A few lines about ABlog are nothing either: they say that it replaces the page, so that no
    reader has seen them.
    """
    labels = [match[1] or match[2] for line in rest if (match := _LABEL.fullmatch(line))]
    prose = [line for line in rest if not _LABEL.fullmatch(line)]
    is_about = len(prose) <= _PROSE_LINES and _ABLOG.search(" ".join(prose))
    if prose and (not is_about or any(map(_NO_PROSE.match, prose))):
        return False
    names = "|".join(re.escape(label.strip()) for label in labels)
    used = re.compile(rf"[`<#(](?:{names})[`>)]", re.IGNORECASE)
    return not labels or not any(used.search(text) for text in others)


def replacement(
    page: Page, directives: Iterable[Directive], settings: Settings, pages: Iterable[Page]
) -> Moved:
    """Return what takes the place of a page among *pages*: the blog's index."""
    title = title_and_rest(page, directives)[0]
    same = title == str(settings.get("blog_title", "Blog"))
    documents = frozenset(other.docname for other in pages if other.docname)
    index = settings.below("index")
    file = settings.path + page.path.suffix
    return Moved(settings.path, index, file, None if same else title, documents)


def note_kept(page: Page, settings: Settings, *, has_list: bool, taken: bool) -> None:
    """Note that a page at ``blog_path`` stays, and is what readers see there from now on."""
    index = settings.below("index")
    if taken:
        what = f"ABlog showed its list of posts here, and {index} is your own page: add a postlist"
    elif settings.builder == "dirhtml":
        what = f"with dirhtml, this page and the list of posts, {index}, are one file: rename it"
    elif has_list:
        page.note(1, f"ABlog showed its list of posts here; it is now {index}")
        return
    else:
        what = f"ABlog wrote its list of posts over this page; the list is now {index}: link to it"
    page.note(1, what, by_hand=True)


def note_taken(index: Page, settings: Settings) -> None:
    """Note that the site has a page of its own where the list of posts would be."""
    what = f"ABlog had its list of posts at {settings.path}, which leads here now: add a postlist"
    index.note(1, what, by_hand=True)


def repoint(text: str, docname: str, directives: Iterable[Directive], moved: Moved) -> str:
    """Return the text of a page with its links and the entries of its toctrees re-pointed."""
    return "".join(_repointed_lines(lines_of(text), docname, directives, moved))


def _repointed_lines(
    lines: list[str], docname: str, directives: Iterable[Directive], moved: Moved
) -> list[str]:
    entries: dict[int, Directive] = {}
    patterns: dict[int, re.Pattern[str]] = {}
    for directive in directives:
        if directive.name == TOCTREE:
            entries |= dict.fromkeys((number for number, _ in directive.body), directive)
        elif pattern := _pattern(directive):
            patterns |= dict.fromkeys(range(directive.line, directive.end + 1), pattern)
    for index, line in enumerate(lines):
        if toctree := entries.get(index + 1):
            lines[index] = _entry(line, toctree, docname, moved)
        elif match := patterns.get(index + 1, _DEFINITION).fullmatch(line):
            lines[index] = _repointed(match, docname, moved)
        else:
            linked = _LINK.sub(lambda match: _repointed(match, docname, moved), line)
            lines[index] = _ROLE.sub(lambda match: _titled(match, docname, moved), linked)
    return lines


def _pattern(directive: Directive) -> re.Pattern[str] | None:
    """Return what finds the document that a directive links to; None if it does not."""
    documents = {"any", "doc"}
    if directive.name == "button-ref":
        return _BUTTON if directive.options.get("ref-type", "any") in documents else None
    return _OPTION if directive.options.get("link-type") in documents else None


def note_links(page: Page, lines: Lines, directives: Iterable[Directive], moved: Moved) -> None:
    """Note the links in lines that are left alone, and are to be re-pointed."""
    texts = [text for _, text in lines]
    after = _repointed_lines(texts, page.docname or "", directives, moved)
    for (number, old), new in zip(lines, after, strict=True):
        if old != new:
            what = f"this leads to {moved.file}, which is gone: write {new.strip()!r}"
            page.note(number - page.first, what, by_hand=True)


def note_files(page: Page, directives: Iterable[Directive], moved: Moved) -> None:
    """Note where a page shows the file that is gone, or offers it."""
    targets = [(d.line, d.argument) for d in directives if d.name in _SHOWN]
    for number, line in enumerate(page.lines, start=1):
        targets += [(number, match["target"]) for match in _FILE.finditer(line)]
    for number, target in targets:
        if _absolute(target, page.docname or "") == moved.file:
            page.note(number, f"this needs {moved.file}, which is gone: remove it", by_hand=True)


def repoint_template(text: str, moved: Moved) -> str:
    """Return the text of an HTML template with its links re-pointed."""
    return _PATHTO.sub(lambda match: _repointed(match, "", moved), text)


def _entry(line: str, toctree: Directive, docname: str, moved: Moved) -> str:
    """Return a line of a toctree; one of a pattern that matched the page is followed by another."""
    bare = line.rstrip("\r\n")
    match = _ENTRY.fullmatch(bare)
    if match is None:
        return line
    target = match["target"]
    if "glob" in toctree.options and _GLOB.search(target):
        matches = Matcher([_absolute(target, docname)])
        if not matches(moved.old) or any(moved.old in text for _, text in toctree.body):
            return line
        end = line[len(bare) :]
        new = f"{match['indent']}/{moved.new}{end}"
        return f"{bare}{end or chr(10)}{new}" if any(map(matches, moved.documents)) else new
    return _titled(match, docname, moved) + line[len(bare) :]


def _titled(match: re.Match[str], docname: str, moved: Moved) -> str:
    """Return a link to a document; one that showed the page's title goes on to show it."""
    new = _new_target(match["target"], docname, moved)
    if new is None:
        return match[0]
    if match["title"] or not moved.title:
        return f"{match['indent']}{match['title'] or ''}{match['open'] or ''}{new}{match['after']}"
    after = match["after"].removeprefix(">")
    return f"{match['indent']}{moved.title} <{new}>{after}"


def _repointed(match: re.Match[str], docname: str, moved: Moved) -> str:
    new = _new_target(match["target"], docname, moved)
    if new is None:
        return match[0]
    suffix = ".md" if match["before"].endswith("project:") else ""
    return f"{match['before']}{new}{suffix}{match['after']}"


def _new_target(target: str, docname: str, moved: Moved) -> str | None:
    """Return the new target of a link, relative or absolute as it was; None if it stays."""
    name = target.strip()
    bare = _SUFFIX.sub("", name)
    if _absolute(bare, docname) != moved.old:
        return None
    # The new page has no file; MyST looks for one where a link has a suffix.
    return bare + moved.new.removeprefix(moved.old)


def _absolute(target: str, docname: str) -> str:
    """Return the docname, or pattern, of a target on a page."""
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(docname), target))
