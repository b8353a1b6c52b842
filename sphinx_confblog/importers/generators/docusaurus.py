"""Reads blogs made with Docusaurus: the folder ``blog``, and strings of its configuration."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address
from sphinx_confblog.importers.config_files import script_literal
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    bundled,
    mapping_of,
    pattern_in,
    propose,
    settings_of,
    stem_of,
    undated,
)
from sphinx_confblog.importers.front_matter import date_of, names, normalise, split_head, text
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


SUFFIXES = (".md", ".mdx")
_CONFIGS = tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "cjs", "mts"))
_DATE_PATH = re.compile(r"(?:(.*)/)?(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/](.+)")
#: A number that only sorts files.
_NUMBER = re.compile(r"\d+\s*[-_.]+\s*(?=[^-_.\s])")
_DATE_FOLDER = re.compile(r"(?:(.*)/)?(\d{4}-\d{1,2}-\d{1,2})/(.+)")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Docusaurus; its top folder, or its blog folder."""
    blog = OldBlog(
        zone=moment.zone, kinds=("mdx", "jsx", "colons", "attributes"), plain_titles=True
    )
    blog.marks, blog.linkifies = ("{/* truncate */}",), True
    file = tree.first_text(*_CONFIGS)
    config = file[1] if file else ""
    if file:
        blog.skip(file[0], "read for its settings, as text")
    inside = block_of(config, "blog")
    top = (script_literal(inside, "path") or "blog").strip("./")
    if not any(tree.below(top)):
        top = ""
    base = script_literal(inside, "routeBasePath")
    base = "blog" if base is None else base
    blog.url = (script_literal(config, "url") or "").rstrip("/") + (
        script_literal(config, "baseUrl") or "/"
    ).rstrip("/")
    blog.roots = ("static", "")
    blog.page_address = partial(page_address, tree, block_of(config, "docs"))
    blog.unwrap = unwrap
    propose(blog, title=script_literal(inside, "blogTitle"))
    authors = settings_of(tree, blog, f"{top}/authors.yml".lstrip("/"))
    tags = settings_of(tree, blog, f"{top}/tags.yml".lstrip("/"))
    blog.searched = [pattern_in(top, SUFFIXES)]
    for path in tree.below(top, SUFFIXES):
        inner = below(path, top)
        if any(part.startswith("_") for part in inner.split("/")):
            blog.skip(path, "its name begins with _: other files include it")
        elif not ("/" not in path and inner.lower().startswith("readme")):
            _article(tree, blog, path, inner, base, (authors, tags))
    return blog


def _article(
    tree: Tree, blog: OldBlog, path: str, inner: str, base: str,
    known: tuple[Mapping[str, Value], Mapping[str, Value]],
) -> None:  # fmt: skip
    stem, is_bundle = bundled(stem_of(inner, SUFFIXES))
    article = add_article(tree, blog, path, dated_name(stem), is_bundle=is_bundle)
    if article is None:
        return
    article.slug = slugify(undated(article.name))
    _map(article, *known)
    slug = article.front.pop("slug", None)
    date = date_of(article, blog.zone)
    if article.front.get("draft") == "true":
        if isinstance(slug, str):
            article.front["slug"] = slug
        return
    if isinstance(slug, str) and slug:
        article.slug = slugify(slug.strip("/").rpartition("/")[2])
        article.front["slug"] = article.slug
        article.address = as_address(f"{base}/{slug}")
    elif date is not None:
        name = undated(article.name)
        folders = article.name.rpartition("/")[0]
        day = f"{date.year:04}/{date.month:02}/{date.day:02}"
        if article.name.rpartition("/")[2] == name:  # only the front matter has the day
            article.address = as_address(f"{base}/{folders}/{name}")
        else:
            article.address = as_address(f"{base}/{folders}/{day}/{name}")
    normalise(article)


def block_of(config: str, name: str) -> str:
    """Return what is between the braces of an object such as ``blog: {…}``, or nothing."""
    start = re.search(rf"\b{name}\s*:\s*\{{", config)
    if start is None:
        return ""
    depth = 1
    for brace in re.compile(r"[{}]").finditer(config, start.end()):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return config[start.end() : brace.start()]
    return config[start.end() :]


def page_address(tree: Tree, docs: str, path: str) -> str | None:
    """Return the address of a page of the documentation, or of ``src/pages``, by its file."""
    if not path.endswith(SUFFIXES):
        return None
    base = script_literal(docs, "routeBasePath") or "docs"
    tops = {(script_literal(docs, "path") or "docs").strip("./"): base, "src/pages": ""}
    top = next((top for top in tops if path.startswith(f"{top}/")), None)
    if top is None:
        return None
    try:
        front = split_head(tree.text(path)).front
    except UnreadableError:
        front = {}
    *folders, name = [
        _NUMBER.sub("", part) for part in stem_of(below(path, top), SUFFIXES).split("/")
    ]
    slug = front.get("slug") or front.get("id")
    if isinstance(slug, str):
        folders, name = ([] if slug.startswith("/") else folders), slug.strip("/")
    elif name.lower() in {"index", "readme", *folders[-1:]}:
        name = ""
    return as_address("/".join((tops[top], *folders, name)))


def unwrap(destination: str) -> str:
    """Return a destination such as ``@site/static/a.png`` as a path from the top of the site."""
    return destination.removeprefix("@site") if destination.startswith("@site/") else destination


def dated_name(stem: str) -> str:
    """Return the name of a post whose date may be that of its folders."""
    if match := _DATE_PATH.fullmatch(stem):
        folder, year, month, day, name = match.groups()
        date = f"{year}-{int(month):02}-{int(day):02}"
    elif match := _DATE_FOLDER.fullmatch(stem):
        folder, date, name = match.groups()
    else:
        return stem
    return "/".join(part for part in (folder, f"{date}-{name.replace('/', '-')}") if part)


def _map(article: Article, authors: Mapping[str, Value], tags: Mapping[str, Value]) -> None:
    """Map Docusaurus' keys to ours; ids of authors and tags become their names."""
    front = article.front
    old_names = [text(article, key) for key in ("author", "author_title", "author_url")]
    if "authors" in front:
        front["authors"] = list(_named(names(front["authors"]) or [], authors, "name"))
    elif old_names[0]:
        front["authors"] = [old_names[0]]
        front.pop("author")
    if "tags" in front:
        front["tags"] = list(_named(names(front["tags"]), tags, "label"))
    update = mapping_of(front.get("last_update"))
    if update.get("date"):
        front["updated"] = update["date"]
    normalise(article)


def _named(ids: list[str], known: Mapping[str, Value], key: str) -> list[str]:
    """Return the names of ids; an id that is not known stays."""
    return [str(mapping_of(known.get(id_)).get(key) or id_) for id_ in ids]
