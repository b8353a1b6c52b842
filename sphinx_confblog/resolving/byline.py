"""The byline of a post: author, date and terms."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sphinx_confblog.model.event import CALENDAR_TYPE
from sphinx_confblog.nodes import APART, byline, inline, text_line, worded
from sphinx_confblog.resolving.records import FEATURED
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.urls import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.event import Talk
    from sphinx_confblog.resolving.links.linker import Linker
    from sphinx_confblog.resolving.records import Day, Entry, Mark, ShownEvent, TermLinks


AUTHORS = "authors"
#: Microformat classes of the links to terms; see https://microformats.org/wiki/h-entry.
CLASSES = {AUTHORS: "p-author h-card", "tags": "p-category", "categories": "p-category"}


#: The id of the comments on a post's page.
COMMENTS = "confblog-comments"


class Bylines(NamedTuple):
    """Makes the lines on one page."""

    linker: Linker
    #: What a byline is made of; see ``confblog_byline``.
    parts: Sequence[str]
    language: Language
    #: The page that the mark "Featured" links to.
    featured_page: str | None = None

    def of_page(self, entry: Entry, calendar: str | None = None) -> list[nodes.Node]:
        """Return the byline below the title of a post's page; *calendar* is a file's path."""
        lines = self.meta(entry)
        if entry.event is not None:
            lines += [self.event(entry.event, calendar), *self.event_details(entry.event)]
        if "terms" in self.parts:
            lines += self.terms_lines(entry)
        if entry.external is not None:
            lines.append(text_line("", "", *external_link(entry.external, self.language)))
        if not lines:
            return []
        node = byline("", *lines, tag="div", classes=["confblog-byline", *APART])
        node["translatable"] = False
        return [node]

    def of_card(self, entry: Entry, *more: Mark) -> list[nodes.Node]:
        """Return the lines below the title of a card, with *more* marks."""
        return [*self.meta(entry, *more), *([self.event(entry.event)] if entry.event else [])]

    def meta(self, entry: Entry, *more: Mark) -> list[nodes.Node]:
        """Return the line of the parts that the site asks for, if it has any."""
        marks = [
            node for mark in (*more, *entry.marks) for node in (self.mark(mark), nodes.Text(" "))
        ]
        shown: list[nodes.Node] = []
        for name in self.parts:
            if part := self.part(name, entry):
                line = [*([nodes.Text(" · ")] if shown else []), *part]
                # Paper goes without the link to comments, and without the dot before it.
                on_screen = name == "comments"
                shown += [inline("span", "confblog-onscreen", *line)] if on_screen else line
        content = [*marks, *shown]
        return [text_line("", "", *content, classes=["confblog-meta"])] if content else []

    def event(self, event: ShownEvent, calendar: str | None = None) -> nodes.Node:
        """Return the line that says when and where an event is; *calendar* is a file's path."""
        marks = [self.mark(event.status), nodes.Text(" ")] if event.status else []
        place: list[nodes.Node] = [nodes.Text(event.place)]
        if event.place_url is not None:
            place = [web_link(event.place_url, *place)]
        parts: list[list[nodes.Node]] = [[time(event.day, "confblog-event-time")]]
        parts += [place] if event.place else []
        content = [*marks, *joined(parts, repeat(" · "))]
        if calendar is not None:
            link = self.calendar_link(calendar)
            content.append(inline("span", "confblog-onscreen", nodes.Text(" · "), link))
        return text_line("", "", *content, classes=["confblog-event"])

    def calendar_link(self, path: str) -> nodes.Node:
        """Return a link to the calendar file of an event."""
        builder, text = self.linker.builder, self.language.add_to_calendar()
        url = relative_uri(builder.get_target_uri(self.linker.docname), quote(path))
        attrs = {"href": url, "type": CALENDAR_TYPE}
        return inline("a", "confblog-calendar reference internal", nodes.Text(text), **attrs)

    def event_details(self, event: ShownEvent) -> list[nodes.Node]:
        """Return the line with the site of an event, and the list of its talks."""
        details: list[nodes.Node] = []
        if event.url is not None:
            link = web_link(event.url, nodes.Text(short(event.url)))
            details.append(text_line("", "", link, classes=["confblog-event"]))
        if event.talks:
            # Lines within lines: other builders than HTML indent them.
            talks = byline("", *map(self.talk, event.talks), tag="ul")
            talks["classes"] = ["confblog-event", "confblog-items", "confblog-talks"]
            details.append(talks)
        return details

    def talk(self, talk: Talk) -> nodes.Node:
        """Return the line of a talk: its title, its speakers and what there is of it."""
        _ = self.language.translate
        names = [f"({self.language.together(talk.speakers)})"] if talk.speakers else []
        links = {_("Slides"): talk.slides, _("Video"): talk.video}
        parts: list[list[nodes.Node]] = [[nodes.Text(" ".join([talk.title, *names]))]]
        parts += [[web_link(url, nodes.Text(name))] for name, url in links.items() if url]
        return text_line("", "", *joined(parts, repeat(" · ")), tag="li")

    def terms_lines(self, entry: Entry, taxonomy: str | None = None) -> list[nodes.Node]:
        """Return a line for each taxonomy of a post but that of authors, or for one of them."""
        return [
            text_line("", "", *self.labelled(terms), classes=["confblog-terms-of-post"])
            for terms in entry.terms
            if (terms.taxonomy == taxonomy if taxonomy else terms.taxonomy != AUTHORS)
        ]

    def mark(self, mark: Mark) -> nodes.Node:
        """Return the node of a mark such as "Draft"; "Featured" may be a link."""
        classes = f"confblog-mark confblog-mark-{mark.name}"
        page = self.featured_page if mark.name == FEATURED else None
        if page is None or page == self.linker.docname or page not in self.linker.env.found_docs:
            return inline("span", classes, nodes.Text(mark.text))
        return self.linker.text(page, mark.text, classes)

    def part(self, name: str, entry: Entry) -> list[nodes.Node]:
        """Return the nodes of one part of a byline, such as ``date``."""
        _ = self.language.translate
        if name == "date":
            return [time(entry.date, "dt-published")]
        if name == "authors":
            return [
                node
                for terms in entry.terms
                if terms.taxonomy == AUTHORS
                for node in worded(_("by {authors}"), authors=self.terms(terms))
            ]
        if name == "updated" and entry.updated is not None:
            return worded(_("updated {date}"), date=[time(entry.updated, "dt-updated")])
        if name == "reading_time" and entry.reading_time:
            return [inline("span", "confblog-reading-time", nodes.Text(entry.reading_time))]
        if name == "comments" and entry.has_comments and makes_site(self.linker.builder):
            return [self.comments(entry.docname)]
        return []

    def comments(self, docname: str) -> nodes.Node:
        """Return a link to a post's comments, which a script of the site can add a count to."""
        builder, text = self.linker.builder, self.language.translate("Comments")
        here = builder.get_relative_uri(self.linker.docname, docname)
        attrs = {"href": f"{here}#{COMMENTS}", "data_identifier": docname}
        if url := Addresses(builder).page(docname):
            attrs["data_url"] = url
        classes = "confblog-comment-count reference internal"
        return inline("a", classes, nodes.Text(text), **attrs)

    def labelled(self, terms: TermLinks) -> list[nodes.Node]:
        """Return the name of a taxonomy, followed by links to a post's terms in it."""
        _ = self.language.translate
        before, _terms, after = _("{taxonomy}: {terms}").partition("{terms}")
        words = before.replace("{taxonomy}", terms.title)
        label = words.rstrip(" ")
        shown = [inline("span", "confblog-label", nodes.Text(label)), *self.terms(terms)]
        shown.insert(1, nodes.Text(words.removeprefix(label)))
        return [*shown, nodes.Text(after)]

    def terms(self, terms: TermLinks) -> list[nodes.Node]:
        """Return links to a post's terms: tags separated by commas, authors as in a sentence."""
        classes = CLASSES.get(terms.taxonomy, "")
        links = [[self.linker.text(t.docname, t.text, classes)] for t in terms.links]
        if terms.taxonomy == AUTHORS:
            named = [
                [*self.linker.face(term.face), *link]
                for term, link in zip(terms.links, links, strict=True)
            ]
            return joined(named, self.language.separators(len(links)))
        return joined(links, repeat(self.language.between()))


def external_link(url: str, language: Language) -> list[nodes.Node]:
    """Return the line that links to where an external post was published."""
    _ = language.translate
    host = urlsplit(url).netloc or url
    return worded(_("Published at {site}"), site=[web_link(url, nodes.Text(host))])


def web_link(url: str, *content: nodes.Node) -> nodes.reference:
    """Return a link to another site."""
    return nodes.reference("", "", *content, refuri=url, internal=False)


def time(day: Day, classes: str) -> nodes.Node:
    """Return a ``time`` element of HTML for a date."""
    return inline("time", classes, nodes.Text(day.shown), datetime=day.iso)


def joined(parts: list[list[nodes.Node]], separators: Iterable[str]) -> list[nodes.Node]:
    """Return the nodes of a line: its parts with a separator between each two."""
    line = list(parts[0]) if parts else []
    for part, separator in zip(parts[1:], separators, strict=False):
        line += [nodes.Text(separator), *part]
    return line
