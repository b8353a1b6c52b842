"""Escapes text, URLs and titles for Markdown."""

from __future__ import annotations

import re
from html import unescape

_SPECIAL = re.compile(
    r"[\\`*\[\]]|<(?=[A-Za-z/!?]|\Z)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|"
    r"\$(?=\S[^$\n]*\$)|\{(?=[\w:+-]+\}(?:`|\Z))"
)
_LINE_START = re.compile(
    r"^([ \t]*)(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[ \t]*)+$|=+[ \t]*$|~{3,}|:{3,}|%|"
    r"\+\+\+|\|(?=.*\|)|[-:|][-:| \t]*$|\((?=[^\n]*\)=))|^([ \t]*\d{1,9})([.)](?=\s|$))",
    re.MULTILINE,
)
#: The tags of words in a line; ``<int>`` is none of them.
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|"
    r"sup|tt|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
#: What ends a destination, or begins an escape in it.
_UNSAFE = {"<": "%3C", ">": "%3E", "\\": "%5C", "\n": "%0A", "\r": "", "\t": "%09"}


def escaped(text: str) -> str:
    """Return a text with a backslash before everything that Markdown takes for markup."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    return _LINE_START.sub(_escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[3]}\\{match[4]}"
    return f"{match[1]}\\{match[2]}"


def target(address: str, title: str) -> str:
    """Return the URL and the title of a link or an image, as written in parentheses."""
    address = "".join(_UNSAFE.get(char, char) for char in address.strip())
    if not address or re.search(r"[\s()]", address):
        address = f"<{address}>"
    words = re.sub(r'[\\"]|&(?=#?\w+;)', r"\\\g<0>", " ".join(title.split()))
    return f'{address} "{words}"' if words else address


def fenced(code: str, language: str) -> str:
    """Return a block of code, in a fence that is longer than those in it."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
    return f"\n\n{fence}{language}\n{code}\n{fence}\n\n"


def plain_text(html: str) -> str:
    """Return HTML without the tags of words in a line, as readers see a title."""
    return unescape(_INLINE_TAG.sub("", html)).strip()
