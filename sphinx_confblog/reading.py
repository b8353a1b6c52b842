"""Makes the record of a post from its front matter and file name, or says what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING
from unicodedata import normalize

from sphinx_confblog.dates import DateError, date_from_name, parse_date, shorten
from sphinx_confblog.frontmatter import Entry, FrontMatter
from sphinx_confblog.post import Post, Problem, Reading, Withheld
from sphinx_confblog.slugs import slugify, term_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from sphinx_confblog.frontmatter import FrontMatterError, Value

#: Taxonomy -> the key that is accepted for it as well.
SINGULARS = {"authors": "author", "categories": "category", "tags": "tag"}
#: Keys that decide whether a post is public; a value that is not understood withholds it.
GATES = frozenset({"date", "expires", "published", "draft", "unlisted"})
#: Every key that is read, without the taxonomies', which are configured.
KNOWN_KEYS = GATES.union(
    ("title", "updated", "excerpt", "summary", "description", "slug", "alias", "aliases", "image"),
    ("comments", "pinned", "language", "lang", "canonical", "external"),
    SINGULARS.values(),
)

_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_FLAGS = frozenset({"published", "draft", "unlisted", "comments", "pinned"})
_DATES = frozenset({"date", "updated", "expires"})
# Two keys for one thing: with either given, nothing resembling the other is a slip.
_PAIRS = (("excerpt", "summary"), ("language", "lang"), ("aliases", "alias"))
# Words of other generators whose likeness to ours does not show their meaning.
_FOREIGN = {"unpublished": "draft", "expiry": "expires", "expirydate": "expires",
            "publishdate": "date"}  # fmt: skip
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_CONTROLS_IN_LINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_WITHHELD = "the post is withheld"
_IGNORED = "it is ignored"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingRules:
    """What the site's configuration says about reading front matter."""

    zone: tzinfo
    """Zone of dates that name none."""
    taxonomies: tuple[str, ...]
    """Front-matter keys whose values are terms."""


def read_post(
    *, docname: str, filename: str, head: FrontMatter | None, rules: ReadingRules, now: datetime
) -> Reading:
    """Make the record of a post, or say why the file is none, with every problem met.

    *head* is None for a file without front matter, *now* is aware. A file without a date in
    front matter or name is an ordinary page, unless it says that it must not be published.
    Raises nothing: whatever is not understood becomes a problem.
    """
    reader = _Reader(head or FrontMatter({}), rules)
    reader.note_duplicates()
    stem = _stem(filename)
    day, name = date_from_name(stem) or (None, stem)
    date = reader.date("date")
    if date is None and day is not None:
        date = reader.midnight(day.isoformat())
    expires = reader.date("expires")
    draft = reader.draft()
    unlisted = bool(reader.flag("unlisted"))
    reader.note_slips(now, page=date is None)
    if reader.unclear:
        why = Withheld.DRAFT if draft else Withheld.UNREADABLE
        return Reading(withheld=why, problems=tuple(reader.problems))
    if date is None:
        return _page(reader, draft=draft, expired=expires is not None and expires <= now)
    post = Post(
        docname=docname,
        date=date,
        slug=slugify(reader.text("slug") or name or stem),
        title=reader.text("title"),
        updated=reader.date("updated"),
        expires=expires,
        draft=draft,
        unlisted=unlisted,
        pinned=bool(reader.flag("pinned")),
        comments=reader.flag("comments"),
        terms=reader.all_terms(),
        excerpt=reader.text("excerpt", lines=True) or reader.text("summary", lines=True),
        description=reader.text("description"),
        aliases=reader.aliases(),
        image=reader.text("image"),
        language=reader.text("language") or reader.text("lang"),
        canonical=reader.text("canonical"),
        external=reader.text("external"),
        extra=reader.extra(),
    )
    return Reading(post, post.withheld(now), tuple(reader.problems))


def unreadable(error: FrontMatterError) -> Reading:
    """Withhold a file whose front matter cannot be read: it may say ``draft: true``."""
    problem = Problem("frontmatter", error.line, f"{error}; {_WITHHELD}")
    return Reading(withheld=Withheld.UNREADABLE, problems=(problem,))


@dataclass(slots=True)
class _Reader:
    """Typed values of one file's keys; what is wrong with them gathers in ``problems``."""

    head: FrontMatter
    rules: ReadingRules
    problems: list[Problem] = field(default_factory=list)
    #: Whether it is uncertain that the post may be public.
    unclear: bool = False

    def note_duplicates(self) -> None:
        """Note keys that are given again: which one was meant is uncertain."""
        for key, line in self.head.duplicates:
            first = self.head.entries[key].line
            text = f"this key stands in line {first} already, once is accepted"
            self.refuse(key, "frontmatter", text, line)

    def refuse(self, key: str, subtype: str, text: str, line: int | None = None) -> None:
        """Note a problem with *key*, which withholds the post if that key may."""
        gate = key in GATES
        self.unclear = self.unclear or gate
        where = self.head.entries[key].line if line is None else line
        outcome = _WITHHELD if gate else _IGNORED
        self.problems.append(Problem(subtype, where, f"{shorten(key)}: {text}; {outcome}"))

    def given(self, key: str) -> Value:
        """The value of *key*, blanks stripped; anything false means that it is not given."""
        entry = self.head.entries.get(key, Entry("", 0))
        return entry.value.strip() if isinstance(entry.value, str) else entry.value

    def text(self, key: str, *, lines: bool = False) -> str | None:
        """A text without control characters; without line ends too, unless *lines* stay."""
        value = self.given(key)
        if isinstance(value, str):
            return _clean(value, lines=lines) or None
        if value:
            self.refuse(key, "key", f"{_kind(value)} was found, a text is accepted")
        return None

    def flag(self, key: str) -> bool | None:
        """The value of a yes-or-no key; None if it is not given, or not understood."""
        value = self.given(key)
        if not value:
            return None
        known = _boolean(value)
        if known is None:
            self.refuse(key, "boolean", f"{_shown(value)} is neither true nor false")
        return known

    def draft(self) -> bool:
        """Whether ``draft`` or ``published`` says that the post is not for the public yet."""
        draft, published = self.flag("draft"), self.flag("published")
        return draft is True or published is False

    def date(self, key: str) -> datetime | None:
        """The value of a date key, aware; None if it is not given, or not understood."""
        value = self.given(key)
        if not value:
            return None
        if not isinstance(value, str):
            self.refuse(key, "date", f"{_kind(value)} was found, one date is accepted")
            return None
        try:
            return parse_date(value, self.rules.zone)
        except DateError as error:
            self.refuse(key, "date", str(error))
            return None

    def midnight(self, day: str) -> datetime | None:
        """Midnight of an ISO date; None for one at the calendar's ends."""
        try:
            return parse_date(day, self.rules.zone)
        except DateError:
            return None

    def all_terms(self) -> dict[str, tuple[str, ...]]:
        """Taxonomy -> names as typed, for the taxonomies that have some."""
        terms = {taxonomy: self.terms(taxonomy) for taxonomy in self.rules.taxonomies}
        return {taxonomy: names for taxonomy, names in terms.items() if names}

    def terms(self, taxonomy: str) -> tuple[str, ...]:
        """The names in a taxonomy, from all its keys in the order of the file."""
        names: dict[str, str] = {}
        forms = self.forms(taxonomy)
        for key in self.head.entries:
            if key in forms:
                for name in self.names(key, "term"):
                    names.setdefault(term_key(name), name)
        return tuple(names.values())

    def names(self, key: str, subtype: str, *, comma: bool = True) -> Iterator[str]:
        """The texts in a list, or in a text with commas; a mapping counts by its ``name``."""
        value = self.given(key)
        if isinstance(value, str):
            value = list(value.split(",")) if comma else [value]
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if not isinstance(name, str):
                text = f"{_kind(item)} was found, a text, or a list of texts, is accepted"
                self.refuse(key, subtype, text)
            elif name := _clean(name):
                yield name

    def aliases(self) -> tuple[str, ...]:
        """Former addresses, as typed."""
        keys = ("aliases", "alias")
        found = (name for key in keys for name in self.names(key, "key", comma=False))
        return tuple(dict.fromkeys(found))

    def forms(self, taxonomy: str) -> tuple[str, ...]:
        """The keys of a taxonomy: its name and, for those that come with one, the singular."""
        singular = SINGULARS.get(taxonomy, taxonomy)
        return (taxonomy,) if singular in self.rules.taxonomies else (taxonomy, singular)

    def known(self) -> dict[str, tuple[str, ...]]:
        """Every key that counts in this site -> all keys for the same thing."""
        known = {key: (key,) for key in KNOWN_KEYS.difference(SINGULARS.values())}
        groups = [*_PAIRS, *map(self.forms, self.rules.taxonomies)]
        return known | {key: group for group in groups for key in group}

    def extra(self) -> dict[str, Value]:
        """Every key that means nothing here, for templates."""
        known = self.known()
        return {key: e.value for key, e in self.head.entries.items() if key not in known}

    def note_slips(self, now: datetime, *, page: bool) -> None:
        """Note keys that are misspelt; withhold the post if the key that was meant would.

        On an ordinary *page* only those matter that would make it a post, or withhold it.
        """
        known = self.known()
        names = tuple(sorted(known))
        for key, entry in self.head.entries.items():
            meant = None if key in known else _meant(key, names, self.rules.taxonomies)
            if meant is None or (page and meant not in GATES):
                continue
            if not self.fits(meant, entry.value):
                continue
            if meant not in _FLAGS & GATES and any(self.given(key) for key in known[meant]):
                continue
            hides = self.hides(meant, entry.value, now)
            self.unclear = self.unclear or hides
            outcome = _WITHHELD if hides else _IGNORED
            text = f'{shorten(key)}: this key is not known; did you mean "{meant}"? {outcome}'
            self.problems.append(Problem("key", entry.line, text))

    def fits(self, key: str, value: Value) -> bool:
        """Whether *value* could be meant for *key*; else the likeness is an accident."""
        if key in _FLAGS:
            return _boolean(value) is not None
        if key in _DATES:
            return isinstance(value, str) and self.midnight(value) is not None
        return bool(value)

    def hides(self, key: str, value: Value, now: datetime) -> bool:
        """Whether *value* would keep the post from readers, or from lists, as that of *key*."""
        if key in {"date", "expires"} and isinstance(value, str):
            date = self.midnight(value)
            return date is not None and (date > now if key == "date" else date <= now)
        return key in GATES and _boolean(value) is (key != "published")


def _page(reader: _Reader, *, draft: bool, expired: bool) -> Reading:
    """A file without a date: an ordinary page, with a problem where it looks like a post."""
    if draft or expired:
        why = Withheld.DRAFT if draft else Withheld.EXPIRED
        return Reading(withheld=why, problems=tuple(reader.problems))
    signs = {form for taxonomy in reader.rules.taxonomies for form in reader.forms(taxonomy)}
    signs |= {"published", "draft", "expires", "unlisted", "pinned"}
    key = next((key for key in reader.head.entries if key in signs and reader.given(key)), None)
    if key is not None:
        text = (
            f"{key}: a key of posts, but no date was found; accepted: a key such as "
            '"date: 2015-06-12" or a file name such as 2015-06-12-title.md; '
            "the file stays an ordinary page"
        )
        reader.problems.append(Problem("date", reader.head.entries[key].line, text))
    return Reading(problems=tuple(reader.problems))


@lru_cache(maxsize=1024)
def _meant(key: str, known: tuple[str, ...], taxonomies: tuple[str, ...]) -> str | None:
    """The known key that a key nobody knows resembles closely, or None."""
    plain = "".join(filter(str.isalnum, normalize("NFKC", key).casefold()))
    if plain in known:
        return plain
    if plain in _FOREIGN:
        return _FOREIGN[plain]
    meant = next(iter(get_close_matches(plain, known, n=1, cutoff=0.8)), None)
    if meant is None or meant in GATES:
        return meant
    # Names of the author's own, such as image_alt, series-part or images, are no slips.
    own = not key.isalpha() or abs(len(plain) - len(meant)) > 1
    plural = meant not in taxonomies and meant in {f"{plain}s", plain.removesuffix("s")}
    return None if own or plural else meant


def _stem(filename: str) -> str:
    """File name without suffix; Middleman's ``.html.md`` is one."""
    name = PurePath(filename).name
    stem = name.rpartition(".")[0] or name
    return stem[: -len(".html")] if stem.lower().endswith(".html") else stem


def _clean(text: str, *, lines: bool = False) -> str:
    return (_CONTROLS_IN_LINE if lines else _CONTROLS).sub(" ", text).strip()


def _boolean(value: Value) -> bool | None:
    return _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None


def _kind(value: Value) -> str:
    return "a list" if isinstance(value, list) else "a mapping"


def _shown(value: Value) -> str:
    return f'"{shorten(value)}"' if isinstance(value, str) else _kind(value)
