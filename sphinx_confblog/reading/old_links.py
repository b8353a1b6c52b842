"""Links and images of an old blog, looked up on this site."""

from __future__ import annotations

import os
import posixpath
import re
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util import docname_join

from sphinx_confblog.discovery.markdown_suffix import LENT
from sphinx_confblog.discovery.project import blogs_of, builder_of, cached
from sphinx_confblog.domain import NAME, blog_domain
from sphinx_confblog.model.old_addresses import alias_path, old_addresses
from sphinx_confblog.model.source_layout import DOUBLE, INDEX
from sphinx_confblog.reading.separators import is_html
from sphinx_confblog.util.dates import date_from_name
from sphinx_confblog.util.html_fragments import anchors, with_addresses
from sphinx_confblog.util.urls import names_host, scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_confblog.discovery.blog import Blog
    from sphinx_confblog.discovery.blogs import Blogs
    from sphinx_confblog.model.post import Post


_PAGE = re.compile(r"(?:^|/)index$")
_SUFFIX = re.compile(r"\.(?:html?|xhtml)$")
#: Schemes that MyST takes for names of its own, besides those with ``://``.
_SCHEMES = frozenset({"tel", "sms", "sip", "xmpp", "skype", "magnet", "news"})
#: What an address may hold as it is.
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


class Address(NamedTuple):
    """An address from the top of a site."""

    path: str
    query: str
    anchor: str


def parse_address(text: str) -> Address | None:
    """Return the parts of an address that starts at the top of the site; None for others."""
    if not text.startswith("/") or text.startswith("//"):
        return None
    rest, _, anchor = text.partition("#")
    path, _, query = rest.partition("?")
    return Address(unquote(path), query, anchor)


def leads_away(text: str) -> bool:
    """Return whether an address has a scheme or a host of its own."""
    return names_host(text) or scheme(text) in _SCHEMES


def quoted(text: str) -> str:
    """Return an address with percent signs for characters that no address may have."""
    return quote(text, safe=_SAFE)


def place(path: str) -> str:
    """Return one form for ``/about/``, ``/about``, ``/about.html`` and ``/about/index.html``."""
    return _PAGE.sub("", _SUFFIX.sub("", path.strip("/"))).casefold()


def days_of(post: Post) -> Iterator[date]:
    """Yield the days that a post's address may have: by its date, and by its file's name."""
    yield post.date.date()
    name = (post.source or post.docname).removesuffix(f"/{INDEX}").rpartition("/")[2]
    if dated := date_from_name(name.removesuffix(DOUBLE)):
        yield dated[0]


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
        for post, olds in posts:
            for old in olds:
                with suppress(ValueError):
                    self.pages.setdefault(place(alias_path(old)), post.docname)
            for day in days_of(post):
                path = f"{day.isoformat().replace('-', '/')}/{post.slug}"
                self.dated.setdefault(path.casefold(), post.docname)
        for source, docname in moved.items():
            self.pages.setdefault(place(source), docname)

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
#: Where Middleman looks for a picture that has a name alone.
PICTURES = "images"
_LINK = re.compile(r"<(?:a|area)\b", re.IGNORECASE)
_PICTURES = re.compile(r"<(?:img|source|video|audio|embed|track)\b", re.IGNORECASE)
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
    links = []
    for node in list(doctree.findall(nodes.Element)):
        if isinstance(node, nodes.image):
            follower.follow_image(node)
        elif isinstance(node, nodes.raw) and is_html(node):
            follower.follow_html(node)
        elif isinstance(node, addnodes.pending_xref) and is_open(node):
            links.append(node)
    for link in links:
        follower.follow_link(link)
    if follower.asked:
        blog_domain(app.env).followed[docname] = tuple(sorted(follower.asked))


def typed(link: addnodes.pending_xref) -> str:
    """Return the address of an open link as it was typed.

    MyST gives a line of their own to links alone that do not begin with ``#`` (4.0 to 5.2).
    """
    target: str = link["reftarget"]
    return target if link.line else f"#{target}"


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
        self.tops = tops(self.blogs, self.blog)
        source = self.blogs.posts[docname].source or docname
        #: Folders below the source folder where files lie that a post calls by their names.
        self.folders = [posixpath.dirname(source)]
        if posixpath.basename(source).removesuffix(DOUBLE) != INDEX:
            self.folders.append(source.removesuffix(DOUBLE))
        self.folders += [posixpath.join(top, PICTURES) for top in self.tops]
        self.asked: set[str] = set()
        #: Names of places in pieces of HTML.
        self.anchors = {"", "top"}

    def ask(self, text: str) -> LinkTarget:
        """Look an address up, and remember it."""
        self.asked.add(text)
        return self.look_up(text)

    def look_up(self, text: str) -> LinkTarget:
        """Return the target of an address from the top of the site, or of a file."""
        address = parse_address(text)
        if address is None:
            return LinkTarget(source=self.file_of(unquote(text), self.folders))
        pages = old_pages(self.env, self.blog)
        if not address.query and (docname := pages.find(address.path)):
            return LinkTarget(docname=docname)
        path = address.path.lstrip("/")
        if source := self.file_of(path, self.tops):
            return LinkTarget(source=source)
        return self.copied(path)

    def file_of(self, path: str, folders: list[str]) -> str:
        """Return the first file of that name, no document, in folders of the source folder."""
        suffixes = (*self.env.config.source_suffix, LENT)
        if path and path.isprintable() and not path.endswith(suffixes):
            for folder in folders:
                name = posixpath.normpath(posixpath.join(folder, path))
                if not name.startswith(("..", "/")) and is_file(self.srcdir / name):
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
        address = parse_address(target)
        if leads_away(target):
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))
        elif target in self.anchors and "reflocalid" not in link:
            self.put(link, nodes.reference("", "", internal=True, refid=target))
        elif address and not target.endswith((*self.env.config.source_suffix, LENT)):
            self.follow_address(link, target, address.anchor)

    def follow_address(self, link: addnodes.pending_xref, target: str, anchor: str) -> None:
        """Let a link from the top of the site lead to what there is, or else where it led."""
        answer = self.ask(target)
        if answer.docname:
            if docname_join(self.docname, target) not in self.env.found_docs:
                self.put(link, self.site_link(docname=answer.docname, anchor=anchor))
        elif answer.output:
            self.put(link, self.site_link(path=answer.output))
        elif answer.source:
            self.put(link, addnodes.download_reference("", "", reftarget=f"/{answer.source}"))
        else:
            self.put(link, nodes.reference("", "", refuri=quoted(target), internal=False))

    def site_link(self, **where: str) -> addnodes.pending_xref:
        """Return a link from the top of the site; each page fills in its own address."""
        link = addnodes.pending_xref("", refdomain=NAME, reftype=SITE, refdoc=self.docname, **where)
        link.attributes.update(reftarget="", refexplicit=True, refwarn=False)
        return link

    def put(self, old: addnodes.pending_xref, new: nodes.Element) -> None:
        """Put a link in the place of another."""
        new += old[0].children or [nodes.literal("", old["reftarget"])]
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
            pictures = _PICTURES.match(tag) is not None
            if not (pictures or _LINK.match(tag)) or not self.is_ours(wanted, relative=pictures):
                return address
            answer = self.ask(wanted)
            if answer == NOWHERE:
                return address
            if answer.source and not answer.output:
                self.note_file(answer.source)
            known = parse_address(wanted)
            # From the top in any case: cards of other pages leave such addresses as they are.
            key = address.strip() if known else f"/{quoted(answer.source)}"
            filled[key] = (*answer, known.anchor if known else "")
            return key

        changed = with_addresses(text, change)
        if filled:
            raw[FILLED], raw.rawsource, raw.children = filled, changed, [nodes.Text(changed)]

    def is_ours(self, address: str, *, relative: bool) -> bool:
        """Return whether an address starts at the top of the site, or is a file's by the post."""
        if address.startswith("/"):
            return not address.startswith("//")
        return relative and address[:1] not in {"", "#", "?"} and not scheme(address)

    def note_file(self, source: str) -> None:
        """Have a file copied to the output."""
        self.env.note_dependency(source)
        if source.lower().endswith(_IMAGES):
            self.env.images.add_file(self.docname, source)
        else:
            self.env.dlfiles.add_file(self.docname, source)


def tops(blogs: Blogs, blog: Blog) -> list[str]:
    """Return the folders that an old blog may have been the top of."""
    return list(dict.fromkeys(("", blog.config.path, blogs.main.config.path)))


@cached
def old_pages(env: BuildEnvironment, blog: Blog) -> OldAddressIndex:
    """Return the pages that links in posts of *blog* may lead to, by their addresses."""
    blogs = blogs_of(env)
    # Of two posts with one old address, that of the same blog counts.
    ordered = sorted(blogs.all, key=lambda other: other is not blog)
    posts = [
        (post, tuple(old_addresses(post, former.patterns, former.taxonomies)))
        for former in (blog.former() for blog in ordered)
        for post in sorted(former.posts, key=lambda p: (p.date, p.docname))
    ]
    folders = tops(blogs, blog)[1:]
    return OldAddressIndex(env.found_docs, posts, blogs.moved, env.config.root_doc, folders)


def is_file(path: Path) -> bool:
    """Return whether there is such a file; no name is too long or too odd to ask."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
