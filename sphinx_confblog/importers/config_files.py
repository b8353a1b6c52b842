"""Reads configuration files of other generators, without running them."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from sphinx_confblog.frontmatter.markdown import parse_head
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.importers.source_tree import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Value


MAX_DEPTH = 20


def plain(value: Any, depth: int = 0) -> Value:
    """Return a value of TOML or JSON in the types of front matter: texts, lists and mappings.

    Raises UnreadableError for values that are nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise UnreadableError(f"values are nested deeper than {MAX_DEPTH}")
    if isinstance(value, dict):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    text = "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def yaml_mapping(text: str) -> dict[str, Value]:
    """Return the mapping in a YAML file, scalars as they were typed; raises UnreadableError."""
    body = re.sub(r"\A\s*---[^\n]*\n", "\n", text)
    try:
        front = parse_head(f"---\n{body}\n---\n", any_key=True)
    except FrontMatterError as error:
        raise UnreadableError(str(error), max(error.line - 1, 1)) from None
    return {key: entry.value for key, entry in front.entries.items()}


def toml_mapping(text: str) -> dict[str, Value]:
    """Return the mapping in a TOML file; raises UnreadableError."""
    try:
        return {key: plain(value) for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise UnreadableError(f"TOML: {error}", int(line[1]) if line else 1) from None


def json_mapping(text: str) -> dict[str, Value]:
    """Return the mapping in a JSON file; raises UnreadableError."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"JSON: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"JSON: {error}") from None
    if not isinstance(value, dict):
        raise UnreadableError("JSON: only an object is accepted")
    return {str(key): plain(item) for key, item in value.items()}


def python_literals(text: str) -> dict[str, Any]:
    """Return the names that a Python file gives literal values to; raises UnreadableError.

    The file is parsed, not run. Values that are computed are left out.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"Python: {error}", getattr(error, "lineno", None) or 1) from None
    literals: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            value = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            names, value = [node.target.id], node.value
        else:
            continue
        try:
            literal = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue
        literals.update(dict.fromkeys(names, literal))
    return literals


#: A string, or a regular expression, of Ruby.
_RUBY_VALUE = (
    r"""(?:(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)"""
    r"|/(?P<pattern>(?:\\.|[^/\\\n])*)/|%r\{(?P<braced>[^{}\n]*)\})"
    # What is joined with something, or sent a message, is computed.
    r"[imx]*(?!\s*[+%]|\.(?!freeze\b))"
)
#: What has a meaning in a regular expression, if there's no backslash before it.
_META = re.compile(r"(?<!\\)(?:\\\\)*[][.*+?|^${}]|\\[A-Za-z]")


def ruby_literal(text: str, name: str) -> str | None:
    """Return the text that Ruby gives to a name; None if there is none, or if it is computed.

    Forms are ``blog.permalink = "…"``, ``set :source, "…"`` for the name ``:source``, and
    ``permalink: "…"`` or ``:permalink => "…"`` for the name ``permalink:``. The text of a regular
    expression counts if it matches only itself.
    """
    match = re.search(_ruby_name(name) + r"\s*" + _RUBY_VALUE, text, re.MULTILINE)
    if match is None:
        return None
    if match["text"] is not None:
        plain = re.sub(r"\\(.)", r"\1", match["text"])
        return None if match["quote"] == '"' and "#{" in plain else plain
    return _plain_pattern(match["pattern"] or match["braced"] or "")


def ruby_line(text: str, name: str) -> int | None:
    """Return the line, counted from 1, in which Ruby gives a value to a name."""
    match = re.search(_ruby_name(name), text, re.MULTILINE)
    return text.count("\n", 0, match.end()) + 1 if match else None


def _ruby_name(name: str) -> str:
    """Return a pattern for the start of an assignment, up to its value."""
    if name.startswith(":"):
        return rf"^[ \t]*set[ \t(]\s*{re.escape(name)}[ \t]*,"
    if name.endswith(":"):
        key = re.escape(name[:-1])
        return rf"(?:^[ \t]*|[,({{][ \t]*)(?::{key}[ \t]*=>|{key}:(?!:))"
    return rf"^[ \t]*{re.escape(name)}[ \t]*(?:=(?!=)|[ \t])"


def _plain_pattern(pattern: str) -> str | None:
    """Return the only text that a regular expression matches, except for spaces; or None."""
    plain = re.sub(r"(?<!\\)[()]|\(\?:", "", pattern)
    plain = re.sub(r"\\s[*+?]?| [*+?]", " ", plain)
    return None if _META.search(plain) else re.sub(r"\\(.)", r"\1", plain)


def script_literal(text: str, name: str) -> str | None:
    """Return the text that a property of a JavaScript file has: ``routeBasePath: 'blog'``."""
    match = re.search(
        rf"""^(?:(?!\s*//).*[{{,])?\s*['"]?{re.escape(name)}['"]?\s*:\s*(["'`])(.*?)\1""",
        text,
        re.MULTILINE,
    )
    return match[2] if match else None


def text_of(settings: Mapping[str, Any], *keys: str, default: str = "") -> str:
    """Return the text at a path of keys; the default if there is none."""
    value: Any = settings
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else default


#: Names of zones in Rails that are no names of cities, or those of other cities.
RAILS_ZONES = {
    "Abu Dhabi": "Asia/Muscat", "Alaska": "America/Juneau", "Arizona": "America/Phoenix",
    "Atlantic Time (Canada)": "America/Halifax", "Beijing": "Asia/Shanghai",
    "Bern": "Europe/Zurich", "Brasilia": "America/Sao_Paulo",
    "Central Time (US & Canada)": "America/Chicago", "Chennai": "Asia/Kolkata",
    "Eastern Time (US & Canada)": "America/New_York", "Edinburgh": "Europe/London",
    "Hawaii": "Pacific/Honolulu", "Indiana (East)": "America/Indiana/Indianapolis",
    "Islamabad": "Asia/Karachi", "Kyiv": "Europe/Kiev", "Mountain Time (US & Canada)":
    "America/Denver", "Mumbai": "Asia/Kolkata", "New Delhi": "Asia/Kolkata",
    "Newfoundland": "America/St_Johns", "Osaka": "Asia/Tokyo",
    "Pacific Time (US & Canada)": "America/Los_Angeles", "Sapporo": "Asia/Tokyo",
    "St. Petersburg": "Europe/Moscow", "Wellington": "Pacific/Auckland",
}  # fmt: skip


def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone of a name, also of one of Rails such as ``Paris``; None if there is none."""
    city = name.replace(" ", "_")
    cities = [zone for zone in available_timezones() if zone.endswith(f"/{city}")] if city else []
    for key in (name, RAILS_ZONES.get(name, ""), *sorted(cities, key=len)):
        try:
            return ZoneInfo(key)
        except (ValueError, OSError, LookupError):
            continue
    return None
