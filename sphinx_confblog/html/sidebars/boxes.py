"""The content of sidebars with the links of a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.html.page_context import title
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.runtime import Macro
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_confblog.html.sidebars.content import Item, SidebarContent
    from sphinx_confblog.resolving.records import Day, Mark

    PathTo = Callable[..., str]


class Line(NamedTuple):
    """A line of a sidebar. Its texts are HTML already."""

    html: str
    #: The text as a link, if it leads anywhere.
    link: str
    #: Where it leads, relative to the page.
    url: str | None
    #: How many posts it leads to, and its size in a cloud, from 1 to 5.
    posts: int
    size: int
    date: Day | None
    marks: tuple[Mark, ...]
    #: The media type of what it leads to, if that is no page.
    mime: str
    lines: list[Line]


class SidebarBox(NamedTuple):
    """The content of a sidebar with links; no lines if there is nothing to show."""

    title: str
    #: The title as a link to the page that has more of it, if there is one.
    heading: str
    lines: list[Line]
    #: The output of the package's templates, by their macro: many pages share a box.
    html: dict[str, str]

    def once(self, macro: Macro, *arguments: object) -> str:
        """Return the output of a template's macro for this box; the macro is called once."""
        if macro.name not in self.html:
            self.html[macro.name] = macro(self, *arguments)
        return self.html[macro.name]


class SidebarBoxes(NamedTuple):
    """Makes the boxes of a page; pages with the same relative URLs share them."""

    builder: StandaloneHTMLBuilder
    pagename: str
    pathto: PathTo
    #: Whether URLs are as Sphinx makes them: other extensions change those of some pages.
    usual: bool

    def shared(self, name: str, panel: SidebarContent) -> SidebarBox:
        """Return the box of a sidebar that many pages show."""
        if not self.usual:
            return self.box(panel)
        blogs = blogs_of(self.builder.env)
        which = blogs.of(self.pagename), name
        targets = blogs.cache.results_of(SidebarBoxes.addresses)
        boxes = blogs.cache.results_of(SidebarBoxes.first)
        if which not in targets:
            targets[which] = self.addresses(panel)
        place = (*which, *self.position(targets[which]))
        if place not in boxes:
            boxes[place] = self.first(panel)
        other, box = boxes[place]
        here, there = map(self.builder.get_target_uri, (self.pagename, other))
        if here != there and not targets[which].isdisjoint({here, there}):
            box = self.adapted(box, panel, {self.pagename, other})
            if here not in targets[which]:
                boxes[place] = self.pagename, box
        return box

    def first(self, panel: SidebarContent) -> tuple[str, SidebarBox]:
        """Return the box of a sidebar, and the name of the page that it was made for."""
        return self.pagename, self.box(panel)

    def adapted(self, box: SidebarBox, panel: SidebarContent, pages: set[str]) -> SidebarBox:
        """Return a box for this page, made from that of another page in the same folder.

        Only links to these two *pages* differ.
        """
        heading = linked(box.title, self.url(panel.docname))
        lines = self.adapted_lines(box.lines, panel.items, pages)
        return SidebarBox(box.title, heading, lines, {})

    def adapted_lines(
        self, lines: Iterable[Line], items: Iterable[Item], pages: set[str]
    ) -> list[Line]:
        """Return lines of another page, with new ones for links to *pages*."""
        return [
            self.line(item)
            if item.docname in pages
            else line._replace(lines=self.adapted_lines(line.lines, item.items, pages))
            if item.items
            else line
            for line, item in zip(lines, items, strict=True)
        ]

    def addresses(self, panel: SidebarContent) -> frozenset[str]:
        """Return the URLs that a sidebar links to, from the top of the site."""
        return frozenset((*self.targets(panel.items), *self.target(panel.docname)))

    def position(self, targets: Iterable[str]) -> tuple[str, bool]:
        """Return the key that relative URLs of *targets* depend on: mostly the page's folder.

        A page that is a folder with some of them has relative URLs of its own.
        """
        uri = self.builder.get_target_uri(self.pagename)
        is_folder = not uri or uri.endswith("/")
        if is_folder and any(target.startswith(uri) for target in targets):
            return uri, False
        return uri.rstrip("/").rpartition("/")[0], is_folder

    def targets(self, items: Iterable[Item]) -> Iterator[str]:
        """Yield the URLs that lines link to, from the top of the site."""
        for item in items:
            yield from self.target(item.docname)
            if item.path:
                yield quote(item.path)
            yield from self.targets(item.items)

    def target(self, docname: str | None) -> tuple[str, ...]:
        """Return the URL of a document, from the top of the site."""
        return (self.builder.get_target_uri(docname),) if docname else ()

    def box(self, panel: SidebarContent) -> SidebarBox:
        """Return the box of a sidebar."""
        lines = [self.line(item) for item in panel.items]
        title = escape(panel.title)
        return SidebarBox(title, linked(title, self.url(panel.docname)), lines, {})

    def line(self, item: Item) -> Line:
        """Return a line with its URL."""
        html = title(self.builder, item.docname or "") if item.markup else escape(item.text)
        url = escape(item.external) if item.external else self.url(item.docname)
        if item.anchor and url is not None:
            url += f"#{escape(item.anchor)}"
        if item.path:
            url = escape(self.pathto(quote(item.path), resource=True))
        attributes = ' aria-current="page"' if item.docname == self.pagename else ""
        if item.mime:
            attributes = f' type="{escape(item.mime)}"'
        return Line(
            html=html,
            link=linked(html, url, attributes),
            url=url,
            posts=item.posts,
            size=item.size,
            date=item.date,
            marks=item.marks,
            mime=item.mime,
            lines=[self.line(line) for line in item.items],
        )

    def url(self, docname: str | None) -> str | None:
        """Return the relative URL of a document, if there is one."""
        if docname is None or docname not in self.builder.env.found_docs:
            return None
        return escape(self.pathto(docname))


def linked(html: str, url: str | None, attributes: str = "") -> str:
    """Return some HTML as a link; without a URL, the HTML alone."""
    return html if url is None else f'<a href="{url}"{attributes}>{html}</a>'
