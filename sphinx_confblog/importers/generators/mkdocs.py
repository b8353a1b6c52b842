"""Reads blogs made with Material for MkDocs: its blog plugin's posts."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address, in_form, set_addresses
from sphinx_confblog.importers.config_files import text_of, yaml_mapping
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
)
from sphinx_confblog.importers.front_matter import date_of, flag, names, normalise, rename, text
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.urls import as_segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


KEYS = {"pin": "pinned"}
_DATE_CODE = re.compile(r"yyyy|yy|MMMM|MMM|MM|dd|M|d|y")
#: Codes of Unicode's date patterns -> those of strftime, as far as addresses use them.
_CODES = {
    "yyyy": "%Y", "y": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m",
    "dd": "%d", "d": "%-d",
}  # fmt: skip
_BLOG = frozenset({"blog", "material/blog"})
_HEADING = re.compile(r"\s*#[ ]+(.+)")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Material for MkDocs."""
    blog = OldBlog(zone=moment.zone, kinds=("mkdocs", "attributes", "icons", "jinja"))
    settings = settings_of(tree, blog, config_file(tree))
    docs = text_of(settings, "docs_dir", default="docs").strip("./")
    if not any(tree.below(docs)):
        docs = ""
    options = plugin(settings)
    folder = text_of(options, "blog_dir", default="blog").strip("./")
    posts = (
        text_of(options, "post_dir", default="{blog}/posts").replace("{blog}", folder).strip("./")
    )
    top = "/".join(part for part in (docs, posts) if part)
    blog.roots = (docs,)
    blog.url = text_of(settings, "site_url")
    mark = text_of(options, "post_excerpt_separator")
    blog.marks = (mark,) if mark else ()
    authors_file = text_of(options, "authors_file", default="{blog}/.authors.yml")
    authors_path = "/".join(p for p in (docs, authors_file.replace("{blog}", folder)) if p)
    given = settings_of(tree, blog, authors_path)
    authors = {**mapping_of(given.get("authors")), **given}
    propose(blog, title=text_of(settings, "site_name"))
    blog.searched = [pattern_in(top, MARKDOWN)]
    in_folders = flag(settings.get("use_directory_urls")) is not False
    blog.page_address = partial(page_address, docs, in_folders=in_folders)
    extensions = settings.get("markdown_extensions")
    blog.linkifies = "pymdownx.magiclink" in {
        name for entry in (extensions if isinstance(extensions, list) else [])
        for name in (entry if isinstance(entry, dict) else [entry])
    }  # fmt: skip
    for path in tree.below(top, MARKDOWN):
        _article(tree, blog, path, below(path, top), (folder, options, settings), authors)
    return blog


def config_file(tree: Tree) -> str:
    """Return the configuration file with the blog plugin; ``mkdocs.yml`` if there is none.

    A site with several configurations builds the blog with one of them.
    """
    usual = [path for path in ("mkdocs.yml", "mkdocs.yaml") if tree.has(path)]
    files = [*usual, *fnmatch.filter(tree.paths, "mkdocs*.y*ml")]
    return next((path for path in files if has_blog(tree, path)), next(iter(usual), "mkdocs.yml"))


def has_blog(tree: Tree, path: str) -> bool:
    """Return whether a configuration file names the blog plugin, in a list or a mapping."""
    try:
        plugins = yaml_mapping(tree.text(path)).get("plugins")
    except UnreadableError:
        return False
    entries = plugins if isinstance(plugins, list) else [plugins]
    return any(entry in _BLOG if isinstance(entry, str) else _BLOG & mapping_of(entry).keys()
               for entry in entries)  # fmt: skip


def page_address(docs: str, path: str, *, in_folders: bool) -> str | None:
    """Return the address of a page of the documentation, by its file."""
    if not path.startswith(f"{docs}/" if docs else "") or not path.lower().endswith(MARKDOWN):
        return None
    folder, _, name = stem_of(below(path, docs)).rpartition("/")
    if name.lower() in {"index", "readme"}:
        return as_address(f"{folder}/")
    return as_address(f"{folder}/{name}" + ("/" if in_folders else ".html"))


def plugin(settings: dict[str, Value]) -> dict[str, Value]:
    """Return the options of the blog plugin."""
    plugins = settings.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    result: dict[str, Value] = {}
    for entry in entries:
        for name, options in mapping_of(entry).items():
            if name in _BLOG:
                result.update(mapping_of(options))
    return result


def _article(
    tree: Tree, blog: OldBlog, path: str, inner: str,
    settings: tuple[str, dict[str, Value], dict[str, Value]], authors: dict[str, Value],
) -> None:  # fmt: skip
    folder, options, site = settings
    name, is_bundle = bundled(stem_of(inner))
    article = add_article(tree, blog, path, name, is_bundle=is_bundle)
    if article is None:
        return
    _map(article, authors)
    heading = _HEADING.match(article.body)
    words = re.sub("[-_]", " ", name.rpartition("/")[2])
    title = text(article, "title") or (heading[1] if heading else words)
    slug = text(article, "slug")
    pattern = text_of(options, "post_url_format", default="{date}/{slug}")
    by_file = "{file}" in pattern and "{slug}" not in pattern
    article.slug = slugify(name.rpartition("/")[2] if by_file else slug or title)
    normalise(article)
    if article.front.get("draft") == "true":
        return
    date = date_of(article, blog.zone)
    if date is None:
        return
    form = text_of(options, "post_url_date_format", default="yyyy/MM/dd")
    form = _DATE_CODE.sub(lambda code: _CODES[code[0]], form)
    separator = text_of(options, "categories_slugify_separator", default="-")
    categories = names(article.front.get("categories"))
    values = {
        "date": in_form(date, form) or "", "file": name.rpartition("/")[2],
        "categories": "/".join(spelled(c, separator) for c in categories[:1]),
    }  # fmt: skip
    ending = ".html" if flag(site.get("use_directory_urls")) is False else "/"
    separator = text_of(options, "post_slugify_separator", default="-")
    slugs = (as_segment(slug) or spelled(title, separator), article.slug)
    olds = [address(f"{folder}/{pattern}{ending}", values | {"slug": slug}) for slug in slugs]
    set_addresses(article, *olds)
    if article.address is None:
        article.note(1, f"the old URL is not known: post_url_format is {pattern}")


def address(pattern: str, values: Mapping[str, str]) -> str | None:
    """Return the old address of a post; None for a pattern that asks for something unknown."""
    made = re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), pattern)
    return None if "{" in made else as_address(made)


def spelled(name: str, separator: str) -> str:
    """Return a name as it is spelled in URLs.

    The rule is that of PyMdown's slugs in lower case: without tags, letters, digits and ``_-``
    stay, each space becomes the separator, and everything else is dropped.
    """
    plain = re.sub(r"</?[^>]*>", "", unicodedata.normalize("NFC", name)).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", separator)


def _map(article: Article, authors: dict[str, Value]) -> None:
    """Map Material's keys to ours; ids of authors become their names."""
    front = article.front
    dates = front.get("date")
    if isinstance(dates, dict):
        front["date"] = dates.get("created", "")
        if dates.get("updated"):
            front["updated"] = dates["updated"]
        if rest := {k: v for k, v in dates.items() if k not in {"created", "updated"}}:
            front["dates"] = rest
    if "authors" in front:
        ids = names(front["authors"])
        front["authors"] = [str(mapping_of(authors.get(i)).get("name") or i) for i in ids]
    rename(article, KEYS)
    normalise(article)
