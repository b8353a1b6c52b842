"""Reads blogs made with Hugo: the sections of ``content`` with posts."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS
from sphinx_confblog.importers.config_files import text_of
from sphinx_confblog.importers.events import map_event
from sphinx_confblog.importers.files import (
    Moment,
    add_article,
    below,
    bundled,
    mapping_of,
    pattern_in,
    propose,
    stem_of,
    use_zone,
)
from sphinx_confblog.importers.front_matter import (
    ORDER,
    date_of,
    flag,
    is_date,
    names,
    normalise,
    rename,
    text,
)
from sphinx_confblog.importers.front_matter import moment as moment_of
from sphinx_confblog.importers.generators.hugo.addresses import note_addresses, sections_of
from sphinx_confblog.importers.generators.hugo.configuration import SUFFIXES, Config, read_config
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.util.language_tags import split_stem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


#: Hugo reads keys in any case; these are in lower case.
KEYS = {"lastmod": "updated", "modified": "updated", "expirydate": "expires",
        "unpublishdate": "expires", "publishdate": "date", "featured_image": "image",
        "featureimage": "image", "canonicalurl": "canonical"}  # fmt: skip
KNOWN = frozenset(ORDER).union(
    KEYS, ("pubdate", "cover", "images", "url", "build", "_build", "headless", "cascade", "params")
)
#: What is left of Hugo's own Markdown.
KINDS = ("hugo", "jinja", "attributes", "alerts")
#: Sections of documentation, whose pages are dated by Hugo but are no posts.
DOCS = frozenset({"docs", "doc", "documentation", "manual"})
OTHERS = (".adoc", ".asciidoc", ".org", ".rst", ".pandoc", ".pdc")
_REF = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`\s]+)["'`]?\s*[>%]\}\}""")


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Hugo; its top folder, or its content folder."""
    blog = OldBlog(zone=moment.zone, kinds=KINDS, unwrap=unwrap, plain_titles=True)
    config = read_config(tree, blog)
    settings = config.settings
    blog.roots, blog.linkifies = ("static", "assets", *config.folders), True
    blog.url = text_of(settings, "baseurl")
    if flag(settings.get("enableemoji")):
        blog.kinds += ("emoji",)
    own_title = text_of(config.of_language(config.language), "title")
    propose(blog, title=text_of(settings, "title") or own_title)
    use_zone(blog, text_of(settings, "timezone"))
    for folder, language in config.folders.items():
        sections = config.sections(tree, folder, language)
        places = [f"{folder}/{name}".strip("/") for name in sections or [""]]
        blog.searched += [pattern_in(place, SUFFIXES) for place in places]
        inside = tuple(f"{other}/" for other in config.folders if is_below(other, folder))
        bundles = bundles_in(tree, folder)
        for path in tree.below(folder, (*SUFFIXES, *OTHERS)):
            section, slash, _ = below(path, folder).partition("/")
            is_listed = slash and section.lower() in sections
            is_wanted = is_listed if sections else not path.endswith(OTHERS)
            if path.startswith(inside) or not is_wanted:
                continue
            if path.endswith(OTHERS):
                blog.skip(path, "content in a markup language that cannot be imported", failed=True)
            elif path.rpartition("/")[2].startswith("_index."):
                blog.skip(path, "the page of a section")
            elif bundle := bundle_of(path, bundles):
                blog.skip(path, f"a resource of {bundle}, without a page of its own")
            elif not sections and section.lower() in DOCS:
                blog.skip(path, "documentation, not a post")
            else:
                is_post = bool(sections) and section.lower() not in DOCS
                _article(tree, blog, path, config, folder, moment, is_post=is_post)
    return blog


def bundles_in(tree: Tree, folder: str) -> dict[str, str]:
    """Return the folders that are posts with their files, each with the name of the post."""
    pages = (
        path
        for path in tree.below(folder, (*SUFFIXES, *OTHERS))
        if path.rpartition("/")[2].startswith("index.")
    )
    return {path.rpartition("/")[0]: path for path in pages if "/" in below(path, folder)}


def bundle_of(path: str, bundles: Mapping[str, str]) -> str | None:
    """Return the post whose folder a file is in, unless it is that post; or None."""
    own, _, name = path.rpartition("/")
    ends = [number for number, char in enumerate(path) if char == "/"]
    outer = next((path[:end] for end in ends if path[:end] in bundles), None)
    is_page = outer == own and name.startswith("index.")
    return None if outer is None or is_page else bundles[outer]


def is_below(path: str, folder: str) -> bool:
    """Return whether a path leads to something in a folder."""
    return path != folder and path.startswith(f"{folder}/" if folder else "")


def _article(
    tree: Tree, blog: OldBlog, path: str, config: Config, folder: str, moment: Moment,
    *, is_post: bool,
) -> None:  # fmt: skip
    """Add the post in a file; one that may be another page has to have a date."""
    inner = below(path, folder)
    stem, language = split_stem(stem_of(inner, SUFFIXES), config.languages)
    name, is_bundle = bundled(stem)
    section, _, rest = name.partition("/")
    article = add_article(tree, blog, path, rest or name, is_bundle=is_bundle)
    if article is None:
        return
    _lower_keys(article)
    for place, values in config.cascades:
        if path.startswith(f"{place}/") or not place:
            _hand_down(article, values)
    _map(article, moment.now, blog.zone)
    if not is_post and date_of(article, blog.zone) is None:
        blog.articles.remove(article)
        blog.skip(path, "no date: a page, not a post")
        return
    language = (language or config.folders[folder]).lower()
    if flag(config.of_language(language).get("disabled")):
        article.withhold(1, f"the language {language} is disabled")
    if article.front.get("draft") != "true":
        sections = sections_of(tree, folder, posixpath.dirname(name))
        note_addresses(article, section if rest else "", sections, config, blog, language)
    if language and language != config.language:
        article.name = f"{language}/{article.name}"
        article.front.setdefault("language", language)
        normalise(article)


def _lower_keys(article: Article) -> None:
    """Write the keys that are known in lower case; of two that differ in case, one counts."""
    for key in list(article.front):
        lower = key.lower()
        if lower not in KNOWN or key == lower:
            continue
        if lower in article.front and lower in VISIBILITY_KEYS:
            article.withhold(article.key_lines.get(key, 1), f"{key}: duplicate")
        rename(article, {key: lower})


def _hand_down(article: Article, values: dict[str, Value]) -> None:
    """Add the keys that a section hands down, unless the post has them."""
    for key, value in values.items():
        if key not in article.front and key not in {"params", "_build", "build", "cascade"}:
            article.front[key] = value
    if "never" in mapping_of(values.get("build") or values.get("_build")).values():
        article.withhold(1, "its section is not rendered")


def _map(article: Article, now: datetime, zone: tzinfo) -> None:
    """Map Hugo's keys to ours."""
    front = article.front
    build = mapping_of(front.get("build") or front.get("_build"))
    if build.get("render") in {"never", "false"} or flag(front.get("headless")):
        article.withhold(1, "it was not rendered")
    elif build.get("list") in {"never", "false"}:
        front["unlisted"] = "true"
    # Here it is a flag, for Hugo it may be a date.
    if is_date(text(article, "published")):
        rename(article, {"published": "publishdate"})
    rename(article, {"pubdate": "publishdate"})
    if front.get("publishdate") and front.get("date"):
        _wait(article, now, zone)
    cover = mapping_of(front.get("cover"))
    if isinstance(cover.get("image"), str):
        front.setdefault("image", cover["image"])
        front.setdefault("image_alt", cover.get("alt", ""))
    elif names(front.get("images")):
        front.setdefault("image", names(front.get("images"))[0])
    rename(article, KEYS)
    map_event(article)
    normalise(article)


def _wait(article: Article, now: datetime, zone: tzinfo) -> None:
    """Withhold a post that was to appear later than its date says; the date counts."""
    typed = text(article, "publishdate")
    publish = moment_of(typed, zone)
    article.keep("publishdate")
    if publish is None or publish > now:
        line = article.key_lines.get("publishdate", 1)
        article.withhold(line, f"publishDate: it was to appear on {typed}")


def unwrap(destination: str) -> str:
    """Return a link's destination with ``ref`` and ``relref`` replaced by their path."""
    return _REF.sub(lambda match: match[1], destination)
