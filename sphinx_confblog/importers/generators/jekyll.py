"""Reads blogs made with Jekyll: ``_posts``, ``_drafts`` and ``_config.yml``."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import fill, in_form, set_addresses
from sphinx_confblog.importers.config_files import text_of
from sphinx_confblog.importers.events import map_event
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    mapping_of,
    pattern_in,
    propose,
    settings_of,
    stem_of,
    undated,
    use_zone,
)
from sphinx_confblog.importers.front_matter import (
    Head,
    date_of,
    flag,
    names,
    normalise,
    rename,
    split_head,
    text,
)
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN
from sphinx_confblog.util.liquid import understood, unwrapped
from sphinx_confblog.util.markdown_code import MASK, masked
from sphinx_confblog.util.slugs import pretty_slug, slugify
from sphinx_confblog.util.urls import as_segment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


KEYS = {"last_modified_at": "updated", "redirect_from": "aliases", "header_image": "image"}
#: Keys of images below ``image`` and ``header``, the most important first: those of the plugin
#: jekyll-seo-tag and of well-known themes.
IMAGES = ("path", "feature", "image", "overlay_image", "og_image", "teaser", "thumb", "thumbnail")
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
# Token -> code of strftime.
_DATES = {
    "year": "%Y", "month": "%m", "day": "%d", "i_month": "%-m", "i_day": "%-d", "y_day": "%j",
    "short_year": "%y", "short_month": "%b", "long_month": "%B", "hour": "%H", "minute": "%M",
    "second": "%S",
}  # fmt: skip
_HIGHLIGHT = re.compile(
    r"\{%-?\s*highlight\s+([\w+#.-]+)[^%\n]{0,200}%\}(.{0,20000}?)\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL,
)
_RAW, _RAW_END = (rf"[ \t]*\{{%-?\s*{name}\s*-?%\}}" for name in ("raw", "endraw"))
#: A block of code in Markdown: Jekyll's, or Octopress's.
_CODE = re.compile(
    r"^(?P<indent>[ \t]*)\{%-?[ \t]*(?P<tag>highlight|codeblock)\b(?P<options>[^%\n]{0,300}?)-?%\}"
    rf"(?P<raw>{_RAW})?[ \t]*\n(?P<code>.{{0,20000}}?)"
    rf"^(?(raw){_RAW_END})[ \t]*\{{%-?[ \t]*end(?P=tag)[ \t]*-?%\}}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_TOKEN = re.compile(r":([a-z_]+)")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Jekyll."""
    blog = OldBlog(zone=moment.zone, roots=("",), kinds=("liquid", "attributes"))
    settings = settings_of(tree, blog, "_config.yml", "_config.yaml", "_config.toml")
    blog.url = text_of(settings, "url").rstrip("/") + text_of(settings, "baseurl").rstrip("/")
    mark = text_of(settings, "excerpt_separator")
    blog.marks = (mark,) if mark.strip() else ()
    page = pages_of(tree)
    blog.unwrap = partial(unwrapped, page=page)
    propose(blog, title=text_of(settings, "title"))
    use_zone(blog, text_of(settings, "timezone"))
    blog.searched = [pattern_in(name, (*MARKDOWN, ".html")) for name in ("_posts", "_drafts")]
    top = top_folder(tree, blog, settings)
    blog.roots = (top, "") if top else ("",)
    for path in tree.below(top):
        parts = path.split("/")
        kind = next((part for part in parts[:-1] if part in {"_posts", "_drafts"}), None)
        if kind is None:
            continue
        if not path.lower().endswith((*MARKDOWN, ".html")):
            if path.lower().endswith((".textile", ".adoc", ".asciidoc", ".org")):
                blog.skip(path, "a post in a markup language that cannot be imported", failed=True)
            continue
        _article(tree, blog, path, kind, settings, top)
    for article in blog.articles:
        map_code(article)
        article.body, _ = understood(article.body, page, jekyll=True, keep_raw=True)
    return blog


def top_folder(tree: Tree, blog: OldBlog, settings: dict[str, Value]) -> str:
    """Return the folder with the source of the site; nothing for the top."""
    given = text_of(settings, "source")
    top = posixpath.normpath(given).strip("/").removeprefix(".") if given else ""
    if top and not any(tree.below(top)):
        blog.notes.append(
            f"the source folder {given} is not here, so folders with posts are taken for categories"
        )
        return ""
    return top


def _article(
    tree: Tree, blog: OldBlog, path: str, kind: str, settings: dict[str, Value], top: str
) -> None:
    before, _, after = below(path, top).partition(f"{kind}/")
    name = stem_of(before + after, (*MARKDOWN, ".html"))
    split = split_html if path.lower().endswith(".html") else split_head
    article = add_article(tree, blog, path, name, split)
    if article is None:
        return
    given = defaults(settings, below(path, top), "drafts" if kind == "_drafts" else "posts")
    for key, value in given.items():
        article.front.setdefault(key, value)
    collections = text_of(settings, "collections_dir").strip("./")
    categories_in = before.removeprefix(f"{collections}/") if collections else before
    folders = [part for part in categories_in.split("/") if part]
    _split_words(article, "tags")
    _split_words(article, "categories")
    of_all = text_of(settings, "permalink", default="date")
    of_posts = text_of(settings, "collections", "posts", "permalink", default=of_all)
    pattern = text(article, "permalink") or of_posts
    own = "permalink" in article.front
    article.front.pop("permalink", None)
    rename(article, KEYS)
    _map_image(article)
    if author := mapping_of(article.front.get("author")).get("display_name"):
        # Imports from WordPress to Jekyll wrote authors so.
        article.keep("author")
        article.front["author"] = author
    map_event(article)
    normalise(article)
    categories = [
        *folders,
        *names(article.front.get("categories") or article.front.get("category")),
    ]
    if folders:
        article.front["categories"] = list(dict.fromkeys(categories))
        article.front.pop("category", None)
    if kind == "_drafts":
        article.front["draft"] = "true"
    if article.front.get("draft") == "true" or flag(article.front.get("published")) is False:
        return
    date = date_of(article, blog.zone)
    if date is not None:
        slug = text(article, "slug") or undated(name)
        article.slug = slugify(slug)
        when = date.astimezone(blog.zone)
        spelled = (pretty_slug(slug), article.slug)
        set_addresses(article, *(address(pattern, name, when, categories) for name in spelled))
    if article.address is None:
        what = "its own permalink" if own else "the permalink pattern"
        article.note(1, f"the old URL is not known: {what} is {pattern}")


def map_code(article: Article) -> None:
    """Write blocks of code between tags of Liquid as fences, line by line."""
    place = 0
    while match := _CODE.search(article.body, place):
        place = match.start("tag")
        if masked(article.body)[place] == MASK:
            continue
        words = match["options"].split()
        named = next((word for word in words if word.startswith("lang:")), "")
        if match["tag"] == "highlight":
            named = words[0] if words else ""
        language = named.removeprefix("lang:")
        if rest := [word for word in words if word not in {named, language}]:
            line = article.body.count("\n", 0, place)
            article.remark(line, f"options of code were left out: {' '.join(rest)}")
        runs = re.findall("`{3,}", match["code"])
        fence = match["indent"] + "`" * (max(map(len, runs), default=2) + 1)
        block = f"{fence}{language}\n{match['code']}{fence}"
        place = match.start() + len(block)
        article.body = article.body[: match.start()] + block + article.body[match.end() :]


def split_html(content: str) -> Head:
    """Return front matter and body of a post in HTML, its highlighted code as elements."""
    head = split_head(content)
    body = _HIGHLIGHT.sub(
        lambda match: (
            f'<pre><code class="language-{match[1]}">{escape(match[2], quote=False)}</code></pre>'
        ),
        head.body,
    )
    return replace(head, body=body)


def _map_image(article: Article) -> None:
    """Take the image of a post from the mappings that plugins and themes read."""
    front = article.front
    image, header = mapping_of(front.get("image")), mapping_of(front.get("header"))
    if image and (path := next((image[key] for key in IMAGES if image.get(key)), "")):
        article.keep("image")
        front["image"] = path
        front.setdefault("image_alt", image.get("alt", ""))
    elif path := next((header[key] for key in IMAGES if header.get(key)), ""):
        front.setdefault("image", path)


def defaults(settings: dict[str, Value], path: str, kind: str) -> dict[str, Value]:
    """Return the front matter that the configuration sets for all posts in a folder."""
    values: dict[str, Value] = {}
    given = settings.get("defaults")
    for entry in given if isinstance(given, list) else []:
        scope = mapping_of(mapping_of(entry).get("scope"))
        folder = str(scope.get("path", "")).strip("/")
        inside = not folder or path == folder or path.startswith(f"{folder}/")
        if "*" in folder:
            inside = fnmatch.fnmatchcase(path, folder) or fnmatch.fnmatchcase(path, f"{folder}/*")
        if inside and scope.get("type", "") in {"", kind}:
            values.update(mapping_of(mapping_of(entry).get("values")))
    return values


def address(pattern: str, title: str, date: datetime, categories: list[str]) -> str | None:
    """Return the old address of a post; None for a pattern that asks for something unknown."""

    def value(token: str) -> str | None:
        if token in _DATES:
            return in_form(date, _DATES[token])
        places = dict.fromkeys(c.lower().replace(" ", "%20") for c in categories)
        known = {
            "title": as_segment(title), "slug": slugify(title), "output_ext": ".html",
            "categories": "/".join(places), "collection": "posts",
            "slugified_categories": "/".join(dict.fromkeys(map(slugify, categories))),
        }  # fmt: skip
        return known.get(token)

    return fill(STYLES.get(pattern, pattern), _TOKEN, value)


def _split_words(article: Article, key: str) -> None:
    """Split the text of a key at spaces, as Jekyll does."""
    value = article.front.get(key)
    if isinstance(value, str) and value.strip():
        article.front[key] = list(value.split(",") if "," in value else value.split())


def pages_of(tree: Tree) -> Callable[[str, str], str | None]:
    """Return a function that finds the file that ``post_url`` or ``link`` names, from the top."""
    posts = {
        stem_of(path.rpartition("_posts/")[2]): path for path in tree.paths if "_posts/" in path
    }

    def page(_: str, name: str) -> str | None:
        """Return the path of a post, or of a file that isn't a page; None for any other."""
        name = name.lstrip("/")
        is_page = name.endswith((*MARKDOWN, ".html"))
        stem = (stem_of(name) if is_page else name).removeprefix("_posts/")
        path = posts.get(stem) or posts.get(stem.rpartition("/")[2])
        if path is None and tree.has(name) and not is_page:
            path = name
        return f"/{path}" if path else None

    return page
