"""Reads the export files of WordPress (WXR)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sphinx_confblog.importers.addresses import cut_site
from sphinx_confblog.importers.files import Moment, propose
from sphinx_confblog.importers.front_matter import moment as moment_of
from sphinx_confblog.importers.front_matter import normalise
from sphinx_confblog.importers.html.escaping import plain_text
from sphinx_confblog.importers.html.to_markdown import ToolMissingError, markdown
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


#: The namespaces of exports, without ``http://`` or ``https://``.
WORDPRESS = "wordpress.org/export/"
CONTENT = "purl.org/rss/1.0/modules/content/"
CREATORS = "purl.org/dc/elements/1.1/"
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBERED = re.compile(r"([^?#]*)\?p=(\d+)(#.*)?")
_ABSENT = "0000-00-00 00:00:00"
#: Type of an item -> why it is left out.
KINDS = {
    "page": "a page, not a post",
    "attachment": "an uploaded file; exports contain only its URL",
    "nav_menu_item": "a menu entry",
    "revision": "an older version of a post",
}


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts in the export files of a folder; uploads may lie beside them."""
    roots = ("wp-content", "")
    blog = OldBlog(zone=moment.zone, kinds=("wordpress",), roots=roots, plain_titles=True)
    blog.searched = ["*.xml"]
    for path in tree.below("", (".xml",)):
        channel = _channel(tree, blog, path)
        if channel is None:
            continue
        blog.url = _text(channel, "base_blog_url") or _text(channel, "link")
        propose(blog, title=plain_text(_text(channel, "title")))
        authors = {
            _text(author, "author_login"): plain_text(_text(author, "author_display_name"))
            for author in channel
            if _is(author, "author")
        }
        skipped: Counter[str] = Counter()
        for number, item in enumerate(channel.iter("item"), start=1):
            _item(blog, path, number, item, authors, skipped)
        for why, count in sorted(skipped.items()):
            if count:
                blog.notes.append(f"{path}: not imported: {count} x {why}")
    blog.unwrap = unwrapper(blog)
    return blog


def unwrapper(blog: OldBlog) -> Callable[[str], str]:
    """Return a function that turns ``/?p=2`` into the name of the post with this number."""
    numbers = {article.source.rpartition("#")[2]: article.source for article in blog.articles}

    def unwrap(destination: str) -> str:
        match = _NUMBERED.fullmatch(destination)
        if match and match[2] in numbers and cut_site(match[1] or "/", blog.url) == "/":
            return f"/{quote(numbers[match[2]])}{match[3] or ''}"
        return destination

    return unwrap


def _channel(tree: Tree, blog: OldBlog, path: str) -> Element | None:
    """Return the channel of an export; None, with a note, for other or unsafe XML."""
    try:
        from defusedxml import DefusedXmlException  # noqa: PLC0415  optional
        from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415  optional
    except ImportError:
        raise ToolMissingError("defusedxml") from None
    try:
        content = (tree.root / path).read_bytes()
        root: Any = fromstring(_without_controls(content, path, blog), forbid_dtd=True)
    except DefusedXmlException:
        blog.skip(path, "it declares a document type or entities, which are not read", failed=True)
        return None
    except (ParseError, OSError, ValueError, LookupError) as error:
        blog.skip(path, f"it is not valid XML: {error}", failed=True)
        return None
    channel: Element | None = root.find("channel")
    if channel is None or not any(_is(child, "wxr_version") for child in channel):
        blog.skip(path, "not a WordPress export")
        return None
    return channel


def _without_controls(content: bytes, path: str, blog: OldBlog) -> bytes:
    """Return XML without characters that it cannot contain; note where they were."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content  # UTF-16, in which such bytes are parts of characters
    found = list(_CONTROLS.finditer(content))
    if not found:
        return content
    first = found[0]
    line = content.count(b"\n", 0, first.start()) + 1
    blog.notes.append(
        f"{path}:{line}: the control character U+{ord(first[0]):04X}, which XML cannot contain, "
        f"was left out; there are {len(found)} such characters in the file"
    )
    return _CONTROLS.sub(b"", content)


def _is(element: Element, name: str, space: str = WORDPRESS) -> bool:
    """Return whether an element has this name in any version of a namespace."""
    uri, _, own = element.tag.removeprefix("{").rpartition("}")
    return own == name and uri.partition("://")[2].removeprefix("www.").startswith(space)


def _first(parent: Element, name: str, space: str) -> str:
    """Return the text of the first child of this name in a namespace."""
    return next((child.text or "" for child in parent if _is(child, name, space)), "")


def _text(parent: Element, name: str) -> str:
    """Return the text of a child in WordPress's namespace, or in none."""
    for child in parent:
        if child.tag == name or _is(child, name):
            return (child.text or "").strip()
    return ""


def _item(
    blog: OldBlog, path: str, number: int, item: Element, authors: dict[str, str],
    skipped: Counter[str],
) -> None:  # fmt: skip
    kind = _text(item, "post_type")
    status = _text(item, "status")
    title = plain_text(_text(item, "title"))
    source = f"{path}#{_text(item, 'post_id') or number}"
    if kind != "post" or status in {"trash", "auto-draft", "inherit"}:
        why = (
            KINDS.get(kind, f"of the type {kind}") if kind != "post" else f"its status is {status}"
        )
        skipped[why] += 1
        blog.skip(source, f"{why}: {title}" if title else why)
        return
    comments = sum(1 for child in item if _is(child, "comment"))
    skipped["comments"] += comments
    date = _date(item)
    slug = unquote(_text(item, "post_name")) or slugify(title or source)
    day = f"{date[:10]}-" if date else ""
    try:
        front, body = _front(item, date, authors), _body(item)
    except UnreadableError as error:
        blog.skip(source, str(error), failed=True)
        return
    article = Article(
        source=source, name=f"{day}{slugify(slug)}", front=front, body=body, slug=slugify(slug),
        converted=True,
    )  # fmt: skip
    _publish(article, item, status)
    if comments:
        article.note(1, f"comments that were not imported: {comments}")
    normalise(article)
    if article.front.get("draft") != "true":
        link = _text(item, "link")
        article.address = cut_site(link, blog.url) if link and "?p=" not in link else None
    blog.articles.append(article)


def _front(item: Element, date: str, authors: dict[str, str]) -> dict[str, Value]:
    creator = _first(item, "creator", CREATORS)
    terms: dict[str, list[Value]] = {"category": [], "post_tag": []}
    for child in item.findall("category"):
        domain, name = child.get("domain", ""), plain_text(child.text or "")
        if name and domain in terms and name not in terms[domain]:
            terms[domain].append(name)
    # The only other element of this name in WordPress's namespaces.
    paragraphs = re.sub(r"</?p\b[^<>]*>", "\n\n", _first(item, "encoded", WORDPRESS))
    return {
        "title": plain_text(_text(item, "title")), "date": date,
        "authors": [authors.get(creator) or creator] if creator else [],
        "tags": terms["post_tag"],
        "categories": [name for name in terms["category"] if name != "Uncategorized"],
        "excerpt": re.sub(r"\n{3,}", "\n\n", plain_text(paragraphs)),
    }  # fmt: skip


def _date(item: Element) -> str:
    """Return when a post was published, with the offset that the blog had then."""
    local, utc = _text(item, "post_date"), _text(item, "post_date_gmt")
    if not local or local == _ABSENT:
        return ""
    here, there = moment_of(local), moment_of(utc) if utc != _ABSENT else None
    if here is None or there is None:
        return local
    minutes = round((here - there).total_seconds() / 60)
    if abs(minutes) > 14 * 60:
        return local
    sign = "-" if minutes < 0 else "+"
    hour, minute = divmod(abs(minutes), 60)
    return f"{local} {sign}{hour:02}{minute:02}"


def _body(item: Element) -> str:
    html = _first(item, "encoded", CONTENT)
    return markdown(html.replace("\r\n", "\n"), breaks=True)


def _publish(article: Article, item: Element, status: str) -> None:
    """Withhold a post that was not public, and map its flags."""
    if status != "publish":
        article.withhold(1, f"its status was {status or 'not given'}")
    elif _text(item, "post_password"):
        article.withhold(1, "it had a password")
    if _text(item, "is_sticky") == "1":
        article.front["pinned"] = "true"
    if _text(item, "comment_status") == "closed":
        article.front["comments"] = "false"
