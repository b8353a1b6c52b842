"""Reads blogs made with Nikola: posts in Markdown, reStructuredText, notebooks and HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sphinx_confblog.importers.addresses import as_address
from sphinx_confblog.importers.config_files import plain
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    mapping_of,
    pattern_in,
    propose,
    python_settings,
    stem_of,
    use_zone,
)
from sphinx_confblog.importers.front_matter import Head, names, normalise, rename, split_head, text
from sphinx_confblog.importers.markdown import split_cells
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.rst import split_fields
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confblog.importers.source_tree import Tree


POSTS = (
    ("posts/*.rst", "posts", ""), ("posts/*.md", "posts", ""), ("posts/*.txt", "posts", ""),
    ("posts/*.html", "posts", ""),
)  # fmt: skip
SUFFIXES = (*MARKDOWN, ".rst", ".txt", ".html", ".htm", ".ipynb")
KEYS = {"previewimage": "image", "canonical_url": "canonical"}
_FIELD = re.compile(r"[ \t]*\.\.[ \t]+([\w-]+):(?:[ \t]+(.*?))?[ \t]*")
_NOTHING = {"", "none", "no", "false"}


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Nikola."""
    kinds = ("hugo", "jinja", "attributes", "nikola")
    blog = OldBlog(zone=moment.zone, roots=("files", ""), kinds=kinds, plain_titles=True)
    blog.unwrap = unwrapper(blog)
    settings = python_settings(tree, blog, "conf.py")
    blog.url = str(settings.get("SITE_URL") or "")
    propose(blog, title=settings.get("BLOG_TITLE"))
    use_zone(blog, str(settings.get("TIMEZONE") or ""))
    places = _places(settings.get("POSTS"))
    blog.searched = [pattern_in(folder, SUFFIXES) for folder, _ in places]
    for path in tree.paths:
        place = next((p for p in places if path.startswith(f"{p[0]}/") or not p[0]), None)
        if place is None:
            continue
        if path.lower().endswith(SUFFIXES):
            _article(tree, blog, path, place, settings)
        elif path.endswith(".meta"):
            blog.skip(path, "the front matter of the post next to it")
        elif path.endswith((".wp", ".textile", ".bb", ".org", ".adoc")):
            blog.skip(path, "a post in a markup language that cannot be imported", failed=True)
    return blog


def _places(given: Any) -> list[tuple[str, str]]:
    """Return folders of posts with the folders of their pages, as ``POSTS`` says."""
    entries = given if isinstance(given, list | tuple) else POSTS
    places = {}
    for entry in entries:
        if isinstance(entry, list | tuple) and len(entry) >= 2 and isinstance(entry[0], str):
            folder = re.split(r"/?[^/]*[*?\[]", entry[0])[0]
            places[folder] = entry[1] if isinstance(entry[1], str) else folder
    return list(places.items())


def _article(
    tree: Tree, blog: OldBlog, path: str, place: tuple[str, str], settings: dict[str, Any]
) -> None:
    inner = below(path, place[0])
    name = stem_of(inner, SUFFIXES)
    kinds = {".rst": split_both, ".txt": split_both, ".ipynb": split_notebook}
    ending = next((ending for ending in kinds if path.lower().endswith(ending)), "")
    suffix = {"": ".md", ".txt": ".rst"}.get(ending, ending)
    article = add_article(tree, blog, path, name, kinds.get(ending, split), suffix=suffix)
    if article is None:
        return
    try:
        beside = f"{stem_of(path, SUFFIXES)}.meta"
        if tree.has(beside):
            article.front = {**split(tree.text(beside), only=True).front, **article.front}
    except UnreadableError as error:
        blog.articles.remove(article)
        blog.skip(path, f"line {error.line}: {error}", failed=True)
        return
    _map(article)
    if language := re.fullmatch(r"(.+)\.([a-z]{2}(?:_[a-z]{2})?)", name):
        article.name = f"{language[2]}/{language[1]}"
        article.front.setdefault("language", language[2])
    slug = text(article, "slug") or article.name.rpartition("/")[2]
    article.slug = slugify(slug)
    if article.front.get("draft") == "true":
        return
    pretty = settings.get("PRETTY_URLS", True)
    folders = article.name.rpartition("/")[0] if not language else language[2]
    parts = (folders, place[1]) if language else (place[1], folders)
    article.address = as_address("/".join((*parts, slug)) + ("/" if pretty else ".html"))


def unwrapper(blog: OldBlog) -> Callable[[str], str]:
    """Return a function that turns ``link://slug/name`` into the path of the post's file."""

    def unwrap(destination: str) -> str:
        slug = destination.removeprefix("link://slug/")
        if slug != destination:
            for article in blog.articles:
                if slugify(slug) == article.slug:
                    return f"/{article.source}"
        return destination

    return unwrap


def split(content: str, *, only: bool = False) -> Head:
    """Return front matter in lines such as ``.. title: …``, in a comment or not, or in YAML."""
    if content.startswith(("---", "+++")):
        return split_head(content)
    front: dict[str, str] = {}
    lines: dict[str, int] = {}
    rows = content.split("\n")
    end = 0
    for number, row in enumerate(rows):
        end = number
        if match := _FIELD.fullmatch(row):
            front[match[1]], lines[match[1]] = match[2] or "", number + 1
        elif row.strip() == "-->":
            end = number + 1
            break
        elif (row.strip() and row.strip() != "<!--") or (front and not row.strip()):
            break
    if not front:
        return Head({}, content)
    body = "\n".join(rows[end:]) if not only else ""
    blanks = len(body) - len(body.lstrip("\n"))
    return Head({**front}, body.lstrip("\n"), end + 1 + blanks, lines)


def split_both(content: str) -> Head:
    """Return front matter in such lines and in fields of reStructuredText."""
    head = split(content)
    inner = split_fields(head.body)
    lines = {key: head.first - 1 + line for key, line in inner.lines.items()}
    duplicates = tuple((key, head.first - 1 + line) for key, line in inner.duplicates)
    return Head(
        {**inner.front, **head.front}, inner.body, head.first, {**lines, **head.lines},
        (*head.duplicates, *duplicates),
    )  # fmt: skip


def split_notebook(content: str) -> Head:
    """Return the front matter in a notebook's metadata, and its cells of Markdown."""
    head = split_cells(content)
    metadata = (head.notebook or {}).get("metadata", {})
    return replace(head, front=dict(mapping_of(plain(metadata.get("nikola")))))


def _map(article: Article) -> None:
    """Map Nikola's keys to ours."""
    front = article.front
    status = str(front.pop("status", "") or "published").strip().lower()
    tags = names(front.get("tags"))
    hidden = {"draft", "private"} & {tag.lower() for tag in tags}
    if status in {"draft", "private"} or hidden:
        why = status if status in {"draft", "private"} else min(hidden)
        front["tags"] = [tag for tag in tags if tag.lower() not in {"draft", "private"}]
        if why == "private":
            article.withhold(article.key_lines.get("status", 1), "it was private")
        front["draft"] = "true"
    elif status == "featured":
        front["featured"] = "true"
    elif status != "published":
        article.withhold(article.key_lines.get("status", 1), f"the status {status} is not known")
    if str(front.pop("nocomments", "")).strip().lower() not in _NOTHING:
        front["comments"] = "false"
    if str(front.get("type", "")) == "text":
        del front["type"]
    link = front.pop("link", "")
    if isinstance(link, str) and link:
        front["external"] = link
    rename(article, KEYS)
    normalise(article)
