"""The posts of a site as records for lists: what each is, and why it is withheld."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sphinx_confblog.commands.headings import heading_of
from sphinx_confblog.commands.pages import read_text
from sphinx_confblog.commands.site import shown_path
from sphinx_confblog.frontmatter.formats import format_of
from sphinx_confblog.model.source_layout import telling_name
from sphinx_confblog.reading.transforms import words_of
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.slugs import term_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_confblog.commands.site import Site
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.model.post import Post, ReadResult, Withheld


class State(enum.StrEnum):
    """What becomes of a post."""

    PUBLISHED = "published"
    """Its page is built, and lists show it."""
    UNLISTED = "unlisted"
    """Its page is built, and no list shows it."""
    DRAFT = "draft"
    """Withheld: ``draft: true`` or ``published: false``."""
    SCHEDULED = "scheduled"
    """Withheld: its date is still to come."""
    EXPIRED = "expired"
    """Withheld: its ``expires`` date has passed."""
    UNREADABLE = "not understood"
    """Withheld: its front matter does not say clearly that it may be public."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One post; dates as in ISO 8601."""

    #: The name of its blog; nothing for the site's first.
    blog: str
    docname: str
    #: Its file, as one can open it from here.
    path: str
    title: str
    date: str | None
    updated: str | None
    expires: str | None
    state: State
    #: Why it is withheld, or in no list.
    reasons: tuple[str, ...]
    #: Whether a build with these options has a page for it; previews have pages for drafts.
    built: bool
    pinned: bool
    featured: bool
    language: str | None
    #: Taxonomy -> names.
    terms: dict[str, tuple[str, ...]]

    def record(self) -> dict[str, Any]:
        """All of it, for other programs."""
        return asdict(self)


def rows(site: Site) -> Iterator[Row]:
    """All posts, the newest first; those without a date at the end."""
    dated = []
    undated = []
    for blog in site.blogs.configured:
        for name in blog.files:
            result = site.blogs.heads[name].result
            if result.post is not None:
                row = row_of(site, blog, name, result.post)
                dated.append((result.post.date, name, row))
            elif result.withheld is not None:
                undated.append(unclear(site, blog, name, result))
    yield from (row for *_, row in sorted(dated, key=lambda found: found[:2], reverse=True))
    yield from sorted(undated, key=lambda row: (row.date or "", row.docname), reverse=True)


def row_of(site: Site, blog: Blog, name: str, post: Post) -> Row:
    """The row of a post."""
    path = blog.files[name]
    reason = post.withheld(blog.now) or blog.withheld.get(name)
    return Row(
        blog=blog.key,
        docname=site.project.path2doc(path) or name,
        path=shown_path(path),
        title=post.title or heading_in(site, path) or words_of(post.slug),
        date=post.date.isoformat(),
        updated=post.updated.isoformat() if post.updated else None,
        expires=post.expires.isoformat() if post.expires else None,
        state=state_of(post, reason),
        reasons=tuple(reasons(post, blog)) or inside(reason),
        built=name not in blog.withheld,
        pinned=post.pinned,
        featured=post.featured,
        language=post.language,
        terms=post.terms,
    )


def unclear(site: Site, blog: Blog, name: str, result: ReadResult) -> Row:
    """The row of a file that is withheld without being understood."""
    path = blog.files[name]
    stem = telling_name(path).removesuffix(path.suffix)
    day = date_from_name(stem)
    return Row(
        blog=blog.key,
        docname=name,
        path=shown_path(path),
        title=heading_in(site, path) or words_of(day[1] if day else stem),
        date=day[0].isoformat() if day else None,
        updated=None,
        expires=None,
        state=State(result.withheld.value) if result.withheld else State.UNREADABLE,
        reasons=tuple(f"line {problem.line}: {problem.text}" for problem in result.problems),
        built=False,
        pinned=False,
        featured=False,
        language=None,
        terms={},
    )


def heading_in(site: Site, path: Path) -> str | None:
    """The heading of a file that becomes a post's title."""
    return heading_of(read_text(path), format_of(path.name, site.blog.suffixes))


def state_of(post: Post, reason: Withheld | None) -> State:
    """What becomes of a post."""
    if reason is not None:
        return State(reason.value)
    return State.UNLISTED if post.unlisted else State.PUBLISHED


def reasons(post: Post, blog: Blog) -> Iterator[str]:
    """Everything that keeps a post from readers, or from lists."""
    if post.draft:
        yield "it says that it is a draft"
    if post.expires is not None and post.expires <= blog.now:
        yield f"it expired on {post.expires:%Y-%m-%d}"
    if post.date > blog.now:
        yield f"its date is to come: {post.date:%Y-%m-%d %H:%M %Z}".rstrip()
    if post.unlisted:
        yield "it says that it is unlisted"


def inside(reason: Withheld | None) -> tuple[str, ...]:
    """Why a post is withheld that says nothing of the kind itself."""
    return ("it lies in the folder of a withheld post",) if reason is not None else ()


def has_term(row: Row, taxonomy: str, name: str, blog: Blog) -> bool:
    """Whether a post has a term, in any spelling."""
    spellings = blog.catalog.spellings.get(taxonomy, {})

    def key_of(text: str) -> str:
        key = term_key(text)
        return spellings.get(key, key)

    return key_of(name) in map(key_of, row.terms.get(taxonomy, ()))
