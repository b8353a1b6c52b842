"""Finds documents that may link to what came, went or changed its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.domain import NAME
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.environment import BuildEnvironment


def mentioning(env: BuildEnvironment, names: Set[str]) -> set[str]:
    """Return the documents that may link to some of *names*: docnames, labels or other objects.

    The pickled doctrees are searched for the last part of the names. This may find too many
    documents, which takes time and does no other harm.
    """
    needles = [name.removesuffix("/index").rpartition("/")[2].encode() for name in names]
    if not needles:
        return set()
    return {docname for docname in env.found_docs if holds(env, docname, needles)}


def holds(env: BuildEnvironment, docname: str, needles: list[bytes]) -> bool:
    """Return whether a document's pickled doctree contains one of *needles*."""
    try:
        doctree = Path(env.doctreedir, f"{docname}.doctree").read_bytes()
    except OSError:
        return False
    return any(needle in doctree for needle in needles)


def objects_of(env: BuildEnvironment, docnames: Set[str]) -> dict[str, str]:
    """Return what some documents define, such as labels: name -> digest of where and what."""
    places: dict[str, list[tuple[str, ...]]] = {}
    for name, *what in (*labels(env), *objects(env)) if docnames else ():
        if what[0] in docnames:
            places.setdefault(name, []).append(tuple(what))
    return {name: digest(repr(sorted(whats))).hex() for name, whats in places.items()}


def labels(env: BuildEnvironment) -> Iterator[tuple[str, ...]]:
    """Yield name, document and place of each label and standard object, but not of documents."""
    standard = env.domains.standard_domain
    for name, label in (*standard.labels.items(), *standard.anonlabels.items()):
        yield name, *label
    for (kind, name), place in standard.objects.items():
        yield name, *place, kind


def objects(env: BuildEnvironment) -> Iterator[tuple[str, ...]]:
    """Yield name, document and place of each object of other domains, but not of the blog's."""
    for domain in env.domains.values():
        if domain.name not in {NAME, "std"}:
            for name, title, kind, docname, anchor, _ in domain.get_objects():
                yield name, docname, anchor, title, kind
