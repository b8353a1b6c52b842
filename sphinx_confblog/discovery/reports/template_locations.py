"""Names the site's own template in warnings of pages that are made from it."""

from __future__ import annotations

import logging as stdlib_logging
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_confblog.discovery.project import blogs_of, project_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class TemplateLocations(stdlib_logging.Filter):
    """Names the user's template in warnings of a generated page that is made from it.

    The page has no file that could be mended.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__()
        self.env = env

    def filter(self, record: stdlib_logging.LogRecord) -> bool:
        """Keep all records; Sphinx has made their locations texts already."""
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = self.in_template(location)
        return True

    def in_template(self, location: str) -> str:
        """Return the line of the user's template for one of a generated page."""
        path, _, line = location.rpartition(":")
        docname = project_of(self.env).path2doc(path) if line.isdecimal() else None
        blogs = blogs_of(self.env)
        if docname is None or docname not in blogs.pages:
            return location
        page = blogs.rendered(docname)
        return location if page.is_shipped else f"{page.path}:{line}"


def name_templates(app: Sphinx) -> None:
    """Begin to name templates in warnings (``builder-inited``).

    Sphinx makes new handlers for each application.
    """
    for handler in stdlib_logging.getLogger(logging.NAMESPACE).handlers:
        handler.addFilter(TemplateLocations(app.env))
