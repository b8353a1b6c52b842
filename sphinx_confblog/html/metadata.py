"""Writes the head of the blog's pages: descriptions, authors and previews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.core import UnknownLocaleError, get_global, parse_locale
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_confblog.discovery.generated_pages import PageKind
from sphinx_confblog.discovery.project import blog_of
from sphinx_confblog.domain import blog_domain
from sphinx_confblog.events.structured_data import Described, event_data
from sphinx_confblog.html import social_tags
from sphinx_confblog.html.default_image import image_uri
from sphinx_confblog.html.opengraph import OPENGRAPH, OpenGraphPage
from sphinx_confblog.html.social_tags import (
    BlogInfo,
    Item,
    Person,
    SocialCard,
    Tag,
    contents,
    open_graph,
)
from sphinx_confblog.reading.post_fields import in_language
from sphinx_confblog.resolving.byline import AUTHORS
from sphinx_confblog.resolving.lengths import shown_length
from sphinx_confblog.resolving.rendering import shortened, summary
from sphinx_confblog.resolving.views import BlogViews
from sphinx_confblog.util.builders import Addresses, makes_site
from sphinx_confblog.util.language_tags import web_tag
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.urls import is_web_url

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.config.options import BlogConfig
    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.generated_pages import Page
    from sphinx_confblog.i18n import Language
    from sphinx_confblog.model.catalog import Term
    from sphinx_confblog.model.post import Post
    from sphinx_confblog.resolving.records import TermLinks


def page_description(page: Page, config: BlogConfig, language: Language) -> str:
    """Return the description of a generated page, with the page number from the second page on."""
    _ = language.translate
    text = " ".join(list_description(page, config, language).split())
    if page.number == 1:
        return text
    return _("Page {number}: {description}").format(number=page.number, description=text)


def list_description(page: Page, config: BlogConfig, language: Language) -> str:
    """Return the description of a list, the same for all its pages."""
    _ = language.translate
    blog = config.title
    if page.term is not None:
        return term_description(page.term, config, language)
    if page.kind is PageKind.ARCHIVE:
        return _("All posts of {blog} by date").format(blog=blog)
    if page.kind is PageKind.PERIOD:
        period = language.period(page.period)
        return _("Posts of {blog} from {period}").format(blog=blog, period=period)
    if page.kind in {PageKind.RELEASES, PageKind.EVENTS}:
        return _("{taxonomy} of {blog}").format(taxonomy=page.title, blog=blog)
    if page.kind is PageKind.TAXONOMY:
        title = config.taxonomies.get(page.taxonomy or "", page.title)
        return _("{taxonomy} of {blog}").format(taxonomy=title, blog=blog)
    return config.description or _("Posts of {blog}").format(blog=blog)


def term_description(term: Term, config: BlogConfig, language: Language) -> str:
    """Return the description of a term, else a phrase with its name."""
    if term.info is not None and term.info.description:
        return term.info.description
    title = config.taxonomies.get(term.taxonomy, term.taxonomy)
    return language.term_title(term.taxonomy, title, term.name)


def locale_name(language: str) -> str:
    """Return a language with its main country, as in ``de_DE``; nothing if that is unknown."""
    try:
        lang, country, *_rest = parse_locale(language.replace("-", "_"))
        if country is None:
            likely = get_global("likely_subtags").get(language.replace("-", "_")) or lang
            country = parse_locale(likely)[1]
    except (ValueError, UnknownLocaleError):
        return ""
    return f"{lang}_{country}" if country and country.isalpha() else ""


class Profile(NamedTuple):
    """Somebody who writes posts."""

    name: str
    #: The page of their posts.
    docname: str | None
    #: Their own site.
    url: str | None
    #: What the site says of them.
    description: str | None = None
    #: Other pages of theirs.
    links: tuple[str, ...] = ()
    #: Their picture: a path below the source folder, or a URL.
    avatar: str | None = None


class About(NamedTuple):
    """What the head of a page says besides what its post does."""

    #: The title of the blog.
    blog: str
    #: Whether there is more than a description.
    metadata: bool
    #: What a list of posts is about; a post says that itself.
    description: str = ""
    #: The authors of a post, or the one whom a list is about.
    people: tuple[Profile, ...] = ()
    #: The image of a page without one of its own: a path below the source folder, or a URL.
    image: str | None = None


def about(env: BuildEnvironment, docname: str) -> About | None:
    """Return what the head of a post's or generated page says; None for any other page."""
    blog = blog_of(env, docname)
    title, metadata = blog.config.title, blog.config.metadata
    image = image_uri(blog.config) if metadata else None
    if post := blog.catalog.posts.get(docname):
        authors = blog.catalog.post_terms(post, AUTHORS)
        people = (profile(env, blog, name, term) for name, term in authors)
        # Their details are on their own pages.
        people = (Profile(p.name, p.docname, p.url) for p in people)
        # A cover wins.
        image = None if docname in blog_domain(env).covers else image
        return About(title, metadata, people=tuple(people), image=image)
    if page := blog.pages.get(docname):
        description = page_description(page, blog.config, blog.language)
        of_author = page.taxonomy == AUTHORS and page.term is not None
        whom = (profile(env, blog, page.term.name, page.term),) if page.term and of_author else ()
        return About(title, metadata, description, whom, image)
    return None


def profile(env: BuildEnvironment, blog: Blog, name: str, term: Term | None) -> Profile:
    """Return the profile of an author; one without a term has only a name."""
    if term is None:
        return Profile(name, None, None)
    docname = blog.objects.term_pages.get((AUTHORS, term.key))
    if (info := term.info) is None:
        return Profile(name, docname, None)
    url = info.url if info.url and is_web_url(info.url) else None
    links = tuple(link.url for link in info.links if is_web_url(link.url))
    return Profile(name, docname, url, info.description, links, info.avatar)


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
        tags += [Tag("description", card.description, "name")] * bool(card.description)
        tags += head_tags(app, card, context) if said.metadata else []
        scripts = structured(app, pagename, card) if said.metadata else ""
    elif post and (text := in_language(app.env, post).description):
        tags.insert(0, Tag("description", text, "name"))
    html = "".join(tag.html() for tag in tags if tag.name not in present or tag is NO_INDEX)
    context["metatags"] = context.get("metatags", "") + html + scripts


def head_tags(app: Sphinx, card: SocialCard, context: dict[str, Any]) -> list[Tag]:
    """Return the tags of a page's preview; another extension may write some of them."""
    if OPENGRAPH not in app.extensions:
        return open_graph(card)
    page = OpenGraphPage(app, context["pagename"], card, dict(context.get("meta") or {}))
    context["meta"] = page.fields() | page.meta
    return page.tags()


def structured(app: Sphinx, docname: str, card: SocialCard) -> str:
    """Return the JSON-LD of a page, if schema.org has a type for it."""
    page = blog_of(app.env, docname).pages.get(docname)
    if page is None:
        post = blog_of(app.env, docname).catalog.posts.get(docname)
        return social_tags.script(social_tags.posting(card)) + event_script(post, card)
    if page.number == 1 and page.kind is PageKind.INDEX:
        return social_tags.script(social_tags.index(card))
    if page.number == 1 and page.kind is PageKind.RELEASES:
        return social_tags.script(social_tags.releases(card))
    if page.number == 1 and card.people:
        return social_tags.script(social_tags.profile(card))
    return ""


def event_script(post: Post | None, card: SocialCard) -> str:
    """Return the JSON-LD of the event that a post is about; "" if there is none."""
    if post is None or post.event is None:
        return ""
    described = Described(card.title, card.description, card.url, card.image)
    return social_tags.script(event_data(post.event, described))


class Cards:
    """Makes the records of the metadata of pages."""

    def __init__(self, builder: StandaloneHTMLBuilder, said: About, blog: Blog) -> None:
        self.env = builder.env
        self.views = BlogViews(builder.env, blog)
        self.addresses = Addresses(builder)
        self.said = said
        index = self.views.blog.config.below("index")
        url = self.addresses.page(index) if index in builder.env.found_docs else None
        self.language = web_tag(self.views.blog.language.name) or ""
        self.blog = BlogInfo(said.blog, url)
        self.people = tuple(map(self.person, said.people))

    def of(self, docname: str, given: str | None) -> SocialCard:
        """Return the card of a page; *given* is a description that it has already."""
        if post := self.views.blog.catalog.posts.get(docname):
            return self.of_post(post, given)
        return self.of_page(self.views.blog.pages[docname], given)

    def of_post(self, post: Post, given: str | None) -> SocialCard:
        """Return the card of a post."""
        post, facts = in_language(self.env, post), self.views.facts(post.docname)
        language = web_tag(post.language) or self.language
        return SocialCard(
            title=self.views.title(post.docname),
            description=given or post.description or shortened(summary(self.env, post.docname)),
            url=post.canonical or self.addresses.page(post.docname),
            original=post.canonical,
            image=self.image(facts.cover.uri) if facts.cover else self.default_image(),
            image_alt=facts.cover.alt if facts.cover else self.said.blog,
            published=facts.date.isoformat(),
            modified=facts.updated.isoformat() if facts.updated else None,
            section=next(iter(names(facts.terms, "categories")), None),
            tags=names(facts.terms, "tags"),
            version=post.version,
            words=sum(shown_length(self.env, post.docname)),
            language=language,
            locale=locale_name(language),
            blog=self.blog,
            site_name=str(self.env.config.project),
            people=self.people,
        )

    def of_page(self, page: Page, given: str | None) -> SocialCard:
        """Return the card of a generated page."""
        return SocialCard(
            title=self.views.long_title(page.docname),
            description=given or self.said.description,
            url=self.addresses.page(page.docname),
            image=self.default_image(),
            image_alt=self.said.blog,
            language=self.language,
            locale=locale_name(self.language),
            blog=self.blog,
            site_name=str(self.env.config.project),
            people=self.people,
            items=tuple(map(self.item, page.posts)) if page.kind is PageKind.RELEASES else (),
        )

    def item(self, docname: str) -> Item:
        """Return a post as an item of a list."""
        post = self.views.blog.catalog.posts[docname]
        return Item(self.views.title(docname), post.canonical or self.addresses.page(docname))

    def image(self, uri: str) -> str | None:
        """Return the absolute address of an image, if it is on the web."""
        url = self.addresses.image(uri)
        return url if url and is_web_url(url) else None

    def default_image(self) -> str | None:
        """Return the absolute address of the image of pages without one of their own."""
        return self.image(self.said.image) if self.said.image else None

    def person(self, profile: Profile) -> Person:
        """Return an author; their URL is their page on this site, else their own site."""
        page = self.addresses.page(profile.docname) if profile.docname else None
        others = (*([profile.url] if page and profile.url else []), *profile.links)
        picture = self.image(profile.avatar.lstrip("/")) if profile.avatar else None
        return Person(profile.name, page or profile.url, others, profile.description, picture)


def names(terms: tuple[TermLinks, ...], taxonomy: str) -> tuple[str, ...]:
    """Return the names of a post's terms in a taxonomy."""
    return tuple(link.text for group in terms if group.taxonomy == taxonomy for link in group.links)
