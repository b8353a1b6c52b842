"""Makes the record of a post from its front matter and file name, or says what is wrong."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from os.path import basename
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from sphinx_confblog.frontmatter.formats import NOTEBOOK, RST, format_of
from sphinx_confblog.frontmatter.keys import (
    DATES,
    FLAGS,
    FOREIGN_KEYS,
    VISIBILITY_KEYS,
    ReadingRules,
    forms,
    groups,
)
from sphinx_confblog.frontmatter.records import FrontMatter, FrontMatterError, Problem
from sphinx_confblog.frontmatter.values import IGNORED, WITHHELD, FrontMatterValues, boolean
from sphinx_confblog.model.event import read_event
from sphinx_confblog.model.post import Post, ReadResult, Withheld
from sphinx_confblog.model.source_layout import DRAFTS, INDEX, POSTS
from sphinx_confblog.util.dates import date_from_name, looks_dated, other_date
from sphinx_confblog.util.language_tags import split_stem
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.text import nearest, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sphinx_confblog.frontmatter.records import FileError, Subtype, Value


#: What became of a page whose key for the date is misspelt.
UNDATED = "The key is ignored, so the file has no date and is an ordinary page."
#: The key that makes a post a release post.
VERSION = "version"
#: What is meant by values of the key by which Pelican and Nikola withhold posts.
_STATES = {"draft": "draft", "private": "draft", "skip": "draft", "hidden": "unlisted"}
#: The keys by which Hugo withholds a post, and the values of their entries that do.
_HUGO_KEYS, _NEVER = ("build", "_build"), {"never", "false"}


def note_misspelt_keys(values: FrontMatterValues, now: datetime, *, page: bool) -> None:
    """Note keys that are misspelt; withhold the post if the key that was meant would.

    On an ordinary *page* only those matter that would make it a post, or withhold it.
    """
    taxonomies = values.rules.taxonomies
    known = groups(taxonomies)
    if not page:
        note_foreign_states(values)
    for key, entry in values.head.entries.items():
        meant = None if key in known else closest(key, taxonomies)
        if meant is None or (page and meant not in VISIBILITY_KEYS):
            continue
        if not is_plausible(values, meant, entry.value):
            continue
        if meant not in FLAGS & VISIBILITY_KEYS and any(values.own(key) for key in known[meant]):
            continue
        hides = would_withhold(values, meant, entry.value, now)
        outcome = UNDATED if meant == "date" and page else IGNORED
        values.add_problem("key", entry.line, unknown(key, meant), hides=hides, outcome=outcome)


def note_foreign_states(values: FrontMatterValues) -> None:
    """Note keys with which other generators would hide the post, or leave it out of lists."""
    for key, entry in values.head.entries.items():
        meant = foreign_state(key, values.get(key))
        is_set = meant and values.own(meant) and values.flag(meant) is not None
        if meant and key not in values.rules.taxonomies and not is_set:
            values.add_problem("key", entry.line, unknown(key, f"{meant}: true"), hides=True)


def foreign_state(key: str, value: Value) -> str | None:
    """Return our key for what an entry means to other generators, or None if it hides nothing."""
    if key == "status" and isinstance(value, str):
        return _STATES.get(value.lower())
    hides = {"password": bool(value) and boolean(value) is not False}
    hides |= {"headless": boolean(value) is True, "visible": boolean(value) is False}
    if hides.get(key):
        return "draft"
    if key in _HUGO_KEYS and isinstance(value, dict):
        hidden = {name for name, what in value.items() if isinstance(what, str) and what in _NEVER}
        return "draft" if "render" in hidden else "unlisted" if "list" in hidden else None
    return None


def note_impossible_name(values: FrontMatterValues, stem: str) -> None:
    """Withhold a post whose file name begins with a date that does not exist."""
    if (dated := looks_dated(stem)) and not values.get("date"):
        text = (
            f"the date in the file name, {shorten(dated)!r}, does not exist or is too far away; "
            "rename the file, or set 'date' in its front matter."
        )
        values.add_problem("date", 1, text, hides=True)


def unknown(key: str, meant: str) -> str:
    """Return the problem of an unknown key."""
    return f"{shorten(key)!r} is not a known key; did you mean {meant!r}?"


def is_plausible(values: FrontMatterValues, key: str, value: Value) -> bool:
    """Return whether *value* could be meant for *key*; else the likeness is an accident."""
    if key in FLAGS:
        return boolean(value) is not None
    if key in DATES:
        return isinstance(value, str) and values.moment(value) is not None
    return bool(value)


def would_withhold(values: FrontMatterValues, key: str, value: Value, now: datetime) -> bool:
    """Return whether *value* would keep the post from readers, or from lists, as that of *key*."""
    if key in {"date", "expires"} and isinstance(value, str):
        moment = values.moment(value)
        return moment is not None and (moment > now if key == "date" else moment <= now)
    return key in VISIBILITY_KEYS and boolean(value) is (key != "published")


@lru_cache(maxsize=1024)
def closest(key: str, taxonomies: tuple[str, ...]) -> str | None:
    """Return the known key that an unknown key closely resembles, or None."""
    known = groups(taxonomies)
    plain = "".join(filter(str.isalnum, normalize("NFKC", key).casefold()))
    if plain in known:
        return plain
    if plain in FOREIGN_KEYS:
        return FOREIGN_KEYS[plain]
    meant = nearest(plain, sorted(known), cutoff=0.8)
    if meant is None or meant in VISIBILITY_KEYS:
        return meant
    # Names of the author's own, such as image_alt, series-part or images, are no slips.
    own = not key.isalpha() or abs(len(plain) - len(meant)) > 1
    plural = meant not in taxonomies and meant in {f"{plain}s", plain.removesuffix("s")}
    return None if own or plural else meant


#: Keys that make a file look like a post; so do the taxonomies'.
_SIGNS = ("published", "draft", "expires", "unlisted", "pinned")


def read_post(
    *, docname: str, filename: str, head: FrontMatter | None, rules: ReadingRules, now: datetime,
    defaults: Mapping[str, Value] = MappingProxyType({}),
) -> ReadResult:  # fmt: skip
    """Make the record of a post, or say why the file is none, with every problem met.

    *head* is None for a file without front matter, *now* is aware; *defaults* are the values of
    keys that the file does not have. A file without a date in
    front matter or name is an ordinary page, unless it says that it must not be published:
    a draft may get its date last, and counts as one of today's until then.
    Raises nothing: what is not understood becomes a problem.
    """
    folders = docname.split("/")[:-1]
    values = FrontMatterValues(
        head or FrontMatter({}), rules, POSTS in folders or DRAFTS in folders, defaults
    )
    values.note_duplicates()
    stem, named = split_stem(_stem(filename), rules.languages)
    day, name = date_from_name(stem) or (None, stem)
    date = values.date("date")
    if date is None and day is not None:
        date = values.moment(day.isoformat())
    if date is None:
        note_impossible_name(values, stem)
    expires = values.date("expires")
    draft = values.draft() or DRAFTS in folders
    unlisted = bool(values.flag("unlisted"))
    note_misspelt_keys(values, now, page=date is None)
    if values.unclear:
        why = Withheld.DRAFT if draft else Withheld.UNREADABLE
        return ReadResult(withheld=why, problems=tuple(values.problems))
    if date is None and draft:
        date = _midnight(now, rules)
    if date is None:
        if expires is not None and expires <= now:
            return ReadResult(withheld=Withheld.EXPIRED, problems=tuple(values.problems))
        return _page(values, undated(docname, filename, rules, now))
    values.note_cut_texts()
    shown = Shown(date, expires, draft=draft, unlisted=unlisted)
    post = _post(values, docname, shown, name or stem, named)
    return ReadResult(post, post.withheld(now), tuple(values.problems))


class Shown(NamedTuple):
    """When a post is public, and whether lists have it."""

    date: datetime
    expires: datetime | None
    draft: bool
    unlisted: bool


def _post(
    values: FrontMatterValues, docname: str, shown: Shown, name: str, language: str | None
) -> Post:
    """Return the record of a post; *name* and *language* come from its file name."""
    image, image_alt = values.picture()
    typed = values.text("slug") or name
    return Post(
        docname=docname,
        date=shown.date,
        expires=shown.expires,
        draft=shown.draft,
        unlisted=shown.unlisted,
        slug=slugify(typed),
        typed_slug=typed,
        title=values.title(),
        updated=values.date("updated") or values.date("last_modified_at"),
        pinned=bool(values.flag("pinned")),
        featured=bool(values.flag("featured")),
        comments=values.flag("comments"),
        archived=values.flag("archived"),
        superseded_by=values.text("superseded_by"),
        terms=values.all_terms(),
        excerpt=values.text("excerpt", lines=True) or values.text("summary", lines=True),
        description=values.text("description"),
        aliases=values.aliases(),
        image=image,
        image_alt=image_alt,
        language=_language(values, language),
        translation_key=values.text("translation_key"),
        canonical=values.url("canonical"),
        external=values.url("external"),
        permalink=values.text("permalink"),
        version=version(values),
        event=read_event(values),
        excerpt_separator=values.text("excerpt_separator"),
        extra=values.extra(),
    )


def _language(values: FrontMatterValues, named: str | None) -> str | None:
    """Return the language of a post: its front matter's, else its name's, else the default."""
    given = values.language("language") or values.language("lang")
    is_own = values.own("language") or values.own("lang")
    return (given if is_own else None) or named or given


def version(values: FrontMatterValues) -> str | None:
    """Return the version that a post is about, as typed; a taxonomy of that name stays one."""
    return None if VERSION in values.rules.taxonomies else values.text(VERSION)


def unreadable(error: FrontMatterError | FileError) -> ReadResult:
    """Withhold a file that cannot be read, or its front matter: it may say ``draft: true``."""
    subtype: Subtype = "frontmatter" if isinstance(error, FrontMatterError) else "file"
    problem = Problem(subtype, error.line, f"{error}. {WITHHELD}")
    return ReadResult(withheld=Withheld.UNREADABLE, problems=(problem,))


def _page(values: FrontMatterValues, advice: str) -> ReadResult:
    """Return the result for a file without a date; it is a problem if it looks like a post."""
    taxonomies = values.rules.taxonomies
    signs = {form for taxonomy in taxonomies for form in forms(taxonomy, taxonomies)}
    signs.update(_SIGNS)
    key = next((key for key in values.head.entries if key in signs and values.get(key)), None)
    if key is not None:
        text = f"{shorten(key)!r} is a key that only posts have, but this file {advice}."
        values.problems.append(Problem("date", values.head.entries[key].line, text))
    return ReadResult(problems=tuple(values.problems))


def undated(docname: str, filename: str, rules: ReadingRules, now: datetime) -> str:
    """Return the problem of a file without a date, and how to make it a post.

    It's one of today, unless its folders or its name say which day is meant. *filename* is the
    name that the date is read from, that of the folder for a bundle.
    """
    stem, today = _stem(filename), _midnight(now, rules).date()
    other, (day, rest) = other_date(stem), date_in_folders(docname) or (today, stem)
    date = (other and other.day) or day
    lines = {RST: f"the field ':date: {date}'", NOTEBOOK: f'"date": "{date}" to its metadata'}
    line = lines.get(format_of(filename, rules.suffixes), f"'date: {date}' to its front matter")
    name = f"{date}-{other.rest if other else rest}".rstrip("-")
    folder, _, last = docname.rpartition("/")
    if last.partition(".")[0] == INDEX:
        place = f"its folder to {name}"
    elif date_from_name(folder.rpartition("/")[2]):
        place = f"it to index{filename[len(stem) :]}, as the date of its folder is only for that"
    else:
        place = f"it to {name}{filename[len(stem) :]}"
    what = "has no date, so it is an ordinary page" + (f": {other.why}" if other else "")
    return f"{what}. To make it a post, rename {place}, or add {line}"


def date_in_folders(docname: str) -> tuple[date, str] | None:
    """Return the day that folders and a file name spell, as in ``2026/01/15/title``, and the rest.

    Other generators read such dates.
    """
    parts = docname.removesuffix(f"/{INDEX}").split("/")
    spelled = ("-".join(parts[-count:]) for count in (4, 3, 2) if len(parts) >= count)
    return next(filter(None, map(date_from_name, spelled)), None)


def _midnight(now: datetime, rules: ReadingRules) -> datetime:
    """Return the beginning of today, in the site's zone."""
    return now.astimezone(rules.zone or UTC).replace(
        hour=0, minute=0, second=0, microsecond=0, fold=0
    )


def _stem(filename: str) -> str:
    """Return a file name without suffix; Middleman's ``.html.md`` is one."""
    name = basename(filename)  # noqa: PTH119  paths take longer
    stem = name.rpartition(".")[0] or name
    return stem[: -len(".html")] if stem.lower().endswith(".html") else stem
