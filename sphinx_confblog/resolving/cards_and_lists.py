"""Fills the placeholders of a page with posts: cards, lists and tables, and other lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.discovery.project import blogs_of, builder_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.i18n import directed
from sphinx_confblog.model.query import Group, MentionsQuery, PeriodsQuery, Style, TermsQuery
from sphinx_confblog.nodes import (
    block,
    blog_list,
    heading,
    inline,
    items_list,
    placeholder,
    post_byline,
    post_footer,
    written_excerpt,
)
from sphinx_confblog.reading.foreign_nodes import give_numbers
from sphinx_confblog.reading.post_fields import cover_node, shows
from sphinx_confblog.resolving.byline import AUTHORS, Bylines, time
from sphinx_confblog.resolving.indexes import pager_node, terms_list, year_heading, years_list
from sphinx_confblog.resolving.links.excerpts import load_excerpt
from sphinx_confblog.resolving.links.linker import Linker
from sphinx_confblog.resolving.mention_lists import mentions_node
from sphinx_confblog.resolving.mentions.views import (
    asked_mentions,
    selected_posts,
    unknown_object,
)
from sphinx_confblog.resolving.post_page import footer_nodes, post_head, translation_links
from sphinx_confblog.resolving.rendering import posts_html
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import makes_site, writes_assembled
from sphinx_confblog.warnings import Kind, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Period
    from sphinx_confblog.model.query import Request
    from sphinx_confblog.reading.post_fields import Cover
    from sphinx_confblog.resolving.index_views import Section, Year
    from sphinx_confblog.resolving.records import Day, Entry, Link


class FillPlaceholders(SphinxPostTransform):
    """Puts in the place of each placeholder what it stands for."""

    # Before references are resolved (10): what is put in has some.
    default_priority = 1

    def run(self, **kwargs: object) -> None:
        """Fill the placeholders of a document, or of several that were put together."""
        env, builder, docname = self.env, builder_of(self.env), self.env.docname
        if isinstance(builder, I18nBuilder):
            # What authors wrote in the placeholders is for translators, what fills them is not.
            return
        linker, assembled = Linker(env, builder, docname), writes_assembled(builder)
        places: dict[type[placeholder], list[placeholder]] = {}
        if assembled or docname in blogs_of(env).posts or docname in blog_domain(env).queries:
            for node in self.document.findall(placeholder):
                places.setdefault(type(node), []).append(node)
        for placed in (*places.get(post_byline, ()), *places.get(post_footer, ())):
            self.fill_post(placed, linker)
        for written in places.get(written_excerpt, ()):
            if written["shown"]:
                written.replace_self(written.children)
        for placed in places.get(blog_list, ()):
            self.fill_list(placed, linker)

    def fill_post(self, placed: placeholder, linker: Linker) -> None:
        """Put in what stands above or below the text of a post."""
        docname: str = placed["docname"]
        views = BlogViews.at(self.env, docname)
        if isinstance(placed, post_byline):
            placed.replace_self(post_head(views, linker, docname, self.document))
        else:
            placed.replace_self(footer_nodes(views, linker, docname))

    def fill_list(self, placed: placeholder, linker: Linker) -> None:
        """Put in a list of the blog that it asks for."""
        request = placed["request"]
        views = BlogViews.at(self.env, placed["docname"]).for_request(request)
        filled = ListBuilder(views, linker, placed).fill(request)
        if filled and (around := self.other_language(views)):
            filled = [block("div", "", *filled, **around)]
        if not filled and not placed.children and (problem := unknown_object(self.env, request)):
            warn(Kind.POSTLIST, problem, placed)
        placed.replace_self(filled or fallback(placed, views.blog.language))

    def other_language(self, views: BlogViews) -> dict[str, str]:
        """Return the attributes of a list in another language than its page; none in the same."""
        blogs, docname, language = blogs_of(self.env), self.env.docname, views.blog.language.name
        owner = blogs.owners.get(docname)
        around = owner.language.name if owner else self.config.language.replace("-", "_")
        if language == around:
            return {}
        return {"lang": views.blog.tag, **directed(language, around)}


class DropExcerpts(SphinxPostTransform):
    """Takes out the excerpts that only lists show, which leave warnings about them to the page."""

    # After references have been resolved (10).
    default_priority = 12

    def run(self, **kwargs: object) -> None:
        """Take out the excerpts that are not shown."""
        builder, is_post = builder_of(self.env), self.env.docname in blogs_of(self.env).posts
        if (is_post or writes_assembled(builder)) and not isinstance(builder, I18nBuilder):
            for written in list(self.document.findall(written_excerpt)):
                written.parent.remove(written)


class ListBuilder:
    """Makes the nodes of the list that a placeholder stands for."""

    def __init__(self, views: BlogViews, linker: Linker, placed: placeholder) -> None:
        self.views = views
        self.linker = linker
        config = views.blog.config
        byline, language = config.byline, views.blog.language
        self.bylines = Bylines(linker, byline, language, config.featured_page)
        self.covers, self.card_parts = "cards" in config.covers, config.card_parts
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
        self.on_index = request.of_page and page is not None and page.kind is PageKind.INDEX
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
                heading = self.heading(self.linked(section.heading), level)
                year = (years or {}).get(section.period)
                children.append(year_heading(heading, year, self.linker) if year else heading)
                level += 1
            children += self.styled(section, style, level)
        return [block("div", "confblog-posts no-search", *children)]

    def styled(self, section: Section, style: Style, level: int) -> list[nodes.Node]:
        """Return the posts of a section in a style."""
        if style.has_excerpts:
            cards = [self.card(post, level) for post in section.posts]
            return [block("div", "confblog-grid", *cards)] if style is Style.GRID else cards
        if style is Style.TABLE:
            return [self.table(section.posts)]
        classes = f"confblog-list confblog-{style}"
        if style is Style.LIST and not any(self.needs_nodes(post) for post in section.posts):
            html = posts_html(self.linker, section.posts, classes, published_item, "u-url p-name")
            if html:
                return [html]
        items = (self.line(post, dated=style is Style.LIST) for post in section.posts)
        return [items_list(classes, *items)]

    def needs_nodes(self, post: str) -> bool:
        """Return whether a list shows more of a post than its date and title."""
        return self.by_event or bool(self.views.entry(post).marks_in_lists)

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
        content: list[nodes.Node] = [self.linker.to_post(entry, "u-url p-name")]
        for mark in entry.marks_in_lists:
            content += [nodes.Text(" "), self.bylines.mark(mark)]
        if self.by_event and entry.event is not None and entry.event.place:
            place = nodes.Text(entry.event.place)
            content += [nodes.Text(" · "), inline("span", "confblog-place", place)]
        return content

    def card(self, post: str, level: int) -> nodes.Node:
        """Return a post as a card: its title, and the parts that the blog shows of it."""
        entry, excerpt = self.views.entry(post), self.excerpt(post)
        pinned = [entry.pinned] if entry.pinned and self.on_index else []
        title = self.linker.to_post(entry, "u-url p-name")
        children: list[nodes.Node] = [self.heading(title, level, "confblog-card-title")]
        if "byline" not in self.card_parts:
            # What sets a post apart is shown in any case.
            children += self.bylines._replace(parts=()).of_card(entry, *pinned)
        for part in self.card_parts:
            if part == "byline":
                children += self.bylines.of_card(entry, *pinned)
            elif part == "excerpt" and excerpt:
                children.append(block("div", "confblog-excerpt p-summary", *excerpt))
            elif part == "more":
                children += self.onward(post)
            else:
                children += self.bylines.terms_lines(entry, None if part == "terms" else part)
        if self.covers and entry.cover and not shows(excerpt, entry.cover):
            children.insert(0, self.cover(entry, entry.cover))
        marked = "".join(f" confblog-is-{mark.name}" for mark in (*pinned, *entry.marks))
        classes = f"confblog-card h-entry{marked}"
        return block("article", classes, *children, data_docname=post)

    def cover(self, entry: Entry, cover: Cover) -> nodes.Node:
        """Return the cover of a card, on web pages as a link.

        It is for pointers alone: the title leads to the same page.
        """
        shown, link = cover_node(cover), self.linker.to_post(entry)
        if makes_site(self.linker.builder) and isinstance(link, nodes.reference):
            attributes = {"href": link["refuri"], "tabindex": "-1"}
            if not cover.alt:
                attributes["aria_hidden"] = "true"
            shown.children = [block("a", "", *shown.children, **attributes)]
            shown.setup_child(shown[0])
        return shown

    def excerpt(self, post: str) -> list[nodes.Node]:
        """Return the excerpt of a post, if cards show one."""
        if "excerpt" not in self.card_parts:
            return []
        excerpt = load_excerpt(self.views.env, self.linker.builder, post, self.linker.docname)
        give_numbers(self.views.env, excerpt, post, self.docname)
        return excerpt

    def onward(self, post: str) -> list[nodes.Node]:
        """Return the "Read more" link of a card, unless its excerpt is all there is to read."""
        more = self.linker.link(post, self.more(post), "confblog-more")
        is_whole = "excerpt" in self.card_parts and self.views.domain.whole.get(post)
        if is_whole or not isinstance(more, nodes.reference):
            return []
        return [nodes.paragraph("", "", more, classes=["confblog-onward"])]

    def more(self, post: str) -> list[nodes.Node]:
        """Return the text of the "Read more" link; it names the post to screen readers."""
        _ = self.views.blog.language.translate
        title = inline("span", "confblog-unseen", nodes.Text(": "), *self.linker.title(post))
        return [nodes.Text(_("Read more")), title]

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

    def heading(self, content: nodes.Node, level: int, classes: str = "") -> nodes.Element:
        """Return a heading that starts no section of the document."""
        node = heading("", "", content, classes=["confblog-heading", *classes.split()])
        node["tag"] = f"h{min(level, 6)}"
        return node


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


def fallback(placed: placeholder, language: Language) -> list[nodes.Node]:
    """Return the author's text for an empty list, else a default text on generated pages."""
    _ = language.translate
    if placed.children or not placed.get("of_page"):
        return list(placed.children)
    return [nodes.paragraph("", "", nodes.Text(_("There is nothing here yet.")))]


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the ancestors of *node*, from the inside out."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent
