"""Reads what file names and folders say about a post."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from sphinx_confblog.util.dates import DateError, date_from_name, parse_date
from sphinx_confblog.util.text import unix

if TYPE_CHECKING:
    from pathlib import PurePath


#: Name of the file of a bundle, which is a folder of a post with what belongs to it.
INDEX = "index"
#: Suffix that Middleman's files have before that of Markdown.
DOUBLE = ".html"
#: Jekyll's folders of posts and drafts, in which its rules apply.
POSTS, DRAFTS = "_posts", "_drafts"


#: Suffixes of posts in formats that nothing here reads.
FOREIGN = (
    ".adoc", ".asciidoc", ".bb", ".creole", ".erb", ".haml", ".htm", ".html", ".liquid", ".mdx",
    ".mediawiki", ".org", ".pug", ".slim", ".textile", ".wiki", ".wp",
)  # fmt: skip
#: A date in the front matter of any generator: YAML, TOML, JSON, fields, comments, Org's.
_DATED = r"(?im)^[ \t]*(?:\.\. |:|\#\+)?[\"']?date[\"']?[ \t]*[:=][ \t]*(.*?),?$"


def looks_like_post(name: str, head: str) -> bool:
    """Return whether a file looks like a post in any format, by its name and its first lines.

    Its name begins with a date, or the first lines give one.
    """
    if date_from_name(name) is not None:
        return True
    # Front matter of some formats is below a title.
    first = unix(head) if head.startswith("---") else "\n\n".join(unix(head).split("\n\n")[:3])
    return any(map(is_date, re.findall(_DATED, first)))


def misplaced_date(head: str) -> int | None:
    """Return the line, counted from 1, of the date in some first lines of a file."""
    text = unix(head)
    dates = (match for match in re.finditer(_DATED, text) if is_date(match[1]))
    return next((text.count("\n", 0, match.start()) + 1 for match in dates), None)


def is_date(text: str) -> bool:
    """Return whether a text is a date."""
    try:
        parse_date(text, UTC)
    except DateError:
        return False
    return True


def telling_name(path: PurePath) -> str:
    """Return the name that a file's date and slug are read from: a bundle's is that of its folder.

    What follows ``index`` stays, as in ``index.fr.md``.
    """
    bundled = path.name.startswith(f"{INDEX}.")
    return path.parent.name + path.name.removeprefix(INDEX) if bundled else path.name


def own_folder(docname: str) -> str:
    """Return the folder of a post, by the docname of its file; nothing if it has none.

    It is that of a bundle, or one that is named as a file with a date, as Middleman has it.
    """
    plain = docname.removesuffix(DOUBLE)
    folder, _, name = plain.rpartition("/")
    if name == INDEX:
        return folder
    return plain if date_from_name(name) else ""


def bundle_of(docname: str) -> str:
    """Return the folder of a bundle, by the docname of a post in it; nothing for other files."""
    folder, _, name = docname.rpartition("/")
    return folder if name.partition(".")[0] == INDEX else ""


def folders_of(docname: str) -> list[str]:
    """Return the folders around a document, from the outside in."""
    folders, end = [], docname.find("/")
    while end >= 0:
        folders.append(docname[:end])
        end = docname.find("/", end + 1)
    return folders
