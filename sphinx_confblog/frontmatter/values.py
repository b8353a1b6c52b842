"""Typed values of front matter, with a problem for each that does not parse."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS, forms, groups
from sphinx_confblog.frontmatter.records import Entry, Problem
from sphinx_confblog.util.dates import DateError, parse_date
from sphinx_confblog.util.language_tags import parse_tag
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import CONTROLS, shorten, with_characters, without_turns
from sphinx_confblog.util.urls import is_address, is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sphinx_confblog.frontmatter.keys import ReadingRules
    from sphinx_confblog.frontmatter.records import FrontMatter, Value


WITHHELD = "the post is withheld"
IGNORED = "it is ignored"

#: The keys that Jekyll splits at spaces; it keeps ``tag``, ``category`` and all others whole.
SPLIT_AT_SPACES = frozenset({"tags", "categories"})
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NOT_GIVEN = Entry("", 0)
_CONTROLS = re.compile(f"[{CONTROLS}\x20]+")
_CONTROLS_IN_LINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]+")


@dataclass(slots=True)
class FrontMatterValues:
    """Typed values of one file's keys; what is wrong with them gathers in ``problems``."""

    head: FrontMatter
    rules: ReadingRules
    #: Whether spaces separate the terms of :data:`SPLIT_AT_SPACES`, as Jekyll has it.
    words: bool = False
    problems: list[Problem] = field(default_factory=list)
    #: Whether it is uncertain that the post may be public.
    unclear: bool = False

    def note(self, key: str, subtype: str, line: int, text: str, *, hides: bool) -> None:
        """Note a problem with *key*, and whether it withholds the post."""
        self.unclear = self.unclear or hides
        outcome = WITHHELD if hides else IGNORED
        self.problems.append(Problem(subtype, line, f"{shorten(key)}: {text}; {outcome}"))

    def refuse(self, key: str, subtype: str, text: str) -> None:
        """Note a value that is not understood, which withholds the post if that key may."""
        self.note(key, subtype, self.head.entries[key].line, text, hides=key in VISIBILITY_KEYS)

    def note_duplicates(self) -> None:
        """Note keys that are given again: which one was meant is uncertain."""
        for key, line in self.head.duplicates:
            first = self.head.entries[key].line
            text = f"this key stands in line {first} already, once is accepted"
            self.note(key, "frontmatter", line, text, hides=key in VISIBILITY_KEYS)

    def given(self, key: str) -> Value:
        """The value of *key*, blanks stripped; anything false means that it is not given."""
        value = self.head.entries.get(key, _NOT_GIVEN).value
        return value.strip() if isinstance(value, str) else value

    def text(self, key: str, *, lines: bool = False) -> str | None:
        """A text without control characters; without line ends too, unless *lines* stay."""
        value = self.given(key)
        if isinstance(value, str):
            return self.straight(key, _clean(value, lines=lines)) or None
        if value:
            self.refuse(key, "key", f"{_kind(value)} was found, a text is accepted")
        return None

    def title(self) -> str | None:
        """The title as a text, in which named and numbered characters of HTML are read."""
        value = self.given("title")
        if not isinstance(value, str):
            return self.text("title")
        return self.straight("title", _clean(with_characters(value))) or None

    def straight(self, key: str, text: str) -> str:
        """A text without what turns the direction of the page around it, which is noted."""
        kept, dropped = without_turns(text)
        if dropped:
            found = ", ".join(dropped)
            accepted = "the marks U+200E and U+200F and closed isolates are accepted"
            text = f"{found} turns the direction of the text around it; {accepted}"
            self.note(key, "key", self.head.entries[key].line, text, hides=False)
        return kept.strip()

    def url(self, key: str) -> str | None:
        """A URL of the web; None if it is not given, or is none."""
        value = self.text(key)
        if value is None or is_web_url(value):
            return value
        accepted = "a URL that begins with http:// or https:// is accepted"
        self.refuse(key, "key", f"{_shown(value)} was found, {accepted}")
        return None

    def language(self, key: str) -> str | None:
        """A language as in ``pt-BR``; None if it is not given, or is none."""
        value = self.text(key)
        tag = parse_tag(value) if value is not None else None
        if value is None or tag is not None:
            return tag
        self.refuse(key, "key", f'{_shown(value)} was found, a tag such as "pt-BR" is accepted')
        return None

    def flag(self, key: str) -> bool | None:
        """The value of a yes-or-no key; None if it is not given, or not understood."""
        value = self.given(key)
        if not value:
            return None
        known = boolean(value)
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

    def moment(self, text: str) -> datetime | None:
        """The moment that a text of no key's means; None if it is no date."""
        try:
            return parse_date(text, self.rules.zone)
        except DateError:
            return None

    def all_terms(self) -> dict[str, tuple[str, ...]]:
        """Taxonomy -> names as typed, for the taxonomies that have some."""
        terms = {taxonomy: self.terms(taxonomy) for taxonomy in self.rules.taxonomies}
        return {taxonomy: names for taxonomy, names in terms.items() if names}

    def terms(self, taxonomy: str) -> tuple[str, ...]:
        """The names in a taxonomy, from all its keys in the order of the file."""
        names: dict[str, str] = {}
        keys = forms(taxonomy, self.rules.taxonomies)
        for key in self.head.entries:
            if key in keys:
                for name in self.names(key, "term"):
                    names.setdefault(term_key(name), name)
        return tuple(names.values())

    def names(self, key: str, subtype: str, *, comma: bool = True) -> Iterator[str]:
        """The texts in a list, or in a text with commas; a mapping counts by its ``name``."""
        value = self.given(key)
        if isinstance(value, str):
            value = self.divided(key, value) if comma else [value]
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if not isinstance(name, str):
                text = f"{_kind(item)} was found, a text, or a list of texts, is accepted"
                self.refuse(key, subtype, text)
            elif name := self.straight(key, _clean(name)):
                yield name

    def picture(self) -> tuple[str | None, str | None]:
        """The cover and what it shows: texts under two keys, or a mapping under one."""
        value, own = self.given("image"), ""
        path: str | None
        if isinstance(value, dict) and isinstance(typed := value.get("path"), str):
            path, alt = self.straight("image", _clean(typed)) or None, value.get("alt")
            own = self.straight("image", _clean(alt)) if isinstance(alt, str) else ""
        else:
            path = self.text("image")
        if path is not None and not is_address(path):
            text = f"{_shown(path)} was found, a path or a URL is accepted"
            self.refuse("image", "key", text)
            path = None
        return path, self.text("image_alt") or own or None

    def divided(self, key: str, text: str) -> list[Value]:
        """Return the terms in the text of a key."""
        at_spaces = self.words and key in SPLIT_AT_SPACES and "," not in text
        return [*text.split()] if at_spaces else [*text.split(",")]

    def aliases(self) -> tuple[str, ...]:
        """Former addresses, as typed."""
        keys = ("aliases", "alias", "redirect_from")
        found = (name for key in keys for name in self.names(key, "key", comma=False))
        return tuple(dict.fromkeys(found))

    def extra(self) -> dict[str, Value]:
        """Every key that means nothing here, for templates."""
        known = groups(self.rules.taxonomies)
        return {key: e.value for key, e in self.head.entries.items() if key not in known}


def boolean(value: Value) -> bool | None:
    """What a value says as that of a yes-or-no key; None if it says neither."""
    return _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None


def _clean(text: str, *, lines: bool = False) -> str:
    return (_CONTROLS_IN_LINE if lines else _CONTROLS).sub(" ", text).strip()


def _kind(value: Value) -> str:
    return "a list" if isinstance(value, list) else "a mapping"


def _shown(value: Value) -> str:
    return f'"{shorten(value)}"' if isinstance(value, str) else _kind(value)
