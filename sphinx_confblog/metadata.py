"""The head of the blog's pages: what search engines and timelines are told of them.

Where ``sphinxext.opengraph`` is loaded, it writes the Open Graph tags; it is told what to say.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog import jsonld
from sphinx_confblog.about import about
from sphinx_confblog.cards import (
    Card,
    Person,
    Tag,
    Whole,
    article,
    cleaned,
    contents,
    open_graph,
    twitter_card,
)
from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.phrases import locale_name
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.resolving.views import BlogViews, shortened, summary
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.language_tags import web_tag
from sphinx_confblog.util.urls import is_web_url

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_confblog.about import About, Profile
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.model.post import Post
    from sphinx_confblog.resolving.records import TermLinks

#: The extension that writes Open Graph tags for all pages of a site.
OPENGRAPH = "sphinxext.opengraph"
NO_INDEX = Tag("robots", "noindex", "name")


def fill_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Say what a page of the blog is about (``html-page-context``, before other extensions)."""
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    said = about(app.env, pagename)
    if said is None:
        return
    blog = blog_of(app.env, pagename)
    post = blog.catalog.posts.get(pagename)
    present = contents(context.get("metatags", ""))
    tags, scripts = [NO_INDEX] * (post is not None and post.unlisted), ""
    if makes_site(app.builder):
        card = Cards(app.builder, said, blog).of(pagename, present.get("description"))
        tags += head_tags(app, card, context, metadata=said.metadata)
        scripts = structured(app, pagename, card) if said.metadata else ""
    elif post and (text := in_language(app.env, post).description):
        tags.insert(0, Tag("description", text, "name"))
    html = "".join(tag.html() for tag in tags if tag.name not in present or tag is NO_INDEX)
    context["metatags"] = context.get("metatags", "") + html + scripts


def head_tags(app: Sphinx, card: Card, context: dict[str, Any], *, metadata: bool) -> list[Tag]:
    """The tags of a page: its description, and Open Graph unless another extension writes it."""
    tags = [Tag("description", card.description, "name")] * bool(card.description)
    if metadata and OPENGRAPH in app.extensions:
        meta = dict(context.get("meta") or {})
        if "ogp_disable" not in meta:
            tags += article(card) + large_card(app, card)
        context["meta"] = fields(card, own_image="og:image" in meta) | meta
    elif metadata:
        tags += open_graph(card)
    return tags


def large_card(app: Sphinx, card: Card) -> list[Tag]:
    """The size of the card: the other extension says it for images of its own making alone."""
    said = any("twitter:card" in str(tag) for tag in app.config.ogp_custom_meta_tags)
    return [twitter_card(card)] if card.image and not said else []


def fields(card: Card, *, own_image: bool) -> dict[str, str]:
    """What ``sphinxext.opengraph`` takes from a page's own fields; it escapes quotes alone."""
    found = {"og:description": card.description, "og:url": card.original}
    if card.published is not None:
        found["og:type"] = "article"
    if card.image and not own_image:
        # Without a text for the image, the extension would say the name of the site.
        found |= {"og:image": card.image, "og:image:alt": card.image_alt or card.title}
    return {name: escape(cleaned(text), quote=False) for name, text in found.items() if text}


def structured(app: Sphinx, docname: str, card: Card) -> str:
    """The JSON-LD of a page, if there are words for such a page."""
    page = blog_of(app.env, docname).pages.get(docname)
    if page is None:
        return jsonld.script(jsonld.posting(card))
    if page.number == 1 and page.kind is PageKind.INDEX:
        return jsonld.script(jsonld.index(card))
    if page.number == 1 and card.people:
        return jsonld.script(jsonld.profile(card))
    return ""


class Cards:
    """Makes the records of what is said of pages."""

    def __init__(self, builder: StandaloneHTMLBuilder, said: About, blog: Blog) -> None:
        self.env = builder.env
        self.views = BlogViews(builder.env, blog)
        self.addresses = Addresses(builder)
        self.said = said
        index = self.views.blog.config.below("index")
        url = self.addresses.page(index) if index in builder.env.found_docs else None
        self.language = web_tag(self.views.blog.language) or ""
        self.blog = Whole(said.blog, url)
        self.people = tuple(map(self.person, said.people))

    def of(self, docname: str, given: str | None) -> Card:
        """What is said of a page; *given* is a description that it has already."""
        if post := self.views.blog.catalog.posts.get(docname):
            return self.of_post(post, given)
        return self.of_page(self.views.blog.pages[docname], given)

    def of_post(self, post: Post, given: str | None) -> Card:
        """What is said of a post."""
        post, facts = in_language(self.env, post), self.views.facts(post.docname)
        language = web_tag(post.language) or self.language
        length = self.views.domain.lengths.get(post.docname, (0, 0))
        return Card(
            title=self.views.title(post.docname),
            description=given or post.description or shortened(summary(self.env, post.docname)),
            url=post.canonical or self.addresses.page(post.docname),
            original=post.canonical,
            image=self.image(facts.cover.uri) if facts.cover else None,
            image_alt=facts.cover.alt if facts.cover else "",
            published=facts.date.isoformat(),
            modified=facts.updated.isoformat() if facts.updated else None,
            section=next(iter(names(facts.terms, "categories")), None),
            tags=names(facts.terms, "tags"),
            words=sum(length),
            language=language,
            locale=locale_name(language),
            blog=self.blog,
            site_name=str(self.env.config.project),
            people=self.people,
        )

    def of_page(self, page: Page, given: str | None) -> Card:
        """What is said of a generated page."""
        return Card(
            title=self.views.title(page.docname),
            description=given or self.said.description,
            url=self.addresses.page(page.docname),
            language=self.language,
            locale=locale_name(self.language),
            blog=self.blog,
            site_name=str(self.env.config.project),
            people=self.people,
        )

    def image(self, uri: str) -> str | None:
        """The address of a cover, if others can reach it."""
        url = self.addresses.image(uri)
        return url if url and is_web_url(url) else None

    def person(self, profile: Profile) -> Person:
        """Somebody who writes; their page here is their address, else their own site is."""
        page = self.addresses.page(profile.docname) if profile.docname else None
        others = (*([profile.url] if page and profile.url else []), *profile.links)
        picture = self.image(profile.avatar.lstrip("/")) if profile.avatar else None
        return Person(profile.name, page or profile.url, others, profile.description, picture)


def names(terms: tuple[TermLinks, ...], taxonomy: str) -> tuple[str, ...]:
    """The names of a post's terms in a taxonomy."""
    return tuple(link.text for found in terms if found.taxonomy == taxonomy for link in found.links)
