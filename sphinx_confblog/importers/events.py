"""Maps other generators' keys for events to ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.importers.front_matter import is_date, normal_date, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.records import Article


EVENT = "event"
#: Part of an event -> its usual names, without marks and in lower case, the first one winning.
NAMES = {
    "start": ("start", "eventstart", "eventstartdate", "startdate", "eventdate"),
    "end": ("end", "eventend", "eventenddate", "enddate", "dateend"),
    "location": ("location", "eventlocation", "venue"),
    "address": ("address", "eventaddress"),
    "url": ("url", "eventurl"),
    "status": ("status", "eventstatus"),
    "talks": ("talks",),
}
#: What means something else outside a mapping.
INSIDE = frozenset({"start", "end", "url", "status"})


def map_event(article: Article) -> None:
    """Give a post with a start the key ``event``; another value of that key is kept aside.

    A name, as themes of Hugo have it, starts at the date of the post if that has an end or a URL.
    """
    value = article.front.get(EVENT)
    keys = keys_of(article.front, outside=True)
    found: dict[str, Value] = {part: article.front[key] for part, key in keys.items()}
    if isinstance(value, dict):
        inner = {part: value[key] for part, key in keys_of(value).items()}
        found, keys = (inner, {}) if "start" in inner else (found | inner, keys)
    elif isinstance(value, str) and is_date(value):
        found["start"] = value
    elif isinstance(value, str) and value and {"end", "url"} & found.keys():
        found.setdefault("start", text(article, "date"))
    start = found.get("start")
    if not isinstance(start, str) or not is_date(start):
        if value:
            article.note(
                article.key_lines.get(EVENT, 1), "event: its start is missing or not a date"
            )
            article.keep(EVENT)
        return
    for key in keys.values():
        article.front.pop(key)
    if isinstance(value, str) and not is_date(value) and value:
        article.keep(EVENT)
    article.front[EVENT] = event_of(found)


def keys_of(front: Mapping[str, Value], *, outside: bool = False) -> dict[str, str]:
    """Return part of an event -> the key for it that is given, of a mapping or *outside* one."""
    given = {key.replace("_", "").replace("-", "").lower(): key for key in front if front[key]}
    keys = {}
    for part, names in NAMES.items():
        known = (name for name in names if name in given and not (outside and name in INSIDE))
        if (name := next(known, None)) is not None:
            keys[part] = given[name]
    return keys


def event_of(found: Mapping[str, Value]) -> dict[str, Value]:
    """Return an event in our words, with its address as part of its location."""
    event: dict[str, Value] = {}
    for part in ("start", "end"):
        if isinstance(date := found.get(part), str):
            event[part] = normal_date(date)
    place, address = found.get("location"), found.get("address")
    if isinstance(address, dict):
        address = ", ".join(line for line in address.values() if isinstance(line, str) and line)
    if address and not isinstance(place, dict):
        place = {"name": place, "address": address} if place else {"address": address}
    more = {"location": place} | {part: found.get(part) for part in ("url", "status", "talks")}
    return event | {part: value for part, value in more.items() if value}
