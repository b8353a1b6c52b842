"""What the environment keeps of the blog, from build to build, as the data of its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sphinx.domains import Domain

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_confblog.model.changes import Change
    from sphinx_confblog.model.mentions import OutsideMention, PostMentions, Xref
    from sphinx_confblog.model.post import ScannedHead
    from sphinx_confblog.model.query import Noted
    from sphinx_confblog.util.text import PartLength

Data = TypeVar("Data")


class Kept(Generic[Data]):
    """Part of the domain's data, under the name of the attribute that it is assigned to."""

    def __init__(self, initial: Data) -> None:
        self.initial = initial

    def __set_name__(self, owner: type[Domain], name: str) -> None:
        self.name = name

    def __get__(self, domain: Domain, owner: type[Domain]) -> Data:
        return cast("Data", domain.data[self.name])


class ByDocname(Kept[dict[str, Data]]):
    """What reading documents leaves, by docname; it is kept as long as the document is."""

    def __init__(self) -> None:
        super().__init__({})


class KeptData(Domain):
    """Typed views of the domain's data: purging a document is a pop, merging an assignment."""

    #: Docname of a post -> digest of its excerpt.
    excerpts: ByDocname[bytes] = ByDocname()
    #: Docname of a post -> the images in its excerpt: paths below the source folder.
    images: ByDocname[tuple[str, ...]] = ByDocname()
    #: Docname of a post -> the lengths of its parts.
    lengths: ByDocname[tuple[PartLength, ...]] = ByDocname()
    #: Docname of a post -> its cover: a path below the source folder, or a URL.
    covers: ByDocname[str] = ByDocname()
    #: Docname of a post -> the texts of its front matter that have been translated.
    translations: ByDocname[dict[str, str]] = ByDocname()
    #: Docname -> what its lists ask for.
    queries: ByDocname[tuple[Noted, ...]] = ByDocname()
    #: Docname -> role and target of each of its references to the blog's objects.
    references: ByDocname[tuple[tuple[str, str], ...]] = ByDocname()
    #: Docname -> digest of what its reading depended on besides its own file.
    recipes: ByDocname[bytes] = ByDocname()
    #: Docname -> documents that are looked up in the build that has the blog, as it is read.
    elsewhere: ByDocname[tuple[str, ...]] = ByDocname()
    #: Docname of a post -> the addresses in it that were looked up.
    followed: ByDocname[tuple[str, ...]] = ByDocname()
    #: Docname of a post -> digest of the text of its file, as it was read.
    sources: ByDocname[bytes] = ByDocname()
    #: Docname of a post -> kind -> ids of what can be numbered, in reading order.
    numbered: ByDocname[dict[str, list[str]]] = ByDocname()
    #: Docname of a post or generated page -> its cross-references.
    xrefs: ByDocname[tuple[Xref, ...]] = ByDocname()
    #: Docname of a post -> the objects of other projects that were found while reading.
    outside: ByDocname[tuple[OutsideMention, ...]] = ByDocname()
    #: Docname of a post -> what it links to, once that was asked for.
    post_mentions: ByDocname[PostMentions] = ByDocname()
    #: Docname -> the files of withheld posts that it depends on, as it links to the posts.
    awaited: ByDocname[tuple[str, ...]] = ByDocname()
    #: Docname of each post whose excerpt is all there is to read -> True.
    whole: ByDocname[bool] = ByDocname()
    #: Docname -> the changes that the document names a version of, in reading order.
    changes: ByDocname[tuple[Change, ...]] = ByDocname()
    #: Docname -> digest of what the document has for the blog to show.
    contents: ByDocname[bytes] = ByDocname()

    #: Docname -> the head of each file that may be a post; never a withheld one's.
    heads: Kept[dict[str, ScannedHead]] = Kept({})
    #: Docname of a post's file -> the post's own, when documents were last read.
    moved: Kept[dict[str, str]] = Kept({})
    #: Digests of the docnames of withheld posts; nothing else of them is stored.
    withheld: Kept[set[bytes]] = Kept(set())
    #: The labels that the blog has given in the standard domain.
    labels: Kept[set[str]] = Kept(set())

    def note_reference(self, docname: str, role: str, target: str) -> None:
        """Remember that *docname* refers to *target* with *role*."""
        noted = dict.fromkeys(self.references.get(docname, ()))
        noted[role, target] = None
        self.references[docname] = tuple(noted)

    def note_query(self, docname: str, query: Noted) -> None:
        """Remember that *docname* shows what *query* asks for."""
        self.queries[docname] = (*self.queries.get(docname, ()), query)

    def look_elsewhere(self, docname: str, named: str) -> None:
        """Note that a document depends on one in the build that has the blog."""
        self.elsewhere[docname] = (*self.elsewhere.get(docname, ()), named)

    def clear_doc(self, docname: str) -> None:
        """Forget what reading *docname* left; its head is kept as long as its file is."""
        for key in KEPT:
            self.data[key].pop(docname, None)

    def drop_discovery(self) -> None:
        """Forget what discovery keeps for the next build: this process saves no environment."""
        self.data.update(heads={}, moved={})

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key in KEPT:
            other = otherdata[key]
            self.data[key].update((name, other[name]) for name in docnames & other.keys())


PARTS = {name: part for name, part in vars(KeptData).items() if isinstance(part, Kept)}
#: The parts that reading a document leaves.
KEPT = tuple(name for name, part in PARTS.items() if isinstance(part, ByDocname))
KeptData.initial_data = {
    **{name: part.initial for name, part in PARTS.items()},
    # Digests, and an address: what is kept follows from them.
    "rules": "",
    "addresses": "",
    "inventory": b"",
    "home": "",
}
