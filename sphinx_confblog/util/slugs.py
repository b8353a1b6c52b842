"""Turns names into path segments, unique for each term."""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping


#: Slugs that other pages have.
RESERVED = ("index", "page")
MAX_LENGTH = 80
MAX_BYTES = 200

# Signs that tell names apart: C, C++ and C#, .NET and Net, R&D and RD.
_SPELLED = (
    (re.compile(r"\+"), "-plus-"),
    (re.compile(r"(?<=\w)[#♯]"), "-sharp-"),
    (re.compile(r"(?<![\w.])\.(?=\w)"), "-dot-"),
    (re.compile(r"&"), "-and-"),
)
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_UNPRETTY = r"[^\w.~!$&'()+,;=@]+"
#: What is a slug already, but for its length and names of devices.
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ASCII_REST = re.compile(r"[^a-z0-9]+")


@functools.lru_cache(maxsize=4096)
def term_key(name: str) -> str:
    """Identity of a term: ``Docker``, ``docker`` and ``docker`` in wide letters are one.

    Compatible forms are unified (NFKC), case is folded, runs of white space are one space.
    """
    if name.isascii():
        # Nothing to unify, and the only letters to fold are A to Z.
        return " ".join(name.lower().split())
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def slugify(name: str) -> str:
    """Spell *name* as one path segment: never empty, lower case, in words joined by ``-``.

    1. The name is folded as by :func:`term_key`; names of one key have one slug.
    2. ``+``, ``&``, a ``#`` after a letter and a ``.`` before a word are spelled out.
    3. Accents of Latin letters are dropped; other scripts keep their marks.
    4. Letters, digits and, outside ASCII, symbols such as ☆ and € stay; each run of anything
       else becomes one ``-``, none of them at the ends.
    5. With nothing left, the code points are spelled: ``!!!`` is ``u21-u21-u21``.
    6. Names that Windows keeps for devices get ``-0``: ``aux`` is ``aux-0``.
    7. More than 80 characters or 200 bytes of UTF-8 are cut, and end in 8 digits of a hash
       of the whole.

    A slug's slug is the slug itself.
    """
    slug = name if _PLAIN.fullmatch(name) else _words(name)
    # Dropping a sign may join what was apart, and make a form that folds once more.
    while not _PLAIN.fullmatch(slug) and (again := _words(slug)) != slug:
        slug = again
    if _DEVICE.fullmatch(slug):
        slug += "-0"
    return _cut(slug or _code_points(term_key(name)))


def typed_slugs(name: str, slug: str) -> tuple[str, ...]:
    """Return the slugs of older generators for a name, if they differ from its *slug*.

    Before middleman-blog 4.0.2, Middleman took names as they were. For Jekyll, see
    :func:`pretty_slug`.
    """
    if name == slug or "/" in name:
        return ()
    forms = dict.fromkeys((name, pretty_slug(name)))
    return tuple(form for form in forms if form not in {"", slug})


def pretty_slug(name: str) -> str:
    """Return the slug that Jekyll's ``:title`` is: it keeps capitals, ``_``, dots and some symbols.

    The rule is that of Jekyll's ``Utils.slugify`` in the mode ``pretty``, with ``cased``.
    """
    return re.sub(_UNPRETTY, "-", name).strip("-")


def safe_segment(text: str) -> str:
    """Return a path segment that every system accepts, shortened as slugs are.

    Names of devices get ``-0`` as in :func:`slugify`, with any suffix.
    """
    text = text.rstrip(". ")
    stem, dot, suffix = text.partition(".")
    if _DEVICE.fullmatch(stem.casefold()):
        text = f"{stem}-0{dot}{suffix}"
    return text if len(text.encode()) <= MAX_BYTES else _cut(text)


def assign_slugs(names: Iterable[str], reserved: Container[str] = RESERVED) -> dict[str, str]:
    """Give each term a slug of its own; the result maps term keys to slugs.

    Terms that would share a slug: the one whose key is that slug keeps it, else the
    alphabetically first; the others get ``-2``, ``-3`` …, never a slug that is *reserved*
    or that another term would have alone. The order of *names* does not matter.
    """
    own = {key: slugify(key) for key in {term_key(name) for name in names}}
    taken: set[str] = set()
    claimed = set(own.values())
    assigned: dict[str, str] = {}
    for key in sorted(own, key=lambda key: (own[key], key != own[key], key)):
        slug = own[key]
        if slug in reserved or slug in taken:
            numbered = (f"{slug}-{number}" for number in itertools.count(2))
            slug = next(s for s in numbered if not (s in reserved or s in claimed or s in taken))
        taken.add(slug)
        assigned[key] = slug
    return assigned


def is_slug(text: str) -> bool:
    """Return whether a text can be the name of a page: one that somebody else has chosen."""
    plain = re.fullmatch(r"[\w-]+", text) is not None and text == text.lower()
    free = text not in RESERVED and not _DEVICE.fullmatch(text)
    return plain and free and len(text.encode()) <= MAX_BYTES


def label_name(text: str) -> str:
    """Return ABlog's name of a term: spaces become ``-``, letters, digits and ``_`` stay."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in plain if re.match(r"[\w\s-]", char))
    return "-".join(re.split(r"[-\s]+", kept.strip().lower()))


def clashes(assigned: Mapping[str, str]) -> dict[str, str]:
    """Return term key -> slug that the term would have alone, where another term has it."""
    return {key: own for key, slug in assigned.items() if (own := slugify(key)) != slug}


def _words(name: str) -> str:
    text = term_key(name)
    for sign, spelled in _SPELLED:
        text = sign.sub(spelled, text)
    if text.isascii():
        return _ASCII_REST.sub("-", text).strip("-")
    kept = "".join(_kept(unicodedata.normalize("NFD", text)))
    return re.sub("-+", "-", unicodedata.normalize("NFC", kept)).strip("-")


def _kept(text: str) -> Iterator[str]:
    """Return a decomposed text with ``-`` for each character that no slug has."""
    base = "-"
    for char in text:
        category = unicodedata.category(char)
        if category[0] == "M":
            if base != "-" and not unicodedata.name(base, "").startswith("LATIN "):
                yield char
        elif category != "Cf":
            base = char if _stays(char, category) else "-"
            yield base


def _stays(char: str, category: str) -> bool:
    return category[0] in "LN" or (category in {"So", "Sc"} and not char.isascii())


def _code_points(text: str) -> str:
    return "-".join(f"u{ord(char):x}" for char in text if char != " ") or "blank"


def _cut(slug: str) -> str:
    if len(slug) <= MAX_LENGTH and len(slug.encode()) <= MAX_BYTES:
        return slug
    whole = slug.encode()
    room = MAX_BYTES - 9
    start = whole[:room].decode(errors="ignore")[: MAX_LENGTH - 9].rstrip("-")
    return f"{start}-{hashlib.sha256(whole).hexdigest()[:8]}"
