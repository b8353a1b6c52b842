"""The `blog` domain: roles, and the objects that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import ObjType
from sphinx.roles import XRefRole
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

from sphinx_confblog.config import blog_keys
from sphinx_confblog.kept_data import KeptData
from sphinx_confblog.model.catalog import Catalog, short_names
from sphinx_confblog.nodes import words
from sphinx_confblog.util.builders import makes_site
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import may_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.model.catalog import Term
    from sphinx_confblog.model.versions import VersionKey


NAME = "blog"
#: Taxonomy -> name of its role. Others are named as their front-matter key.
ROLES = {"tags": "tag", "authors": "author", "categories": "category", "series": "series"}
#: Objects of this priority are no search results of their own: their pages are.
NOT_SEARCHED = -1


class BlogObjects(NamedTuple):
    """The objects of a blog, and where they are."""

    catalog: Catalog
    #: Names of posts -> docname.
    post_names: Mapping[str, str]
    #: Taxonomy and key of each term -> docname of its page.
    term_pages: Mapping[tuple[str, str], str]


class Home(NamedTuple):
    """The blogs of another build of the site: what can be linked to there."""

    #: With a slash at its end.
    url: str
    #: Docname of each document of the blogs, or of its file -> docname.
    docnames: Mapping[str, str]
    #: Docname -> title.
    titles: Mapping[str, str]
    #: Docname of the first blog's index.
    index_page: str
    #: Key of a version -> docname of the post about its release.
    releases: Mapping[VersionKey, str]

    def address(self, docname: str, builder: Builder) -> str:
        """Return the URL of a document, in the form of this build's own URLs."""
        is_like = makes_site(builder)
        return self.url + (builder.get_target_uri(docname) if is_like else f"{docname}.html")

    def link(self, docname: str, builder: Builder, *content: nodes.Node) -> nodes.reference:
        """Return a link to a document, with its title if there is no content."""
        shown = content or [nodes.Text(self.titles[docname])]
        uri = self.address(docname, builder)
        return nodes.reference("", "", *shown, refuri=uri, internal=False)


EMPTY = BlogObjects(Catalog(), {}, {})
#: What separates the name of a blog from a target in it.
BEHIND_BLOG = ":"


class Targets:
    """What the blogs' objects are called, and where they are."""

    #: Name of each blog -> what is in it, and the blog of each document.
    blogs: Mapping[str, BlogObjects] = {"": EMPTY}
    owners: Mapping[str, str] = {}

    def blog_for(self, target: str, docname: str) -> tuple[str, str]:
        """Return the blog in which *docname* looks a target up, and the target without its name.

        A target may name the blog, as in ``news:docker`` or, for another language, ``fr:docker``.
        """
        name, colon, rest = target.partition(BEHIND_BLOG)
        for key in blog_keys.meant(name) if colon else ():
            if key in self.blogs:
                return key, rest.lstrip()
        return self.owners.get(docname, ""), target

    def target(self, role: str, target: str, docname: str) -> tuple[str, str | None] | None:
        """Return the page that *target* means in *docname*, and its name (None: the page's title).

        Return None if the blog has no such object.
        """
        if role == "post":
            post = self.post(target, docname)
            return (post, None) if post else None
        key, target = self.blog_for(target, docname)
        blog = self.blogs[key]
        taxonomy = next((t for t in blog.catalog.taxonomies if role_of(t) == role), "")
        term = blog.catalog.term(taxonomy, target)
        page = blog.term_pages.get((taxonomy, term.key)) if term else None
        return (page, term.name) if term and page else None

    def post(self, target: str, docname: str) -> str | None:
        """Return the post that *target* means in *docname*: a docname as for ``doc``, or a name."""
        key, target = self.blog_for(target, docname)
        absolute = target.removeprefix("/")
        docnames = (docname_join(docname, target), absolute)
        known = (name for name in docnames if self.is_post(name))
        post = next(known, self.blogs[key].post_names.get(absolute))
        return post or self.in_other_language(absolute, key)

    def namesakes(self, target: str, docname: str) -> list[str]:
        """Return the names of the posts that share a name, so that it means none of them."""
        key, target = self.blog_for(target, docname)
        posts = self.blogs[key].catalog.posts.values()
        return sorted(f"/{post.docname}" for post in posts if target in short_names(post))

    def known_targets(self, role: str, target: str, docname: str) -> set[str]:
        """Return the names that a role could refer to, where it refers to *target*."""
        blog = self.blogs[self.blog_for(target, docname)[0]]
        if role == "post":
            return set(blog.post_names)
        terms = (terms for name, terms in blog.catalog.taxonomies.items() if role_of(name) == role)
        return {name for group in terms for term in group.values() for name in _names_of(term)}

    def in_other_language(self, name: str, key: str) -> str | None:
        """Return the post of that name in another language of a blog."""
        own = blog_keys.name_of(key)
        blogs = (blog for key, blog in self.blogs.items() if blog_keys.name_of(key) == own)
        return next((blog.post_names[name] for blog in blogs if name in blog.post_names), None)

    def is_post(self, docname: str) -> bool:
        """Return whether a document is a post of any blog."""
        owner = self.owners.get(docname)
        return owner is not None and docname in self.blogs[owner].catalog.posts


class BlogRole(XRefRole):
    """A reference to one of the blog's objects."""

    innernodeclass = nodes.inline

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Note what the document refers to; it is written again when that changes."""
        target = " ".join(target.split())
        blog_domain(env).note_reference(env.docname, refnode["reftype"], target)
        return title, target


class BlogDomain(Targets, KeptData):
    """Posts, tags, authors and other terms as objects of the project.

    The blogs are set at each build's start, and not persisted.
    """

    name = NAME
    label = "Blog"
    data_version = 35
    roles: ClassVar[dict[str, Any]] = {"post": BlogRole(warn_dangling=True)}
    object_types: ClassVar[dict[str, ObjType]] = {"post": ObjType("post", "post")}
    #: Where the blogs are, if another build has them; not persisted either.
    home: Home | None = None

    def note_blogs(
        self,
        blogs: Mapping[str, BlogObjects],
        owners: Mapping[str, str],
        home: Home | None = None,
    ) -> None:
        """Take up what is in the blogs, and which blog each document belongs to."""
        self.blogs, self.owners, self.home = blogs, owners, home

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to a post or a term; without a text of its own, the link shows its name."""
        place = self.target(typ, target, node.get("refdoc", fromdocname))
        if place is None:
            return None
        docname, name = place
        if self.home is not None:
            if docname not in self.home.titles:
                return None
            explicit = [contnode] if node.get("refexplicit") else []
            return self.home.link(docname, builder, *explicit)
        if not node.get("refexplicit"):
            content = [nodes.Text(name)] if name else _title(env, docname)
            contnode = nodes.inline("", "", *content, classes=["xref", "blog", f"blog-{typ}"])
        return make_refnode(builder, fromdocname, docname, "", contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return links to all objects of the blog named *target*, except what ``doc`` finds."""
        refdoc = node.get("refdoc", fromdocname)
        document = docname_join(refdoc, target)
        links = (
            (role, self.resolve_xref(env, fromdocname, builder, role, target, node, contnode))
            for role in self.roles
            if (place := self.target(role, target, refdoc)) and place[0] != document
        )
        return [(f"{self.name}:{role}", link) for role, link in links if link is not None]

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield all posts and terms that lists may show, under each of their names."""
        for key, blog in self.blogs.items() if self.home is None else ():
            prefix = f"{blog_keys.typed(key)}{BEHIND_BLOG}" if key else ""
            for name, title, kind, docname in self.objects_of(blog):
                yield prefix + name, title, kind, docname, "", NOT_SEARCHED

    def objects_of(self, blog: BlogObjects) -> Iterator[tuple[str, str, str, str]]:
        """Yield name, title, type and page of each object of one blog."""
        catalog, titles = blog.catalog, self.env.titles
        texts = {name: words(titles[name]) for name in catalog.listed if name in titles}
        for name, docname in blog.post_names.items():
            if docname in texts:
                yield name, texts[docname], "post", docname
        for taxonomy, terms in catalog.taxonomies.items():
            for term in terms.values():
                if page := blog.term_pages.get((taxonomy, term.key)):
                    for name in _names_of(term):
                        yield name, term.name, role_of(taxonomy), page


def hint(targets: Targets, role: str, target: str, docname: str) -> str:
    """Return a hint about an unknown target in *docname*; "" if nothing is similar."""
    if namesakes := targets.namesakes(target, docname) if role == "post" else []:
        return f". Several posts have this name; write {' or '.join(namesakes)}"
    return may_mean(nearest(target, targets.known_targets(role, target, docname)))


def _names_of(term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys((term.slug, " ".join(term.name.split()))))


def _title(env: BuildEnvironment, docname: str) -> list[nodes.Node]:
    return [child.deepcopy() for child in env.titles[docname].children]


def add_taxonomies(app: Sphinx) -> None:
    """Add a role and a type of object for each taxonomy of the site (``builder-inited``)."""
    domain = blog_domain(app.env)
    for role in dict.fromkeys(map(role_of, all_taxonomies(app.config))):
        domain.roles[role] = BlogRole(warn_dangling=True)
        domain.add_object_type(role, ObjType(role, role))


def all_taxonomies(config: Config) -> list[str]:
    """Return the usual taxonomies, and those that ``conf.py`` names for any blog."""
    blogs = config["confblog_blogs"]
    own = blogs.values() if isinstance(blogs, dict) else ()
    given = [config["confblog_taxonomies"]]
    given += [options.get("taxonomies") for options in own if isinstance(options, dict)]
    named = (name for names in given if isinstance(names, dict) for name in names)
    return list(dict.fromkeys((*ROLES, *named)))


def role_of(taxonomy: str) -> str:
    """Return the name of the role, and type of object, of a taxonomy's terms."""
    return ROLES.get(taxonomy, taxonomy)


def blog_domain(env: BuildEnvironment) -> BlogDomain:
    """Return the environment's blog domain."""
    return cast("BlogDomain", env.domains[NAME])
