"""Loads the details of terms, from a dict or a YAML file."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import CollectionNode, MappingNode, Node

from sphinx_confblog.frontmatter.records import explained, not_text
from sphinx_confblog.model.catalog import NamedLink, TermInfo
from sphinx_confblog.util.named_tuples import NamedTuple
from sphinx_confblog.util.slugs import is_slug, term_key
from sphinx_confblog.util.text import did_you_mean
from sphinx_confblog.util.urls import host, is_address, is_email, is_url, names_host, scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    #: Takes a message, and the place of what it is about; None for ``conf.py``.
    Report: TypeAlias = Callable[[str, str | None], None]


#: The names of the two in messages.
URLS = "an http, https or mailto URL, or a path that begins with a slash"
LINKS = "a dict of names and URLs, a list of URLs, or a list of dicts with name and url"


def listed_links(value: Any) -> Iterator[tuple[object, Any, Any]]:
    """Return the links in a value of any form: the key of each, its name or None, its URL.

    Raises ValueError if *value* has another form.
    """
    if value is None:
        return
    if isinstance(value, dict):
        yield from ((name, name, url) for name, url in value.items())
        return
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise ValueError(LINKS)
    for number, item in enumerate(items):
        if isinstance(item, dict):
            yield number, item.get("name"), item.get("url")
        else:
            yield number, None, item


def find_picture(value: str, folder: Path) -> str:
    """Return a URL unchanged, and a path below *folder* with a leading slash, as for images.

    Raises ValueError with what is wrong if there is no such file.
    """
    if scheme(value) in {"http", "https"} and names_host(value) and is_address(value):
        return value
    path = PurePosixPath(value.replace("\\", "/").lstrip("/"))
    if ".." in path.parts or not os.path.isfile(folder / path):  # noqa: PTH113  it never raises
        raise ValueError("but there is no such file in the source folder")
    return f"/{path}"


#: Scalars, lists and mappings, counted as often as aliases repeat them.
MAX_VALUES = 250_000


class _Loader(yaml.SafeLoader):
    """Reads scalars as front matter does: ``3.10`` and ``no`` stay."""


_Loader.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_TAG = "tag:yaml.org,2002:"
_TAGS = {f"{_TAG}{kind}" for kind in ("str", "seq", "map", "null", "merge")}


class Duplicate(NamedTuple):
    """A key that its mapping has already."""

    key: str
    #: Lines of the file, counted from 1: the key's, and the one of the value that is used.
    line: int
    first: int


class YamlDocument(NamedTuple):
    """What a YAML file holds."""

    value: Any
    node: Node | None
    duplicates: tuple[Duplicate, ...]

    def line_of(self, keys: Iterable[object]) -> int:
        """Return the line of the value below some keys, or else below the first of them."""
        line, node = 1, self.node
        for key in keys:
            if (found := _parts(node).get(key)) is None:
                break
            line, node = found
        return line


def _parts(node: Node | None) -> dict[object, tuple[int, Node]]:
    """Return the keys of a mapping, or the places in a list, each with its line and value."""
    if isinstance(node, MappingNode):
        return {
            None if key.tag == f"{_TAG}null" else key.value: (key.start_mark.line + 1, value)
            for key, value in node.value
        }
    items = node.value if isinstance(node, CollectionNode) else ()
    return {place: (item.start_mark.line + 1, item) for place, item in enumerate(items)}


def load_yaml(text: str) -> YamlDocument:
    """Load a document. Raises YAMLError or ValueError for one that is none.

    One whose aliases repeat themselves into more than :data:`MAX_VALUES` values, or hold
    themselves, is refused before anything is created from it.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlDocument(None, None, ())
        _count(node, {})
        duplicates = tuple(_take_duplicates(node))
        return YamlDocument(loader.construct_document(node), node, duplicates)
    except RecursionError:
        raise ConstructorError(None, None, "values are nested too deeply") from None
    finally:
        loader.dispose()


def _count(node: Node, known: dict[int, int | None]) -> int:
    """Return the number of values in a node; *known* are those that were counted before."""
    if node.tag not in _TAGS:
        # PyYAML makes numbers, dates, bytes … of these, or falls over them.
        raise ConstructorError(None, None, f"found the tag {node.tag!r}", node.start_mark)
    if not isinstance(node, CollectionNode):
        return 1
    if id(node) in known:
        if (size := known[id(node)]) is None:
            raise ConstructorError(None, None, "an alias contains itself", node.start_mark)
        return size
    known[id(node)] = None
    pairs = isinstance(node, MappingNode)
    children = [child for pair in node.value for child in pair] if pairs else node.value
    size = 1 + sum(_count(child, known) for child in children)
    if size > MAX_VALUES:
        what = f"more than {MAX_VALUES:,} values"
        raise ConstructorError(None, None, what, node.start_mark)
    known[id(node)] = size
    return size


def _take_duplicates(node: Node) -> Iterator[Duplicate]:
    """Take the second of two equal keys out of each mapping: PyYAML would take the last value."""
    if isinstance(node, MappingNode):
        lines: dict[str, int] = {}
        kept = []
        for key, value in node.value:
            line = key.start_mark.line + 1
            scalar = not isinstance(key, CollectionNode) and key.tag != f"{_TAG}merge"
            if scalar and key.value in lines:
                yield Duplicate(key.value, line, lines[key.value])
                continue
            kept.append((key, value))
            if scalar:
                lines[key.value] = line
        node.value = kept
        for _, value in kept:
            yield from _take_duplicates(value)
    elif isinstance(node, CollectionNode):
        for value in node.value:
            yield from _take_duplicates(value)


OPTION = "confblog_terms"
#: Synonyms of keys; the usual key wins if both are set.
SYNONYMS = {"name": "title", "description": "bio", "links": "socials"}


def read_terms(
    value: Any, taxonomies: Collection[str], confdir: Path, srcdir: Path, report: Report
) -> dict[str, dict[str, TermInfo]]:
    """Read ``confblog_terms``: taxonomy -> term key -> info. What is not understood is reported.

    *value* is a dict or the path of a YAML file relative to *confdir*; so is the value of
    each of the *taxonomies*. Pictures are looked for below *srcdir*.
    """
    infos: dict[str, dict[str, TermInfo]] = {}
    reader = TermsReader(confdir, srcdir, report, OPTION)
    for taxonomy, terms in reader.mapping(value).items():
        if taxonomy in taxonomies:
            infos[taxonomy] = reader.below(taxonomy).terms(terms)
        else:
            hint = did_you_mean(str(taxonomy), taxonomies)
            reader.refuse(f"names {taxonomy!r}, which is not a taxonomy{hint}")
    return infos


@dataclass(slots=True, eq=False, repr=False)
class TermsReader:
    """Reads one part of the option, which its messages name."""

    confdir: Path
    srcdir: Path
    report: Report
    name: str
    #: The YAML file with this part, its content, and the keys that lead to the part.
    path: Path | None = None
    document: YamlDocument | None = None
    keys: tuple[object, ...] = ()

    def below(self, key: object) -> TermsReader:
        """Return the reader of the values under *key*."""
        return replace(self, name=f"{self.name}[{key!r}]", keys=(*self.keys, key))

    def refuse(self, what: str, place: str | None = None) -> None:
        """Report what is wrong with this part, which is ignored."""
        sentence = what if what.endswith((".", "?")) else f"{what}."
        if place is None and self.document is not None:
            place = f"{self.path}:{self.document.line_of(self.keys)}"
        self.report(f"{self.name} {sentence} It is ignored.", place)

    def mapping(self, value: Any) -> dict[Any, Any]:
        """Return a dict, read from a YAML file if *value* is its path."""
        if isinstance(value, str):
            value = self.load(value)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(f"is {value!r}, but should be a dict or the path of a YAML file")
            return {}
        return value

    def load(self, name: str) -> Any:
        """Return the value in a YAML file, which messages name as their place from then on."""
        path = self.confdir / name
        text = ""
        unreadable = f"names the file {name!r}, which cannot be read"
        try:
            text = path.read_text("utf-8-sig")
            document = load_yaml(text)
        except UnicodeDecodeError as error:
            no_text = not_text(error)
            self.refuse(f"{unreadable}: {no_text}", f"{path}:{no_text.line}")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            self.refuse(f"{unreadable}: {reason}")
        except yaml.YAMLError as error:
            fault = explained(error, text.splitlines(), first=1)
            self.refuse(f"{unreadable}: {fault}", f"{path}:{fault.line}")
        else:
            self.path, self.document, self.keys = path, document, ()
            for key, line, first in document.duplicates:
                what = f"{key!r} is a duplicate of line {first}; the first value is used."
                self.report(f"{self.name}: {what}", f"{path}:{line}")
            return document.value
        return None

    def terms(self, value: Any) -> dict[str, TermInfo]:
        """Return the terms of a taxonomy by their keys."""
        infos: dict[str, TermInfo] = {}
        slugs: dict[str | None, str] = {}
        for id_, value_of_id in self.mapping(value).items():
            reader, key = self.below(id_), term_key(str(id_))
            if key in infos:
                reader.refuse(f"means the same term as {infos[key].id!r}")
                continue
            info = reader.info(str(id_), value_of_id)
            if info.slug in slugs:
                reader.below("slug").refuse(f"is also the slug of {slugs[info.slug]!r}")
                info = info._replace(slug=None)
            if info.slug is not None:
                slugs[info.slug] = info.id
            infos[key] = info
        return infos

    def info(self, id_: str, value: Any) -> TermInfo:
        """Make one record; a text alone is the term's name."""
        if isinstance(value, str):
            return TermInfo(id=id_, name=value or None)
        if value is None:
            return TermInfo(id=id_)
        if not isinstance(value, dict):
            self.refuse(f"is {value!r}, but should be a name or a dict")
            return TermInfo(id=id_)
        used = {key: used_word(key, value) for key in ("name", "description", "links")}
        known = {"aliases", "slug", "url", "email", "avatar", *used.values()}
        return TermInfo(
            id=id_,
            name=self.text(value, used["name"]),
            description=self.text(value, used["description"]),
            slug=self.slug(value),
            url=self.url(value),
            email=self.email(value),
            avatar=self.avatar(value),
            links=self.links(value, used["links"]),
            aliases=self.aliases(value.get("aliases")),
            extra={str(k): v for k, v in value.items() if k not in known},
        )

    def text(self, value: dict[Any, Any], key: str) -> str | None:
        """Return the string under a key."""
        if (text := value.get(key)) is None:
            return None
        if isinstance(text, str | int | float):
            return str(text) or None
        self.below(key).refuse(f"is {text!r}, but should be a string")
        return None

    def slug(self, value: dict[Any, Any]) -> str | None:
        """Return the name of the term's page."""
        if (slug := self.text(value, "slug")) is None or is_slug(slug):
            return slug
        what = "a page name of lowercase letters, digits, - and _, other than index and page"
        self.below("slug").refuse(f"is {slug!r}, but should be {what}")
        return None

    def url(self, value: dict[Any, Any]) -> str | None:
        """Return the URL of the term's own site."""
        if (url := self.text(value, "url")) is None or is_url(url):
            return url
        self.below("url").refuse(f"is {url!r}, but should be {URLS}")
        return None

    def email(self, value: dict[Any, Any]) -> str | None:
        """Return the email address, without a scheme."""
        address = (self.text(value, "email") or "").removeprefix("mailto:")
        if not address or is_email(address):
            return address or None
        self.below("email").refuse(
            f"is {address!r}, but should be an email address, such as ada@ada.org"
        )
        return None

    def avatar(self, value: dict[Any, Any]) -> str | None:
        """Return the path or URL of the picture, if the file exists."""
        if (path := self.text(value, "avatar")) is None:
            return None
        try:
            return find_picture(path, self.srcdir)
        except ValueError as error:
            self.below("avatar").refuse(f"is {path!r}, {error}")
            return None

    def links(self, value: dict[Any, Any], key: str) -> tuple[NamedLink, ...]:
        """Return the links in their order, without invalid ones."""
        links, reader = [], self.below(key)
        try:
            for place, name, url in listed_links(value.get(key)):
                if is_url(url):
                    links.append(NamedLink(str(name or host(url)), url))
                else:
                    reader.below(place).refuse(f"is {url!r}, but should be {URLS}")
        except ValueError as error:
            reader.refuse(f"is {value[key]!r}, but should be {error}")
        return tuple(links)

    def aliases(self, value: Any) -> tuple[str, ...]:
        """Return other spellings of the term, from a list or a string."""
        if isinstance(value, str | list | tuple):
            aliases = [value] if isinstance(value, str) else value
            if not any(isinstance(alias, list | tuple | dict) for alias in aliases):
                return tuple(str(alias) for alias in aliases if alias)
        elif not value:
            return ()
        self.below("aliases").refuse(f"is {value!r}, but should be a list of strings")
        return ()


def used_word(key: str, value: dict[Any, Any]) -> str:
    """Return the word that *value* uses for a key: the key, or its synonym."""
    return key if value.get(key) is not None else SYNONYMS[key]
