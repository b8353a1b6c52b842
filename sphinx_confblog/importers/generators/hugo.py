"""Reads blogs made with Hugo: the sections of ``content`` that hold posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address, fill, in_form
from sphinx_confblog.importers.config_files import text_of, zone_of
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    bundled,
    mapping_of,
    propose,
    settings_of,
    stem_of,
    undated,
)
from sphinx_confblog.importers.front_matter import (
    date_of,
    flag,
    names,
    normalise,
    rename,
    split_head,
    text,
)
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


KEYS = {"lastmod": "updated", "expiryDate": "expires", "expirydate": "expires",
        "publishDate": "date", "featured_image": "image", "featureImage": "image",
        "canonicalURL": "canonical"}  # fmt: skip
SECTIONS = ("posts", "post", "blog", "articles", "news")
CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_TOKEN = re.compile(r":([a-z]+)")
_DATES = {"year": "%Y", "month": "%m", "day": "%d", "monthname": "%B", "yearday": "%j"}
_REF = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`\s]+)["'`]?\s*[>%]\}\}""")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Hugo; its top folder, or its content folder."""
    blog = OldBlog(zone=moment.zone, kinds=("hugo", "jinja"), unwrap=unwrap, plain_titles=True)
    settings = settings_of(
        tree, blog, *(f"{c}.{s}" for c in CONFIGS for s in ("toml", "yaml", "yml", "json"))
    )
    content = text_of(settings, "contentDir", default="content")
    if not any(tree.below(content)):
        content = ""
    blog.roots = ("static", "assets", content)
    blog.url = text_of(settings, "baseURL") or text_of(settings, "baseurl")
    named = text_of(settings, "timeZone")
    blog.zone = zone_of(named, moment.zone)
    propose(blog, title=text_of(settings, "title"), timezone=named)
    sections = main_sections(tree, content, settings)
    given = cascades(tree, content, settings)
    for path in tree.below(content, (*MARKDOWN, ".html")):
        section, slash, _ = below(path, content).partition("/")
        if sections and (not slash or section not in sections):
            continue
        if path.rpartition("/")[2].startswith("_index."):
            blog.skip(path, "the page of a section")
            continue
        _article(tree, blog, path, content, settings, given)
    for path in tree.below(content, (".adoc", ".asciidoc", ".org", ".rst", ".pandoc")):
        blog.skip(path, "content in a language that is not read here", failed=True)
    return blog


def main_sections(tree: Tree, content: str, settings: dict[str, Value]) -> list[str]:
    """Return the sections that hold posts: those configured, else those with usual names."""
    for place in (mapping_of(settings.get("params")), settings):
        if sections := names(place.get("mainSections") or place.get("mainsections")):
            return sections
    return [name for name in SECTIONS if any(tree.below(f"{content}/{name}".lstrip("/")))]


def cascades(
    tree: Tree, content: str, settings: dict[str, Value]
) -> list[tuple[str, dict[str, Value]]]:
    """Return folders with the front matter that sections hand down, deeper ones last."""
    result = [("", merged(settings.get("cascade")))]
    for path in tree.below(content, tuple(f"/_index{suffix}" for suffix in (*MARKDOWN, ".html"))):
        try:
            front = split_head(tree.text(path)).front
        except UnreadableError:
            continue
        result.append((path.rpartition("/")[0], merged(front.get("cascade"))))
    return result


def merged(cascade: Value | None) -> dict[str, Value]:
    """Return a cascade, or a list of them, as one mapping; targets within it are ignored."""
    entries = cascade if isinstance(cascade, list) else [cascade]
    result: dict[str, Value] = {}
    for entry in entries:
        given = mapping_of(entry)
        result.update(
            {key: value for key, value in given.items() if key not in {"_target", "target"}}
        )
        result.update(mapping_of(given.get("params")))
    return result


def _article(
    tree: Tree, blog: OldBlog, path: str, content: str, settings: dict[str, Value],
    given: list[tuple[str, dict[str, Value]]],
) -> None:  # fmt: skip
    inner = below(path, content)
    name, is_bundle = bundled(stem_of(inner, (*MARKDOWN, ".html")))
    section, _, rest = name.partition("/")
    article = add_article(tree, blog, path, rest or name, is_bundle=is_bundle)
    if article is None:
        return
    for folder, values in given:
        if path.startswith(f"{folder}/") or not folder:
            _hand_down(article, values)
    _map(article)
    if article.front.get("draft") == "true":
        return
    article.address = address(article, section if rest else "", settings, blog)
    language = article.name.partition("/")[0]
    default = text_of(settings, "defaultContentLanguage", default="en")
    if article.address and language == article.front.get("language") != default:
        article.address = f"/{language}{article.address}"
    if article.address is None and article.front.get("date"):
        article.note(1, "the old address is not known: its pattern asks for something else")


def _hand_down(article: Article, values: dict[str, Value]) -> None:
    """Add the keys that a section hands down, unless the post has them."""
    for key, value in values.items():
        if key not in article.front and key not in {"params", "_build", "build", "cascade"}:
            article.front[key] = value
    if "never" in mapping_of(values.get("build") or values.get("_build")).values():
        article.withhold(1, "its section is not rendered")


def _map(article: Article) -> None:
    """Map Hugo's keys to ours."""
    front = article.front
    build = mapping_of(front.get("build") or front.get("_build"))
    if build.get("render") in {"never", "false"} or flag(front.get("headless")):
        article.withhold(1, "it was not rendered")
    elif build.get("list") in {"never", "false"}:
        front["unlisted"] = "true"
    publish, date = front.get("publishDate"), front.get("date")
    if publish and date:
        # What decides when a page appears; the other one is kept.
        article.keep("date")
        article.note(article.key_lines.get("date", 1), f"date: publishDate counts, date was {date}")
    for key in [key for key in front if key.lower() in {"publishdate", "lastmod", "expirydate"}]:
        for known in ("publishDate", "lastmod", "expiryDate"):
            if key.lower() == known.lower() and key != known:
                front[known] = front.pop(key)
    cover = mapping_of(front.get("cover"))
    if isinstance(cover.get("image"), str):
        front.setdefault("image", cover["image"])
        front.setdefault("image_alt", cover.get("alt", ""))
    elif names(front.get("images")):
        front.setdefault("image", names(front.get("images"))[0])
    rename(article, KEYS)
    normalise(article)
    if language := re.fullmatch(r"(.+)\.([a-z]{2}(?:-[a-z]{2})?)", article.name):
        article.name = f"{language[2]}/{language[1]}"
        front = article.front
        front.setdefault("language", language[2])


def address(
    article: Article, section: str, settings: dict[str, Value], blog: OldBlog
) -> str | None:
    """Return the old address of a post; None if it cannot be told."""
    name = (
        undated(article.name) if not article.front.get("date") else article.name.rpartition("/")[2]
    )
    slug = text(article, "slug")
    article.slug = slugify(slug or undated(article.name))
    own = article.front.pop("url", None)
    if isinstance(own, str) and own:
        return as_address(own)
    permalinks = mapping_of(settings.get("permalinks"))
    pattern = permalinks.get(section) or mapping_of(permalinks.get("page")).get(section)
    if isinstance(pattern, str) and re.search(r":(?:slug|title)\b", pattern) and not slug:
        article.slug = slugify(text(article, "title") or name)
    folders = article.name.rpartition("/")[0]
    if article.front.get("language") and folders == article.front["language"]:
        folders = ""
    title = text(article, "title") or name
    date = date_of(article, blog.zone)

    def value(token: str) -> str | None:
        if token in _DATES:
            return in_form(date, _DATES[token]) if date else None
        stem = slugify(name)
        known = {
            "slug": slugify(slug or title), "title": slugify(title), "filename": stem,
            "contentbasename": stem, "slugorfilename": slugify(slug) if slug else stem,
            "slugorcontentbasename": slugify(slug) if slug else stem, "section": section,
            "sections": "/".join(part for part in (section, folders) if part),
        }  # fmt: skip
        return known.get(token)

    if isinstance(pattern, str) and pattern:
        return fill(pattern, _TOKEN, value)
    ending = ".html" if flag(settings.get("uglyURLs")) else "/"
    return as_address("/".join((section, folders, slug or name.lower().replace(" ", "-"))) + ending)


def unwrap(destination: str) -> str:
    """Return a link's destination with ``ref`` and ``relref`` replaced by their path."""
    return _REF.sub(lambda match: match[1], destination)
