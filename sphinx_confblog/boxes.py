"""What the templates of sidebars show: texts as HTML, and addresses relative to the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_confblog.discovery.project import blogs_of
from sphinx_confblog.html import title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_confblog.panels import Item, Panel
    from sphinx_confblog.resolving.records import Day, Mark


@dataclass(frozen=True, slots=True)
class Line:
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


@dataclass(frozen=True, slots=True)
class Box:
    """What a sidebar shows; there are no lines if there is nothing."""

    title: str
    #: The title as a link to the page that has more of it, if there is one.
    heading: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Makes the boxes of a page; pages from which the same addresses lead share them."""

    builder: StandaloneHTMLBuilder
    pagename: str
    pathto: PathTo
    #: Whether addresses are what Sphinx makes them: other extensions change those of some pages.
    usual: bool

    def shared(self, name: str, panel: Panel) -> Box:
        """The box of a sidebar that many pages show."""
        if not self.usual:
            return self.box(panel)
        blogs = blogs_of(self.builder.env)
        which = blogs.of(self.pagename), name
        targets, boxes = blogs.cache.results_of(Boxes.addresses), blogs.cache.results_of(Boxes.box)
        if which not in targets:
            targets[which] = self.addresses(panel)
        place = (*which, *self.position(targets[which]))
        if place not in boxes:
            boxes[place] = self.box(panel)
        return boxes[place]

    def addresses(self, panel: Panel) -> tuple[str, ...]:
        """Where a sidebar leads, from the site's folder."""
        return (*self.targets(panel.items), *self.target(panel.docname))

    def position(self, targets: Iterable[str]) -> tuple[str, bool]:
        """What relative addresses of *targets* depend on: the folder of a page, mostly.

        A page that is a target, or a folder with some, has addresses of its own.
        """
        uri = self.builder.get_target_uri(self.pagename)
        if any(target.startswith(uri) for target in targets):
            return uri, False
        return uri.rstrip("/").rpartition("/")[0], uri.endswith("/")

    def targets(self, items: Iterable[Item]) -> Iterator[str]:
        """Where lines lead, from the site's folder."""
        for item in items:
            yield from self.target(item.docname)
            if item.path:
                yield quote(item.path)
            yield from self.targets(item.items)

    def target(self, docname: str | None) -> tuple[str, ...]:
        """Where a document is, from the site's folder."""
        return (self.builder.get_target_uri(docname),) if docname else ()

    def box(self, panel: Panel) -> Box:
        """The box of a sidebar."""
        lines = [self.line(item) for item in panel.items]
        title = escape(panel.title)
        return Box(title, linked(title, self.url(panel.docname)), lines)

    def line(self, item: Item) -> Line:
        """A line with its address."""
        html = title(self.builder, item.docname or "") if item.markup else escape(item.text)
        url = escape(item.external) if item.external else self.url(item.docname)
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
        """The address of a document, if there is one."""
        if docname is None or docname not in self.builder.env.found_docs:
            return None
        return escape(self.pathto(docname))


def linked(html: str, url: str | None, attributes: str = "") -> str:
    """A link around some HTML, if it leads anywhere."""
    return html if url is None else f'<a href="{url}"{attributes}>{html}</a>'


if TYPE_CHECKING:
    PathTo = Callable[..., str]
