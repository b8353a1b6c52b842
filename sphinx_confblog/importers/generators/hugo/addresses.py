"""Tells the addresses that posts had on a site made with Hugo."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from sphinx_confblog.importers.addresses import as_address, fill, in_form, set_addresses
from sphinx_confblog.importers.config_files import text_of
from sphinx_confblog.importers.files import mapping_of, undated
from sphinx_confblog.importers.front_matter import date_of, flag, names, text
from sphinx_confblog.importers.generators.hugo.configuration import SUFFIXES
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import slugify
from sphinx_confblog.util.urls import as_segment, scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.generators.hugo.configuration import Config
    from sphinx_confblog.importers.records import Article, OldBlog
    from sphinx_confblog.importers.source_tree import Tree


#: The characters in names that URLs keep.
SIGNS = frozenset("./\\_#+~-@")
_TOKEN = re.compile(r":([a-z]+)")
_DATES = {"year": "%Y", "month": "%m", "day": "%d", "monthname": "%B", "yearday": "%j"}


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


def note_addresses(
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


def sections_of(tree: Tree, top: str, folder: str) -> str:
    """Return the sections that a folder belongs to: the deepest with a page of its own, or one."""
    while "/" in folder:
        index = f"{top}/{folder}/_index".lstrip("/")
        if any(tree.has(f"{index}{suffix}") for suffix in SUFFIXES):
            break
        folder = posixpath.dirname(folder)
    return folder


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


def pattern_of(config: Config, section: str, language: str) -> str:
    """Return the pattern of addresses in a section; nothing if there is none."""
    for place in (config.of_language(language), config.settings):
        permalinks = mapping_of(place.get("permalinks"))
        for patterns in (permalinks, mapping_of(permalinks.get("page"))):
            if pattern := text_of(patterns, section):
                return pattern
    return ""


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


def urlized(name: str, settings: Mapping[str, Value]) -> str:
    """Return a name as it is spelled in URLs.

    The rule is that of Hugo's ``urlize``: letters, digits, marks and some symbols stay, white space
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
