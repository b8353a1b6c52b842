"""Addresses from the top of the site, as the page that shows them has to name them."""

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
from sphinx.util.osutil import relative_uri

from sphinx_confblog.discovery.project import builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.reading.old_links import FILLED, SITE, LinkTarget
from sphinx_confblog.util.builders import writes_assembled
from sphinx_confblog.util.html_fragments import with_addresses

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


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
    found: LinkTarget, anchor: str, page: str, env: BuildEnvironment, builder: Builder
) -> str | None:
    """An address on the document *page*; None where a builder has none."""
    end = f"#{quote(anchor)}" if anchor else ""
    try:
        if found.docname:
            uri = builder.get_relative_uri(page, found.docname)
            return uri if "#" in uri else (uri + end or "#")
        path = output_path(found, env, builder)
        return relative_uri(builder.get_target_uri(page), path) if path else None
    except NoUri:
        return None


def output_path(found: LinkTarget, env: BuildEnvironment, builder: Builder) -> str | None:
    """The path of a file below the output folder, if the builder writes files there."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return None
    if found.output:
        return quote(found.output)
    if found.source in env.images:
        name = env.images[found.source][1]
        builder.images.setdefault(found.source, name)
        return quote(posixpath.join(builder.imagedir, name))
    if (file := Path(found.source)) in env.dlfiles:
        return quote(posixpath.join("_downloads", env.dlfiles[file][1].as_posix()))
    return None
