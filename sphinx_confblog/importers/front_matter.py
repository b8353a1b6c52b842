"""Maps front matter of other generators to ours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sphinx_confblog.frontmatter.keys import DATES, SINGULARS, VISIBILITY_KEYS
from sphinx_confblog.frontmatter.markdown import fence_end, parse_head
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.frontmatter.values import boolean
from sphinx_confblog.importers.config_files import json_mapping, toml_mapping
from sphinx_confblog.importers.source_tree import UnreadableError
from sphinx_confblog.util.dates import DateError, date_from_name, iso_order, parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo

    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importers.records import Article


# The block between fences of TOML, and between those of Middleman's JSON.
_FENCED = re.compile(r"(\+\+\+|;;;)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# The line that names the encoding, which Middleman allows above the fence.
_ENCODING = re.compile(r"#.*coding[:=].*\n(?=---|;;;)")


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter of a file, and the body below it."""

    front: dict[str, Value]
    body: str
    #: Line where the body begins.
    first: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    #: Key and line of every entry whose key was given before.
    duplicates: tuple[tuple[str, int], ...] = ()
    #: The notebook whose cells of Markdown are the body; None for other files.
    notebook: dict[str, Any] | None = None

    def moved_down(self) -> Head:
        """Return the same for a file with one more line above."""
        lines = {key: line + 1 for key, line in self.lines.items()}
        duplicates = tuple((key, line + 1) for key, line in self.duplicates)
        return replace(self, first=self.first + 1, lines=lines, duplicates=duplicates)

    def tell(self, article: Article) -> None:
        """Note on a post which of its keys are duplicates; one that may hide it withholds it."""
        for key, line in self.duplicates:
            text = f"{key}: duplicate; the first value is used"
            if key in VISIBILITY_KEYS:
                article.withhold(line, text)
            else:
                article.note(line, text)


def split_head(text: str) -> Head:
    """Return the front matter and the body of a text; raises UnreadableError."""
    if encoding := _ENCODING.match(text):
        return split_head(text[encoding.end() :]).moved_down()
    if text.startswith("+++"):
        return _fenced(text, toml_mapping)
    if text.startswith(";;;"):
        return _fenced(text, _json_entries)
    if text.startswith("{") and text[1:].lstrip().startswith(('"', "}")):
        return _json(text)
    return _yaml(text) if text.startswith("---") else Head({}, text)


def _yaml(text: str) -> Head:
    end = fence_end(text)
    if end is None:
        # Three dashes and no second line of them: a rule, not a block that was cut.
        if re.match(r"-{3,}\s*\n\s*(?:\n|[^\s:]+\s)", text) and not re.match(r"-+\n\w+:", text):
            return Head({}, text)
        raise UnreadableError("front matter starts with --- but is not closed")
    try:
        front = parse_head(text[:end])
    except FrontMatterError as error:
        raise UnreadableError(f"front matter: {error}", error.line) from None
    values = {key: entry.value for key, entry in front.entries.items()}
    lines = {key: entry.line for key, entry in front.entries.items()}
    return Head(values, text[end:].removeprefix("\n"), front.end + 1, lines, front.duplicates)


def _fenced(text: str, mapping: Callable[[str], dict[str, Value]]) -> Head:
    match = _FENCED.match(text)
    if match is None:
        raise UnreadableError(f"front matter starts with {text[:3]} but is not closed")
    try:
        values = mapping(match[2])
    except UnreadableError as error:
        raise UnreadableError(f"front matter: {error}", error.line + 1) from None
    head = match[0]
    lines = {key: _line_of(key, head) for key in values}
    return Head(values, text[match.end() :], head.count("\n") + 1, lines)


def _json_entries(text: str) -> dict[str, Value]:
    return json_mapping(f"{{{text}}}")


def _json(text: str) -> Head:
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise UnreadableError(f"front matter: JSON: {error}", line) from None
    head = text[:end]
    values = json_mapping(head)
    lines = {key: _line_of(key, head) for key in values}
    body = text[end:]
    return Head(values, body.removeprefix("\n"), head.count("\n") + 2, lines)


def _line_of(key: str, head: str) -> int:
    match = re.search(rf"""^[\s{{,]*["'\[]*{re.escape(key)}\b""", head, re.MULTILINE)
    return head.count("\n", 0, match.end()) + 1 if match else 1


def normal_date(text: str) -> str:
    """Return a date with its day in ISO form; a text that isn't a date is returned unchanged."""
    iso = iso_order(text.strip())
    return iso if is_date(iso) else text.strip()


def is_date(text: str) -> bool:
    """Return whether a text is read as a date here."""
    return moment(text) is not None


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Return the time that a text means; None if it isn't a date."""
    try:
        return parse_date(text, zone or UTC)
    except DateError:
        return None


def date_of(article: Article, zone: tzinfo) -> datetime | None:
    """Return when a post was published: the date in its front matter, else in its file name."""
    text = article.front.get("date")
    if isinstance(text, str) and text:
        return moment(text, zone)
    named = date_from_name(article.name.rpartition("/")[2])
    return moment(named[0].isoformat(), zone) if named else None


#: Keys that are written first, in this order.
ORDER = (
    "title", "date", "updated", "expires", "author", "authors", "tags", "tag", "category",
    "categories", "series", "language", "lang", "slug", "draft", "published", "unlisted",
    "pinned", "featured", "comments", "description", "excerpt", "summary", "image", "image_alt",
    "canonical", "external", "aliases", "alias",
)  # fmt: skip


def rename(article: Article, names: Mapping[str, str]) -> None:
    """Give keys our names; one whose new name is taken is kept below ``imported``."""
    for old, new in names.items():
        if old not in article.front or old == new:
            continue
        if article.front.get(new) and article.front[old]:
            line = article.key_lines.get(old, 1)
            article.note(line, f'{old}: "{new}" is set too, and is used instead')
            article.keep(old)
        else:
            article.front[new] = article.front.pop(old)
            article.key_lines[new] = article.key_lines.get(old, 1)


def normalise(article: Article) -> None:
    """Rewrite dates, keep single names whole, drop what is empty, and sort the keys."""
    for key in DATES:
        value = article.front.get(key)
        if isinstance(value, str):
            article.front[key] = normal_date(value)
    for key in SINGULARS.values():
        value = article.front.get(key)
        if isinstance(value, str) and "," in value:
            # One name, as in "Weber, Jo"; a build divides texts at commas.
            article.front[key] = [value.strip()]
    front = {key: value for key, value in article.front.items() if value not in ("", [], {})}
    ordered = {key: front[key] for key in ORDER if key in front}
    article.front = ordered | front


def flag(value: Value | None) -> bool | None:
    """Return a yes-or-no value as a boolean; None if it is neither."""
    return None if value is None else boolean(value)


def names(value: Value | None, separator: str = ",") -> list[str]:
    """Return the names in a list, or in a text with separators; of a mapping, its label or name."""
    if value is None:
        return []
    items: Sequence[Value] = [value] if isinstance(value, dict) else value
    if isinstance(value, str):
        items = value.split(separator)
    result = []
    for item in items:
        name = (item.get("label") or item.get("name")) if isinstance(item, dict) else item
        if isinstance(name, str) and name.strip():
            result.append(name.strip())
    return result


def add_alias(article: Article, *addresses: str) -> None:
    """Add old addresses to the aliases of a post."""
    known = names(article.front.get("aliases"), separator="\n")
    added: list[Value] = list(dict.fromkeys([*known, *(a for a in addresses if a)]))
    if added:
        article.front["aliases"] = added


def text(article: Article, key: str) -> str:
    """Return the text of a key; empty if there is none."""
    value = article.front.get(key)
    return value.strip() if isinstance(value, str) else ""
