"""The options of a list, such as ``:tags:`` and ``:since:``, read and checked."""

from __future__ import annotations

import enum
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from sphinx_confblog.query import Group, Query, SortKey, Style, TermFilter
from sphinx_confblog.util.dates import DateError, parse_date
from sphinx_confblog.util.slugs import term_key
from sphinx_confblog.util.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import tzinfo

    from sphinx_confblog.catalog import Catalog

Choice = TypeVar("Choice", bound=enum.StrEnum)


def parse_query(
    options: Mapping[str, str], taxonomies: Iterable[str], zone: tzinfo
) -> tuple[Query, list[str]]:
    """Read the options of a ``postlist``; a wrong one is left out and described.

    Dates that name no zone are in *zone*.
    """
    problems: list[str] = []
    values: dict[str, object] = {}
    filters = [
        parse_filter(name, options[name]) for name in taxonomies if options.get(name, "").strip()
    ]
    for option, parse in _PARSERS.items():
        if option not in options:
            continue
        try:
            values |= parse(options[option].strip(), zone)
        except ValueError as error:
            problems.append(f"option {option!r}: {error}; the option is ignored")
    return Query(filters=tuple(filters), **values), problems  # type: ignore[arg-type]


def parse_filter(taxonomy: str, value: str) -> TermFilter:
    """Read a comma list of terms with their signs."""
    signed: dict[str, list[str]] = {"": [], "+": [], "-": []}
    for item in value.split(","):
        name = " ".join(item.split())
        sign = name[:1] if name[:1] in {"+", "-"} and len(name) > 1 else ""
        if name := name.removeprefix(sign).strip():
            signed[sign].append(name)
    return TermFilter(taxonomy, tuple(signed[""]), tuple(signed["+"]), tuple(signed["-"]))


def _limit(text: str, zone: tzinfo) -> dict[str, object]:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise ValueError(f"{text!r} is not a whole number above 0")
    return {"limit": int(text)}


def _since(text: str, zone: tzinfo) -> dict[str, object]:
    return {"since": parse_date(text, zone)}


def _until(text: str, zone: tzinfo) -> dict[str, object]:
    """A day counts to its end, a date-time to its second."""
    moment = parse_date(text, zone)
    step = timedelta(seconds=1) if ":" in text else timedelta(days=1)
    try:
        return {"before": moment + step}
    except OverflowError as error:
        raise DateError(f"{text!r} is too late a date") from error


def _featured(text: str, zone: tzinfo) -> dict[str, object]:
    """A flag; it may be spelled out."""
    known = {"": True, "true": True, "yes": True, "false": False, "no": False}
    if text.lower() not in known:
        raise ValueError(f"{text!r} is neither yes nor no")
    return {"featured": known[text.lower()]}


def _sort(text: str, zone: tzinfo) -> dict[str, object]:
    key = text.removeprefix("-")
    return {"sort": choice(SortKey, key), "descending": text.startswith("-")}


def choice(kind: type[Choice], text: str) -> Choice:
    """The member that a text names. Raises ValueError with the members, and the nearest one."""
    try:
        return kind(text)
    except ValueError:
        accepted = ", ".join(kind)
        hint = did_you_mean(text, list(kind))
        raise ValueError(f"{text!r} is none of {accepted}{hint}") from None


_PARSERS: dict[str, Callable[[str, tzinfo], dict[str, object]]] = {
    "limit": _limit,
    "since": _since,
    "until": _until,
    "featured": _featured,
    "sort": _sort,
    "style": lambda text, _zone: {"style": choice(Style, text)},
    "group-by": lambda text, _zone: {"group": choice(Group, text)},
}
#: Options of a ``postlist`` besides the taxonomies.
OPTIONS = (*_PARSERS, "blog", "language")


def unknown_terms(query: Query, known: Mapping[str, Iterable[str]], catalog: Catalog) -> list[str]:
    """Describe the terms of *query* that neither *known* nor *catalog* has, with the nearest one.

    *known* is taxonomy -> term keys.
    """
    found = []
    for wanted in query.filters:
        keys = set(known.get(wanted.taxonomy, ()))
        for name in (*wanted.some, *wanted.required, *wanted.excluded):
            if term_key(name) not in keys and catalog.term(wanted.taxonomy, name) is None:
                hint = did_you_mean(term_key(name), keys)
                found.append(f"option {wanted.taxonomy!r}: no post has {name!r}{hint}")
    return found
