"""Links between documents, and links of excerpts rebased to the page that shows them."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import blogs_of, builder_of, home_of
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.nodes import face, typed_link
from sphinx_confblog.reading.excerpts import read_excerpt
from sphinx_confblog.reading.links.address_index import quoted
from sphinx_confblog.reading.links.document_links import ROLES, without_suffix
from sphinx_confblog.reading.links.old_links import FILLED, SITE, is_open, typed
from sphinx_confblog.reading.links.old_targets import LinkTarget
from sphinx_confblog.reading.mentions import xref_of
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.resolving.mentions.resolver import archived_missing
from sphinx_confblog.resolving.mentions.suggestions import names_source
from sphinx_confblog.util.builders import writes_assembled
from sphinx_confblog.util.html_fragments import rebase, rebased, with_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.resolving.records import Entry


#: References without a domain: these roles look in all.
OPEN = frozenset({"any", "myst"})


class Linker:
    """Makes links from one document to others."""

    def __init__(self, env: BuildEnvironment, builder: Builder, docname: str) -> None:
        self.env = env
        self.builder = builder
        self.docname = docname

    def link(
        self,
        target: str | None,
        content: Sequence[nodes.Node],
        classes: str = "",
        *,
        anchor: str = "",
    ) -> nodes.Node:
        """Return a link around *content* to a document, or to an id in it.

        Return the content alone if the document has no address.
        """
        if target is not None:
            try:
                uri = self.builder.get_relative_uri(self.docname, target)
            except NoUri:
                pass
            else:
                uri += f"#{anchor}" if anchor else ""
                reference = nodes.reference("", "", *content, internal=True, refuri=uri)
                reference["classes"] = classes.split()
                return reference
        return nodes.inline("", "", *content, classes=classes.split())

    def text(self, target: str | None, text: str, classes: str = "") -> nodes.Node:
        """Return a link with a text."""
        return self.link(target, [nodes.Text(text)], classes)

    def face(self, uri: str) -> list[nodes.Node]:
        """Return a picture beside a name, and have its file copied; nothing without a *uri*."""
        if not uri:
            return []
        if uri in self.env.images and hasattr(self.builder, "images"):
            self.builder.images.setdefault(uri, self.env.images[uri][1])
        return [face(uri=uri)]

    def to_post(self, entry: Entry, classes: str = "") -> nodes.Node:
        """Return a link with a post's title, to the post or, if it is external, to its URL."""
        if entry.external is None:
            return self.titled(entry.docname, classes)
        title = self.title(entry.docname)
        link = nodes.reference("", "", *title, refuri=entry.external, internal=False)
        link["classes"] = classes.split()
        return link

    def titled(self, target: str, classes: str = "") -> nodes.Node:
        """Return a link with the title of the document that it leads to."""
        return self.link(target, self.title(target), classes)

    def title(self, docname: str) -> list[nodes.Node]:
        """Return a copy of the nodes of a document's title."""
        if docname not in self.env.titles:
            return [nodes.Text(docname)]
        return [child.deepcopy() for child in self.env.titles[docname].children]


class FillSiteLinks(SphinxPostTransform):
    """Fills in the addresses of a post on its own page."""

    # Before references are resolved (10).
    default_priority = 2

    def run(self, **kwargs: object) -> None:
        """Fill in the links of a document that has some, or of several put together."""
        builder, docname = builder_of(self.env), self.env.docname
        if writes_assembled(builder) or docname in blog_domain(self.env).followed:
            for node in list(self.document.findall(nodes.Element)):
                fill_site_link(node, docname, self.env, builder)


class LeaveMissing(SphinxPostTransform):
    """Shows references in archived posts that lead nowhere as code, without a warning."""

    # Before MyST resolves links (9), and before addresses are kept (8).
    default_priority = 6

    def run(self, **kwargs: object) -> None:
        """Put code in the place of references that lead nowhere."""
        missing, here = archived_missing(self.env), self.env.docname
        if here in missing or (missing and writes_assembled(builder_of(self.env))):
            for node in list(self.document.findall(addnodes.pending_xref)):
                leave_missing(node, missing.get(node.get("refdoc", here), frozenset()), self.env)


def leave_missing(
    node: addnodes.pending_xref, missing: Set[tuple[object, ...]], env: BuildEnvironment
) -> None:
    """Show a reference as code, or with the text that it has, if it is among the *missing*.

    A link of Markdown to something else than a document may lead out of the site, and stays one.
    """
    xref = xref_of(node)
    is_plain = not isinstance(node[0], addnodes.pending_xref_condition)
    if xref.key not in missing or not is_plain or not (xref.domain or xref.type in OPEN):
        return
    text = node.astext() if node.children else ""
    if is_open(node) and node.line and not names_source(env, xref) and "/" in xref.target:
        uri = quoted(typed(node))
        node.replace_self(nodes.reference("", "", *node.children, refuri=uri, internal=False))
    elif text and (node.get("refexplicit") or isinstance(node[0], nodes.literal)):
        node.replace_self(node.children)
    else:
        node.replace_self(nodes.literal("", text or xref.target))


class FollowHome(SphinxPostTransform):
    """Lets references to documents of the blog lead to the build that has it, if it is another."""

    # Before MyST resolves links (9), and before addresses are kept (8).
    default_priority = 7

    def run(self, **kwargs: object) -> None:
        """Put links to URLs in the place of references to what is not there."""
        home = home_of(self.env)
        for node in list(self.document.findall(addnodes.pending_xref)) if home else ():
            docname = named_document(node, self.env.docname, self.env)
            if home and docname in home.docnames and docname not in self.env.found_docs:
                content = node.children if node.get("refexplicit") else []
                there = home.docnames[docname]
                node.replace_self(home.link(there, builder_of(self.env), *content))


def named_document(node: addnodes.pending_xref, here: str, env: BuildEnvironment) -> str:
    """Return the docname that a reference names; "" for references to other things."""
    target = node["reftarget"].partition("#")[0]
    if node.get("refdomain") == "doc":
        return str(target)
    if (node.get("refdomain") or "", node["reftype"]) not in ROLES:
        return ""
    return without_suffix(docname_join(node.get("refdoc", here), target), env)


class KeepAddresses(SphinxPostTransform):
    """Keeps the addresses of a post's links, in case that they lead nowhere."""

    # Before MyST resolves links (9).
    default_priority = 8

    def run(self, **kwargs: object) -> None:
        """Note the addresses of links in posts; those of excerpts have been noted."""
        posts = blogs_of(self.env).posts
        if writes_assembled(builder_of(self.env)) or self.env.docname in posts:
            for link in list(self.document.findall(addnodes.pending_xref)):
                # MyST leaves "#nowhere" as it is.
                if is_open(link) and link.line and link.get("refdoc") in posts:
                    keep_address(link, "")


class RestoreAddresses(SphinxPostTransform):
    """Restores the addresses of links that lead nowhere, which MyST takes for names."""

    # After references have been resolved (10).
    default_priority = 11

    def run(self, **kwargs: object) -> None:
        """Take the noted addresses away, and use those of links that MyST has given up."""
        env, docname = self.env, self.env.docname
        shows = docname in blogs_of(env).posts or docname in blog_domain(env).queries
        if not shows and not writes_assembled(builder_of(env)):
            return
        for kept in list(self.document.findall(typed_link)):
            for link in kept.findall(nodes.reference):
                if "refid" in link and not link.get("internal"):
                    del link["refid"]
                    link["refuri"], link["internal"] = kept["address"], False
            kept.parent.replace(kept, kept.children)


def keep_address(link: addnodes.pending_xref, base: str) -> None:
    """Note the address of an open link, rebased to the page that *base* is relative to."""
    if isinstance(link.parent, typed_link):
        return
    kept = typed_link(address=quoted(rebased(typed(link), base)))
    link.parent.replace(link, kept)
    kept += link


def fill_site_link(node: nodes.Element, page: str, env: BuildEnvironment, builder: Builder) -> None:
    """Fill in the addresses of a node that has some, for the document *page*."""
    if isinstance(node, addnodes.pending_xref) and node["reftype"] == SITE:
        answer = LinkTarget(node.get("docname", ""), output=node.get("path", ""))
        uri = address(answer, node.get("anchor", ""), page, env, builder)
        if uri is None:
            node.replace_self(nodes.inline("", "", *node.children))
        else:
            link = nodes.reference("", "", *node.children, internal=True, refuri=uri)
            if "reftitle" in node:
                link["reftitle"] = node["reftitle"]
            node.replace_self(link)
    elif isinstance(node, nodes.raw) and FILLED in node:
        fill(node, page, env, builder)


def fill(raw: nodes.raw, page: str, env: BuildEnvironment, builder: Builder) -> None:
    """Fill in the addresses of a piece of HTML."""
    filled = raw.attributes.pop(FILLED)

    def change(_: str, text: str) -> str:
        if text not in filled:
            return text
        docname, source, output, anchor = filled[text]
        uri = address(LinkTarget(docname, source, output), anchor, page, env, builder)
        return text if uri is None else uri

    text = with_addresses(raw.astext(), change)
    raw.rawsource, raw.children = text, [nodes.Text(text)]


def address(
    target: LinkTarget, anchor: str, page: str, env: BuildEnvironment, builder: Builder
) -> str | None:
    """Return the address of a target on the document *page*; None if the builder has none."""
    end = f"#{quote(anchor)}" if anchor else ""
    try:
        if target.docname:
            uri = builder.get_relative_uri(page, target.docname)
            return uri if "#" in uri else (uri + end or "#")
        path = output_path(target, env, builder)
        return relative_uri(builder.get_target_uri(page), path) if path else None
    except NoUri:
        return None


def output_path(target: LinkTarget, env: BuildEnvironment, builder: Builder) -> str | None:
    """Return the path of a target's file below the output folder, if the builder has one."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return None
    if target.output:
        return quote(target.output)
    if target.source in env.images:
        name = env.images[target.source][1]
        builder.images.setdefault(target.source, name)
        return quote(posixpath.join(builder.imagedir, name))
    if (file := Path(target.source)) in env.dlfiles:
        return quote(posixpath.join("_downloads", env.dlfiles[file][1].as_posix()))
    return None


def load_excerpt(env: BuildEnvironment, builder: Builder, post: str, page: str) -> list[nodes.Node]:
    """Return the excerpt of *post*, with links for *page*."""
    excerpt, missing = read_excerpt(env, post), archived_missing(env).get(post)
    for node in list(excerpt.findall(addnodes.pending_xref)) if missing else ():
        leave_missing(node, missing or frozenset(), env)
    rebase_links(excerpt, post, page, env, builder)
    return list(excerpt.children)


def rebase_links(
    excerpt: nodes.Element, post: str, page: str, env: BuildEnvironment, builder: Builder
) -> None:
    """Rebase the links of an excerpt, so that they lead from *page* where they lead from *post*."""
    try:
        address = builder.get_relative_uri(page, post)
    except NoUri:
        address = None
    # Builders that put documents together have no such addresses.
    base = "" if address is None or address.startswith(("#", "%")) else address
    for node in list(excerpt.findall(nodes.Element)):
        if isinstance(node, addnodes.pending_xref):
            if is_open(node) and "reflocalid" not in node:
                keep_address(node, base)
            if "reflocalid" in node and not is_label(node["reftarget"], env):
                rebase_link(as_link(node), address)
            else:
                rebase_reference(node, post, page, env)
        elif isinstance(node, nodes.reference) and "anchor" in node:
            rebase_link(node, address)
        elif isinstance(node, nodes.reference) and "refuri" in node:
            node["refuri"] = rebased(node["refuri"], base)
        elif is_html(node) and base:
            text = rebase(node.astext(), base)
            node.rawsource = text
            node.children = [nodes.Text(text)]
        fill_site_link(node, page, env, builder)


def as_link(node: addnodes.pending_xref) -> nodes.reference:
    """Replace a reference that MyST left open by a link to a heading of the post."""
    content = node[0].children or [nodes.literal("", node["reftarget"])]
    link = nodes.reference("", "", *content, internal=True, anchor=node["reflocalid"])
    node.replace_self(link)
    return link


def rebase_link(link: nodes.reference, address: str | None) -> None:
    """Let a link within the post lead there from another page."""
    anchor = link.attributes.pop("anchor")
    if address is None:
        link.replace_self(nodes.inline("", "", *link.children))
    else:
        link["refuri"] = f"{address.partition('#')[0] or address}#{anchor}"


def rebase_reference(
    node: addnodes.pending_xref, post: str, page: str, env: BuildEnvironment
) -> None:
    """Let a reference be resolved from *page*; if it dangles, the post's page has said so."""
    role = node.get("refdomain") or "", node["reftype"]
    if role in {("std", "doc"), ("", "any"), ("", "myst")}:
        target = docname_join(post, node["reftarget"])
        if target in env.found_docs:
            node["reftarget"] = f"/{target}"
    elif role == (NAME, "post"):
        match = blog_domain(env).target("post", node["reftarget"], post)
        if match is not None:
            node["reftarget"] = f"/{match[0]}"
    node["refdoc"], node["refwarn"] = page, False


def is_label(name: str, env: BuildEnvironment) -> bool:
    """Return whether the project has a label of that name."""
    standard = env.domains.standard_domain
    return name.lower() in standard.anonlabels
