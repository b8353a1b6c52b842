"""A directive of these docs: a picture of pages, in light and in dark."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Pixels of a picture for one of the page: ``tools/pictures.py`` takes them for sharp screens.
SCALE = 2


class Picture(SphinxDirective):
    """Shows ``_static/NAME.png``, and ``NAME-dark.png`` in the dark mode; the text describes it."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make both images; formats without a dark mode have the light one alone."""
        name, alt = self.arguments[0], " ".join(self.content)
        dark = addnodes.only(expr="html and not epub")
        dark += self.image(f"{name}-dark", alt, "only-dark")
        return [self.image(name, alt, "only-light"), dark]

    def image(self, name: str, alt: str, shown: str) -> nodes.image:
        """An image in the size of the page that it shows."""
        uri = f"/_static/{name}.png"
        path = Path(self.env.srcdir, uri[1:])
        self.env.note_dependency(str(path))
        # No link to the file: hidden, it would still be reached with the keyboard.
        classes = [shown, "no-scaled-link"]
        width = f"{png_width(path) // SCALE}px"
        return nodes.image("", uri=uri, alt=alt, width=width, loading="lazy", classes=classes)


def png_width(path: Path) -> int:
    """The width of an image, which stands near the beginning of a PNG file."""
    with path.open("rb") as file:
        return int(struct.unpack(">I", file.read(20)[16:])[0])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("picture", Picture)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
