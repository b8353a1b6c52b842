"""What the site says of its terms: names, descriptions, links and so on, from a dict or YAML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from sphinx_confblog.contacts import URLS, find_picture, listed_links
from sphinx_confblog.frontmatter.records import explained
from sphinx_confblog.model.catalog import NamedLink, TermInfo
from sphinx_confblog.util.slugs import is_slug, term_key
from sphinx_confblog.util.text import did_you_mean
from sphinx_confblog.util.urls import host, is_email, is_url
from sphinx_confblog.yamltexts import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    #: Takes a message, and the place of what it is about; None for ``conf.py``.
    Report: TypeAlias = Callable[[str, str | None], None]


OPTION = "confblog_terms"
#: Other words for keys; the usual word wins where both are said.
SYNONYMS = {"name": "title", "description": "bio", "links": "socials"}


def read_terms(
    value: Any, taxonomies: Collection[str], confdir: Path, srcdir: Path, report: Report
) -> dict[str, dict[str, TermInfo]]:
    """Read ``confblog_terms``: taxonomy -> term key -> info. What is not understood is reported.

    *value* is a dict or the path of a YAML file relative to *confdir*; so is the value of
    each of the *taxonomies*. Pictures are looked for below *srcdir*.
    """
    found: dict[str, dict[str, TermInfo]] = {}
    reader = TermsReader(confdir, srcdir, report, OPTION)
    for taxonomy, terms in reader.mapping(value).items():
        if taxonomy in taxonomies:
            found[taxonomy] = reader.below(taxonomy).terms(terms)
        else:
            hint = did_you_mean(str(taxonomy), taxonomies)
            reader.refuse(f"names {taxonomy!r}, which is no taxonomy{hint}")
    return found


@dataclass(slots=True)
class TermsReader:
    """Reads one part of the option, which its messages name."""

    confdir: Path
    srcdir: Path
    report: Report
    name: str
    #: The YAML file that holds this part, with a line.
    place: str | None = None

    def below(self, key: object) -> TermsReader:
        """The reader of what stands under *key*."""
        return replace(self, name=f"{self.name}[{key!r}]")

    def refuse(self, what: str, place: str | None = None) -> None:
        """Report what is wrong with this part, and that it does not count."""
        self.report(f"{self.name} {what}; ignored", place or self.place)

    def mapping(self, value: Any) -> dict[Any, Any]:
        """A dict, or that in the YAML file that is named."""
        if isinstance(value, str):
            value = self.load(value)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(f"is {value!r}, but it takes a dict or the path of a YAML file")
            return {}
        return value

    def load(self, name: str) -> Any:
        """What a YAML file holds; from now on, messages name it as their place."""
        path = self.confdir / name
        try:
            data = load_yaml(path.read_text("utf-8-sig"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or " ".join(str(error).split())
            self.refuse(f"names the file {name!r}, which cannot be read: {reason}")
        except yaml.YAMLError as error:
            fault = explained(error, first=1)
            what = f"names the file {name!r}, which cannot be read: {fault}"
            self.refuse(what, f"{path}:{fault.line}")
        else:
            self.place = f"{path}:1"
            return data
        return None

    def terms(self, value: Any) -> dict[str, TermInfo]:
        """The terms of a taxonomy by their keys."""
        found: dict[str, TermInfo] = {}
        slugs: dict[str | None, str] = {}
        for id_, value_of_id in self.mapping(value).items():
            reader, key = self.below(id_), term_key(str(id_))
            if key in found:
                reader.refuse(f"means the same term as {found[key].id!r}")
                continue
            info = reader.info(str(id_), value_of_id)
            if info.slug in slugs:
                reader.below("slug").refuse(f"is that of {slugs[info.slug]!r}")
                info = replace(info, slug=None)
            if info.slug is not None:
                slugs[info.slug] = info.id
            found[key] = info
        return found

    def info(self, id_: str, value: Any) -> TermInfo:
        """Make one record; a text alone is the term's name."""
        if isinstance(value, str):
            return TermInfo(id=id_, name=value or None)
        if value is None:
            return TermInfo(id=id_)
        if not isinstance(value, dict):
            self.refuse(f"is {value!r}, but it takes a name or a dict")
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
        """The text of a key."""
        if (text := value.get(key)) is None:
            return None
        if isinstance(text, str | int | float):
            return str(text) or None
        self.below(key).refuse(f"is {text!r}, but it takes a text")
        return None

    def slug(self, value: dict[Any, Any]) -> str | None:
        """The name of the term's page."""
        if (slug := self.text(value, "slug")) is None or is_slug(slug):
            return slug
        what = "a name for its page, of small letters, digits, - and _, other than index and page"
        self.below("slug").refuse(f"is {slug!r}, but it takes {what}")
        return None

    def url(self, value: dict[Any, Any]) -> str | None:
        """The site of the term's own."""
        if (url := self.text(value, "url")) is None or is_url(url):
            return url
        self.below("url").refuse(f"is {url!r}, but it takes {URLS}")
        return None

    def email(self, value: dict[Any, Any]) -> str | None:
        """The address of mail, without a scheme."""
        address = (self.text(value, "email") or "").removeprefix("mailto:")
        if not address or is_email(address):
            return address or None
        self.below("email").refuse(f"is {address!r}, but it takes an address such as ada@ada.org")
        return None

    def avatar(self, value: dict[Any, Any]) -> str | None:
        """The picture, if it is there."""
        if (path := self.text(value, "avatar")) is None:
            return None
        try:
            return find_picture(path, self.srcdir)
        except ValueError as error:
            self.below("avatar").refuse(f"is {path!r}, {error}")
            return None

    def links(self, value: dict[Any, Any], key: str) -> tuple[NamedLink, ...]:
        """The links in their order, without those that lead nowhere."""
        found, reader = [], self.below(key)
        try:
            for place, name, url in listed_links(value.get(key)):
                if is_url(url):
                    found.append(NamedLink(str(name or host(url)), url))
                else:
                    reader.below(place).refuse(f"is {url!r}, but it takes {URLS}")
        except ValueError as error:
            reader.refuse(f"is {value[key]!r}, but it takes {error}")
        return tuple(found)

    def aliases(self, value: Any) -> tuple[str, ...]:
        """Other spellings: a list of texts, or one."""
        if isinstance(value, str | list | tuple):
            aliases = [value] if isinstance(value, str) else value
            if not any(isinstance(alias, list | tuple | dict) for alias in aliases):
                return tuple(str(alias) for alias in aliases if alias)
        elif not value:
            return ()
        self.below("aliases").refuse(f"is {value!r}, but it takes a list of texts")
        return ()


def used_word(key: str, value: dict[Any, Any]) -> str:
    """The word that *value* uses for a key: the key, or the other word for it."""
    return key if value.get(key) is not None else SYNONYMS[key]
