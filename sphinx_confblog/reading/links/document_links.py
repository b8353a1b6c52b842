"""Links to a post's file lead to the post, wherever its page is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.directives.other import TocTree, glob_re
from sphinx.util import docname_join, url_re
from sphinx.util.matching import patfilter
from sphinx.util.nodes import explicit_title_re

from sphinx_confblog.discovery.project import blogs_of, builder_of, home_of
from sphinx_confblog.domain import blog_domain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


#: Domain and type of references that name documents.
ROLES = {("std", "doc"), ("", "any"), ("", "doc"), ("", "myst")}


def follow_moved(app: Sphinx, doctree: nodes.document) -> None:
    """Resolve references to documents from the places of their files (``doctree-read``).

    References in a moved post are relative to its file; those to its file lead to the post.
    """
    env = app.env
    blogs = blogs_of(env)
    if not blogs.moved:
        return
    post = blogs.posts.get(env.docname)
    here = post.source_docname if post else env.docname
    for node in doctree.findall(addnodes.pending_xref):
        if (node.get("refdomain") or "", node["reftype"]) in ROLES:
            target = docname_join(here, node["reftarget"])
            target = blogs.moved.get(target, target)
            if target in env.found_docs:
                node["reftarget"] = f"/{target}"


def link_home(app: Sphinx, doctree: nodes.document) -> None:
    """Let links to files of posts that another build has lead to the posts (``doctree-read``).

    For MyST, they are files to download: before Sphinx copies them.
    """
    home = home_of(app.env)
    for link in list(doctree.findall(addnodes.download_reference)) if home else ():
        docname = without_suffix(app.env.relfn2path(link["reftarget"])[0], app.env)
        if home and docname in home.docnames:
            blog_domain(app.env).look_elsewhere(app.env.docname, docname)
            reference = addnodes.pending_xref("", *link.children, **link.attributes)
            reference.attributes.update(refdomain="std", reftype="doc", reftarget=f"/{docname}")
            link.replace_self(reference)


def without_suffix(path: str, env: BuildEnvironment) -> str:
    """Return the docname that the path of a source names."""
    suffix = next((s for s in env.config.source_suffix if path.endswith(s)), "")
    return path.removesuffix(suffix)


class MovedTocTree(TocTree):
    """A toctree that finds moved posts by the names of their files, and posts of another build.

    Sphinx warns of a name that it does not know as it parses the directive, and drops it; no event
    is early enough. So the entries are renamed in the method that parses them (Sphinx 8.2, 9.0 and
    9.2).
    """

    def parse_content(self, toctree: addnodes.toctree) -> None:
        """Replace the docnames of files with those of their posts."""
        blogs = blogs_of(self.env)
        post = blogs.posts.get(self.env.docname)
        here = post.source_docname if post else self.env.docname
        names = FileNames(blogs.moved, self.env, here)
        glob = bool(toctree["glob"])
        lines = [line for entry in self.content for line in names.renamed(entry, glob=glob)]
        self.content = type(self.content)(lines, source=toctree.source or "")
        super().parse_content(toctree)


class FileNames:
    """Translates the names in a toctree; *here* is the docname of the page's own file."""

    def __init__(self, moved: Mapping[str, str], env: BuildEnvironment, here: str) -> None:
        self.moved, self.env, self.here = moved, env, here
        self.home = home_of(env)
        #: What patterns have matched so far; Sphinx warns of duplicate entries.
        self.given = {env.docname}

    def renamed(self, entry: str, *, glob: bool) -> list[str]:
        """Return the entries to put in the place of one."""
        explicit = explicit_title_re.match(entry)
        name = explicit.group(2) if explicit else entry
        if not name or name == "self" or url_re.match(name):
            return [entry]
        if glob and not explicit and glob_re.match(entry):
            pattern = docname_join(self.here, entry)
            if self.home and not patfilter(self.env.found_docs, pattern):
                return [] if patfilter(self.home.docnames, pattern) else [entry]
            matches = self.matching(pattern)
            return [self.from_here(entry)] if matches is None else matches
        docname = self.docname_of(name)
        if self.home and docname not in self.env.found_docs:
            blog_domain(self.env).look_elsewhere(self.env.docname, docname)
        if self.home and docname in self.home.docnames and docname not in self.env.found_docs:
            there = self.home.docnames[docname]
            title = explicit.group(1) if explicit else self.home.titles[there]
            return [f"{title} <{self.home.address(there, builder_of(self.env))}>"]
        if docname not in self.moved and self.here == self.env.docname:
            return [entry]
        docname = f"/{self.moved.get(docname, docname)}"
        return [f"{explicit.group(1)} <{docname}>" if explicit else docname]

    def matching(self, pattern: str) -> list[str] | None:
        """Return what a pattern matches, in the order of the files; None without a moved post."""
        files = {name: self.moved[name] for name in patfilter(self.moved, pattern)}
        matches = {name: name for name in patfilter(self.env.found_docs, pattern)} | files
        if not files:
            self.given.update(matches)
            return None
        names = dict.fromkeys(matches[name] for name in sorted(matches))
        new = [name for name in names if name not in self.given]
        self.given.update(new)
        return [f"/{name}" for name in new]

    def from_here(self, entry: str) -> str:
        """Return a pattern as it is meant from the page's own file."""
        same = self.here == self.env.docname
        return entry if same else f"/{docname_join(self.here, entry)}"

    def docname_of(self, entry: str) -> str:
        """Return the docname that an entry means, with or without a suffix."""
        return docname_join(self.here, without_suffix(entry, self.env))


def setup_toctree(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Have toctrees find moved posts, on sites that have some (``env-before-read-docs``).

    The directive is added to the build's own domain object: directives of the standard domain are
    looked up before those of docutils, which all sites of a process share.
    """
    if blogs_of(env).moved or home_of(env):
        env.domains.standard_domain.directives["toctree"] = MovedTocTree


def mark_document(app: Sphinx, doctree: nodes.document) -> None:
    """Mark posts and generated pages as orphans: they need no toctree (``doctree-read``)."""
    env = app.env
    blogs = blogs_of(env)
    if env.docname in blogs.posts or env.docname in blogs.pages:
        env.metadata[env.docname]["orphan"] = ""


def depend_on_withheld(app: Sphinx, doctree: nodes.document) -> None:
    """Read a page again when a withheld file that it links to goes (``doctree-read``).

    What MyST makes of a link depends on whether there is such a file.
    """
    env = app.env
    blogs = blogs_of(env)
    links = doctree.findall(addnodes.pending_xref) if blogs.withheld else ()
    names = (link["reftarget"] for link in links if link.get("refdomain") == "doc")
    files = {os.path.normpath(blogs.files[name]) for name in names if name in blogs.withheld}
    # Those that it includes are something else.
    files -= {os.path.normpath(env.srcdir / path) for path in env.dependencies.get(env.docname, ())}
    for path in sorted(files):
        env.note_dependency(path)
    if files:
        blog_domain(env).awaited[env.docname] = tuple(sorted(files))


def hide_from_globs(app: Sphinx, doctree: nodes.document) -> None:
    """Keep unlisted posts out of toctrees that name patterns (``doctree-read``, before Sphinx)."""
    hidden = set(blogs_of(app.env).unlisted())
    for toctree in doctree.findall(addnodes.toctree) if hidden else ():
        if toctree["glob"]:
            toctree["entries"] = [e for e in toctree["entries"] if e[1] not in hidden]
            toctree["includefiles"] = [n for n in toctree["includefiles"] if n not in hidden]
