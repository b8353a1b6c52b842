"""Finds the targets of links and images of an old blog on this site."""

from __future__ import annotations

import os
import posixpath
import re
from contextlib import suppress
from functools import cached_property
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_confblog.discovery.markdown_suffix import LENT
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.model.file_places import FilePlaces
from sphinx_confblog.model.old_addresses import alias_path, old_addresses, typed_addresses
from sphinx_confblog.model.permalinks import plain_address
from sphinx_confblog.model.source_layout import DOUBLE, INDEX
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.reading.source import NOTE, SourceNote
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.html_fragments import anchors, with_addresses
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import typed_slugs
from sphinx_confblog.util.urls import names_host, scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.old_addresses import OldAddressSource
    from sphinx_confblog.model.post import Post


_PAGE = r"(?:^|/)index$"
_SUFFIX = r"\.(?:html?|xhtml)$"
#: Schemes that MyST takes for names of its own, besides those with ``://``.
_SCHEMES = frozenset({"tel", "sms", "sip", "xmpp", "skype", "magnet", "news"})
#: What an address may hold as it is.
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Address(NamedTuple):
    """An address of this site, from its top or relative."""

    #: Decoded.
    path: str
    query: str
    anchor: str


def parse_address(text: str) -> Address | None:
    """Return the parts of an address of this site; None for others, and for places in a page."""
    if text[:1] in {"", "#", "?"} or names_host(text) or scheme(text):
        return None
    rest, _, anchor = text.partition("#")
    path, _, query = rest.partition("?")
    return Address(unquote(path), query, anchor)


def is_old_page(path: str) -> bool:
    """Return whether a path is one by which old pages are known, rather than a name."""
    return "/" in path or re.search(_SUFFIX, path) is not None


def leads_away(text: str) -> bool:
    """Return whether an address has a scheme or a host of its own."""
    return names_host(text) or scheme(text) in _SCHEMES


def quoted(text: str) -> str:
    """Return an address with percent signs for characters that no address may have."""
    return quote(text, safe=_SAFE)


def place(path: str) -> str:
    """Return one form for ``/about/``, ``/about``, ``/about.html`` and ``/about/index.html``."""
    return re.sub(_PAGE, "", re.sub(_SUFFIX, "", path.strip("/"))).casefold()


def days_of(post: Post) -> Iterator[date]:
    """Yield the days that a post's address may have: by its date, and by its file's name."""
    yield post.date.date()
    name = (post.source or post.docname).removesuffix(f"/{INDEX}").rpartition("/")[2]
    if dated := date_from_name(name.removesuffix(DOUBLE)):
        yield dated[0]


def folder_of(post: Post) -> str:
    """Return the folder that belongs to a post: the one of its name, or around its index file."""
    source = (post.source or post.docname).removesuffix(DOUBLE)
    return posixpath.dirname(source) if posixpath.basename(source) == INDEX else source


def file_names(post: Post) -> Iterator[str]:
    """Yield the names of a post's file, with folders as in its address, and without."""
    source = plain_address(post.source or post.docname)
    yield source
    if date_from_name(name := posixpath.basename(source)):
        yield name


def addresses_of(post: Post, olds: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of a post from the top of the site, those that it has told first.

    *olds* are its old ones. The last ones are those that Middleman and Jekyll give by default.
    """
    for old in olds:
        with suppress(ValueError):
            yield f"/{alias_path(old)}"
    yield f"/{post.docname.removesuffix(f'/{INDEX}')}{'/' if is_index(post.docname) else '.html'}"
    for day in days_of(post):
        yield f"/{day.isoformat().replace('-', '/')}/{post.slug}.html"


def is_index(docname: str) -> bool:
    """Return whether a document is the index of its folder."""
    return posixpath.basename(docname) == INDEX


class OldAddressIndex:
    """The pages of a site by the addresses that they have, or had on an old blog.

    *posts* are posts with their old addresses, those first that win; *moved* is the docname of
    each moved post's file -> its own, *root* the site's front page. An old blog was a site of its
    own, so addresses are looked up from the *folders* of blogs as well.
    """

    def __init__(
        self, documents: Iterable[str], posts: Iterable[tuple[Post, Iterable[str]]],
        moved: Mapping[str, str], root: str, folders: Sequence[str],
    ) -> None:  # fmt: skip
        self.folders = folders
        self.pages = {place(docname): docname for docname in sorted(documents, reverse=True)}
        self.pages[""] = root
        #: The last four segments of the address that Middleman and Jekyll give by default.
        self.dated: dict[str, str] = {}
        #: Posts by their files, as Jekyll's ``post_url`` names them.
        files: dict[str, str] = {}
        #: The folder of each post for files that belong to it.
        self.file_folders: dict[str, str] = {}
        #: The addresses that each post has, had or may have had, from the top of the site.
        self.addresses: dict[str, tuple[str, ...]] = {}
        for post, olds in posts:
            self.addresses[post.docname] = tuple(addresses_of(post, olds))
            self.file_folders[post.docname] = folder_of(post)
            files |= dict.fromkeys(file_names(post), post.docname)
            for old in olds:
                with suppress(ValueError):
                    self.pages.setdefault(place(alias_path(old)), post.docname)
            for day in days_of(post):
                for slug in (post.slug, *typed_slugs(post.typed_slug, post.slug)):
                    path = f"{day.isoformat().replace('-', '/')}/{slug}"
                    self.dated.setdefault(path.casefold(), post.docname)
        for source, docname in moved.items():
            self.pages.setdefault(place(source), docname)
        for name, docname in files.items():
            self.pages.setdefault(place(name), docname)

    def folder_at(self, path: str) -> str | None:
        """Return the folder for the files of the post at a path; None if there is no post."""
        docname = self.find(path)
        return self.file_folders.get(docname) if docname else None

    def find(self, path: str) -> str | None:
        """Return the document at a path; None if there is none."""
        wanted = place(path)
        below = (place(f"{folder}/{path.lstrip('/')}") for folder in self.folders)
        docname = next((self.pages[name] for name in (wanted, *below) if name in self.pages), None)
        return docname or self.dated.get("/".join(wanted.split("/")[-4:]))


#: By this attribute a piece of HTML is known that has addresses to fill in; they are its items.
#: It stands on docutils' own node, as themes and extensions know no other for raw HTML.
FILLED = "confblog_addresses"
#: Type of the references that are links from the top of the site.
SITE = "site"
_LINK = r"(?i)<(?:a|area|link)\b"
_PICTURES = r"(?i)<(?:img|source|video|audio|embed|track|iframe|object|script)\b"
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico")


class LinkTarget(NamedTuple):
    """The target of an address: a document, a file of the source folder, or of the output."""

    docname: str = ""
    source: str = ""
    output: str = ""


NOWHERE = LinkTarget()


def follow_addresses(app: Sphinx, doctree: nodes.document) -> None:
    """Let links and pictures of a post lead where they led (``doctree-read``, before images)."""
    docname = app.env.docname
    if docname not in blogs_of(app.env).posts:
        return
    follower = OldLinkResolver(app.env, docname)
    follower.asked |= asked_by_liquid(app.env)
    links, references = [], []
    for node in list(doctree.findall(nodes.Element)):
        if isinstance(node, nodes.image):
            follower.follow_image(node)
        elif isinstance(node, nodes.raw) and is_html(node):
            follower.follow_html(node)
        elif isinstance(node, addnodes.pending_xref) and is_open(node):
            links.append(node)
        elif isinstance(node, nodes.reference) and "refuri" in node:
            references.append(node)
    for link in links:
        follower.follow_link(link)
    for reference in references:
        follower.follow_address(reference, reference["refuri"])
    if follower.asked:
        blog_domain(app.env).followed[docname] = tuple(sorted(follower.asked))


def asked_by_liquid(env: BuildEnvironment) -> set[str]:
    """Return the addresses that Liquid in links asked for in the document being read."""
    note: SourceNote | None = env.current_document.get(NOTE)
    return set(note.liquid.asked) if note and note.liquid else set()


def typed(link: addnodes.pending_xref) -> str:
    """Return the address of an open link as it was typed.

    MyST gives a line of their own to links alone that do not begin with ``#`` (4.0 to 5.2).
    """
    target: str = link["reftarget"]
    return target if link.line else f"#{target}"


def names_object(link: addnodes.pending_xref) -> bool:
    """Return whether a link is to a heading, a label or another object, and not to an address."""
    return typed(link).startswith("#")


def is_open(link: addnodes.pending_xref) -> bool:
    """Return whether a reference is a link of Markdown without a document that MyST knows."""
    return link["reftype"] == "myst" and link.get("refdomain") is None


def answers(env: BuildEnvironment, docname: str) -> list[LinkTarget]:
    """Return the targets that the addresses in a post have now."""
    asked = blog_domain(env).followed.get(docname)
    if not asked or docname not in blogs_of(env).posts:
        return []
    follower = OldLinkResolver(env, docname)
    return [follower.look_up(text) for text in asked]


class OldLinkResolver:
    """Looks up the addresses of one post."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self.env, self.docname, self.blogs = env, docname, blogs_of(env)
        self.srcdir = Path(env.srcdir)
        self.blog = self.blogs.of(docname)
        self.asked: set[str] = set()
        #: Names of places in pieces of HTML.
        self.anchors = {"", "top"}

    @cached_property
    def pages(self) -> OldAddressIndex:
        """The pages at the addresses of old; most posts ask for none."""
        return old_pages(self.env, self.blog)

    @cached_property
    def places(self) -> FilePlaces:
        """Where files may lie that the post names."""
        post = self.blogs.posts[self.docname]
        return FilePlaces(
            # Files by a post count from its file, wherever its page is.
            own=(posixpath.dirname(post.source or self.docname), folder_of(post)),
            tops=tops(self.blogs, self.blog),
            addresses=self.pages.addresses[self.docname],
            folder_at=self.pages.folder_at,
        )

    def ask(self, text: str) -> LinkTarget:
        """Look an address up, and remember it."""
        self.asked.add(text)
        return self.look_up(text)

    def look_up(self, text: str) -> LinkTarget:
        """Return the target of an address from the top of the site, or a relative one."""
        address = parse_address(text)
        if address is None:
            return NOWHERE
        if docname := self.page_at(address):
            return LinkTarget(docname=docname)
        if source := self.file_at(address.path):
            return LinkTarget(source=source)
        path = address.path
        paths = [path] if path.startswith("/") else [path, *self.places.absolute(path)]
        copies = (self.copied(one.lstrip("/")) for one in paths)
        return next((copy for copy in copies if copy != NOWHERE), NOWHERE)

    def page_at(self, address: Address) -> str | None:
        """Return the document at an address; None if there is none."""
        path = address.path
        if self.names_source(path):
            return self.document_of(path)
        if address.query or not is_old_page(path):
            return None
        paths = [path] if path.startswith("/") else self.places.absolute(path)
        return next(filter(None, map(self.pages.find, paths)), None)

    def document_of(self, path: str) -> str | None:
        """Return the document of a source file that is named by the path from the post."""
        for name in self.places.of(path):
            docname = self.env.project.path2doc(name) or ""
            docname = self.blogs.moved.get(docname, docname)
            if docname in self.env.found_docs:
                return docname
        return None

    def names_source(self, path: str) -> bool:
        """Return whether a path is that of a file that Sphinx reads."""
        return path.endswith((*self.env.config.source_suffix, LENT))

    def file_at(self, path: str) -> str:
        """Return the first file, no document, that a path may mean, below the source folder."""
        if path and path.isprintable() and not self.names_source(path):
            for name in self.places.of(path):
                if is_file(self.srcdir / name):
                    return name
        return ""

    def copied(self, path: str) -> LinkTarget:
        """Return the file of that path that is copied to the output as it is."""
        config, confdir = self.env.config, Path(builder_of(self.env).confdir)
        places = [(path, folder) for folder in config.html_extra_path]
        if path.startswith("_static/"):
            places += [(path[len("_static/") :], folder) for folder in config.html_static_path]
        for name, folder in places:
            file = confdir / folder / name
            if not posixpath.normpath(name).startswith((".", "/")) and is_file(file):
                source = Path(os.path.relpath(file, self.srcdir)).as_posix()
                return LinkTarget(source=source, output=path)
        return NOWHERE

    def follow_image(self, image: nodes.image) -> None:
        """Let a picture be found where it lies."""
        uri = image["uri"]
        if uri.startswith("//"):
            image["uri"] = f"https:{uri}"
            return
        elsewhere = names_host(uri) or scheme(uri) == "data" or uri.endswith(".*")
        if not elsewhere and not is_file(Path(self.env.relfn2path(uri, self.docname)[1])):
            target = self.ask(uri)
            image["uri"] = f"/{target.source}" if target.source else uri

    def follow_link(self, link: addnodes.pending_xref) -> None:
        """Put a link that MyST does not make out in the place of one of its own."""
        target = link["reftarget"]
        if leads_away(target):
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))
        elif target in self.anchors and "reflocalid" not in link:
            self.put(link, nodes.reference("", "", internal=True, refid=target))
        elif "reflocalid" not in link and not names_object(link) and not self.is_name(target):
            self.follow_address(link, target)

    def is_name(self, target: str) -> bool:
        """Return whether a link has the name of a document, a label or the like, for MyST."""
        if "/" not in target and "." not in target:
            return True
        here = self.blogs.posts[self.docname].source or self.docname
        path, _, _ = target.partition("#")
        return self.names_source(path) or docname_join(here, target) in self.env.found_docs

    def follow_address(self, link: nodes.Element, target: str) -> None:
        """Let a link with an address lead to what there is, or else where it led."""
        address = parse_address(target)
        if address is None:
            return
        answer = self.ask(target)
        if answer.docname:
            self.put(link, self.site_link(docname=answer.docname, anchor=address.anchor))
        elif answer.output:
            self.put(link, self.site_link(path=answer.output))
        elif answer.source:
            self.put(link, addnodes.download_reference("", "", reftarget=f"/{answer.source}"))
        elif address.path.startswith("/") and isinstance(link, addnodes.pending_xref):
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))

    def site_link(self, **where: str) -> addnodes.pending_xref:
        """Return a link from the top of the site; each page fills in its own address."""
        link = addnodes.pending_xref("", refdomain=NAME, reftype=SITE, refdoc=self.docname, **where)
        link.attributes.update(reftarget="", refexplicit=True, refwarn=False)
        return link

    def put(self, old: nodes.Element, new: nodes.Element) -> None:
        """Put a link in the place of another."""
        if isinstance(old, addnodes.pending_xref):
            new += old[0].children or [nodes.literal("", old["reftarget"])]
        else:
            new += old.children
        if "reftitle" in old:
            new["reftitle"] = old["reftitle"]
        new.source, new.line = old.source, old.line
        old.replace_self(new)

    def follow_html(self, raw: nodes.raw) -> None:
        """Note what addresses in a piece of HTML lead to; they are filled in on each page."""
        text = raw.astext()
        self.anchors |= anchors(text)
        filled: dict[str, tuple[str, str, str, str]] = {}

        def change(tag: str, address: str) -> str:
            wanted = unescape(address).strip()
            known = parse_address(wanted)
            if known is None or not (re.match(_PICTURES, tag) or re.match(_LINK, tag)):
                return address
            answer = self.ask(wanted)
            if answer == NOWHERE:
                return address
            if answer.source and not answer.output:
                self.note_file(answer.source)
            # From the top in any case: cards of other pages leave such addresses as they are.
            top = address.strip().startswith("/")
            key = address.strip() if top else self.from_top(answer, known.anchor)
            filled[key] = (*answer, known.anchor)
            return key

        changed = with_addresses(text, change)
        if filled:
            raw[FILLED], raw.rawsource, raw.children = filled, changed, [nodes.Text(changed)]

    def from_top(self, target: LinkTarget, anchor: str) -> str:
        """Return an address of a target from the top of the site, for HTML."""
        path = target.output or target.source or f"{target.docname}.html"
        return escape(quoted(f"/{path}") + (f"#{anchor}" if anchor else ""))

    def note_file(self, source: str) -> None:
        """Have a file copied to the output."""
        self.env.note_dependency(source)
        if source.lower().endswith(_IMAGES):
            self.env.images.add_file(self.docname, source)
        else:
            self.env.dlfiles.add_file(self.docname, source)


def tops(blogs: Blogs, blog: Blog) -> tuple[str, ...]:
    """Return the folders that an old blog may have been the top of."""
    return tuple(dict.fromkeys(("", blog.config.path, blogs.main.config.path)))


@cached
def old_pages(env: BuildEnvironment, blog: Blog) -> OldAddressIndex:
    """Return the pages that links in posts of *blog* may lead to, by their addresses."""
    return index_pages(blogs_of(env), blog, env.found_docs, env.config.root_doc)


def index_pages(blogs: Blogs, blog: Blog, documents: Iterable[str], root: str) -> OldAddressIndex:
    """Return *documents* by their addresses, as links in posts of *blog* may name them."""
    # Of two posts with one old address, that of the same blog counts.
    ordered = sorted(blogs.all, key=lambda other: other is not blog)
    posts = [
        (post, olds_of(post, former))
        for former in (blog.former() for blog in ordered)
        for post in sorted(former.posts, key=lambda p: (p.date, p.docname))
    ]
    return OldAddressIndex(documents, posts, blogs.moved, root, tops(blogs, blog)[1:])


def olds_of(post: Post, blog: OldAddressSource) -> tuple[str, ...]:
    """Return the old addresses of a post, with all spellings of its name."""
    known = old_addresses(post, blog.patterns, blog.taxonomies)
    return (*known, *typed_addresses(post, blog, ".html"))


def is_file(path: Path) -> bool:
    """Return whether there is such a file; no name is too long or too odd to ask."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
