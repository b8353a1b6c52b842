"""The same post in several languages: which documents tell the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from sphinx_confblog.model.post import Post


class Version(NamedTuple):
    """A document in one language."""

    #: As in ``pt-BR``.
    language: str
    docname: str


def key_of(post: Post, blog: str) -> Hashable:
    """What a post has in common with the same post in other languages.

    That is its ``translation_key`` or, in one *blog*, its file without the language at its end.
    """
    if post.translation_key is not None:
        return post.translation_key
    name = post.source or post.docname
    name = name.removesuffix(".html")
    stem, dot, end = name.rpartition(".")
    tag = end.replace("_", "-").lower()
    named = bool(dot) and post.language is not None and tag == post.language.lower()
    return blog, stem if named else name


def group(
    found: Iterable[tuple[Hashable, Version]],
) -> tuple[Mapping[str, tuple[Version, ...]], list[tuple[str, str]]]:
    """Docname -> all versions of the same, itself among them, by language; and who is left out.

    A document that is there in one language alone is left out; of two in one language, the first
    counts, and the other is named with it if it has a key.
    """
    groups: dict[Hashable, dict[str, Version]] = {}
    doubles = []
    for key, version in found:
        first = groups.setdefault(key, {}).setdefault(version.language, version)
        # Of files that differ in their ends alone, nobody has said that they are one post.
        if first is not version and isinstance(key, str):
            doubles.append((version.docname, first.docname))
    several = (tuple(sorted(group.values())) for group in groups.values() if len(group) > 1)
    return {version.docname: versions for versions in several for version in versions}, doubles
