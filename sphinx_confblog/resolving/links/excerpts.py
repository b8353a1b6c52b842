"""Rebases the links of excerpts to the page that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import docname_join

from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.reading.excerpts import read_excerpt
from sphinx_confblog.reading.links.old_links import is_open
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.resolving.links.addresses import fill_site_link, keep_address, leave_missing
from sphinx_confblog.resolving.mentions.resolver import archived_missing
from sphinx_confblog.util.html_fragments import rebase, rebased

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


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
    # Builders that join documents have no such URLs.
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
