"""Writes front matter: any text as YAML, or as fields, that reads back as this text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    #: Keys of front matter with their texts, or flags.
    Values: TypeAlias = Mapping[str, str | bool]

#: Texts that mean themselves without quotes, for every reader of YAML.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.!?()'/+&-]*[\w.!?)+])?")
#: Words that are no texts for some readers (YAML 1.1, https://yaml.org/type/).
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
#: What begins or ends markup inside a line of reStructuredText.
_MARKUP = re.compile(r"[\\*`|]|_(?![^\W_])|(?<![^\W_])_")
#: What makes a line something else than text; one of signs alone is an adornment.
_LINE_START = re.compile(
    r"(?:\.\.|[-+•‣⁃]|>>>|\(?(?:\w+|#)[.)])(?:\s|$)|[:\[]|([!-/:-@\[-`{-~])\1*$"
)
_BULLET = re.compile(r"[-*+•‣⁃](?: |$)")
#: Titles whose adornment is shorter may be taken for text.
_SHORTEST = 4
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """A text without control characters, its words parted by one blank each."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def quoted(text: str) -> str:
    """A text as a value in YAML: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def front_matter(values: Values) -> str:
    """A front matter block of texts and flags, both fences included."""
    lines = [f"{key}: {_value(value)}\n" for key, value in values.items()]
    return f"---\n{''.join(lines)}---\n"


def fields(values: Values) -> str:
    """Texts and flags as fields of reStructuredText."""
    lines = (f":{key}:{_field(value)}\n" for key, value in values.items())
    return "".join(lines)


def rst_title(text: str) -> str:
    """A text as a title of reStructuredText, which shows it as it is, never as markup."""
    plain = _MARKUP.sub(r"\\\g<0>", text)
    if _LINE_START.match(plain):
        # A backslash goes with a blank.
        plain = f"\\ {plain}" if plain[0] == "\\" else f"\\{plain}"
    # Wide characters take the room of two.
    width = sum(2 if east_asian_width(char) in "WF" else 1 for char in plain)
    return f"{plain}\n{'=' * max(width, _SHORTEST)}\n"


def _field(value: str | bool) -> str:
    if isinstance(value, bool):
        return "" if value else " false"
    plain = value.replace("\\", "\\\\")
    # It would be a list, or nothing.
    return f" \\{plain}" if _BULLET.match(plain) else f" {plain}"


def _value(value: str | bool) -> str:
    return quoted(value) if isinstance(value, str) else str(value).lower()


def _escaped(char: str) -> str:
    """A character inside double quotes (YAML 1.1, 5.6)."""
    if char in {'"', "\\"}:
        return f"\\{char}"
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
