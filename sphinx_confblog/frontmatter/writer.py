"""Writes front matter as YAML or as fields that read back as the same text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import east_asian_width

import yaml

from sphinx_confblog.util.text import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_confblog.frontmatter.records import Value

    #: Keys of front matter with their values, or flags.
    Values: TypeAlias = Mapping[str, Value | bool]


#: Texts that mean themselves without quotes, for every reader of YAML.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.!?()'/+&-]*[\w.!?)+])?")
#: Words that are no texts for some readers (YAML 1.1, https://yaml.org/type/).
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
#: Texts that our own reader doesn't take for text, if they are written without quotes.
_NULLS = frozenset({"~", "null", "Null", "NULL", "", "<<", "="})
#: What begins or ends markup inside a line of reStructuredText.
_MARKUP = re.compile(r"[\\*`|]|_(?![^\W_])|(?<![^\W_])_")
#: What makes a line something else than text; a line of punctuation is an adornment.
_LINE_START = re.compile(
    r"(?:\.\.|[-+•‣⁃]|>>>|\(?(?:\w+|#)[.)])(?:\s|$)|[:\[]|([!-/:-@\[-`{-~])\1*$"
)
_BULLET = re.compile(r"[-*+•‣⁃](?: |$)")
#: Titles whose adornment is shorter may be taken for text.
_SHORTEST = 4
#: What YAML shows in double quotes alone.
_UNSHOWN = re.compile(f"[{HIDDEN}\ufeff]")
_WIDTH = 10**9


def front_matter(values: Values, *, portable: bool = True) -> str:
    """Return a front matter block, both fences included.

    With *portable*, every reader of YAML takes each text for this text. Without it, only the
    project's reader does, which accepts dates, numbers and flags without quotes.
    """
    if not values:
        return "---\n---\n"
    stream = io.StringIO()
    dumper = _Dumper(stream, portable=portable)
    dumper.open()
    dumper.represent(values)
    dumper.close()
    return f"---\n{stream.getvalue()}---\n"


class _Dumper(
    yaml.emitter.Emitter,
    yaml.serializer.Serializer,
    yaml.representer.SafeRepresenter,
    yaml.resolver.BaseResolver,
):
    """Writes texts without quotes where the reader in question takes them for what they are."""

    def __init__(self, stream: Any, *, portable: bool) -> None:
        yaml.emitter.Emitter.__init__(self, stream, allow_unicode=True, width=_WIDTH)
        yaml.serializer.Serializer.__init__(self)
        yaml.representer.SafeRepresenter.__init__(self, default_flow_style=False, sort_keys=False)
        yaml.resolver.BaseResolver.__init__(self)
        self.portable = portable

    def ignore_aliases(self, data: object) -> bool:
        """Write a value that occurs twice two times."""
        return True

    def style_of(self, text: str) -> str | None:
        """Return the quotes or the block style that a text needs."""
        if self.portable:
            return None if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else '"'
        if _UNSHOWN.search(text) or text.endswith("\n\n"):
            return '"'
        if text in _NULLS:
            return "'"
        if "\n" in text:
            return "|" if not re.search(r"^\s|[ \t]\n|\t", text) else '"'
        return None


def _represent_text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=dumper.style_of(text))


def _represent_flag(dumper: _Dumper, flag: bool) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(flag).lower())


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(bool, _represent_flag)


def fields(values: Values) -> str:
    """Return fields of reStructuredText; a list becomes one of bullets."""
    return "".join(f"{line}\n" for key, value in values.items() for line in field(key, value))


def field(key: str, value: Value | bool) -> list[str]:
    """Return the lines of one field; the further lines of its text are indented."""
    name = ":" + _plain(key).replace(":", "\\:") + ":"
    if isinstance(value, bool):
        return [name if value else f"{name} false"]
    if isinstance(value, list):
        return [name, *(f"   - {_plain(str(item))}".rstrip() for item in value)]
    first, *rest = _plain(str(value)).split("\n")
    # It would be a list, or nothing.
    first = f"\\{first}" if _BULLET.match(first) else first
    return [f"{name} {first}".rstrip(), *(f"   {line}".rstrip() for line in rest)]


def rst_title(text: str) -> str:
    """Return a text as a title of reStructuredText that shows it as it is, never as markup."""
    plain = _MARKUP.sub(r"\\\g<0>", text)
    if _LINE_START.match(plain):
        # A backslash is removed with a space.
        plain = f"\\ {plain}" if plain[0] == "\\" else f"\\{plain}"
    # Wide characters take the room of two.
    width = sum(2 if east_asian_width(char) in "WF" else 1 for char in plain)
    return f"{plain}\n{'=' * max(width, _SHORTEST)}\n"


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\")
