"""Reads the configuration of a site made with Hugo, and what its sections hand down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_confblog.importers.config_files import text_of
from sphinx_confblog.importers.files import mapping_of, settings_of
from sphinx_confblog.importers.front_matter import names, split_head
from sphinx_confblog.importers.source_tree import MARKDOWN, UnreadableError
from sphinx_confblog.util.language_tags import USUAL, parse_tag
from sphinx_confblog.util.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.records import OldBlog
    from sphinx_confblog.importers.source_tree import Tree


SECTIONS = ("posts", "post", "blog", "articles", "news")
CONFIGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
#: Parts of the configuration that may have files of their own, and files for each language.
PARTS = ("languages", "module", "params", "permalinks")
_OF_LANGUAGE = re.compile(r"config/_default/(\w+)\.([\w-]+)\.(?:toml|ya?ml|json)")
FORMS = ("toml", "yaml", "yml", "json")
SUFFIXES = (*MARKDOWN, ".html")


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
        """Return the sections with posts: those configured, or those with usual names."""
        own = self.of_language(language)
        params, own_params = self.settings.get("params"), own.get("params")
        for place in (mapping_of(own_params), own, mapping_of(params), self.settings):
            if sections := names(place.get("mainsections")):
                return [section.lower() for section in sections]
        # A language without these sections has no posts, and its other pages are none.
        return [
            name
            for name in SECTIONS
            if any(any(tree.below(f"{place}/{name}".lstrip("/"))) for place in self.folders)
        ]


def read_config(tree: Tree, blog: OldBlog) -> Config:
    """Read the configuration: one file, or several in a folder."""
    settings = lowered(settings_of(tree, blog, *(f"{c}.{f}" for c in CONFIGS for f in FORMS)))
    for part in PARTS:
        files = (f"config/_default/{part}.{form}" for form in FORMS)
        if own := lowered(settings_of(tree, blog, *files)):
            settings = {**settings, part: {**mapping_of(settings.get(part)), **own}}
    languages = dict(mapping_of(settings.get("languages")))
    for path in tree.below("config/_default"):
        match = _OF_LANGUAGE.fullmatch(path)
        if match and match[1] in PARTS and (own := lowered(settings_of(tree, blog, path))):
            code = match[2].lower()
            of_language = own if match[1] == "languages" else {match[1]: own}
            languages[code] = {**mapping_of(languages.get(code)), **of_language}
    settings = {**settings, "languages": languages}
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
