"""Directives of these docs: reference tables that are made from the code itself."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

import sphinx_confblog
from sphinx_confblog.cli import main
from sphinx_confblog.config import comments, options

if TYPE_CHECKING:
    import argparse
    import enum
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PACKAGE = Path(sphinx_confblog.__file__).parent
TYPES = {str: "str", int: "int", bool: "bool", list: "list[str]", dict: "dict", type(None): "None"}


class GeneratedDirective(SphinxDirective):
    """Parses the Markdown of :meth:`lines`; the page is read again when its source changes."""

    def run(self) -> list[nodes.Node]:
        """Parse what was made."""
        return self.parse_text_to_nodes("\n".join(self.lines()))

    def lines(self) -> Iterable[str]:
        """Make lines of Markdown."""
        raise NotImplementedError

    def depend_on(self, path: str | Path) -> None:
        """Read the page again when a file changes."""
        self.env.note_dependency(str(path))


class Option(GeneratedDirective):
    """An option of ``conf.py`` that roles can link to; the content is an example."""

    required_arguments = 1
    has_content = True
    option_spec = {"guide": str}  # noqa: RUF012  as Sphinx's own

    def lines(self) -> Iterator[str]:
        """Make one ``confval`` from the field of the frozen configuration."""
        self.depend_on(inspect.getfile(options))
        declared = options.BlogConfig.__dataclass_fields__[self.arguments[0]]
        yield f"````{{confval}} {options.PREFIX}{declared.name}"
        yield from ("", f"{declared.metadata['help']} See {{doc}}`{self.options['guide']}`.", "")
        types, default = types_of(declared.metadata["types"]), options.default_of(declared)
        yield f"Type: `{types}`. Default: {literal(default)}. Example:"
        yield from ("", "```python", *self.content, "```")
        yield "````"


class Options(GeneratedDirective):
    """All options: their names, defaults and the first sentence about each."""

    def lines(self) -> Iterator[str]:
        """Make a table in the order of the names."""
        self.depend_on(inspect.getfile(options))
        rows = (
            (
                f"{{confval}}`{options.PREFIX}{declared.name}`",
                literal(options.default_of(declared)),
                re.split(r"(?<=\.)\s", declared.metadata["help"])[0],
            )
            for declared in sorted(fields(options.BlogConfig), key=lambda declared: declared.name)
        )
        yield from table(("Option", "Default", "Meaning"), rows)


def types_of(types: Iterable[type]) -> str:
    """Name the types that an option accepts."""
    accepted = dict.fromkeys(types)
    if bool in accepted:
        accepted.pop(int, None)
    return " | ".join(TYPES[t] for t in accepted if t in TYPES)


def literal(value: Any) -> str:
    """Return a value as code; tuples are lists in ``conf.py``."""
    return f"`{list(value) if isinstance(value, tuple) else value!r}`"


class Values(GeneratedDirective):
    """The members of an enum, ``module:Class``, with their docstrings."""

    required_arguments = 1
    option_spec = {"heading": str, "prefix": str}  # noqa: RUF012  as Sphinx's own

    def lines(self) -> Iterator[str]:
        """Make a table of two columns."""
        module_name, _, name = self.arguments[0].partition(":")
        module = import_module(f"sphinx_confblog.{module_name}")
        self.depend_on(inspect.getfile(module))
        prefix = self.options.get("prefix", "")
        rows = (
            (f"`{prefix}{member.value}`", text) for member, text in described(getattr(module, name))
        )
        yield from table((self.options.get("heading", "Value"), "Meaning"), rows)


def described(kind: type[enum.Enum]) -> Iterator[tuple[enum.Enum, str]]:
    """Yield each member of an enum with the docstring below it."""
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    for statement, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.Assign) and isinstance(below, ast.Expr):
            (target,) = statement.targets
            assert isinstance(target, ast.Name)
            yield kind[target.id], inspect.cleandoc(ast.literal_eval(below.value))


class Settings(GeneratedDirective):
    """The settings of one provider of comments."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Make a table of three columns."""
        self.depend_on(inspect.getfile(comments))
        rows = (
            (f"`{name}`", "yes" if setting.required else "", setting.help)
            for name, setting in comments.PROVIDERS[self.arguments[0]].settings.items()
        )
        yield from table(("Setting", "Required", "Meaning"), rows)


class Modules(GeneratedDirective):
    """The modules of one folder, or those outside the folders, and what each does."""

    optional_arguments = 1

    def lines(self) -> Iterator[str]:
        """Make a table in the order of the names."""
        folder = PACKAGE.joinpath(*self.arguments)
        rows = []
        for path in sorted(folder.glob("*.py")):
            self.depend_on(path)
            if not path.stem.startswith("__"):
                docs = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
                rows.append((f"`{path.stem}`", docs.partition("\n\n")[0]))
        yield from table(("Module", "What it does"), rows)


class Command(GeneratedDirective):
    """A command: its purpose, options and examples."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Make Markdown of the command's parser."""
        for path in PACKAGE.glob("*/*.py"):
            self.depend_on(path)
        _, subparsers = main.make_parser()
        parser = subparsers.choices[self.arguments[0]]
        yield from ("```text", " ".join(parser.format_usage().split()), "```", "")
        yield flags_marked(parser.description or "")
        yield from ("", f"```{{program}} {parser.prog}", "```", "")
        # argparse has no public list of them.
        for action in parser._actions:  # noqa: SLF001
            if action.dest != "help":
                yield from described_action(action)
        if parser.epilog:
            yield from example_block(parser.epilog)


def described_action(action: argparse.Action) -> Iterator[str]:
    """Yield an option or an argument, which roles can link to."""
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    names = [f"{name}{value}" for name in action.option_strings] or [action.metavar or action.dest]
    text = flags_marked(action.help or "")
    yield from ("", f"````{{option}} {', '.join(names)}", "", f"{text}.", "````")


def flags_marked(text: str) -> str:
    """Return a help text in Markdown, with its flags as code."""
    return re.sub(r"(?<!\S)--?[a-zA-Z][\w-]*", r"`\g<0>`", text)


def example_block(epilog: str) -> Iterator[str]:
    """Yield the examples of a help text."""
    heading, _, lines = epilog.partition("\n")
    yield from ("", heading.capitalize(), "", "```text", inspect.cleandoc(lines), "```")


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a Markdown table."""
    headings = list(headings)
    yield line(headings)
    yield line("---" for _ in headings)
    for row in rows:
        yield line(row)


def line(cells: Iterable[str]) -> str:
    """Write a row of a Markdown table."""
    return "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in cells) + " |"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("confblog-option", Option)
    app.add_directive("confblog-options", Options)
    app.add_directive("confblog-values", Values)
    app.add_directive("confblog-settings", Settings)
    app.add_directive("confblog-modules", Modules)
    app.add_directive("confblog-command", Command)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
