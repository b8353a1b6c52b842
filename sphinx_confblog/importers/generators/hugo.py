"""Reads blogs made with Hugo: the sections of ``content`` that hold posts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS
from sphinx_confblog.importers.addresses import as_address, fill, in_form
from sphinx_confblog.importers.config_files import text_of, zone_of
from sphinx_confblog.importers.events import map_event
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
from sphinx_confblog.importers.front_matter import (
    ORDER,
    date_of,
    flag,
    is_date,
    names,
    normalise,
    rename,
    split_head,
    text,
)
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.language_tags import USUAL, parse_tag, split_stem
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.source_tree import Tree


#: Hugo reads keys in any case; these are in lower case.
KEYS = {"lastmod": "updated", "modified": "updated", "expirydate": "expires",
        "unpublishdate": "expires", "publishdate": "date", "featured_image": "image",
        "featureimage": "image", "canonicalurl": "canonical"}  # fmt: skip
KNOWN = frozenset(ORDER).union(
    KEYS, ("pubdate", "cover", "images", "url", "build", "_build", "headless", "cascade", "params")
)
SECTIONS = ("posts", "post", "blog", "articles", "news")
#: Sections of documentation, whose pages are dated by Hugo but are no posts.
DOCS = frozenset({"docs", "doc", "documentation", "manual"})
CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
#: Parts of the configuration that may have files of their own.
PARTS = ("languages", "module", "params", "permalinks")
FORMS = ("toml", "yaml", "yml", "json")
SUFFIXES = (*MARKDOWN, ".html")
OTHERS = (".adoc", ".asciidoc", ".org", ".rst", ".pandoc", ".pdc")
_TOKEN = re.compile(r":([a-z]+)")
_DATES = {"year": "%Y", "month": "%m", "day": "%d", "monthname": "%B", "yearday": "%j"}
_REF = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["'`]?([^"'`\s]+)["'`]?\s*[>%]\}\}""")


class Config(NamedTuple):
    """What a site's configuration says; all keys are in lower case."""

    settings: Mapping[str, Value]
    #: Folder of content -> its language; nothing for that of the site.
    folders: dict[str, str]
    #: Folder -> front matter that its section hands down; the deeper ones come last.
    cascades: list[tuple[str, dict[str, Value]]]

    @property
    def language(self) -> str:
        """The language of content that names none."""
        return text_of(self.settings, "defaultcontentlanguage", default="en").lower()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that file names may name, as in ``title.de.md``."""
        codes = mapping_of(self.settings.get("languages"))
        return tuple(parse_tag(code) or code for code in codes) or USUAL

    def of_language(self, language: str) -> Mapping[str, Value]:
        """Return what is configured for one language."""
        return mapping_of(mapping_of(self.settings.get("languages")).get(language))

    def sections(self, tree: Tree, folder: str, language: str) -> list[str]:
        """Return the sections that hold posts: those configured, else those with usual names."""
        own = self.of_language(language)
        params, own_params = self.settings.get("params"), own.get("params")
        for place in (mapping_of(own_params), own, mapping_of(params), self.settings):
            if sections := names(place.get("mainsections")):
                return [section.lower() for section in sections]
        return [name for name in SECTIONS if any(tree.below(f"{folder}/{name}".lstrip("/")))]


def read(tree: Tree, moment: Moment) -> OldBlog:
    """Return the posts of a site made with Hugo; its top folder, or its content folder."""
    blog = OldBlog(zone=moment.zone, kinds=("hugo", "jinja"), unwrap=unwrap, plain_titles=True)
    config = read_config(tree, blog)
    settings = config.settings
    blog.roots, blog.linkifies = ("static", "assets", *config.folders), True
    blog.url = text_of(settings, "baseurl")
    named = text_of(settings, "timezone")
    blog.zone = zone_of(named, moment.zone)
    own_title = text_of(config.of_language(config.language), "title")
    propose(blog, title=text_of(settings, "title") or own_title, timezone=named)
    for folder, language in config.folders.items():
        sections = config.sections(tree, folder, language)
        places = [f"{folder}/{name}".strip("/") for name in sections or [""]]
        blog.searched += [pattern_in(place, SUFFIXES) for place in places]
        inside = tuple(f"{other}/" for other in config.folders if is_below(other, folder))
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
            elif not sections and section.lower() in DOCS:
                blog.skip(path, "documentation, not a post")
            else:
                is_post = bool(sections) and section.lower() not in DOCS
                _article(tree, blog, path, config, folder, is_post=is_post)
    return blog


def is_below(path: str, folder: str) -> bool:
    """Return whether a path leads to something in a folder."""
    return path != folder and path.startswith(f"{folder}/" if folder else "")


def read_config(tree: Tree, blog: OldBlog) -> Config:
    """Read the configuration: one file, or several in a folder."""
    settings = lowered(settings_of(tree, blog, *(f"{c}.{f}" for c in CONFIGS for f in FORMS)))
    for part in PARTS:
        files = (f"config/_default/{part}.{form}" for form in FORMS)
        if own := lowered(settings_of(tree, blog, *files)):
            settings = {**settings, part: {**mapping_of(settings.get(part)), **own}}
    configured = dict(content_folders(settings))
    folders = {folder: code for folder, code in configured.items() if any(tree.below(folder))}
    given = [("", merged(settings.get("cascade")))]
    for folder in folders or [""]:
        given += cascades(tree, folder)
    return Config(settings=settings, folders=folders or {"": ""}, cascades=given)


def content_folders(settings: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """Yield the folders of content that are configured, each with its language."""
    yield text_of(settings, "contentdir", default="content").strip("./"), ""
    for code, values in mapping_of(settings.get("languages")).items():
        if folder := text_of(mapping_of(values), "contentdir"):
            yield folder.strip("./"), code
    mounts = mapping_of(settings.get("module")).get("mounts")
    for mount in map(mapping_of, mounts if isinstance(mounts, list) else []):
        if text_of(mount, "target").strip("./").split("/")[0] == "content":
            yield text_of(mount, "source").strip("./"), text_of(mount, "lang").lower()


def lowered(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return settings with keys in lower case: Hugo reads them in any."""
    return {
        key.lower(): lowered(value)
        if isinstance(value, dict)
        else [lowered(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list)
        else value
        for key, value in values.items()
    }


def cascades(tree: Tree, content: str) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield folders with the front matter that their sections hand down, deeper ones last."""
    for path in tree.below(content, tuple(f"/_index{suffix}" for suffix in SUFFIXES)):
        try:
            front = lowered(split_head(tree.text(path)).front)
        except UnreadableError:
            continue
        yield path.rpartition("/")[0], merged(front.get("cascade"))


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
    tree: Tree, blog: OldBlog, path: str, config: Config, folder: str, *, is_post: bool
) -> None:
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
    _map(article)
    if not is_post and date_of(article, blog.zone) is None:
        blog.articles.remove(article)
        blog.skip(path, "no date: a page, not a post")
        return
    language = (language or config.folders[folder]).lower()
    if flag(config.of_language(language).get("disabled")):
        article.withhold(1, f"the language {language} is disabled")
    if article.front.get("draft") != "true":
        article.address = address(article, section if rest else "", config, blog, language)
        if article.address is None and article.front.get("date"):
            article.note(1, "the old URL is not known: its pattern has an unknown placeholder")
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


def _map(article: Article) -> None:
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
    publish, date = front.get("publishdate"), front.get("date")
    if publish and date:
        # What decides when a page appears; the other one is kept.
        article.keep("date")
        article.note(
            article.key_lines.get("date", 1), f"date: publishDate is used instead; date was {date}"
        )
    cover = mapping_of(front.get("cover"))
    if isinstance(cover.get("image"), str):
        front.setdefault("image", cover["image"])
        front.setdefault("image_alt", cover.get("alt", ""))
    elif names(front.get("images")):
        front.setdefault("image", names(front.get("images"))[0])
    rename(article, KEYS)
    map_event(article)
    normalise(article)


def address(
    article: Article, section: str, config: Config, blog: OldBlog, language: str
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
    folders = article.name.rpartition("/")[0]
    pattern = pattern_of(config, section.lower(), language)
    if re.search(r":(?:slug|title)\b", pattern) and not slug:
        article.slug = slugify(text(article, "title") or name)
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

    if pattern:
        path = fill(pattern, _TOKEN, value)
    else:
        ending = ".html" if flag(config.settings.get("uglyurls")) else "/"
        parts = (section, folders, slug or name)
        path = as_address("/".join(parts).lower().replace(" ", "-") + ending)
    in_folder = language and (
        language != config.language or flag(config.settings.get("defaultcontentlanguageinsubdir"))
    )
    if path and in_folder and not config.of_language(language).get("baseurl"):
        return f"/{language}{path}"
    return path


def pattern_of(config: Config, section: str, language: str) -> str:
    """Return the pattern of addresses in a section; nothing if there is none."""
    for place in (config.of_language(language), config.settings):
        permalinks = mapping_of(place.get("permalinks"))
        for patterns in (permalinks, mapping_of(permalinks.get("page"))):
            if pattern := text_of(patterns, section):
                return pattern
    return ""


def unwrap(destination: str) -> str:
    """Return a link's destination with ``ref`` and ``relref`` replaced by their path."""
    return _REF.sub(lambda match: match[1], destination)
