"""An extension that draws pictures while pages are written, as Graphviz does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class drawing(nodes.General, nodes.Element):  # noqa: N801  as all nodes are called
    """The place of a picture."""


class Draw(Directive):
    """Takes the name of a picture."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Leave a node."""
        return [drawing(name=self.arguments[0])]


def draw(translator: Any, node: drawing) -> None:
    """Draw a picture that is not there, with a map of its links, and show it."""
    builder, name = translator.builder, f"{node['name']}.png"
    path = Path(builder.outdir, builder.imagedir, "drawn", name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        if builder.name != "epub":
            path.with_name(f"{name}.map").write_text(name)
    if builder.format == "latex":
        translator.body.append(rf"\sphinxincludegraphics{{{{drawn/{name}}}}}")
    else:
        translator.body.append(f'<img src="{builder.imgpath}/drawn/{name}" alt="">')
    raise nodes.SkipNode


def skip(translator: Any, node: drawing) -> None:
    """Show nothing."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    ways: dict[str, Any] = dict.fromkeys(("text", "man", "texinfo"), (skip, None))
    app.add_node(drawing, html=(draw, None), latex=(draw, None), **ways)
    app.add_directive("draw", Draw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
