"""What posts link to: objects, documents and places in them."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Xref(NamedTuple):
    """A cross-reference as a post has it, before it is resolved."""

    domain: str
    """Name of a domain; "" for ``any``, and "doc" for a document that MyST has found."""
    type: str
    """Name of the role; "myst" for links in Markdown."""
    target: str
    line: int | None
    context: tuple[tuple[str, object], ...] = ()
    """What resolving it depends on besides, such as ``py:module``."""

    @property
    def key(self) -> tuple[object, ...]:
        """What it says, but for its line; two that say the same lead to the same place."""
        plain = tuple(pair for pair in self.context if isinstance(pair[1], str | int))
        return self.domain, self.type, self.target, plain


class Mention(NamedTuple):
    """An object, a document or another place of the site that a post links to."""

    domain: str
    """Name of a domain; "" for a place that is no object, such as a heading without a label."""
    type: str
    """Type of the object, such as ``function``, ``label`` or ``doc``."""
    name: str
    docname: str
    anchor: str
    """Id on the page; "" for its top."""


class OutsideMention(NamedTuple):
    """An object of another project that a post links to."""

    text: str
    """The object as readers see it."""
    url: str
    title: str
    """Name and version of the project, as in "(in Python v3.13)"."""


class PostMentions(NamedTuple):
    """What a post links to, each once, in the order of the text."""

    own: tuple[Mention, ...] = ()
    outside: tuple[OutsideMention, ...] = ()
    missing: tuple[Xref, ...] = ()
    """References that lead nowhere."""


NONE = PostMentions()


def posts_by_page(mentions: Mapping[str, PostMentions]) -> dict[str, tuple[str, ...]]:
    """Return docname of a page -> docnames of the posts that link to it or to a place in it.

    Posts are in the order of *mentions*; no post is among its own.
    """
    pages: dict[str, dict[str, None]] = {}
    for post, mention in own_mentions(mentions):
        pages.setdefault(mention.docname, {})[post] = None
    return {docname: tuple(posts) for docname, posts in pages.items()}


def posts_by_place(
    mentions: Mapping[str, PostMentions],
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return docname and id of a place -> docnames of the posts that link to it."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for post, mention in own_mentions(mentions):
        places.setdefault((mention.docname, mention.anchor), {})[post] = None
    return {place: tuple(posts) for place, posts in places.items()}


def posts_naming(mentions: Mapping[str, PostMentions], name: str) -> tuple[str, ...]:
    """Return the posts that link to an object, by its name, or to a page, by its docname.

    A domain may precede the name, as in ``py:anvil.forge``.
    """
    domain, colon, rest = name.partition(":")
    wanted = {("", name), (domain, rest)} if colon else {("", name)}
    named = (
        post
        for post, mention in own_mentions(mentions)
        if not wanted.isdisjoint({("", mention.name), (mention.domain, mention.name)})
    )
    return tuple(dict.fromkeys(named))


def nearest_name(target: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name that a reference which leads nowhere may mean, or None.

    An object that has moved keeps the last part of its name.
    """
    plain, known = target.lstrip("~.!#"), sorted(names)
    same = [name for name in known if last_part(name) == last_part(plain)]
    return nearest(plain, same, cutoff=0.0) or nearest(plain, known, cutoff)


def possible_names(docname: str, xref: Xref, name: str) -> set[str]:
    """Return the names that a reference in a document may mean, where it may mean *name*."""
    target, context = xref.target.lstrip("~.!#"), dict(xref.context)
    path = posixpath.splitext(xref.target.partition("#")[0])[0]
    folder = "" if path.startswith("/") else posixpath.dirname(docname)
    document = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    module = context.get("py:module"), context.get("py:class"), context.get("std:program")
    scopes = [str(part) for part in module if part]
    names = {target, target.lower(), target.replace(" ", "."), document}
    names |= {f"{scope}.{target}" for scope in (*scopes, ".".join(scopes)) if scope}
    if xref.target.startswith(".") and name.endswith(f".{target}"):
        names.add(name)
    return names


def last_part(name: str) -> str:
    """Return the part of a name after its last separator."""
    return re.split(r"[.:/]", name)[-1]


def own_mentions(mentions: Mapping[str, PostMentions]) -> Iterator[tuple[str, Mention]]:
    """Yield each post with each of its mentions; those of the post itself are left out."""
    for post, its_own in mentions.items():
        for mention in its_own.own:
            if mention.docname != post:
                yield post, mention
