"""Prepares a document's links before Sphinx and MyST resolve them, and tidies up afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join

from sphinx_confblog.discovery.project import blogs_of, builder_of, home_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.nodes import typed_link
from sphinx_confblog.reading.links.document_links import ROLES, without_suffix
from sphinx_confblog.reading.links.old_links import is_open
from sphinx_confblog.resolving.links.addresses import fill_site_link, keep_address, leave_missing
from sphinx_confblog.resolving.mentions.resolver import archived_missing
from sphinx_confblog.util.builders import writes_assembled

if TYPE_CHECKING:
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
    """Restores the URLs of broken links, which MyST treats as names."""

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
