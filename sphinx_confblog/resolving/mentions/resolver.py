"""Finds the objects and pages that posts link to."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import logging

from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.model.mentions import Mention, OutsideMention, PostMentions
from sphinx_confblog.reading.links.old_links import SITE
from sphinx_confblog.resolving.mentions.objects import all_objects
from sphinx_confblog.util.text import digest
from sphinx_confblog.util.urls import names_host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.mentions import Xref

    Place = tuple[str, str]
    """Docname and id."""
    Named = list[str]
    """Domain, type and name of an object."""


#: Where references lead that are known and have no page, such as those to Python's ``int``.
NO_PLACE: Place = ("", "")


@cached
def update_mentions(env: BuildEnvironment) -> Mapping[str, PostMentions]:
    """Return docname -> what each post links to, the newest post first.

    They are kept from build to build: only those of posts that were read again are resolved, or
    all once the site's objects have changed.
    """
    domain, inventory = blog_domain(env), inventory_of(env)
    if domain.data["inventory"] != inventory:
        domain.data["inventory"] = inventory
        domain.post_mentions.clear()
    posts, known = blogs_of(env).posts, domain.post_mentions
    noted = domain.xrefs.keys() | domain.outside.keys()
    if fresh := posts.keys() & noted - known.keys():
        resolver = MentionResolver(env)
        with logging.suppress_logging():
            known.update((name, resolver.mentions(name)) for name in sorted(fresh))
    dated = sorted(known.keys() & posts, key=lambda name: (posts[name].date, name), reverse=True)
    return {name: known[name] for name in dated}


def inventory_of(env: BuildEnvironment) -> bytes:
    """Return the digest of all that references may lead to."""
    slugs = [(name, env.metadata[name].get("myst_slugs")) for name in sorted(env.all_docs)]
    return digest(repr((sorted(all_objects(env)), slugs)))


@cached
def archived_missing(env: BuildEnvironment) -> Mapping[str, frozenset[tuple[object, ...]]]:
    """Return docname of each archived post -> keys of its references that lead nowhere."""
    archived = [name for blog in blogs_of(env).all for name in blog.archived()]
    mentions = update_mentions(env) if archived else {}
    return {
        name: frozenset(xref.key for xref in mentions[name].missing)
        for name in archived
        if name in mentions and mentions[name].missing
    }


class DocnameBuilder:
    """The builder of a site, but the address of each document is its docname.

    So references lead to documents in a form that can be read, with any builder.
    """

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def get_target_uri(self, docname: str, _type: str | None = None) -> str:
        """Return a docname."""
        return docname

    def get_relative_uri(self, _page: str, docname: str, _type: str | None = None) -> str:
        """Return a docname."""
        return docname

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the site's builder."""
        return getattr(self._builder, name)


#: Sphinx's domains of programming languages. They list all that they know, and parse what they
#: look for.
LANGUAGES = frozenset({"c", "cpp", "js", "py", "rst"})


class MentionResolver:
    """Resolves references as Sphinx and MyST do, to objects in the place of addresses."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.builder = cast("Builder", DocnameBuilder(builder_of(env)))
        self.standard: Domain = env.domains.standard_domain
        self.objects: defaultdict[Place, list[Named]] = defaultdict(list)
        for docname, anchor, *named in all_objects(env):
            self.objects[docname, anchor].append(named)
        empty = LANGUAGES - {each[2] for each in all_objects(env)}
        apart = {"std", NAME, *empty}
        self.others = [domain for domain in env.domains.values() if domain.name not in apart]
        #: Where references to objects of these lead, from any document.
        self.targets: dict[tuple[object, ...], Place | OutsideMention | None] = {}
        #: Each mention that was made: posts share them, as they are kept.
        self.made: dict[Mention, Mention] = {}

    def mentions(self, docname: str) -> PostMentions:
        """Return what a post links to."""
        own: dict[Mention, None] = {}
        outside = dict.fromkeys(blog_domain(self.env).outside.get(docname, ()))
        missing: list[Xref] = []
        for xref in blog_domain(self.env).xrefs.get(docname, ()):
            target = self.known_place(docname, xref) or self.target(docname, xref)
            if isinstance(target, OutsideMention):
                outside[target] = None
            elif target == NO_PLACE:
                continue
            elif target:
                mention = self.mention(xref, *target)
                own[self.made.setdefault(mention, mention)] = None
            else:
                missing.append(xref)
        return PostMentions(tuple(own), tuple(outside), tuple(missing))

    def mention(self, xref: Xref, docname: str, anchor: str) -> Mention:
        """Return the object at a place, if there are several the one that is meant."""
        if not anchor:
            return Mention("std", "doc", docname, docname, "")
        tail = re.split(r"\W", xref.target)[-1]

        def likeness(named: Named) -> tuple[bool, bool, bool]:
            domain, _, name = named
            return domain == xref.domain, name == xref.target, name.endswith(tail)

        candidates = self.objects.get((docname, anchor), [["", "", ""]])
        domain, kind, name = max(candidates, key=likeness)
        return Mention(domain, kind, name, docname, anchor)

    def known_place(self, docname: str, xref: Xref) -> Place | None:
        """Return the place of a reference that names it, or whose text is not known yet."""
        context = dict(xref.context)
        if xref.type == SITE:
            return str(context.get("docname", "")), str(context.get("anchor", ""))
        if xref.domain == "doc" and xref.target in self.env.all_docs:
            return xref.target, self.anchor(xref.target, str(context.get("reftargetid", "")))
        if xref.domain == "std" and xref.type == "numref":
            return self.env.domains.standard_domain.anonlabels.get(xref.target.lower())
        if xref.type == "myst" and (anchor := context.get("reflocalid")):
            return self.env.domains.standard_domain.anonlabels.get(
                xref.target.lower(), (docname, str(anchor))
            )
        return None

    def anchor(self, docname: str, name: str) -> str:
        """Return the id that MyST means by a name in a document."""
        slugs = self.env.metadata[docname].get("myst_slugs", {})
        if name in slugs:
            return str(slugs[name][1])
        known, anchor = self.env.domains.standard_domain.anonlabels.get(name, ("", ""))
        return anchor if known == docname else name

    def target(self, docname: str, xref: Xref) -> Place | OutsideMention | None:
        """Return the place or the object elsewhere that a reference leads to."""
        if xref.key in self.targets:
            return self.targets[xref.key]
        content = nodes.literal("", xref.target)
        is_any = xref.type in {"any", "myst"}
        node = addnodes.pending_xref(
            "", content.deepcopy(), refdomain="" if is_any else xref.domain,
            reftype="any" if is_any else xref.type, reftarget=xref.target, refdoc=docname,
            refexplicit=True, refwarn=False, **dict(xref.context),
        )  # fmt: skip
        try:
            resolve = self.in_any_domain if is_any else self.in_domain
            if link := resolve(docname, xref, node, content):
                target = target_of(link, docname)
                if xref.domain in LANGUAGES:
                    self.targets[xref.key] = target
                return target
            return target_of(
                self.env.events.emit_firstresult(
                    "missing-reference", self.env, node, content, allowed_exceptions=(NoUri,)
                ),
                docname,
            )
        except NoUri:
            return None

    def in_domain(
        self, docname: str, xref: Xref, node: addnodes.pending_xref, content: nodes.Element
    ) -> nodes.Element | None:
        """Resolve a reference in its domain."""
        domain = self.env.domains.get(xref.domain)
        if domain is None:
            return None
        return domain.resolve_xref(
            self.env, docname, self.builder, xref.type, xref.target, node, content
        )

    def in_any_domain(
        self, docname: str, xref: Xref, node: addnodes.pending_xref, content: nodes.Element
    ) -> nodes.Element | None:
        """Resolve a reference in the first domain that knows its target, documents first."""
        env, builder, target = self.env, self.builder, xref.target
        names = env.config.myst_ref_domains if xref.type == "myst" else None
        document = self.standard.resolve_xref(env, docname, builder, "doc", target, node, content)
        if document is not None:
            return document
        for domain in (self.standard, *self.others):
            if names is None or domain.name in names:
                with suppress(NotImplementedError):
                    arguments = env, docname, builder, target, node, content
                    for _, link in domain.resolve_any_xref(*arguments):
                        return link
        return None


def target_of(link: object, docname: str) -> Place | OutsideMention | None:
    """Return where a resolved reference of a document leads."""
    if not isinstance(link, nodes.Element):
        return None
    if not isinstance(link, nodes.reference):
        return NO_PLACE
    if anchor := link.get("refid"):
        return docname, str(anchor)
    uri = str(link.get("refuri", ""))
    if names_host(uri):
        return OutsideMention(link.astext(), uri, str(link.get("reftitle", "")))
    place, _, anchor = uri.partition("#")
    return (place, anchor) if place else None
