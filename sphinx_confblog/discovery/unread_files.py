"""Finds files that look like posts but aren't: in other formats, or outside the blog."""

from __future__ import annotations

import re
from functools import partial
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.records import Problem
from sphinx_confblog.frontmatter.values import boolean
from sphinx_confblog.model.source_layout import FOREIGN, is_date, looks_like_post, telling_name
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.markdown_code import MASK, directives, masked
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from pathlib import Path

    from sphinx_confblog.discovery.setup import BlogSetup
    from sphinx_confblog.frontmatter.records import FrontMatter


#: Suffix of a format that Sphinx can read -> what the site lacks.
READABLE = {
    ".ipynb": "load myst_nb to read notebooks",
    **dict.fromkeys((".rst", ".mkd", ".mdown"), "add the suffix to source_suffix"),
}
#: Suffixes of Markdown in capitals, and others that texts with front matter have.
MARKDOWN_LIKE = (".md", ".markdown")
PLAIN = (".txt", ".text")
_HEAD = 4096
#: Files that mark a folder as the output of a build, or as its doctrees.
TRACES = (".buildinfo", "environment.pickle")


class UnreadFile(NamedTuple):
    """A file among the posts of a blog that is not read."""

    path: Path
    #: The name of the blog; nothing for the site's first.
    blog: str

    @property
    def text(self) -> str:
        """Return the message about it."""
        suffix = self.path.suffix
        advice = READABLE.get(suffix.lower(), "convert it to Markdown or reStructuredText")
        if suffix.lower() in MARKDOWN_LIKE + PLAIN:
            advice = f"rename it to {self.path.stem}.md"
        return (
            f"this looks like a post, but {suffix} files are not read; {advice}, or exclude it "
            "with exclude_patterns"
        )

    @property
    def problem(self) -> Problem:
        """The warning about it."""
        return Problem("file", 1, self.text)


def may_be_post(name: str) -> bool:
    """Return whether a file has the suffix of a text; *name* is one that Sphinx does not read."""
    return name.lower().endswith((*READABLE, *FOREIGN, *MARKDOWN_LIKE, *PLAIN))


def find_unread(
    names: Iterable[str],
    documents: Container[str],
    srcdir: Path,
    blog_for_file: Callable[[str, str], BlogSetup | None],
) -> Iterator[UnreadFile]:
    """Yield the files that look like posts, of those that Sphinx does not read.

    *names* are paths below *srcdir*. What has the name of one of the *documents* belongs to it.
    """
    for name in names:
        path = srcdir / name
        stem = name.removesuffix(path.suffix)
        if stem in documents:
            continue
        # Patterns may end in the suffix of a format that is read.
        blog = blog_for_file(stem, f"{stem}.md")
        if blog is not None and not is_output(path, srcdir) and is_post_like(path):
            yield UnreadFile(path, blog.key)


def is_output(path: Path, srcdir: Path) -> bool:
    """Return whether a file below the source folder is in one that a build has written to."""
    folders = takewhile(lambda folder: folder != srcdir, path.parents)
    return any((folder / trace).is_file() for folder in folders for trace in TRACES)


def is_post_like(path: Path) -> bool:
    """Return whether a file looks like a post; plain text needs front matter for that."""
    head = head_of(path)
    is_plain = path.suffix.lower() in PLAIN and not head.startswith("---")
    return not is_plain and looks_like_post(telling_name(path), head)


def head_of(path: Path) -> str:
    """Return the first lines of a file; nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError:
        return ""


#: Why Markdown is not read, and what to do.
POSTS_ALONE = (
    "only posts are read as Markdown on this site. "
    "To read all Markdown, add 'myst_parser' to extensions in conf.py."
)
#: The directives of the blog, and a quick test for files that may use them.
_OWN = re.compile(r"postlist|readmore|excerpt|blog:[\w-]+")
_WORDS = re.compile(r"\{(?:postlist|readmore|excerpt|blog:)")
#: A role, and a directive in colons, in a text whose code is masked.
_MARKUP = re.compile(rf"\{{(blog:[\w-]+)\}}(?={MASK})|:::\{{({_OWN.pattern})\}}")


def markdown_problem(path: Path) -> Problem | None:
    """Return the problem of a Markdown file that is not read and uses the blog, if it does."""
    try:
        text = path.read_text("utf-8-sig", "replace")
    except OSError:
        return None
    if not _WORDS.search(text):
        return None
    shown = masked(text)
    used = [
        *((line, name) for line, name in directives(text) if _OWN.fullmatch(name)),
        *((shown.count("\n", 0, m.start()) + 1, m[1] or m[2]) for m in _MARKUP.finditer(shown)),
    ]
    line, name = min(used, default=(0, ""))
    what = f"'{{{name}}}' has no effect here, because {POSTS_ALONE}"
    return Problem("file", line, what) if used else None


#: Keys that keep a post from readers; of other pages, they keep nothing.
HIDING = ("draft", "published", "expires")
#: Keys that make a page whose file name has a date look like a post.
POST_KEYS = ("tags", "tag", "categories", "category")
#: The key of ABlog's posts.
ABLOG_KEY = "blogpost"


def may_be_stray(docname: str, keys: Container[str]) -> bool:
    """Return whether a page with some keys in its front matter may be meant as a post."""
    return any(key in keys for key in HIDING) or has_date(docname)


def has_date(docname: str) -> bool:
    """Return whether the name of a file begins with a date, or that of its folder does."""
    if not any(part[:1].isdecimal() for part in docname.rsplit("/", 2)[-2:]):
        return False  # most names, and paths take long to make
    name = telling_name(PurePosixPath(f"{docname}.md")).removesuffix(".md")
    return date_from_name(name) is not None


def stray_problem(
    docname: str, head: FrontMatter, patterns: Iterable[str], *, draft: bool
) -> Problem | None:
    """Return the problem of a page that is meant as a post, but matches no pattern of posts.

    It may also be a *draft* by default. Nothing is wrong with a page that merely has a date.
    """
    if ABLOG_KEY in head.entries:
        return None
    key = next(filter(partial(hides, head), HIDING), None)
    draft = draft and not head.entries.keys() & {"draft", "published"}
    if key is not None or draft:
        cause = repr(key) if key else "confblog_defaults"
        what = f"this page is published despite {cause}, because it is not a post"
        fix = "exclude it with exclude_patterns"
    else:
        key = next((key for key in POST_KEYS if key in head.entries), None)
        what = "this looks like a post, but is an ordinary page"
        fix = "rename it without the date"
        if key is None or not has_date(docname):
            return None
    where = f"it does not match {', '.join(patterns)} (confblog_posts)"
    line = head.entries[key].line if key else 1
    return Problem("file", line, f"{what}: {where}. Move it there, or {fix}.")


def hides(head: FrontMatter, key: str) -> bool:
    """Return whether a key would keep a post from readers, now or later."""
    value = head.entries[key].value if key in head.entries else ""
    if key == "expires":
        return isinstance(value, str) and is_date(value)
    return boolean(value) is (key == "draft")
