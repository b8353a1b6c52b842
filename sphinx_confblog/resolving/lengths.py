"""Counts the words of posts, as far as a build shows them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.ext.ifconfig import ifconfig, process_ifconfig_nodes
from sphinx.ext.todo import todo_node
from sphinx.util import logging
from sphinx.util.nodes import process_only_nodes

from sphinx_confblog.discovery.project import builder_of, cached
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.util.text import Length

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.util.text import Condition


def shown_length(env: BuildEnvironment, docname: str) -> Length:
    """Return the length of what the page of a post shows."""
    parts = blog_domain(env).lengths.get(docname, ())
    shown = [
        length for length, conditions in parts if all(is_met(env, each) for each in conditions)
    ]
    return Length(sum(length.words for length in shown), sum(length.signs for length in shown))


@cached
def is_met(env: BuildEnvironment, condition: Condition) -> bool:
    """Return whether this build shows the nodes of a condition.

    Sphinx's own functions tell, given a document with one such node. Pages say what is wrong with
    an expression.
    """
    if condition.kind == todo_node.__name__:
        return bool(env.config.todo_include_todos)
    builder = builder_of(env)
    document = new_document("")
    content = nodes.paragraph("", "", nodes.Text("shown"))
    with logging.suppress_logging():
        if condition.kind == addnodes.only.__name__:
            document += addnodes.only("", content, expr=condition.expression)
            process_only_nodes(document, builder.tags)
        else:
            document += ifconfig("", content, expr=condition.expression)
            # It asks the application for these two alone.
            app: Any = SimpleNamespace(config=env.config, builder=builder)
            process_ifconfig_nodes(app, document, "")
    return content in document.children
