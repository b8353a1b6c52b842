"""Rewrites the links and images of posts in reStructuredText."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils.nodes import fully_normalize_name

from sphinx_confblog.importing.regions import replace_outside
from sphinx_confblog.importing.rst import masked_rst

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confblog.importing.article import Article
    from sphinx_confblog.importing.links import Links, Target

    New = Callable[[re.Match[str], int], str]

#: ``.. image:: path``, and the option ``:target: address`` below it.
_IMAGE = re.compile(
    r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[ \t]+(?P<path>\S[^\n]*?)[ \t]*$"
    r"|^[ \t]+:target:[ \t]+(?P<target>\S+)[ \t]*$",
    re.MULTILINE,
)
#: ``.. _name: address``, ``.. __: address`` and ``__ address``.
_TARGET = re.compile(
    r"^[ \t]*(?:\.\.[ \t]+_(?P<name>_|`[^`\n]+`|(?:\\.|[^:\\\n`]|:(?=\S))+):|__)[ \t]+"
    r"(?P<address>\S[^\n]*?)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
#: ```words <address>`_``; names and words are shorter than so many characters.
_EMBEDDED = re.compile(
    r"(?<![\w`:])`(?P<words>[^`<>]{0,1000}?)\s*<(?P<address>[^`<>]{1,2000})>`__?(?!\w)"
)
_REFERENCE = re.compile(
    r"(?<![\w`:])`(?P<phrase>[^`<>]{1,1000})`_(?![\w_])"
    r"|(?<![\w`:./|-])(?P<word>[^\W_](?:[\w.+-]*[^\W_])?)_(?![\w_`])"
)


class RstLinks:
    """Rewrites the links of one post; *links* knows where files and addresses are now."""

    def __init__(self, links: Links, article: Article) -> None:
        self.links, self.article = links, article
        #: Name of a link's address -> the role and the target that take its place.
        self.roles: dict[str, tuple[str, str]] = {}

    def rewrite(self) -> None:
        """Rewrite images, then addresses, then the references to them."""
        self.replace(_IMAGE, self.image, ("path", "target"))
        self.replace(_TARGET, self.named)
        self.replace(_EMBEDDED, self.embedded)
        if self.roles:
            self.replace(_REFERENCE, self.reference)

    def replace(self, pattern: re.Pattern[str], new: New, groups: tuple[str, ...] = ()) -> None:
        """Replace what a pattern finds outside code."""
        body = self.article.body
        self.article.body = replace_outside(body, pattern, new, groups, masked_rst(body))

    def target(self, address: str, line: int, *, image: bool = False) -> Target:
        """Return where an address leads now; remarks go to the line, counted from 0."""
        plain = re.sub(r"\\(\S)", r"\1", re.sub(r"(?<!\\)\s+", "", address))
        return self.links.target(
            plain.replace("\\ ", " "), self.article,
            lambda text: self.article.remark(line, text), image=image,
        )  # fmt: skip

    def image(self, match: re.Match[str], line: int) -> str:
        """Return the new path of an image, or the address that it links to."""
        if match["path"]:
            target = self.target(match["path"], line, image=True)
            return self.path(target).replace(" ", "\\ ") if target.file else match["path"]
        target = self.target(match["target"], line)
        if target.file:
            self.article.remark(line, f"an image cannot link to {target.file}; link to its page")
        return match["target"] if target.file or not target.moved else target.address

    def named(self, match: re.Match[str], line: int) -> str:
        """Return the line of an address, or nothing if roles take its place."""
        name, address = match["name"], match["address"]
        if re.search(r"(?<!\\)_$", address):
            return match[0]
        target = self.target(address, line)
        if target.file and name not in {None, "_"}:
            self.roles[normal_name(name.strip("`"))] = self.role(target, line)
            return "\n" if match[0].endswith("\n") else ""
        if target.file:
            what = ":{}:`… <{}>`".format(*self.role(target, line))
            self.article.remark(line, f"a link without a name cannot lead to a file; write {what}")
        return match[0].replace(address, target.address) if target.moved else match[0]

    def embedded(self, match: re.Match[str], line: int) -> str:
        """Return a link that holds its address."""
        address = match["address"]
        if re.search(r"(?<!\\)_$", address):
            known = self.roles.get(normal_name(address[:-1]))
            return as_role(*known, match["words"]) if known else match[0]
        target = self.target(address, line)
        if target.file:
            role, path = self.role(target, line)
            if match[0].endswith("`_"):
                self.roles.setdefault(normal_name(match["words"]), (role, path))
            return as_role(role, path, match["words"] or posixpath.basename(path))
        return match[0].replace(address, target.address) if target.moved else match[0]

    def reference(self, match: re.Match[str], line: int) -> str:
        """Return a reference whose address is gone as a role."""
        words = match["phrase"] or match["word"]
        known = self.roles.get(normal_name(words))
        return as_role(*known, words) if known else match[0]

    def role(self, target: Target, line: int) -> tuple[str, str]:
        """Return the role that leads to a file, and what it is told."""
        path = self.path(target)
        if target.file not in self.links.new_files:
            return "download", path
        if target.anchor:
            self.article.remark(line, f"leads to the top of the post now, not to {target.anchor}")
        return "doc", posixpath.splitext(path)[0]

    def path(self, target: Target) -> str:
        """Return the path from the post to a file below the destination."""
        return posixpath.relpath(target.file, posixpath.dirname(self.article.name) or ".")


def normal_name(words: str) -> str:
    """Return a name as docutils compares it."""
    return fully_normalize_name(re.sub(r"\\(.)", r"\1", words))


def as_role(role: str, target: str, words: str) -> str:
    """Return a role with its words."""
    return f":{role}:`{' '.join(words.split())} <{target}>`"
