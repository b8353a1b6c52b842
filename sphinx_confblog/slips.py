"""Finds keys of front matter that are misspelt: a slip must not publish what was withheld."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from sphinx_confblog.frontmatter.keys import DATES, FLAGS, VISIBILITY_KEYS, groups
from sphinx_confblog.frontmatter.values import boolean
from sphinx_confblog.util.text import nearest

if TYPE_CHECKING:
    from datetime import datetime

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.frontmatter.values import FrontMatterValues

# Words of other generators whose likeness to ours does not show their meaning.
_FOREIGN = {"unpublished": "draft", "expiry": "expires", "expirydate": "expires",
            "publishdate": "date"}  # fmt: skip
#: The key by which Pelican and Nikola withhold posts -> what is meant by its values.
_STATUS = "status"
_STATES = {"draft": "draft", "private": "draft", "skip": "draft", "hidden": "unlisted"}


def note_slips(values: FrontMatterValues, now: datetime, *, page: bool) -> None:
    """Note keys that are misspelt; withhold the post if the key that was meant would.

    On an ordinary *page* only those matter that would make it a post, or withhold it.
    """
    taxonomies = values.rules.taxonomies
    known = groups(taxonomies)
    if not page:
        note_status(values)
    for key, entry in values.head.entries.items():
        meant = None if key in known else closest(key, taxonomies)
        if meant is None or (page and meant not in VISIBILITY_KEYS):
            continue
        if not fits(values, meant, entry.value):
            continue
        if meant not in FLAGS & VISIBILITY_KEYS and any(values.given(key) for key in known[meant]):
            continue
        text = f'this key is not known (did you mean "{meant}"?)'
        values.note(key, "key", entry.line, text, hides=hides(values, meant, entry.value, now))


def note_status(values: FrontMatterValues) -> None:
    """Note a state in which other generators would show the post to nobody, or in no list."""
    state = values.text(_STATUS) if _STATUS not in values.rules.taxonomies else None
    if (meant := _STATES.get((state or "").lower())) and values.flag(meant) is None:
        line = values.head.entries[_STATUS].line
        text = f'this key is not known (did you mean "{meant}: true"?)'
        values.note(_STATUS, "key", line, text, hides=True)


def fits(values: FrontMatterValues, key: str, value: Value) -> bool:
    """Whether *value* could be meant for *key*; else the likeness is an accident."""
    if key in FLAGS:
        return boolean(value) is not None
    if key in DATES:
        return isinstance(value, str) and values.moment(value) is not None
    return bool(value)


def hides(values: FrontMatterValues, key: str, value: Value, now: datetime) -> bool:
    """Whether *value* would keep the post from readers, or from lists, as that of *key*."""
    if key in {"date", "expires"} and isinstance(value, str):
        moment = values.moment(value)
        return moment is not None and (moment > now if key == "date" else moment <= now)
    return key in VISIBILITY_KEYS and boolean(value) is (key != "published")


@lru_cache(maxsize=1024)
def closest(key: str, taxonomies: tuple[str, ...]) -> str | None:
    """The known key that a key nobody knows resembles closely, or None."""
    known = groups(taxonomies)
    plain = "".join(filter(str.isalnum, normalize("NFKC", key).casefold()))
    if plain in known:
        return plain
    if plain in _FOREIGN:
        return _FOREIGN[plain]
    meant = nearest(plain, sorted(known), cutoff=0.8)
    if meant is None or meant in VISIBILITY_KEYS:
        return meant
    # Names of the author's own, such as image_alt, series-part or images, are no slips.
    own = not key.isalpha() or abs(len(plain) - len(meant)) > 1
    plural = meant not in taxonomies and meant in {f"{plain}s", plain.removesuffix("s")}
    return None if own or plural else meant
