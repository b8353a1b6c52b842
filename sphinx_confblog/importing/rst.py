"""Turns a reStructuredText document into front matter and MyST Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.importing.rst_blocks import Writer
from sphinx_confblog.importing.rst_directives import options_of
from sphinx_confblog.importing.rst_inline import Names
from sphinx_confblog.importing.rst_parser import Block, Directive, parse

if TYPE_CHECKING:
    from sphinx_confblog.importing.article import Remark


@dataclass(slots=True)
class Converted:
    """A document in Markdown, with what it says about itself."""

    body: str
    #: The heading that stands above everything else, which the body has no more.
    title: str = ""
    #: Fields at the top: name in lower case -> text.
    fields: dict[str, str] = field(default_factory=dict)
    #: Directives that were asked for: name, argument, options and content in Markdown.
    taken: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def convert(
    text: str, *, sphinx: bool = False, take: tuple[str, ...] = (), titled: bool = False
) -> Converted:
    """Convert a document; the directives named in *take* are handed over, not written.

    *sphinx* says that the old site was made with Sphinx: its default language of code counts.
    With *titled*, the title stands elsewhere, and headings stay. Raises UnreadableError.
    """
    document = parse(text)
    result = Converted("")
    result.title = "" if titled else _take_title(document)
    result.fields = _take_fields(document)
    writer = Writer(Names.of(document), code="```{code-block}" if sphinx else "```")
    for node in list(document.findall(Directive)):
        if node["name"] in take:
            argument, options, content = options_of(list(node["lines"]))
            body = writer.blocks(parse("\n".join(content)).children, level=3)
            result.taken.append((str(node["name"]), argument, options, body))
            node.parent.remove(node)
    level = 2 if result.title or titled else 1
    result.body = writer.blocks(document.children, level).rstrip() + "\n"
    result.remarks = writer.remarks
    return result


def _take_title(document: nodes.document) -> str:
    """Lift the only section, which has the document's title; a title with markup stays."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    if len(sections) != 1:
        return ""
    (section,) = sections
    before = document.children[: document.index(section)]
    if not all(
        isinstance(node, nodes.Invisible | Directive) or _fields_of(node) for node in before
    ):
        return ""
    title = section.children[0]
    assert isinstance(title, nodes.Element)
    if not all(isinstance(child, nodes.Text) for child in title.children):
        return ""
    names = [str(name) for name in section["names"]]
    index = document.index(section)
    document[index : index + 1] = section.children[1:]
    if any(node.get("refname") in names for node in document.findall(nodes.reference)):
        document.insert(0, nodes.target("", "", names=names))
    return title.astext()


def _take_fields(document: nodes.document) -> dict[str, str]:
    """Take a list of fields that stands above all text."""
    for child in list(document.children):
        if found := _fields_of(child):
            document.remove(child)
            return found
        if not isinstance(child, nodes.Invisible | Directive):
            break
    return {}


def _fields_of(node: nodes.Node) -> dict[str, str]:
    """The fields in a block that is a list of them."""
    if not isinstance(node, Block) or not len(node) or not isinstance(node[0], nodes.field_list):
        return {}
    found = {}
    for entry in node[0].children:
        assert isinstance(entry, nodes.Element)
        name, body = entry.children
        text = body.rawsource if isinstance(body, nodes.Element) else ""
        found[name.astext().strip().lower()] = text.strip()
    return found
