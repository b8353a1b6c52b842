"""Reads blogs made with ABlog: posts in MyST Markdown and reStructuredText of a Sphinx site."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

from sphinx_confblog.importing.addresses import as_address
from sphinx_confblog.importing.article import KEPT, Article, OldBlog
from sphinx_confblog.importing.days import is_date, normal_date
from sphinx_confblog.importing.heads import Head, split_head
from sphinx_confblog.importing.mapping import add_alias, flag, names, normalise, rename, text
from sphinx_confblog.importing.marks import cut_after
from sphinx_confblog.importing.reading import (
    Moment,
    converted,
    markdown_article,
    propose,
    python_settings,
    stem_of,
    undated,
)  # fmt: skip
from sphinx_confblog.importing.rst_directives import options_of
from sphinx_confblog.importing.tree import UnreadableError
from sphinx_confblog.slugs import slugify

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter import Value
    from sphinx_confblog.importing.rst import Converted
    from sphinx_confblog.importing.tree import Tree

SUFFIXES = (".md", ".rst", ".txt")
KEYS = {"canonical_link": "canonical", "external_link": "external"}
MAX_PARAGRAPHS = 1000
_MARKED = re.compile(
    r"^[ \t]*(?:\.\. post::|:blogpost:[ \t]*true\b)|^`{3,}\{post\}", re.MULTILINE | re.IGNORECASE
)
_POST_FENCE = re.compile(
    r"^(`{3,}|:{3,})\{post\}[ \t]*(.*)\n((?:.*\n)*?)\1[ \t]*(?:\n|\Z)", re.MULTILINE
)
_NOTHING = {"", "none", "no", "false"}


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Find the posts of a Sphinx site with ABlog; the folder of its ``conf.py``."""
    blog = OldBlog(zone=moment.zone)
    settings = python_settings(tree, blog, "conf.py")
    blog.url = str(settings.get("blog_baseurl") or "")
    propose(blog, title=settings.get("blog_title"))
    count = settings.get("post_auto_excerpt")
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        blog.proposals["confblog_excerpt_paragraphs"] = count
    given = settings.get("blog_post_pattern") or []
    patterns = [given] if isinstance(given, str) else [str(item) for item in given]
    for path in tree.below("", SUFFIXES):
        try:
            content = tree.text(path)
        except UnreadableError as error:
            blog.skip(path, f"line {error.line}: {error}", failed=True)
            continue
        matched = any(fnmatch.fnmatch(path, pattern) for pattern in patterns)
        if path.endswith(".md"):
            _markdown(tree, blog, path, settings, matched=matched)
        elif matched or _MARKED.search(content):
            _rst(tree, blog, path, settings)
    return blog


def _markdown(
    tree: Tree, blog: OldBlog, path: str, settings: dict[str, Any], *, matched: bool
) -> None:
    try:
        head = split_head(tree.text(path))
    except UnreadableError as error:
        blog.skip(path, f"line {error.line}: {error}", failed=True)
        return
    found = list(_POST_FENCE.finditer(head.body))
    if not (matched or found or flag(head.front.get("blogpost"))):
        return
    if len(found) > 1:
        blog.skip(path, "several posts in one file; divide it first", failed=True)
        return
    article = markdown_article(tree, blog, path, stem_of(path, SUFFIXES))
    if article is None:
        return
    if found:
        argument, options, content = options_of([found[0][2], *found[0][3].split("\n")])
        _take_post(article, argument, options, "\n".join(content).strip())
        start = article.body.count("\n", 0, found[0].start())
        article.change(start, start + found[0][0].rstrip("\n").count("\n") + 1, [])
    _finish(article, blog, settings)


def _rst(tree: Tree, blog: OldBlog, path: str, settings: dict[str, Any]) -> None:
    article = markdown_article(tree, blog, path, stem_of(path, SUFFIXES), _no_head)
    if article is None:
        return
    try:
        result = converted(article, article.body, sphinx=True, take=("post", "update"))
    except UnreadableError as error:
        blog.articles.remove(article)
        blog.skip(path, f"line {error.line}: {error}", failed=True)
        return
    if sum(name == "post" for name, *_ in result.taken) > 1:
        blog.articles.remove(article)
        blog.skip(path, "several posts in one file; divide it first", failed=True)
        return
    article.front = {**result.fields}
    if result.title:
        article.body = f"# {result.title}\n\n{article.body}"
    _take(article, result)
    _finish(article, blog, settings)


def _no_head(content: str) -> Head:
    return Head({}, content)


def _take(article: Article, result: Converted) -> None:
    """Take what the directives of ABlog say."""
    for name, argument, options, content in result.taken:
        if name == "post":
            _take_post(article, argument, options, content)
        else:
            article.front["updated"] = argument
            if content:
                article.body += f"\n```{{admonition}} Updated on {argument}\n{content}\n```\n"
                article.note(1, "an update's text moved to the end")


def _take_post(article: Article, argument: str, options: dict[str, str], content: str) -> None:
    """Take the options of ``post``; its content is the excerpt."""
    for key, value in options.items():
        article.front.setdefault(key, value or "true")
    if argument:
        article.front.setdefault("date", argument)
    if content:
        article.front["excerpt"] = content


def _finish(article: Article, blog: OldBlog, settings: dict[str, Any]) -> None:
    """Map the keys, and note the old address."""
    front = article.front
    front.pop("blogpost", None)
    author: Value = (
        front.get("author") or front.get("authors") or settings.get("blog_default_author") or ""
    )
    front.pop("author", None)
    front["authors"] = [_full_name(name, settings) for name in names(author)]
    _map_numbers(article)
    for old in names(front.pop("redirect", None)):
        add_alias(article, as_address(f"{old}.html"))
    if str(front.pop("nocomments", "")).strip().lower() not in _NOTHING:
        front["comments"] = "false"
    rename(article, KEYS)
    date = text(article, "date")
    if date and not is_date(normal_date(date)):
        article.note(article.key_lines.get("date", 1), f"date: {date} is not understood")
    normalise(article)
    if "date" not in article.front and not re.match(r"\d{4}-", article.name.rpartition("/")[2]):
        article.withhold(1, "it has no date, which makes a draft of it in ABlog")
    article.slug = slugify(undated(article.name))
    if article.front.get("draft") != "true":
        article.address = as_address(f"{article.name}.html")


def _full_name(name: str, settings: dict[str, Any]) -> str:
    known = settings.get("blog_authors")
    entry = known.get(name) if isinstance(known, dict) else None
    return str(entry[0]) if isinstance(entry, list | tuple) and entry else name


def _map_numbers(article: Article) -> None:
    """Keep ``excerpt: 2`` and ``image: 1``, which count things there, from meaning texts here."""
    for key in ("excerpt", "image"):
        value = text(article, key)
        if value.isdecimal():
            line = article.key_lines.get(key, 1)
            article.keep(key)
            if key == "excerpt":
                cut_after(article, min(int(value), MAX_PARAGRAPHS))
            else:
                article.note(line, f'{key}: a number there, kept below "{KEPT}"')
