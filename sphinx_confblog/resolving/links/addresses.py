"""Fills in, keeps and gives up the addresses of single links."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from sphinx_confblog.nodes import typed_link
from sphinx_confblog.reading.links.address_index import quoted
from sphinx_confblog.reading.links.old_links import FILLED, SITE, is_open, typed
from sphinx_confblog.reading.links.old_targets import LinkTarget
from sphinx_confblog.reading.mentions import xref_of
from sphinx_confblog.resolving.mentions.suggestions import names_source
from sphinx_confblog.util.html_fragments import rebased, with_addresses

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: References without a domain: these roles look in all.
OPEN = frozenset({"any", "myst"})


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
