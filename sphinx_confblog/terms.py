"""What the site says of its terms: names, descriptions and aliases, from a dict or YAML."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from sphinx_confblog.faults import explained
from sphinx_confblog.slugs import term_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    #: Takes a message, and the place of what it is about; None for ``conf.py``.
    Report: TypeAlias = Callable[[str, str | None], None]

OPTION = "confblog_terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermInfo:
    """What ``confblog_terms`` says of one term."""

    id: str
    name: str | None = None
    description: str | None = None
    url: str | None = None
    #: Other spellings that mean this term.
    aliases: tuple[str, ...] = ()
    #: Every other key, for templates.
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


class TermsLoader(yaml.SafeLoader):
    """Reads every scalar as the text typed, as front matter does: ``3.10`` and ``no`` stay."""


TermsLoader.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_terms(
    value: Any, taxonomies: Collection[str], confdir: Path, report: Report
) -> dict[str, dict[str, TermInfo]]:
    """Read ``confblog_terms``: taxonomy -> term key -> info. What is not understood is reported.

    *value* is a dict or the path of a YAML file relative to *confdir*; so is the value of
    each of the *taxonomies*.
    """
    found: dict[str, dict[str, TermInfo]] = {}
    reader = TermsReader(confdir, report, OPTION)
    for taxonomy, terms in reader.mapping(value).items():
        if taxonomy in taxonomies:
            found[taxonomy] = reader.below(taxonomy).terms(terms)
        else:
            near = difflib.get_close_matches(str(taxonomy), taxonomies, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            reader.refuse(f"names {taxonomy!r}, which is no taxonomy{hint}")
    return found


@dataclass(slots=True)
class TermsReader:
    """Reads one part of the option, which its messages name."""

    confdir: Path
    report: Report
    name: str
    #: The YAML file that holds this part, with a line.
    place: str | None = None

    def below(self, key: object) -> TermsReader:
        """The reader of what stands under *key*."""
        return TermsReader(self.confdir, self.report, f"{self.name}[{key!r}]", self.place)

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
            data = yaml.load(path.read_text("utf-8-sig"), TermsLoader)  # noqa: S506  a safe one
        except (OSError, ValueError, RecursionError) as error:
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
        for id_, value_of_id in self.mapping(value).items():
            reader, key = self.below(id_), term_key(str(id_))
            if key in found:
                reader.refuse(f"means the same term as {found[key].id!r}")
            else:
                found[key] = reader.info(str(id_), value_of_id)
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
        known: dict[str, Any] = {}
        for key in ("name", "description", "url"):
            if (text := value.get(key)) is None:
                continue
            if isinstance(text, str | int | float):
                known[key] = str(text)
            else:
                self.below(key).refuse(f"is {text!r}, but it takes a text")
        extra = {str(k): v for k, v in value.items() if k not in {*known, "aliases"}}
        return TermInfo(id=id_, aliases=self.aliases(value.get("aliases")), extra=extra, **known)

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
