"""Finds documents that may refer to something that was added, removed or renamed."""

from __future__ import annotations

import posixpath
import re
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_confblog.domain import blog_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.mentions import Xref

#: Arguments of templates and functions, the innermost ones.
_ARGUMENTS = r"<[^<>]*>|\([^()]*\)"
#: What begins the value of an option of the command line.
_VALUE = r"\[?="
#: Characters before the target of a reference that aren't part of it.
_SIGNS = "~!.#"


def document_needle(docname: str) -> str:
    """Return the part of a docname that every reference to the document contains."""
    return docname.removesuffix("/index").rpartition("/")[2].lower()


def object_needle(name: str) -> str:
    """Return the part of an object's name that every reference to the object contains.

    Below ``currentmodule``, or in a namespace of C++, references leave out what comes before.
    """
    bare, count = name, int("<" in name or "(" in name)
    while count:
        bare, count = re.subn(_ARGUMENTS, "", bare)
    return (bare.replace("::", ".").rpartition(".")[2] or name).lower()


def needles_of(xrefs: Iterable[Xref]) -> set[str]:
    """Return the needles of what some references may mean."""
    return {needle for xref in xrefs for needle in reference_needles(xref)} - {""}


def reference_needles(xref: Xref) -> Iterator[str]:
    """Yield what the needle of a reference's target can be."""
    target = xref.target.strip().lower()
    if xref.type == "option":
        # Its program may come first, and its value last.
        yield from (re.split(_VALUE, word)[0] for word in target.split())
    path, _, anchor = target.partition("#")
    yield target
    yield from (anchor, str(dict(xref.context).get("reftargetid", "")))
    yield document_needle(posixpath.splitext(path)[0])
    yield document_needle(path)
    yield object_needle(target.lstrip(_SIGNS))


def linked_files(env: BuildEnvironment, docname: str) -> list[str]:
    """Return those documents and files that exist of what Markdown links of a page may mean.

    MyST makes other nodes of a link if there is a file, and others again if that is a document.
    """
    links = [xref for xref in blog_domain(env).xrefs.get(docname, ()) if xref.type == "myst"]
    if not links:
        return []
    documents = {xref.target for xref in links if xref.domain == "doc"}
    known = documents & env.found_docs
    paths = {env.doc2path(name, base=False).as_posix() for name in documents - known}
    if targets := {xref.target.partition("#")[0] for xref in links if xref.domain != "doc"} - {""}:
        folder = env.doc2path(docname, base=False).parent.as_posix()
        paths.update(path_below(folder, target) for target in targets)
    files = (path for path in sorted(paths) if isfile(f"{env.srcdir}/{path}"))  # noqa: PTH113
    return [*sorted(known), *files]


def path_below(folder: str, target: str) -> str:
    """Return the path of a file that a document in a folder names, below the source folder.

    As Sphinx's `relfn2path`, which makes half a dozen paths of each.
    """
    whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(whole)


def mentioning(env: BuildEnvironment, needles: Iterable[str]) -> set[str]:
    """Return the documents that may refer to something with one of *needles*.

    The pickled doctrees are searched for them as words, in any case. This may find too many
    documents, which takes time and does no other harm.
    """
    words = [Word(needle) for needle in sorted(set(needles))]
    if not words:
        return set()
    return {docname for docname in env.found_docs if contains(env, docname, words)}


class Word:
    """A needle, to be looked for in pickled text in lower case."""

    def __init__(self, needle: str) -> None:
        self.text, self.is_ascii = needle.encode("utf-8", "surrogatepass"), needle.isascii()
        # A string is pickled as 0x8C, one byte with its length, and the text.
        start = rb"(?:(?<!\w)|(?<=\x8c.))" if re.match(rb"\w", self.text) else b""
        end = rb"(?!\w)" if re.search(rb"\w\Z", self.text) else b""
        self.pattern = re.compile(start + re.escape(self.text) + end, re.DOTALL)

    def occurs_in(self, doctree: bytes) -> bool:
        """Return whether a pickled doctree in lower case contains the word."""
        if self.text not in doctree:
            return False
        return not self.is_ascii or self.pattern.search(doctree) is not None


def contains(env: BuildEnvironment, docname: str, words: list[Word]) -> bool:
    """Return whether a document's pickled doctree contains one of *words*."""
    try:
        doctree = Path(env.doctreedir, f"{docname}.doctree").read_bytes()
    except OSError:
        return False
    lower = doctree.lower()
    if any(word.occurs_in(lower) for word in words if word.is_ascii):
        return True
    others = [word for word in words if not word.is_ascii]
    # Only text knows the case of other letters. What is no text does not matter here.
    lower = doctree.decode("utf-8", "replace").lower().encode() if others else b""
    return any(word.occurs_in(lower) for word in others)
