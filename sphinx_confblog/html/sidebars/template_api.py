"""What sidebar templates get as `confblog`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.html.page_context import STYLESHEET
from sphinx_confblog.html.sidebars.boxes import SidebarBox, SidebarBoxes
from sphinx_confblog.html.sidebars.content import ARCHIVE, CLOUD, FEEDS, RECENT, SidebarContents
from sphinx_confblog.html.sidebars.placement import placed_in
from sphinx_confblog.i18n import directed
from sphinx_confblog.resolving.views import BlogViews

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_confblog.html.sidebars.content import SidebarContent


class Sidebars:
    """The blog, for the sidebar templates of one page.

    Without a *limit*, lists are as long as the site's options say; 0 = all.
    """

    def __init__(
        self, builder: StandaloneHTMLBuilder, pagename: str, context: dict[str, Any]
    ) -> None:
        self._builder = builder
        self._pagename = pagename
        self._context = context
        self._pathto = context["pathto"]
        self._panels = SidebarContents(BlogViews.at(builder.env, pagename))

    @property
    def dir(self) -> str:
        """The attribute for the direction of the blog's language, where tags need one."""
        around = self._builder.config.language
        attributes = directed(self._panels.blog.language.name, around)
        return "".join(f' {name}="{value}"' for name, value in attributes.items())

    def recent(self, limit: int | None = None) -> SidebarBox:
        """Return the newest posts."""
        if limit is not None:
            return self._boxes().box(self._panels.recent(limit))
        return self._shared(RECENT)

    def terms(self, taxonomy: str, limit: int | None = None) -> SidebarBox:
        """Return the terms of a taxonomy with the most posts, sorted by name."""
        if limit is not None or taxonomy not in self._panels.config.taxonomies:
            return self._boxes().box(self._panels.terms(taxonomy, limit or 0))
        return self._shared(taxonomy)

    def cloud(self) -> SidebarBox:
        """Return the tags, titled as a cloud."""
        return self._shared(CLOUD)

    def archive(self) -> SidebarBox:
        """Return the years, and their months."""
        return self._shared(ARCHIVE)

    def feeds(self) -> SidebarBox:
        """Return the feeds of the blog."""
        return self._shared(FEEDS)

    def details(self) -> SidebarBox:
        """Return dates, reading time and terms of the page's post."""
        return self._boxes().box(self._panels.details(self._pagename))

    def mentions(self, limit: int | None = None) -> SidebarBox:
        """Return the newest posts that link to the page or to something on it."""
        usual = self._panels.config.sidebar_posts
        panel = self._panels.mentions(self._pagename, usual if limit is None else limit)
        return self._boxes().box(panel)

    def references(self) -> SidebarBox:
        """Return the objects that the page's post links to."""
        return self._boxes().box(self._panels.references(self._pagename))

    def _shared(self, name: str) -> SidebarBox:
        panel: SidebarContent | None = self._panels.panel(name)
        return self._boxes().shared(name, panel) if panel else SidebarBox("", "", [], {})

    def _boxes(self) -> SidebarBoxes:
        # Looked up late: other extensions may have put a function of their own there.
        pathto = self._context["pathto"]
        return SidebarBoxes(self._builder, self._pagename, pathto, pathto is self._pathto)


def show_anything(panels: SidebarContents, pagename: str, names: tuple[str, ...]) -> bool:
    """Return whether some of the sidebars of a page have anything to show."""
    catalog = panels.blog.catalog
    return bool(catalog.listed) and (
        not panels.placed.own.isdisjoint(names)
        or any(
            (panel := panels.own(name, pagename) or panels.panel(name)) and panel.items
            for name in names
        )
    )


def give_sidebars(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add ``confblog`` to the context of pages with sidebars (``html-page-context``).

    Before others, since some themes render sidebars right then to see whether they are empty.
    """
    builder, names = app.builder, placed_in(app.env).placement.on(pagename)
    if not names or not isinstance(builder, StandaloneHTMLBuilder):
        return
    if show_anything(SidebarContents(BlogViews.at(app.env, pagename)), pagename, names):
        context["confblog"] = Sidebars(builder, pagename, context)
        builder.add_css_file(STYLESHEET)
