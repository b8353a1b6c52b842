"""Validates option values: each function returns the value, or says what it accepts."""

from __future__ import annotations

import re
import string
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from posixpath import normpath
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from sphinx.util.i18n import date_format_mappings

from sphinx_confblog.frontmatter.keys import KNOWN_KEYS, SINGULARS, YIELDING
from sphinx_confblog.model.permalinks import PATTERN_NAMES, parse_permalink, parts_of
from sphinx_confblog.model.query import OPTIONS
from sphinx_confblog.util.language_tags import parse_tag
from sphinx_confblog.util.text import one_edit
from sphinx_confblog.util.urls import is_web_url

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.records import Value

SEPARATORS = ("READMORE", "<!-- more -->", "<!-- truncate -->", "<!-- TEASER_END -->")
#: What a byline, the places of covers, the kinds of feed and of lists for servers can be.
BYLINE = ("date", "authors", "updated", "reading_time", "terms")
#: What a byline can show, besides.
BYLINE_PARTS = (*BYLINE, "comments")
#: What a card can show below its title, besides the terms of single taxonomies.
CARD_PARTS = ("byline", "excerpt", "terms", "more")
CARD = ("byline", "excerpt", "more")
COVERS = ("page", "cards")
LISTS = ("netlify", "nginx")
FEEDS = ("atom", "rss", "json")
#: Babel's names for the date formats that each language has.
DATE_STYLES = frozenset({"short", "medium", "long", "full"})
#: Names that mean something else: keys of posts, generated pages, the role for posts, and
#: options of lists.
TAKEN = KNOWN_KEYS.difference(SINGULARS.values(), YIELDING).union(
    ("index", "page", "archive", "post"), set(OPTIONS) - {"events"}
)


def text(value: Any) -> str:
    """Accept any string."""
    if not isinstance(value, str):
        raise ValueError("a string")
    return value


def optional_text(value: Any) -> str | None:
    """Accept a string, or None."""
    return None if value is None or value == "" else text(value)


def optional_document(value: Any) -> str | None:
    """Accept the docname of a page, or None."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not value.strip("/"):
        raise ValueError('the docname of a page, such as "blog/featured", or None')
    return value.strip("/")


def folder(value: Any) -> str:
    """Accept a folder below the source folder, or the source folder itself."""
    path = text(value).strip("/")
    parts = path.split("/")
    if ".." in parts or "\\" in path:
        raise ValueError('a folder below the source folder, such as "blog"')
    return "/".join(part for part in parts if part not in {"", "."})


def texts(value: Any) -> tuple[str, ...]:
    """Accept a list of strings, or one string."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple | AbstractSet) or not all(
        isinstance(item, str) and item for item in items
    ):
        raise ValueError("a list of strings")
    return tuple(sorted(items) if isinstance(items, AbstractSet) else items)


def optional_texts(value: Any) -> tuple[str, ...] | None:
    """Accept a list of strings, or None."""
    return None if value is None else texts(value)


def separators(value: Any) -> tuple[str, ...]:
    """Accept a list of strings; None means the usual separators."""
    # Not the option's default: Sphinx writes those down, and a separator is to be seen nowhere.
    return SEPARATORS if value is None else texts(value)


#: No site has more posts than this, and no date is so many days away.
MOST = 1_000_000


def count(value: Any) -> int:
    """Accept a whole number that is not negative."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < len(str(MOST**2)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise ValueError(f"a whole number from 0 to {MOST:,}")
    return value


def boolean(value: Any) -> bool:
    """Accept true and false, as booleans or numbers."""
    if not isinstance(value, int) or value not in {0, 1}:
        raise ValueError("True or False")
    return bool(value)


def optional_boolean(value: Any) -> bool | None:
    """Accept true and false, or None."""
    if value is None or value == "":
        return None
    try:
        return boolean(value)
    except ValueError:
        raise ValueError("True, False or None") from None


def zone(value: Any) -> ZoneInfo | None:
    """Accept the name of a time zone, or None."""
    if value is None:
        return None
    try:
        return ZoneInfo(text(value))
    except (ValueError, OSError, LookupError) as error:
        raise ValueError('the name of a time zone, such as "Europe/Paris"') from error


def date_format(value: Any) -> str | None:
    """Accept a pattern of Babel's, one with ``%``, or None."""
    pattern = optional_text(value)
    if pattern is None or pattern in DATE_STYLES:
        return pattern
    if "%" in pattern:
        unknown = [
            part for part in re.findall("%-?.?", pattern) if part not in date_format_mappings
        ]
        if unknown:
            raise ValueError(f'a pattern such as "%d %B %Y", without {unknown[0]!r}')
        return pattern
    letters = set(re.sub("'[^']*'", "", pattern))
    if "D" in letters or ("Y" in letters and "w" not in letters):
        # Day of the year, and year of the week: nobody means these.
        raise ValueError('a pattern such as "dd.MM.yyyy", with small letters for days and years')
    try:
        format_datetime(datetime(2000, 1, 1, tzinfo=UTC), pattern, locale="en")
    except (ValueError, KeyError, AttributeError) as error:
        raise ValueError('a pattern such as "d MMMM y" or "%d %B %Y"') from error
    return pattern


def taxonomies(value: Any) -> dict[str, str]:
    """Accept front-matter keys with the titles of their pages."""
    if not isinstance(value, dict) or not all(
        isinstance(key, str) and key.isidentifier() and isinstance(title, str)
        for key, title in value.items()
    ):
        raise ValueError('a dict of front matter keys and titles, such as {"tags": "Tags"}')
    if taken := TAKEN.intersection(value):
        raise ValueError(f'a dict without "{min(taken)}", which has another meaning')
    for plural, singular in SINGULARS.items():
        if {plural, singular} <= value.keys():
            raise ValueError(
                f'a dict without both "{plural}" and "{singular}", which mean the same'
            )
    return dict(value)


#: The pattern of all posts, and the characters of patterns that no key has.
ALL, WILDCARDS = "**", frozenset("/*?[")


def defaults(value: Any) -> dict[str, dict[str, Value]]:
    """Accept front matter by patterns of posts; keys that are in no pattern are for all posts.

    Patterns may begin or end with a slash.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError(
            'a dict of front matter, such as {"author": "ada"}, or of patterns and front matter, '
            'such as {"blog/releases/**": {"category": "Releases"}}'
        )
    found = {ALL: {key: given for key, given in value.items() if not isinstance(given, dict)}}
    for pattern, given in value.items():
        if isinstance(given, dict):
            name = normpath(f"/{pattern}".replace("\\", "/")).lstrip("/") or ALL
            found[name] = found.get(name, {}) | given
    return {
        pattern: {str(key): as_front_matter(each) for key, each in given.items()}
        for pattern, given in found.items()
        if given
    }


def as_front_matter(value: Any) -> Value:
    """Return a value as front matter would have it: strings, in lists and dicts."""
    if isinstance(value, AbstractSet):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [as_front_matter(item) for item in value]
    if isinstance(value, dict):
        return {str(key): as_front_matter(item) for key, item in value.items()}
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def archives(value: Any) -> str | None:
    """Accept the periods that have pages."""
    return _one_of(value, "year", "month", None, words='"year", "month" or None')


def home(value: Any) -> str | None:
    """Accept the URL of a site."""
    if value is None or (isinstance(value, str) and is_web_url(value)):
        return value
    raise ValueError('the URL of a site, such as "https://docs.example.org/en/latest/"')


def mentions(value: Any) -> str | None:
    """Accept where posts are named that link to something."""
    return _one_of(value, "page", "objects", None, words='"page", "objects" or None')


def unknown_terms(value: Any) -> str:
    """Accept what to do with a term that is not listed."""
    return str(_one_of(value, "ignore", "warn", words='"ignore" or "warn"'))


def term_titles(value: Any) -> dict[str, str]:
    """Accept taxonomies with patterns of titles, which name ``{term}``."""
    accepted = 'a dict of taxonomies and patterns, such as {"tags": "About {term}"}'
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError(accepted)
    for pattern in value.values():
        try:
            parts = [part[1:] for part in string.Formatter().parse(pattern) if part[1] is not None]
        except (TypeError, ValueError) as error:
            raise ValueError(accepted) from error
        known = all(part in {("term", "", None), ("taxonomy", "", None)} for part in parts)
        if not known or ("term", "", None) not in parts:
            raise ValueError(accepted)
    return dict(value)


def archived_notice(value: Any) -> str | None:
    """Accept a text that may name ``{year}`` and ``{date}``, or None."""
    accepted = 'a string with {year} or {date}, such as "From {year}", or None'
    if value is None or value == "":
        return None
    try:
        parts = [part[1:] for part in string.Formatter().parse(value) if part[1] is not None]
    except (TypeError, ValueError) as error:
        raise ValueError(accepted) from error
    if not all(part in {("year", "", None), ("date", "", None)} for part in parts):
        raise ValueError(accepted)
    return str(value)


def term_heading(value: Any) -> str:
    """Accept what the heading of a term's page is."""
    return str(_one_of(value, "title", "name", words='"title" or "name"'))


def posts_style(value: Any) -> str:
    """Accept how a generated page shows posts."""
    return str(_one_of(value, "cards", "grid", "list", words='"cards", "grid" or "list"'))


def ties(value: Any) -> str:
    """Accept what posts with the same date are sorted by."""
    return str(_one_of(value, "name", "title", words='"name" or "title"'))


def terms_style(value: Any) -> str:
    """Accept how terms are shown."""
    return str(_one_of(value, "list", "cloud", words='"list" or "cloud"'))


def byline(value: Any) -> tuple[str, ...]:
    """Accept the parts of a byline."""
    return _some_of(value, BYLINE_PARTS)


def card_parts(value: Any) -> tuple[str, ...]:
    """Accept the parts of a card; which taxonomies there are is checked later."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise ValueError('a list of parts, such as ["byline", "excerpt", "tags", "more"]')
    return tuple(dict.fromkeys(item.strip() for item in items if item.strip()))


def covers(value: Any) -> tuple[str, ...]:
    """Accept the places where covers are shown."""
    return _some_of(value, COVERS)


def feeds(value: Any) -> tuple[str, ...]:
    """Accept kinds of feed."""
    return _some_of(value, FEEDS)


def feed_content(value: Any) -> str:
    """Accept what a feed contains of a post."""
    return str(_one_of(value, "full", "excerpt", words='"full" or "excerpt"'))


def feed_discovery(value: Any) -> str:
    """Accept which pages name the feeds."""
    return str(_one_of(value, "blog", "site", words='"blog" or "site"'))


#: For how long a post is announced: the key, and the usual number of days.
DAYS, USUAL_DAYS = "days", 14


def announce(value: Any) -> dict[str, str] | None:
    """Accept the days of an announcement and options of a ``postlist``; all become texts."""
    if value is None:
        return None
    options = {DAYS: str(USUAL_DAYS)}
    for key, given in mapping(value).items():
        if key == DAYS:
            options[key] = str(_at_least_one(given))
        elif isinstance(given, str | bool):
            options[key] = str(given).lower() if isinstance(given, bool) else given
        elif isinstance(given, list | tuple) and all(isinstance(item, str) for item in given):
            options[key] = ", ".join(given)
        else:
            raise ValueError('a dict with strings, such as {"tags": "release", "days": 14}')
    return options


def _at_least_one(value: Any) -> int:
    """Accept a number of days."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        raise ValueError(f'a dict in which "days" is a whole number from 1 to {MOST:,}')
    return value


def is_options(value: Any) -> bool:
    """Return whether a value is a dict with strings as keys."""
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def mapping(value: Any) -> dict[str, Any]:
    """Accept a dict with texts as keys; None and an empty text mean an empty one."""
    if value is None or value == "":
        return {}
    if not is_options(value):
        raise ValueError("a dict with strings as keys")
    return dict(value)


def language(value: Any) -> str | None:
    """Accept a language tag, or None."""
    text_ = optional_text(value)
    tag = parse_tag(text_) if text_ is not None else None
    if text_ is not None and tag is None:
        raise ValueError('a language tag, such as "fr" or "pt-BR"')
    return tag


def languages(value: Any) -> dict[str, dict[str, Any]] | None:
    """Accept language tags, or a dict of them with options of each; None is for any language."""
    if value is None:
        return None
    if isinstance(value, str):
        value = [tag.strip() for tag in value.split(",") if tag.strip()]
    given = value if isinstance(value, dict) else {key: {} for key in texts(value)}
    words = 'a list of language tags, such as "fr", or a dict of them with options'
    tags = {key: parse_tag(key) if isinstance(key, str) else None for key in given}
    if not all(tags.values()) or not all(map(is_options, given.values())):
        raise ValueError(words)
    return {str(tags[key]): dict(own) for key, own in given.items()}


def blogs(value: Any) -> dict[str, dict[str, Any]]:
    """Accept names of blogs with options of each."""
    names = mapping(value)
    are_names = all(re.fullmatch(r"[^\W\d]\w*(-\w+)*", name) for name in names)
    if not are_names or not all(map(is_options, names.values())):
        raise ValueError('a dict of names and options, such as {"news": {"path": "news"}}')
    return names


def permalink(value: Any) -> str | None:
    """Accept a pattern of addresses, or None."""
    pattern = optional_text(value)
    return None if pattern is None else parse_permalink(pattern)


def alias_patterns(value: Any) -> tuple[str, ...]:
    """Accept patterns of addresses; other keys of front matter may be in them.

    Many words are like "day".
    """
    patterns = tuple(parse_permalink(pattern) for pattern in texts(value))
    for name in (name for pattern in patterns for _, name in parts_of(pattern) if name):
        meant = next((known for known in PATTERN_NAMES[1:] if one_edit(name, known)), name)
        if name not in PATTERN_NAMES and meant != name:
            raise ValueError(f"patterns with known names; {name!r} looks like {meant!r}")
    return patterns


def redirects(value: Any) -> dict[str, str]:
    """Accept addresses with the names of documents or feeds."""
    targets = mapping(value)
    if not all(isinstance(target, str) and target.strip("/") for target in targets.values()):
        raise ValueError('a dict of old URLs and documents, such as {"old.html": "blog/index"}')
    return {address: target.strip("/") for address, target in targets.items()}


def page_paths(value: Any) -> dict[str, str]:
    """Accept kinds of page with their places."""
    return {name: _page_path(name, path) for name, path in mapping(value).items()}


def _page_path(name: str, value: Any) -> str:
    """Accept the place of one kind of page below the blog's folder."""
    wanted = {"year": {"year"}, "month": {"year", "month"}}.get(name, set())
    accepted = 'paths such as {"tags": "tag", "year": "{year}", "month": "{year}/{month}"}'
    path = value.strip("/") if isinstance(value, str) else ""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(path) if name is not None]
        # The names are filled in as they are: no forms, and nothing that is looked up.
        segments = path.format_map(dict.fromkeys(wanted, "1")).split("/")
    except (ValueError, LookupError, AttributeError) as error:
        raise ValueError(accepted) from error
    plain = all(re.fullmatch(r"[\w-]+(?:[.\w-]*[\w-])?", segment) for segment in segments)
    if sorted(names) != sorted(wanted) or not plain or segments[0] in {"index", "page"}:
        raise ValueError(accepted)
    return path


def redirect_lists(value: Any) -> tuple[str, ...]:
    """Accept kinds of lists for servers."""
    return _some_of(value, LISTS)


def unchecked(value: Any) -> Any:
    """Accept anything; it is checked where it is used."""
    return value


def _some_of(value: Any, accepted: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the *accepted* words that a list or a comma-separated string names."""
    items = value.split(",") if isinstance(value, str) else value
    words = ", ".join(f'"{word}"' for word in accepted)
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise ValueError(f"a list of some of: {words}")
    chosen = tuple(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not set(chosen) <= set(accepted):
        raise ValueError(f"a list of some of: {words}")
    return chosen


def _one_of(value: Any, *accepted: str | None, words: str) -> str | None:
    word: str | None = None if value == "" else value
    if word not in accepted:
        raise ValueError(words)
    return word
