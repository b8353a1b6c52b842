"""Understands Liquid in links of posts that come from Jekyll, and warns of other Liquid."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.frontmatter.formats import MARKDOWN
from sphinx_confblog.model.source_layout import DRAFTS, POSTS
from sphinx_confblog.reading.old_links import NOWHERE, OldLinkResolver
from sphinx_confblog.reading.source import NOTE, SourceNote
from sphinx_confblog.util.liquid import has_liquid, understood
from sphinx_confblog.util.text import shorten
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_confblog.model.post import Post


#: Suffixes of files that are pages.
PAGES = (".md", ".markdown", ".html")
#: Jekyll's key by which a post is not run.
KEY = "render_with_liquid"
#: The destination of a link that leads nowhere.
NO_ADDRESS = "#"


def understand_liquid(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put addresses in the place of Liquid in links of posts (``source-read``, first).

    Before Markdown is parsed: it takes no destination with blanks for a link.
    """
    note: SourceNote | None = app.env.current_document.get(NOTE)
    post = blogs_of(app.env).posts.get(docname)
    if post is None or note is None or note.format is not MARKDOWN or not has_liquid(content[0]):
        return
    if str(post.extra.get(KEY)).strip().lower() == "false":
        return
    resolver, source = OldLinkResolver(app.env, docname), content[0]

    def page(kind: str, name: str) -> str:
        """Return the address of a post or a file that a tag names, or of nothing."""
        address = named_address(kind, name)
        note.asked.add(address)
        if resolver.look_up(address) != NOWHERE:
            return address
        where = f"{app.env.doc2path(docname)}:{line_of(name, source)}"
        text = f"{kind}: no post or file of this site is named {shorten(name)!r}"
        warn(Kind.LIQUID, f"{text}; the link leads nowhere", where)
        return NO_ADDRESS

    content[0], leftovers = understood(source, page, jekyll=is_jekyll(post))
    substitutes = "substitution" in app.config["myst_enable_extensions"]
    note.liquid = [
        (left.line + 1, left.text)
        for left in leftovers
        if not (substitutes and left.text.startswith("{{"))
    ]


def line_of(name: str, source: str) -> int:
    """Return the line, counted from 1, where Liquid first names something."""
    match = re.search(rf"\{{%-?\s*\w+\s+{re.escape(name)}", source)
    return source.count("\n", 0, match.start()) + 1 if match else 1


def is_jekyll(post: Post) -> bool:
    """Return whether a post lies in one of Jekyll's folders."""
    return not {POSTS, DRAFTS}.isdisjoint((post.source or post.docname).split("/"))


def named_address(kind: str, name: str) -> str:
    """Return the address by which this site knows what ``post_url`` or ``link`` names."""
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
    for line, text in note.liquid if note else ():
        if text in content[0]:
            message = f"Liquid isn't run, so readers see it as typed: {shorten(text)}"
            warn(Kind.LIQUID, message, f"{app.env.doc2path(docname)}:{line}")
