"""What documents define for references: labels, objects, equations, citations and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import make_id

from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.incremental.referrers import document_needle, needles_of, object_needle
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Set

    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.mentions import Xref


#: What references to something contain, and what they show of it.
Definition = tuple[str, object]


def definitions_of(
    env: BuildEnvironment, own: Set[str], copied: Collection[Xref] = ()
) -> dict[str, str]:
    """Return needle -> digest of all that is defined under it.

    That is what the blog's *own* pages define, and what they refer to wherever it is defined, and
    what the references mean that are *copied* to them.
    """
    if not own and not copied:
        return {}
    kept = blog_domain(env).xrefs
    wanted = needles_of(xref for name in kept.keys() & own for xref in kept[name])
    wanted |= needles_of(copied)
    definitions = Definitions(env, own, wanted)
    shown: dict[str, list[str]] = {}
    for needle, what in definitions.all():
        shown.setdefault(needle, []).append(repr(what))
    return {needle: digest(repr(sorted(found))).hex() for needle, found in shown.items()}


class Definitions(NamedTuple):
    """Looks through what a site defines."""

    env: BuildEnvironment
    #: The documents that everything counts of.
    own: Set[str]
    #: The needles that count wherever they are defined.
    wanted: Set[str]

    def counts(self, needle: str, docname: str) -> bool:
        """Return whether a definition is the blog's own, or one that the blog refers to."""
        return docname in self.own or needle in self.wanted

    def all(self) -> Iterator[Definition]:
        """Yield all definitions that count."""
        yield from self.labels()
        yield from self.standard()
        yield from self.numbered()
        yield from self.objects()
        yield from self.headings()

    def labels(self) -> Iterator[Definition]:
        """Yield labels, with the titles and numbers of what they are at."""
        domain = self.env.domains.standard_domain
        for name, (docname, anchor, text) in domain.labels.items():
            if self.counts(name, docname):
                yield name, (docname, anchor, text, self.numbers(docname, anchor))
        for name, (docname, anchor) in domain.anonlabels.items():
            if self.counts(name, docname):
                yield name, (docname, anchor, self.numbers(docname, anchor))

    def numbers(self, docname: str, anchor: str) -> list[object]:
        """Return the numbers of what is at an anchor, be it a section, a figure or the like."""
        sections = self.env.toc_secnumbers.get(docname, {})
        section = sections.get(f"#{anchor}") or sections.get("")
        figures = self.env.toc_fignumbers.get(docname, {}).values()
        return [section, *(by_anchor[anchor] for by_anchor in figures if anchor in by_anchor)]

    def standard(self) -> Iterator[Definition]:
        """Yield options of the command line, terms and other standard objects."""
        domain = self.env.domains.standard_domain
        for (program, name), (docname, anchor) in domain.progoptions.items():
            if self.counts(needle := name.lower(), docname):
                yield needle, (docname, anchor, program)
        for (kind, name), (docname, anchor) in domain.objects.items():
            if self.counts(needle := name.lower(), docname):
                yield needle, (docname, anchor, kind, name)

    def numbered(self) -> Iterator[Definition]:
        """Yield equations and citations, which their domains do not count as objects."""
        for label, (docname, number) in self.env.domains.math_domain.equations.items():
            if self.counts(needle := label.lower(), docname):
                anchor = make_id(f"equation-{label}")
                yield needle, (docname, number, self.numbers(docname, anchor))
        for label, (docname, anchor, _) in self.env.domains.citation_domain.citations.items():
            if self.counts(needle := label.lower(), docname):
                yield needle, (docname, anchor, label)

    def objects(self) -> Iterator[Definition]:
        """Yield the objects of other domains than the blog's; references say more of modules."""
        for domain in self.env.domains.values():
            if domain.name not in {NAME, "std"}:
                for name, title, kind, docname, anchor, _ in domain.get_objects():
                    if self.counts(needle := object_needle(name), docname):
                        yield needle, (docname, anchor, name, title, kind)
        for name, module in self.env.domains.python_domain.modules.items():
            if self.counts(needle := object_needle(name), module.docname):
                yield needle, tuple(module)

    def headings(self) -> Iterator[Definition]:
        """Yield titles of other documents, and what Markdown links to in any by its slug."""
        for docname in self.env.titles.keys() - self.own:
            if (needle := document_needle(docname)) in self.wanted:
                yield needle, (docname, str(self.env.titles[docname]))
        for docname, data in self.env.metadata.items():
            for slug, (_, anchor, text) in data.get("myst_slugs", {}).items():
                if self.counts(needle := slug.lower(), docname):
                    yield needle, (docname, anchor, text)
