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
    """Documents that may link to some of *names*: docnames, labels or other objects.

    A search of the pickled doctrees for the last part of the names: it may find too much,
    which costs time and nothing else.
    """
    needles = [name.removesuffix("/index").rpartition("/")[2].encode() for name in names]
    if not needles:
        return set()
    return {docname for docname in env.found_docs if holds(env, docname, needles)}


def holds(env: BuildEnvironment, docname: str, needles: list[bytes]) -> bool:
    """Whether a document's pickled doctree holds one of *needles*."""
    try:
        doctree = Path(env.doctreedir, f"{docname}.doctree").read_bytes()
    except OSError:
        return False
    return any(needle in doctree for needle in needles)


def objects_of(env: BuildEnvironment, docnames: Set[str]) -> dict[str, str]:
    """What is defined in some documents, such as labels: name -> digest of where and what."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, *what in (*labels(env), *objects(env)) if docnames else ():
        if what[0] in docnames:
            found.setdefault(name, []).append(tuple(what))
    return {name: digest(repr(sorted(whats))).hex() for name, whats in found.items()}


def labels(env: BuildEnvironment) -> Iterator[tuple[str, ...]]:
    """Name, document and place of all labels and standard objects, without whole documents."""
    standard = env.domains.standard_domain
    for name, label in (*standard.labels.items(), *standard.anonlabels.items()):
        yield name, *label
    for (kind, name), place in standard.objects.items():
        yield name, *place, kind


def objects(env: BuildEnvironment) -> Iterator[tuple[str, ...]]:
    """Name, document and place of the objects of all other domains but the blog's."""
    for domain in env.domains.values():
        if domain.name not in {NAME, "std"}:
            for name, title, kind, docname, anchor, _ in domain.get_objects():
                yield name, docname, anchor, title, kind
