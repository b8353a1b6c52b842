"""Sets up MyST for posts: any first heading level, and their own descriptions."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.discovery.markdown_suffix import given_suffixes
from sphinx_confblog.discovery.project import blogs_of, project_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.parsers import Parser
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.docutils import SphinxTranslator

    #: The two functions of a kind of node.
    Visitors = tuple[Callable[..., None], Callable[..., None] | None]


#: The logger of MyST's setup.
MYST_SETUP = "sphinx.myst_parser.sphinx_ext.main"
#: The logger of MyST's warnings, and the subtype of the one about heading levels.
MYST_LOGGER = "sphinx.myst_parser.warnings_"
SUBTYPE = "header"
#: The format of builders, and the kind of node, whose visitors MyST replaces.
HTML, CONTAINER = "html", nodes.container.__name__
#: The extensions by which sites read Markdown.
PARSERS = frozenset({"myst_parser", "myst_nb"})


def setup_markdown(app: Sphinx) -> bool:
    """Set up MyST-Parser, unless MyST-NB does so; return whether there was no Markdown before."""
    ours = "myst_parser" not in app.extensions and is_ours(app.config)
    handlers = app.registry.translation_handlers.get(HTML, {})
    before = handlers.get(CONTAINER)
    if "myst_nb" not in app.config.extensions:
        app.setup_extension("myst_parser")
    if ours:
        configure_quietly(app)
        keep_containers(app, before)
    return ours


def keep_containers(app: Sphinx, before: Visitors | None) -> None:
    """Have containers written as they were *before* MyST, except those in Markdown.

    MyST writes many of them without the class ``container``, on all pages, and has no option for
    that (MyST-Parser 4.0 and 5.2).
    """
    mysts = app.registry.translation_handlers[HTML].get(CONTAINER)
    if mysts is None or mysts == before:
        return
    of_markdown: Visitors = mysts

    def chosen(translator: SphinxTranslator, node: nodes.container) -> Visitors:
        if project_of(translator.builder.env).is_markdown(str(node.source)):
            return of_markdown
        kind = type(translator)
        return before or (kind.visit_container, kind.depart_container)

    def visit(translator: SphinxTranslator, node: nodes.container) -> None:
        chosen(translator, node)[0](translator, node)

    def depart(translator: SphinxTranslator, node: nodes.container) -> None:
        if leave := chosen(translator, node)[1]:
            leave(translator, node)

    app.add_node(nodes.container, override=True, **{HTML: (visit, depart)})


def configure_quietly(app: Sphinx) -> None:
    """Keep MyST from printing all its options in each build of a site that has set none.

    MyST has no option for that (MyST-Parser 4.0 and 5.2), so its handler is replaced.
    """
    # MyST has been imported by Sphinx; the command line, which needs none of it, has not.
    from myst_parser.sphinx_ext.main import create_myst_config  # noqa: PLC0415

    def configure(app: Sphinx) -> None:
        """Set MyST's options without printing them (``builder-inited``)."""
        with filtered(MYST_SETUP, ImportantAlone()):
            create_myst_config(app)  # type: ignore[no-untyped-call]

    for listener in list(app.events.listeners["builder-inited"]):
        if listener.handler is create_myst_config:
            app.disconnect(listener.id)
            # It comes to the end of the list, and MyST's next handler needs what it sets.
            app.connect("builder-inited", configure, listener.priority - 1)


def is_ours(config: Config) -> bool:
    """Return whether the site reads no Markdown without the blog, as far as ``conf.py`` says."""
    return not PARSERS & set(config.extensions) and ".md" not in given_suffixes(config)


def set_up_parsers(app: Sphinx) -> None:
    """Have MyST parse posts and generated pages as such (``builder-inited``).

    Posts are parsed without warnings about heading levels, and generated pages as pages of the
    source folder. The parsers of the site are registered again, as subclasses that differ in this
    alone: in Sphinx's registry, which is the build's own.
    """
    # Here, so that the command line starts faster.
    from myst_parser.parsers.sphinx_ import MystParser  # noqa: PLC0415

    for kind, parser in list(app.registry.get_source_parsers().items()):
        if issubclass(parser, MystParser):
            app.add_source_parser(blog_parser(kind, parser), override=True)


def blog_parser(kind: str, base: type[Parser]) -> type[Parser]:
    """Return a parser for sources of one *kind* that knows posts and generated pages."""

    def parse(self: Parser, inputstring: str, document: nodes.document) -> None:
        env = document.settings.env
        leave_template(document)
        if env.docname in blogs_of(env).posts:
            with filtered(MYST_LOGGER, AnyHeading()):
                base.parse(self, inputstring, document)
        else:
            base.parse(self, inputstring, document)

    return type(f"Blog{base.__name__}", (base,), {"supported": (kind,), "parse": parse})


def leave_template(document: nodes.document) -> None:
    """Give a document that is made from a template the path of its page as source.

    Nodes, directives and messages take it from there. The name in the settings is docutils' own
    (checked with docutils 0.21 and 0.22).
    """
    project = project_of(document.settings.env)
    docname = document.settings.env.docname
    # Translations are parsed as well, and have sources of their own.
    if project.is_generated(docname) and document["source"] == str(project.template(docname)):
        path = str(project.doc2path(docname, absolute=True))
        document["source"] = document.reporter.source = document.settings._source = path  # noqa: SLF001
        document.note_source(path, -1)


@contextmanager
def filtered(name: str, dropping: logging.Filter) -> Iterator[None]:
    """Drop records of a logger meanwhile; it is that of all sites of the process."""
    logger = logging.getLogger(name)
    logger.addFilter(dropping)
    try:
        yield
    finally:
        logger.removeFilter(dropping)


class ImportantAlone(logging.Filter):
    """Drops all that is less than a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep warnings and errors."""
        return record.levelno >= logging.WARNING


class AnyHeading(logging.Filter):
    """Drops MyST's warnings that headings do not begin at ``#`` or skip a level.

    Those of a post close up beneath its title, so there is nothing to fix. The warnings are
    dropped where they are made: later, Sphinx cannot tell posts from other pages. MyST has no
    option for one file (MyST-Parser 4.0 and 5.2).
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep all other records."""
        return getattr(record, "subtype", None) != SUBTYPE


def prefer_own_description(app: Sphinx, doctree: nodes.document) -> None:
    """Let the description of a post win over that of the site (``doctree-read``).

    ``myst_html_meta`` puts the site's into every page, and a page has one description.
    """
    post = blogs_of(app.env).posts.get(app.env.docname)
    if post is None or post.description is None:
        return
    settings: dict[str, str] = app.config.myst_html_meta
    of_site = {text for name, text in settings.items() if name.partition(" ")[0] == "description"}
    for meta in list(doctree.findall(nodes.meta)):
        if meta.get("name") == "description" and meta.get("content") in of_site:
            meta.parent.remove(meta)
