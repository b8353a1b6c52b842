"""What the site says of terms, so that each has the page and feed that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_confblog.fromablog.records import FOLDERS, TAXONOMIES
from sphinx_confblog.slugs import assign_slugs, is_slug, label_name, term_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_confblog.fromablog.records import OldPost, Settings


def labels_in(posts: Iterable[OldPost], *, public: bool) -> dict[str, dict[str, None]]:
    """Our taxonomy -> the labels that posts have, those of the *public* ones or of all."""
    found: dict[str, dict[str, None]] = {name: {} for name in TAXONOMIES.values()}
    for post in posts:
        for taxonomy, labels in post.terms.items() if post.public or not public else ():
            found[taxonomy].update(dict.fromkeys(labels))
    return found


def terms_of(
    posts: list[OldPost], settings: Settings
) -> tuple[dict[str, dict[str, dict[str, str]]], dict[str, str]]:
    """What to say in ``confblog_terms``, and old pages that must redirect.

    A term gets a slug where its page would have another address than with ABlog.
    """
    terms: dict[str, dict[str, dict[str, str]]] = {}
    redirects: dict[str, str] = {}
    labels = labels_in(posts, public=True)
    for option, taxonomy in TAXONOMIES.items():
        known = settings.known(option) if option in {"author", "location", "language"} else {}
        said = {
            label: {"name": name} | ({"url": url} if url else {})
            for label, (name, url) in known.items()
        }
        folder = f"{settings.path}/{FOLDERS[taxonomy]}"
        old: dict[str, list[str]] = {}
        spelled: dict[str, str] = {}
        names = {term_key(name): term_key(label) for label, (name, _) in known.items()}
        for label in labels[taxonomy]:
            key = names.get(term_key(label), term_key(label))
            spelled.setdefault(key, label)
            old.setdefault(key, []).append(label_name(known.get(label, (label,))[0]))
        slugs = assign_slugs(old)
        taken = {slugs[key] for key in old if slugs[key] in old[key]}
        ids = {term_key(label): label for label in known}
        for key, olds in old.items():
            for slug in dict.fromkeys(olds):
                if slug in taken:
                    continue
                if (
                    is_slug(slug)
                    and slugs[key] not in olds
                    and "slug" not in said.get(ids.get(key, spelled[key]), {})
                ):
                    said.setdefault(ids.get(key, spelled[key]), {})["slug"] = slug
                    taken.add(slug)
                    slugs[key] = slug
                elif slug:
                    redirects[f"{folder}/{slug}"] = f"{folder}/{slugs[key]}"
        if said:
            terms[taxonomy] = said
    return terms, redirects
