"""Takes the front matter of other generators off a file: YAML, TOML or JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_confblog.frontmatter.keys import VISIBILITY_KEYS
from sphinx_confblog.frontmatter.markdown import fence_end, parse_head
from sphinx_confblog.frontmatter.records import FrontMatterError
from sphinx_confblog.importing.settings import json_mapping, toml_mapping
from sphinx_confblog.importing.tree import UnreadableError

if TYPE_CHECKING:
    from sphinx_confblog.frontmatter.records import Value
    from sphinx_confblog.importing.article import Article

_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """The front matter of a file, and what stands below it."""

    front: dict[str, Value]
    body: str
    #: Line where the body begins.
    first: int = 1
    lines: dict[str, int] = field(default_factory=dict)
    #: Key and line of every entry whose key was given before.
    duplicates: tuple[tuple[str, int], ...] = ()

    def tell(self, article: Article) -> None:
        """Note on a post what is lost of its front matter."""
        for key, line in self.duplicates:
            text = f"{key}: given twice, the first one counts"
            if key in VISIBILITY_KEYS:
                article.withhold(line, text)
            else:
                article.note(line, text)


def split_head(text: str) -> Head:
    """Take the front matter off a text; one without any has none. Raises UnreadableError."""
    if text.startswith("+++"):
        return _toml(text)
    if text.startswith("{") and text[1:].lstrip().startswith(('"', "}")):
        return _json(text)
    return _yaml(text) if text.startswith("---") else Head({}, text)


def _yaml(text: str) -> Head:
    end = fence_end(text)
    if end is None:
        # Three dashes and no second line of them: a rule, not a block that was cut.
        if re.match(r"-{3,}\s*\n\s*(?:\n|[^\s:]+\s)", text) and not re.match(r"-+\n\w+:", text):
            return Head({}, text)
        raise UnreadableError("front matter is opened by --- but not closed")
    try:
        front = parse_head(text[:end])
    except FrontMatterError as error:
        raise UnreadableError(f"front matter: {error}", error.line) from None
    values = {key: entry.value for key, entry in front.entries.items()}
    lines = {key: entry.line for key, entry in front.entries.items()}
    return Head(values, text[end:].removeprefix("\n"), front.end + 1, lines, front.duplicates)


def _toml(text: str) -> Head:
    match = _TOML.match(text)
    if match is None:
        raise UnreadableError("front matter is opened by +++ but not closed")
    try:
        values = toml_mapping(match[1])
    except UnreadableError as error:
        raise UnreadableError(f"front matter: {error}", error.line + 1) from None
    head = match[0]
    lines = {key: _line_of(key, head) for key in values}
    return Head(values, text[match.end() :], head.count("\n") + 1, lines)


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
