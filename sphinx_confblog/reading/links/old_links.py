"""Leads links and images of an old blog to their targets on this site."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.reading.links.address_index import leads_away, parse_address, quoted
from sphinx_confblog.reading.links.old_targets import NOWHERE, TargetFinder, is_file
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.reading.source import NOTE, SourceNote
from sphinx_confblog.util.html_fragments import anchors, with_addresses
from sphinx_confblog.util.urls import names_host, scheme

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.reading.links.old_targets import LinkTarget


#: By this attribute a piece of HTML is known that has addresses to fill in; they are its items.
#: It is set on docutils' own node, as themes and extensions know no other for raw HTML.
FILLED = "confblog_addresses"
#: Type of the references that are links from the top of the site.
SITE = "site"
_LINK = r"(?i)<(?:a|area|link)\b"
_PICTURES = r"(?i)<(?:img|source|video|audio|embed|track|iframe|object|script)\b"
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico")


def follow_addresses(app: Sphinx, doctree: nodes.document) -> None:
    """Let links and pictures of a post lead where they led (``doctree-read``, before images)."""
    docname = app.env.docname
    if docname not in blogs_of(app.env).posts:
        return
    resolver = OldLinkResolver(app.env, docname)
    links, references = [], []
    for node in list(doctree.findall(nodes.Element)):
        if isinstance(node, nodes.image):
            resolver.follow_image(node)
        elif isinstance(node, nodes.raw) and is_html(node):
            resolver.follow_html(node)
        elif isinstance(node, addnodes.pending_xref) and is_open(node):
            links.append(node)
        elif isinstance(node, nodes.reference) and "refuri" in node:
            references.append(node)
    for link in links:
        resolver.follow_link(link)
    for reference in references:
        resolver.follow_address(reference, reference["refuri"])
    if asked := resolver.targets.asked | asked_by_liquid(app.env):
        blog_domain(app.env).followed[docname] = tuple(sorted(asked))


def asked_by_liquid(env: BuildEnvironment) -> set[str]:
    """Return the addresses that Liquid in links asked for in the document being read."""
    note: SourceNote | None = env.current_document.get(NOTE)
    return set(note.liquid.asked) if note and note.liquid else set()


def typed(link: addnodes.pending_xref) -> str:
    """Return the address of an open link as it was typed.

    MyST gives a line of their own to links alone that do not begin with ``#`` (4.0 to 5.2).
    """
    target: str = link["reftarget"]
    return target if link.line else f"#{target}"


def names_object(link: addnodes.pending_xref) -> bool:
    """Return whether a link is to a heading, a label or another object, and not to an address."""
    return typed(link).startswith("#")


def is_open(link: addnodes.pending_xref) -> bool:
    """Return whether a reference is a link of Markdown without a document that MyST knows."""
    return link["reftype"] == "myst" and link.get("refdomain") is None


class OldLinkResolver:
    """Replaces the links of one post."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self.env, self.docname = env, docname
        self.targets = TargetFinder(env, docname)
        #: Names of places in pieces of HTML.
        self.anchors = {"", "top"}

    def follow_image(self, image: nodes.image) -> None:
        """Let a picture be found in its folder."""
        uri = image["uri"]
        if uri.startswith("//"):
            image["uri"] = f"https:{uri}"
            return
        elsewhere = names_host(uri) or scheme(uri) == "data" or uri.endswith(".*")
        if not elsewhere and not is_file(Path(self.env.relfn2path(uri, self.docname)[1])):
            target = self.targets.ask(uri)
            image["uri"] = f"/{target.source}" if target.source else uri

    def follow_link(self, link: addnodes.pending_xref) -> None:
        """Put a link that MyST does not make out in the place of one of its own."""
        target = link["reftarget"]
        if leads_away(target):
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))
        elif target in self.anchors and "reflocalid" not in link:
            self.put(link, nodes.reference("", "", internal=True, refid=target))
        elif "reflocalid" not in link and not names_object(link) and not self.is_name(target):
            self.follow_address(link, target)

    def is_name(self, target: str) -> bool:
        """Return whether a link has the name of a document, a label or the like, for MyST."""
        if "/" not in target and "." not in target:
            return True
        here = blogs_of(self.env).posts[self.docname].source_docname
        path, _, _ = target.partition("#")
        return self.targets.names_source(path) or docname_join(here, target) in self.env.found_docs

    def follow_address(self, link: nodes.Element, target: str) -> None:
        """Let a link with an address lead to what there is, or else where it led."""
        address = parse_address(target)
        if address is None:
            return
        answer = self.targets.ask(target)
        if answer.docname:
            self.put(link, self.site_link(docname=answer.docname, anchor=address.anchor))
        elif answer.output:
            self.put(link, self.site_link(path=answer.output))
        elif answer.source:
            self.put(link, addnodes.download_reference("", "", reftarget=f"/{answer.source}"))
        elif address.path.startswith("/") and isinstance(link, addnodes.pending_xref):
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))

    def site_link(self, **where: str) -> addnodes.pending_xref:
        """Return a link from the top of the site; each page fills in its own address."""
        link = addnodes.pending_xref("", refdomain=NAME, reftype=SITE, refdoc=self.docname, **where)
        link.attributes.update(reftarget="", refexplicit=True, refwarn=False)
        return link

    def put(self, old: nodes.Element, new: nodes.Element) -> None:
        """Put a link in the place of another."""
        if isinstance(old, addnodes.pending_xref):
            new += old[0].children or [nodes.literal("", old["reftarget"])]
        else:
            new += old.children
        if "reftitle" in old:
            new["reftitle"] = old["reftitle"]
        new.source, new.line = old.source, old.line
        old.replace_self(new)

    def follow_html(self, raw: nodes.raw) -> None:
        """Note what addresses in a piece of HTML lead to; they are filled in on each page."""
        text = raw.astext()
        self.anchors |= anchors(text)
        filled: dict[str, tuple[str, str, str, str]] = {}

        def change(tag: str, address: str) -> str:
            wanted = unescape(address).strip()
            known = parse_address(wanted)
            if known is None or not (re.match(_PICTURES, tag) or re.match(_LINK, tag)):
                return address
            answer = self.targets.ask(wanted)
            if answer == NOWHERE:
                return address
            if answer.source and not answer.output:
                self.note_file(answer.source)
            # From the top in any case: cards of other pages leave such addresses as they are.
            top = address.strip().startswith("/")
            key = address.strip() if top else self.from_top(answer, known.anchor)
            filled[key] = (*answer, known.anchor)
            return key

        changed = with_addresses(text, change)
        if filled:
            raw[FILLED], raw.rawsource, raw.children = filled, changed, [nodes.Text(changed)]

    def from_top(self, target: LinkTarget, anchor: str) -> str:
        """Return an address of a target from the top of the site, for HTML."""
        path = target.output or target.source or f"{target.docname}.html"
        return escape(quoted(f"/{path}") + (f"#{anchor}" if anchor else ""))

    def note_file(self, source: str) -> None:
        """Have a file copied to the output."""
        self.env.note_dependency(source)
        if source.lower().endswith(_IMAGES):
            self.env.images.add_file(self.docname, source)
        else:
            self.env.dlfiles.add_file(self.docname, source)
