"""What the site says of terms, so that each has the page and feed that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sphinx_confblog.fromablog.records import FOLDERS, TAXONOMIES
from sphinx_confblog.util.slugs import RESERVED, assign_slugs, is_slug, label_name, term_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx_confblog.fromablog.records import OldPost, Settings

    #: Label -> what ``confblog_terms`` says of it.
    Said: TypeAlias = dict[str, dict[str, str]]


def labels_in(posts: Iterable[OldPost], *, public: bool) -> dict[str, dict[str, None]]:
    """Our taxonomy -> the labels that posts have, those of the *public* ones or of all."""
    found: dict[str, dict[str, None]] = {name: {} for name in TAXONOMIES.values()}
    for post in posts:
        for taxonomy, labels in post.terms.items() if post.public or not public else ():
            found[taxonomy].update(dict.fromkeys(labels))
    return found


def terms_of(posts: list[OldPost], settings: Settings) -> tuple[dict[str, Said], dict[str, str]]:
    """What to say in ``confblog_terms``, and old pages that must redirect.

    A term gets a slug where its page would have another address than with ABlog.
    """
    terms: dict[str, Said] = {}
    redirects: dict[str, str] = {}
    labels = labels_in(posts, public=True)
    for option, taxonomy in TAXONOMIES.items():
        known = settings.known(option)
        said, moved = slugs_of(labels[taxonomy], known)
        folder = settings.below(f"{FOLDERS[taxonomy]}")
        redirects |= {f"{folder}/{old}": f"{folder}/{new}" for old, new in moved.items()}
        if said:
            terms[taxonomy] = said
    return terms, redirects


def slugs_of(
    labels: Iterable[str], known: Mapping[str, tuple[str, str | None]]
) -> tuple[Said, dict[str, str]]:
    """What is said of the terms of a taxonomy, and the pages that are elsewhere: old -> new.

    *known* is label -> name and address.
    """
    said: Said = {
        label: {"name": name} | ({"url": url} if url else {})
        for label, (name, url) in known.items()
    }
    ids = {term_key(label): label for label in known}
    names = {term_key(name): term_key(label) for label, (name, _) in known.items()}
    olds: dict[str, list[str]] = {}
    for label in labels:
        key = names.get(term_key(label), term_key(label))
        ids.setdefault(key, label)
        olds.setdefault(key, []).append(label_name(known.get(label, (label,))[0]))
    given = given_slugs(olds)
    for key, slug in given.items():
        said.setdefault(ids[key], {})["slug"] = slug
    slugs = given | assign_slugs(olds.keys() - given.keys(), {*RESERVED, *given.values()})
    there = set(slugs.values())
    moved = {
        old: slugs[key] for key, found in olds.items() for old in found if old and old not in there
    }
    return said, moved


def given_slugs(olds: Mapping[str, list[str]]) -> dict[str, str]:
    """The slugs to be given to terms: *olds* is the key of a term -> the names of its pages."""
    own = assign_slugs(olds)
    taken = {own[key] for key, found in olds.items() if own[key] in found}
    given: dict[str, str] = {}
    for key, found in olds.items():
        free = [old for old in found if is_slug(old) and old not in taken]
        if own[key] not in found and free:
            given[key] = free[0]
            taken.add(free[0])
    return given
