"""Makes lists of posts in each style, and of terms and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.model.query import Group, MentionsQuery, PeriodsQuery, Style, TermsQuery
from sphinx_confblog.model.related import SERIES
from sphinx_confblog.nodes import block, inline, items_list, placeholder
from sphinx_confblog.resolving.byline import AUTHORS, Bylines, time
from sphinx_confblog.resolving.cards import CardBuilder, heading_at
from sphinx_confblog.resolving.indexes import pager_node, terms_list, year_heading, years_list
from sphinx_confblog.resolving.mention_lists import mentions_node
from sphinx_confblog.resolving.mentions.views import asked_mentions, selected_posts
from sphinx_confblog.resolving.post_page import translation_links
from sphinx_confblog.resolving.rendering import posts_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_confblog.model.catalog import Period
    from sphinx_confblog.model.query import Request
    from sphinx_confblog.resolving.index_views import Section, Year
    from sphinx_confblog.resolving.links.linker import Linker
    from sphinx_confblog.resolving.records import Day, Entry, Link
    from sphinx_confblog.resolving.views import BlogViews


class ListBuilder:
    """Makes the nodes of the list that a placeholder stands for."""

    def __init__(self, views: BlogViews, linker: Linker, placed: placeholder) -> None:
        self.views = views
        self.linker = linker
        config = views.blog.config
        byline, language = config.byline, views.blog.language
        self.bylines = Bylines(linker, byline, language, config.featured_page)
        self.cards = CardBuilder(views, linker, self.bylines, placed["docname"])
        #: The document that the placeholder was read in.
        self.docname: str = placed["docname"]
        #: Whether lists and tables show the dates of events.
        self.by_event = False
        #: The level of headings in its place.
        self.level = 1 + sum(isinstance(node, nodes.section) for node in ancestors(placed))

    def fill(self, request: Request) -> list[nodes.Node]:
        """Return the nodes that answer a request; none if there is nothing to show."""
        if isinstance(request, TermsQuery):
            terms = self.views.terms(request.taxonomy)
            return terms_list(terms, self.views.terms_style(request), self.linker)
        if isinstance(request, PeriodsQuery):
            return self.archive()
        if isinstance(request, MentionsQuery):
            posts = asked_mentions(self.views, request, self.docname)
            name = request.object or ""
            return [mentions_node(self.linker, posts, name, is_page=True)] if posts else []
        posts = selected_posts(self.views, request, self.docname)
        if not posts:
            return []
        page = self.views.blog.listings.get(self.docname)
        self.by_event = request.events is not None
        on_index = page is not None and page.kind is PageKind.INDEX
        self.cards.marks_pinned = request.of_page and on_index
        if request.of_page and page is not None and page.taxonomy == SERIES and page.term:
            self.cards.places = self.views.places(page.term.key)
        # A page may have several lists, of upcoming and of past events.
        sections = page.sections if page and request.events else ()
        times = [*(when for when, _ in sections)] if sections else [request.events]
        is_first, is_last = (request.of_page and request.events is times[n] for n in (0, -1))
        filled = translation_links(self.views, self.linker, self.docname) if is_first else []
        filled += self.posts(posts, request.style, request.group)
        if is_last and page is not None and len(page.siblings) > 1:
            filled.append(pager_node(page, self.linker, self.views.blog.language))
        if request.more is not None:
            filled += self.all_posts(request.more)
        return filled

    def all_posts(self, text: str) -> list[nodes.Node]:
        """Return a link to the index of the blog; without a *text*, in the usual words."""
        index = self.views.blog.config.below("index")
        if index not in self.views.env.found_docs:
            return []
        link = self.linker.text(index, text or self.views.blog.language.all_posts())
        return [nodes.paragraph("", "", link, classes=["confblog-all-posts", "no-search"])]

    def posts(
        self,
        posts: tuple[str, ...],
        style: Style,
        group: Group | None,
        years: Mapping[Period, Year] | None = None,
    ) -> list[nodes.Node]:
        """Return posts in a style, in sections if grouped; headings of *years* have more below."""
        children: list[nodes.Node] = []
        for section in self.views.sections(posts, group, by_event=self.by_event):
            level = self.level
            if section.heading is not None:
                heading = heading_at(level, [self.linked(section.heading)])
                year = (years or {}).get(section.period)
                children.append(year_heading(heading, year, self.linker) if year else heading)
                level += 1
            children += self.styled(section, style, level)
        return [block("div", "confblog-posts no-search", *children)]

    def styled(self, section: Section, style: Style, level: int) -> list[nodes.Node]:
        """Return the posts of a section in a style."""
        if style.has_excerpts:
            cards = [self.cards.card(post, level) for post in section.posts]
            return [block("div", "confblog-grid", *cards)] if style is Style.GRID else cards
        if style is Style.TABLE:
            return [self.table(section.posts)]
        classes = f"confblog-list confblog-{style}" + " confblog-events" * self.by_event
        if style is Style.LIST and not any(self.needs_nodes(post) for post in section.posts):
            html = posts_html(self.linker, section.posts, classes, published_item, "u-url p-name")
            if html:
                return [html]
        items = (self.line(post, dated=style is Style.LIST) for post in section.posts)
        return [items_list(classes, *items)]

    def needs_nodes(self, post: str) -> bool:
        """Return whether a list shows more of a post than its date and title."""
        more = self.views.entry(post).marks_in_lists
        return self.by_event or post in self.cards.places or bool(more)

    def line(self, post: str, *, dated: bool) -> nodes.list_item:
        """Return a post as an item of a list."""
        entry = self.views.entry(post)
        content = self.marked(post, entry)
        if dated:
            return listed_item(self.day(entry), *content)
        return nodes.list_item("", nodes.paragraph("", "", *content), classes=["h-entry"])

    def day(self, entry: Entry) -> nodes.Node:
        """Return the date of a post or, in lists of events, that of its event."""
        if self.by_event and entry.event is not None:
            return time(entry.event.day, "confblog-event-time")
        return time(entry.date, "dt-published")

    def marked(self, post: str, entry: Entry) -> list[nodes.Node]:
        """Return the title of a post as a link, its marks and, in lists of events, the place."""
        content = [*self.cards.number(post), self.linker.to_post(entry, "u-url p-name")]
        for mark in entry.marks_in_lists:
            content += [nodes.Text(" "), self.bylines.mark(mark)]
        if self.by_event and entry.event is not None and entry.event.place:
            place = nodes.Text(entry.event.place)
            content += [nodes.Text(" · "), inline("span", "confblog-place", place)]
        return content

    def table(self, posts: tuple[str, ...]) -> nodes.table:
        """Return a table of posts: date, title and authors."""
        _ = self.views.blog.language.translate
        group = nodes.tgroup("", cols=3)
        group.extend(nodes.colspec("", colwidth=width) for width in (20, 60, 20))
        titles = (_("Date"), _("Title"), _("Author"))
        group += nodes.thead("", row(*([nodes.Text(title)] for title in titles)))
        group += nodes.tbody("", *(self.row(post) for post in posts))
        return nodes.table("", group, classes=["confblog-table"])

    def row(self, post: str) -> nodes.row:
        """Return a post as a row of a table."""
        entry = self.views.entry(post)
        authors = (self.bylines.terms(t) for t in entry.terms if t.taxonomy == AUTHORS)
        return row(
            [self.day(entry)],
            self.marked(post, entry),
            [node for links in authors for node in links],
        )

    def archive(self) -> list[nodes.Node]:
        """Return all posts by year if they fit on one page, else the years with their months."""
        years = self.views.periods()
        if not self.views.archive_lists_posts():
            return [years_list(years, self.linker)]
        posts = self.views.blog.catalog.listed
        by_period = {year.period: year for year in years}
        return self.posts(posts, Style.LIST, Group.YEAR, by_period) if posts else []

    def linked(self, link: Link) -> nodes.Node:
        """Return the node of a link."""
        return self.linker.text(link.docname, link.text)


def listed_item(day: nodes.Node, *content: nodes.Node) -> nodes.list_item:
    """Return an item of a list: a date, and the title of a post with its marks."""
    # One element for the title and its marks: the second column beside the date.
    titled = inline("span", "confblog-titled", *content)
    line = nodes.paragraph("", "", day, nodes.Text(" "), titled)
    return nodes.list_item("", line, classes=["h-entry"])


def published_item(day: Day, link: nodes.Node) -> nodes.list_item:
    """Return an item of a list with the date of publication."""
    return listed_item(time(day, "dt-published"), link)


def row(*cells: Sequence[nodes.Node]) -> nodes.row:
    """Return a row of a table with one paragraph in each cell that is not empty."""
    paragraphs = ([nodes.paragraph("", "", *cell)] if cell else [] for cell in cells)
    return nodes.row("", *(nodes.entry("", *content) for content in paragraphs))


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the ancestors of *node*, from the inside out."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent
