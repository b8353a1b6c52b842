"""Records the state of an output folder, so that later builds write only what differs.

The state is a file beside the doctrees, one for each builder and output folder. A build saves it
twice: without digests before it first changes the folder, and with them once it has ended well.
So a build that is killed in between is followed by one that writes everything again. What it left
can't be detected by times: pages that are cut off look new to Sphinx.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

#: States of another format are not read; the next build writes everything again.
FORMAT = 9
#: Stands in the place of the digest of the navigation while a build changes the folder.
UNFINISHED = "unfinished"
#: The default values of a state, as in JSON.
NOTHING: Mapping[str, str] = {}
NONE: Sequence[Any] = []


class OutputLayout(NamedTuple):
    """What the files of documents are called in an output folder."""

    #: What follows a docname in the path of its page, and one that ends in ``index``; nothing if
    #: documents have no pages of their own.
    page_end: str = ""
    index_end: str = ""
    #: What follows a docname in the names that copies of sources may have.
    copy_ends: tuple[str, ...] = ()

    def files(self, docname: str) -> Iterator[str]:
        """Return the paths below the output folder that a document may have."""
        if end := self.index_end if docname.rpartition("/")[2] == "index" else self.page_end:
            yield docname + end
        yield from (f"_sources/{docname}{end}" for end in self.copy_ends)


class OutputState(NamedTuple):
    """What an output folder contains of the blog."""

    #: Digest of everything that the pages follow from.
    inputs: str = ""
    #: Digest of what the documents have for the pages to show.
    contents: str = ""
    #: Docname -> digest of what the page shows of the blog, in hex.
    shown: Mapping[str, str] = NOTHING
    #: Docname of posts and generated pages -> digest of the title.
    titles: Mapping[str, str] = NOTHING
    #: What references to labels, objects and the like contain -> digest of what they show.
    objects: Mapping[str, str] = NOTHING
    #: Digest of the blog's entries in the site's navigation.
    navigation: str = ""
    #: Names of the files that were copied for posts: images, and downloads.
    images: Sequence[str] = NONE
    downloads: Sequence[str] = NONE
    #: Names of the pictures that extensions drew for a file made of several documents.
    drawn: Sequence[str] = NONE
    #: The files that redirect to posts -> digest of their content; empty while that is not certain.
    redirects: Mapping[str, str] = NOTHING
    #: Digest of what these follow from; empty if a build was killed, or some cannot be written.
    plan: str = ""
    #: Path of each feed -> digest of what it carries.
    feeds: Mapping[str, str] = NOTHING
    #: Path of each calendar file -> digest of its events.
    calendars: Mapping[str, str] = NOTHING
    #: Paths of the general index and of other indexes, which Sphinx writes again in each build.
    indexes: Sequence[str] = NONE
    #: What files are called; several if a build was killed after that had changed.
    layouts: Sequence[OutputLayout] = NONE


@dataclass(slots=True, eq=False, repr=False)
class OutputFolder:
    """The state of one output folder during a build: loaded, changed and saved here alone."""

    #: The file that keeps the state.
    path: Path
    #: What the folder contained when the build began; empty if that is not known.
    previous_state: OutputState
    #: What it contains once the build is done.
    state: OutputState
    #: Whether a build has begun.
    has_begun: bool = False
    #: Whether what pages show of the blog, or follow from, may not be as it was.
    is_changed: bool = False
    #: The documents that have been written, and those that have to be.
    written: set[str] = field(default_factory=set)
    expected: Set[str] = frozenset()
    #: The documents that are read in this build.
    read: Sequence[str] = ()
    #: Names of the pictures that extensions had drawn for these before they were read again.
    pictures: Set[str] = frozenset()
    #: What was saved when the build began to change the folder; None if it is as it was.
    invalidated: OutputState | None = None
    #: Whether documents are still written.
    writes_pages: bool = True
    #: What other builders have left in the same folder, by the file that keeps it.
    others: Mapping[Path, OutputState] = field(default_factory=dict)
    #: Paths of the indexes that have been written.
    indexes: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, others: Iterable[Path] = ()) -> OutputFolder:
        """Load the state of a folder, as a build finds it.

        *others* are the files of builders that may have written to the same folder: if one of
        them did, nothing in it is certain.
        """
        state = load_state(path)
        loaded = {other: load_state(other) for other in others if other.is_file()}
        if loaded:
            state = invalidated(state, state)
        return cls(path, state, state, others=loaded)

    @property
    def earlier_states(self) -> list[OutputState]:
        """What builds have left in the folder, of this builder and of others."""
        return [self.previous_state, *self.others.values()]

    @property
    def earlier_redirects(self) -> dict[str, str]:
        """Return the files that redirected when the build began, with the digests of their content.

        Of whichever builder; the digest is empty where states differ, as one builder was killed
        after another one.
        """
        earlier: dict[str, str] = {}
        for state in self.earlier_states:
            for path, mark in state.redirects.items():
                earlier[path] = mark if earlier.get(path, mark) == mark else ""
        return earlier

    @property
    def was_interrupted(self) -> bool:
        """Whether the build before was killed while it changed the folder, or failed."""
        return self.previous_state.navigation == UNFINISHED

    @property
    def is_settled(self) -> bool:
        """Return whether only the documents that are written can differ from the folder."""
        contents = self.state.contents
        return bool(contents) and contents == self.previous_state.contents

    def expect_pages(self, state: OutputState, docnames: Set[str]) -> None:
        """Take over what pages show now; *docnames* have to be written for that."""
        kept = self.state
        self.state = state._replace(
            redirects=kept.redirects,
            plan=kept.plan,
            feeds=kept.feeds,
            calendars=kept.calendars,
        )
        self.is_changed = True
        self.expected = docnames

    def note_page(self, docname: str) -> None:
        """Note that a document is being written, for any reason."""
        if self.writes_pages:
            self.written.add(docname)
            if self.invalidated is None:
                self.begin()

    def end_pages(self) -> None:
        """Note that documents are no longer written: further ones are resolved for feeds alone."""
        self.writes_pages = False

    def note_files(self, **files: Mapping[str, str]) -> None:
        """Note the *feeds* or *calendars* that there are now: path -> digest of what it carries."""
        self.state = OutputState(**{**self.state._asdict(), **files})

    def note_redirects(self, redirects: Mapping[str, str], plan: str) -> None:
        """Note the files that redirect now, and the digest of what they follow from."""
        self.state = self.state._replace(redirects=redirects, plan=plan)

    def note_pictures(self, images: Iterable[str], drawn: Iterable[str]) -> None:
        """Note the pictures of a folder in which all of them are copied or drawn again."""
        self.state = self.state._replace(images=sorted(images), drawn=sorted(drawn))

    def note_index(self, path: str) -> None:
        """Note an index that is being written."""
        self.indexes.append(path)

    def begin(self, **files: Iterable[str]) -> None:
        """Save that the folder changes from now on, so that nothing in it is certain.

        *files* are the paths of the redirects, feeds or calendars that are about to be written.
        """
        noted = (self.invalidated or invalidated(self.previous_state, self.state))._asdict()
        for kind, paths in files.items():
            noted[kind] = {**noted[kind], **dict.fromkeys(paths, "")}
        now = OutputState(**noted)
        if now != self.invalidated:
            self.invalidated = now
            save_state(self.path, now)

    def commit(self) -> None:
        """Save the state of the folder, once a build has succeeded.

        Whoever changes the folder later calls :meth:`begin` again, and the state is uncertain
        once more.
        """
        if self.is_changed or self.invalidated is not None:
            missed = self.expected - self.written
            now = self.state._replace(indexes=sorted(self.indexes))
            save_state(self.path, after_partial_build(self.previous_state, now, missed))
            self.invalidated = None
            for path in self.others:
                path.unlink(missing_ok=True)
                # The texts of its feeds.
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)


def state_path(doctreedir: str | Path, builder: str, outdir: str | Path) -> Path:
    """Return the file that keeps the state of a builder's output folder."""
    place = f"{builder}\0{outdir}".encode("utf-8", "surrogatepass")
    name = hashlib.blake2b(place, digest_size=6).hexdigest()
    return Path(doctreedir, f"confblog-{name}.json")


def load_state(path: Path) -> OutputState:
    """Return the saved state; an empty one if there is no file, or it cannot be read."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data.pop("format") == FORMAT:
            layouts = [OutputLayout(page, at, tuple(s)) for page, at, s in data.pop("layouts")]
            return OutputState(**data, layouts=layouts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    return OutputState()


def save_state(path: Path, state: OutputState) -> None:
    """Save a state; a site without a blog gets no file, unless some of its pages redirect."""
    if not state.shown and not state.redirects:
        path.unlink(missing_ok=True)
    else:
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"format": FORMAT, **state._asdict()}), "utf-8")
        part.replace(path)


def invalidated(then: OutputState, now: OutputState) -> OutputState:
    """Merge both states and empty every digest, so that the next build writes all of it again."""
    return OutputState(
        shown=dict.fromkeys((*then.shown, *now.shown), ""),
        titles=dict.fromkeys((*then.titles, *now.titles), ""),
        objects=dict.fromkeys((*then.objects, *now.objects), ""),
        navigation=UNFINISHED,
        images=sorted({*then.images, *now.images}),
        downloads=sorted({*then.downloads, *now.downloads}),
        drawn=sorted({*then.drawn, *now.drawn}),
        redirects=then.redirects,
        feeds=dict.fromkeys(then.feeds, ""),
        calendars=dict.fromkeys(then.calendars, ""),
        indexes=sorted({*then.indexes, *now.indexes}),
        layouts=list(dict.fromkeys((*then.layouts, *now.layouts))),
    )


def after_partial_build(then: OutputState, now: OutputState, missed: Set[str]) -> OutputState:
    """Return the state of a folder in which the pages *missed* still show what they did.

    A build of some files alone leaves others as they were; the next build writes them.
    """
    if not missed:
        return now
    return now._replace(
        inputs="",
        contents="",
        shown={**now.shown, **{name: then.shown.get(name, "") for name in missed}},
        titles=then.titles,
        objects=then.objects,
        navigation=then.navigation,
    )
