"""URLs that posts can't have: those of pages, files and folders."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_confblog.model.source_layout import folders_of
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Pages, files and folders that builders make at the top of the output.
TOP = frozenset(
    {
        *("genindex", "search", "modindex", "opensearch"),
        *("_static", "_images", "_sources", "_downloads", "_modules", ".doctrees"),
        *("objects.inv", "searchindex.js", ".buildinfo", ".nojekyll"),
    }
)
#: Files at the top of an output folder, or of that of the doctrees, which need not be web sites'.
TOP_FILES = frozenset(
    {
        *("environment.pickle", "last_build", "confblog-reading", ".buildinfo.bak"),
        *("globalcontext.json", "globalcontext.pickle", "searchindex.json", "searchindex.pickle"),
        *("mimetype", "content.opf", "toc.ncx", "nav.xhtml", "_redirects", "redirects.map"),
    }
)
_STATE = r"confblog-[0-9a-f]+\.(?:json|part)"
#: Names of generated pages and of their folders, below the folder of a blog.
GENERATED = frozenset({"index", "page", "archive"})
#: Names of the files of feeds.
FEED_FILES = frozenset({"atom.xml", "rss.xml", "feed.json"})
#: What follows a docname in the names of the files that builders write for it.
SUFFIXES = (
    *(".html", ".xhtml", ".txt", ".xml", ".pseudoxml", ".fjson", ".fpickle", ".pot"),
    *(".doctree", ".excerpt"),
)


class AddressError(ValueError):
    """An address that a post cannot have; the message says why."""


class SiteFiles(NamedTuple):
    """What a site's output contains besides documents, and how documents' files are named."""

    #: Pages that no document makes, as docnames.
    pages: frozenset[str] = frozenset()
    #: Files below the output folder.
    paths: frozenset[str] = frozenset()
    #: What follows a docname in the name of a file.
    suffixes: tuple[str, ...] = SUFFIXES


class GeneratedPlaces(NamedTuple):
    """Where blogs have, or may have, generated pages."""

    #: The folders of blogs, each with a slash at its end; nothing is the top.
    folders: frozenset[str]
    #: Pages, folders of some, and files in those folders.
    names: frozenset[str]
    #: The docnames of years and months.
    periods: re.Pattern[str] | None = None

    def include(self, docname: str) -> bool:
        """Return whether a docname is, or may be, that of a generated page or below one."""
        if self.is_period(docname):
            return True
        for folder in self.folders:
            name, slash, _ = docname.removeprefix(folder).partition("/")
            if docname.startswith(folder) and (
                name in self.names or (slash and name in FEED_FILES)
            ):
                return True
        return False

    def is_period(self, docname: str) -> bool:
        """Return whether a docname is that of a year or a month."""
        return self.periods is not None and self.periods.fullmatch(docname) is not None


class TakenAddresses:
    """The addresses of all documents and other files, while posts get theirs."""

    def __init__(
        self, documents: Iterable[str], site: SiteFiles, generated: GeneratedPlaces
    ) -> None:
        self.site, self.generated = site, generated
        #: Address as in :func:`normal` -> the document there, and the post that has moved there.
        self.files: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.pages = {normal(name) for name in site.pages}
        self.paths = {folded(path) for path in site.paths}
        #: Path of a document's file without suffix -> the document.
        self.stems: dict[str, str] = {}
        #: Folder of the output -> something in it.
        self.folders: dict[str, str] = {}
        for path in site.paths:
            self.folders.update(dict.fromkeys(folders_of(folded(path)), path))
        for name in site.pages:
            self.add_files(name, name)
        for docname in documents:
            self.files[normal(docname)] = docname
            self.add_files(docname, docname)

    def add_files(self, address: str, docname: str) -> None:
        """Add the files and folders that builders make for an address."""
        stem = folded(address)
        self.stems[stem] = docname
        # As a builder has it that makes a folder for each page.
        self.stems.setdefault(f"{stem}/index", docname)
        self.folders.update(dict.fromkeys(folders_of(stem), docname))

    def take(self, address: str, docname: str) -> None:
        """Give an address to the post of a file. Raises AddressError if it is not free."""
        place = normal(address)
        own = place == normal(docname)
        holder = self.moved.get(place) or (None if own else self.files.get(place))
        if holder is not None:
            raise AddressError(f"the URL {address!r} belongs to {holder!r}")
        if not own and self.is_reserved(address, place):
            raise AddressError(f"the URL {address!r} belongs to another page or file")
        path = folded(address)
        if (other := self.file_in_the_way(path, docname)) is not None:
            raise AddressError(f"the URL {address!r} needs a folder where {other} is")
        if (other := self.folder_in_the_way(path)) is not None:
            raise AddressError(f"the URL {address!r} needs a file where a folder of {other} is")
        self.moved[place] = docname
        self.add_files(address, docname)

    def is_reserved(self, address: str, place: str) -> bool:
        """Return whether there is, or may be, another page of that name that has no file."""
        return (
            is_top(folded(address), self.site.suffixes)
            or is_top_file(place)
            or place in self.pages
            or self.generated.include(folded(address))
        )

    def file_in_the_way(self, path: str, docname: str) -> str | None:
        """Return the file, or the page, where the post of *docname* would need a folder."""
        # Some builders make a folder of the last part, too.
        for folder in (*folders_of(path), path):
            if folder in self.paths:
                return repr(folder)
            for stem in stems_of(folder, self.site.suffixes):
                if folder == path and not stem.endswith("/index"):
                    continue
                if self.stems.get(stem, docname) != docname:
                    return f"the file of {self.stems[stem]!r}"
                if self.generated.include(stem):
                    return "the file of another page"
            parent, _, name = folder.rpartition("/")
            if name in FEED_FILES and self.generated.is_period(parent):
                return "a feed"
        return None

    def folder_in_the_way(self, path: str) -> str | None:
        """Return what is in a folder where a post would need a file."""
        for suffix in self.site.suffixes:
            for stem in (path, f"{path}/index"):
                if (other := self.folders.get(stem + suffix)) is not None:
                    return repr(other)
        return None


def stems_of(path: str, suffixes: tuple[str, ...]) -> list[str]:
    """Return what documents the file at a path may be of."""
    if not path.endswith(suffixes):
        return []
    return [path.removesuffix(suffix) for suffix in suffixes if path.endswith(suffix)]


def is_top(path: str, suffixes: tuple[str, ...] = SUFFIXES) -> bool:
    """Return whether a path is that of a page, file or folder that builders make, or below it."""
    top, slash, _ = path.partition("/")
    return is_top_name(top.casefold(), suffixes if slash else ())


@lru_cache(maxsize=1024)
def is_top_name(top: str, suffixes: tuple[str, ...]) -> bool:
    """Return whether builders make something of a name, or of it with one of *suffixes*."""
    names = (top, *stems_of(top, suffixes))
    return any(
        name in TOP or name.startswith("genindex-") or name.endswith("-modindex") for name in names
    )


def is_top_file(path: str) -> bool:
    """Return whether a path is that of a file that builders make at the top, or below it."""
    top = path.partition("/")[0].casefold()
    return top in TOP_FILES or re.fullmatch(_STATE, top) is not None


def folded(path: str) -> str:
    """Return a path for comparing, without case and Unicode form."""
    return unicodedata.normalize("NFC", path).casefold()


def normal(docname: str) -> str:
    """Return a docname for comparing, without case, Unicode form and ``/index`` at its end."""
    return folded(docname).removesuffix("/index")
