"""Reads the heads of built pages with tools that are not ours: extruct and lxml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import extruct
import lxml.html

if TYPE_CHECKING:
    from conftest import Built


@dataclass(frozen=True)
class Head:
    """What the head of a page says."""

    html: str

    @property
    def graph(self) -> dict[str, Any]:
        """Open Graph and article tags; those that are there more than once are lists."""
        found: dict[str, Any] = {}
        for item in extruct.extract(self.html, syntaxes=["opengraph"])["opengraph"]:
            for name, content in item["properties"]:
                found.setdefault(name, []).append(content)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}

    @property
    def data(self) -> list[dict[str, Any]]:
        """The records of JSON-LD."""
        found: list[dict[str, Any]] = extruct.extract(self.html, syntaxes=["json-ld"])["json-ld"]
        return found

    def named(self, name: str) -> list[str]:
        """The contents of the ``meta`` elements of a name."""
        return self.select(f"//head//meta[@name='{name}']/@content")

    @property
    def canonical(self) -> list[str]:
        """The addresses that the page gives for its original."""
        return self.select("//link[@rel='canonical']/@href")

    @property
    def title(self) -> str:
        """The title of the page in the browser."""
        return self.select("//head/title/text()")[0]

    def select(self, path: str) -> list[str]:
        """Texts at an XPath."""
        return [str(text) for text in lxml.html.document_fromstring(self.html).xpath(path)]


def head(built: Built, docname: str) -> Head:
    """The head of a built page."""
    path = built.outdir / f"{docname}.html"
    if not path.is_file():
        path = built.outdir / docname.removesuffix("index") / "index.html"
    return Head(path.read_text("utf-8"))
