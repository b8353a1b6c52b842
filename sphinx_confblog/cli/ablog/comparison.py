"""Compares what readers find in ABlog's build of a site with what they find after the move."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


ATOM = {"a": "http://www.w3.org/2005/Atom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltSite:
    """What readers find in a built site."""

    #: Docname of each public post -> its day in ISO form; empty if they are not known.
    posts: Mapping[str, str] = field(default_factory=dict)
    #: Docnames of ABlog's drafts; None if they are not known.
    drafts: frozenset[str] | None = None
    #: Paths of its files, except for images, styles and the like.
    addresses: frozenset[str] = frozenset()
    #: Path of each feed -> ids of its entries -> their days.
    feeds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def builder(self) -> str:
        """Return the builder that made the site."""
        return "dirhtml" if "search/index.html" in self.addresses else "html"


def read_output(folder: Path, posts: Mapping[str, str]) -> BuiltSite:
    """Return what is in an output folder; *posts* is docname -> day."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    # Folders such as _static and .doctrees; no old URL leads readers to these. ABlog
    # writes the page of a term without a name, as of an empty field, to a hidden file.
    addresses = frozenset(
        path.as_posix() for path in paths if path.parts[0][0] not in "._" and path.name[0] != "."
    )
    entries = {name: _entries(folder / name) for name in addresses if name.endswith(".xml")}
    feeds = {name: ids for name, ids in entries.items() if ids}
    return BuiltSite(posts=posts, addresses=addresses, feeds=feeds)


def _entries(path: Path) -> dict[str, str]:
    """Return the ids of the entries in an Atom feed, with their days; none of another file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError:
        return {}
    return {
        entry.findtext("a:id", "", ATOM): entry.findtext("a:published", "", ATOM)[:10]
        for entry in root.findall("a:entry", ATOM)
    }


class Difference(NamedTuple):
    """What became of one kind of things."""

    summary: str
    #: Those that are gone or differ, in order.
    names: list[str]


def compare(before: BuiltSite, now: BuiltSite, withheld: Collection[str]) -> list[Difference]:
    """Return what became of posts, addresses, entries of feeds, and dates.

    *withheld* are docnames of posts that are not built now. ABlog builds its drafts, so the pages
    of those that it did not publish are not missed; where its drafts are known, only theirs.
    """
    drafts = set(withheld) - before.posts.keys()
    if before.drafts is not None:
        drafts &= before.drafts
    pages = {name for name in before.addresses - now.addresses if _docname(name) not in drafts}
    entries = list(_gone_entries(before.feeds, now.feeds))
    dates = [
        f"{name}: {day} before, {now.posts[name]} now"
        for name, day in sorted(before.posts.items())
        if now.posts.get(name, day) != day
    ] or sorted(set(_other_days(before.feeds, now.feeds)))
    differences = [
        _counts(("URL", "URLs"), len(before.addresses), len(now.addresses), sorted(pages)),
        _counts(("feed entry", "feed entries"), _total(before.feeds), _total(now.feeds), entries),
        *([Difference("changed dates", dates)] if dates else []),
    ]
    if before.posts:
        gone = sorted(before.posts.keys() - now.posts.keys())
        differences.insert(0, _counts(("post", "posts"), len(before.posts), len(now.posts), gone))
    return differences


def _counts(words: tuple[str, str], before: int, now: int, gone: list[str]) -> Difference:
    """Return a line such as ``3 posts before, 2 now; missing``; *words* are singular and plural."""
    word = words[before != 1]
    return Difference(f"{before} {word} before, {now} now{'; missing' if gone else ''}", gone)


def _docname(address: str) -> str:
    """Return the docname of a page, without ``index``."""
    return address.removesuffix(".html").removesuffix("/index")


def _total(feeds: Mapping[str, Mapping[str, str]]) -> int:
    return sum(len(entries) for entries in feeds.values())


def _gone_entries(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Yield the entries that feeds have no more; feeds that are gone are addresses that are.

    Feeds have a length: entries may make way for newer ones, of other spellings of a tag.
    """
    for name in sorted(before.keys() & now.keys()):
        old, new = before[name], now[name]
        oldest = min(new.values()) if len(new) >= len(old) else ""
        for id_, day in old.items():
            if id_ not in new and not (day and day <= oldest):
                yield f"{name}: {id_}"


def _other_days(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Yield the entries that have another day in a feed than they had."""
    for name in before.keys() & now.keys():
        for id_, day in before[name].items():
            if day and now[name].get(id_, day) != day:
                yield f"{id_}: {day} before, {now[name][id_]} now"
