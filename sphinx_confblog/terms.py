"""What the site says of its terms: names, descriptions and aliases, from a dict or YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_confblog.slugs import term_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
    extra: dict[str, Any] = field(default_factory=dict)


def read_terms(
    value: Any, confdir: Path, report: Callable[[str], None]
) -> dict[str, dict[str, TermInfo]]:
    """Read ``confblog_terms``: taxonomy -> term key -> info. What is not understood is reported.

    *value* is a dict or the path of a YAML file relative to *confdir*; so is the value of
    each taxonomy.
    """
    found: dict[str, dict[str, TermInfo]] = {}
    for taxonomy, terms in _mapping(value, confdir, "confblog_terms", report).items():
        where = f"confblog_terms[{taxonomy!r}]"
        infos = (
            _info(str(id_), info, f"{where}[{id_!r}]", report)
            for id_, info in _mapping(terms, confdir, where, report).items()
        )
        found[str(taxonomy)] = {term_key(info.id): info for info in infos}
    return found


def _mapping(
    value: Any, confdir: Path, where: str, report: Callable[[str], None]
) -> dict[Any, Any]:
    if isinstance(value, str):
        value = _load(confdir / value, where, report)
    if value is None:
        return {}
    if not isinstance(value, dict):
        report(f"{where} is {value!r}, but it takes a dict or the path of a YAML file; ignored")
        return {}
    return value


def _load(path: Path, where: str, report: Callable[[str], None]) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8-sig"))
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())
        report(f"{where} names the file {str(path)!r}, which cannot be read: {reason}; ignored")
        return None


def _info(id_: str, value: Any, where: str, report: Callable[[str], None]) -> TermInfo:
    """Make one record; a text alone is the term's name."""
    if isinstance(value, str):
        return TermInfo(id=id_, name=value)
    if value is None:
        return TermInfo(id=id_)
    if not isinstance(value, dict):
        report(f"{where} is {value!r}, but it takes a name or a dict; ignored")
        return TermInfo(id=id_)
    known: dict[str, Any] = {}
    for key in ("name", "description", "url"):
        if (text := value.get(key)) is None:
            continue
        if isinstance(text, str | int | float):
            known[key] = str(text)
        else:
            report(f"{where}[{key!r}] is {text!r}, but it takes a text; ignored")
    extra = {str(k): v for k, v in value.items() if k not in {*known, "aliases"}}
    return TermInfo(id=id_, aliases=_aliases(value, where, report), extra=extra, **known)


def _aliases(value: dict[Any, Any], where: str, report: Callable[[str], None]) -> tuple[str, ...]:
    aliases = value.get("aliases") or []
    if isinstance(aliases, str):
        aliases = [aliases]
    if not isinstance(aliases, list | tuple):
        report(f"{where}['aliases'] is {aliases!r}, but it takes a list of texts; ignored")
        return ()
    return tuple(str(alias) for alias in aliases)
