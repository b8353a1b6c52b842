"""Shows warnings about an excerpt only for the post's page, and adds hints to warnings."""

from __future__ import annotations

import logging as stdlib_logging
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import __
from sphinx.util import logging

from sphinx_confblog.discovery.project import blogs_of, project_of
from sphinx_confblog.discovery.reports.problems import withheld_reason
from sphinx_confblog.discovery.unread_files import POSTS_ALONE
from sphinx_confblog.domain import NAME, BlogDomain, hint
from sphinx_confblog.reading.foreign_nodes import is_excerpt
from sphinx_confblog.reading.mentions import xref_of
from sphinx_confblog.resolving.mentions.suggestions import suggestion
from sphinx_confblog.util.text import may_mean

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class ExcerptWarnings(stdlib_logging.Filter):
    """Drops warnings about nodes of excerpts on pages that list posts."""

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        """Drop a record if its location is in an excerpt: the post's page has reported it."""
        node = getattr(record, "location", None)
        while isinstance(node, nodes.Node):
            if is_excerpt(node):
                return False
            node = node.parent
        return True


#: Warnings about links and labels, which are given by others than ``warn-missing-reference``.
LINKS = frozenset({("myst", "xref_missing"), ("ref", "ref")})
#: Sphinx's warning about a document in a toctree.
UNREADABLE = ("toc", "not_readable")


class LinkHints(stdlib_logging.Filter):
    """Adds to warnings about links and labels in posts what may be meant.

    To those about toctrees, why a Markdown file is not read: their texts name its docname, whatever
    the language, and hold nothing else when another process has sent them.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env = env

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        """Keep all records."""
        node = getattr(record, "location", None)
        kind = getattr(record, "type", ""), getattr(record, "subtype", "")
        if kind in LINKS and isinstance(node, addnodes.pending_xref):
            record.msg, record.args = f"{record.getMessage()}{hint_for(self.env, node)}", ()
        if kind == UNREADABLE:
            text = record.getMessage()
            files = project_of(self.env).markdown.items()
            named = (f"{name}{path.suffix}" for name, path in files if repr(name) in text)
            if (file := next(named, None)) is not None:
                record.msg, record.args = f"{text}; {file} is not read, as {POSTS_ALONE}", ()
        return True


def hint_for(env: BuildEnvironment, node: addnodes.pending_xref) -> str:
    """Return the end of a warning about a reference in a post; "" if nothing is like it."""
    docname, target = node.get("refdoc", ""), node["reftarget"]
    is_known = target in env.domains.standard_domain.anonlabels
    if docname not in blogs_of(env).posts or is_known:
        return ""
    return may_mean(suggestion(env, docname, xref_of(node)))


def warn_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say what a role of the blog may mean instead (``warn-missing-reference``).

    The warning is Sphinx's own, ``ref.post`` and so on, with what else there is.
    """
    if not isinstance(domain, BlogDomain):
        return None
    role, target = node["reftype"], node["reftarget"]
    text = f"{NAME}:{role} reference target not found: {target}"
    reason = withheld_reason(blogs_of(app.env), target) if role == "post" else None
    if reason is not None:
        text += f"; the post is withheld ({reason.value})"
    else:
        text += hint(domain, role, target, node.get("refdoc", ""))
    logger.warning("%s", text, location=node, type="ref", subtype=role)
    return True


def warn_missing_in_post(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say what a reference in a post may mean instead (``warn-missing-reference``).

    The warning is Sphinx's own, with that at its end. It calls all that listen, so those about
    labels are left to the standard domain.
    """
    name, typ, target = node.get("refdomain") or "std", node["reftype"], node["reftarget"]
    hint = "" if name == NAME or (name, typ) == ("std", "ref") else hint_for(app.env, node)
    if not hint:
        return None
    if domain and typ in domain.dangling_warnings:
        text = domain.dangling_warnings[typ] % {"target": target}
    elif name != "std":
        text = __("%s:%s reference target not found: %s") % (name, typ, target)
    else:
        text = __("%r reference target not found: %s") % (typ, target)
    logger.warning("%s%s", text, hint, location=node, type="ref", subtype=typ)
    return True


def quiet_excerpts(app: Sphinx) -> None:
    """Begin to drop warnings about excerpts, and to add hints (``builder-inited``).

    The filter comes before those of Sphinx, which make texts of locations. Sphinx makes new
    handlers for each application, and resolves pages in the process that has them (8.2 to 9.2).
    """
    for handler in stdlib_logging.getLogger(logging.NAMESPACE).handlers:
        handler.filters.insert(0, ExcerptWarnings())
        if handler.level >= stdlib_logging.WARNING:
            handler.filters.insert(1, LinkHints(app.env))


def resolve_apart(env: BuildEnvironment, document: nodes.document, docname: str) -> None:
    """Resolve a document apart from its page, without the warnings that its page has given."""
    with logging.suppress_logging():
        env.apply_post_transforms(document, docname)
