"""Parses the values of front matter, with a problem for each invalid one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import (
    VISIBILITY_KEYS,
    forms,
    groups,
    taxonomy_keys,
    without_keys,
)
from sphinx_confblog.frontmatter.records import Problem
from sphinx_confblog.util.dates import DateError, local_date
from sphinx_confblog.util.language_tags import parse_tag
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import CONTROLS, shorten, with_characters, without_turns
from sphinx_confblog.util.urls import is_address, is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sphinx_confblog.frontmatter.keys import ReadingRules
    from sphinx_confblog.frontmatter.records import FrontMatter, Subtype, Value


WITHHELD = "The post is withheld."
IGNORED = "The key is ignored."
ITEM_IGNORED = "The item is ignored."
REMOVED = "It is removed."

#: Keys whose values are strings that people read.
TEXTS = frozenset({"title", "excerpt", "summary", "description", "image_alt"})
#: The keys that Jekyll splits at spaces; it keeps ``tag``, ``category`` and all others whole.
SPLIT_AT_SPACES = frozenset({"tags", "categories"})
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_CONTROLS = f"[{CONTROLS}\x20]+"
_CONTROLS_IN_LINE = "[\x00-\x09\x0b-\x1f\x7f-\x9f]+"


@dataclass(slots=True, eq=False, repr=False)
class FrontMatterValues:
    """Typed values of one file's keys; ``problems`` collects what is wrong with them."""

    head: FrontMatter
    rules: ReadingRules
    #: Whether spaces separate the terms of :data:`SPLIT_AT_SPACES`, as Jekyll has it.
    words: bool = False
    #: What the site says of keys that the file does not have; valid values.
    defaults: Mapping[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: Whether it is uncertain that the post may be public.
    unclear: bool = False
    #: The values as the file has them, stripped: most keys aren't set.
    typed: dict[str, Value] = field(init=False)
    #: These values and the defaults.
    given: dict[str, Value] = field(init=False)

    def __post_init__(self) -> None:
        values = ((key, entry.value) for key, entry in self.head.entries.items())
        self.typed = {k: v.strip() if isinstance(v, str) else v for k, v in values}
        self.given = self.typed
        if self.defaults:
            # An empty key publishes nothing.
            own = [key for key, value in self.typed.items() if value or key not in VISIBILITY_KEYS]
            self.given = self.typed | without_keys(self.defaults, own, self.rules.taxonomies)

    def add_problem(
        self, subtype: Subtype, line: int, text: str, *, hides: bool, outcome: str = IGNORED
    ) -> None:
        """Add a problem, whose *text* is a sentence; if it *hides* the post, that is withheld."""
        self.unclear = self.unclear or hides
        said = f"{text} {WITHHELD if hides else outcome}".rstrip()
        self.problems.append(Problem(subtype, line, said))

    def reject(self, key: str, subtype: Subtype, text: str, outcome: str = IGNORED) -> None:
        """Add a problem for an invalid value, which withholds the post if the key could."""
        line, hides = self.head.entries[key].line, key in VISIBILITY_KEYS
        self.add_problem(subtype, line, f"{shorten(key)}: {text}.", hides=hides, outcome=outcome)

    def note_duplicates(self) -> None:
        """Add a problem for each duplicate key; one that may withhold the post does."""
        for key, line in self.head.duplicates:
            hides = key in VISIBILITY_KEYS
            outcome = "delete one of the two lines." if hides else "the first value is used."
            text = (
                f"{shorten(key)!r} is a duplicate of line {self.head.entries[key].line}; {outcome}"
            )
            self.add_problem("frontmatter", line, text, hides=hides, outcome="")

    def note_cut_texts(self) -> None:
        """Add a problem for each string that ends where YAML sees a comment, as in ``C #1``."""
        if not self.head.cut:
            return
        taxonomies = self.rules.taxonomies
        keys = TEXTS.union(form for name in taxonomies for form in forms(name, taxonomies))
        for key, line, comment, fixed in self.head.cut:
            if key in keys:
                text = (
                    f"{shorten(key)}: '{shorten(comment)}' is a comment in YAML, so it is ignored; "
                    f"if it belongs to the value, add quotes: {shorten(fixed)}"
                )
                self.add_problem("key", line, text, hides=False, outcome="")

    def get(self, key: str) -> Value:
        """Return the value of *key*, stripped; a false value means that it is not given."""
        return self.given.get(key, "")

    def own(self, key: str) -> Value:
        """Return the value that the file itself gives *key*."""
        return self.typed.get(key, "")

    def text(self, key: str, *, lines: bool = False) -> str | None:
        """Return a string without control characters; *lines* keeps its newlines."""
        value = self.get(key)
        if not value:
            return None
        if isinstance(value, str):
            return self.without_bidi_controls(key, _clean(value, lines=lines)) or None
        self.reject(key, "key", f"write a string instead of {_kind(value)}")
        return None

    def title(self) -> str | None:
        """Return the title, with HTML's character references replaced."""
        value = self.get("title")
        if not isinstance(value, str):
            return self.text("title")
        return self.without_bidi_controls("title", _clean(with_characters(value))) or None

    def without_bidi_controls(self, key: str, text: str) -> str:
        """Return the text without unbalanced bidi controls; each removal is a problem."""
        kept, dropped = without_turns(text)
        if dropped:
            names = ", ".join(dropped)
            text = (
                f"{shorten(key)}: {names} would change the direction of the text around it; use "
                f"U+200E, U+200F or closed isolates instead. {REMOVED}"
            )
            self.add_problem("key", self.head.entries[key].line, text, hides=False, outcome="")
        return kept.strip()

    def one_line(self, key: str, text: str) -> str:
        """Return a string inside the value of *key* in one line, without such controls."""
        return self.without_bidi_controls(key, _clean(text))

    def url(self, key: str) -> str | None:
        """Return an HTTP URL, or None if there is no valid one."""
        value = self.text(key)
        if value is None or is_web_url(value):
            return value
        text = f"{_shown(value)} is not a URL that begins with http:// or https://"
        self.reject(key, "key", text)
        return None

    def language(self, key: str) -> str | None:
        """Return a language tag such as ``pt-BR``, or None if there is no valid one."""
        value = self.text(key)
        tag = parse_tag(value) if value is not None else None
        if value is None or tag is not None:
            return tag
        self.reject(key, "key", f"{_shown(value)} is not a language tag, such as fr or pt-BR")
        return None

    def flag(self, key: str) -> bool | None:
        """Return the value of a boolean key, or None if there is no valid one."""
        value = self.get(key)
        if not value:
            return None
        known = boolean(value)
        if known is None:
            self.reject(key, "boolean", f"{_shown(value)} is not true or false")
        return known

    def draft(self) -> bool:
        """Return whether ``draft`` or ``published`` says that the post isn't public yet."""
        draft, published = self.flag("draft"), self.flag("published")
        return draft is True or published is False

    def date(self, key: str) -> datetime | None:
        """Return the aware value of a date key, or None if there is no valid one."""
        value = self.get(key)
        if not value:
            return None
        if not isinstance(value, str):
            self.reject(key, "date", f"write one date instead of {_kind(value)}")
            return None
        try:
            return local_date(value, self.rules.zone)
        except DateError as error:
            self.reject(key, "date", str(error))
            return None

    def moment(self, text: str) -> datetime | None:
        """Return the aware date-time that a string means, or None."""
        try:
            return local_date(text, self.rules.zone)
        except DateError:
            return None

    def all_terms(self) -> dict[str, tuple[str, ...]]:
        """Return taxonomy -> names as typed, for the taxonomies that have some.

        The names in a taxonomy come from all its keys in the order of the file.
        """
        taxonomies = taxonomy_keys(self.rules.taxonomies)
        found: dict[str, dict[str, str]] = {}
        for key in self.given:
            if taxonomy := taxonomies.get(key):
                names = found.setdefault(taxonomy, {})
                for name in self.names(key, "term"):
                    # Posts share the string, and the environment saves it once.
                    names.setdefault(term_key(name), intern(name))
        order = self.rules.taxonomies
        return {
            taxonomy: tuple(found[taxonomy].values()) for taxonomy in order if found.get(taxonomy)
        }

    def names(self, key: str, subtype: Subtype, *, comma: bool = True) -> Iterator[str]:
        """Return the strings in a list or a comma-separated string; of a mapping, its ``name``."""
        value = self.get(key)
        if value == "":
            return
        if isinstance(value, str):
            value = self.divided(key, value) if comma else [value]
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if not isinstance(name, str):
                listed = isinstance(value, list)
                wanted = "a string" if listed else "a string or a list of strings"
                instead = "a mapping without 'name'" if isinstance(item, dict) else _kind(item)
                text = f"write {wanted} instead of {instead}"
                self.reject(key, subtype, text, ITEM_IGNORED if listed else IGNORED)
            elif name := self.without_bidi_controls(key, _clean(name)):
                yield name

    def picture(self) -> tuple[str | None, str | None]:
        """Return the cover and its alternative text, from two keys or from a mapping."""
        value, own = self.get("image"), ""
        path: str | None
        if isinstance(value, dict) and isinstance(typed := value.get("path"), str):
            path, alt = self.without_bidi_controls("image", _clean(typed)) or None, value.get("alt")
            own = self.without_bidi_controls("image", _clean(alt)) if isinstance(alt, str) else ""
        else:
            path = self.text("image")
        if path is not None and not is_address(path):
            text = f"{_shown(path)} is not a path or a URL"
            self.reject("image", "key", text)
            path = None
        return path, self.text("image_alt") or own or None

    def divided(self, key: str, text: str) -> list[Value]:
        """Return the terms in the text of a key."""
        at_spaces = self.words and key in SPLIT_AT_SPACES and "," not in text
        at_spaces &= key in self.typed  # a default is the site's
        return [*text.split()] if at_spaces else [*text.split(",")]

    def aliases(self) -> tuple[str, ...]:
        """Return the old addresses, as typed."""
        keys = ("aliases", "alias", "redirect_from")
        names = (name for key in keys for name in self.names(key, "key", comma=False))
        return tuple(dict.fromkeys(names))

    def extra(self) -> dict[str, Value]:
        """Return all unknown keys with their values, for templates."""
        known = groups(self.rules.taxonomies)
        return {key: e.value for key, e in self.head.entries.items() if key not in known}


def boolean(value: Value) -> bool | None:
    """Return the boolean that a value means, or None."""
    return _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None


def _clean(text: str, *, lines: bool = False) -> str:
    if text.isprintable() and (lines or "  " not in text):
        return text.strip()
    return re.sub(_CONTROLS_IN_LINE if lines else _CONTROLS, " ", text).strip()


def _kind(value: Value) -> str:
    return "a list" if isinstance(value, list) else "a mapping"


def _shown(value: Value) -> str:
    return f"'{shorten(value)}'" if isinstance(value, str) else _kind(value)
