"""The known keys of front matter, and which of them are synonyms."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from sphinx_confblog.frontmatter.records import Value


#: Taxonomy -> the key that is accepted for it as well.
SINGULARS = {"authors": "author", "categories": "category", "tags": "tag"}
#: Keys that decide whether a post is public; a value that is not understood withholds it.
VISIBILITY_KEYS = frozenset({"date", "expires", "published", "draft", "unlisted"})
#: Keys whose values are true or false.
FLAGS = frozenset({"published", "draft", "unlisted", "comments", "pinned", "featured", "archived"})
#: Keys whose values are dates.
DATES = frozenset({"date", "updated", "last_modified_at", "expires"})
#: Every key that is read, without the taxonomies', which are configured.
KNOWN_KEYS = VISIBILITY_KEYS.union(
    ("title", "updated", "excerpt", "summary", "description", "slug", "alias", "aliases", "image"),
    ("comments", "pinned", "featured", "image_alt", "language", "lang", "translation_key"),
    ("redirect_from", "last_modified_at", "permalink", "excerpt_separator"),
    ("canonical", "external", "version", "event"),
    ("archived", "superseded_by"),
    SINGULARS.values(),
)

#: Keys that mean terms where a taxonomy has their name.
YIELDING = frozenset({"event", "version"})

#: Keys of other tools, without marks and in lower case -> our key. What they say is reported.
FOREIGN_KEYS = {
    **dict.fromkeys(("unpublished", "private"), "draft"),
    "hidden": "unlisted",
    **dict.fromkeys(("expiry", "expirydate", "expirationdate", "unpublishdate"), "expires"),
    **dict.fromkeys(
        ("publishdate", "publisheddate", "publishedat", "publishedon", "pubdate", "datepublished",
         "releasedate", "created", "createdat", "createdon", "creationdate", "datecreated"),
        "date",
    ),
    **dict.fromkeys(
        ("lastmod", "lastmodified", "lastupdate", "lastupdated", "lastupdatedat", "modified",
         "modifiedat", "modifieddate", "datemodified", "updatedat", "updatedon", "updateddate",
         "dateupdated"),
        "updated",
    ),
    **dict.fromkeys(
        ("cover", "coverimage", "featuredimage", "featureimage", "heroimage", "thumbnail"), "image"
    ),
    **dict.fromkeys(("imagealt", "coveralt", "coverimagealt"), "image_alt"),
    **dict.fromkeys(("canonicalurl", "originalurl"), "canonical"),
    **dict.fromkeys(("externalurl", "externallink"), "external"),
    **dict.fromkeys(("sticky", "pin"), "pinned"),
    "teaser": "excerpt",
    **dict.fromkeys(("oldurl", "oldurls"), "aliases"),
}  # fmt: skip

# Several keys for one thing: with any of them given, no similar key is a typo.
_GROUPS = (
    ("excerpt", "summary"),
    ("language", "lang"),
    ("aliases", "alias", "redirect_from"),
    ("updated", "last_modified_at"),
)


class ReadingRules(NamedTuple):
    """What the site's configuration says about reading front matter."""

    #: Zone that all dates are put in; None: they keep their own, and those without one are UTC.
    zone: tzinfo | None
    #: Front-matter keys whose values are terms.
    taxonomies: tuple[str, ...]
    #: Languages that the ends of file names may name, as in ``title.fr.md``.
    languages: tuple[str, ...] = ()
    #: Suffixes of sources with what they are, as Sphinx's ``source_suffix``.
    suffixes: tuple[tuple[str, str], ...] = ()
    #: How Sphinx reads the files.
    encoding: str = "utf-8-sig"
    #: Patterns of posts with the front matter that these have by default; the last one wins.
    defaults: tuple[tuple[str, Mapping[str, Value]], ...] = ()


def forms(taxonomy: str, taxonomies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of a taxonomy: its name and, if it has one, its singular.

    A singular that is one of the site's *taxonomies* itself means only that.
    """
    singular = SINGULARS.get(taxonomy, taxonomy)
    return (taxonomy,) if singular in taxonomies else (taxonomy, singular)


@lru_cache(maxsize=16)
def taxonomy_keys(taxonomies: tuple[str, ...]) -> Mapping[str, str]:
    """Return each key of a taxonomy -> the taxonomy."""
    return {key: taxonomy for taxonomy in taxonomies for key in forms(taxonomy, taxonomies)}


@lru_cache(maxsize=16)
def groups(taxonomies: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return every key known in a site with these taxonomies -> all keys with the same meaning."""
    known = {key: (key,) for key in KNOWN_KEYS.difference(SINGULARS.values())}
    several = [*_GROUPS, *(forms(taxonomy, taxonomies) for taxonomy in taxonomies)]
    return known | {key: group for group in several for key in group}


def default_keys(taxonomies: tuple[str, ...]) -> frozenset[str]:
    """Return the keys that a site can set for many posts at once."""
    return FLAGS.union(("language", "lang"), taxonomy_keys(taxonomies))


def without_keys(
    values: Mapping[str, Value], set_keys: Iterable[str], taxonomies: tuple[str, ...]
) -> dict[str, Value]:
    """Return those of some values that no key with the same meaning sets already."""
    known, states = groups(taxonomies), ("draft", "published")
    meant = {form for key in set_keys for form in known.get(key, (key,))}
    meant.update(states if meant.intersection(states) else ())
    return {key: value for key, value in values.items() if key not in meant}
