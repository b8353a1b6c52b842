"""Reads blogs made with Hugo: the sections of ``content`` that hold posts."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS
from sphinx_confblog.importers.addresses import as_address, fill, in_form, set_addresses
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
    settings_of,
    stem_of,
    undated,
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
    split_head,
    text,
)
from sphinx_confblog.importers.front_matter import moment as moment_of
from sphinx_confblog.importers.records import Article, OldBlog
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.language_tags import USUAL, parse_tag, split_stem
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.urls import as_segment, scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
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
SECTIONS = ("posts", "post", "blog", "articles", "news")
#: Sections of documentation, whose pages are dated by Hugo but are no posts.
DOCS = frozenset({"docs", "doc", "documentation", "manual"})
CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
#: Parts of the configuration that may have files of their own.
PARTS = ("languages", "module", "params", "permalinks")
FORMS = ("toml", "yaml", "yml", "json")
SUFFIXES = (*MARKDOWN, ".html")
OTHERS = (".adoc", ".asciidoc", ".org", ".rst", ".pandoc", ".pdc")
#: The signs in names that addresses keep.
SIGNS = frozenset("./\\_#+~-@")
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
    """Return the post whose folder a file lies in, unless it is that post; None if in none."""
    own, _, name = path.rpartition("/")
    ends = [number for number, char in enumerate(path) if char == "/"]
    outer = next((path[:end] for end in ends if path[:end] in bundles), None)
    is_page = outer == own and name.startswith("index.")
    return None if outer is None or is_page else bundles[outer]


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
        _locate(article, section if rest else "", sections, config, blog, language)
    if language and language != config.language:
        article.name = f"{language}/{article.name}"
        article.front.setdefault("language", language)
        normalise(article)


def sections_of(tree: Tree, top: str, folder: str) -> str:
    """Return the sections that a folder belongs to: the deepest with a page of its own, or one."""
    while "/" in folder:
        index = f"{top}/{folder}/_index".lstrip("/")
        if any(tree.has(f"{index}{suffix}") for suffix in SUFFIXES):
            break
        folder = posixpath.dirname(folder)
    return folder


def _locate(
    article: Article, section: str, sections: str, config: Config, blog: OldBlog, language: str
) -> None:
    """Note the old addresses of a post, and resolve its aliases."""
    own = article.front.pop("url", None)
    dated, slug = bool(article.front.get("date")), text(article, "slug")
    in_names = ":filename" in names(mapping_of(config.settings.get("frontmatter")).get("date"))
    name = undated(article.name) if in_names and not dated else posixpath.basename(article.name)
    article.slug = slugify(slug or undated(article.name))
    pattern = pattern_of(config, section.lower(), language)
    if re.search(r":(?:slug|title)\b", pattern) and not slug and not own:
        article.slug = slugify(text(article, "title") or name)
    if isinstance(own, str) and own:
        is_file = "." in posixpath.basename(own) or own.endswith("/")
        set_addresses(article, as_address(own if is_file else f"{own}/"))
    else:
        place = Place(section, sections, name, pattern, config, language)
        olds = (address(article, place, blog, spell) for spell in spellings(place))
        set_addresses(article, *olds)
    if article.address is None and dated:
        article.note(1, "the old URL is not known: its pattern has an unknown placeholder")
    _resolve_aliases(article)


def _resolve_aliases(article: Article) -> None:
    """Write relative aliases as addresses: they begin beside the post's."""
    aliases = names(article.front.get("aliases"), separator="\n")
    if not aliases or article.address is None:
        return
    folder = posixpath.dirname(article.address.rstrip("/"))
    article.front["aliases"] = [
        alias
        if alias.startswith("/") or scheme(alias)
        else posixpath.normpath(posixpath.join(folder, alias)) + ("/" * alias.endswith("/"))
        for alias in aliases
    ]


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


class Place(NamedTuple):
    """What a post's old address is made of, besides its front matter."""

    section: str
    #: The sections that it is in, from the outermost to the innermost.
    sections: str
    #: The name of its file.
    name: str
    #: The pattern of addresses in its section; nothing if there is none.
    pattern: str
    config: Config
    language: str


def urlized(name: str, settings: Mapping[str, Value]) -> str:
    """Return a name as it is spelled in URLs.

    The rule is that of Hugo's ``urlize``: letters, digits, marks and some signs stay, white space
    becomes a hyphen unless there is one, and everything else is dropped.
    """
    if flag(settings.get("removepathaccents")):
        split = unicodedata.normalize("NFD", name)
        name = "".join(char for char in split if unicodedata.category(char) != "Mn")
    made, has_gap = "", False
    for char in name:
        if char in SIGNS or unicodedata.category(char)[:1] in "LM" or char.isdecimal():
            made += "-" * (has_gap and char != "-") + char
            has_gap = False
        elif char.isspace():
            has_gap = made[-1:] not in {"", "-"}
    return made if flag(settings.get("disablepathtolower")) else made.lower()


def spellings(place: Place) -> list[Callable[[str], str]]:
    """Return functions that spell a name for an address: as Hugo does, as it did, and as we do."""
    spell = partial(urlized, settings=place.config.settings)
    if not place.pattern:
        return [spell, slugify]
    # Patterns lose plus signs.
    return [lambda name: re.sub("[+]", "", spell(name)), spell, slugify]


def address(
    article: Article, place: Place, blog: OldBlog, spell: Callable[[str], str]
) -> str | None:
    """Return an old address of a post, its name spelled by a function; None if it isn't known."""
    config, date = place.config, date_of(article, blog.zone)
    slug = spell(text(article, "slug")).strip("-") if text(article, "slug") else ""
    title = spell((text(article, "title") or place.name).replace("/", "-"))
    name = spell(place.name)

    def folder(path: str) -> str:
        return as_segment(urlized(path.replace(" ", "-"), config.settings))

    known = {
        "slug": slug or title, "title": title, "filename": name, "contentbasename": name,
        "slugorfilename": slug or name, "slugorcontentbasename": slug or name,
    }  # fmt: skip
    known = {token: as_segment(value) for token, value in known.items()}
    known |= {"section": folder(place.section), "sections": folder(place.sections)}

    def value(token: str) -> str | None:
        if token in _DATES:
            return in_form(date, _DATES[token]) if date else None
        return known.get(token)

    if place.pattern:
        path = fill(place.pattern, _TOKEN, value)
    else:
        ending = ".html" if flag(config.settings.get("uglyurls")) else "/"
        last = as_segment(slug or spell(place.name.replace(" ", "-")))
        folders = posixpath.dirname(article.name)
        path = as_address("/".join((folder(place.section), folder(folders), last)) + ending)
    language = place.language
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
