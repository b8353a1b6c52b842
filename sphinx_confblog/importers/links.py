"""Rewrites links and images of a post to their new locations."""

from __future__ import annotations

import functools
import posixpath
import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from sphinx_confblog.importers.addresses import cut_site, is_draft, normal
from sphinx_confblog.importers.files import below
from sphinx_confblog.importers.front_matter import flag
from sphinx_confblog.importers.records import KEPT
from sphinx_confblog.model.file_places import FilePlaces
from sphinx_confblog.util.html_fragments import with_addresses
from sphinx_confblog.util.liquid import has_liquid
from sphinx_confblog.util.markdown_code import directive_lines, masked, replace_outside
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confblog.importers.records import Article, OldBlog
    from sphinx_confblog.importers.source_tree import Tree


ASSETS = "assets"
#: Suffixes of what is a page, and no file that accompanies one.
PAGES = (".md", ".markdown", ".mdx", ".rst", ".html", ".htm", ".txt", ".erb", ".haml", ".slim")
#: What an old link may leave out.
ENDS = (".md", ".mdx", ".markdown", ".rst", "/index.md", "/index.mdx")
MAX_TEXT = 10_000
NEEDS_ANCHORS = "a link to a heading needs myst_heading_anchors"
_DEST = r"<[^<>\n]*>|(?:\{[{%][^\n]*?[}%]\})+[^)\s]*|(?:\\.|[^\s()<\\]|\([^\s()]*\))*"
_LINK = re.compile(
    rf"(?:(?<!\\)\]\(\s*|^[ ]{{0,3}}\[(?!\^)(?:\\.|[^\[\]\\])+\]:[ \t]*)(?P<dest>{_DEST})",
    re.MULTILINE,
)
_TAG = re.compile(r"(?<!\\)<[a-zA-Z][^<>]*>")
#: The elements whose address is a link, no part of the page.
_LINKING = re.compile(r"<(?:a|area|link)\b", re.IGNORECASE)
#: What is shown of other sites, or of files; anything else is an image.
IMAGE = "an image"
SHOWN = {
    "script": "a script", "iframe": "an embedded page", "embed": "an embedded file",
    "object": "an embedded file", "video": "a video", "audio": "an audio file",
    "track": "a text track",
}  # fmt: skip
_DIRECTIVE = re.compile(
    r"([ \t>]*(?:[`~:]{3,}\{(?:image|figure)\}|\.\. (?:\|[^|]*\| )?(?:image|figure)::)[ \t]+)"
    r"(?P<dest>\S+)"
)

_DOC = re.compile(r"((?:\{doc\}|:doc:)`(?:[^`<>]*<)?)([^`<>]+)(>?`)")
#: Elements whose addresses are neither links nor parts of the page. Braces are those of JSX.
_OTHERS = re.compile(r"<(?:blockquote|q|del|ins|form|button)\b", re.IGNORECASE)
#: Notes a remark at a link.
Note: TypeAlias = "Callable[[str], None]"


class Target(NamedTuple):
    """The new target of a link: a file of the new blog, or an address."""

    #: A file below the destination; nothing if the link leads elsewhere.
    file: str = ""
    #: With its number sign.
    anchor: str = ""
    #: Where a link leads that leads to no file.
    address: str = ""
    #: Whether the address is another one than before.
    moved: bool = False


@dataclass(slots=True)
class Links:
    """Knows where old files and addresses are in the new blog."""

    tree: Tree
    blog: OldBlog
    #: Old file -> new file below the destination.
    copies: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Article] = field(default_factory=dict)
    addresses: dict[str, Article] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    #: New files of posts, and those among them that are kept from readers.
    new_files: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.files = frozenset(self.tree.paths)
        self.new_files = frozenset(a.file for a in self.blog.articles)
        self.drafts = frozenset(a.file for a in self.blog.articles if is_draft(a))
        for article in self.blog.articles:
            self.posts[article.source] = article
            for address in article.addresses:
                self.addresses.setdefault(normal(address), article)

    def rewrite(self, article: Article) -> None:
        """Rewrite the cover of a post, roles for documents and, in Markdown, all links."""
        for path in self.tree.below(article.folder) if article.folder else ():
            if path != article.source and not path.lower().endswith(PAGES):
                self.copy(path, article)

        def new(match: re.Match[str], line: int) -> str:
            return self.rewritten(match, article, lambda text: article.remark(line, text))

        if not article.is_rst:
            article.body = replace_outside(article.body, _LINK, new, ("dest",))
            self.in_directives(article)
            self.in_html(article, masked(article.body, html=True))
        article.body = _DOC.sub(functools.partial(self.in_role, article=article), article.body)
        cover = article.front.get("image")
        if isinstance(cover, str) and flag(cover) is not None:
            article.keep("image")
            line = article.key_lines.get("image", 1)
            article.note(line, f'image: "{cover}" is not a path; it is kept below "{KEPT}"')
        elif isinstance(cover, str) and cover:
            line = article.key_lines.get("image", 1)

            def note(text: str) -> None:
                article.note(line, text)

            article.front["image"] = self.destination(cover, article, note, shown=IMAGE)

    def rewritten(self, match: re.Match[str], article: Article, note: Note) -> str:
        """Return the new destination of a link."""
        old = str(match["dest"])
        bare = old[1:-1] if old.startswith("<") else old
        shown = IMAGE if is_image(match) else ""
        new = self.destination(bare, article, note, shown=shown)
        if new == bare:
            return old
        return f"<{new}>" if re.search(r"[\s()]", new) else new

    def in_directives(self, article: Article) -> None:
        """Rewrite the paths that directives for images name."""
        lines = article.body.split("\n")
        for number in sorted(directive_lines(article.body)):
            if match := _DIRECTIVE.match(lines[number]):
                note = functools.partial(article.remark, number)
                new = self.destination(match["dest"], article, note, shown=IMAGE)
                lines[number] = f"{match[1]}{new}{lines[number][match.end() :]}"
        article.body = "\n".join(lines)

    def in_html(self, article: Article, shown: str) -> None:
        """Rewrite the addresses in HTML, which is all that *shown* shows of the body's tags.

        A build finds the files and posts that relative addresses name.
        """

        def new(match: re.Match[str], line: int) -> str:
            if "={" in match[0] or _OTHERS.match(match[0]):
                return match[0]
            note = functools.partial(article.remark, line)
            return with_addresses(match[0], lambda tag, old: self.in_tag(tag, old, article, note))

        article.body = replace_outside(article.body, _TAG, new, shown=shown)

    def in_tag(self, tag: str, typed: str, article: Article, note: Note) -> str:
        """Return the new address in a tag of HTML."""
        old = unescape(typed).strip()
        if article.converted and old.startswith("#"):
            return typed  # only links to ids of the page are left as HTML
        name = tag[1:].split(maxsplit=1)[0].strip("/>").lower()
        shown = "" if _LINKING.match(tag) else SHOWN.get(name, IMAGE)
        new = self.destination(old, article, note, shown=shown)
        return typed if new == old else escape(new)

    def in_role(self, match: re.Match[str], article: Article) -> str:
        """Return the role ``doc`` with the new name of a post."""
        post = next(
            (self.posts[path] for path in self.candidates(match[2], article) if path in self.posts),
            None,
        )
        if post is None:
            line = match.string.count("\n", 0, match.start())
            article.remark(line, f"the target of a link was not imported: {shorten(match[0])}")
            return match[0]
        start = posixpath.dirname(article.name) or "."
        return f"{match[1]}{posixpath.relpath(post.name, start)}{match[3]}"

    def destination(self, old: str, article: Article, note: Note, *, shown: str = "") -> str:
        """Return the new destination of a link in Markdown; the old one if no other is known."""
        target = self.target(old, article, note, shown=shown)
        return relative(target.file, article) + target.anchor if target.file else target.address

    def target(self, old: str, article: Article, note: Note, *, shown: str = "") -> Target:
        """Return where a link leads now; where it led, with a remark, if no other is known.

        *shown* is what a part of the page is, such as ``an image``; nothing for links.
        """
        # Attachments are those of a notebook's cell; other links may be among what is left.
        own = None if old.startswith("attachment:") else self.blog.unwrap(old)
        if own is None:
            return Target(address=old)
        local = self.local(own)
        if local is None:
            if shown:
                note(f"{shown} stays on another site: {shorten(old)}")
            return Target(address=old)
        path, query, tail = local
        file = self.place(path, article) if path else None
        labelled = article.is_rst or f"({tail[1:]})=" in article.body
        if tail and (file or not path) and not labelled:
            note(f"{NEEDS_ANCHORS}: {shorten(old)}")
        if file is not None:
            if file in self.drafts:
                note(f"a link leads to a draft, which is not built: {shorten(old)}")
            return Target(file, tail)
        if not path:
            return Target(address=old)
        if elsewhere := self.elsewhere(path, article, image=bool(shown)):
            note(f"linked to the old site, because it was not imported: {shorten(old)}")
            address = self.blog.url.rstrip("/") + quote(elsewhere, safe="/%") + query + tail
            return Target(address=address, moved=True)
        what = f"{shown} was not found" if shown else "the target of a link was not imported"
        note(f"{what}: {shorten(old)}")
        return Target(address=old)

    def elsewhere(self, path: str, article: Article, *, image: bool) -> str:
        """Return the old address of what was not imported; nothing if it is not known."""
        if not urlsplit(self.blog.url).netloc:
            return ""
        for candidate in self.candidates(unquote(path), article):
            if candidate in self.files and (address := self.blog.page_address(candidate)):
                return address
        if path.startswith("/") and not is_source(path):
            return path
        if article.address and not (image or is_source(path) or has_liquid(path)):
            return next(self.places(article).absolute(path))
        return ""

    def local(self, target: str) -> tuple[str, str, str] | None:
        """Return path, query and anchor of a link into the old site; None for one elsewhere."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        query = f"?{parts.query}" if parts.query else ""
        tail = f"#{parts.fragment}" if parts.fragment else ""
        if parts.scheme or parts.netloc:
            cut = cut_site(target, self.blog.url) if self.blog.url else None
            return None if cut is None or not parts.netloc else (cut, query, tail)
        path = parts.path
        if path.startswith("/") and self.blog.url:
            path = cut_site(path, self.blog.url) or path
        return path, query, tail

    def place(self, path: str, article: Article) -> str | None:
        """Return the new file, below the destination, for a path or an address of the old site."""
        plain = unquote(path)
        if plain.startswith("/") and (post := self.addresses.get(normal(plain))):
            return post.file
        for candidate in self.candidates(plain, article):
            post = self.posts.get(candidate)
            if post is not None:
                return post.file
        for known in map(normal, self.places(article).absolute(plain)):
            if known in self.addresses:
                return self.addresses[known].file
        for candidate in self.candidates(plain, article):
            if candidate in self.files and not candidate.lower().endswith(PAGES):
                return self.copy(candidate, article)
        return None

    def candidates(self, path: str, article: Article) -> list[str]:
        """Return the old files that a path may mean; none of them outside the folder."""
        paths = list(self.places(article).of(path))
        return [*paths, *(f"{path}{suffix}" for path in paths for suffix in ENDS)]

    def places(self, article: Article) -> FilePlaces:
        """Return the places where the files of a post may lie."""
        own = posixpath.dirname(article.source)

        def is_outside(top: str) -> bool:
            """Return whether the post is not below a top."""
            return not f"{own}/".startswith(f"{top}/")

        return FilePlaces(
            own=(own, article.folder) if article.folder else (own,),
            # Each language may have a folder of its own: that of the post comes first.
            tops=tuple(sorted(self.blog.roots, key=is_outside)),
            addresses=(article.address or "/",),
            folder_at=self.folder_at,
            images=self.blog.images,
        )

    def folder_at(self, address: str) -> str | None:
        """Return the folder of the post at an old address; None if there is none."""
        post = self.addresses.get(normal(address))
        return post.folder if post else None

    def copy(self, path: str, article: Article) -> str:
        """Note that a file is to be copied, and return its new name."""
        if article.folder and path.startswith(f"{article.folder}/"):
            new = f"{article.name}/{path.removeprefix(article.folder).lstrip('/')}"
            return self.claim(path, new)
        own = posixpath.dirname(article.source)
        if own and path.startswith(f"{own}/"):
            beside = posixpath.join(posixpath.dirname(article.name), below(path, own))
            return self.claim(path, beside)
        roots = sorted((root for root in self.blog.roots if root), key=len, reverse=True)
        root = next((root for root in roots if path.startswith(f"{root}/")), "")
        inner = path.removeprefix(root).lstrip("/")
        return self.claim(path, f"{ASSETS}/{inner.removeprefix(f'{ASSETS}/')}")

    def claim(self, path: str, new: str) -> str:
        """Reserve a new name for a file, unless another file has it, and return the one it gets."""
        if path not in self.copies and new in self.copies.values():
            new = f"{ASSETS}/{path}"
        return self.copies.setdefault(path, new)


def is_image(match: re.Match[str]) -> bool:
    """Return whether the bracket before a destination begins with an exclamation mark."""
    text, depth = match.string, 0
    if text[match.start()] != "]":
        return False
    for position in range(match.start(), max(match.start() - MAX_TEXT, -1), -1):
        if position and text[position - 1] == "\\":
            continue
        depth += {"]": 1, "[": -1}.get(text[position], 0)
        if depth == 0:
            return position > 0 and text[position - 1] == "!"
    return False


def is_source(path: str) -> bool:
    """Return whether a path names the source of a page, which had another address."""
    return path.lower().endswith((".md", ".markdown", ".mdx", ".rst"))


def relative(target: str, article: Article) -> str:
    """Return the quoted path from a post to a file below the destination."""
    start = posixpath.dirname(article.name)
    return quote(posixpath.relpath(target, start or "."), safe="/")
