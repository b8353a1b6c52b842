"""Parses reStructuredText with docutils' own parser, but runs no directive and no role.

Directives and roles become nodes that hold what was typed, so that nothing of a site has to be
known, and nothing is read from disk. Blocks remember their source, too.
"""

from __future__ import annotations

import io
import re
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, states
from docutils.utils import new_document, unescape

from sphinx_confblog.importing.tree import UnreadableError

#: Roles whose text keeps its backslashes.
LITERAL = frozenset({"math", "code", "raw"})
_SUBSTITUTION = re.compile(r"\.\.\s+\|(.+?)\|\s+([\w:.+-]+?)::[ \t]*(.*)", re.DOTALL)
#: What begins a block whose source is remembered.
_BLOCKS = (
    "bullet", "enumerator", "field_marker", "option_marker", "line_block", "grid_table_top",
    "simple_table_top", "doctest", "indent",
)  # fmt: skip


class Block(nodes.General, nodes.Element):
    """A block; ``rawsource`` is what was typed, the children are what docutils makes of it."""


class Directive(nodes.General, nodes.Element):
    """A directive: ``name``, and ``lines``, what stands behind the colons and below."""


class Role(nodes.Inline, nodes.Element):
    """A piece of text in a role: ``role``, which may be empty, and ``text``."""


class Substitution(nodes.Invisible, nodes.Element):
    """The definition of a substitution: ``name``, ``directive`` and ``text``."""


class _Roles(states.Inliner):
    """Keeps roles as they were typed."""

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Make a node of a role instead of running it."""
        if not role:
            return [nodes.title_reference(rawsource, unescape(text))], []
        return [Role(rawsource, role=role, text=unescape(text, role in LITERAL))], []


def _inliner() -> Any:
    """An inliner that keeps roles; docutils looks for its patterns in the class alone."""
    patterns = {k: v for k, v in vars(states.Inliner).items() if isinstance(v, str) and k[0] != "_"}
    return type("Inliner", (_Roles,), patterns)()


class Inert:
    """What all states share: nested parsers keep directives, too."""

    explicit: Any
    state_machine: Any
    document: nodes.document

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.nested_sm_kwargs = {"state_classes": STATES, "initial_state": "Body"}
        # docutils shares these between all parsers of a process; ours would run in Sphinx's.
        self.nested_sm_cache: list[Any] = []

    def explicit_construct(self, match: re.Match[str]) -> Any:
        """Take directives and substitutions; leave the rest to docutils."""
        for method, pattern in self.explicit.constructs:
            found = pattern.match(match.string)
            if found is None:
                continue
            if method.__name__ == "directive":
                return self.keep_directive(found)
            if method.__name__ == "substitution_def":
                return self.keep_substitution(found)
            if method.__name__ == "citation":
                return self.keep_citation(method, found)
            break
        return super().explicit_construct(match)  # type: ignore[misc]

    def keep_directive(self, match: re.Match[str]) -> Any:
        """Make a node of a directive instead of running it."""
        source, lines, finished = self.take(match.end())
        line = self.state_machine.abs_line_number()
        node = Directive(source, name=match[1], lines=lines)
        node.line = line
        return [node], finished

    def keep_substitution(self, match: re.Match[str]) -> Any:
        """Make a node of a substitution's definition."""
        source, _, finished = self.take(match.end())
        found = _SUBSTITUTION.match(source)
        if found is None:
            return [nodes.comment(source, source)], finished
        name, directive, text = found.groups()
        return [Substitution(source, name=name, directive=directive, text=text)], finished

    def keep_citation(self, method: Any, match: re.Match[str]) -> Any:
        """Remember the source of a citation."""
        start = self.state_machine.line_offset
        made, finished = method(self, match)
        lines = self.state_machine.input_lines[start : self.state_machine.line_offset + 1]
        return [Block("\n".join(lines).rstrip(), *made)], finished

    def take(self, end: int) -> tuple[str, list[str], bool]:
        """The source of an explicit block, its lines without indentation, and how it ends."""
        machine = self.state_machine
        start = machine.line_offset
        indented, _, _, finished = machine.get_first_known_indented(end, strip_top=False)
        source = "\n".join(machine.input_lines[start : machine.line_offset + 1])
        return source.rstrip(), list(indented), finished or machine.is_next_line_blank()


def _remembering(state: type, name: str) -> Any:
    """A method that calls the one of this name, and wraps what it makes."""

    def method(self: Any, match: Any, context: Any, next_state: Any) -> Any:
        lines, parent = self.state_machine.input_lines, self.parent
        start, before = self.state_machine.line_offset, len(parent)
        if state.__name__ == "Text":
            start -= 1
        result = getattr(state, name)(self, match, context, next_state)
        source = "\n".join(lines[start : self.state_machine.line_offset + 1]).rstrip()
        made = parent.children[before:]
        del parent[before:]
        parent += Block(source, *made)
        return result

    return method


def _states() -> list[type]:
    """The states of docutils' parser, each one derived once."""
    made = []
    for state in states.state_classes:
        own = {"Body": _BLOCKS, "Text": ("indent",)}.get(state.__name__, ())
        methods = {name: _remembering(state, name) for name in own}
        made.append(type(state.__name__, (Inert, state), methods))
    return made


STATES = _states()


def parse(text: str) -> nodes.document:
    """Parse a text; raises UnreadableError if it is nested too deeply, and nothing else."""
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    settings.warning_stream = io.StringIO()
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.line_length_limit = 1_000_000
    document = new_document("", settings)
    parser = Parser(inliner=_inliner())
    parser.state_classes = STATES
    try:
        parser.parse(text, document)
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    return document
