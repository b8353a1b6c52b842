"""Anchoring an excerpt on a page that shows it: its links mean what they meant in the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import docname_join

from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.sitelinks import fill_site_link
from sphinx_confblog.util.html_fragments import rebase

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def rebase_links(
    excerpt: nodes.Element, post: str, page: str, env: BuildEnvironment, builder: Builder
) -> None:
    """Rebase the links of an excerpt: *page* shows it, and they mean what they do on *post*."""
    try:
        address = builder.get_relative_uri(page, post)
    except NoUri:
        address = None
    for node in list(excerpt.findall(nodes.Element)):
        if isinstance(node, addnodes.pending_xref):
            if "reflocalid" in node and not is_label(node["reftarget"], env):
                rebase_link(as_link(node), address)
            else:
                rebase_reference(node, post, page, env)
        elif isinstance(node, nodes.reference) and "anchor" in node:
            rebase_link(node, address)
        elif is_html(node) and address is not None and not address.startswith(("#", "%")):
            text = rebase(node.astext(), address)
            node.rawsource = text
            node.children = [nodes.Text(text)]
        fill_site_link(node, page, env, builder)


def as_link(node: addnodes.pending_xref) -> nodes.reference:
    """A link to a heading of the post's, in the place of a reference that MyST left open."""
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
        found = blog_domain(env).target("post", node["reftarget"], post)
        if found is not None:
            node["reftarget"] = f"/{found[0]}"
    node["refdoc"], node["refwarn"] = page, False


def is_label(name: str, env: BuildEnvironment) -> bool:
    """Whether the project has a label of that name."""
    standard = env.domains.standard_domain
    return name.lower() in standard.anonlabels
