"""Writes the inline markup of reStructuredText as MyST Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docutils import nodes

from sphinx_confblog.importing.rst_parser import Substitution, parse

_SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|\{(?=[\w:-]+\}`)")
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[ \t]*){3,}$|=+[ \t]*$|~{3,}|:{3,}|%|\+\+\+|"
    r"\|(?=.*\|)|\((?=[^\n]*\)=))|^([ \t]*\d{1,9})([.)](?=\s|$))",
    re.MULTILINE,
)


class InexpressibleError(ValueError):
    """Markup that Markdown has no words for; the block stays as it is."""


@dataclass(slots=True)
class Names:
    """What the names of a document mean."""

    uris: dict[str, str] = field(default_factory=dict)
    #: Names of places in the document.
    places: set[str] = field(default_factory=set)
    anonymous: list[str] = field(default_factory=list)
    substitutions: dict[str, Substitution] = field(default_factory=dict)
    #: Places that something refers to.
    wanted: set[str] = field(default_factory=set)
    #: Names that some reference has been resolved with.
    used: set[str] = field(default_factory=set)
    #: How many footnotes without a name were referred to, and how many were met.
    referred: int = 0
    met: int = 0

    @classmethod
    def of(cls, document: nodes.document) -> Names:
        """Collect the names of a document."""
        names = cls()
        names.take_targets(document)
        for section in document.findall(nodes.section):
            names.places.update(map(str, section["names"]))
        for node in document.findall(Substitution):
            names.substitutions[str(node["name"]).lower()] = node
        for reference in document.findall(nodes.reference):
            if reference.get("refname") in names.places:
                names.wanted.add(str(reference["refname"]))
        return names

    def take_targets(self, document: nodes.document) -> None:
        """Collect places and addresses."""
        indirect = {}
        for target in document.findall(nodes.target):
            own = [str(name) for name in target["names"]]
            if target.get("anonymous"):
                self.anonymous.append(str(target.get("refuri", "")))
            elif "refuri" in target:
                self.uris.update(dict.fromkeys(own, str(target["refuri"])))
            elif "refname" in target:
                indirect.update(dict.fromkeys(own, str(target["refname"])))
            else:
                self.places.update(own)
        for name, other in indirect.items():
            if other in self.uris:
                self.uris[name] = self.uris[other]


@dataclass(slots=True)
class Inline:
    """Writes the children of a text as Markdown."""

    names: Names
    #: Substitutions that are being put in.
    open: tuple[str, ...] = ()

    def write(self, node: nodes.Element) -> str:
        """The Markdown of what a node holds; raises InexpressibleError."""
        return "".join(self.one(child) for child in node.children)

    def one(self, node: nodes.Node) -> str:
        """The Markdown of one piece."""
        if isinstance(node, nodes.Text):
            return escaped(node.astext())
        writer = getattr(self, f"write_{node.__class__.__name__}", None)
        if writer is None:
            raise InexpressibleError(node.__class__.__name__)
        return str(writer(node))

    def write_emphasis(self, node: nodes.Element) -> str:
        """Stars."""
        return f"*{self.write(node)}*"

    def write_strong(self, node: nodes.Element) -> str:
        """Two stars."""
        return f"**{self.write(node)}**"

    def write_literal(self, node: nodes.Element) -> str:
        """Backticks."""
        return code(node.astext())

    def write_title_reference(self, node: nodes.Element) -> str:
        """The role that text in single backticks has."""
        return "{title-reference}" + code(node.astext())

    def write_Role(self, node: nodes.Element) -> str:  # noqa: N802  named for the node
        """The same role."""
        text = self.with_place(str(node["role"]), str(node["text"]))
        return f"{{{node['role']}}}{code(text)}" if text.strip() else ""

    def role_with_place(self, node: nodes.Element) -> str:
        """The source of a role, with the new name of a place."""
        old = str(node["text"])
        source: str = node.rawsource
        return source.replace(old, self.with_place(str(node["role"]), old))

    def with_place(self, role: str, text: str) -> str:
        """The text of a role with the new name of a place, if it refers to one."""
        match = re.fullmatch(r"(.*<)(.*)(>)|(.*)", text, re.DOTALL)
        assert match is not None
        name = nodes.fully_normalize_name(match[2] or match[4] or "")
        if role not in {"ref", "numref"} or name not in self.names.places or label(name) == name:
            return text
        return f"{match[1] or ''}{label(name)}{match[3] or ''}"

    def write_target(self, node: nodes.Element) -> str:
        """Nothing for the address of a link; places inside a text have no counterpart."""
        if "refuri" in node or "refname" in node:
            return ""
        raise InexpressibleError("target")

    def write_reference(self, node: nodes.Element) -> str:
        """A link."""
        uri = self.uri(node)
        if any(isinstance(child, nodes.image) for child in node.children):
            raise InexpressibleError("image")
        text = self.write(node)
        if "refuri" in node and uri.removeprefix("mailto:") == node.astext():
            return f"<{node.astext()}>"
        return f"[{text}]({destination(uri)})"

    def uri(self, node: nodes.Element) -> str:
        """Where a reference leads; raises InexpressibleError if nobody knows."""
        if "refuri" in node:
            return str(node["refuri"])
        if node.get("anonymous"):
            if not self.names.anonymous:
                raise InexpressibleError("anonymous reference")
            node["refuri"] = self.names.anonymous.pop(0)
            return str(node["refuri"])
        name = str(node.get("refname", ""))
        self.names.used.add(name)
        if name in self.names.uris:
            return self.names.uris[name]
        if name in self.names.places:
            return f"#{label(name)}"
        raise InexpressibleError(f"reference to {name}")

    def write_footnote_reference(self, node: nodes.Element) -> str:
        """A footnote's number or name."""
        if node.get("auto") == "*":
            raise InexpressibleError("symbol footnote")
        name = node.get("refname")
        if name is None:
            self.names.referred += 1
            name = f"auto-{self.names.referred}"
        return f"[^{label(str(name))}]"

    def write_substitution_reference(self, node: nodes.Element) -> str:
        """What a name stands for."""
        name = str(node["refname"]).lower()
        found = self.names.substitutions.get(name)
        if found is None or name in self.open:
            raise InexpressibleError(f"substitution {name}")
        text = str(found["text"]).strip()
        if found["directive"] == "replace":
            document = parse(text)
            if len(document) == 1 and isinstance(document[0], nodes.paragraph):
                return Inline(self.names, (*self.open, name)).write(document[0])
        if found["directive"] == "image" and "\n:" not in text.replace("\n ", "\n"):
            return f"![{escaped(str(found['name']))}]({destination(text)})"
        raise InexpressibleError(f"substitution {name}")


def escaped(text: str) -> str:
    """A text with a backslash before all that Markdown would take for markup."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text.replace("\x00", "\\"))
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[3]}\\{match[4]}"
    return f"{match[1]}\\{match[2]}"


def code(text: str) -> str:
    """A code span, with as many backticks as it takes."""
    text = " ".join(text.split("\n"))
    run = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * (run + 1)
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def label(name: str) -> str:
    """The name of a place, in one word as Markdown needs it."""
    return re.sub(r"[^\w.:/-]+", "-", name).strip("-")


def destination(uri: str) -> str:
    """The destination of a link, in pointed brackets if it needs them."""
    uri = re.sub(r"\s+", "", uri)
    return f"<{uri}>" if re.search(r"[()]", uri) else uri
