"""Reads blogs made with Pelican: articles in Markdown, reStructuredText and HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from sphinx_confblog.importers.addresses import as_address, fill_python
from sphinx_confblog.importers.config_files import zone_of
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    pattern_in,
    propose,
    python_settings,
    stem_of,
)
from sphinx_confblog.importers.front_matter import (
    Head,
    date_of,
    names,
    normalise,
    rename,
    split_head,
    text,
)
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.rst import split_fields, title_in
from sphinx_confblog.importers.source_tree import MARKDOWN
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from sphinx_confblog.importers.source_tree import Tree


SUFFIXES = (*MARKDOWN, ".rst", ".html", ".htm")
KEYS = {"modified": "updated", "lang": "language"}
_META = re.compile(r"([A-Za-z][\w -]*):(?:[ \t]+(.*)|[ \t]*$)")
_LINK = re.compile(r"[{|](filename|static|attach)[}|](.*)")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the articles of a site made with Pelican."""
    blog = OldBlog(zone=moment.zone, unwrap=unwrap, marks=("<!-- PELICAN_END_SUMMARY -->",))
    blog.kinds = ("pelican", "attributes", "mkdocs", "liquid")
    settings = python_settings(tree, blog, "pelicanconf.py")
    top = str(settings.get("PATH", "content")).strip("./")
    if not any(tree.below(top)):
        top = ""
    blog.roots = (top,)
    blog.url = str(settings.get("SITEURL") or "")
    named = str(settings.get("TIMEZONE") or "")
    blog.zone = zone_of(named, moment.zone)
    propose(blog, title=settings.get("SITENAME"), timezone=named)
    pages = tuple(settings.get("PAGE_PATHS") or ["pages"])
    folders = [str(path).strip("./") for path in settings.get("ARTICLE_PATHS") or [""]]
    places = [f"{top}/{folder}".strip("/") for folder in folders]
    blog.searched = [pattern_in(place, SUFFIXES) for place in places]
    for path in tree.below(top, SUFFIXES):
        inner = below(path, top)
        if inner.startswith(tuple(f"{page}/" for page in pages)):
            blog.skip(path, "a page, not an article")
        elif "/" not in path and path.lower().startswith("readme"):
            blog.skip(path, "about the folder, not an article")
        elif any(not folder or inner.startswith(f"{folder}/") for folder in folders):
            _article(tree, blog, path, inner, settings)
    return blog


def _article(tree: Tree, blog: OldBlog, path: str, inner: str, settings: dict[str, Any]) -> None:
    splits = {".rst": split_fields, ".html": split_html, ".htm": split_html}
    split = next((s for suffix, s in splits.items() if path.lower().endswith(suffix)), split_meta)
    suffix = ".rst" if split is split_fields else ".md"
    article = add_article(tree, blog, path, stem_of(inner, SUFFIXES), split, suffix=suffix)
    if article is None:
        return
    _map(article, inner, settings)
    date = date_of(article, blog.zone)
    title = text(article, "title") or (title_in(article.body) if article.is_rst else "")
    slug = text(article, "slug") or slugify(title or article.name)
    article.slug = slugify(slug)
    own = article.front.pop("url", None) or article.front.pop("save_as", None)
    if article.front.get("draft") == "true":
        return
    category = names(article.front.get("category")) or [""]
    known = {
        "slug": slug, "category": slugify(category[0]) if category[0] else "",
        "lang": text(article, "language") or str(settings.get("DEFAULT_LANG", "en")),
        "author": slugify((names(article.front.get("authors")) or ["unknown"])[0]),
    }  # fmt: skip
    pattern = str(settings.get("ARTICLE_URL") or settings.get("ARTICLE_SAVE_AS") or "{slug}.html")
    article.address = as_address(own) if isinstance(own, str) else fill_python(pattern, date, known)
    if article.address is None:
        article.note(1, f"the old URL is not known: the pattern is {pattern}")


def _map(article: Article, inner: str, settings: dict[str, Any]) -> None:
    """Map Pelican's keys to ours, and add those that the configuration gives to all articles."""
    front = article.front
    for key, value in dict(settings.get("DEFAULT_METADATA") or {}).items():
        front.setdefault(str(key).lower(), str(value))
    authors, author = front.pop("authors", ""), front.pop("author", "") or settings.get("AUTHOR")
    if isinstance(authors, str):
        authors = list(names(authors, ";" if ";" in authors else ","))
    front["authors"] = authors or ([author] if isinstance(author, str) else author or [])
    tags = front.get("tags")
    if isinstance(tags, str) and ";" in tags:
        front["tags"] = list(names(tags, ";"))
    folder = inner.rpartition("/")[0].rpartition("/")[2]
    use_folder = settings.get("USE_FOLDER_AS_CATEGORY", True)
    fallback = folder if folder and use_folder else str(settings.get("DEFAULT_CATEGORY", ""))
    if fallback:
        front.setdefault("category", fallback)
    rename(article, KEYS)
    status = str(front.pop("status", "") or "published").strip().lower()
    if status == "hidden":
        front["unlisted"] = "true"
    elif status == "draft":
        front["draft"] = "true"
    elif status != "published":
        article.withhold(1, f"the status {status} is not known")
    normalise(article)


def split_meta(content: str) -> Head:
    """Return front matter in lines such as ``Title: …``, or in YAML."""
    if content.startswith("---"):
        head = split_head(content)
        front = {key.lower(): value for key, value in head.front.items()}
        lines = {key.lower(): line for key, line in head.lines.items()}
        return Head(front, head.body, head.first, lines, head.duplicates)
    front, lines, last = {}, {}, ""
    rows = content.split("\n")
    duplicates = []
    number = 0
    for number, row in enumerate(rows):
        match = _META.fullmatch(row.rstrip())
        if match:
            last = match[1].strip().lower()
            if last in front:
                duplicates.append((last, number + 1))
                last = ""
                continue
            front[last], lines[last] = (match[2] or "").strip(), number + 1
        elif row.startswith("    ") and last:
            front[last] = f"{front[last]} {row.strip()}".strip()
        else:
            break
    else:
        number += 1
    body = "\n".join(rows[number:]).removeprefix("\n")
    first = number + 1 + (number < len(rows) and not rows[number].strip())
    return Head({**front}, body, first, lines, tuple(duplicates))


class _Meta(HTMLParser):
    """Collects the title and the ``<meta>`` elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.front: dict[str, str] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the name and the content of a ``<meta>`` element."""
        given = dict(attrs)
        self.open = tag
        if tag == "meta" and given.get("name"):
            self.front[str(given["name"]).lower()] = (
                given.get("content") or given.get("contents") or ""
            )

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self.open == "title" and data.strip():
            self.front.setdefault("title", data.strip())


def split_html(content: str) -> Head:
    """Return front matter in the head of a page."""
    parser = _Meta()
    parser.feed(content.replace("<![", "<?["))  # Python's parser fails of some of these
    inner = re.search(r"<body[^>]*>(.*)</body>", content, re.DOTALL | re.IGNORECASE)
    body = inner[1] if inner else content
    first = content.count("\n", 0, inner.start(1)) + 1 if inner else 1
    front = {**parser.front}
    if "keywords" in front:
        front.setdefault("tags", front.pop("keywords"))
    return Head({**front}, body, first)


def unwrap(destination: str) -> str:
    """Return a link's destination without ``{filename}`` and its like."""
    match = _LINK.match(destination)
    return match[2] if match else destination
