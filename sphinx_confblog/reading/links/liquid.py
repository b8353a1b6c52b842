"""Understands Liquid in links of posts that come from Jekyll, and warns of other Liquid."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.frontmatter.formats import MARKDOWN
from sphinx_confblog.model.source_layout import DRAFTS, POSTS
from sphinx_confblog.reading.links.old_targets import NOWHERE, TargetFinder
from sphinx_confblog.reading.source import NOTE, LiquidResult, SourceNote
from sphinx_confblog.util.liquid import has_liquid, understood
from sphinx_confblog.util.text import shorten
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from sphinx_confblog.model.post import Post


#: Suffixes of files that are pages.
PAGES = (".md", ".markdown", ".html")
#: Jekyll's key that turns Liquid off for a post.
KEY = "render_with_liquid"
#: The extension of MyST's whose outputs look like those of Liquid.
SUBSTITUTION = "substitution"
#: The destination of a link that leads nowhere.
NO_ADDRESS = "#"


def understand(
    post: Post, source: str, is_known: Callable[[str], bool], *, substitutes: bool
) -> LiquidResult:
    """Return the source of a post with addresses in the place of Liquid in links.

    *is_known* says whether something is at an address of the site. With *substitutes*, outputs are
    MyST's.
    """
    if not has_liquid(source) or str(post.extra.get(KEY)).strip().lower() == "false":
        return LiquidResult(text=source)
    asked: set[str] = set()
    missing: dict[str, tuple[int, str]] = {}

    def page(kind: str, name: str) -> str:
        """Return the address of a post or a file that a tag names, or of nothing."""
        address = named_address(kind, name)
        asked.add(address)
        if is_known(address):
            return address
        text = f"{kind}: no post or file of this site is named {shorten(name)!r}"
        missing[address] = line_of(name, source), f"{text}; the link leads nowhere"
        return NO_ADDRESS

    text, leftovers = understood(source, page, jekyll=is_jekyll(post))
    left = ((left.line + 1, left.text) for left in leftovers)
    return LiquidResult(
        text=text,
        left=tuple(one for one in left if not (substitutes and one[1].startswith("{{"))),
        missing=tuple(missing.values()),
        asked=frozenset(asked),
    )


def understand_liquid(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put addresses in the place of Liquid in links of posts (``source-read``, first).

    Before Markdown is parsed: it takes no destination with spaces for a link.
    """
    note: SourceNote | None = app.env.current_document.get(NOTE)
    post = blogs_of(app.env).posts.get(docname)
    if post is None or note is None or note.format is not MARKDOWN or not has_liquid(content[0]):
        return
    finder = TargetFinder(app.env, docname)
    result = understand(
        post, content[0], lambda address: finder.look_up(address) != NOWHERE,
        substitutes=SUBSTITUTION in app.config["myst_enable_extensions"],
    )  # fmt: skip
    content[0], note.liquid = result.text, result
    for line, message in result.missing:
        warn(Kind.LIQUID, message, f"{app.env.doc2path(docname)}:{line}")


def line_of(name: str, source: str) -> int:
    """Return the line, counted from 1, where Liquid first names something."""
    match = re.search(rf"\{{%-?\s*\w+\s+{re.escape(name)}", source)
    return source.count("\n", 0, match.start()) + 1 if match else 1


def is_jekyll(post: Post) -> bool:
    """Return whether a post is in one of Jekyll's folders."""
    return not {POSTS, DRAFTS}.isdisjoint(post.source_docname.split("/"))


def named_address(kind: str, name: str) -> str:
    """Return the URL on this site of what ``post_url`` or ``link`` names."""
    path = name.lstrip("/")
    stem, suffix = posixpath.splitext(path)
    if kind == "link" and suffix not in PAGES:
        return f"/{path}"
    stem = stem if suffix in PAGES else path
    return "/{}.html".format("/".join(part for part in stem.split("/") if part != POSTS))


def report_liquid(app: Sphinx, docname: str, content: list[str]) -> None:
    """Warn of Liquid that readers would see (``source-read``, after all others).

    Other handlers may have run it, if it was meant for them.
    """
    note: SourceNote | None = app.env.current_document.get(NOTE)
    for line, text in note.liquid.left if note and note.liquid else ():
        if text in content[0]:
            warn_left(text, f"{app.env.doc2path(docname)}:{line}")


def warn_left(text: str, location: str) -> None:
    """Warn of Liquid that is left in a post."""
    message = (
        f"Liquid is not run, so readers see it as typed: {shorten(text)}; replace it, or put it in "
        "backticks"
    )
    warn(Kind.LIQUID, message, location)
