"""An extension that writes down the paths it meets, as other extensions do.

It is loaded by the sites of tests. What it meets while processes work side by side goes to a file.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The file, beside the source folder.
SEEN = "seen.txt"
#: Each event after which the environment is looked at, and what its handlers return.
EVENTS: tuple[tuple[str, list[str] | None], ...] = (
    ("env-get-outdated", []),
    ("env-before-read-docs", None),
    ("source-read", None),
    ("doctree-read", None),
    ("env-updated", None),
    ("env-check-consistency", None),
    ("doctree-resolved", None),
    ("html-page-context", None),
    ("build-finished", None),
)


class Recorder(logging.Handler):
    """Notes where messages say that they are about."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def emit(self, record: logging.LogRecord) -> None:
        """Note the location of one, in any of its forms."""
        location = getattr(record, "location", None)
        if isinstance(location, tuple):
            location = self.app.env.doc2path(location[0])
        elif isinstance(location, nodes.Node):
            location = location.source
        if location:
            note(self.app, "message", str(location).partition(":")[0])


class Look(SphinxPostTransform):
    """Looks at everything while a document is resolved."""

    default_priority = 500

    def run(self, **kwargs: object) -> None:
        """Look."""
        note_environment(self.app)


def note(app: Sphinx, what: str, path: str | Path) -> None:
    """Note that a path has been met, and where it is if it lies outside of the source folder."""
    inside = Path(app.srcdir, path).is_relative_to(app.srcdir)
    with (app.srcdir.parent / SEEN).open("a", encoding="utf-8") as file:
        file.write(f"{what}\n" if inside else f"{what} {path}\n")


def note_document(app: Sphinx, document: nodes.document, *_: object) -> None:
    """Note the sources of a document and of its nodes."""
    note(app, "document", document["source"])
    note(app, "setting", document.settings._source)
    note(app, "reporter", document.reporter.source)
    for node in document.findall(nodes.Element):
        # Prologues and translations have names that are no paths.
        for source in {node.source, node.get("source")} - {None}:
            if "<" not in source:
                note(app, "node", source)


def note_environment(app: Sphinx, *_: object) -> None:
    """Note all paths that an environment knows."""
    env = app.env
    for path in paths_of_documents(app):
        note(app, "source", path)
    for path in set().union(*env.dependencies.values()):
        note(app, "dependency", path)
    for path in (*env.images, *env.dlfiles):
        note(app, "file", path)
    for docname in set().union(*env.included.values()):
        note(app, "included", env.doc2path(docname))


def paths_of_documents(app: Sphinx) -> Iterator[Path]:
    """The path of each document that there is, and is to be."""
    for docname in app.env.found_docs | app.env.all_docs.keys():
        path = app.env.doc2path(docname)
        assert app.env.path2doc(path) == docname
        yield path


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at everything whenever one can."""
    logging.getLogger("sphinx").addHandler(Recorder(app))
    app.add_post_transform(Look)
    app.connect("doctree-read", note_document)
    app.connect("doctree-resolved", note_document)
    for event, answer in EVENTS:

        def look(app: Sphinx, *_: object, answer: list[str] | None = answer) -> list[str] | None:
            note_environment(app)
            return answer

        app.connect(event, look)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
