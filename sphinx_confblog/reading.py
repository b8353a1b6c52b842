"""Makes the record of a post from its front matter and file name, or says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, ReadingRules, forms
from sphinx_confblog.frontmatter.records import FrontMatter, FrontMatterError, Problem
from sphinx_confblog.frontmatter.values import WITHHELD, FrontMatterValues
from sphinx_confblog.names import DRAFTS, POSTS
from sphinx_confblog.post import Post, ReadResult, Withheld
from sphinx_confblog.slips import note_slips
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.language_tags import split_stem
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_confblog.frontmatter.records import FileError

__all__ = ["KNOWN_KEYS", "ReadingRules", "read_post", "unreadable"]

#: Keys that make a file look like a post; so do the taxonomies'.
_SIGNS = ("published", "draft", "expires", "unlisted", "pinned")


def read_post(
    *, docname: str, filename: str, head: FrontMatter | None, rules: ReadingRules, now: datetime
) -> ReadResult:
    """Make the record of a post, or say why the file is none, with every problem met.

    *head* is None for a file without front matter, *now* is aware. A file without a date in
    front matter or name is an ordinary page, unless it says that it must not be published:
    a draft may get its date last, and counts as one of today's until then.
    Raises nothing: whatever is not understood becomes a problem.
    """
    folders = docname.split("/")[:-1]
    values = FrontMatterValues(
        head or FrontMatter({}), rules, words=POSTS in folders or DRAFTS in folders
    )
    values.note_duplicates()
    stem, named = split_stem(_stem(filename), rules.languages)
    day, name = date_from_name(stem) or (None, stem)
    date = values.date("date")
    if date is None and day is not None:
        date = values.moment(day.isoformat())
    expires = values.date("expires")
    draft = values.draft() or DRAFTS in folders
    unlisted = bool(values.flag("unlisted"))
    note_slips(values, now, page=date is None)
    if values.unclear:
        why = Withheld.DRAFT if draft else Withheld.UNREADABLE
        return ReadResult(withheld=why, problems=tuple(values.problems))
    if date is None and draft:
        date = _midnight(now, rules)
    if date is None:
        return _page(values, expired=expires is not None and expires <= now)
    made = _post(values, docname, date, name or stem, named)
    post = replace(made, expires=expires, draft=draft, unlisted=unlisted)
    return ReadResult(post, post.withheld(now), tuple(values.problems))


def _post(
    values: FrontMatterValues, docname: str, date: datetime, name: str, language: str | None
) -> Post:
    """The record of a post, public for ever; its file tells *name* and perhaps *language*."""
    image, image_alt = values.picture()
    return Post(
        docname=docname,
        date=date,
        slug=slugify(values.text("slug") or name),
        title=values.text("title"),
        updated=values.date("updated") or values.date("last_modified_at"),
        pinned=bool(values.flag("pinned")),
        featured=bool(values.flag("featured")),
        comments=values.flag("comments"),
        terms=values.all_terms(),
        excerpt=values.text("excerpt", lines=True) or values.text("summary", lines=True),
        description=values.text("description"),
        aliases=values.aliases(),
        image=image,
        image_alt=image_alt,
        language=values.language("language") or values.language("lang") or language,
        translation_key=values.text("translation_key"),
        canonical=values.url("canonical"),
        external=values.url("external"),
        permalink=values.text("permalink"),
        excerpt_separator=values.text("excerpt_separator"),
        extra=values.extra(),
    )


def unreadable(error: FrontMatterError | FileError) -> ReadResult:
    """Withhold a file that cannot be read, or its front matter: it may say ``draft: true``."""
    kind = "frontmatter" if isinstance(error, FrontMatterError) else "file"
    problem = Problem(kind, error.line, f"{error}; {WITHHELD}")
    return ReadResult(withheld=Withheld.UNREADABLE, problems=(problem,))


def _page(values: FrontMatterValues, *, expired: bool) -> ReadResult:
    """A file without a date: an ordinary page, with a problem where it looks like a post."""
    if expired:
        return ReadResult(withheld=Withheld.EXPIRED, problems=tuple(values.problems))
    taxonomies = values.rules.taxonomies
    signs = {form for taxonomy in taxonomies for form in forms(taxonomy, taxonomies)}
    signs.update(_SIGNS)
    key = next((key for key in values.head.entries if key in signs and values.given(key)), None)
    if key is not None:
        text = (
            f"{key}: a key of posts, but no date was found; accepted: a key such as "
            '"date: 2015-06-12" or a file name such as 2015-06-12-title.md; '
            "the file stays an ordinary page"
        )
        values.problems.append(Problem("date", values.head.entries[key].line, text))
    return ReadResult(problems=tuple(values.problems))


def _midnight(now: datetime, rules: ReadingRules) -> datetime:
    """The beginning of today, in the site's zone."""
    return now.astimezone(rules.zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _stem(filename: str) -> str:
    """File name without suffix; Middleman's ``.html.md`` is one."""
    name = PurePath(filename).name
    stem = name.rpartition(".")[0] or name
    return stem[: -len(".html")] if stem.lower().endswith(".html") else stem
