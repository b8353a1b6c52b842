"""What the blog keeps between builds, as plain records in the data of its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_confblog.model.post import ScannedHead
    from sphinx_confblog.model.query import Noted
    from sphinx_confblog.util.text import Length

#: What reading a document leaves, by docname.
KEPT = (
    "excerpts", "lengths", "covers", "translations", "queries", "references", "recipes", "followed",
)  # fmt: skip


class KeptData(Domain):
    """Typed views of the domain's data: purging a document is a pop, merging an assignment."""

    initial_data: ClassVar[dict[str, Any]] = {
        "heads": {},
        "rules": "",
        "excerpts": {},
        "lengths": {},
        "covers": {},
        "translations": {},
        "queries": {},
        "references": {},
        "recipes": {},
        "followed": {},
        "moved": {},
        "withheld": set(),
        "labels": set(),
    }

    @property
    def heads(self) -> dict[str, ScannedHead]:
        """Docname -> the head of each file that may be a post; never a withheld one's."""
        return cast("dict[str, ScannedHead]", self.data["heads"])

    @property
    def excerpts(self) -> dict[str, bytes]:
        """Docname of a post -> digest of its excerpt."""
        return cast("dict[str, bytes]", self.data["excerpts"])

    @property
    def lengths(self) -> dict[str, Length]:
        """Docname of a post -> how long it is."""
        return cast("dict[str, Length]", self.data["lengths"])

    @property
    def covers(self) -> dict[str, str]:
        """Docname of a post -> its cover: a path below the source folder, or a URL."""
        return cast("dict[str, str]", self.data["covers"])

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """Docname of a post -> the texts of its front matter that have been translated."""
        return cast("dict[str, dict[str, str]]", self.data["translations"])

    @property
    def queries(self) -> dict[str, tuple[Noted, ...]]:
        """Docname -> what its lists ask for."""
        return cast("dict[str, tuple[Noted, ...]]", self.data["queries"])

    @property
    def references(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Docname -> role and target of each of its references to the blog's objects."""
        return cast("dict[str, tuple[tuple[str, str], ...]]", self.data["references"])

    @property
    def recipes(self) -> dict[str, bytes]:
        """Docname -> digest of what its reading depended on besides its own file."""
        return cast("dict[str, bytes]", self.data["recipes"])

    @property
    def followed(self) -> dict[str, tuple[str, ...]]:
        """Docname of a post -> the addresses in it that were looked up."""
        return cast("dict[str, tuple[str, ...]]", self.data["followed"])

    @property
    def moved(self) -> dict[str, str]:
        """Docname of a post's file -> the post's own, when documents were last read."""
        return cast("dict[str, str]", self.data["moved"])

    @property
    def withheld(self) -> set[bytes]:
        """Digests of the docnames of withheld posts: nothing of them is kept but that."""
        return cast("set[bytes]", self.data["withheld"])

    @property
    def labels(self) -> set[str]:
        """The labels that the blog has given in the standard domain."""
        return cast("set[str]", self.data["labels"])

    def note_reference(self, docname: str, role: str, target: str) -> None:
        """Remember that *docname* refers to *target* with *role*."""
        noted = dict.fromkeys(self.references.get(docname, ()))
        noted[role, target] = None
        self.references[docname] = tuple(noted)

    def note_query(self, docname: str, query: Noted) -> None:
        """Remember that *docname* shows what *query* asks for."""
        self.queries[docname] = (*self.queries.get(docname, ()), query)

    def clear_doc(self, docname: str) -> None:
        """Forget what reading *docname* left; its head is kept as long as its file is."""
        for key in KEPT:
            self.data[key].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key in KEPT:
            other = otherdata[key]
            self.data[key].update((name, other[name]) for name in docnames & other.keys())
